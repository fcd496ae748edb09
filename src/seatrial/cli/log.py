"""`seatrial log`: a transparency log of records, kept and followed."""

from pathlib import Path

import click

DIRECTORY = click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
KEY = click.option("--key", type=click.Path(path_type=Path), help="The reviewer's public key; without it, your own.")


@click.group()
def log() -> None:
    """Keep records in a log that only grows, and follow such logs."""


@log.command()
@DIRECTORY
@click.option("--origin", required=True, help="The log's name for ever, as `example.org/releases`.")
def init(directory: Path, origin: str) -> int:
    """Begin a log in DIRECTORY, with a key of its own."""
    from seatrial.app import log as app

    verifier = app.begin(directory, origin)
    click.echo(f"began the log {origin} in {directory}")
    click.echo(f"  its key, for those who verify: {verifier}")
    click.echo(f"  publish {directory / 'public'} with any web server; keep {directory / app.KEY} to yourself")
    return 0


@log.command()
@DIRECTORY
@click.argument("records", nargs=-1, required=True, type=click.Path(path_type=Path))
@KEY
def append(directory: Path, records: tuple[Path, ...], key: Path | None) -> int:
    """Add RECORDS to the log in DIRECTORY, sign the checkpoint, and write a proof beside each."""
    from seatrial.app import log as app

    for logged in app.append(directory, records, key):
        click.echo(f"{logged.record} is entry {logged.number}; its proof is {logged.proof}")
    return 0


@log.command()
@DIRECTORY
@click.argument("record", type=click.Path(path_type=Path))
@KEY
def prove(directory: Path, record: Path, key: Path | None) -> int:
    """Write the proof of RECORD anew, under the latest checkpoint."""
    from seatrial.app import log as app

    logged = app.prove(directory, record, key)
    click.echo(f"{logged.record} is entry {logged.number}; its proof is {logged.proof}")
    return 0


@log.command()
@DIRECTORY
def checkpoint(directory: Path) -> int:
    """Sign and publish what the log in DIRECTORY holds, and print the checkpoint."""
    from seatrial.app import log as app

    click.echo(app.checkpoint(directory), nl=False)
    return 0


@log.command()
@click.argument("source")
@click.option("--key", "verifier", required=True, help="The log's key, `name+id+key`, or the file log.vkey.")
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What was seen last, to notice a rollback or a fork; made when it is not there.",
)
def audit(source: str, verifier: str, state: Path | None) -> int:
    """Read the log at SOURCE, a directory or URL, and hold it to its promises.

    Ends with 0 (kept), 1 (broken: forked, rolled back, changed, or an entry is gone) or 3 (could not be read).
    """
    from seatrial.app.audit_log import audit as audited

    found = audited(source, verifier, state)
    since = f", {found.size - found.before:,} of them new" if found.before else ""
    entries = "1 entry" if found.size == 1 else f"{found.size:,} entries"
    click.echo(f"✓ {found.origin}: {entries}{since}; nothing was changed or taken away")
    if state is None:
        click.echo("  give --state FILE to notice the next time whether it only grew")
    return 0


COMMAND = log
