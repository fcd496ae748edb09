"""`seatrial checks`: the catalogue."""

import json

import click

from seatrial.domain.check import ThreatArea


@click.command()
@click.option("--area", type=click.Choice([a.value for a in ThreatArea]), help="Only checks that answer for this area.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def checks(area: str | None, format_: str) -> int:
    """List the checks of the catalogue."""
    from seatrial.app.catalogue import catalogue

    entries = [e.check for e in catalogue().values() if area is None or area in e.check.areas]
    if format_ == "json":
        fields = ("id", "title", "areas", "refs", "scope", "cost", "soundness", "needs", "metrics", "version")
        click.echo(json.dumps([{name: getattr(check, name) for name in fields} for check in entries], indent=2))
        return 0
    width = max((len(check.id) for check in entries), default=0)
    for check in entries:
        marks = "".join(
            (
                " (indicator)" if check.soundness == "indicator" else "",
                f" (needs {', '.join(check.needs)})" if check.needs else "",
            )
        )
        click.echo(f"{check.id:<{width}}  {check.title}{marks}")
        click.echo(f"{'':<{width}}  {', '.join(check.areas)}")
    return 0


COMMAND = checks
