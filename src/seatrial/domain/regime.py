"""A regime as data: who demands what, on which evidence."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from seatrial.domain.check import ThreatArea
from seatrial.domain.finding import Severity
from seatrial.domain.plan import Bound
from seatrial.domain.predicate import Predicate
from seatrial.domain.procedure import (
    Clock,
    Condition,
    Consequence,
    Disclosure,
    OutcomeCode,
    ProcedureRole,
    Recognition,
    Stage,
)
from seatrial.domain.source import Source


class RegimeKind(StrEnum):
    """Where its force comes from."""

    MANDATORY = "mandatory"
    VOLUNTARY = "voluntary"
    STANDARD = "standard"
    INFORMATION_SHARING = "information-sharing"
    INTERNAL = "internal"


class RegimeStatus(StrEnum):
    """Whether it is in force."""

    IN_FORCE = "in-force"
    ENACTED_FUTURE = "enacted-future"
    DRAFT = "draft"
    PROPOSED = "proposed"
    SUPERSEDED = "superseded"


class Effect(StrEnum):
    """What an unmet requirement does."""

    GATE = "gate"
    """Stands in the way of clearance."""
    CONDITION = "condition"
    """May be left open by a clearance with conditions; stands in the way of one without."""
    RECORD = "record"
    """Must be done and kept; no release waits for it."""
    ADVICE = "advice"
    """Is shown, and stands in nobody's way."""

    @property
    def stands_in_the_way(self) -> bool:
        """Whether an unmet requirement keeps a verdict from `clear`."""
        return self in (Effect.GATE, Effect.CONDITION)


class Verb(StrEnum):
    """What a requirement has somebody do."""

    PROVIDE = "provide"
    PUBLISH = "publish"
    PERFORM = "perform"
    GRANT_ACCESS = "grant-access"
    REPORT = "report"
    RETAIN = "retain"
    APPOINT = "appoint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One line of a regime. It is met only by everything it names together: deny unless."""

    id: str
    statement: str
    areas: tuple[ThreatArea, ...]
    actor: str = "developer"
    """Role that has to do it."""
    verb: Verb = Verb.PROVIDE
    evidence: str = ""
    """What is handed in, one of `EVIDENCE_TYPES`. Regimes that ask for the same type are answered by one item."""
    min_independence: int = 0
    """How far from the developer the evidence must come: 0 anybody, 1 a separate team, 2 an outside party,
    3 an authority. The fact `evidence.<type>.independence` states it."""
    due: str = ""
    """Clock id. A clock that ran out leaves the requirement unmet; one that runs leaves it undecided."""
    source: Source | None = None
    """Where this line is read from, when it is not all sources of the regime."""
    checks: tuple[str, ...] = ()
    """Check ids; every one completed, something examined or nothing applicable, nothing unmet."""
    bounds: tuple[Bound, ...] = ()
    """Measurements that must lie within a limit, with their whole interval."""
    facts: Predicate | None = None
    when: Predicate | None = None
    """The requirement applies only when this is true; unknown leaves it undecided."""
    tolerates: Severity = Severity.NONE
    """Failing findings up to this severity do not stand in the way."""
    effect: Effect = Effect.GATE
    mended_by: str = "developer"
    """Who can mend it: `developer`, `reviewer`, `authority`."""
    remedy: str = ""
    waiver_role: str = ""
    """Who may waive it; empty means nobody."""
    maps_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """A versioned set of requirements with the sources they were read from."""

    id: str
    version: str
    title: str
    kind: RegimeKind
    status: RegimeStatus
    summary: str
    requirements: tuple[Requirement, ...]
    sources: tuple[Source, ...] = ()
    applies: Predicate | None = None
    effective_from: datetime.date | None = None
    effective_to: datetime.date | None = None
    clocks: tuple[Clock, ...] = ()
    roles: tuple[ProcedureRole, ...] = ()
    stages: tuple[Stage, ...] = ()
    outcomes: tuple[OutcomeCode, ...] = ()
    conditions: tuple[Condition, ...] = ()
    disclosure: tuple[Disclosure, ...] = ()
    recognitions: tuple[Recognition, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    digest: str = ""
    """`sha256:` of the file it was read from."""
