"""Releases of a portfolio, and kept reviews, as candidates that any regime can look at."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from seatrial.compare.capacity import FILED
from seatrial.compare.observe import Candidate, PlantedDefect
from seatrial.compare.portfolio import SEALED_FROM, Incident, Portfolio, Release, facts_of, sealed_refs
from seatrial.domain.assessment import Assessment
from seatrial.domain.event import Event
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.measurement import Measurement
from seatrial.domain.outcome import Containment, Outcome, Status
from seatrial.domain.plan import Plan, PlannedCheck
from seatrial.domain.regime import Regime
from seatrial.domain.review import Review
from seatrial.regimes.predicates import on, strongest

_METRICS: Final = "synthetic.metrics"
"""Id of the made-up check that gives every metric which regimes bound."""
_SIMULATED: Final = (
    *FILED,
    "submission.",
    "question.",
    "decision.",
    "access.",
    "release.p",
    "report.published",
    "period.",
)
"""Beginnings of event types that the simulation makes itself."""


def of_portfolio(portfolio: Portfolio, regimes: tuple[Regime, ...]) -> list[Candidate]:
    """Candidates in the portfolio's order, with the outcomes of every check and metric that the regimes ask for."""
    checks = tuple(dict.fromkeys(c for r in regimes for requirement in r.requirements for c in requirement.checks))
    metrics = {b.metric: b.direction for r in regimes for requirement in r.requirements for b in requirement.bounds}
    made: dict[frozenset[str], Assessment] = {}
    sealed = sealed_refs(regimes)
    assess = partial(_assessment, checks, metrics)
    candidates = []
    for release in portfolio.releases:
        shown = frozenset(s for d in release.defects for s in d.shown_by if s in checks or s.startswith("metric:"))
        if shown not in made:
            made[shown] = assess(shown)
        candidates.append(_candidate(release, sealed, made[shown]))
    return candidates


def _candidate(release: Release, sealed: tuple[str, ...], assessment: Assessment) -> Candidate:
    facts = facts_of(release, sealed)
    return Candidate(
        name=release.name,
        ready_at=release.ready_at,
        facts=facts,
        known=strongest((*facts, on(release.ready_at.date()))),
        assessment=assessment,
        events=_answered(release) if sealed else (),
        slowness=release.preparation,
        defects=tuple(PlantedDefect(d.area, frozenset(d.shown_by)) for d in release.defects),
        incidents=tuple(_events(incident) for incident in release.incidents),
    )


def _answered(release: Release) -> tuple[Event, ...]:
    """The holder of a sealed threshold answered, and a release beyond it is designated."""
    if not release.sealed_answered:
        return ()
    answered = Event(type="sealed.answered", at=release.ready_at)
    met = release.capability >= SEALED_FROM
    return (answered, Event(type="designation.issued", at=release.ready_at)) if met else (answered,)


def _events(incident: Incident) -> tuple[Event, ...]:
    return (
        Event(type="incident.occurred", at=incident.occurred_at),
        Event(type="incident.aware", at=incident.aware_at),
        Event(type="incident.discovered", at=incident.discovered_at),
        Event(type="incident.determined", at=incident.determined_at),
        Event(type="incident.reported", at=incident.reported_at),
    )


def _assessment(checks: Sequence[str], metrics: dict[str, str], failing: frozenset[str]) -> Assessment:
    outcomes = [_outcome(check, failing=check in failing) for check in checks]
    measured = [
        _measurement(metric, high=(direction == "at-most") is (f"metric:{metric}" in failing))
        for metric, direction in metrics.items()
    ]
    outcomes.append(
        Outcome(
            check_id=_METRICS,
            check_version=1,
            status=Status.COMPLETED,
            examined=("synthetic",),
            examined_count=1,
            measurements=tuple(measured),
            containment=Containment(network="none"),
        )
    )
    planned = tuple(PlannedCheck(check_id=o.check_id, check_version=1, requirements=()) for o in outcomes)
    return Assessment(plan=Plan(regimes=(), checks=planned), outcomes=tuple(outcomes))


def _outcome(check: str, *, failing: bool) -> Outcome:
    finding = Finding(kind=Kind.FAIL, severity=Severity.CRITICAL, message="a planted defect")
    return Outcome(
        check_id=check,
        check_version=1,
        status=Status.COMPLETED,
        examined=("synthetic",),
        examined_count=1,
        findings=(finding,) if failing else (),
        containment=Containment(network="none"),
    )


def _measurement(metric: str, *, high: bool) -> Measurement:
    value = 1.0 if high else 0.0
    return Measurement(
        metric=metric, unit="1", estimate=value, lower=value, upper=value, n=1000, method="made up", confidence=0.999
    )


def of_review(review: Review) -> Candidate:
    """A kept review. Its own procedure is left out, since the simulation makes one for each regime."""
    incident = tuple(event for event in review.events if event.type.startswith("incident."))
    return Candidate(
        name=review.inventory.subject.name,
        ready_at=review.finished_at,
        facts=review.facts,
        known=strongest((*review.facts, on(review.finished_at.date()))),
        assessment=review.assessment,
        events=tuple(e for e in review.events if e not in incident and not e.type.startswith(_SIMULATED)),
        slowness=1.0,
        defects=(),
        incidents=(incident,) if incident else (),
        spent=_spent(review),
    )


def _spent(review: Review) -> dict[str, tuple[str, float, int]]:
    spent: dict[str, tuple[str, float, int]] = {}
    bounds = {planned.check_id: planned.bounds for planned in review.assessment.plan.checks}
    for outcome in review.assessment.outcomes:
        if outcome.status is Status.SKIPPED:
            continue
        cost = (outcome.check_id, outcome.spent.wall_seconds, outcome.spent.queries)
        metrics = {m.metric for m in outcome.measurements} | {b.metric for b in bounds[outcome.check_id]}
        spent |= {outcome.check_id: cost} | {f"metric:{metric}": cost for metric in metrics}
    return spent
