"""Run a seeded sample of deterministic checks again, on the bytes that were reviewed, by somebody else.

Agreement is told item by item; disagreement is shown, not averaged. A check that asks the model is not among them: its
answers may differ between two honest runs.
"""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from seatrial.app import wiring
from seatrial.app.declaration import read_declaration
from seatrial.app.locate import locate
from seatrial.app.office.case_file import CaseFile, load_case
from seatrial.app.office.dispatch import Act, Done, perform
from seatrial.app.office.office import Office
from seatrial.app.office.package import read_package
from seatrial.app.office.refused import NoSuchCaseError
from seatrial.cases.acts import Agreement, EvidenceRerun
from seatrial.cases.views import may_read
from seatrial.documents.sigstore import decode
from seatrial.domain.check import Check, Scope
from seatrial.domain.errors import UsageError
from seatrial.domain.outcome import Outcome
from seatrial.domain.person import Person
from seatrial.domain.plan import Plan, PlannedCheck
from seatrial.gate.present import read_present
from seatrial.gate.trust import Trust
from seatrial.inventory.digest import subject_digest
from seatrial.journal import items
from seatrial.record.statement import read_statement

DEFAULT_SAMPLE: Final = 5


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
    if subject_digest(read_present(model, Trust(signers=())).resources) != statement.digest:
        raise UsageError(
            f"{model} does not hold the bytes that were reviewed", advice="get the model that the record is bound to"
        )
    chosen = sample(case, wiring.checks(), seed, count)
    body = EvidenceRerun(
        record=sent.record,
        seed=seed,
        independence=office.configuration.independence,
        agreements=tuple(_compared(case, chosen, model, seed)),
    )
    return perform(office, person, Act(kind="evidence.rerun", case=case_id, body=body), key=key)


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


def _compared(case: CaseFile, chosen: tuple[PlannedCheck, ...], model: Path, seed: int) -> list[Agreement]:
    located = locate(str(model), offline=True)
    inventory = wiring.take_inventory(located, "", None)
    review = case.review
    if review is None:
        return []
    plan = Plan(regimes=(case.regime.id,), checks=chosen, seed=seed)
    ours = wiring.assess(
        plan,
        inventory,
        declaration=read_declaration(located.path, None),
        located=located,
        target=None,
        store=wiring.open_store(cached=False),
        began=case.at,
        on_event=None,
    )
    theirs = {outcome.check_id: outcome for outcome in review.assessment.outcomes}
    return [_agreement(outcome, theirs[outcome.check_id]) for outcome in ours.outcomes]


def _agreement(ours: Outcome, theirs: Outcome) -> Agreement:
    if ours.check_version != theirs.check_version:
        why = f"version {theirs.check_version} was run, and here is {ours.check_version}"
        return Agreement(check=ours.check_id, result="not-run", why=why)
    here, there = _said(ours), _said(theirs)
    if here == there:
        return Agreement(check=ours.check_id, result="agrees", why=f"{ours.status}, {len(ours.findings)} findings")
    why = f"handed in: {theirs.status}, {len(theirs.findings)} findings; here: {ours.status}, {len(ours.findings)}"
    missing = sorted(set(here.findings) ^ set(there.findings))
    return Agreement(check=ours.check_id, result="differs", why=f"{why}; on {', '.join(missing[:5])}"[:2000])


class _Common(NamedTuple):
    """What two honest runs of one check have in common."""

    status: str
    findings: tuple[str, ...]
    examined: int
    measured: tuple[tuple[str, float, float, float, int], ...]


def _said(outcome: Outcome) -> _Common:
    found = {f"{finding.kind} {finding.fingerprint(outcome.check_id)}" for finding in outcome.findings}
    return _Common(
        status=outcome.status.value,
        findings=tuple(sorted(found)),
        examined=outcome.examined_count,
        measured=tuple(sorted((m.metric, m.estimate, m.lower, m.upper, m.n) for m in outcome.measurements)),
    )
