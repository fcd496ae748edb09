"""Known answers beside a regime: `<id>.cases.yaml`, facts, events and outcomes in, and what the verdict must say.

A regime without cases is an opinion; with them, whoever changes a line sees what the change does.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from seatrial.documents import DocumentError, from_builtins
from seatrial.domain.assessment import Assessment
from seatrial.domain.check import Soundness
from seatrial.domain.event import Event
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.inventory import Basis, Fact
from seatrial.domain.measurement import Measurement
from seatrial.domain.outcome import Containment, Outcome, Status
from seatrial.domain.plan import Plan, PlannedCheck
from seatrial.domain.regime import Regime
from seatrial.domain.verdict import Verdict
from seatrial.regimes.judge import judge
from seatrial.regimes.yaml_lines import fault, located, read_yaml

SUFFIX = ".cases.yaml"

Stated: TypeAlias = str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOutcome:
    """One check's outcome, or one measurement, as a case gives it."""

    check: str
    status: Status = Status.COMPLETED
    examined: int = 1
    fail: Severity | None = None
    """Severity of a failing finding; absent, nothing is found."""
    metric: str = ""
    lower: float = 0.0
    upper: float = 1.0
    n: int = 100
    contained: bool = True
    indicator: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What the verdict must say. Only what is named is compared."""

    applicability: bool | str | None = None
    missing: tuple[str, ...] | None = None
    """Facts that would settle an unknown applicability, in any order."""
    result: str | None = None
    requirements: dict[str, str] = field(default_factory=dict)
    clocks: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, bool] = field(default_factory=dict)
    """Outcome codes, and whether some role may choose them."""
    stage: str | None = None
    conditions: dict[str, str] = field(default_factory=dict)
    disclosure: dict[str, dict[str, str]] = field(default_factory=dict)
    """Audience to class of items to what is shown; a class that is not listed is `none`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAnswer:
    """One case: what is given, and what must come out."""

    id: str
    title: str
    now: datetime.datetime
    expect: Expectation
    facts: dict[str, Stated] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    outcomes: tuple[CaseOutcome, ...] = ()
    others_pass: bool = False
    """Every check and bound of the regime that `outcomes` does not name passes; otherwise it was not run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAnswers:
    """All cases of one regime."""

    regime: str
    cases: tuple[KnownAnswer, ...]


def load_cases(data: bytes, source: str) -> KnownAnswers:
    """Read a file of cases. Raises `RegimeError` with file, line and remedy."""
    plain, lines = read_yaml(data, source)
    try:
        found = from_builtins(plain, KnownAnswers)
    except (DocumentError, ValueError) as error:
        raise located(DocumentError(str(error)), lines, source) from error
    ids = [case.id for case in found.cases]
    for index, case in enumerate(found.cases):
        if case.now.tzinfo is None:
            raise fault(source, lines.get(f"$.cases[{index}].now", 0), "has a time without its zone", "end it with `Z`")
        if ids.index(case.id) != index:
            line = lines.get(f"$.cases[{index}].id", 0)
            raise fault(source, line, f"has the case `{case.id}` twice", "give each its own id")
    return found


def answer(case: KnownAnswer, regime: Regime) -> Verdict:
    """The verdict on what the case gives."""
    facts = tuple(Fact(name=n, value=v, basis=Basis.DECLARED, source="case") for n, v in case.facts.items())
    return judge(regime, facts, _assessment(case, regime), case.events, case.now)


def differences(case: KnownAnswer, regime: Regime) -> Iterator[str]:
    """A sentence for everything in which the verdict is not what the case expects."""
    verdict, expected = answer(case, regime), case.expect
    if expected.applicability is not None:
        word = str(expected.applicability).lower()
        yield from _differs("applicability", verdict.applicability.truth.value, word)
    if expected.missing is not None:
        yield from _differs("missing", sorted(verdict.applicability.missing), sorted(expected.missing))
    if expected.result is not None:
        yield from _differs("result", verdict.result.value, expected.result)
    if expected.stage is not None:
        yield from _differs("stage", verdict.stage, expected.stage)
    found: dict[str, Mapping[str, object]] = {
        "requirement": {r.requirement_id: r.status.value for r in verdict.requirements},
        "clock": {c.clock_id: c.status.value for c in verdict.clocks},
        "condition": {c.text: c.status for c in verdict.conditions},
        "outcome": {code: code in _allowed(verdict) for code in (o.code for o in verdict.outcomes)},
    }
    named: dict[str, Mapping[str, object]] = {
        "requirement": expected.requirements,
        "clock": expected.clocks,
        "condition": expected.conditions,
        "outcome": expected.outcomes,
    }
    for part, wanted in named.items():
        for name, wish in wanted.items():
            yield from _differs(f"{part} {name}", found[part].get(name, "not there"), wish)
    shown = {(s.audience, s.item): s.show for s in verdict.disclosure}
    for audience, items in expected.disclosure.items():
        for item, word in items.items():
            yield from _differs(f"{item} to {audience}", shown.get((audience, item), "none"), word)


def _allowed(verdict: Verdict) -> set[str]:
    return {option.code for option in verdict.outcomes if option.allowed}


def _differs(what: str, found: object, expected: object) -> Iterator[str]:
    if found != expected:
        yield f"{what}: expected {expected}, found {found}"


def _assessment(case: KnownAnswer, regime: Regime) -> Assessment:
    by_check: dict[str, list[CaseOutcome]] = {}
    for item in (*case.outcomes, *(_passing(case, regime) if case.others_pass else ())):
        by_check.setdefault(item.check, []).append(item)
    checks = tuple(
        PlannedCheck(
            check_id=check_id,
            check_version=1,
            requirements=(),
            soundness=Soundness.INDICATOR if any(i.indicator for i in items) else Soundness.SOUND,
        )
        for check_id, items in by_check.items()
    )
    outcomes = tuple(_outcome(check_id, items) for check_id, items in by_check.items())
    return Assessment(plan=Plan(regimes=(regime.id,), checks=checks), outcomes=outcomes)


def _passing(case: KnownAnswer, regime: Regime) -> Iterator[CaseOutcome]:
    named = {item.check for item in case.outcomes} | {item.metric for item in case.outcomes}
    checks = {check: None for requirement in regime.requirements for check in requirement.checks}
    yield from (CaseOutcome(check=check) for check in checks if check not in named)
    for bound in (bound for requirement in regime.requirements for bound in requirement.bounds):
        if bound.metric not in named:
            yield CaseOutcome(
                check=f"measures.{bound.metric}", metric=bound.metric, lower=bound.limit, upper=bound.limit
            )


def _outcome(check_id: str, items: list[CaseOutcome]) -> Outcome:
    first = items[0]
    network = "none" if all(i.contained for i in items) else "open"
    return Outcome(
        check_id=check_id,
        check_version=1,
        status=first.status,
        examined=("m",) if first.examined else (),
        examined_count=first.examined,
        findings=tuple(
            Finding(kind=Kind.FAIL, message="fails, as the case says", severity=i.fail)
            for i in items
            if i.fail is not None
        ),
        measurements=tuple(
            Measurement(
                metric=i.metric,
                unit="1",
                estimate=(i.lower + i.upper) / 2,
                lower=i.lower,
                upper=i.upper,
                n=i.n,
                method="as the case says",
            )
            for i in items
            if i.metric
        ),
        reason="" if first.status is Status.COMPLETED else "as the case says",
        containment=Containment(network=network),
    )
