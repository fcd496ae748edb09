"""Releases on which regimes are compared. A made-up portfolio says so wherever it is shown."""

import datetime
from dataclasses import dataclass, field
from typing import Final

from seatrial.domain.check import ThreatArea
from seatrial.domain.inventory import Basis, Fact
from seatrial.domain.predicate import All, Any, Not, Predicate, Sealed
from seatrial.domain.regime import Regime

PORTFOLIO_SCHEMA: Final = "seatrial.portfolio/v1"
SEALED_FROM: Final = 0.75
"""A sealed threshold is taken as met from this latent capability on. Assumed: nobody outside knows the real one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """A planted defect, and what would show it."""

    kind: str
    """As in `compare/defects.py`."""
    area: ThreatArea
    shown_by: tuple[str, ...]
    """Types of evidence, check ids and `metric:<name>` that show it in this release. Drawn once, so that it is
    the same for every regime. A requirement must speak of the area, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Something that went wrong after the release, with its times; in this order."""

    occurred_at: datetime.datetime
    aware_at: datetime.datetime
    discovered_at: datetime.datetime
    determined_at: datetime.datetime
    reported_at: datetime.datetime
    """When the developer's report went out to everybody. It does not depend on the regime."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release: what is declared of it, and what is true of it although nobody may know."""

    name: str
    ready_at: datetime.datetime
    """When the final candidate exists."""
    facts: dict[str, str | float | int | bool | tuple[str, ...]]
    """Declared facts by name. Some are missing, as in life."""
    preparation: float = 1.0
    """How slowly the developer prepares evidence; 1 is as in `compare/effort.py`."""
    capability: float = 0.0
    """Latent capability in [0, 1): what a holder of a sealed threshold measures."""
    sealed_answered: bool = False
    """Whether holders of sealed thresholds answered for it."""
    defects: tuple[Defect, ...] = ()
    incidents: tuple[Incident, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """Made-up releases of about a year."""

    note: str
    seed: int
    releases: tuple[Release, ...] = field(default=())


def facts_of(release: Release, sealed: tuple[str, ...]) -> tuple[Fact, ...]:
    """Declared facts, and the answers to these sealed thresholds where their holders answered."""
    answers = {f"sealed.{ref}": release.capability >= SEALED_FROM for ref in sealed if release.sealed_answered}
    return tuple(
        Fact(name=name, value=value, basis=Basis.DECLARED, source="portfolio")
        for name, value in (release.facts | answers).items()
    )


def sealed_refs(regimes: tuple[Regime, ...]) -> tuple[str, ...]:
    """References of all sealed thresholds that regimes ask about, sorted."""
    asked = [r.applies for r in regimes]
    asked += [p for r in regimes for requirement in r.requirements for p in (requirement.when, requirement.facts)]
    return tuple(sorted({ref for predicate in asked for ref in _refs(predicate)}))


def _refs(predicate: Predicate | None) -> set[str]:
    match predicate:
        case All(of) | Any(of):
            return {ref for part in of for ref in _refs(part)}
        case Not(of):
            return _refs(of)
        case Sealed():
            return {predicate.ref}
    return set()
