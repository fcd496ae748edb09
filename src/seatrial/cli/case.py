"""`seatrial case`: your cases at an office."""

import json
from pathlib import Path
from typing import Any

import click

OFFICE = click.option("--office", "url", default="", metavar="URL", help="[default: SEATRIAL_OFFICE]")
FORMAT = click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.group()
def case() -> None:
    """Follow cases at an office, and act in them. Log in with a token in SEATRIAL_OFFICE_TOKEN."""


@case.command(name="list")
@OFFICE
@click.option("--stage", default="", help="Only cases that stand there.")
@FORMAT
def list_(url: str, stage: str, format_: str) -> int:
    """List your cases: where each stands, and who is waited for."""
    from seatrial.app.office.client import remote
    from seatrial.app.office.text import case_lines

    office, found, after = remote(url), [], ""
    while True:
        page = office.get("/cases", stage=stage, after=after)
        found += page["cases"]
        if not page["next"]:
            break
        after = page["next"]
    click.echo(json.dumps(found, indent=2) if format_ == "json" else "\n".join(case_lines(found)) or "no cases")
    return 0


@case.command()
@click.argument("case")
@OFFICE
@FORMAT
def show(case: str, url: str, format_: str) -> int:
    """Show one CASE: what is asked, the clocks, who waited for whom, what you may do."""
    from seatrial.app.office.client import remote
    from seatrial.app.office.text import case_text

    found = remote(url).get(f"/cases/{case}")
    click.echo(json.dumps(found, indent=2) if format_ == "json" else "\n".join(case_text(found)))
    return 0


@case.command()
@OFFICE
def calendar(url: str) -> int:
    """Make an address at which a calendar follows your deadlines. Who knows it reads them."""
    from seatrial.app.office.client import remote

    click.echo(remote(url).post("/calendar", {})["url"])
    return 0


@case.command()
@click.argument("case")
@click.argument("question")
@click.option("--text", required=True, help="The answer.")
@OFFICE
def answer(case: str, question: str, text: str, url: str) -> int:
    """Answer a QUESTION, so that the clock runs again."""
    return _done(url, case, "question.answered", {"id": question, "text": text})


@case.command()
@click.argument("case")
@click.argument("finding")
@click.option("--text", required=True, help="The reply.")
@click.option("--accept", is_flag=True, help="Say that the finding is right.")
@OFFICE
def reply(case: str, finding: str, text: str, accept: bool, url: str) -> int:
    """Reply to a FINDING, before anything is decided by it."""
    return _done(url, case, "finding.replied", {"id": finding, "text": text, "accepts": accept})


@case.command()
@click.argument("case")
@click.option("--grounds", required=True, help="Why it should be decided otherwise.")
@OFFICE
def appeal(case: str, grounds: str, url: str) -> int:
    """Ask others to decide anew."""
    return _done(url, case, "decision.appealed", {"grounds": grounds})


@case.command()
@click.argument("case")
@click.option("--reason", required=True)
@OFFICE
def withdraw(case: str, reason: str, url: str) -> int:
    """Take the submission back. The case is closed, and stays so."""
    return _done(url, case, "submission.withdrawn", {"reason": reason})


@case.command()
@click.argument("case")
@click.argument("kind")
@click.option("--body", type=click.File("r"), help="What the act says: YAML or JSON, `-` to read it from here.")
@click.option("--role", default="", help="In which role, where you have several.")
@OFFICE
def act(case: str, kind: str, body: Any, role: str, url: str) -> int:
    """Do an act of any KIND, as question.asked or decision.proposed; bodies: docs/reference/acts.md."""
    import yaml

    from seatrial.domain.errors import UsageError

    try:
        plain = json.loads(json.dumps(yaml.safe_load(body.read(1024 * 1024)) if body else {}, default=str))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise UsageError(f"the body is not YAML: {' '.join(str(error).split())[:200]}", advice="mend it") from error
    if not isinstance(plain, dict):
        raise UsageError("the body is not a mapping of fields", advice="write one field a line")
    return _done(url, case, kind, plain, role)


@case.command()
@click.argument("case")
@click.argument("step", type=click.Choice(["existence", "detail"]))
@OFFICE
def publish(case: str, step: str, url: str) -> int:
    """Publish that a CASE exists, then what was decided."""
    from seatrial.app.office.client import remote

    done = remote(url).post(f"/cases/{case}/publications", {"step": step})
    click.echo(f"published the {step} of {done['case']}")
    return 0


@case.command()
@click.argument("case")
@click.argument("model", type=click.Path(path_type=Path))
@click.option("--directory", type=click.Path(path_type=Path, file_okay=False), help="The office's, to do it there.")
@click.option("--account", default="", help="With --directory: who does it, an evaluator of the case.")
@click.option("--seed", type=click.IntRange(0), help="What draws the sample. [default: one that nobody foresees]")
@click.option("--count", type=click.IntRange(1), default=5, show_default=True)
@click.option("--later", is_flag=True, help="With --directory: have a worker do it.")
@click.option("--pool", default="", help="Of the workers that do it. [default: default]")
@click.option("--database", default="", metavar="URL")
@OFFICE
def rerun(
    case: str,
    model: Path,
    directory: Path | None,
    account: str,
    seed: int | None,
    count: int,
    later: bool,
    pool: str,
    database: str,
    url: str,
) -> int:
    """Run a sample of checks again on MODEL, and put into the CASE how they agree.

    With --directory here and now, or --later by a worker. Without it, workers of the office do it, and MODEL is a path
    as they see it.
    """
    from seatrial.cli._rerun import ask_office, run_here
    from seatrial.domain.errors import UsageError

    if directory is None:
        return ask_office(url, case, str(model), seed=seed, count=count, pool=pool)
    if not account:
        raise UsageError("who does it is not said", advice="name an evaluator of the case with --account")
    return run_here(directory, database, account, case, model, seed=seed, count=count, pool=pool if later else None)


@case.command()
@click.argument("case")
@OFFICE
@FORMAT
def reruns(case: str, url: str, format_: str) -> int:
    """List re-runs of a CASE that workers do or did, for those who review it."""
    from seatrial.app.office.client import remote

    found = remote(url).get(f"/cases/{case}/reruns")["jobs"]
    if format_ == "json":
        click.echo(json.dumps(found, indent=2))
        return 0
    for job in found:
        click.echo(f"{job['job']}  {job['state']:<8} {job['count']} checks, seed {job['seed']}, pool {job['pool']}")
        if job["outcome"]:
            click.echo(f"  {job['outcome']}")
    if not found:
        click.echo("no re-runs")
    return 0


def _done(url: str, case: str, kind: str, body: dict[str, Any], role: str = "") -> int:
    from seatrial.app.office.client import act as do
    from seatrial.app.office.client import remote

    done = do(remote(url), case, kind, body, role)
    click.echo(f"{kind}: event {done['number']} of {done['case']}, which stands at {done['stage']}")
    return 0


COMMAND = case
