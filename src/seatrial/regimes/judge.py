"""The one evaluator: a regime, facts, an assessment and a given clock to a verdict.

Pure, and "deny unless": a requirement is satisfied only by evidence that says so. What is missing, skipped,
crashed or uncertain leaves it undecided, and neither undecided nor not satisfied clears anything. Removing
an outcome, a finding's check, a measurement or a fact can therefore never turn a verdict into `clear`.
"""

import datetime

from seatrial.domain.assessment import Assessment
from seatrial.domain.check import Soundness
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.inventory import Fact
from seatrial.domain.measurement import Measurement
from seatrial.domain.outcome import Outcome, Status
from seatrial.domain.plan import Bound
from seatrial.domain.predicate import Answer, Predicate, Truth
from seatrial.domain.regime import Effect, Regime, Requirement
from seatrial.domain.verdict import Ground, RequirementStatus, RequirementVerdict, Result, Verdict, Waiver
from seatrial.regimes.predicates import Facts, evaluate, on, strongest

_WORST_FIRST = (RequirementStatus.NOT_SATISFIED, RequirementStatus.UNDECIDED, RequirementStatus.SATISFIED)
_MOST_GROUNDS = 20

Part = tuple[RequirementStatus, tuple[Ground, ...]]


def judge(
    regime: Regime,
    facts: tuple[Fact, ...],
    assessment: Assessment,
    waivers: tuple[Waiver, ...],
    now: datetime.datetime,
) -> Verdict:
    """What `regime` makes of `assessment` at `now`.

    Raises `ValueError` when `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("a verdict needs a time with its zone")
    known = strongest((*facts, on(now.astimezone(datetime.UTC).date())))
    applicability = evaluate(regime.applies, known) if regime.applies else Answer(truth=Truth.TRUE)
    requirements = tuple(
        _requirement(r, known, assessment, _waiver(r, regime, waivers, now)) for r in regime.requirements
    )
    return Verdict(
        regime_id=regime.id,
        regime_version=regime.version,
        regime_digest=regime.digest,
        regime_title=regime.title,
        result=_result(applicability, requirements),
        applicability=applicability,
        requirements=requirements,
        judged_at=now,
    )


def _result(applicability: Answer, requirements: tuple[RequirementVerdict, ...]) -> Result:
    if applicability.truth is Truth.FALSE:
        return Result.NOT_APPLICABLE
    if applicability.truth is Truth.UNKNOWN:
        return Result.COULD_NOT_TELL
    gates = {r.status for r in requirements if r.effect is Effect.GATE}
    if RequirementStatus.NOT_SATISFIED in gates:
        return Result.NOT_CLEAR
    if RequirementStatus.UNDECIDED in gates:
        return Result.COULD_NOT_TELL
    return Result.CLEAR


def _waiver(
    requirement: Requirement, regime: Regime, waivers: tuple[Waiver, ...], now: datetime.datetime
) -> Waiver | None:
    """The waiver in force: right requirement, right role, today within its dates."""
    today = now.astimezone(datetime.UTC).date()
    for waiver in waivers:
        same = (waiver.regime_id, waiver.requirement_id) == (regime.id, requirement.id)
        allowed = bool(requirement.waiver_role) and waiver.role == requirement.waiver_role
        if same and allowed and waiver.granted_on <= today < waiver.expires_on:
            return waiver
    return None


def _requirement(
    requirement: Requirement, facts: Facts, assessment: Assessment, waiver: Waiver | None
) -> RequirementVerdict:
    status, grounds = _status(requirement, facts, assessment)
    if waiver and status in (RequirementStatus.NOT_SATISFIED, RequirementStatus.UNDECIDED):
        status = RequirementStatus.WAIVED
    return RequirementVerdict(
        requirement_id=requirement.id,
        statement=requirement.statement,
        status=status,
        effect=requirement.effect,
        areas=requirement.areas,
        grounds=grounds[:_MOST_GROUNDS],
        mended_by=requirement.mended_by,
        remedy=_remedy(requirement, facts),
        waiver=waiver if status is RequirementStatus.WAIVED else None,
    )


def _remedy(requirement: Requirement, facts: Facts) -> str:
    """How to mend it; while it is open whether it concerns the subject, that is what to settle first."""
    answer = evaluate(requirement.when, facts) if requirement.when else Answer(truth=Truth.TRUE)
    if answer.truth is Truth.UNKNOWN:
        return f"State {', '.join(answer.missing)} under `facts` in seatrial.yaml, to settle whether this applies."
    return requirement.remedy


def _status(requirement: Requirement, facts: Facts, assessment: Assessment) -> Part:
    if requirement.when:
        answer = evaluate(requirement.when, facts)
        if answer.truth is Truth.FALSE:
            text = f"does not concern this subject: {_told(answer.used, facts)}"
            return RequirementStatus.NOT_APPLICABLE, (Ground(text=text),)
        if answer.truth is Truth.UNKNOWN:
            text = f"whether it concerns this subject is unknown; {', '.join(answer.missing)} would settle it"
            return RequirementStatus.UNDECIDED, (Ground(text=text),)
    parts = [_check(c, requirement.tolerates, assessment) for c in requirement.checks]
    parts += [_bound(b, assessment) for b in requirement.bounds]
    if requirement.facts:
        parts.append(_facts(requirement.facts, facts))
    worst = next((s for s in _WORST_FIRST if any(p[0] is s for p in parts)), RequirementStatus.UNDECIDED)
    deciding = [p for p in parts if worst is RequirementStatus.SATISFIED or p[0] is not RequirementStatus.SATISFIED]
    ordered = sorted(deciding, key=lambda part: _WORST_FIRST.index(part[0]))
    return worst, tuple(ground for _, grounds in ordered for ground in grounds)


def _check(check_id: str, tolerates: Severity, assessment: Assessment) -> Part:
    outcome = assessment.outcome(check_id)
    if outcome is None:
        return _undecided("was not run", check_id)
    failing = _counting(outcome, (Kind.FAIL,), tolerates)
    indicator = _is_indicator(check_id, assessment)
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
    seen = f"examined {outcome.examined_count}, found nothing that stands in the way"
    text = f"{seen} ({len(tolerated)} tolerated up to severity {tolerates})" if tolerated else seen
    return RequirementStatus.SATISFIED, (Ground(text=text, check_id=check_id),)


def _counting(outcome: Outcome, kinds: tuple[Kind, ...], above: Severity) -> list[Finding]:
    """Findings of these kinds that the regime does not tolerate; one without a severity always counts."""
    found = [f for f in outcome.findings if f.kind in kinds]
    return [f for f in found if f.severity is Severity.NONE or f.severity.rank > above.rank]


def _bound(bound: Bound, assessment: Assessment) -> Part:
    """A metric may be measured several times, once a file: every one of them has to keep the bound."""
    parts = [
        _measured(bound, measurement, outcome, assessment)
        for outcome in assessment.outcomes
        for measurement in outcome.measurements
        if measurement.metric == bound.metric
    ]
    if parts:
        return min(parts, key=lambda part: _WORST_FIRST.index(part[0]))
    for planned in assessment.plan.checks:
        outcome_of = assessment.outcome(planned.check_id)
        if outcome_of and outcome_of.reason and bound.metric in (b.metric for b in planned.bounds):
            text = f"{bound.metric} was not measured: {outcome_of.status}, {outcome_of.reason}"
            return RequirementStatus.UNDECIDED, (Ground(text=text, check_id=planned.check_id, metric=bound.metric),)
    return RequirementStatus.UNDECIDED, (Ground(text=f"{bound.metric} was not measured", metric=bound.metric),)


def _measured(bound: Bound, measurement: Measurement, outcome: Outcome, assessment: Assessment) -> Part:
    def ground(text: str) -> tuple[Ground, ...]:
        return (Ground(text=text, check_id=outcome.check_id, metric=bound.metric),)

    interval = f"between {measurement.lower:.3g} and {measurement.upper:.3g} ({measurement.n} samples)"
    if _is_indicator(outcome.check_id, assessment):
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


def _facts(predicate: Predicate, facts: Facts) -> Part:
    answer = evaluate(predicate, facts)
    if answer.truth is Truth.TRUE:
        return RequirementStatus.SATISFIED, (Ground(text=_told(answer.used, facts)),)
    missing = f"not stated: {', '.join(answer.missing)}" if answer.missing else _told(answer.used, facts)
    if answer.truth is Truth.FALSE:
        return RequirementStatus.NOT_SATISFIED, (Ground(text=missing),)
    return RequirementStatus.UNDECIDED, (Ground(text=missing),)


def _told(names: tuple[str, ...], facts: Facts) -> str:
    """Facts with their basis, so that a declared one is never read as measured."""
    words = {"measured": "measured", "files": "by the files", "declared": "declared"}
    known = [facts[name] for name in names if name in facts]
    return "; ".join(f"{f.name} is {_value(f)} ({words[f.basis]})" for f in known) or "no fact is known"


def _value(fact: Fact) -> str:
    if isinstance(fact.value, bool):
        return "true" if fact.value else "false"
    return ", ".join(fact.value) if isinstance(fact.value, tuple) else str(fact.value)[:120]


def _is_indicator(check_id: str, assessment: Assessment) -> bool:
    planned = next((c for c in assessment.plan.checks if c.check_id == check_id), None)
    return planned is None or planned.soundness is Soundness.INDICATOR


def _undecided(text: str, check_id: str) -> Part:
    return RequirementStatus.UNDECIDED, (Ground(text=f"{check_id} {text}", check_id=check_id),)


def _ground(finding: Finding, check_id: str) -> Ground:
    place = f" ({finding.location.path})" if finding.location else ""
    return Ground(text=f"{finding.message}{place}", check_id=check_id, finding=finding.fingerprint(check_id))
