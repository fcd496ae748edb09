"""What an assessment says of one check or one bound: a status with its grounds. Acceptance is the regime's word."""

from collections.abc import Mapping
from typing import NamedTuple

from seatrial.domain.assessment import Assessment
from seatrial.domain.check import Soundness
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.measurement import Measurement
from seatrial.domain.outcome import Outcome, Status
from seatrial.domain.plan import Bound
from seatrial.domain.verdict import Ground, RequirementStatus

WORST_FIRST = (RequirementStatus.NOT_SATISFIED, RequirementStatus.UNDECIDED, RequirementStatus.SATISFIED)

Part = tuple[RequirementStatus, tuple[Ground, ...]]


class Seen(NamedTuple):
    """An assessment by check and by metric."""

    outcomes: Mapping[str, Outcome]
    sound: frozenset[str]
    """Ids of planned checks that may decide."""
    measured: Mapping[str, tuple[tuple[Measurement, Outcome], ...]]
    unmeasured: Mapping[str, tuple[str, str]]
    """Metrics that a check was asked for and did not give: its id, and why."""


def seen(assessment: Assessment) -> Seen:
    """Index an assessment, once for all regimes that judge it."""
    measured: dict[str, tuple[tuple[Measurement, Outcome], ...]] = {}
    for outcome in assessment.outcomes:
        for measurement in outcome.measurements:
            measured[measurement.metric] = (*measured.get(measurement.metric, ()), (measurement, outcome))
    outcomes = {outcome.check_id: outcome for outcome in reversed(assessment.outcomes)}
    unmeasured: dict[str, tuple[str, str]] = {}
    for planned in assessment.plan.checks:
        outcome_of = outcomes.get(planned.check_id)
        if outcome_of and outcome_of.reason:
            for bound in planned.bounds:
                unmeasured.setdefault(bound.metric, (planned.check_id, f"{outcome_of.status}, {outcome_of.reason}"))
    return Seen(
        outcomes=outcomes,
        sound=frozenset(c.check_id for c in assessment.plan.checks if c.soundness is not Soundness.INDICATOR),
        measured=measured,
        unmeasured=unmeasured,
    )


def check_part(check_id: str, tolerates: Severity, looked: Seen) -> Part:
    """Satisfied only by a sound check that completed, looked at something or said that nothing applies."""
    outcome = looked.outcomes.get(check_id)
    if outcome is None:
        return _undecided("was not run", check_id)
    failing = _counting(outcome, (Kind.FAIL,), tolerates)
    indicator = check_id not in looked.sound
    if failing and not indicator:
        return RequirementStatus.NOT_SATISFIED, tuple(_ground(f, check_id) for f in failing)
    if outcome.status is not Status.COMPLETED:
        return _undecided(f"{outcome.status}: {outcome.reason}", check_id)
    if indicator:
        return _undecided("is an indicator, and an indicator never decides", check_id)
    unclear = _counting(outcome, (Kind.OPEN, Kind.REVIEW), tolerates)
    if unclear:
        return RequirementStatus.UNDECIDED, tuple(_ground(f, check_id) for f in unclear)
    if not outcome.applicable:
        reason = next(f.message for f in outcome.findings if f.kind is Kind.NOT_APPLICABLE)
        return RequirementStatus.SATISFIED, (Ground(text=reason, check_id=check_id),)
    if outcome.examined_count == 0:
        return _undecided("looked at nothing, and silence is not a pass", check_id)
    tolerated = _counting(outcome, (Kind.FAIL, Kind.OPEN, Kind.REVIEW), Severity.NONE)
    text = f"examined {outcome.examined_count}, found nothing that stands in the way"
    if tolerated:
        text = f"{text} ({len(tolerated)} tolerated up to severity {tolerates})"
    return RequirementStatus.SATISFIED, (Ground(text=text, check_id=check_id),)


def bound_part(bound: Bound, looked: Seen) -> Part:
    """A metric may be measured several times, once a file: every one of them has to keep the bound."""
    parts = [
        _measured(bound, measurement, outcome, looked) for measurement, outcome in looked.measured.get(bound.metric, ())
    ]
    if parts:
        return min(parts, key=lambda part: WORST_FIRST.index(part[0]))
    if bound.metric in looked.unmeasured:
        check_id, why = looked.unmeasured[bound.metric]
        text = f"{bound.metric} was not measured: {why}"
        return RequirementStatus.UNDECIDED, (Ground(text=text, check_id=check_id, metric=bound.metric),)
    return RequirementStatus.UNDECIDED, (Ground(text=f"{bound.metric} was not measured", metric=bound.metric),)


def _counting(outcome: Outcome, kinds: tuple[Kind, ...], above: Severity) -> list[Finding]:
    """Findings of these kinds that the regime does not tolerate; one without a severity always counts."""
    found = [f for f in outcome.findings if f.kind in kinds]
    return [f for f in found if f.severity is Severity.NONE or f.severity.rank > above.rank]


def _measured(bound: Bound, measurement: Measurement, outcome: Outcome, looked: Seen) -> Part:
    def ground(text: str) -> tuple[Ground, ...]:
        return (Ground(text=text, check_id=outcome.check_id, metric=bound.metric),)

    interval = f"between {measurement.lower:.3g} and {measurement.upper:.3g} ({measurement.n} samples)"
    if outcome.check_id not in looked.sound:
        return RequirementStatus.UNDECIDED, ground(f"{bound.metric} is an indicator, and an indicator never decides")
    if outcome.containment is None or not outcome.containment.sufficient:
        return RequirementStatus.UNDECIDED, ground(f"{bound.metric} was measured without containment of the subject")
    if measurement.confidence < bound.confidence:
        text = f"{bound.metric} is known at {measurement.confidence:.0%}, and {bound.confidence:.0%} is asked"
        return RequirementStatus.UNDECIDED, ground(text)
    at_most = bound.direction == "at-most"
    within = measurement.upper <= bound.limit if at_most else measurement.lower >= bound.limit
    beyond = measurement.lower > bound.limit if at_most else measurement.upper < bound.limit
    limit = f"{bound.direction.replace('-', ' ')} {bound.limit:g}"
    if within:
        return RequirementStatus.SATISFIED, ground(f"{bound.metric} is {interval}, within {limit}")
    if beyond:
        return RequirementStatus.NOT_SATISFIED, ground(f"{bound.metric} is {interval}, not {limit}")
    return RequirementStatus.UNDECIDED, ground(f"{bound.metric} is {interval}, which does not settle {limit}")


def _undecided(text: str, check_id: str) -> Part:
    return RequirementStatus.UNDECIDED, (Ground(text=f"{check_id} {text}", check_id=check_id),)


def _ground(finding: Finding, check_id: str) -> Ground:
    place = f" ({finding.location.path})" if finding.location else ""
    return Ground(text=f"{finding.message}{place}", check_id=check_id, finding=finding.fingerprint(check_id))
