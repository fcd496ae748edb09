"""`seatrial review`: the main job."""

import json
import os
import shutil
import sys
from pathlib import Path

import click

from seatrial.cli._ceiling import ceiling_of, ceiling_options
from seatrial.cli._companions import companion_options
from seatrial.cli._endpoint import endpoint_options


@click.command()
@click.argument("model")
@click.option(
    "--regime",
    "regimes",
    multiple=True,
    metavar="ID",
    help="Regime id or file; may be given again. [default: open-weights-baseline]",
)
@click.option(
    "--declare", type=click.Path(path_type=Path), help="The developer's declaration. [default: seatrial.yaml in MODEL]"
)
@click.option("--events", type=click.Path(path_type=Path), help="What happened in the case: YAML, a list of events.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to keep the review. [default: MODEL.review here]")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--static", is_flag=True, help="Look at files only: run nothing, ask nothing.")
@click.option("--offline", is_flag=True, help="Never use the network.")
@click.option("--dry-run", is_flag=True, help="Print the plan with its expected cost, and stop.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep remembered outcomes and answers.")
@companion_options
@click.option("--all-forms", is_flag=True, help="Ask every form in MODEL (GGUF files, safetensors), and compare them.")
@click.option(
    "--bank",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A private test bank in JSONL; its digest is recorded, its content is not.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the sampling order.")
@ceiling_options
@endpoint_options
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
def review(
    model: str,
    regimes: tuple[str, ...],
    declare: Path | None,
    events: Path | None,
    out: Path | None,
    format_: str,
    static: bool,
    offline: bool,
    dry_run: bool,
    no_cache: bool,
    max_tokens_total: int | None,
    max_cost: float | None,
    price_in: float | None,
    price_out: float | None,
    attacker: str,
    judge: str,
    all_forms: bool,
    bank: Path | None,
    seed: int,
    served_model: str,
    answer_seconds: float,
    concurrency: int,
    quiet: bool,
) -> int:
    """Review MODEL and end with a verdict, a signed record and a report.

    MODEL is a file, a directory, an archive, hf:ORG/NAME[@REVISION] on the Hugging Face hub, or the http(s) URL
    of an OpenAI-compatible endpoint (key in SEATRIAL_ENDPOINT_KEY).
    Ends with 0 (clear), 1 (not clear) or 3 (could not tell).
    """
    from seatrial.app.review import Order, carry_out, prepare
    from seatrial.cli.progress import Progress
    from seatrial.regimes.shipped import DEFAULT

    order = Order(
        model=model,
        regimes=regimes or (DEFAULT,),
        declare=declare,
        events=events,
        out=out,
        static=static,
        offline=offline,
        cache=not no_cache,
        ceiling=ceiling_of(max_tokens_total, max_cost, price_in, price_out),
        attacker=attacker,
        judge=judge,
        all_forms=all_forms,
        bank=bank,
        seed=seed,
        served_model=served_model,
        answer_seconds=answer_seconds,
        concurrency=concurrency,
    )
    with Progress(quiet=quiet or format_ == "json") as progress:
        prepared = prepare(order, progress.show)
    if not dry_run:
        # Bars of its own: in between, a terminal may be asked for the passphrase of the signing key.
        with Progress(quiet=quiet or format_ == "json") as progress:
            found = carry_out(prepared, progress.show)
    if dry_run:
        from seatrial.app.plan_text import plan_text

        click.echo(plan_text(prepared, as_json=format_ == "json"))
        return 0
    if format_ == "json":
        from seatrial.reports import json as json_report

        click.echo(json.dumps(json_report.summary(found) | {"directory": str(prepared.directory)}, indent=2))
        return found.result.exit_code
    from seatrial.app.notes import notes
    from seatrial.reports import terminal

    width, colour = terminal_of()
    click.echo(
        terminal.render_text(found, notes(), directory=prepared.directory, width=width, colour=colour), color=colour
    )
    return found.result.exit_code


def terminal_of() -> tuple[int, bool]:
    """Width in columns and whether colour is wanted on standard output (`NO_COLOR` is heeded)."""
    terminal = sys.stdout.isatty()
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size().columns if terminal else 100
    return min(max(width, 40), 120), colour


COMMAND = review
