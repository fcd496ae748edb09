"""`seatrial selftest`: the catalogue's own cases, run on this machine."""

import click


@click.command()
@click.option("--check", "check_ids", multiple=True, metavar="ID", help="Only this check; may be given again.")
def selftest(check_ids: tuple[str, ...]) -> int:
    """Run the known-answer cases that ship with every check."""
    from seatrial.app.selftest import run_cases

    results = run_cases(check_ids)
    for result in results:
        if result.problem:
            click.echo(f"failed   {result.check_id}: {result.case}\n         {result.problem}")
    failed = sum(1 for r in results if r.problem and not r.skipped)
    skipped = [r for r in results if r.skipped]
    for result in skipped:
        click.echo(f"skipped  {result.check_id}: {result.case}: {result.skipped}")
    checks = len({r.check_id for r in results})
    passed = len(results) - failed - len(skipped)
    click.echo(f"{len(results)} cases of {checks} checks: {passed} passed, {failed} failed, {len(skipped)} skipped")
    return 1 if failed else (3 if skipped else 0)


COMMAND = selftest
