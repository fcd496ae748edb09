"""`seatrial unseal`: open what was sealed for you."""

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--identity", required=True, type=click.Path(path_type=Path), help="Your age identity, from age-keygen.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Write to this new file.")
@click.option("--commitment", type=click.Path(path_type=Path), help="What was committed to before; it must be this.")
def unseal(file: Path, identity: Path, out: Path, commitment: Path | None) -> int:
    """Open FILE, which was sealed for you."""
    from seatrial.app.seal import unseal as unseal_file

    digest = unseal_file(file, identity, out, commitment)
    click.echo(f"wrote {out}; sealed sha256 {digest}{', as committed to' if commitment else ''}")
    return 0


COMMAND = unseal
