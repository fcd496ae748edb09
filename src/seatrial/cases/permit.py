"""Whether an act may be done now: by this person, in this role, at this stage. A refusal says why and what to do.

Pure, and asked before every append: what it refuses never becomes an event.
"""

from typing import Final

from seatrial.cases.acts import Opened
from seatrial.cases.attempt import Attempt, Given
from seatrial.cases.matters import MATTERS
from seatrial.cases.refusal import Refusal, forbidden, untimely
from seatrial.cases.roles import conflict, may, roles_of
from seatrial.cases.state import CaseState, Stage
from seatrial.domain.person import REGISTRAR, Person
from seatrial.domain.regime import Regime

__all__ = ["STAGES", "acts_open_to", "refusal"]

_BEFORE: Final = (Stage.PRE_SUBMISSION, Stage.RETURNED)
_REVIEW: Final = (Stage.ASSESSMENT, Stage.QUESTION, Stage.REOPENED, Stage.APPEAL)
_AFTER: Final = (Stage.DECIDED, Stage.MONITORING)
_OPEN: Final = tuple(stage for stage in Stage if stage is not Stage.CLOSED)
_SENT: Final = tuple(stage for stage in _OPEN if stage is not Stage.PRE_SUBMISSION)

STAGES: Final[dict[str, tuple[Stage, ...]]] = {
    "case.assigned": _OPEN,
    "case.recused": tuple(Stage),
    "case.reopened": _AFTER,
    "pre-submission.asked": _BEFORE,
    "pre-submission.answered": _BEFORE,
    "submission.sent": _BEFORE,
    "submission.opened": (Stage.COMPLETENESS,),
    "submission.returned": (Stage.COMPLETENESS,),
    "submission.accepted": (Stage.COMPLETENESS,),
    "submission.withdrawn": (*_BEFORE, Stage.COMPLETENESS, *_REVIEW),
    "evidence.rerun": (*_REVIEW, *_AFTER),
    "question.asked": _REVIEW,
    "question.answered": (Stage.QUESTION,),
    "finding.sent": (*_REVIEW, *_AFTER),
    "finding.replied": _SENT,
    "decision.proposed": (*_REVIEW, Stage.DECIDED),
    "decision.voted": (*_REVIEW, *_AFTER),
    "decision.appealed": _AFTER,
    "condition.reported": (*_AFTER, Stage.REOPENED),
    "release.made": _AFTER,
    "publication.made": tuple(Stage),
    "suspension.issued": (*_AFTER, Stage.REOPENED, Stage.APPEAL),
    "suspension.lifted": (*_AFTER, Stage.REOPENED, Stage.APPEAL),
    "incident.told": _SENT,
    "clock.extended": _SENT,
    "clock.ran-out": tuple(Stage),
}
"""In which stages an act has a place."""


def refusal(state: CaseState | None, attempt: Attempt, given: Given) -> Refusal | None:
    """Why the act may not be done; None when it may."""
    if state is None:
        return _to_open(attempt, given.regime)
    return (
        _by_stage(state, attempt)
        or _by_person(state, attempt, given.regime)
        or (MATTERS[attempt.kind](state, attempt, given, attempt.body) if attempt.kind in MATTERS else None)
    )


def _to_open(attempt: Attempt, regime: Regime) -> Refusal | None:
    if not isinstance(attempt.body, Opened):
        return untimely("there is no such case", "open one first")
    if attempt.role not in may("case.opened", regime) or "developer" not in attempt.person.roles:
        return forbidden("only a developer opens a case", "ask the registrar for the role of a developer")
    if attempt.body.organisation != attempt.person.organisation:
        return forbidden("a case is opened for one's own organisation", f"write {attempt.person.organisation}")
    return None


def _by_stage(state: CaseState, attempt: Attempt) -> Refusal | None:
    if attempt.at < state.latest_at:
        return untimely("the act is older than the latest event of the case", "check the clock, and do it again")
    if attempt.kind == "case.opened":
        return untimely("the case is open already", "do something in it, or open another")
    places = STAGES[attempt.kind]
    if state.stage in places:
        return None
    how = f" ({state.closed_as})" if state.closed_as else ""
    where = ", ".join(place.value for place in places)
    return untimely(
        f"{attempt.kind} has no place while the case stands at {state.stage}{how}", f"it has its place at: {where}"
    )


def _by_person(state: CaseState, attempt: Attempt, regime: Regime) -> Refusal | None:
    kind, person, role = attempt.kind, attempt.person, attempt.role
    if kind == "clock.ran-out":
        return None if role == "office" else forbidden("clocks run by themselves", "wait for it")
    if kind in ("case.assigned", "case.recused") and (role == REGISTRAR or attempt.role not in roles_of(regime)):
        if REGISTRAR in person.roles:
            return None
        return forbidden("only a registrar does this for others", "ask a registrar of the office")
    if kind == "case.assigned" and role not in state.roles_held(person.id):
        return None  # Whoever takes a role themselves does not hold it yet: `matters` looks at them.
    if role not in may(kind, regime):
        able = ", ".join(may(kind, regime)) or "nobody"
        return forbidden(f"{role} may not do {kind} under {regime.id}", f"it is for: {able}")
    if any(p.person == person.id and p.recused for p in state.participants):
        return forbidden("you are recused from this case", "leave it to the others")
    held = state.roles_held(person.id)
    if role not in held:
        return forbidden(f"you are not {role} in this case", "take the role first, or ask a registrar to assign you")
    why = conflict(regime, role, person.organisation, state.organisation, state.roles_held(person.id, ever=True))
    return forbidden(why, "leave it to somebody else, and say that you have a conflict") if why else None


def acts_open_to(state: CaseState, person: Person, regime: Regime) -> tuple[tuple[str, str], ...]:
    """Acts that have their place now for a person, each with its role. What is said in them is looked at later."""
    held = state.roles_held(person.id)
    return tuple(
        (kind, role)
        for kind, places in STAGES.items()
        if state.stage in places and kind not in ("clock.ran-out", "case.assigned") and _has_matter(kind, state)
        for role in held
        if role in may(kind, regime)
    )


def _has_matter(kind: str, state: CaseState) -> bool:
    """Whether there is something that an act could be about: a finding without reply, an open question, a proposal."""
    matters = {
        "finding.replied": any(finding.reply is None for finding in state.findings),
        "question.answered": bool(state.open_questions),
        "decision.voted": bool(state.proposals),
        "condition.reported": bool(state.ledger),
        "suspension.issued": state.cleared and bool(state.findings),
        "suspension.lifted": state.suspension is not None,
    }
    return matters.get(kind, True)
