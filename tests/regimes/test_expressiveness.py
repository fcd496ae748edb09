"""The twelve things that a data model of regimes must be able to say, each on the regimes that are shipped."""

import dataclasses
import datetime

import pytest

from seatrial.domain.assessment import Assessment
from seatrial.domain.errors import UsageError
from seatrial.domain.event import Event
from seatrial.domain.inventory import Basis, Fact
from seatrial.domain.plan import Plan
from seatrial.domain.predicate import Truth
from seatrial.domain.procedure import ClockStatus, OnExpiry
from seatrial.domain.regime import Regime
from seatrial.domain.result import Result
from seatrial.domain.verdict import RequirementStatus, Verdict
from seatrial.regimes import shipped
from seatrial.regimes.cases import KnownAnswer, answer
from seatrial.regimes.judge import judge
from seatrial.regimes.sealing import commit, opens

NOTHING = Assessment(plan=Plan(regimes=(), checks=()), outcomes=())
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


def at(month: int, day: int, hour: int = 12) -> datetime.datetime:
    return datetime.datetime(2026, month, day, hour, tzinfo=datetime.UTC)


def given(regime: Regime | str, *events: Event, now: datetime.datetime = NOON, **facts: object) -> Verdict:
    found = shipped.find(regime) if isinstance(regime, str) else regime
    stated = tuple(
        Fact(name=name.replace("__", "."), value=value, basis=Basis.DECLARED, source="test")  # type: ignore[arg-type]
        for name, value in facts.items()
    )
    return judge(found, stated, NOTHING, events, now)


def case(regime_id: str, case_id: str) -> KnownAnswer:
    return next(c for c in shipped.cases(regime_id).cases if c.id == case_id)


def told(regime_id: str, case_id: str) -> Verdict:
    return answer(case(regime_id, case_id), shipped.find(regime_id))


def clock(verdict: Verdict, clock_id: str) -> ClockStatus:
    return next(c.status for c in verdict.clocks if c.clock_id == clock_id)


def allowed(verdict: Verdict, code: str) -> bool:
    return any(option.allowed for option in verdict.outcomes if option.code == code)


def status(verdict: Verdict, requirement_id: str) -> RequirementStatus:
    return next(r.status for r in verdict.requirements if r.requirement_id == requirement_id)


def test_01_an_unknown_threshold_leaves_applicability_unknown_and_names_what_settles_it() -> None:
    open_question = given("us-eo14409", developer__opted_in=("us-eo14409",))
    assert open_question.applicability.truth is Truth.UNKNOWN
    assert open_question.applicability.missing == ("sealed.nsa-cyber-threshold",)
    answered = Event(type="sealed.answered", at=at(11, 1), role="designator", about="nsa-cyber-threshold", says=True)
    settled = given("us-eo14409", answered, developer__opted_in=("us-eo14409",))
    assert settled.applicability.truth is Truth.TRUE
    stranger = dataclasses.replace(answered, role="developer")
    assert given("us-eo14409", stranger, developer__opted_in=("us-eo14409",)).applicability.truth is Truth.UNKNOWN


def test_02_a_clock_is_stopped_by_three_questions_and_the_stops_are_capped() -> None:
    verdict = told("internal-board", "clock-stopped-three-times")
    found = next(c for c in verdict.clocks if c.clock_id == "review")
    assert (found.status, found.stopped_days) == (ClockStatus.EXPIRED, 20)


def test_03_silence_clears_or_escalates_on_the_same_events() -> None:
    clearing = shipped.find("us-draft-2026-05-mandatory")
    escalating = dataclasses.replace(
        clearing, clocks=tuple(dataclasses.replace(c, on_expiry=OnExpiry.ESCALATE) for c in clearing.clocks)
    )
    accepted = Event(type="submission.accepted", at=at(8, 20))
    both = [given(r, accepted, sealed__x=True) for r in (clearing, escalating)]
    assert [clock(verdict, "hold") for verdict in both] == [ClockStatus.EXPIRED] * 2
    assert [allowed(verdict, "deemed-cleared") for verdict in both] == [True, False]


def test_04_one_incident_has_four_clocks_and_four_answers() -> None:
    events = (
        Event(type="incident.occurred", at=at(11, 1)),
        Event(type="incident.aware-infrastructure", at=at(11, 2)),
        Event(type="incident.discovered", at=at(11, 3)),
        Event(type="incident.determined", at=at(11, 9)),
        Event(type="incident.reported", at=at(11, 11)),
    )
    clocks = {"eu-gpai-sr": "aware-infrastructure", "us-ca-sb53": "incident", "us-ny-raise": "incident"}
    found = {regime_id: clock(given(regime_id, *events), clock_id) for regime_id, clock_id in clocks.items()}
    assert found == {
        "eu-gpai-sr": ClockStatus.LATE,
        "us-ca-sb53": ClockStatus.MET,
        "us-ny-raise": ClockStatus.MET,
    }
    undetermined = tuple(event for event in events if event.type != "incident.determined")
    assert clock(given("us-il-sb315", *undetermined), "incident") is ClockStatus.NOT_STARTED
    starts = {next(c.started_at for c in given(r, *events).clocks if c.clock_id == name) for r, name in clocks.items()}
    assert len(starts) == 3


def test_05_an_interim_report_buys_fifteen_business_days_and_nothing_else_does() -> None:
    bought, not_bought = (
        told("eu-gpai-sr", "report-slips-with-an-interim-report"),
        told("eu-gpai-sr", "report-slips-without"),
    )
    assert status(bought, "model-report") is RequirementStatus.UNDECIDED
    assert status(not_bought, "model-report") is RequirementStatus.NOT_SATISFIED
    due = next(c.due_at for c in bought.clocks if c.clock_id == "report-slip")
    assert due is not None
    assert due.date() == datetime.date(2026, 12, 8)


def test_06_the_similarly_safe_lane_opens_and_its_lost_reference_is_cured_in_six_months() -> None:
    assert told("eu-gpai-sr", "similarly-safe-lane").result is Result.CLEAR
    assert status(told("eu-gpai-sr", "reference-lost-and-curing"), "reference-kept") is RequirementStatus.UNDECIDED
    assert status(told("eu-gpai-sr", "reference-lost-too-long"), "reference-kept") is RequirementStatus.NOT_SATISFIED


def test_08_new_york_accepts_a_report_that_another_found_in_order_and_not_one_that_is_too_old() -> None:
    accepted = case("us-ny-raise", "stricter-report-accepted")
    regime = shipped.find("us-ny-raise")
    assert answer(accepted, regime).result is Result.CLEAR
    stale = dataclasses.replace(
        accepted, facts={**accepted.facts, "satisfied.us-ca-sb53.transparency-report": "2025-01-01"}
    )
    assert answer(stale, regime).result is not Result.CLEAR
    without = dataclasses.replace(accepted, facts={k: v for k, v in accepted.facts.items() if "satisfied" not in k})
    assert answer(without, regime).result is not Result.CLEAR


def test_09_a_suspension_without_a_finding_is_refused() -> None:
    regime = shipped.find("proposal-third-party-veto")
    clear = answer(case(regime.id, "evaluated-outside"), regime)
    assert not allowed(clear, "suspended")
    assert allowed(told(regime.id, "evaluated-inside"), "suspended")


def test_10_a_condition_that_is_breached_after_release_opens_the_case_again() -> None:
    assert told("internal-board", "breach-after-release").stage == "reopened"
    before = case("internal-board", "breach-after-release")
    kept = dataclasses.replace(before, events=before.events[:-1])
    assert answer(kept, shipped.find("internal-board")).stage == "released"


def test_11_the_public_sees_existence_alone_and_a_digest_holds_the_threshold_until_it_is_opened() -> None:
    regime = shipped.find("us-caisi-agreement")
    seen = {s.item: s.show for s in given(regime).disclosure if s.audience == "public"}
    assert seen == {"findings": "none", "case-existence": "existence"}
    salt = bytes(range(32))
    commitment = commit("ge: [model.exploit_score, 0.4]", salt)
    assert "0.4" not in commitment
    assert opens(commitment, "ge: [model.exploit_score, 0.4]", salt)
    assert not opens(commitment, "ge: [model.exploit_score, 0.5]", salt)
    assert not opens(commitment, "ge: [model.exploit_score, 0.4]", bytes(32))
    with pytest.raises(UsageError):
        commit("ge: [model.exploit_score, 0.4]", b"short")


def test_12_an_evaluation_without_its_record_of_containment_satisfies_no_gate() -> None:
    verdict = told("open-weights-baseline", "compliance-measured-outside")
    assert status(verdict, "harmful-compliance-bounded") is RequirementStatus.UNDECIDED
    assert verdict.result is Result.COULD_NOT_TELL
