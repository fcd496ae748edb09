"""`seatrial keys`: the keys that sign records here."""

import datetime
from pathlib import Path

import click

SIGNER = click.option(
    "--signer",
    "uri",
    default="",
    metavar="URI",
    help="Use the key there: hsm:2?label=L, awskms:ID, ...",
)
PUBLIC = click.option(
    "--public",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Its public key in PEM, where it cannot be asked for.",
)


@click.group()
def keys() -> None:
    """Make, replace, take back and hand out the keys that sign records on this machine."""


@keys.command()
@click.option("--name", default="this machine's own key", show_default=True, help="What verifiers will see.")
@SIGNER
@PUBLIC
def new(name: str, uri: str, public: Path | None) -> int:
    """Make a key; the first review makes one, too, when there is none.

    It is sealed with a passphrase, which is asked for, or taken from SEATRIAL_KEY_PASSPHRASE. With --signer the key
    stays on its token or in its key service, and SEATRIAL_KEY_PASSPHRASE is the PIN.
    """
    from seatrial.app import keys as app

    made = app.new_key(name, uri=uri, public=public)
    click.echo(f"made {made.key.key_id} for {made.key.name}")
    if note := app.unsealed_note(made):
        click.echo(note, err=True)
    return 0


@keys.command(name="list")
def list_() -> int:
    """List every key with its window; the one in use is marked."""
    from seatrial.app import keys as app

    click.echo(app.as_text(app.ring_of()))
    return 0


@keys.command()
@click.option("--reason", default="planned rotation", show_default=True)
@SIGNER
@PUBLIC
def rotate(reason: str, uri: str, public: Path | None) -> int:
    """Make a new key and close the window of the old one, which signs that the new one follows it."""
    from seatrial.app import keys as app

    made = app.rotate(reason, uri=uri, public=public)
    click.echo(f"made {made.key.key_id}; append {made.event} to your log with --key of the old one")
    if note := app.unsealed_note(made):
        click.echo(note, err=True)
    click.echo("give verifiers the new window: seatrial keys export", err=True)
    return 0


@keys.command()
@click.argument("key")
@click.option("--reason", required=True, help="Why it must not be believed any more.")
@click.option("--on", type=click.DateTime(formats=["%Y-%m-%d"]), help="From this day on. [default: today]")
def revoke(key: str, reason: str, on: datetime.datetime | None) -> int:
    """Take KEY back, by name or id: what it signs from that day on is not to be believed."""
    from seatrial.app import keys as app

    event = app.revoke(key, reason, on.date() if on else None)
    click.echo(f"revoked; append {event} to your log, and tell verifiers: seatrial keys export")
    return 0


@keys.command()
def export() -> int:
    """Print the `[[signer]]` tables for the trust files of others, windows and revocations included."""
    from seatrial.app import keys as app

    click.echo(app.for_trust_files())
    return 0


COMMAND = keys
