"""Work that workers do for the office: asked for by somebody, kept as a row, and done in their name."""

import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from seatrial.app.office.case_file import load_case
from seatrial.app.office.dispatch import Act, would_refuse
from seatrial.app.office.office import Office
from seatrial.app.office.refused import NoSuchCaseError, OtherRequestError
from seatrial.app.office.rerun import DEFAULT_SAMPLE, MOST_SAMPLE, submitted
from seatrial.app.office.show import reads
from seatrial.cases.acts import Agreement, EvidenceRerun
from seatrial.cases.roles import may
from seatrial.cases.views import may_read
from seatrial.documents import canonical
from seatrial.domain.errors import UsageError
from seatrial.domain.person import Person
from seatrial.domain.text import shown
from seatrial.journal import answers, jobs
from seatrial.journal.jobs import Job

DEFAULT_POOL: Final = "default"
MOST_OPEN: Final = 20
"""Jobs of one case that wait or run at a time."""
_POOL: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A re-run that is asked for."""

    model: str
    """Where workers find the bytes."""
    seed: int
    count: int = DEFAULT_SAMPLE


def ask_rerun(
    office: Office,
    person: Person,
    case_id: str,
    *,
    model: str,
    seed: int | None = None,
    count: int = DEFAULT_SAMPLE,
    pool: str = "",
    key: str = "",
    anywhere: bool = False,
) -> Job:
    """Have workers run a sample again. Without a seed one is drawn that nobody could foresee.

    `anywhere` is for who runs the office: others name models below `[jobs] models` only.
    Raises `UsageError`, `RefusedError`, `ScopeError`, `NoSuchCaseError`.
    """
    if not 1 <= count <= MOST_SAMPLE:
        raise UsageError(f"{count} checks are no sample", advice=f"ask for 1 to {MOST_SAMPLE}")
    sent = submitted(office, person, case_id)
    pending = (Agreement(check="all", result="not-run", why="it was not run yet"),)
    body = EvidenceRerun(
        record=sent.record, seed=seed or 0, independence=office.configuration.independence, agreements=pending
    )
    would_refuse(office, person, Act(kind="evidence.rerun", case=case_id, body=body))
    pool = pool_name(pool)
    place = str(Path(model).absolute()) if anywhere else _within(office, model)
    wanted = {"model": place, "seed": seed, "count": count, "pool": pool, "case": case_id}
    asked = hashlib.sha256(canonical(wanted)).hexdigest()
    drawn = Asked(model=place, seed=secrets.randbelow(2**31) if seed is None else seed, count=count)
    return _kept(office, person, case_id, drawn, pool=pool, key=key, asked=asked)


def _kept(office: Office, person: Person, case_id: str, drawn: Asked, *, pool: str, key: str, asked: str) -> Job:
    at = office.clock()
    with office.journal.writing() as db:
        try:
            before = answers.answered(db, person.id, key, asked) if key else None
        except answers.OtherRequestError as error:
            raise OtherRequestError from error
        id_ = before
        if id_ is None:
            if sum(job.state in jobs.OPEN for job in jobs.of_case(db, case_id)) >= MOST_OPEN:
                raise UsageError(f"{MOST_OPEN} re-runs of this case wait already", advice="wait until some are done")
            plain = json.dumps({"model": drawn.model, "seed": drawn.seed, "count": drawn.count})
            id_ = jobs.ask(db, case_id=case_id, pool=pool, person=person.id, asked=plain, at=at)
            if key:
                answers.remember(db, person.id, key, asked=asked, answer=id_, at=at)
        job = jobs.job(db, id_)
    if job is None:
        raise NoSuchCaseError(case_id)
    return job


def jobs_of(office: Office, person: Person, case_id: str) -> list[Job]:
    """Re-runs of a case, the newest first, for whoever may ask for them. Raises `NoSuchCaseError`."""
    reads(person)
    with office.journal.reading(person) as db:
        case = load_case(office, db, case_id, office.clock())
        held = case.state.roles_held(person.id) if may_read(person, case.state.participants) else ()
        if not set(held) & set(may("evidence.rerun", case.regime)):
            raise NoSuchCaseError(case_id)
        return jobs.of_case(db, case_id)


def plain_job(job: Job) -> dict[str, Any]:
    """A job for programs."""
    asked = asked_by(job)
    return {
        "job": job.id,
        "case": job.case_id,
        "pool": job.pool,
        "state": job.state,
        "model": asked.model,
        "seed": asked.seed,
        "count": asked.count,
        "by": job.person,
        "at": job.at.isoformat(),
        "attempts": job.attempts,
        "outcome": job.outcome,
        "ended_at": job.ended_at.isoformat() if job.ended_at else None,
    }


def asked_by(job: Job) -> Asked:
    """What a job asks for."""
    return Asked(**json.loads(job.asked))


def pool_name(given: str) -> str:
    """A pool by its name. Raises `UsageError` for what is none."""
    if given and not _POOL.fullmatch(given):
        raise UsageError(f"{shown(given, 60)!r} is no name of a pool", advice="use a-z, 0-9 and -, forty at most")
    return given or DEFAULT_POOL


def _within(office: Office, model: str) -> str:
    """A path below one of the places that the office's configuration opens; the same text for all that lead outside."""
    refused = UsageError(
        f"{shown(model)} is not among the places of models",
        advice="have whoever runs the office name its directory in [jobs] models",
    )
    try:
        place = Path(model).resolve()
        roots = [Path(root).resolve() for root in office.configuration.jobs.models]
    except (OSError, RuntimeError, ValueError) as error:
        raise refused from error
    if not Path(model).is_absolute() or not any(place == root or root in place.parents for root in roots):
        raise refused
    return str(place)
