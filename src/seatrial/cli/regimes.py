"""`seatrial regimes`: rules as data."""

import click


@click.group()
def regimes() -> None:
    """List, show and lint regimes."""


@regimes.command("list")
def list_() -> int:
    """The regimes that are shipped."""
    from seatrial.regimes import shipped

    for regime_id in shipped.ids():
        regime = shipped.find(regime_id)
        click.echo(f"{regime.id}  {regime.version}  {regime.title} ({regime.kind}, {regime.status})")
    return 0


@regimes.command()
@click.argument("regime")
def show(regime: str) -> int:
    """Show REGIME, an id or a file, requirement by requirement."""
    from seatrial.regimes import shipped

    found = shipped.find(regime)
    click.echo(f"{found.title} ({found.id} {found.version}; {found.kind}, {found.status})\n{found.summary}")
    click.echo("As we read it, not legal advice.")
    for requirement in found.requirements:
        decided = (*requirement.checks, *(f"{b.metric} {b.direction} {b.limit:g}" for b in requirement.bounds))
        click.echo(f"\n{requirement.id} [{requirement.effect}] {requirement.statement}")
        click.echo(f"  areas: {', '.join(requirement.areas)}")
        if decided:
            click.echo(f"  decided by: {', '.join(decided)}")
        if requirement.remedy:
            click.echo(f"  remedy ({requirement.mended_by}): {requirement.remedy}")
    return 0


@regimes.command()
@click.argument("file", type=click.Path())
def lint(file: str) -> int:
    """Read the regime FILE and say what is wrong with it, if anything."""
    from pathlib import Path

    from seatrial.regimes.load import load_file

    regime = load_file(Path(file))
    click.echo(f"{file}: {regime.id} {regime.version}, {len(regime.requirements)} requirements, no fault found")
    return 0


COMMAND = regimes
