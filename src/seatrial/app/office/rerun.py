"""Run a seeded sample of deterministic checks again, on the bytes that were reviewed, by somebody else.

Agreement is told item by item; disagreement is shown, not averaged. A check that asks the model is not among them: its
answers may differ between two honest runs.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from seatrial.app import wiring
from seatrial.app.office.case_file import CaseFile, load_case
from seatrial.app.office.dispatch import Act, Done, perform
from seatrial.app.office.office import Office
from seatrial.app.office.package import read_package
from seatrial.app.office.part import Part, Said, answer_of, body_of, forget, run_part, said_by
from seatrial.app.office.refused import NoSuchCaseError
from seatrial.cases.acts import Agreement, EvidenceRerun
from seatrial.cases.views import may_read
from seatrial.documents.sigstore import decode
from seatrial.domain.check import Check, Scope
from seatrial.domain.errors import UsageError
from seatrial.domain.inventory import SubjectDigest
from seatrial.domain.person import Person
from seatrial.domain.plan import PlannedCheck
from seatrial.journal import items
from seatrial.record.statement import read_statement

DEFAULT_SAMPLE: Final = 5
MOST_SAMPLE: Final = 1_000
PART_CHECKS: Final = 4
"""Checks that are run together, and run again together when their worker is killed."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """What was handed in, as far as it can be run again."""

    case: CaseFile
    record: str
    digest: SubjectDigest


def rerun(
    office: Office,
    person: Person,
    case_id: str,
    model: Path,
    *,
    seed: int,
    count: int = DEFAULT_SAMPLE,
    key: str = "",
) -> Done:
    """Run `count` checks again on the model at `model`, and put into the case how they agree.

    Raises `UsageError` when these are not the bytes that were reviewed, and `NoSuchCaseError`.
    """
    sent = submitted(office, person, case_id)
    drawn = sample(sent.case, wiring.checks(), seed, count)
    forget()
    said: list[Said] = []
    for body in parts_of(sent, drawn, str(model), seed):
        said += said_in(run_part(body))
    return conclude(office, person, sent, said, seed=seed, key=key)


def submitted(office: Office, person: Person, case_id: str) -> Submitted:
    """What of a case can be run again. Raises `UsageError` when nothing can, and `NoSuchCaseError`."""
    with office.journal.reading(person) as db:
        case = load_case(office, db, case_id, office.clock())
        sent = case.state.submission
        if not may_read(person, case.state.participants) or sent is None:
            raise NoSuchCaseError(case_id)
        packages = [i.digest for i in items.of_case(db, case_id) if i.media_type.endswith("submission+json")]
        package = items.body(db, case_id, packages[-1]) if packages else None
    if package is None or case.review is None or sent.record is None:
        raise UsageError("there is nothing that could be run again", advice="wait for a submission that is open")
    statement = read_statement(decode(read_package(package).record).payload)
    return Submitted(case, sent.record, statement.digest)


def sample(case: CaseFile, checks: Mapping[str, Check], seed: int, count: int) -> tuple[PlannedCheck, ...]:
    """Which checks are run again: drawn by the seed among those that ran, decide, and ask no model; in order."""
    review = case.review
    able = [
        planned
        for planned in (review.assessment.plan.checks if review else ())
        if not planned.obstacle and planned.check_id in checks and checks[planned.check_id].scope is not Scope.TARGET
    ]
    if not able:
        raise UsageError("no check of this review can be run again", advice="ask for access to the model instead")
    drawn = random.Random(seed).sample(able, min(max(count, 1), len(able)))  # noqa: S311 - to be drawn again by others
    return tuple(sorted(drawn, key=lambda planned: planned.check_id))


def parts_of(sent: Submitted, drawn: Sequence[PlannedCheck], model: str, seed: int) -> list[bytes]:
    """Parts of a re-run that can be run apart, each as bytes."""
    left = iter(drawn)
    found = []
    while some := tuple(islice(left, PART_CHECKS)):
        part = Part(model=model, digest=sent.digest, regime=sent.case.regime.id, seed=seed, checks=some)
        found.append(body_of(part))
    return found


def said_in(answer: bytes) -> tuple[Said, ...]:
    """What the checks of a part said. Raises `UsageError` with why nothing could be run."""
    found = answer_of(answer)
    if found.failed:
        raise UsageError(found.failed, advice=found.advice)
    return found.said


def conclude(office: Office, person: Person, sent: Submitted, said: Sequence[Said], *, seed: int, key: str) -> Done:
    """Put into the case how what was run again agrees with what was handed in; once, by its key."""
    review = sent.case.review
    theirs = {one.check_id: said_by(one) for one in review.assessment.outcomes} if review else {}
    body = EvidenceRerun(
        record=sent.record,
        seed=seed,
        independence=office.configuration.independence,
        agreements=tuple(_agreement(ours, theirs[ours.check]) for ours in said),
    )
    return perform(office, person, Act(kind="evidence.rerun", case=sent.case.state.id, body=body), key=key)


def _agreement(ours: Said, theirs: Said) -> Agreement:
    if ours.version != theirs.version:
        why = f"version {theirs.version} was run, and here is {ours.version}"
        return Agreement(check=ours.check, result="not-run", why=why)
    if ours == theirs:
        return Agreement(check=ours.check, result="agrees", why=f"{ours.status}, {ours.count} findings")
    why = f"handed in: {theirs.status}, {theirs.count} findings; here: {ours.status}, {ours.count}"
    missing = sorted(set(ours.findings) ^ set(theirs.findings))
    return Agreement(check=ours.check, result="differs", why=f"{why}; on {', '.join(missing[:5])}"[:2000])
