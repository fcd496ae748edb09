"""What clocks do by themselves: at their minute, whoever was there, and however late it is looked at."""

import dataclasses
import datetime

import pytest

from seatrial.app.office.judging import clocks_of
from seatrial.cases.acts import ClockExtended, ClockRanOut, DecisionVoted, SubmissionAccepted
from seatrial.cases.replay import caught_up, replay, step
from seatrial.cases.roles import completed
from seatrial.cases.state import CaseState, Stage
from seatrial.domain.procedure import Clock, ClockUnit, OnExpiry
from seatrial.domain.regime import Regime
from seatrial.regimes import shipped
from tests.cases.trial import (
    ADA,
    DAN,
    DAY,
    DORA,
    EMIL,
    IRIS,
    OFFICE,
    PAUL,
    PIA,
    START,
    Trial,
    answer,
    proposed,
    question,
)

MINUTE = datetime.timedelta(minutes=1)


def regime_with(on_expiry: OnExpiry, **changes: object) -> Regime:
    """The open office, whose review runs ten days from acceptance and ends as given."""
    regime = completed(shipped.find("release-office"))
    clock = Clock(
        id="review",
        start="submission.accepted",
        length=10,
        unit=ClockUnit.DAYS,
        stop_on=("question.asked",),
        resume_on=("question.answered",),
        max_stop_days=20,
        ends_on=("decision.made",),
        on_expiry=on_expiry,
    )
    kept = tuple(clock for clock in regime.clocks if clock.id not in ("review", "answer"))
    return dataclasses.replace(regime, clocks=(*kept, dataclasses.replace(clock, **changes)))  # type: ignore[arg-type]


DUE = datetime.datetime(2026, 11, 14, tzinfo=datetime.UTC)
"""Accepted on the 3rd; the 13th is the last of ten days."""


@pytest.mark.parametrize("late", [datetime.timedelta(), MINUTE, 40 * DAY, 4000 * DAY])
def test_silence_clears_at_the_minute_however_late_it_is_looked_at(late: datetime.timedelta) -> None:
    case = Trial(regime=regime_with(OnExpiry.DEEMED_CLEAR)).accepted()
    assert case.state(DUE - MINUTE).decision is None
    state = case.state(DUE + late)
    assert state.decision is not None
    assert (state.decision.outcome, state.decision.at, state.decision.people) == ("deemed-cleared", DUE, ())
    assert state.stage is Stage.DECIDED
    assert state.moves[-1].at == DUE


def test_the_same_events_escalate_under_another_word_of_the_rule() -> None:
    case = Trial(regime=regime_with(OnExpiry.ESCALATE)).accepted()
    state = case.state(DUE + DAY)
    assert state.decision is None
    assert state.escalated_at == DUE
    case.now = DUE + DAY
    assert case.tried(PAUL, "decision.proposed", proposed("p1", "cleared")) is None, "the appeal body may decide now"
    assert case.do(PIA, "decision.voted", DecisionVoted(id="p1", agrees=True)).stage is Stage.DECIDED


def test_a_submission_lapses_and_nothing_brings_it_back() -> None:
    case = Trial(regime=regime_with(OnExpiry.LAPSE)).accepted()
    state = case.state(DUE)
    assert (state.stage, state.closed_as) == (Stage.CLOSED, "lapsed")
    case.now = DUE + DAY
    refused = case.tried(DORA, "decision.proposed", proposed("p1", "cleared"))
    assert refused is not None
    assert "lapsed" in refused.why


def test_no_objection_lets_others_decide() -> None:
    state = Trial(regime=regime_with(OnExpiry.DEEMED_NO_OBJECTION)).accepted().state(DUE)
    assert state.no_objection == ("review",)
    assert state.stage is Stage.ASSESSMENT


def test_a_missed_duty_opens_a_decided_case_again() -> None:
    regime = regime_with(OnExpiry.BREACH, start="decision.made", ends_on=("audit.published",), stop_on=(), resume_on=())
    case = Trial(regime=regime).accepted().decided()
    due = datetime.datetime(2026, 11, 14, tzinfo=datetime.UTC)
    assert case.state(due - MINUTE).stage is Stage.DECIDED
    state = case.state(due + 300 * DAY)
    assert (state.stage, state.moves[-1].at) == (Stage.REOPENED, due)
    assert [event.type for event in state.moved][-1] == "condition.breached"


def test_a_clock_that_ran_out_is_not_wound_back() -> None:
    """An extension after the end is refused, and one forced into the chain changes nothing that has happened."""
    regime = regime_with(OnExpiry.DEEMED_CLEAR)
    extend = next(clock.extend for clock in shipped.find("release-office").clocks if clock.extend)
    regime = dataclasses.replace(
        regime, clocks=tuple(dataclasses.replace(c, extend=extend) if c.id == "review" else c for c in regime.clocks)
    )
    case = Trial(regime=regime).accepted()
    case.now = DUE + DAY
    longer = ClockExtended(clock="review", reason="busy")
    refused = case.tried(DORA, "clock.extended", longer)
    assert refused is not None
    assert "does not run" in refused.why
    case.append(case.attempt(DORA, "clock.extended", longer))
    state = case.state()
    assert state.decision is not None
    assert state.decision.at == DUE
    in_time = Trial(regime=regime).accepted()
    in_time.do(DORA, "clock.extended", longer)
    assert in_time.state(DUE).decision is None, "five days more"
    assert in_time.state(DUE + 5 * DAY).decision is not None


def test_an_act_at_the_very_minute_comes_too_late_and_one_before_in_time() -> None:
    late = Trial(regime=regime_with(OnExpiry.DEEMED_CLEAR)).accepted()
    late.do(DORA, "decision.proposed", proposed("p1", "cleared"))
    late.now = DUE
    refused = late.tried(DAN, "decision.voted", DecisionVoted(id="p1", agrees=True))
    assert refused is not None
    timely = Trial(regime=regime_with(OnExpiry.DEEMED_CLEAR)).accepted()
    timely.do(DORA, "decision.proposed", proposed("p1", "cleared"))
    timely.now = DUE - MINUTE
    state = timely.do(DAN, "decision.voted", DecisionVoted(id="p1", agrees=True))
    assert [decided.outcome for decided in state.decisions] == ["cleared"]


def test_a_question_stops_the_silence_up_to_its_cap() -> None:
    case = Trial(regime=regime_with(OnExpiry.DEEMED_CLEAR)).accepted()
    case.wait(1).do(EMIL, "question.asked", question())
    assert case.state(DUE + 20 * DAY - MINUTE).decision is None
    state = case.state(DUE + 100 * DAY)
    assert state.decision is not None
    assert state.decision.at == DUE + 20 * DAY, "ten days and the twenty that it may stand still"
    answered = Trial(regime=regime_with(OnExpiry.DEEMED_CLEAR)).accepted()
    answered.wait(1).do(EMIL, "question.asked", question())
    answered.wait(4).do(ADA, "question.answered", answer())
    decision = answered.state(DUE + 100 * DAY).decision
    assert decision is not None
    assert decision.at == DUE + 4 * DAY


def test_the_office_notes_an_effect_once_and_only_one_that_fell() -> None:
    case = Trial(regime=regime_with(OnExpiry.ESCALATE)).accepted()
    case.now = DUE + 3 * DAY
    effect = next(effect for effect in case.state().effects if effect.clock == "review")
    body = ClockRanOut(clock=effect.clock, effect=effect.effect, started_at=effect.started_at, fell_at=effect.fell_at)
    wrong = dataclasses.replace(body, fell_at=effect.fell_at - DAY)
    assert case.tried(OFFICE, "clock.ran-out", wrong, "office") is not None
    assert case.tried(DORA, "clock.ran-out", body, "board") is not None
    assert case.tried(OFFICE, "clock.ran-out", body, "office") is None
    assert case.tried(OFFICE, "clock.ran-out", body, "office") is not None
    assert case.state().escalated_at == DUE, "noting it late does not move it"


def test_looking_often_and_looking_once_say_the_same() -> None:
    for on_expiry in OnExpiry:
        case = Trial(regime=regime_with(on_expiry)).opened().sent().wait(5)
        case.do(IRIS, "submission.accepted", SubmissionAccepted())
        case.do(EMIL, "question.asked", question())
        regime, clocks = case.regime, clocks_of(case.regime)
        end = START + 90 * DAY
        often: CaseState | None = None
        for day in range(5, 91):
            moment = START + day * DAY
            often = (
                replay(case.events, regime, clocks, moment)
                if often is None
                else caught_up(often, regime, clocks, moment)
            )
        assert often == replay(case.events, regime, clocks, end), on_expiry


@pytest.mark.parametrize("on_expiry", list(OnExpiry))
@pytest.mark.parametrize("gap", [0.5, 3, 9, 15, 30])
def test_a_replay_that_looks_when_one_may_run_out_is_one_that_always_looks(on_expiry: OnExpiry, gap: float) -> None:
    """Replay passes over looks that can find nothing; step by step, every look is taken."""
    case = Trial(regime=regime_with(on_expiry)).accepted()
    clocks = clocks_of(case.regime)
    for number in range(4):
        case.wait(gap).tried(EMIL, "question.asked", question(f"q{number}"))
        case.wait(gap).tried(ADA, "question.answered", answer(f"q{number}"))
        slow: CaseState | None = None
        for event in case.events:
            slow = step(slow, event, case.regime, clocks)
        assert slow is not None
        for later in (0, 1, 12, 200):
            at = case.now + later * DAY
            assert replay(case.events, case.regime, clocks, at) == caught_up(slow, case.regime, clocks, at)
