"""What a regime makes of an assessment. Computed; people's decisions are another noun."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from seatrial.domain.check import ThreatArea
from seatrial.domain.predicate import Answer
from seatrial.domain.procedure import ClockState
from seatrial.domain.regime import Effect
from seatrial.domain.result import Result


class RequirementStatus(StrEnum):
    """How a requirement stands."""

    SATISFIED = "satisfied"
    NOT_SATISFIED = "not-satisfied"
    UNDECIDED = "undecided"
    NOT_APPLICABLE = "not-applicable"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A dated, owned, expiring acceptance of one unmet requirement."""

    regime_id: str
    requirement_id: str
    owner: str
    role: str
    reason: str
    granted_on: datetime.date
    expires_on: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One piece of what decided a requirement."""

    text: str
    """A plain sentence: what was seen and what it means for the requirement."""
    check_id: str = ""
    finding: str = ""
    """Fingerprint of the finding it rests on."""
    metric: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementVerdict:
    """One requirement's status, with the evidence that decided it."""

    requirement_id: str
    statement: str
    status: RequirementStatus
    effect: Effect
    areas: tuple[ThreatArea, ...]
    grounds: tuple[Ground, ...] = ()
    mended_by: str = ""
    remedy: str = ""
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeOption:
    """One way a role may end the case, and whether the verdict lets it."""

    code: str
    by_role: str
    allowed: bool
    follows: bool
    """It says what the verdict says; one that does not must give its reasons."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one audience sees of one class of items now."""

    item: str
    audience: str
    show: str
    """`full redacted digest existence none`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionState:
    """How one condition stands: `kept`, `breached` or `open`."""

    text: str
    owner: str
    status: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A regime applied to an assessment."""

    regime_id: str
    regime_version: str
    regime_digest: str
    regime_title: str
    result: Result
    applicability: Answer
    requirements: tuple[RequirementVerdict, ...]
    judged_at: datetime.datetime
    stage: str = ""
    """Where the case stands by its events; empty where the regime names no stages."""
    clocks: tuple[ClockState, ...] = ()
    outcomes: tuple[OutcomeOption, ...] = ()
    conditions: tuple[ConditionState, ...] = ()
    disclosure: tuple[Shown, ...] = ()

    @property
    def obstacles(self) -> tuple[RequirementVerdict, ...]:
        """Requirements that keep the verdict from `clear`: neither satisfied, nor waived, nor out of scope."""
        unmet = (RequirementStatus.NOT_SATISFIED, RequirementStatus.UNDECIDED)
        return tuple(r for r in self.requirements if r.effect.stands_in_the_way and r.status in unmet)
