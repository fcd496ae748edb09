"""What a clock does to a case when it runs out. Nobody has to be there: the effect holds from the minute it fell."""

import dataclasses

from seatrial.cases.state import CaseState, Decided, Effect, LedgerStatus, Moment, Move, Stage
from seatrial.domain.event import Event
from seatrial.domain.procedure import OnExpiry

CONDITION = "condition:"
"""What stands before the id of a condition where effects of clocks are named."""
_UNDECIDED = (Stage.COMPLETENESS, Stage.ASSESSMENT, Stage.QUESTION, Stage.REOPENED, Stage.APPEAL)


def fallen(state: CaseState, effect: Effect) -> CaseState:
    """The case after an effect. One that finds nothing to act on is kept all the same, and changes nothing else."""
    state = dataclasses.replace(state, effects=(*state.effects, effect))
    if state.stage is Stage.CLOSED:
        return state
    if effect.effect == OnExpiry.DEEMED_CLEAR and state.stage in _UNDECIDED and state.accepted_at is not None:
        return _cleared_by_silence(state, effect)
    if effect.effect == OnExpiry.DEEMED_NO_OBJECTION and state.stage in _UNDECIDED:
        return dataclasses.replace(state, no_objection=(*state.no_objection, effect.clock))
    if effect.effect == OnExpiry.ESCALATE and state.stage in _UNDECIDED and state.escalated_at is None:
        return dataclasses.replace(state, escalated_at=effect.fell_at)
    if effect.effect == OnExpiry.LAPSE and state.stage in (*_UNDECIDED, Stage.RETURNED):
        return moved_to(dataclasses.replace(state, closed_as="lapsed", proposals=()), Stage.CLOSED, effect.fell_at)
    if effect.effect == OnExpiry.BREACH:
        return _breached(state, effect)
    return state


def _cleared_by_silence(state: CaseState, effect: Effect) -> CaseState:
    decided = Decided(outcome="deemed-cleared", at=effect.fell_at, by_role="", people=(), clock=effect.clock)
    state = dataclasses.replace(state, decisions=(*state.decisions, decided), proposals=())
    return moved_to(state, Stage.MONITORING if state.released else Stage.DECIDED, effect.fell_at)


def overdue(state: CaseState, until: Moment) -> list[Effect]:
    """Conditions that were not shown to hold by the time they had to be."""
    return [
        Effect(
            clock=f"{CONDITION}{line.condition.id}",
            effect=OnExpiry.BREACH.value,
            started_at=line.since,
            fell_at=line.condition.due,
        )
        for line in state.ledger
        if line.status is LedgerStatus.OPEN and line.condition.due is not None and line.condition.due <= until
    ]


def _breached(state: CaseState, effect: Effect) -> CaseState:
    """A duty was missed: it stands in the ledger of breaches, and after a decision it opens the case again."""
    why = f"not shown to hold by {effect.fell_at:%Y-%m-%d %H:%M} UTC"
    ledger = tuple(
        dataclasses.replace(line, status=LedgerStatus.BREACHED, why=why)
        if effect.clock == f"{CONDITION}{line.condition.id}" and line.status is LedgerStatus.OPEN
        else line
        for line in state.ledger
    )
    state = dataclasses.replace(state, breaches=(*state.breaches, effect), ledger=ledger)
    if state.stage not in (Stage.DECIDED, Stage.MONITORING):
        return state
    told = Event(type="condition.breached", at=effect.fell_at, role="office", about=effect.clock)
    return moved_to(dataclasses.replace(state, moved=(*state.moved, told)), Stage.REOPENED, effect.fell_at)


WAITS_FOR = {
    Stage.PRE_SUBMISSION: "developer",
    Stage.COMPLETENESS: "office",
    Stage.RETURNED: "developer",
    Stage.ASSESSMENT: "office",
    Stage.QUESTION: "developer",
    Stage.DECIDED: "",
    Stage.APPEAL: "office",
    Stage.MONITORING: "",
    Stage.REOPENED: "office",
    Stage.CLOSED: "",
}
"""Whom a case waits for in each stage; nobody, where it is empty."""


def moved_to(state: CaseState, stage: Stage, at: Moment) -> CaseState:
    """The case in another stage, with the move kept."""
    if state.stage is stage and state.moves:
        return state
    move = Move(at=at, stage=stage, waits_for=WAITS_FOR[stage])
    return dataclasses.replace(state, stage=stage, moves=(*state.moves, move))


def waiting(state: CaseState, whom: str, at: Moment) -> CaseState:
    """The case in the same stage, waiting for somebody else."""
    if state.moves and state.moves[-1].waits_for == whom:
        return state
    return dataclasses.replace(state, moves=(*state.moves, Move(at=at, stage=state.stage, waits_for=whom)))
