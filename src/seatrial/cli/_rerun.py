"""`seatrial case rerun`: at once where the office is, or by its workers."""

import secrets
from pathlib import Path

import click


def ask_office(url: str, case: str, model: str, *, seed: int | None, count: int, pool: str) -> int:
    """Ask an office to have it done."""
    from seatrial.app.office.client import remote

    wanted = {"model": model, "count": count, "pool": pool} | ({} if seed is None else {"seed": seed})
    return _asked(remote(url).post(f"/cases/{case}/reruns", wanted))


def run_here(
    directory: Path,
    database: str,
    account: str,
    case: str,
    model: Path,
    *,
    seed: int | None,
    count: int,
    pool: str | None,
) -> int:
    """Do it now in the name of an account, or with a pool have its workers do it."""
    from seatrial.app.office import people
    from seatrial.app.office.jobs import ask_rerun, plain_job
    from seatrial.app.office.office import opened
    from seatrial.app.office.rerun import rerun
    from seatrial.app.office.show import show_case
    from seatrial.domain.errors import UsageError

    with opened(directory, database) as office:
        person = people.by_id(office, account)
        if person is None:
            raise UsageError(f"there is no account {account!r}", advice="name an evaluator of the case")
        if pool is not None:
            asked = ask_rerun(office, person, case, model=str(model), seed=seed, count=count, pool=pool, anywhere=True)
            return _asked(plain_job(asked))
        drawn = secrets.randbelow(2**31) if seed is None else seed
        rerun(office, person, case, model, seed=drawn, count=count)
        for agreement in show_case(office, person, case).case.state.reruns[-1].agreements:
            click.echo(f"{agreement.result:<8} {agreement.check}: {agreement.why}")
    return 0


def _asked(job: dict[str, object]) -> int:
    click.echo(f"{job['job']}: {job['count']} checks drawn by seed {job['seed']}, for workers of {job['pool']}")
    return 0
