"""The desk: reviewers, questions that stop the clock, and what expiry does. Times by hand."""

import datetime

import pytest

from seatrial.compare.capacity import Course, Submission, run
from seatrial.compare.way import earliest, way
from seatrial.domain.event import Event
from seatrial.regimes.calendars import find
from seatrial.regimes.clocks import clock_state
from tests.compare.wordings import GATE, PAPER, WINDOW, changed, regime

READY = datetime.datetime(2027, 3, 1, 9, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def submission(*segments: float, answers: tuple[float, ...] = (), ready: datetime.datetime = READY) -> Submission:
    return Submission(
        ready_at=ready,
        planned=(),
        preparation_days=10,
        waits_for="checks",
        intake_days=2,
        segments=segments,
        answers=answers,
    )


def days(course: Course) -> float:
    assert course.released_at is not None
    return (course.released_at - course.submission.ready_at) / DAY


def spans(course: Course) -> list[tuple[str, float]]:
    return [(s.name, round((s.end - s.start) / DAY, 3)) for s in course.stretches]


def test_a_case_that_is_decided_in_time_takes_what_its_parts_take() -> None:
    (course,) = run(way(regime(GATE)), [submission(5)], 1)
    assert spans(course) == [("preparation", 10), ("intake", 2), ("review", 5)]
    assert days(course) == 17
    assert not course.silent


def test_silence_clears_at_the_end_of_the_clock_and_not_before() -> None:
    (course,) = run(way(regime(GATE)), [submission(60)], 1)
    assert course.silent
    assert course.decided_at is None
    # Accepted on 13 March: the thirtieth day after it is 12 April, and the clock is over at its end.
    assert course.released_at == datetime.datetime(2027, 4, 13, tzinfo=datetime.UTC)


def test_a_question_stops_the_clock_by_as_much_as_its_answer_takes() -> None:
    plain, asked = (
        run(way(regime(GATE)), [sent], 1)[0] for sent in (submission(50), submission(25, 25, answers=(12,)))
    )
    assert asked.silent
    assert asked.released_at is not None
    assert plain.released_at is not None
    assert asked.released_at - plain.released_at == 12 * DAY
    assert ("question 1", 12) in spans(asked)


def test_a_clock_that_stood_still_as_long_as_it_may_runs_on_during_the_question() -> None:
    capped = changed(GATE, "    stop_on:", "    max_stop_days: 5\n    stop_on:")
    (course,) = run(way(capped), [submission(10, 10, answers=(100,))], 1)
    assert course.silent
    assert course.released_at == datetime.datetime(2027, 4, 18, tzinfo=datetime.UTC)
    assert course.stretches[-1].caused_by == "developer"


def test_one_reviewer_takes_cases_one_after_another_and_two_side_by_side() -> None:
    gate = way(changed(GATE, "deemed-clear\n", "none\n"))
    alone = run(gate, [submission(20), submission(20)], 1)
    assert [days(course) for course in alone] == [32, 52]
    assert ("queue", 20) in spans(alone[1])
    assert [days(course) for course in run(gate, [submission(20), submission(20)], 2)] == [32, 32]


def test_an_escalated_case_overtakes_those_that_came_before_it() -> None:
    gate = way(changed(GATE, "deemed-clear\n", "escalate\n"))
    # One is in hand for a long time; the next waits past its clock, the third came long after and is small.
    late = READY + 39 * DAY
    cases = [submission(45), submission(5), submission(5, ready=late)]
    found = run(gate, cases, 1)
    assert found[1].urgent
    assert found[1].decided_at is not None
    assert found[2].decided_at is not None
    assert found[1].decided_at < found[2].decided_at


def test_a_lapsed_case_is_filed_anew_a_few_times_and_then_waits() -> None:
    gate = way(changed(GATE, "deemed-clear\n", "lapse\n"))
    first, second = run(gate, [submission(200), submission(5)], 1)
    assert second.refilings == 2
    assert second.decided_at is not None
    assert first.decided_at is not None
    assert second.decided_at > first.decided_at


def test_a_shortest_hold_keeps_a_release_that_was_decided_sooner() -> None:
    hold = "clocks:\n  - {id: shortest, start: submission.accepted, length: 14, unit: d}\n"
    (course,) = run(way(changed(GATE, "clocks:\n", hold)), [submission(5)], 1)
    assert course.decided_at == READY + 17 * DAY
    # Accepted on 13 March: the fourteenth day after it is 27 March.
    assert course.released_at == datetime.datetime(2027, 3, 28, tzinfo=datetime.UTC)
    assert spans(course)[-1][0] == "window before release"


def test_an_internal_board_has_no_queue() -> None:
    board = way(changed(GATE, "kind: mandatory", "kind: internal"))
    found = run(board, [submission(20) for _ in range(5)], 1)
    assert [days(course) for course in found] == [32] * 5


def test_a_regime_without_anybody_who_clears_holds_nobody() -> None:
    (course,) = run(way(regime(PAPER)), [submission(30)], 1)
    assert spans(course) == [("preparation", 10)]
    assert days(course) == 10


def test_a_window_holds_the_release_while_reviewers_work_and_no_longer() -> None:
    found = way(regime(WINDOW))
    assert (found.holds, found.involved) == (False, True)
    (course,) = run(found, [submission(100)], 1)
    assert days(course) == pytest.approx(40, abs=1)
    assert course.decided_at is not None
    assert course.released_at is not None
    assert course.decided_at > course.released_at
    assert [name for name, _ in spans(course)] == ["preparation", "intake", "review"]


@pytest.mark.parametrize("unit", ["d", "bd", "mo"])
def test_the_earliest_release_keeps_the_window_and_a_day_less_would_not(unit: str) -> None:
    length = {"d": 14, "bd": 10, "mo": 2}[unit]
    found = way(changed(WINDOW, "length: 30, unit: d", f"length: {length}, unit: {unit}"))
    out = earliest(found, READY)
    assert (out - READY) / DAY == {"d": 14, "bd": 12, "mo": 61}[unit]
    (clock,) = found.windows
    for on, kept in ((out.date(), True), (out.date() - DAY, False)):
        planned = Event(type=clock.start, at=READY, on=on)
        due = clock_state(clock, (planned,), find(clock.calendar), READY).due_at
        assert due is not None
        assert (due > READY) is kept


def test_no_case_is_lost_and_every_stretch_follows_the_one_before() -> None:
    cases = [submission(*[4.0] * (1 + n % 3), answers=(2.0,) * (n % 3), ready=READY + n * DAY) for n in range(40)]
    for effect in ("deemed-clear", "escalate", "lapse", "none"):
        found = run(way(changed(GATE, "deemed-clear\n", f"{effect}\n")), cases, 2)
        assert len(found) == len(cases)
        for course in found:
            assert course.closed
            ends = [s.end for s in course.stretches]
            assert [s.start for s in course.stretches[1:]] == ends[:-1]
            assert course.released_at is not None
            assert course.released_at >= ends[-1]
