"""`seatrial seal`: a file for one recipient alone."""

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", "recipients", multiple=True, required=True, metavar="age1...", help="Recipient. Once or more.")
@click.option("--out", type=click.Path(path_type=Path), help="[default: FILE.age]")
def seal(file: Path, recipients: tuple[str, ...], out: Path | None) -> int:
    """Seal FILE by age, and sign the digest of the result: log that first, let it be opened later."""
    from seatrial.app.seal import seal as seal_file

    made = seal_file(file, recipients, out)
    click.echo(f"wrote {made.path}, sha256 {made.sha256}")
    click.echo(f"wrote {made.commitment}; log it: seatrial log append DIRECTORY {made.commitment}")
    return 0


COMMAND = seal
