"""The time that questions still to be asked will take."""

import pytest

from seatrial.assess.events import Finished, Progress, Queued
from seatrial.cli._time_left import TimeLeft, in_words
from seatrial.domain.outcome import Outcome, Status
from seatrial.domain.plan import PlannedCheck


def test_nothing_is_said_before_a_pace_is_known() -> None:
    left = TimeLeft()
    left.expect("a", 100)
    assert left.seconds(0) is None
    left.asked("a", 1, 100, 5)
    assert left.seconds(5) is None


def test_a_steady_pace_and_a_known_end_give_the_time_exactly() -> None:
    left = TimeLeft()
    left.expect("a", 100)
    left.expect("b", 50)
    for number in range(1, 21):
        left.asked("a", number, 100, 2.0 * number)
    assert left.seconds(40) == pytest.approx(2.0 * 130)
    assert left.seconds(50) == pytest.approx(2.0 * 130 - 10), "time goes on between two answers"


def test_a_check_that_ends_early_leaves_its_other_questions_out() -> None:
    left = TimeLeft()
    left.expect("a", 100)
    left.expect("b", 50)
    for number in range(1, 21):
        left.asked("a", number, 40, 2.0 * number)
    assert (left.done, left.total) == (20, 90)
    left.over("a")
    assert (left.done, left.total) == (20, 70)
    assert left.seconds(40) == pytest.approx(2.0 * 50)


def test_answers_kept_from_before_do_not_make_the_rest_look_quick() -> None:
    left = TimeLeft()
    left.expect("a", 200)
    for number in range(1, 101):
        left.asked("a", number, 200, 0.001 * number)
    for number in range(101, 141):
        left.asked("a", number, 200, 1 + 3.0 * (number - 100))
    assert left.seconds(121) == pytest.approx(3.0 * 60)


def test_a_check_with_longer_answers_is_expected_to_take_longer() -> None:
    left = TimeLeft()
    left.expect("words", 40, seconds=20)
    left.expect("pages", 10, seconds=20)
    for number in range(1, 31):
        left.asked("words", number, 40, 0.6 * number)
    assert left.seconds(18) == pytest.approx(0.6 * 10 + 2.4 * 10)
    for number in range(31, 41):
        left.asked("words", number, 40, 0.6 * number)
    left.over("words")
    for number in range(1, 6):
        left.asked("pages", number, 10, 24 + 2.4 * number)
    assert left.seconds(36) == pytest.approx(2.4 * 5)


def test_the_events_of_a_run_are_all_it_needs() -> None:
    queued = Queued(
        checks=(
            PlannedCheck(check_id="a", check_version=1, requirements=(), expected_queries=100, expected_seconds=70),
            PlannedCheck(check_id="static", check_version=1, requirements=(), expected_seconds=3),
        )
    )
    left = TimeLeft()
    left.take(queued, 0)
    left.take(Progress(check_id="static", done=10, total=20, unit="bytes"), 1)
    for number in range(1, 11):
        left.take(Progress(check_id="a", done=number, total=50, unit="queries"), 2.0 * number)
    assert (left.done, left.total) == (10, 50)
    assert left.seconds(20) == pytest.approx(80)
    left.take(Finished(outcome=Outcome(check_id="a", check_version=1, status=Status.COMPLETED)), 20)
    assert left.seconds(20) == 0


def test_a_check_that_asks_nothing_is_not_waited_for() -> None:
    left = TimeLeft()
    left.expect("static", 0)
    left.over("static")
    assert (left.done, left.total) == (0, 0)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "about 5 s"), (12, "about 10 s"), (60, "about 1 min"), (93, "about 1 min 35 s"), (1234, "about 21 min")],
)
def test_no_more_is_said_than_is_known(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
