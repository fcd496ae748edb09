"""What the assess stage tells while it runs, for progress and warnings."""

from dataclasses import dataclass

from seatrial.domain.outcome import Outcome
from seatrial.domain.plan import PlannedCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """Checks that are about to run, one after another or several at once."""

    checks: tuple[PlannedCheck, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A check began to run. One that is re-used or skipped only finishes."""

    check_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a check is: `done` of `total` `unit`s (`bytes`, `files`, `queries`)."""

    check_id: str
    done: float
    total: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A check has its outcome."""

    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something a person should know that changes no outcome."""

    message: str
