"""Drawings: true to the numbers, for any numbers."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seatrial.domain.inventory import Role
from seatrial.domain.measurement import Measurement
from seatrial.domain.plan import Bound
from seatrial.reports.plot import by_format, interval, lies
from seatrial.testing.sample_review import artifact, rate

FINITE = st.floats(-1e12, 1e12)


def _measured(lower: float, estimate: float, upper: float, unit: str = "s") -> Measurement:
    return Measurement(metric="m", unit=unit, estimate=estimate, lower=lower, upper=upper, n=3, method="counted")


@example([0.0, 0.0, 5e-324], 0.0, "at-most")
@given(st.lists(FINITE, min_size=3, max_size=3).map(sorted), FINITE, st.sampled_from(["at-most", "at-least"]))
def test_everything_lies_on_the_axis_in_its_order(values: list[float], limit: float, direction: str) -> None:
    plot = interval(_measured(values[0], values[1], values[2]), Bound(metric="m", limit=limit, direction=direction))
    assert plot is not None
    places = [plot.lower, plot.estimate, plot.upper]
    assert places == sorted(places)
    assert all(-0.01 <= place <= 100.01 for place in (*places, plot.limit, plot.allowed[0], sum(plot.allowed)))


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_a_number_that_is_not_finite_is_not_drawn(value: float) -> None:
    assert interval(_measured(0.0, 0.0, value), None) is None
    assert interval(_measured(0.0, 0.0, 1.0), Bound(metric="m", limit=value)) is None


@pytest.mark.parametrize(
    ("direction", "interval_", "place"),
    [
        ("at-most", (0.0, 0.2), "within"),
        ("at-most", (0.1, 0.3), "across"),
        ("at-most", (0.2, 0.3), "across"),
        ("at-most", (0.21, 0.3), "beyond"),
        ("at-least", (0.2, 0.3), "within"),
        ("at-least", (0.1, 0.2), "across"),
        ("at-least", (0.1, 0.19), "beyond"),
    ],
)
def test_where_an_interval_lies(direction: str, interval_: tuple[float, float], place: str) -> None:
    measurement = rate("m", sum(interval_) / 2, interval_, 9, "cap")
    assert lies(measurement, Bound(metric="m", limit=0.2, direction=direction)) == place


def test_the_allowed_side_is_shaded() -> None:
    measurement = rate("m", 0.3, (0.2, 0.4), 9, "cap")
    most = interval(measurement, Bound(metric="m", limit=0.2))
    least = interval(measurement, Bound(metric="m", limit=0.2, direction="at-least"))
    assert most is not None
    assert least is not None
    assert most.allowed == (0.0, 40.0)
    assert least.allowed == (40.0, 60.0)


def test_small_formats_are_put_together_and_members_left_out() -> None:
    files = [artifact(f"f{n}", f"format{n}", Role.OTHER, 100 - n) for n in range(10)]
    shares = by_format(files)
    assert [s.label for s in shares] == [*(f"format{n}" for n in range(6)), "4 other formats"]
    assert sum(s.width for s in shares) == pytest.approx(100, abs=0.1)
    assert by_format([]) == ()
