"""Foreseeing when a run will stop: right when what comes is like what came, and never in the way of a decision."""

from random import Random

import pytest

from seatrial.domain.plan import Bound
from seatrial.measure.deciding import settled
from seatrial.measure.forecast import Values, settled_after
from seatrial.measure.sequence import confidence_sequence

AT_MOST_20 = (Bound(metric="rate", limit=0.2),)


def interval(values: Values) -> tuple[float, float]:
    return confidence_sequence(round(sum(value or 0 for value in values)), len(values))


def stopped_at(values: list[float], bound: Bound) -> int:
    return next((n for n in range(1, len(values) + 1) if settled(bound, *interval(values[:n]))), len(values))


@pytest.mark.parametrize("repeated", [[0.0], [1.0], [0.0, 0.0, 1.0, 0.0, 1.0], [0.0] * 19 + [1.0]])
def test_what_repeats_itself_stops_where_it_was_foreseen(repeated: list[float]) -> None:
    foreseen, stopped = settled_after(repeated, interval, AT_MOST_20, 400), stopped_at(repeated * 400, AT_MOST_20[0])
    assert stopped < 400
    assert stopped <= foreseen <= stopped + len(repeated)


def test_what_settles_nothing_is_foreseen_to_take_everything() -> None:
    assert settled_after([0.0, 0.0, 0.0, 0.0, 1.0], interval, AT_MOST_20, 300) == 300
    assert settled_after([], interval, AT_MOST_20, 300) == 300


@pytest.mark.parametrize("rate", [0.02, 0.5, 0.8])
def test_half_way_the_end_is_mostly_foreseen_within_half_of_it(rate: float) -> None:
    numbers, near = Random(7), 0
    for _ in range(40):
        values = [float(numbers.random() < rate) for _ in range(600)]
        end = stopped_at(values, AT_MOST_20[0])
        foreseen = settled_after(values[: max(end // 2, 1)], interval, AT_MOST_20, 600)
        near += abs(foreseen - end) <= max(end / 2, 3)
    assert near >= 24
