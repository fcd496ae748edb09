"""What an act must say to be done: one rule an act. None of them looks at who, or at the stage; `permit.py` did."""

import datetime
from collections.abc import Callable
from typing import Any, Final

from seatrial.cases.acts import (
    Assigned,
    CaseReopened,
    ClockExtended,
    ClockRanOut,
    ConditionReported,
    DecisionAppealed,
    FindingReplied,
    FindingSent,
    IncidentTold,
    Published,
    QuestionAnswered,
    QuestionAsked,
    Recused,
    ReleaseMade,
    SubmissionAccepted,
    SubmissionOpened,
    SubmissionReturned,
    SubmissionSent,
    SuspensionIssued,
    SuspensionLifted,
)
from seatrial.cases.attempt import Attempt, Given
from seatrial.cases.decision_matters import proposal, vote
from seatrial.cases.refusal import Refusal, forbidden, incomplete, untimely
from seatrial.cases.roles import conflict, roles_of
from seatrial.cases.state import CaseState, LedgerStatus
from seatrial.domain.event_types import EVENT_TYPES
from seatrial.domain.procedure import ClockStatus
from seatrial.domain.vocabulary import ITEM_CLASSES

APPEAL_DAYS: Final = 30
"""So long after a decision or suspension it may be appealed."""
SUSPENSION_DAYS: Final = 30
"""The longest that an emergency suspension lasts, where the regime sets no other time."""
LACKS: Final = ("record", "proof", "signature", "declaration", "review")
"""What may be missing besides what a requirement asks for."""
_DAY: Final = datetime.timedelta(days=1)

Matter = Callable[[CaseState, Attempt, Given, Any], Refusal | None]


def _assigned(state: CaseState, attempt: Attempt, given: Given, body: Assigned) -> Refusal | None:
    joins, roles = attempt.assignee, roles_of(given.regime)
    if joins is None or joins.id != body.person or joins.organisation != body.organisation:
        return incomplete(f"the office knows nobody called {body.person}", "make an account for them first")
    if body.role not in roles:
        return incomplete(f"{given.regime.id} has no role {body.role}", f"choose one of {', '.join(sorted(roles))}")
    kind = roles[body.role].kind
    if kind not in joins.roles:
        return forbidden(f"{joins.id} may not be {kind} in this office", "ask a registrar to let them")
    mine = attempt.person.id == joins.id
    colleague = kind == "developer" and "developer" in {
        roles[held].kind for held in state.roles_held(attempt.person.id) if held in roles
    }
    if attempt.role != "registrar" and not mine and not colleague:
        return forbidden("others are assigned by a registrar", "ask a registrar of the office")
    if kind == "developer" and attempt.role != "registrar" and not colleague:
        return forbidden("developers join by a colleague who is in the case", "ask your colleague")
    if any(p.person == joins.id and p.recused for p in state.participants):
        return forbidden(f"{joins.id} is recused from this case", "assign somebody else")
    why = conflict(
        given.regime, body.role, joins.organisation, state.organisation, state.roles_held(joins.id, ever=True)
    )
    return forbidden(f"{joins.id} cannot be {body.role} here: {why}", "assign somebody else") if why else None


def _recused(state: CaseState, attempt: Attempt, given: Given, body: Recused) -> Refusal | None:
    if not state.roles_held(body.person):
        return untimely(f"{body.person} has no role in this case", "nothing needs to be done")
    if attempt.role != "registrar" and body.person != attempt.person.id:
        return forbidden("only a registrar recuses others", "ask a registrar of the office")
    return None


def _sent(state: CaseState, attempt: Attempt, given: Given, body: SubmissionSent) -> Refusal | None:
    if body.sealed == (body.record is not None):
        return incomplete(
            "an open submission names its record, and a sealed one does not", "submit with or without --sealed"
        )
    return _classes(body.items)


def _classes(items: Any) -> Refusal | None:
    unknown = sorted({ref.item for ref in items} - set(ITEM_CLASSES))
    if unknown:
        return incomplete(f"{unknown[0]} is no class of items", f"choose one of {', '.join(ITEM_CLASSES)}")
    return None


def _unsealed(state: CaseState, attempt: Attempt, given: Given, body: SubmissionOpened) -> Refusal | None:
    sent = state.submission
    if sent is None or not sent.sealed or sent.package != body.package or sent.record is not None:
        return untimely("there is no sealed submission of this digest to be opened", "nothing needs to be done")
    return None


def _returned(state: CaseState, attempt: Attempt, given: Given, body: SubmissionReturned) -> Refusal | None:
    known = {requirement.id for requirement in given.regime.requirements} | set(LACKS)
    unknown = [lack.cites for lack in body.lacks if lack.cites not in known]
    if unknown:
        return incomplete(
            f"{unknown[0]} is no requirement of {given.regime.id}",
            f"cite a requirement, or one of {', '.join(LACKS)}: what is missing must be asked for by something",
        )
    return None


def _accepted(state: CaseState, attempt: Attempt, given: Given, body: SubmissionAccepted) -> Refusal | None:
    if state.submission is None or state.submission.record is None:
        return untimely("the submission is sealed, and nobody has opened it", "open it first")
    return None


def _asked(state: CaseState, attempt: Attempt, given: Given, body: QuestionAsked) -> Refusal | None:
    if any(question.asked.id == body.id for question in state.questions):
        return incomplete(f"there is a question {body.id} already", "give it another id")
    return _cited(body.cites, given)


def _cited(cites: str, given: Given) -> Refusal | None:
    known = sorted(requirement.id for requirement in given.regime.requirements)
    if cites in known:
        return None
    return incomplete(f"{cites} is no requirement of {given.regime.id}", f"cite one of {', '.join(known)}")


def _answered(state: CaseState, attempt: Attempt, given: Given, body: QuestionAnswered) -> Refusal | None:
    if body.id not in {question.asked.id for question in state.open_questions}:
        still = ", ".join(question.asked.id for question in state.open_questions) or "none"
        return incomplete(f"no question {body.id} waits for an answer", f"waiting are: {still}")
    return _classes(body.items)


def _found(state: CaseState, attempt: Attempt, given: Given, body: FindingSent) -> Refusal | None:
    if any(found.sent.id == body.id for found in state.findings):
        return incomplete(f"there is a finding {body.id} already", "give it another id")
    return _cited(body.cites, given)


def _replied(state: CaseState, attempt: Attempt, given: Given, body: FindingReplied) -> Refusal | None:
    found = next((found for found in state.findings if found.sent.id == body.id), None)
    if found is None or found.reply is not None:
        return incomplete(f"no finding {body.id} waits for a reply", "see the findings of the case")
    return None


def _appealed(state: CaseState, attempt: Attempt, given: Given, body: DecisionAppealed) -> Refusal | None:
    decided = state.decision
    if decided is None or decided.clock:
        return untimely("nobody has decided anything that could be appealed", "wait for a decision")
    if decided.on_appeal:
        return untimely("the appeal was decided", "ask for the case to be opened again when something comes to light")
    to = next((o.appeal_to for o in given.regime.outcomes if o.code == decided.outcome and o.appeal_to), "")
    if not to and decided.outcome != "cleared-with-conditions":
        return untimely(f"{given.regime.id} has no appeal against {decided.outcome}", "see the regime's outcomes")
    if attempt.at > decided.at + APPEAL_DAYS * _DAY:
        return untimely(f"a decision may be appealed for {APPEAL_DAYS} days", "ask for the case to be opened again")
    return None


def _reported(state: CaseState, attempt: Attempt, given: Given, body: ConditionReported) -> Refusal | None:
    line = next((line for line in state.ledger if line.condition.id == body.id), None)
    if line is None:
        known = ", ".join(line.condition.id for line in state.ledger) or "none"
        return incomplete(f"there is no condition {body.id}", f"the conditions are: {known}")
    if body.status == "met" and line.status is LedgerStatus.BREACHED:
        return untimely(f"the condition {body.id} was breached", "decide anew: what was breached is not met afterwards")
    if not body.evidence:
        return incomplete("how a condition stands is shown by evidence", "name what shows it")
    return None


def _released(state: CaseState, attempt: Attempt, given: Given, body: ReleaseMade) -> Refusal | None:
    if state.suspended(attempt.at):
        return untimely("the clearance is suspended", "wait until the suspension is lifted or over")
    partial = body.to == "partner" and state.decision is not None and state.decision.outcome == "restricted"
    if not state.cleared and not partial:
        said = state.decision.outcome if state.decision else "nothing"
        return untimely(f"the decision is {said}, which clears no release", "mend what stands in the way")
    if body.on > attempt.at.date() + _DAY:
        return incomplete("a release is told when it is made", "tell it on the day")
    return None


def _published(state: CaseState, attempt: Attempt, given: Given, body: Published) -> Refusal | None:
    if body.step in state.published:
        return untimely(f"the {body.step} is published already", "nothing needs to be done")
    if body.step == "existence":
        if state.accepted_at is None:
            return untimely("nothing is published before a submission was accepted", "wait for that")
        return None
    if "existence" not in state.published:
        return untimely("that the case exists is published first", "publish the existence")
    if state.decision is None and not state.closed_as:
        return untimely("nothing is decided that could be published", "wait for the decision")
    return None


def _suspended(state: CaseState, attempt: Attempt, given: Given, body: SuspensionIssued) -> Refusal | None:
    if not state.cleared:
        return untimely("there is no clearance that could be suspended", "decide the case instead")
    if state.suspended(attempt.at):
        return untimely("it is suspended already", "lift that suspension first, or wait for its end")
    found = next((found for found in state.findings if found.sent.id == body.finding), None)
    if found is None:
        return incomplete(
            f"there is no finding {body.finding} in this case", "send the finding to the developer, then suspend by it"
        )
    if body.severity != found.sent.severity:
        return incomplete(f"the finding's severity is {found.sent.severity}", "suspend by what was found")
    if body.expires_at.tzinfo is None or body.expires_at <= attempt.at:
        return incomplete("a suspension ends at a time to come, with its zone", "say until when")
    by_regime = (o.expires_days for o in given.regime.outcomes if o.code == "suspended" and o.expires_days)
    most = next(by_regime, SUSPENSION_DAYS)
    if body.expires_at > attempt.at + most * _DAY:
        return incomplete(f"a suspension lasts {most} days at most", "decide the case anew for more than that")
    return None


def _lifted(state: CaseState, attempt: Attempt, given: Given, body: SuspensionLifted) -> Refusal | None:
    return None if state.suspended(attempt.at) else untimely("nothing is suspended", "nothing needs to be done")


def _incident(state: CaseState, attempt: Attempt, given: Given, body: IncidentTold) -> Refusal | None:
    if body.type not in EVENT_TYPES:
        known = ", ".join(name for name in EVENT_TYPES if name.startswith("incident."))
        return incomplete(f"{body.type} is no moment of an incident", f"choose one of {known}")
    if body.happened_at.tzinfo is None or body.happened_at > attempt.at:
        return incomplete("an incident happened before it is told, at a time with its zone", "check the time")
    return None


def _reopened(state: CaseState, attempt: Attempt, given: Given, body: CaseReopened) -> Refusal | None:
    known = {
        "condition": {line.condition.id for line in state.ledger},
        "incident": {incident.id for incident in state.incidents},
        "finding": {found.sent.id for found in state.findings},
        "evidence": {check.check for rerun in state.reruns for check in rerun.agreements if check.result == "differs"},
    }[body.cause]
    if body.cites not in known:
        names = ", ".join(sorted(known)) or "none"
        return incomplete(f"there is no {body.cause} {body.cites} in this case", f"there is: {names}")
    return None


def _extended(state: CaseState, attempt: Attempt, given: Given, body: ClockExtended) -> Refusal | None:
    clock = next((clock for clock in given.regime.clocks if clock.id == body.clock and clock.extend), None)
    if clock is None or clock.extend is None or clock.extend.role != attempt.role:
        return forbidden(f"{attempt.role} may not lengthen a clock {body.clock}", "see the regime's clocks")
    now = next((c for c in given.verdict.clocks if c.clock_id == body.clock), None) if given.verdict else None
    if now is None or now.status not in (ClockStatus.RUNNING, ClockStatus.STOPPED):
        return untimely(f"the clock {body.clock} does not run", "what ran out or has ended is not lengthened")
    if now.extensions >= clock.extend.times:
        return untimely(f"the clock {body.clock} was lengthened as often as it may be", "decide in time")
    return None


def _noted(state: CaseState, attempt: Attempt, given: Given, body: ClockRanOut) -> Refusal | None:
    fell = {(e.clock, e.effect, e.started_at, e.fell_at) for e in state.effects}
    if (body.clock, body.effect, body.started_at, body.fell_at) not in fell:
        return untimely(f"the clock {body.clock} did not run out so", "evaluate the case again")
    if (body.clock, body.started_at) in state.noted:
        return untimely("it is noted already", "nothing needs to be done")
    return None


MATTERS: Final[dict[str, Matter]] = {
    "case.assigned": _assigned,
    "case.recused": _recused,
    "case.reopened": _reopened,
    "submission.sent": _sent,
    "submission.opened": _unsealed,
    "submission.returned": _returned,
    "submission.accepted": _accepted,
    "question.asked": _asked,
    "question.answered": _answered,
    "finding.sent": _found,
    "finding.replied": _replied,
    "decision.proposed": proposal,
    "decision.voted": vote,
    "decision.appealed": _appealed,
    "condition.reported": _reported,
    "release.made": _released,
    "publication.made": _published,
    "suspension.issued": _suspended,
    "suspension.lifted": _lifted,
    "incident.told": _incident,
    "clock.extended": _extended,
    "clock.ran-out": _noted,
}
