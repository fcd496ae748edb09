"""From a scenario to a whole `Review`: what sample reviews are made with.

The verdicts follow a small rule of this module, not the judge, so that a report can be tried with any status.
"""

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from seatrial.domain.assessment import Assessment
from seatrial.domain.check import Check, Cost
from seatrial.domain.declaration import Declaration
from seatrial.domain.evidence import EvidenceItem
from seatrial.domain.finding import Finding, Kind
from seatrial.domain.inventory import ArtifactEntry, Basis, Fact, Inventory, Subject
from seatrial.domain.measurement import Measurement
from seatrial.domain.outcome import Containment, Outcome, Spent, Status
from seatrial.domain.plan import Plan, PlannedCheck
from seatrial.domain.predicate import Answer, Truth
from seatrial.domain.regime import Effect
from seatrial.domain.result import Result
from seatrial.domain.review import Review
from seatrial.domain.verdict import Ground, RequirementStatus, RequirementVerdict, Verdict
from seatrial.testing.sample_catalogue import BOUNDS, CHECKS, LINES, UNASKED, Line

_AT: Final = datetime.datetime(2026, 11, 23, 9, 30, tzinfo=datetime.UTC)
_BASELINE: Final = ("open-weights-baseline", "2026.1", "Open-weights baseline")
INSIDE: Final = Containment(
    in_force=("user-namespace", "network-namespace", "landlock-read-only", "memory-limit", "cpu-limit"),
    absent=("seccomp: the kernel offers no filter to this process",),
    network="none",
)
"""Containment as it is on a machine that offers nearly all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What differs between samples; everything else is the same model and the same plan."""

    subject: Subject
    artifacts: tuple[ArtifactEntry, ...]
    facts: tuple[Fact, ...]
    declaration: Declaration | None = None
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    """Findings by check id."""
    measurements: Mapping[str, Measurement] = field(default_factory=dict)
    """Measurements by metric; a metric left out is not measured."""
    unfinished: Mapping[str, tuple[Status, str]] = field(default_factory=dict)
    """Status and reason by id, for checks that did not complete."""
    containment: Containment | None = INSIDE
    inventory_findings: tuple[Finding, ...] = ()
    regimes: tuple[tuple[str, str, str], ...] = (_BASELINE,)
    """Id, version and title of each regime asked."""


def sha256(name: str) -> str:
    """A digest that looks like one, the same for the same name: 64 hexadecimal digits."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def build(scenario: Scenario) -> Review:
    """The review of a scenario: one outcome per check, and a verdict per regime that follows from them."""
    outcomes = tuple(_outcome(check, scenario) for check in CHECKS)
    inventory = Inventory(
        subject=scenario.subject,
        artifacts=scenario.artifacts,
        facts=tuple(f for f in scenario.facts if f.basis is Basis.FILES),
        findings=scenario.inventory_findings,
        spent={"wall_seconds": 2.4, "bytes_read": float(scenario.subject.size)},
    )
    plan = Plan(
        regimes=tuple(regime[0] for regime in scenario.regimes),
        checks=tuple(_planned(check, scenario) for check in CHECKS),
        unasked=UNASKED,
    )
    assessment = Assessment(plan=plan, outcomes=outcomes)
    return Review(
        inventory=inventory,
        declaration=scenario.declaration,
        facts=scenario.facts,
        assessment=assessment,
        verdicts=tuple(_verdict(regime, scenario, assessment) for regime in scenario.regimes),
        started_at=_AT,
        finished_at=_AT + datetime.timedelta(minutes=3, seconds=42),
        tool_version="0.1.0",
        environment={"python": "3.11.2", "platform": "Linux x86_64", "processors": "2"},
        signer=f"sha256:{sha256('signing key')}",
    )


def _planned(check: Check, scenario: Scenario) -> PlannedCheck:
    lines = [q for q in LINES if check.id in q.checks or q.metric in check.metrics]
    status, reason = scenario.unfinished.get(check.id, (Status.COMPLETED, ""))
    return PlannedCheck(
        check_id=check.id,
        check_version=check.version,
        requirements=tuple(f"{regime[0]}/{line.id}" for regime in scenario.regimes for line in lines),
        soundness=check.soundness,
        bounds=tuple(BOUNDS[m] for m in check.metrics),
        obstacle=reason if status is Status.SKIPPED else "",
        expected_seconds=90.0 if check.cost is Cost.QUERIES else 1.0,
        expected_queries=120 if check.cost is Cost.QUERIES else 0,
    )


def _outcome(check: Check, scenario: Scenario) -> Outcome:
    status, reason = scenario.unfinished.get(check.id, (Status.COMPLETED, ""))
    if status is not Status.COMPLETED:
        spent = Spent() if status is Status.SKIPPED else Spent(wall_seconds=1.7, cpu_seconds=1.6)
        return Outcome(check_id=check.id, check_version=1, status=status, reason=reason, spent=spent)
    asks = check.cost is Cost.QUERIES
    measurements = tuple(scenario.measurements[m] for m in check.metrics if m in scenario.measurements)
    findings = scenario.findings.get(check.id, ())
    evidence = [
        EvidenceItem(digest=d, title="Opcodes up to the import", media_type="text/plain", size=1840)
        for finding in findings
        for d in finding.evidence
    ]
    evidence += [
        EvidenceItem(
            digest=f"sha256:{sha256(m.metric)}",
            title=f"Transcript, {m.metric}",
            media_type="application/jsonl",
            size=m.n * 733,
        )
        for m in measurements
    ]
    names = (scenario.subject.name,) if asks else tuple(a.path for a in scenario.artifacts)[:1000]
    asked = sum(m.n for m in measurements)
    return Outcome(
        check_id=check.id,
        check_version=1,
        status=status,
        examined=names,
        examined_count=1 if asks else len(scenario.artifacts),
        findings=findings,
        measurements=measurements,
        evidence=tuple(evidence),
        spent=_spent(check, asked, scenario.subject.size),
        containment=scenario.containment if asks else None,
        versions={"llama.cpp": "b11549"} if asks else {},
        reused_from=sha256("weights") if check.id == "weights.outlier-rows" else "",
    )


def _spent(check: Check, asked: int, size: int) -> Spent:
    if check.cost is Cost.QUERIES:
        return Spent(wall_seconds=asked * 1.31, cpu_seconds=asked * 2.5, queries=asked, tokens=asked * 74)
    if check.cost is Cost.STREAM:
        return Spent(wall_seconds=6.2, cpu_seconds=5.9, peak_rss_bytes=310_000_000, bytes_read=size)
    return Spent(wall_seconds=0.04, cpu_seconds=0.03, bytes_read=min(size, 65_536))


def _verdict(regime: tuple[str, str, str], scenario: Scenario, assessment: Assessment) -> Verdict:
    requirements = tuple(_requirement(line, scenario, assessment) for line in LINES)
    gates = {r.status for r in requirements if r.effect is Effect.GATE}
    if RequirementStatus.NOT_SATISFIED in gates:
        result = Result.NOT_CLEAR
    else:
        result = Result.COULD_NOT_TELL if RequirementStatus.UNDECIDED in gates else Result.CLEAR
    return Verdict(
        regime_id=regime[0],
        regime_version=regime[1],
        regime_digest=f"sha256:{sha256(regime[0])}",
        regime_title=regime[2],
        result=result,
        applicability=Answer(truth=Truth.TRUE),
        requirements=requirements,
        judged_at=_AT + datetime.timedelta(minutes=3, seconds=42),
    )


def _requirement(line: Line, scenario: Scenario, assessment: Assessment) -> RequirementVerdict:
    status, grounds = _stands(line, scenario, assessment)
    return RequirementVerdict(
        requirement_id=line.id,
        statement=line.statement,
        status=status,
        effect=line.effect,
        areas=line.areas,
        grounds=grounds[:20],
        mended_by=line.mended_by,
        remedy=line.remedy,
    )


def _stands(line: Line, scenario: Scenario, assessment: Assessment) -> tuple[RequirementStatus, tuple[Ground, ...]]:
    if line.metric:
        return _measured(line.metric, scenario)
    if not line.checks:
        licence = next((f for f in scenario.facts if f.name == "model.license"), None)
        if licence is None:
            return RequirementStatus.NOT_SATISFIED, (Ground(text="not stated: model.license"),)
        return RequirementStatus.SATISFIED, (Ground(text="model.license is apache-2.0 (by the files)"),)
    check_id = line.checks[0]
    outcome = assessment.outcome(check_id)
    if outcome is None or outcome.status is not Status.COMPLETED:
        reason = f"{outcome.status}: {outcome.reason}" if outcome else "was not run"
        return RequirementStatus.UNDECIDED, (Ground(text=f"{check_id} {reason}", check_id=check_id),)
    failing = [f for f in outcome.findings if f.kind is Kind.FAIL]
    if failing:
        return RequirementStatus.NOT_SATISFIED, tuple(
            Ground(
                text=f.message + (f" ({f.location.path})" if f.location else ""),
                check_id=check_id,
                finding=f.fingerprint(check_id),
            )
            for f in failing
        )
    text = f"examined {outcome.examined_count}, found nothing that stands in the way"
    return RequirementStatus.SATISFIED, (Ground(text=text, check_id=check_id),)


def _measured(metric: str, scenario: Scenario) -> tuple[RequirementStatus, tuple[Ground, ...]]:
    check = next(c for c in CHECKS if metric in c.metrics)
    measurement, limit = scenario.measurements.get(metric), BOUNDS[metric].limit
    if measurement is None:
        status, reason = scenario.unfinished.get(check.id, (Status.SKIPPED, "nothing was asked"))
        text = f"{metric} was not measured: {status}, {reason}"
        return RequirementStatus.UNDECIDED, (Ground(text=text, check_id=check.id, metric=metric),)
    between = f"between {measurement.lower:.3g} and {measurement.upper:.3g} ({measurement.n} samples)"
    if measurement.upper <= limit:
        status_, text = RequirementStatus.SATISFIED, f"{metric} is {between}, within at most {limit:g}"
    elif measurement.lower > limit:
        status_, text = RequirementStatus.NOT_SATISFIED, f"{metric} is {between}, not at most {limit:g}"
    else:
        status_, text = RequirementStatus.UNDECIDED, f"{metric} is {between}, which does not settle at most {limit:g}"
    return status_, (Ground(text=text, check_id=check.id, metric=metric),)
