"""`seatrial transcripts`: what was asked and answered, in Inspect's viewer."""

from pathlib import Path

import click


@click.command()
@click.argument("review", type=click.Path(path_type=Path))
@click.option(
    "--export",
    "export_",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the logs into this directory instead of showing them; Inspect need not be installed.",
)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=7575, show_default=True, help="Where the viewer listens."
)
def transcripts(review: Path, export_: Path | None, port: int) -> int:
    """Show every question, answer and score of the kept REVIEW in the viewer of Inspect.

    The logs are made from the evidence that the review names, one for each suite. Showing them takes the extra
    `inspect`; the viewer listens on this machine alone, and shows what the model said as plain text.
    """
    from seatrial.app.transcripts import export, show

    if export_ is None:
        show(review, port, lambda text: click.echo(text, err=True))
        return 0
    for path in export(review, export_):
        click.echo(str(path))
    return 0


COMMAND = transcripts
