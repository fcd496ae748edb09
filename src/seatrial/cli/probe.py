"""`seatrial probe`: ask the model alone, without regime and record."""

import json
from pathlib import Path

import click

from seatrial.cli._ceiling import ceiling_of, ceiling_options
from seatrial.cli._companions import companion_options
from seatrial.cli._endpoint import endpoint_options


@click.command()
@click.argument("model")
@click.option(
    "--suite",
    "suites",
    multiple=True,
    metavar="NAME",
    help="A suite or a threat area; again for more. [default: all, or none with --task]",
)
@click.option(
    "--bound", "bounds", multiple=True, metavar="METRIC<=LIMIT", help="Stop once it is decided; again for more."
)
@click.option(
    "--task",
    "tasks",
    multiple=True,
    metavar="TASK",
    help="A task of Inspect, as FILE.py@NAME or PACKAGE/TASK; its code runs as you. Again for more.",
)
@click.option(
    "--task-limit", type=click.IntRange(min=1), default=100, show_default=True, help="Samples of each task, at most."
)
@click.option(
    "--logs",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write what was asked and answered into this directory, as logs of Inspect.",
)
@companion_options
@click.option("--all-forms", is_flag=True, help="Ask every form in MODEL (GGUF files, safetensors), and compare them.")
@click.option(
    "--bank",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A private test bank in JSONL; its digest is recorded, its content is not.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the sampling order.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--offline", is_flag=True, help="Never use the network.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep remembered outcomes and answers.")
@ceiling_options
@endpoint_options
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
def probe(
    model: str,
    suites: tuple[str, ...],
    bounds: tuple[str, ...],
    tasks: tuple[str, ...],
    task_limit: int,
    logs: Path | None,
    max_tokens_total: int | None,
    max_cost: float | None,
    price_in: float | None,
    price_out: float | None,
    attacker: str,
    judge: str,
    all_forms: bool,
    bank: Path | None,
    seed: int,
    format_: str,
    offline: bool,
    no_cache: bool,
    served_model: str,
    answer_seconds: float,
    concurrency: int,
    quiet: bool,
) -> int:
    """Ask MODEL what the suites ask, and say how sure one may be. `seatrial suites` lists them.

    Tasks written for Inspect can be asked as well (extra `inspect`): the model answers them from the same contained
    worker. One whose package, data or sandbox is not at hand is skipped, and said to be.

    Ends with 0 when every suite ran and every bound is kept, 1 when a bound is not kept, 3 when that is not known.
    """
    from seatrial.app.probe_text import probe_plain, probe_text
    from seatrial.app.suites import Probe
    from seatrial.app.suites import probe as ask
    from seatrial.cli.progress import Progress

    asked = Probe(
        model=model,
        suites=suites,
        bounds=bounds,
        tasks=tasks,
        task_limit=task_limit,
        logs=logs,
        ceiling=ceiling_of(max_tokens_total, max_cost, price_in, price_out),
        attacker=attacker,
        judge=judge,
        all_forms=all_forms,
        bank=bank,
        seed=seed,
        offline=offline,
        cache=not no_cache,
        served_model=served_model,
        answer_seconds=answer_seconds,
        concurrency=concurrency,
    )
    with Progress(quiet=quiet or format_ == "json") as progress:
        probed = ask(asked, progress.show)
    click.echo(json.dumps(probe_plain(probed), indent=2) if format_ == "json" else probe_text(probed))
    return probed.result.exit_code


COMMAND = probe
