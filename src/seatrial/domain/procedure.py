"""How a regime moves: clocks, roles, stages, outcomes, conditions, disclosure. Data only."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from seatrial.domain.predicate import Predicate
from seatrial.domain.source import Source


class ClockUnit(StrEnum):
    """Hours, calendar days, business days, months."""

    HOURS = "h"
    DAYS = "d"
    BUSINESS_DAYS = "bd"
    MONTHS = "mo"


class OnExpiry(StrEnum):
    """What happens by itself when a clock runs out."""

    DEEMED_CLEAR = "deemed-clear"
    DEEMED_NO_OBJECTION = "deemed-no-objection"
    ESCALATE = "escalate"
    LAPSE = "lapse"
    BREACH = "breach"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """Who may lengthen a clock, by how much, and how often."""

    role: str
    length: int
    """In the clock's own unit."""
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A period that events start, stop, resume and end."""

    id: str
    start: str
    """Event type that starts it."""
    length: int
    unit: ClockUnit
    which: str = "first"
    """`first` or `last`: which of several start events counts; with `last`, a new one starts it anew."""
    direction: str = "after"
    """`after` the start event, or `before` the day that it speaks of."""
    calendar: str = "utc-weekdays"
    """Whose days they are: time zone, weekend and holidays."""
    stop_on: tuple[str, ...] = ()
    resume_on: tuple[str, ...] = ()
    max_stop_days: int | None = None
    """Calendar days that it may stand still in all; beyond, it runs although it was stopped."""
    ends_on: tuple[str, ...] = ()
    """Event types that end it: what it was waiting for has happened."""
    extend: Extension | None = None
    on_expiry: OnExpiry = OnExpiry.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureRole:
    """Who may do what, and whom they must not be."""

    id: str
    kind: str
    """`developer intake evaluator advisor decider appeal partner-selector observer public`."""
    may: tuple[str, ...] = ()
    must_differ_from: tuple[str, ...] = ()
    clearance: str = ""
    quorum: int = 1
    """How many of its people must agree."""
    members: int | None = None
    """How many people it has, where that is fixed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One state of a case and where it may go."""

    id: str
    enters_on: tuple[str, ...] = ()
    """Event types that move a case here, from a stage that names this one as `next`. The first stage needs none."""
    next: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeCode:
    """One way a case may end, and who may end it so."""

    code: str
    """One of `OUTCOME_CODES`."""
    by_role: str
    needs_reason: bool = True
    needs_findings: bool = False
    """May be chosen only when an unmet requirement with its evidence can be cited."""
    expires_days: int | None = None
    appeal_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something that must hold after a clearance."""

    text: str
    owner: str
    """Role that must see to it."""
    facts: Predicate | None = None
    """What must be true; false is a breach, unknown is shown as open."""
    due: str = ""
    """Clock id."""
    breach_outcome: str = ""
    """Outcome code that a breach leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What an audience is shown of a class of items."""

    item: str
    """One of `ITEM_CLASSES`."""
    audience: str
    """Role id of the regime."""
    show: str
    """`full redacted digest existence none`. What is not listed is `none`."""
    grounds: tuple[str, ...] = ()
    """On which parts may be redacted: `trade-secret cybersecurity public-safety national-security privacy`."""
    after: str = ""
    """Clock id: before that clock is over, the audience is shown `until_then`."""
    until_then: str = "none"
    retention: str = ""
    """How long it must be kept: a number and `mo` or `y`, as `5 y`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """Another regime's requirement that is accepted for one of ours.

    It speaks for what the requirement asks as `facts`, never for checks and bounds, which are seen, not reported.
    The fact `satisfied.<regime>.<requirement>` states the day on which the other requirement was found satisfied.
    """

    for_requirement: str
    """Ours."""
    regime: str
    requirement: str
    """Theirs."""
    accepted_as: str
    """`same` or `stricter` are accepted; `partial` is shown and settles nothing."""
    max_age_days: int | None = None
    source: Source | None = None
    """Where it is read from; without one it is our own."""

    @property
    def fact(self) -> str:
        """Name of the fact that it rests on."""
        return f"satisfied.{self.regime}.{self.requirement}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What a breach costs."""

    breach: str
    formula: str
    """`fixed`, `per-day`, `share-of-turnover`; a share is a fraction between 0 and 1."""
    amount: float
    """The most of it, in units of `currency`, or the fraction."""
    currency: str = "USD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What people decided. One that differs from the verdict must say why.

    Raises `ValueError` when it differs and gives no reason.
    """

    regime_id: str
    outcome: str
    """An outcome code of the regime."""
    decided_by: tuple[str, ...]
    decided_at: datetime.datetime
    follows_verdict: bool
    reason: str = ""
    dissent: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.follows_verdict and not self.reason.strip():
            raise ValueError("a decision that differs from the verdict must say why")


class ClockStatus(StrEnum):
    """What a clock does at a time."""

    NOT_STARTED = "not-started"
    RUNNING = "running"
    STOPPED = "stopped"
    MET = "met"
    """What it was waiting for happened in time."""
    LATE = "late"
    """It happened, but after the end."""
    EXPIRED = "expired"
    """The end passed, and it has not happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """One clock at one time."""

    clock_id: str
    status: ClockStatus
    started_at: datetime.datetime | None = None
    due_at: datetime.datetime | None = None
    """The first moment at which it is too late. While the clock stands still, as if it ran on from now."""
    ended_at: datetime.datetime | None = None
    elapsed_days: int = 0
    """Calendar days from the start to its end or to now."""
    stopped_days: int = 0
    """Calendar days of these that it stood still, as far as it may."""
    extensions: int = 0
    awaits: tuple[str, ...] = ()
    """Event types that would move it on from here."""
