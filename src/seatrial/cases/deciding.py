"""From proposals and votes to a decision: it is made by the vote that completes the quorum, and dissent is kept."""

import dataclasses

from seatrial.cases.acts import DecisionProposed, DecisionVoted
from seatrial.cases.effects import moved_to
from seatrial.cases.event import CaseEvent
from seatrial.cases.roles import quorum, roles_of
from seatrial.cases.state import CaseState, Decided, LedgerLine, Moment, Proposal, Stage, Vote
from seatrial.domain.event import Event
from seatrial.domain.regime import Regime


def proposed(state: CaseState, event: CaseEvent, body: DecisionProposed, regime: Regime) -> CaseState:
    """A new proposal, to which its author agrees."""
    proposal = Proposal(
        id=body.id,
        outcome=body.outcome,
        role=event.role,
        reasons=body.reasons,
        conditions=body.conditions,
        votes=(Vote(person=event.author, agrees=True),),
        on_appeal=state.stage is Stage.APPEAL,
    )
    return _settled(dataclasses.replace(state, proposals=(*state.proposals, proposal)), proposal, event, regime)


def voted(state: CaseState, event: CaseEvent, body: DecisionVoted, regime: Regime) -> CaseState:
    """One more vote; a second one of the same person takes the place of the first."""
    proposal = next((found for found in state.proposals if found.id == body.id), None)
    vote = Vote(person=event.author, agrees=body.agrees, dissent=body.dissent)
    if proposal is None:
        return _late_dissent(state, body.id, vote)
    others = tuple(found for found in proposal.votes if found.person != event.author)
    changed = dataclasses.replace(proposal, votes=(*others, vote))
    proposals = tuple(changed if found.id == body.id else found for found in state.proposals)
    return _settled(dataclasses.replace(state, proposals=proposals), changed, event, regime)


def _settled(state: CaseState, proposal: Proposal, event: CaseEvent, regime: Regime) -> CaseState:
    if len(proposal.agreeing) < quorum(roles_of(regime)[proposal.role]):
        return state
    decided = Decided(
        outcome=proposal.outcome,
        proposal=proposal.id,
        at=event.at,
        by_role=proposal.role,
        people=tuple(sorted(proposal.agreeing)),
        reasons=proposal.reasons,
        dissent=tuple(vote for vote in proposal.votes if not vote.agrees),
        on_appeal=proposal.on_appeal,
    )
    told = Event(
        type="appeal.decided" if proposal.on_appeal else "decision.made",
        at=event.at,
        role=proposal.role,
        about=proposal.outcome,
    )
    # The regimes' stages lead back from an appeal by a decision: both are told.
    again = (Event(type="decision.made", at=event.at, role=proposal.role, about=proposal.outcome),)
    state = dataclasses.replace(
        state,
        decisions=(*state.decisions, decided),
        proposals=(),
        ledger=_ledger(proposal, event.at),
        published=tuple(step for step in state.published if step != "detail"),  # What is new may be published anew.
        moved=(*state.moved, told, *(again if proposal.on_appeal else ())),
        escalated_at=None,
    )
    return moved_to(state, Stage.MONITORING if state.released else Stage.DECIDED, event.at)


def _late_dissent(state: CaseState, proposal: str, vote: Vote) -> CaseState:
    """Whoever comes too late to hinder a decision may still say that they would have."""
    decided = state.decision
    if decided is None or decided.proposal != proposal or vote.agrees:
        return state
    others = tuple(found for found in decided.dissent if found.person != vote.person)
    kept = dataclasses.replace(decided, dissent=(*others, vote))
    return dataclasses.replace(state, decisions=(*state.decisions[:-1], kept))


def _ledger(proposal: Proposal, at: Moment) -> tuple[LedgerLine, ...]:
    return tuple(LedgerLine(condition=condition, since=at) for condition in proposal.conditions)
