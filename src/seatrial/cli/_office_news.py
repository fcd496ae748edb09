"""`seatrial office webhook` and `seatrial office mail`: who is told of events."""

from pathlib import Path

import click

DIRECTORY = click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
DATABASE = click.option("--database", default="", metavar="URL", help="postgresql://... [default: as configured]")
KINDS = click.option("--kind", "kinds", multiple=True, help="Of event. Once or more. [default: all]")


@click.group()
def webhook() -> None:
    """Tell programs of events, by signed messages that say what happened and never what was said."""


@click.group()
def mail() -> None:
    """Tell people of events in their cases by mail, through the server in office.toml."""


@webhook.command(name="add")
@DIRECTORY
@click.argument("url")
@click.option("--account", default="", help="Whose cases. [default: all of the office]")
@KINDS
@DATABASE
def add_webhook(directory: Path, url: str, account: str, kinds: tuple[str, ...], database: str) -> int:
    """Send news to URL from now on, and show the secret by which its receiver believes them."""
    from seatrial.app.office import news
    from seatrial.app.office.office import opened

    with opened(directory, database) as found:
        id_ = news.add_webhook(found, None, url, person=account, kinds=kinds)
        click.echo(f"{id_} is told; its secret, shown this once: {news.secret_of(found, id_)}")
    return 0


@mail.command(name="add")
@DIRECTORY
@click.argument("account")
@click.argument("address")
@KINDS
@DATABASE
def add_mail(directory: Path, account: str, address: str, kinds: tuple[str, ...], database: str) -> int:
    """Send mail about the cases of ACCOUNT to ADDRESS from now on."""
    from seatrial.app.office import news
    from seatrial.app.office.office import opened

    with opened(directory, database) as found:
        click.echo(f"{news.add_mail(found, None, address, person=account, kinds=kinds)} is told")
    return 0


@click.command(name="list")
@DIRECTORY
@DATABASE
def list_(directory: Path, database: str) -> int:
    """List who is told of events, with the latest messages and what came of each."""
    from seatrial.app.office import news
    from seatrial.app.office.office import opened
    from seatrial.domain.text import shown

    with opened(directory, database) as found:
        for one, sent in news.subscriptions(found):
            click.echo(f"{one.id}  {one.channel} to {shown(one.target, 100)}, {one.person or 'the whole office'}")
            for message in sent[:5]:
                again = f", again {message.next_at:%Y-%m-%d %H:%M} UTC" if message.next_at else ""
                outcome = message.outcome or "not sent yet"
                click.echo(f"    {message.at:%Y-%m-%d %H:%M} {message.kind}: {shown(outcome, 100)}{again}")
    return 0


@click.command(name="remove")
@DIRECTORY
@click.argument("subscription")
@DATABASE
def remove(directory: Path, subscription: str, database: str) -> int:
    """Tell SUBSCRIPTION no more; what waits for it is not sent."""
    from seatrial.app.office import news
    from seatrial.app.office.office import opened

    with opened(directory, database) as found:
        news.remove(found, subscription)
    click.echo(f"{subscription} is told no more")
    return 0


for _group in (webhook, mail):
    _group.add_command(list_)
    _group.add_command(remove)
