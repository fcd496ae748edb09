"""What a case's own regime makes of it, by the one evaluator: its clocks, and the verdict on what was handed in."""

import datetime
from collections.abc import Sequence

from seatrial.cases.replay import ClocksAt
from seatrial.cases.state import CaseState
from seatrial.domain.event import Event
from seatrial.domain.procedure import ClockState, OnExpiry
from seatrial.domain.regime import Regime
from seatrial.domain.review import Review
from seatrial.domain.verdict import Verdict
from seatrial.regimes import calendars
from seatrial.regimes.clocks import in_order, standing
from seatrial.regimes.judge import judge


def clocks_of(regime: Regime, *, effective: bool = False) -> ClocksAt:
    """The regime's clocks as a function of what has happened and a time; those alone that do something, if asked."""
    clocks = [clock for clock in regime.clocks if not effective or clock.on_expiry is not OnExpiry.NONE]
    known = {clock.calendar: calendars.find(clock.calendar) for clock in clocks}

    def at(happened: Sequence[Event], moment: datetime.datetime) -> tuple[ClockState, ...]:
        ordered = in_order(happened, moment)
        return tuple(standing(clock, ordered, known[clock.calendar], moment) for clock in clocks)

    return at


def verdict_on(state: CaseState, regime: Regime, review: Review, now: datetime.datetime) -> Verdict:
    """The verdict under the pinned regime, by the evidence in the review and the events of the case.

    Plans that the developer declared count as events, as they did when the review was made.
    """
    planned = tuple(event for event in review.events if event.type.startswith("release.planned"))
    return judge(regime, review.facts, review.assessment, (*planned, *state.moved), now)
