"""`seatrial judge`: kept evidence under other regimes."""

import json
from datetime import datetime
from pathlib import Path

import click


@click.command()
@click.argument("review", type=click.Path(path_type=Path))
@click.option("--regime", "regimes", multiple=True, required=True, metavar="ID|FILE", help="Once or more.")
@click.option("--as-of", type=click.DateTime(formats=["%Y-%m-%d"]), help="Judge as at the end of this day, UTC.")
@click.option(
    "--facts", type=click.Path(path_type=Path), help="More facts: YAML, one dotted name a line. They count as declared."
)
@click.option("--events", type=click.Path(path_type=Path), help="What happened in the case: YAML, a list of events.")
@click.option(
    "--answer",
    "answers",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A signed answer about a sealed threshold. Once or more.",
)
@click.option("--holder-key", type=click.Path(path_type=Path), help="Public key of who signed the answers, PEM.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def judge(
    review: Path,
    regimes: tuple[str, ...],
    as_of: datetime | None,
    facts: Path | None,
    events: Path | None,
    answers: tuple[Path, ...],
    holder_key: Path | None,
    format_: str,
) -> int:
    """Judge the kept REVIEW again, a directory or its review.json. Nothing is re-run, and nothing of it is changed.

    Ends as the worst verdict: 0 (clear), 1 (not clear) or 3 (could not tell).
    """
    from seatrial.app.judge import as_plain, as_text, judge_again
    from seatrial.domain.review import worst

    day = as_of.date() if as_of else None
    _, judged = judge_again(
        review, regimes, as_of=day, facts=facts, events=events, answers=answers, holder_key=holder_key
    )
    if format_ == "json":
        click.echo(json.dumps([as_plain(regime, verdict) for regime, verdict in judged], indent=2))
    else:
        click.echo("\n\n".join(as_text(regime, verdict) for regime, verdict in judged))
    return worst(verdict.result for _, verdict in judged).exit_code


COMMAND = judge
