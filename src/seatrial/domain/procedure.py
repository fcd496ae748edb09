"""How a regime moves: clocks, roles, stages, outcomes, conditions, disclosure. Data only.

The evaluator of requirements does not read these; cases and comparisons do.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum


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
    next: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeCode:
    """One way a case may end, and who may end it so."""

    code: str
    by_role: str
    needs_reason: bool = True
    needs_findings: bool = False
    appeal_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something that must hold after a clearance."""

    text: str
    owner: str
    due: str = ""
    """Clock id."""
    breach_outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What an audience is shown of a class of items."""

    item: str
    audience: str
    show: str
    """`full redacted digest existence none`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """Another regime's requirement that is accepted for one of ours."""

    regime: str
    requirement: str
    accepted_as: str
    """`same stricter partial`."""
    max_age_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What a breach costs."""

    breach: str
    formula: str
    """`fixed`, `per-day`, `share-of-turnover`."""
    amount: float
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
