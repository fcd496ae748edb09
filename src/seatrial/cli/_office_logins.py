"""`seatrial office login`: logins at identity providers, and passkeys, that open accounts."""

from pathlib import Path

import click

DIRECTORY = click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
DATABASE = click.option("--database", default="", metavar="URL", help="postgresql://... [default: as configured]")


@click.group()
def login() -> None:
    """Say which logins elsewhere open which account. Whoever can write to DIRECTORY is a registrar."""


@login.command()
@DIRECTORY
@click.argument("account")
@click.argument("provider")
@click.argument("subject")
@DATABASE
def link(directory: Path, account: str, provider: str, subject: str, database: str) -> int:
    """Have SUBJECT at the identity PROVIDER of office.toml open ACCOUNT."""
    from seatrial.app.office import sign_in
    from seatrial.app.office.office import opened

    with opened(directory, database) as found:
        id_ = sign_in.link(found, found.registrar, account, provider, subject)
    click.echo(f"{id_}: who logs in at {provider} as {subject} is {account} here")
    return 0


@login.command(name="list")
@DIRECTORY
@click.argument("account")
@DATABASE
def list_(directory: Path, account: str, database: str) -> int:
    """List logins elsewhere and passkeys that open ACCOUNT."""
    from seatrial.app.office import sign_in
    from seatrial.app.office.office import opened

    with opened(directory, database) as found:
        identities, passkeys = sign_in.ways_in(found, found.registrar, account)
    for one in identities:
        click.echo(f"{one.id}  {one.since:%Y-%m-%d}  {one.subject} at {one.issuer}")
    for key in passkeys:
        click.echo(f"{key.id}  {key.since:%Y-%m-%d}  passkey {key.name}")
    if not identities and not passkeys:
        click.echo(f"{account} logs in by password or token alone")
    return 0


@login.command()
@DIRECTORY
@click.argument("account")
@click.argument("id_", metavar="ID")
@DATABASE
def remove(directory: Path, account: str, id_: str, database: str) -> int:
    """Take the login or passkey ID of ACCOUNT away, for one that is lost."""
    from seatrial.app.office import sign_in
    from seatrial.app.office.office import opened

    with opened(directory, database) as found:
        sign_in.remove(found, found.registrar, id_, account)
    click.echo(f"{id_} opens {account} no more")
    return 0
