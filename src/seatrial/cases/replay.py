"""Events to state: each act in its turn, and between them what clocks do by themselves, at the minute they do it.

The clocks are the regime's, evaluated elsewhere and given as a function. A clock that ran out while nobody looked has
had its effect at the moment it ran out, and what was done afterwards was done after that effect.
"""

import dataclasses
import datetime
from collections.abc import Callable, Mapping, Sequence

from seatrial.cases.apply import applied
from seatrial.cases.effects import fallen, overdue
from seatrial.cases.event import CaseEvent
from seatrial.cases.state import CaseState, Effect
from seatrial.domain.event import Event
from seatrial.domain.procedure import ClockState, ClockStatus, OnExpiry
from seatrial.domain.regime import Regime

ClocksAt = Callable[[Sequence[Event], datetime.datetime], Sequence[ClockState]]
"""What has happened, and a time -> how each clock of the regime stands then."""


def replay(
    events: Sequence[CaseEvent], regime: Regime, clocks_at: ClocksAt, now: datetime.datetime
) -> CaseState | None:
    """The case at `now`, by its events up to then; None before it was opened. Raises `ValueError` without a zone."""
    if now.tzinfo is None:
        raise ValueError("a case needs a time with its zone")
    state = replayed([event for event in events if event.at <= now], regime, clocks_at)
    return None if state is None else caught_up(state, regime, clocks_at, now)


def replayed(
    events: Sequence[CaseEvent], regime: Regime, clocks_at: ClocksAt, state: CaseState | None = None
) -> CaseState | None:
    """The case right after the last of its events, going on from `state`: what comes later by itself is not in it."""
    clocks_at = _seldom(regime, clocks_at)
    for event in events:
        if state is not None:
            state = caught_up(state, regime, clocks_at, event.at)
        state = applied(state, event, regime)
    return state


def _seldom(regime: Regime, clocks_at: ClocksAt) -> ClocksAt:
    """The clocks, looked at again only when something has happened since, or one may have run out by then.

    A clock that runs or stands still runs out when it said it would, or later: nothing but an event makes it earlier.
    """
    seen: Sequence[Event] | None = None
    quiet_until: datetime.datetime | None = None
    idle = {clock.id for clock in regime.clocks if clock.on_expiry is OnExpiry.NONE}

    def at(happened: Sequence[Event], moment: datetime.datetime) -> Sequence[ClockState]:
        nonlocal seen, quiet_until
        if happened is seen and (quiet_until is None or moment < quiet_until):
            return ()
        found = clocks_at(happened, moment)
        acting = [clock for clock in found if clock.clock_id not in idle]
        over = any(clock.status is ClockStatus.EXPIRED for clock in acting)
        going = (ClockStatus.RUNNING, ClockStatus.STOPPED)
        seen = None if over else happened
        quiet_until = min((clock.due_at for clock in acting if clock.status in going and clock.due_at), default=None)
        return found

    return at


def step(state: CaseState | None, event: CaseEvent, regime: Regime, clocks_at: ClocksAt) -> CaseState:
    """One more event on a state that was brought up to an earlier time."""
    if state is not None:
        state = caught_up(state, regime, clocks_at, event.at)
    return applied(state, event, regime)


def caught_up(state: CaseState, regime: Regime, clocks_at: ClocksAt, until: datetime.datetime) -> CaseState:
    """With everything that clocks did by themselves up to `until`, in the order in which it fell."""
    effects_of = {clock.id: clock.on_expiry for clock in regime.clocks}
    while True:
        known = {(effect.clock, effect.started_at) for effect in state.effects}
        due = [
            effect
            for clock in clocks_at(state.moved, until)
            if (effect := _effect(clock, effects_of)) and (effect.clock, effect.started_at) not in known
        ]
        due += [effect for effect in overdue(state, until) if (effect.clock, effect.started_at) not in known]
        if not due:
            return _unsuspended(state, until)
        first = min(due, key=lambda effect: (effect.fell_at, effect.clock))
        state = fallen(_unsuspended(state, first.fell_at), first)


def _effect(clock: ClockState, effects_of: Mapping[str, OnExpiry]) -> Effect | None:
    if clock.status is not ClockStatus.EXPIRED or clock.due_at is None or clock.started_at is None:
        return None
    effect = effects_of[clock.clock_id]
    if effect is OnExpiry.NONE:
        return None
    return Effect(
        clock=clock.clock_id,
        effect=effect.value,
        started_at=clock.started_at.astimezone(datetime.UTC),
        fell_at=clock.due_at.astimezone(datetime.UTC),
    )


def _unsuspended(state: CaseState, until: datetime.datetime) -> CaseState:
    """A suspension that reached its time ends by itself, at that time."""
    held = state.suspension
    if held is None or until < held.expires_at:
        return state
    return dataclasses.replace(
        state,
        suspension=None,
        moved=(*state.moved, Event(type="suspension.lifted", at=held.expires_at, role="office")),
    )
