"""`seatrial explain`: what a check, requirement or finding means."""

from pathlib import Path

import click


@click.command()
@click.argument("subject", metavar="CHECK-ID | FINDING | REQUIREMENT")
@click.option("--review", type=click.Path(path_type=Path), help="The review directory a finding is from.")
def explain(subject: str, review: Path | None) -> int:
    """Explain a check, a finding of a review, or a requirement of a regime."""
    from seatrial.app.explain import explain as explaining

    click.echo(explaining(subject, review))
    return 0


COMMAND = explain
