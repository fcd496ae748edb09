"""`seatrial incident`: one record, and a countdown for each regime."""

import datetime
from pathlib import Path

import click


@click.group()
def incident() -> None:
    """Record an incident once, and see how long each regime leaves to report it."""


@incident.command()
@click.argument("file", type=click.Path(path_type=Path))
def new(file: Path) -> int:
    """Write a record to fill in to FILE."""
    from seatrial.app.incident import new_incident

    new_incident(file)
    click.echo(f"wrote {file}; fill it in, then: seatrial incident show {file}")
    return 0


@incident.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--regime", "regimes", multiple=True, metavar="ID|FILE", help="Once or more. [default: all shipped]")
@click.option("--as-of", type=click.DateTime(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d"]), help="As at this time, UTC.")
def show(file: Path, regimes: tuple[str, ...], as_of: datetime.datetime | None) -> int:
    """Count down for the incident in FILE: what is due first, from which time, and what has not started.

    Ends with 0, or with 1 when something is overdue or was late.
    """
    from seatrial.app.incident import as_text, countdowns, read_incident
    from seatrial.domain.procedure import ClockStatus

    now = as_of.replace(tzinfo=datetime.UTC) if as_of else datetime.datetime.now(datetime.UTC)
    record = read_incident(file)
    found = countdowns(record, regimes, now)
    click.echo(as_text(record, found, now))
    return int(any(c.state.status in (ClockStatus.EXPIRED, ClockStatus.LATE) for c in found))


COMMAND = incident
