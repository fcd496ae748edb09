"""`seatrial disclose`: some evidence shown without the rest."""

from pathlib import Path

import click


@click.command()
@click.argument("record", type=click.Path(path_type=Path))
@click.option("--item", "items", multiple=True, metavar="TITLE|DIGEST", help="What to show. Once or more.")
@click.option("--out", type=click.Path(path_type=Path), help="Write to this new file. [default: disclosure.json]")
def disclose(record: Path, items: tuple[str, ...], out: Path | None) -> int:
    """Show some evidence items of RECORD with proof that it commits to them; without --item, list them all.

    Give the file to whoever may see them, with the files from `evidence/` that they name: `seatrial verify
    --disclosed` checks them, and says how many stay hidden. It needs the key that signed the record.
    """
    from seatrial.app import disclose as app

    if not items:
        click.echo(app.listing(record))
        return 0
    target = out or Path("disclosure.json")
    app.write_file(app.disclosed(record, items), target)
    click.echo(f"wrote {target}; check it with: seatrial verify MODEL --record {record} --disclosed {target}")
    return 0


COMMAND = disclose
