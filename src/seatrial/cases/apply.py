"""One act applied to the state of a case. Whether it may be done was asked before: see `permit.py`.

What was appended cannot be taken back, so this never refuses an event of a chain that holds; an act that found nothing
to act on changes nothing.
"""

import dataclasses
from collections.abc import Callable
from typing import Any, Final

from seatrial.cases.acts import (
    Assigned,
    CaseReopened,
    ClockExtended,
    ClockRanOut,
    ConditionReported,
    DecisionAppealed,
    EvidenceRerun,
    FindingReplied,
    FindingSent,
    IncidentTold,
    ItemRef,
    Opened,
    Published,
    QuestionAnswered,
    QuestionAsked,
    Recused,
    ReleaseMade,
    Said,
    SubmissionAccepted,
    SubmissionOpened,
    SubmissionReturned,
    SubmissionSent,
    SubmissionWithdrawn,
    SuspensionIssued,
    SuspensionLifted,
)
from seatrial.cases.deciding import proposed, voted
from seatrial.cases.effects import moved_to, waiting
from seatrial.cases.event import CaseEvent
from seatrial.cases.state import (
    CaseState,
    LedgerStatus,
    Participant,
    Question,
    SentFinding,
    Stage,
)
from seatrial.domain.event import Event
from seatrial.domain.regime import Regime

Handler = Callable[[CaseState, CaseEvent, Any], CaseState]


def applied(state: CaseState | None, event: CaseEvent, regime: Regime) -> CaseState:
    """The state after an event. Raises `ValueError` for a first event that does not open the case."""
    if state is None:
        if not isinstance(event.body, Opened):
            raise ValueError("a case begins with being opened")
        return _opened(event, event.body)
    state = dataclasses.replace(state, events=event.number + 1, latest_at=event.at)
    if event.kind in ("decision.proposed", "decision.voted"):
        decide: Any = proposed if event.kind == "decision.proposed" else voted
        after: CaseState = decide(state, event, event.body, regime)
        return after
    return _HANDLERS[event.kind](state, event, event.body)


def told(event: CaseEvent, type_: str, **more: Any) -> Event:
    """What the regime sees of an act."""
    return Event(type=type_, at=event.at, role=event.role, **more)


def _seen(state: CaseState, *events: Event) -> CaseState:
    return dataclasses.replace(state, moved=(*state.moved, *events))


def _opened(event: CaseEvent, body: Opened) -> CaseState:
    state = CaseState(
        id=event.case,
        title=body.title,
        organisation=body.organisation,
        regime=body.regime,
        opened_at=event.at,
        latest_at=event.at,
        events=event.number + 1,
        participants=(Participant(person=event.author, role=event.role, organisation=body.organisation),),
    )
    return moved_to(state, Stage.PRE_SUBMISSION, event.at)


def _assigned(state: CaseState, event: CaseEvent, body: Assigned) -> CaseState:
    joins = Participant(person=body.person, role=body.role, organisation=body.organisation)
    return dataclasses.replace(state, participants=tuple(dict.fromkeys((*state.participants, joins))))


def _recused(state: CaseState, event: CaseEvent, body: Recused) -> CaseState:
    out = tuple(dataclasses.replace(p, recused=True) if p.person == body.person else p for p in state.participants)
    withdrawn = tuple(
        dataclasses.replace(p, votes=tuple(vote for vote in p.votes if vote.person != body.person))
        for p in state.proposals
    )
    return dataclasses.replace(state, participants=out, proposals=tuple(p for p in withdrawn if p.votes))


def _said(state: CaseState, event: CaseEvent, body: Said) -> CaseState:
    state = dataclasses.replace(state, asked_before=(*state.asked_before, (event.kind, body.text, event.at)))
    if state.stage is not Stage.PRE_SUBMISSION:
        return state
    return waiting(state, "office" if event.kind == "pre-submission.asked" else "developer", event.at)


def _sent(state: CaseState, event: CaseEvent, body: SubmissionSent) -> CaseState:
    state = dataclasses.replace(
        state, submissions=(*state.submissions, body), items=_more(state.items, body.items), lacks=()
    )
    return moved_to(_seen(state, told(event, "submission.sent")), Stage.COMPLETENESS, event.at)


def _unsealed(state: CaseState, event: CaseEvent, body: SubmissionOpened) -> CaseState:
    known = tuple(
        dataclasses.replace(s, record=body.record) if s.package == body.package else s for s in state.submissions
    )
    return dataclasses.replace(state, submissions=known)


def _returned(state: CaseState, event: CaseEvent, body: SubmissionReturned) -> CaseState:
    state = dataclasses.replace(state, lacks=body.lacks)
    return moved_to(_seen(state, told(event, "submission.returned")), Stage.RETURNED, event.at)


def _accepted(state: CaseState, event: CaseEvent, body: SubmissionAccepted) -> CaseState:
    state = dataclasses.replace(state, accepted_at=event.at, escalated_at=None)
    return moved_to(_seen(state, told(event, "submission.accepted")), Stage.ASSESSMENT, event.at)


def _withdrawn(state: CaseState, event: CaseEvent, body: SubmissionWithdrawn) -> CaseState:
    state = dataclasses.replace(state, closed_as="withdrawn", proposals=())
    return moved_to(_seen(state, told(event, "submission.withdrawn")), Stage.CLOSED, event.at)


def _rerun(state: CaseState, event: CaseEvent, body: EvidenceRerun) -> CaseState:
    return dataclasses.replace(state, reruns=(*state.reruns, body))


def _asked(state: CaseState, event: CaseEvent, body: QuestionAsked) -> CaseState:
    first = not state.open_questions
    question = Question(asked=body, asked_at=event.at, by=event.author)
    state = dataclasses.replace(state, questions=(*state.questions, question))
    if not first:
        return state  # The clocks stand still already, and go on when nothing is left to answer.
    return moved_to(_seen(state, told(event, "question.asked", about=body.cites)), Stage.QUESTION, event.at)


def _answered(state: CaseState, event: CaseEvent, body: QuestionAnswered) -> CaseState:
    state = dataclasses.replace(
        state,
        items=_more(state.items, body.items),
        questions=tuple(
            dataclasses.replace(q, answered=body, answered_at=event.at) if q.asked.id == body.id else q
            for q in state.questions
        ),
    )
    if state.open_questions:
        return state
    state = _seen(state, told(event, "question.answered"))
    before = next((move.stage for move in reversed(state.moves) if move.stage is not Stage.QUESTION), Stage.ASSESSMENT)
    return moved_to(state, before, event.at) if state.stage is Stage.QUESTION else state


def _found(state: CaseState, event: CaseEvent, body: FindingSent) -> CaseState:
    found = SentFinding(sent=body, sent_at=event.at, by=event.author)
    return dataclasses.replace(state, findings=(*state.findings, found))


def _replied(state: CaseState, event: CaseEvent, body: FindingReplied) -> CaseState:
    replied = (dataclasses.replace(f, reply=body) if f.sent.id == body.id else f for f in state.findings)
    return dataclasses.replace(state, findings=tuple(replied))


def _appealed(state: CaseState, event: CaseEvent, body: DecisionAppealed) -> CaseState:
    state = dataclasses.replace(state, appeals=(*state.appeals, body.grounds), proposals=())
    return moved_to(_seen(state, told(event, "decision.appealed")), Stage.APPEAL, event.at)


def _reported(state: CaseState, event: CaseEvent, body: ConditionReported) -> CaseState:
    status = LedgerStatus(body.status)
    ledger = tuple(
        dataclasses.replace(line, status=status, since=event.at, why=body.text)
        if line.condition.id == body.id
        else line
        for line in state.ledger
    )
    state = dataclasses.replace(state, ledger=ledger)
    if status is not LedgerStatus.BREACHED or state.stage not in (Stage.DECIDED, Stage.MONITORING):
        return state
    return moved_to(_seen(state, told(event, "condition.breached", about=body.id)), Stage.REOPENED, event.at)


def _released(state: CaseState, event: CaseEvent, body: ReleaseMade) -> CaseState:
    state = dataclasses.replace(_seen(state, told(event, f"release.{body.to}", on=body.on)), released=True)
    return moved_to(state, Stage.MONITORING, event.at) if state.stage is Stage.DECIDED else state


def _published(state: CaseState, event: CaseEvent, body: Published) -> CaseState:
    return dataclasses.replace(state, published=tuple(dict.fromkeys((*state.published, body.step))))


def _suspended(state: CaseState, event: CaseEvent, body: SuspensionIssued) -> CaseState:
    return _seen(dataclasses.replace(state, suspension=body), told(event, "suspension.issued", about=body.finding))


def _lifted(state: CaseState, event: CaseEvent, body: SuspensionLifted) -> CaseState:
    if state.suspension is None:
        return state
    return _seen(dataclasses.replace(state, suspension=None), told(event, "suspension.lifted"))


def _incident(state: CaseState, event: CaseEvent, body: IncidentTold) -> CaseState:
    state = dataclasses.replace(state, incidents=(*state.incidents, body))
    # A clock counts from when something happened; what was told later than it happened makes it no later.
    return _seen(state, Event(type=body.type, at=min(body.happened_at, event.at), role=event.role, about=body.id))


def _reopened(state: CaseState, event: CaseEvent, body: CaseReopened) -> CaseState:
    return moved_to(dataclasses.replace(state, proposals=()), Stage.REOPENED, event.at)


def _extended(state: CaseState, event: CaseEvent, body: ClockExtended) -> CaseState:
    return _seen(state, told(event, "clock.extended", about=body.clock))


def _noted(state: CaseState, event: CaseEvent, body: ClockRanOut) -> CaseState:
    return dataclasses.replace(state, noted=state.noted | {(body.clock, body.started_at)})


def _more(items: tuple[ItemRef, ...], new: tuple[ItemRef, ...]) -> tuple[ItemRef, ...]:
    return tuple(dict.fromkeys((*items, *new)))


_HANDLERS: Final[dict[str, Handler]] = {
    "case.opened": lambda state, event, body: state,
    "case.assigned": _assigned,
    "case.recused": _recused,
    "case.reopened": _reopened,
    "pre-submission.asked": _said,
    "pre-submission.answered": _said,
    "submission.sent": _sent,
    "submission.opened": _unsealed,
    "submission.returned": _returned,
    "submission.accepted": _accepted,
    "submission.withdrawn": _withdrawn,
    "evidence.rerun": _rerun,
    "question.asked": _asked,
    "question.answered": _answered,
    "finding.sent": _found,
    "finding.replied": _replied,
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
