"""Who waited for whom, and how long: the office's days beside the days that went by."""

import datetime
from dataclasses import dataclass

from seatrial.cases.state import CaseState, Moment, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One stretch of the case."""

    stage: Stage
    waits_for: str
    """`developer`, `office` or nobody."""
    since: Moment
    until: Moment
    goes_on: bool = False
    """It lasts still."""

    @property
    def length(self) -> datetime.timedelta:
        """How long it lasted."""
        return self.until - self.since


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What a case took, since the submission was accepted, or since it was opened."""

    elapsed: datetime.timedelta
    office: datetime.timedelta
    developer: datetime.timedelta


def spans(state: CaseState, now: Moment) -> tuple[Span, ...]:
    """The whole case without gaps, from its opening to now; a case that is closed ends there."""
    moves = state.moves
    found = []
    for index, move in enumerate(moves):
        last = index + 1 == len(moves)
        until = now if last else moves[index + 1].at
        if last and move.stage is Stage.CLOSED:
            until = move.at
        found.append(
            Span(
                stage=move.stage,
                waits_for=move.waits_for,
                since=move.at,
                until=max(until, move.at),
                goes_on=last and move.stage is not Stage.CLOSED,
            )
        )
    return tuple(found)


def times(state: CaseState, now: Moment) -> Times:
    """How long each side took up to the first decision, counted from when the submission was first sent."""
    begun = next((move.at for move in state.moves if move.stage is Stage.COMPLETENESS), None)
    zero = datetime.timedelta()
    if begun is None:
        return Times(elapsed=zero, office=zero, developer=zero)
    ended = state.decisions[0].at if state.decisions else now
    counted = [span for span in spans(state, now) if span.since >= begun and span.since < ended]
    by = {"office": zero, "developer": zero}
    for span in counted:
        if span.waits_for:
            by[span.waits_for] += min(span.until, ended) - span.since
    closed = state.moves[-1].at if state.stage is Stage.CLOSED and not state.decisions else ended
    return Times(elapsed=closed - begun, office=by["office"], developer=by["developer"])
