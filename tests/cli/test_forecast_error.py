"""What the benchmark of the time left makes of a review whose course is known."""

import pytest

from benchmarks.probe import MOST_ERROR, Told, forecasts, left_page
from seatrial.assess.events import Finished, Progress, Queued
from seatrial.domain.outcome import Outcome, Status
from seatrial.domain.plan import PlannedCheck


def a_review(seconds: dict[str, float], *, told: bool) -> list[Told]:
    """Forty questions of each check, one after another, each of the seconds given; `told` whether the plan knew."""
    queued = Queued(
        checks=tuple(
            PlannedCheck(
                check_id=name,
                check_version=1,
                requirements=(),
                expected_queries=40,
                expected_seconds=(30 * each if told else 30.0),
            )
            for name, each in seconds.items()
        )
    )
    events: list[Told] = [(0.0, queued)]
    now = 0.0
    for name, each in seconds.items():
        for number in range(1, 41):
            now += each
            events.append((now, Progress(check_id=name, done=number, total=40, unit="queries")))
        events.append((now, Finished(outcome=Outcome(check_id=name, check_version=1, status=Status.COMPLETED))))
    return events


def test_a_plan_that_knows_how_long_answers_get_foresees_the_end() -> None:
    found = forecasts(a_review({"words": 0.5, "pages": 2.0}, told=True))
    assert len(found) > 30
    assert max(one.error for one in found) < 0.02


def test_one_that_does_not_know_is_out_by_more_than_is_asked() -> None:
    found = forecasts(a_review({"words": 0.5, "pages": 2.0}, told=False))
    assert max(one.error for one in found) > MOST_ERROR


def test_the_beginning_and_the_last_seconds_are_left_out() -> None:
    found = forecasts(a_review({"words": 1.0}, told=True))
    assert found[0].at == pytest.approx(8, abs=1)
    assert found[-1].true == pytest.approx(10, abs=1)
    assert "| 0% | 0% | 100% |" in left_page(found)
    assert "Nothing was foreseen" in left_page(forecasts([]))
