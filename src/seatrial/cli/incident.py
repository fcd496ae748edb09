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


@incident.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--regime", required=True, metavar="ID", help="Whose report.")
@click.option("--as-of", type=click.DateTime(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d"]), help="As at this time, UTC.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the draft to this new file. [default: print it]")
def draft(file: Path, regime: str, as_of: datetime.datetime | None, out: Path | None) -> int:
    """Begin the report that a regime asks for, in Markdown, from the record in FILE; what is missing is a gap."""
    from seatrial.app.draft import draft_of_incident, gaps_text, write_draft
    from seatrial.app.incident import read_incident

    now = as_of.replace(tzinfo=datetime.UTC) if as_of else datetime.datetime.now(datetime.UTC)
    made = draft_of_incident(read_incident(file), regime, now)
    if out is None:
        click.echo(made.text, nl=False)
    else:
        write_draft(made, out)
        click.echo(f"wrote {out}")
    click.echo(gaps_text(made), err=out is None)
    return 0


COMMAND = incident
