"""`seatrial regimes crosswalk`: standards beside what is looked at."""

import json

import click


@click.command()
@click.option("--standard", "standards", multiple=True, metavar="ID", help="Once or more. [default: a summary of all]")
@click.option("--regime", "regimes", multiple=True, metavar="ID|FILE", help="Once or more. [default: all shipped]")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def crosswalk(standards: tuple[str, ...], regimes: tuple[str, ...], format_: str) -> int:
    """Say which check or requirement covers which item of a standard, and what nothing tests."""
    from seatrial.app import crosswalk as app

    found = app.crosswalks(standards, regimes)
    if format_ == "json":
        click.echo(json.dumps(app.as_plain(found), indent=2))
    else:
        click.echo(app.as_text(found, whole=bool(standards)))
    return 0
