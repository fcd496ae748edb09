"""`seatrial office`: begin and run an office."""

from pathlib import Path

import click

from seatrial.cli._extra import need
from seatrial.cli._office_logins import login
from seatrial.cli._office_news import mail, webhook
from seatrial.cli._office_worker import worker

DIRECTORY = click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
DATABASE = click.option("--database", default="", metavar="URL", help="postgresql://... [default: as configured]")


@click.group()
def office() -> None:
    """Review models of others: from submission to a public register. Needs the extra `office`."""


@office.command()
@DIRECTORY
@click.option("--name", required=True, help="The organisation that reviews.")
@click.option("--origin", required=True, help="The name of its log for ever, as `office.example/log`.")
@click.option("--regime", "regimes", multiple=True, metavar="ID|FILE", help="Once or more. [default: release-office]")
@click.option("--database", default="", metavar="URL", help="postgresql://... [default: SQLite in DIRECTORY]")
@click.option("--registrar", default="registrar", show_default=True, help="Account of who keeps the office.")
def init(directory: Path, name: str, origin: str, regimes: tuple[str, ...], database: str, registrar: str) -> int:
    """Begin an office in DIRECTORY: its key, log, database, and first registrar."""
    _need_extra()
    from seatrial.app.office.init import DEFAULT_REGIME, begin_office

    begun = begin_office(
        directory,
        name=name,
        origin=origin,
        regimes=regimes or (DEFAULT_REGIME,),
        database=database,
        registrar=registrar,
    )
    click.echo(f"began the office of {name} in {directory}, reviewing under {', '.join(r.id for r in begun.regimes)}")
    click.echo(f"  its log's key, for those who follow it: {begun.verifier}")
    click.echo(f"  its public key, for those who verify: {directory / 'keys' / 'reviewer.pub'}")
    click.echo(f"  token of {begun.registrar}, shown this once: {begun.token}")
    click.echo(f"  next: seatrial office account {directory} ID --name NAME --organisation ORG --role ROLE")
    click.echo(f"        seatrial office serve {directory}")
    return 0


@office.command()
@DIRECTORY
@click.argument("account")
@click.option("--name", required=True)
@click.option("--organisation", required=True)
@click.option("--role", "roles", multiple=True, required=True, help="What they may be, as developer. Once or more.")
@click.option(
    "--scope", "scopes", multiple=True, help="Of the token that is made with it. [default: read, submit, act]"
)
@click.option("--days", default=90, show_default=True, help="How long the token lasts.")
@DATABASE
def account(
    directory: Path,
    account: str,
    name: str,
    organisation: str,
    roles: tuple[str, ...],
    scopes: tuple[str, ...],
    days: int,
    database: str,
) -> int:
    """Make an ACCOUNT, and a token for it. Whoever can write to DIRECTORY is a registrar."""
    _need_extra()
    from seatrial.app.office import people
    from seatrial.app.office.office import opened

    with opened(directory, database) as found:
        people.add_account(found, found.registrar, id_=account, name=name, organisation=organisation, roles=roles)
        wanted = scopes or ("read", "submit", "act")
        token = people.issue_token(found, found.registrar, name="first", scopes=wanted, days=days, for_=account)
    click.echo(f"made the account {account}; its token, shown this once: {token}")
    return 0


@office.command()
@DIRECTORY
@click.argument("regime", metavar="ID|FILE")
@click.option("--no-longer", is_flag=True, help="Open no new cases under it.")
@DATABASE
def regime(directory: Path, regime: str, no_longer: bool, database: str) -> int:
    """Review under another regime, too. Cases keep the regime that they were opened under."""
    _need_extra()
    from seatrial.app.office.init import offer_regime
    from seatrial.app.office.office import opened

    with opened(directory, database) as found:
        offered = offer_regime(found, regime, offered=not no_longer)
    click.echo(f"{offered.id} {offered.version} is {'no longer ' if no_longer else ''}offered")
    return 0


@office.command()
@DIRECTORY
@click.option("--listen", default="", metavar="HOST:PORT", help="[default: as configured, or 127.0.0.1:8438]")
@DATABASE
def serve(directory: Path, listen: str, database: str) -> int:
    """Serve the office in DIRECTORY: API, register and log. Its clocks run meanwhile, and before."""
    _need_extra()
    from seatrial.app.office.office import opened
    from seatrial.domain.errors import UsageError
    from seatrial.server.run import serve as serve_office

    with opened(directory, database) as found:
        listen = listen or found.configuration.server.listen
        host, _, port = listen.rpartition(":")
        if not port.isdigit() or int(port) > 65535:
            raise UsageError(f"{listen!r} is no address", advice="write HOST:PORT, as 127.0.0.1:8438")
        click.echo(f"serving the office of {found.configuration.name} on {listen}; stop it with Ctrl-C", err=True)
        serve_office(found, host.strip("[]") or "127.0.0.1", int(port))
    return 0


@office.command()
@DIRECTORY
def config(directory: Path) -> int:
    """Show what the office in DIRECTORY is told by office.toml and the environment; secrets are only said to be set."""
    from seatrial.app.office.configuration import read_configuration, settings, variable

    for name, value in settings(read_configuration(directory)):
        click.echo(f"{name:<32} {value or '-':<32} {variable(name)}")
    return 0


@office.command()
@DIRECTORY
@DATABASE
def sweep(directory: Path, database: str) -> int:
    """Note what clocks did by themselves, renew statuses, send news; for a timer, where no server runs."""
    _need_extra()
    from seatrial.app.office.news import deliver, spread
    from seatrial.app.office.office import opened
    from seatrial.app.office.status import renew
    from seatrial.app.office.sweep import sweep as sweep_office

    with opened(directory, database) as found:
        click.echo(f"noted {sweep_office(found)} effects of clocks, renewed {renew(found)} statuses")
        while spread(found):
            pass
        click.echo(f"sent {deliver(found)} messages")
    return 0


@office.command()
@DIRECTORY
@DATABASE
def migrate(directory: Path, database: str) -> int:
    """Bring the database of the office in DIRECTORY to what this version needs, and verify it. Save it before."""
    _need_extra()
    from seatrial.app.office.backup import held
    from seatrial.app.office.office import Office
    from seatrial.app.office.office import migrate as bring

    found = Office(directory, database)
    try:
        before, after = bring(found)
        cases, count, chain = held(found, "restore it from the backup that was made before")
    finally:
        found.close()
    moved = "is at revision" if before == after else f"was brought from revision {before} to"
    click.echo(f"✓ the office {moved} {after}: {cases:,} cases with {count:,} events hold, chain {chain[:16]}…")
    return 0


@office.command()
@DIRECTORY
@DATABASE
def check(directory: Path, database: str) -> int:
    """Hold the journal to its chain and every event to its signature, and make the register again from both."""
    _need_extra()
    from seatrial.app.office import register
    from seatrial.app.office.backup import held
    from seatrial.app.office.office import opened

    with opened(directory, database) as found:
        _, count, chain = held(found, "restore it from a copy")
        entries = register.rebuild(found)
    click.echo(f"✓ {count:,} events, chain {chain[:16]}…; the register has {entries:,} entries")
    return 0


@office.command()
@DIRECTORY
@DATABASE
def rebuild_register(directory: Path, database: str) -> int:
    """Drop the public register, and make it again from journal and log: the same, or an error says what differs."""
    _need_extra()
    from seatrial.app.office import register
    from seatrial.app.office.office import opened

    with opened(directory, database) as found:
        entries = register.rebuild(found)
    click.echo(f"✓ the register was made again, with {entries:,} entries")
    return 0


@office.command()
@DIRECTORY
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@DATABASE
def backup(directory: Path, file: Path, database: str) -> int:
    """Write the office in DIRECTORY to the new FILE, while it may be at work. Keep FILE as you keep its keys."""
    _need_extra()
    from seatrial.app.office.backup import backup as save
    from seatrial.app.office.office import opened

    with opened(directory, database) as found:
        saved = save(found, file)
    click.echo(f"wrote {saved.cases:,} cases with {saved.events:,} events to {file}; chain {saved.chain[:16]}…")
    return 0


@office.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@DIRECTORY
@click.option("--database", default="", metavar="URL", help="An empty one, postgresql://... [default: SQLite]")
def restore(file: Path, directory: Path, database: str) -> int:
    """Make the office of a backup FILE in the new DIRECTORY, and verify all of it first."""
    _need_extra()
    from seatrial.app.office.backup import restore as make

    found = make(file, directory, database)
    click.echo(f"✓ {found.cases:,} cases, {found.events:,} events by signature and chain, chain {found.chain[:16]}…")
    click.echo(f"✓ {found.logged:,} entries of the log, {found.published:,} of the register held to it")
    return 0


for _group in (login, webhook, mail, worker):
    office.add_command(_group)


def _need_extra() -> None:
    need("an office", "office", PACKAGES)


PACKAGES = ("sqlalchemy", "alembic", "fastapi", "uvicorn", "prometheus_client", "authlib", "webauthn")
COMMAND = office
