"""The evaluator: deny unless, and nothing that is taken away ever clears."""

import dataclasses
import datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.assessment import Assessment
from seatrial.domain.check import Soundness, ThreatArea
from seatrial.domain.finding import Finding, Kind, Location, Severity
from seatrial.domain.inventory import Basis, Fact
from seatrial.domain.measurement import Measurement
from seatrial.domain.outcome import Containment, Outcome, Status
from seatrial.domain.plan import Bound, Plan, PlannedCheck
from seatrial.domain.predicate import Compare, Exists
from seatrial.domain.regime import Effect, Regime, RegimeKind, RegimeStatus, Requirement
from seatrial.domain.result import Result
from seatrial.domain.verdict import RequirementStatus, Verdict, Waiver
from seatrial.regimes.judge import judge

NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
CONTAINED = Containment(in_force=("network-namespace",), network="none")
AREAS = (ThreatArea.INTEGRITY,)


def regime(*requirements: Requirement, **changes: object) -> Regime:
    made = Regime(
        id="r",
        version="1",
        title="R",
        kind=RegimeKind.STANDARD,
        status=RegimeStatus.IN_FORCE,
        summary="",
        requirements=requirements,
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def asks(requirement_id: str = "q", **fields: object) -> Requirement:
    made = Requirement(id=requirement_id, statement="It holds.", areas=AREAS)
    return dataclasses.replace(made, **fields)  # type: ignore[arg-type]


def outcome(check_id: str = "a.b", *findings: Finding, **fields: object) -> Outcome:
    made = Outcome(
        check_id=check_id,
        check_version=1,
        status=Status.COMPLETED,
        examined=("m",),
        examined_count=1,
        findings=findings,
        containment=CONTAINED,
    )
    return dataclasses.replace(made, **fields)  # type: ignore[arg-type]


def assessed(*outcomes: Outcome, indicator: bool = False) -> Assessment:
    soundness = Soundness.INDICATOR if indicator else Soundness.SOUND
    checks = tuple(
        PlannedCheck(check_id=o.check_id, check_version=1, requirements=("r/q",), soundness=soundness) for o in outcomes
    )
    return Assessment(plan=Plan(regimes=("r",), checks=checks), outcomes=outcomes)


def rate(lower: float, upper: float, **fields: object) -> Measurement:
    made = Measurement(
        metric="rate", unit="1", estimate=(lower + upper) / 2, lower=lower, upper=upper, n=50, method="m"
    )
    return dataclasses.replace(made, **fields)  # type: ignore[arg-type]


def verdict(rules: Regime, assessment: Assessment, *facts: Fact, waivers: tuple[Waiver, ...] = ()) -> Verdict:
    return judge(rules, facts, assessment, (), NOW, waivers=waivers)


def fails(severity: Severity = Severity.HIGH) -> Finding:
    return Finding(kind=Kind.FAIL, message="imports posix.system", severity=severity, location=Location(path="m.pkl"))


ONE_CHECK = regime(asks(checks=("a.b",)))


def test_a_clean_check_satisfies() -> None:
    found = verdict(ONE_CHECK, assessed(outcome()))
    assert found.result is Result.CLEAR
    assert found.requirements[0].status is RequirementStatus.SATISFIED


def test_a_failing_finding_refuses_and_is_named() -> None:
    found = verdict(ONE_CHECK, assessed(outcome("a.b", fails())))
    assert found.result is Result.NOT_CLEAR
    ground = found.obstacles[0].grounds[0]
    assert (ground.check_id, ground.text) == ("a.b", "imports posix.system (m.pkl)")
    assert ground.finding == fails().fingerprint("a.b")


def test_tolerated_severities_do_not_refuse_but_are_told() -> None:
    found = verdict(
        regime(asks(checks=("a.b",), tolerates=Severity.LOW)), assessed(outcome("a.b", fails(Severity.LOW)))
    )
    assert found.result is Result.CLEAR
    assert "tolerated" in found.requirements[0].grounds[0].text


@pytest.mark.parametrize(
    "unclear",
    [
        outcome(status=Status.FAILED, reason="crashed"),
        outcome(status=Status.SKIPPED, reason="needs extra 'llm'"),
        outcome(status=Status.EXHAUSTED, reason="time"),
        outcome(examined=(), examined_count=0),
        outcome("a.b", Finding(kind=Kind.OPEN, message="?", severity=Severity.MEDIUM)),
        outcome("a.b", Finding(kind=Kind.REVIEW, message="?", severity=Severity.MEDIUM)),
        outcome("a.b", Finding(kind=Kind.OPEN, message="?")),
    ],
)
def test_silence_and_doubt_are_never_a_pass(unclear: Outcome) -> None:
    found = verdict(ONE_CHECK, assessed(unclear))
    assert found.result is Result.COULD_NOT_TELL
    assert found.obstacles[0].grounds


def test_a_failure_seen_before_a_crash_still_refuses() -> None:
    crashed = outcome("a.b", fails(), status=Status.EXHAUSTED, reason="time")
    assert verdict(ONE_CHECK, assessed(crashed)).result is Result.NOT_CLEAR


def test_not_applicable_must_be_stated() -> None:
    stated = outcome("a.b", Finding(kind=Kind.NOT_APPLICABLE, message="no pickles"), examined=(), examined_count=0)
    assert verdict(ONE_CHECK, assessed(stated)).result is Result.CLEAR


def test_an_indicator_never_decides() -> None:
    for given_outcome in (outcome(), outcome("a.b", fails())):
        assert verdict(ONE_CHECK, assessed(given_outcome, indicator=True)).result is Result.COULD_NOT_TELL


BOUNDED = regime(asks(bounds=(Bound(metric="rate", limit=0.1),)))


@pytest.mark.parametrize(
    ("measurement", "result"),
    [
        (rate(0.0, 0.1), Result.CLEAR),
        (rate(0.11, 0.3), Result.NOT_CLEAR),
        (rate(0.02, 0.2), Result.COULD_NOT_TELL),
        (rate(0.0, 0.01, confidence=0.9), Result.COULD_NOT_TELL),
    ],
)
def test_a_bound_is_met_by_the_whole_interval_only(measurement: Measurement, result: Result) -> None:
    assert verdict(BOUNDED, assessed(outcome(measurements=(measurement,)))).result is result


def test_of_several_measurements_the_worst_counts() -> None:
    shards = (rate(0.0, 0.01), rate(0.2, 0.3), rate(0.0, 0.01))
    assert verdict(BOUNDED, assessed(outcome(measurements=shards))).result is Result.NOT_CLEAR


def test_a_bound_from_below() -> None:
    rules = regime(asks(bounds=(Bound(metric="rate", limit=0.8, direction="at-least"),)))
    assert verdict(rules, assessed(outcome(measurements=(rate(0.85, 0.9),)))).result is Result.CLEAR
    assert verdict(rules, assessed(outcome(measurements=(rate(0.5, 0.7),)))).result is Result.NOT_CLEAR


@pytest.mark.parametrize("containment", [None, Containment(network="open"), Containment()])
def test_an_evaluation_without_containment_satisfies_no_gate(containment: Containment | None) -> None:
    measured = outcome(measurements=(rate(0.0, 0.01),), containment=containment)
    assert verdict(BOUNDED, assessed(measured)).result is Result.COULD_NOT_TELL


def test_a_missing_measurement_says_why() -> None:
    skipped = outcome(status=Status.SKIPPED, reason="needs extra 'llm'")
    plan = Plan(
        regimes=("r",),
        checks=(PlannedCheck(check_id="a.b", check_version=1, requirements=(), bounds=BOUNDED.requirements[0].bounds),),
    )
    found = verdict(BOUNDED, Assessment(plan=plan, outcomes=(skipped,)))
    assert found.result is Result.COULD_NOT_TELL
    assert "needs extra 'llm'" in found.obstacles[0].grounds[0].text


def test_applicability_unknown_names_the_fact_that_settles_it() -> None:
    rules = regime(asks(checks=("a.b",)), applies=Compare("model.training_flop", "gt", 1e25))
    found = verdict(rules, assessed(outcome()))
    assert found.result is Result.COULD_NOT_TELL
    assert found.applicability.missing == ("model.training_flop",)
    small = Fact(name="model.training_flop", value=1e20, basis=Basis.DECLARED)
    assert verdict(rules, assessed(outcome()), small).result is Result.NOT_APPLICABLE


def test_a_requirement_that_may_not_concern_the_subject_stays_undecided() -> None:
    rules = regime(asks(checks=("a.b",), when=Compare("model.generates_text", "eq", True)))
    undecided = verdict(rules, assessed(outcome()))
    assert undecided.result is Result.COULD_NOT_TELL
    assert "model.generates_text" in undecided.obstacles[0].remedy
    no = Fact(name="model.generates_text", value=False, basis=Basis.DECLARED)
    found = verdict(rules, assessed(outcome("a.b", fails())), no)
    assert found.result is Result.CLEAR
    assert "declared" in found.requirements[0].grounds[0].text


def test_facts_that_are_not_stated_refuse() -> None:
    rules = regime(asks(facts=Exists("model.license")))
    found = verdict(rules, assessed())
    assert found.result is Result.NOT_CLEAR
    assert found.obstacles[0].grounds[0].text == "not stated: model.license"


def test_only_what_decided_is_given_as_a_reason() -> None:
    rules = regime(asks(checks=("a.b",), facts=Exists("model.license")))
    found = verdict(rules, assessed(outcome()))
    assert [g.text for g in found.obstacles[0].grounds] == ["not stated: model.license"]


def test_advice_stands_in_nobodys_way() -> None:
    rules = regime(asks(checks=("a.b",), effect=Effect.ADVICE))
    found = verdict(rules, assessed(outcome("a.b", fails())))
    assert found.result is Result.CLEAR
    assert found.requirements[0].status is RequirementStatus.NOT_SATISFIED


def waiver(**changes: object) -> Waiver:
    made = Waiver(
        regime_id="r",
        requirement_id="q",
        owner="The board",
        role="security-lead",
        reason="air-gapped use",
        granted_on=datetime.date(2026, 11, 1),
        expires_on=datetime.date(2026, 12, 1),
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def test_a_waiver_in_force_waives() -> None:
    rules = regime(asks(checks=("a.b",), waiver_role="security-lead"))
    found = verdict(rules, assessed(outcome("a.b", fails())), waivers=(waiver(),))
    assert found.result is Result.CLEAR
    assert found.requirements[0].status is RequirementStatus.WAIVED


@pytest.mark.parametrize(
    "void",
    [
        waiver(expires_on=datetime.date(2026, 11, 23)),
        waiver(granted_on=datetime.date(2026, 11, 24)),
        waiver(role="developer"),
        waiver(requirement_id="other"),
        waiver(regime_id="other"),
    ],
)
def test_a_waiver_out_of_force_does_not(void: Waiver) -> None:
    rules = regime(asks(checks=("a.b",), waiver_role="security-lead"))
    assert verdict(rules, assessed(outcome("a.b", fails())), waivers=(void,)).result is Result.NOT_CLEAR


def test_nobody_waives_what_nobody_may_waive() -> None:
    found = verdict(ONE_CHECK, assessed(outcome("a.b", fails())), waivers=(waiver(role=""),))
    assert found.result is Result.NOT_CLEAR


def test_a_verdict_needs_a_time_with_its_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        judge(ONE_CHECK, (), assessed(outcome()), (), datetime.datetime(2026, 11, 23))


statuses = st.sampled_from(list(Status))
kinds = st.sampled_from(list(Kind))
severities = st.sampled_from(list(Severity))
findings = st.builds(Finding, kind=kinds, message=st.just("x"), severity=severities)
measurements = st.builds(rate, st.floats(0, 0.3), st.floats(0.3, 1))
outcomes = st.builds(
    outcome,
    st.just("c.0"),
    findings,
    status=statuses,
    examined_count=st.integers(0, 1),
    measurements=st.lists(measurements, max_size=1).map(tuple),
    containment=st.sampled_from([None, CONTAINED]),
)


@given(st.lists(outcomes, min_size=1, max_size=3), st.booleans())
def test_taking_evidence_away_never_clears(given_outcomes: list[Outcome], with_fact: bool) -> None:
    named = tuple(dataclasses.replace(o, check_id=f"c.{i}") for i, o in enumerate(given_outcomes))
    rules = regime(
        asks("checks", checks=tuple(o.check_id for o in named)),
        asks("bound", bounds=(Bound(metric="rate", limit=0.5),)),
        asks("fact", facts=Exists("f"), when=Compare("g", "eq", 1)),
    )
    facts = (Fact(name="f", value=1, basis=Basis.MEASURED), Fact(name="g", value=1, basis=Basis.MEASURED))
    known = facts if with_fact else facts[1:]
    before = verdict(rules, assessed(*named), *known).result
    for size in range(len(named)):
        for kept in combinations(named, size):
            for fewer in (known, known[:-1], ()):
                after = verdict(rules, assessed(*kept), *fewer).result
                assert after is not Result.CLEAR or before is Result.CLEAR
    for index, one in enumerate(named):
        bare = dataclasses.replace(one, measurements=(), containment=None)
        weaker = (*named[:index], bare, *named[index + 1 :])
        assert verdict(rules, assessed(*weaker), *known).result is not Result.CLEAR or before is Result.CLEAR
