"""What the clocks, roles and outcomes of a regime mean for the way of a release: read once, from the data alone."""

import datetime
import math
from dataclasses import dataclass, replace
from typing import Final

from seatrial.compare.effort import PREPARATION
from seatrial.domain.event import Event
from seatrial.domain.procedure import Clock, ClockUnit, OnExpiry
from seatrial.domain.regime import Regime, RegimeKind, Requirement
from seatrial.regimes.calendars import find
from seatrial.regimes.clocks import clock_state

_DAY: Final = datetime.timedelta(days=1)
_HOLDING: Final = ("cleared", "cleared-with-conditions", "registered", "deemed-cleared", "refused")
_AFTERWARDS: Final = (
    *("incident.", "release.partner", "release.public", "period.", "condition.", "suspension."),
    *("report.undermined", "reference.", "framework.changed", "decision.", "appeal."),
)
"""Beginnings of event types that come with or after the release."""
PLANS: Final = {
    "release.planned-public": "release.planned_public_date",
    "release.planned-partner": "release.planned_partner_date",
}
TESTED_BY_AUTHORITY: Final = "access-grant"
OUTSIDE: Final = ("independent-evaluation", "audit-report", "access-grant", "designation")
"""Types of evidence that somebody outside makes or tests."""
SILENT: Final = (OnExpiry.DEEMED_CLEAR, OnExpiry.DEEMED_NO_OBJECTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a regime moves a release."""

    regime: Regime
    asking: Regime
    """The same without what bears on people's decisions only: what is judged for each release."""
    after_incidents: Regime | None
    """Only what has to be done in time after an incident; None where nothing has to be."""
    holds: bool
    """Somebody other than the developer may clear or refuse: the release waits for it."""
    involved: bool
    """Somebody other than the developer works on the submission before the release."""
    internal: bool
    """That somebody is the firm's own board, which has no queue of other firms."""
    review: Clock | None
    """The clock that runs while the submission is reviewed."""
    windows: tuple[Clock, ...]
    """Clocks that count back from the planned release."""
    waits: tuple[Clock, ...]
    """Clocks from a filing on that nothing ends and whose expiry has no effect: the shortest hold."""
    afterwards: frozenset[str]
    """Ids of requirements that come with or after the release."""
    events: frozenset[str]
    """Event types that any clock or stage knows; others move nothing."""


def way(regime: Regime) -> Way:
    """Read the way from the regime."""
    kinds = {role.id: role.kind for role in regime.roles}
    holds = any(o.code in _HOLDING and kinds.get(o.by_role) not in (None, "developer") for o in regime.outcomes)
    clocks = {clock.id: clock for clock in regime.clocks}
    afterwards = frozenset(r.id for r in regime.requirements if _comes_afterwards(r, clocks))
    tested = any(r.evidence == TESTED_BY_AUTHORITY and r.id not in afterwards for r in regime.requirements)
    return Way(
        regime=regime,
        asking=replace(regime, outcomes=(), conditions=(), disclosure=(), stages=()),
        after_incidents=_after_incidents(regime),
        holds=holds,
        involved=holds or tested,
        internal=regime.kind is RegimeKind.INTERNAL,
        review=_review_clock(regime) if holds or tested else None,
        windows=tuple(c for c in regime.clocks if c.direction == "before" and c.start in PLANS),
        waits=tuple(c for c in regime.clocks if _is_shortest_hold(c)) if holds else (),
        afterwards=afterwards,
        events=frozenset(
            name
            for names in (
                *((c.start, *c.stop_on, *c.resume_on, *c.ends_on) for c in regime.clocks),
                *(stage.enters_on for stage in regime.stages),
            )
            for name in names
        ),
    )


def narrowed(regime: Regime, ids: frozenset[str]) -> Regime:
    """The regime with these requirements alone, and the clocks that they name: each is judged as in the whole."""
    kept = tuple(r for r in regime.requirements if r.id in ids)
    named = {r.due for r in kept}
    return replace(
        regime,
        requirements=kept,
        clocks=tuple(c for c in regime.clocks if c.id in named),
        outcomes=(),
        conditions=(),
        disclosure=(),
        stages=(),
    )


def _after_incidents(regime: Regime) -> Regime | None:
    clocks = {c.id for c in regime.clocks if c.start.startswith("incident.") and "incident.reported" in c.ends_on}
    ids = frozenset(r.id for r in regime.requirements if r.due in clocks)
    return narrowed(regime, ids) if ids else None


def _comes_afterwards(requirement: Requirement, clocks: dict[str, Clock]) -> bool:
    clock = clocks.get(requirement.due)
    return clock is not None and clock.direction == "after" and clock.start.startswith(_AFTERWARDS)


def _review_clock(regime: Regime) -> Clock | None:
    """The first clock that a decision ends, or else the first that the end of an access ends."""
    before = [c for c in regime.clocks if c.direction == "after" and not c.start.startswith(_AFTERWARDS)]
    for ending in ("decision.made", "access.ended"):
        found = next((c for c in before if ending in c.ends_on), None)
        if found:
            return found
    return None


def _is_shortest_hold(clock: Clock) -> bool:
    filed = clock.direction == "after" and clock.start.startswith("submission.")
    return filed and not clock.ends_on and clock.on_expiry is OnExpiry.NONE


def earliest(way: Way, ready_to_file: datetime.datetime) -> datetime.datetime:
    """The earliest release that keeps every clock that counts back from it, when all is filed at this moment.

    A window is taken as used in full: a release is planned no earlier than the clock lets it be.
    """
    return max((_earliest(clock, ready_to_file) for clock in way.windows), default=ready_to_file)


def _earliest(clock: Clock, filed: datetime.datetime) -> datetime.datetime:
    calendar = find(clock.calendar)
    day = filed.astimezone(datetime.UTC).date()
    ahead = {ClockUnit.HOURS: 1 / 24, ClockUnit.DAYS: 1.0, ClockUnit.BUSINESS_DAYS: 1.4, ClockUnit.MONTHS: 30.4}
    planned = day + max(math.floor(clock.length * ahead[clock.unit]) - 4, 0) * _DAY
    while True:
        announced = Event(type=clock.start, at=filed, on=planned)
        due = clock_state(clock, (announced,), calendar, filed).due_at
        if due is None or due > filed:
            return max(filed, datetime.datetime.combine(planned, filed.timetz()))
        planned += _DAY


def evidence_of(requirement: Requirement) -> tuple[str, ...]:
    """What a requirement asks for, as names that are the same in every regime: types, check ids, metrics."""
    metrics = tuple(f"metric:{bound.metric}" for bound in requirement.bounds)
    return (*((requirement.evidence,) if requirement.evidence else ()), *requirement.checks, *metrics)


def outside(requirement: Requirement) -> bool:
    """Whether somebody outside of the developer has to look."""
    return requirement.min_independence >= 2 or requirement.evidence in OUTSIDE


def papers(requirements: tuple[Requirement, ...]) -> tuple[str, ...]:
    """Types of evidence that requirements ask for, once each, the known slow ones first."""
    types = dict.fromkeys(r.evidence for r in requirements if r.evidence)
    return tuple(sorted(types, key=lambda name: (-PREPARATION.get(name, 0.0), name)))
