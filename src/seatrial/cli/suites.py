"""`seatrial suites`: what a model can be asked."""

import json

import click


@click.command()
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def suites(format_: str) -> int:
    """List the suites: checks that ask the model, with what they measure and how many questions they may put."""
    from seatrial.app.borrowed import BORROWED, not_at_hand
    from seatrial.app.suites import suites as known

    if format_ == "json":
        fields = ("id", "title", "areas", "refs", "soundness", "metrics", "query_cap", "version")
        plain = [{"suite": name} | {field: getattr(c, field) for field in fields} for name, c in known().items()]
        told = ("title", "areas", "refs", "tasks", "source")
        plain += [{"suite": one.name, "id": ""} | {field: getattr(one, field) for field in told} for one in BORROWED]
        click.echo(json.dumps(plain, indent=2))
        return 0
    width = max(len(name) for name in [*known(), *(one.name for one in BORROWED)])
    for name, check in known().items():
        indicator = " (indicator: informs, never decides)" if check.soundness == "indicator" else ""
        click.echo(f"{name:<{width}}  {check.title}{indicator}")
        measures = ", ".join(check.metrics) or "nothing with an interval"
        click.echo(f"{'':<{width}}  {', '.join(check.areas)}; up to {check.query_cap} questions; measures {measures}")
    missing = not_at_hand()
    for one in BORROWED:
        click.echo(f"{one.name:<{width}}  {one.title}")
        click.echo(f"{'':<{width}}  {', '.join(one.areas)}; {one.source}{f'; skipped: {missing}' if missing else ''}")
    return 0


COMMAND = suites
