"""Intervals make sense by themselves, and plain answers need few questions. That they hold is in `test_coverage`."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.plan import Bound
from seatrial.measure.deciding import all_settled, settled
from seatrial.measure.fixed_design import fixed_design
from seatrial.measure.judge_error import clopper_pearson, with_judge_error
from seatrial.measure.sequence import confidence_sequence, difference_sequence, mean_sequence
from tests.measure.designs import exact_power


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0.01, 0.4))
def test_a_mean_is_held_by_its_interval_and_mirrored_by_its_mirror(values: list[float], alpha: float) -> None:
    lower, upper = mean_sequence(values, alpha)
    assert 0 <= lower <= upper <= 1
    if values:
        assert lower - 1e-9 <= math.fsum(values) / len(values) <= upper + 1e-9
    mirrored = mean_sequence([1 - value for value in values], alpha)
    assert mirrored == pytest.approx((1 - upper, 1 - lower), abs=1e-9)


@given(st.lists(st.booleans(), max_size=40))
def test_a_mean_of_zeros_and_ones_is_a_rate(values: list[bool]) -> None:
    assert mean_sequence([float(v) for v in values]) == pytest.approx(confidence_sequence(sum(values), len(values)))


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=1, max_size=40))
def test_one_more_of_the_better_never_lowers_an_end(differences: list[float]) -> None:
    better = difference_sequence([*differences[:-1], 1.0])
    found = difference_sequence(differences)
    assert better[0] >= found[0] - 1e-12
    assert better[1] >= found[1] - 1e-12


def test_a_difference_that_is_there_is_seen_and_none_is_not() -> None:
    lower, _ = difference_sequence([1.0, 0.0, 1.0, 1.0] * 6)
    assert lower > 0
    lower, upper = difference_sequence([1.0, -1.0, 0.0, 0.0] * 10)
    assert lower < 0 < upper


@pytest.mark.parametrize(("values", "alpha"), [([1.1], 0.05), ([-0.1], 0.05), ([0.5], 0.0), ([math.nan], 0.05)])
def test_values_that_make_no_sense_are_refused(values: list[float], alpha: float) -> None:
    with pytest.raises(ValueError, match="no interval"):
        mean_sequence(values, alpha)


def test_long_runs_narrow() -> None:
    for n, widest in ((100, 0.33), (1_000, 0.13), (10_000, 0.045)):
        lower, upper = confidence_sequence(n // 2, n)
        assert upper - lower < widest


@pytest.mark.parametrize(
    ("limit", "rate"), [(0.05, 0.0), (0.05, 0.005), (0.05, 0.02), (0.05, 0.2), (0.5, 0.9), (0.9, 0.5)]
)
def test_a_fixed_design_has_its_power_and_no_smaller_one_has(limit: float, rate: float) -> None:
    """Power does not rise evenly with n, so that every smaller size is tried."""
    n = fixed_design(limit, rate)
    assert n is not None
    assert exact_power(limit, rate, n) >= 0.95
    assert all(exact_power(limit, rate, fewer) < 0.95 for fewer in range(1, n))


def test_no_design_tells_a_rate_from_itself_and_a_long_one_is_told_about() -> None:
    assert fixed_design(0.05, 0.05) is None
    assert fixed_design(0.05, 0.049) == pytest.approx(508_000, rel=0.02)


def test_plain_answers_need_few_questions() -> None:
    bound = Bound(metric="m", limit=0.2)
    never = next(n for n in range(1, 300) if settled(bound, *confidence_sequence(0, n)))
    always = next(n for n in range(1, 300) if settled(bound, *confidence_sequence(n, n)))
    assert never <= 25
    assert always <= 4


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.001, 0.5))
def test_the_interval_holds_the_estimate_and_narrows(successes: int, failures: int, alpha: float) -> None:
    n = successes + failures
    lower, upper = confidence_sequence(successes, n, alpha)
    assert 0 <= lower <= upper <= 1
    if n:
        assert lower <= successes / n <= upper
        twice = confidence_sequence(2 * successes, 2 * n, alpha)
        assert twice[1] - twice[0] <= upper - lower + 1e-12


@pytest.mark.parametrize("arguments", [(-1, 2, 0.05), (3, 2, 0.05), (1, 2, 0.0), (1, 2, 1.0)])
def test_counts_that_make_no_sense_are_refused(arguments: tuple[int, int, float]) -> None:
    for function in (confidence_sequence, clopper_pearson):
        with pytest.raises(ValueError, match="no interval"):
            function(*arguments)


@pytest.mark.parametrize(
    ("successes", "n", "expected"),
    [(0, 10, (0.0, 0.3085)), (5, 10, (0.1871, 0.8129)), (10, 10, (0.6915, 1.0)), (2, 100, (0.0024, 0.0704))],
)
def test_exact_intervals_as_tabulated(successes: int, n: int, expected: tuple[float, float]) -> None:
    found = clopper_pearson(successes, n, 0.05)
    assert all(math.isclose(a, b, abs_tol=1e-4) for a, b in zip(found, expected, strict=True))


def test_a_perfect_judge_changes_nothing_and_a_useless_one_leaves_nothing() -> None:
    assert with_judge_error((0.1, 0.3), (1.0, 1.0), (0.0, 0.0)) == (0.1, 0.3)
    assert with_judge_error((0.1, 0.3), (0.4, 0.6), (0.4, 0.5)) == (0.0, 1.0)


@given(
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0.6, 1),
    st.floats(0.6, 1),
    st.floats(0, 0.4),
    st.floats(0, 0.4),
    st.floats(0, 1),
)
def test_the_true_rate_stays_inside(q1: float, q2: float, s1: float, s2: float, f1: float, f2: float, p: float) -> None:
    """Whenever the three judged rates lie in their intervals, the true rate lies in the result."""
    sensitivity, false_positives = (min(s1, s2), max(s1, s2)), (min(f1, f2), max(f1, f2))
    for se in sensitivity:
        for f in false_positives:
            q = p * se + (1 - p) * f
            lower, upper = with_judge_error((min(q, q1), max(q, q2)), sensitivity, false_positives)
            assert lower - 1e-9 <= p <= upper + 1e-9


def test_bounds_are_settled_by_whole_intervals() -> None:
    at_least = Bound(metric="m", limit=0.5, direction="at-least")
    assert settled(at_least, 0.5, 0.9)
    assert settled(at_least, 0.1, 0.4)
    assert not settled(at_least, 0.4, 0.6)
    assert not all_settled([at_least], {"other": (0.0, 0.1)})
    assert not all_settled([], {"m": (0.0, 0.1)})
    assert all_settled([at_least], {"m": (0.6, 0.7), "other": (0.0, 1.0)})
