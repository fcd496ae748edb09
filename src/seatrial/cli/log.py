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
@click.option("--database", default="", metavar="URL", help="Keep it in PostgreSQL: postgresql://USER@HOST/NAME.")
def init(directory: Path, origin: str, database: str) -> int:
    """Begin a log in DIRECTORY, with a key of its own; its rows lie there, too, or in the database that is named.

    A password belongs into PGPASSFILE or PGPASSWORD, not into the URL.
    """
    from seatrial.app import log as app

    verifier = app.begin(directory, origin, database)
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
@click.option(
    "--bundle",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write RECORD with its proof as a Sigstore bundle, and trusted_root.json beside it.",
)
def prove(directory: Path, record: Path, key: Path | None, bundle: Path | None) -> int:
    """Write the proof of RECORD anew, under the latest checkpoint."""
    from seatrial.app import log as app

    logged = app.bundle(directory, record, bundle, key) if bundle else app.prove(directory, record, key)
    click.echo(f"{logged.record} is entry {logged.number}; its proof is {logged.proof}")
    return 0


@log.command()
@DIRECTORY
@click.option(
    "--witness", "witnesses", nargs=2, multiple=True, metavar="URL KEY", help="Ask this witness, too. Once or more."
)
def checkpoint(directory: Path, witnesses: tuple[tuple[str, str], ...]) -> int:
    """Sign and publish what the log in DIRECTORY holds, and print the checkpoint.

    Ends with 0, or with 3 when a witness did not cosign it.
    """
    from seatrial.app import log as app
    from seatrial.app.log_cosign import witness_at

    note, answers = app.checkpoint(directory, [witness_at(url, key) for url, key in witnesses])
    click.echo(note, nl=False)
    for answer in answers:
        if answer.line is None:
            click.echo(f"{answer.witness.key.name} {answer.why}", err=True)
    return 3 if any(answer.line is None for answer in answers) else 0


LISTEN = click.option("--listen", default="127.0.0.1:8437", show_default=True, metavar="HOST:PORT")


@log.command()
@DIRECTORY
@LISTEN
def serve(directory: Path, listen: str) -> int:
    """Serve the public files of the log in DIRECTORY: checkpoint and tiles, and nothing else."""
    from seatrial.app import log_http as app

    made = app.server(listen, app.log_files(directory / "public"))
    click.echo(f"serving the log in {directory} on port {made.server_address[1]}; stop it with Ctrl-C", err=True)
    app.serve(made)
    return 0


@log.command()
@DIRECTORY
@click.option("--name", required=True, help="The witness's name for ever, as `example.org/witness`.")
@click.option("--log", "logs", multiple=True, metavar="KEY", help="Key of a log that it cosigns. Once or more.")
@LISTEN
def witness(directory: Path, name: str, logs: tuple[str, ...], listen: str) -> int:
    """Run a witness: cosign checkpoints that continue what it has seen, and never another history.

    Its key and what it has seen lie in DIRECTORY.
    """
    from seatrial.app import log_http as app

    found, key = app.open_witness(directory, name, logs)
    made = app.server(listen, app.witness_calls(found))
    click.echo(f"the witness's key: {key.verifier}")
    click.echo(f"answering on port {made.server_address[1]}; stop it with Ctrl-C", err=True)
    app.serve(made)
    return 0


@log.command()
@click.argument("source")
@click.option("--key", "verifier", required=True, help="The log's key, `name+id+key`, or the file log.vkey.")
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What was seen last, to notice a rollback or a fork; made when it is not there.",
)
@click.option(
    "--against",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A checkpoint or proof of this log that somebody else was shown: to notice a fork. Once or more.",
)
@click.option("--every", type=click.IntRange(1), metavar="SECONDS", help="Go on until the log breaks a promise.")
def audit(source: str, verifier: str, state: Path | None, against: tuple[Path, ...], every: int | None) -> int:
    """Read the log at SOURCE, a directory or URL, and hold it to its promises.

    Ends with 0 (kept), 1 (broken: forked, rolled back, changed, or an entry is gone) or 3 (could not be read).
    """
    from seatrial.app.audit_log import audit as audited
    from seatrial.app.audit_log import follow

    if every is not None:
        return follow(source, verifier, state, against=against, seconds=every, say=click.echo)
    found = audited(source, verifier, state, against)
    click.echo(found.text)
    if state is None:
        click.echo("  give --state FILE to notice the next time whether it only grew")
    return 0


COMMAND = log
