"""`seatrial regimes`: rules as data."""

import datetime

import click

from seatrial.cli._regimes_compare import compare, portfolio
from seatrial.cli._regimes_crosswalk import crosswalk


@click.group()
def regimes() -> None:
    """List, show, lint and compare regimes."""


regimes.add_command(compare)
regimes.add_command(portfolio)
regimes.add_command(crosswalk)


@regimes.command("list")
def list_() -> int:
    """The regimes that are shipped."""
    from seatrial.regimes import shipped

    found = [shipped.find(regime_id) for regime_id in shipped.ids()]
    width = max(len(regime.id) for regime in found)
    for regime in found:
        since = regime.effective_from.isoformat() if regime.effective_from else "never"
        click.echo(f"{regime.id:<{width}}  {regime.status:<14}  {since:<10}  {regime.kind:<9}  {regime.title}")
    click.echo("As we read them, not legal advice.")
    return 0


@regimes.command()
@click.argument("regime")
@click.option("--as-of", type=click.DateTime(formats=["%Y-%m-%d"]), help="Say whether it is in force on this day.")
def show(regime: str, as_of: datetime.datetime | None) -> int:
    """Show REGIME, an id or a file: whom it concerns, what it asks, its clocks, who decides how, and its sources."""
    from seatrial.app.regimes import as_text
    from seatrial.regimes import shipped

    day = as_of.date() if as_of else datetime.datetime.now(datetime.UTC).date()
    click.echo(as_text(shipped.find(regime), day))
    return 0


@regimes.command()
@click.argument("file", type=click.Path())
def lint(file: str) -> int:
    """Read the regime FILE, try the cases beside it, and say what is wrong, if anything."""
    from pathlib import Path

    from seatrial.app.regimes import tried
    from seatrial.regimes.load import load_file

    regime = load_file(Path(file))
    count, wrong = tried(Path(file), regime)
    for line in wrong:
        click.echo(line)
    cases = f"{count} cases tried" if count else "no cases beside it"
    fault = "no fault found" if not wrong else f"{len(wrong)} differences"
    click.echo(f"{file}: {regime.id} {regime.version}, {len(regime.requirements)} requirements, {cases}, {fault}")
    return 2 if wrong else 0


@regimes.command()
@click.argument("regime_id", metavar="ID")
def new(regime_id: str) -> int:
    """Write ID.yaml and ID.cases.yaml here: a regime with comments, which lints, to be changed."""
    from pathlib import Path

    from seatrial.app.regimes import begin

    for path in begin(Path.cwd(), regime_id):
        click.echo(f"wrote {path.name}")
    click.echo(f"change it, then: seatrial regimes lint {regime_id}.yaml")
    return 0


COMMAND = regimes
