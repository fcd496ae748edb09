"""Confidence sequences cover at every look, and stop early when the answer is plain."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.plan import Bound
from seatrial.measure.deciding import all_settled, settled
from seatrial.measure.fixed_design import fixed_design
from seatrial.measure.judge_error import clopper_pearson, with_judge_error
from seatrial.measure.sequence import confidence_sequence, difference_sequence, mean_sequence
from tests.measure.designs import design, exact_power

RUNS = 2_000
CAP = 120


RATES = (0.005, 0.02, 0.05, 0.2, 0.5, 0.9)
Table = dict[tuple[int, int], tuple[float, float]]


def intervals(cap: int, alpha: float) -> Table:
    return {(s, n): confidence_sequence(s, n, alpha) for n in range(1, cap + 1) for s in range(n + 1)}


@pytest.fixture(scope="module")
def table() -> Table:
    return intervals(CAP, 0.05)


@pytest.fixture(scope="module")
def wide() -> Table:
    return intervals(CAP, 0.025)


def missed(rate: float, table: Table) -> tuple[float, float]:
    """Shares of 2,000 seeded runs in which an end was ever beyond the rate, looking after each of 120 answers."""
    numbers = random.Random(f"coverage at {rate}")
    low = high = 0
    for _ in range(RUNS):
        successes, below, above = 0, False, False
        for n in range(1, CAP + 1):
            successes += numbers.random() < rate
            lower, upper = table[successes, n]
            below, above = below or rate > upper, above or rate < lower
        low, high = low + below, high + above
    return low / RUNS, high / RUNS


@pytest.mark.parametrize("rate", RATES)
def test_each_end_holds_at_every_look(rate: float, table: Table) -> None:
    assert max(missed(rate, table)) <= 0.05


@pytest.mark.parametrize("rate", RATES)
def test_the_rate_is_covered_at_every_look(rate: float, wide: Table) -> None:
    """Both ends together hold at 95 % when each holds at 97.5 %."""
    assert sum(missed(rate, wide)) <= 0.05


@pytest.mark.parametrize("rate", [0.0, 0.005, 0.02, 0.049, 0.05, 0.051, 0.1, 0.2, 0.4])
def test_wrong_decisions_stay_under_five_percent_whatever_the_rate(rate: float) -> None:
    """Exactly, by going through all courses of 300 answers: nothing is drawn."""
    told = design(0.05, rate, cap=300)
    wrong = {"below": told.below if rate > 0.05 else 0.0, "above": told.above if rate <= 0.05 else 0.0}
    assert max(wrong.values()) < 0.05
    assert math.isclose(told.below + told.above + told.undecided, 1.0)


def test_fewer_questions_than_were_promised() -> None:
    for rate, most in ((0.005, 105), (0.2, 33), (0.4, 8)):
        assert design(0.05, rate, cap=300).mean < most
    assert design(0.05, 0.05, cap=300).undecided > 0.9


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
    ("rate", "expected"), [(0.0, 54), (0.005, 113), (0.02, 387), (0.05, None), (0.2, 48), (0.4, 13)]
)
def test_a_fixed_design_of_the_same_power(rate: float, expected: int | None) -> None:
    assert fixed_design(0.05, rate) == expected


def test_a_fixed_design_has_its_power() -> None:
    """Against the exact binomial: near enough that the comparison is fair."""
    for rate in (0.005, 0.1, 0.2):
        n = fixed_design(0.05, rate)
        assert n is not None
        assert 0.88 < exact_power(0.05, rate, n) < 0.995


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
