"""Confidence sequences cover at every look, and stop early when the answer is plain."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.plan import Bound
from seatrial.measure.deciding import all_settled, settled
from seatrial.measure.judge_error import clopper_pearson, with_judge_error
from seatrial.measure.sequence import confidence_sequence

RUNS = 2_000
CAP = 120


def intervals(cap: int) -> dict[tuple[int, int], tuple[float, float]]:
    return {(s, n): confidence_sequence(s, n) for n in range(1, cap + 1) for s in range(n + 1)}


@pytest.fixture(scope="module")
def table() -> dict[tuple[int, int], tuple[float, float]]:
    return intervals(CAP)


@pytest.mark.parametrize("rate", [0.005, 0.02, 0.05, 0.2, 0.5, 0.9])
def test_the_rate_is_covered_at_every_look(rate: float, table: dict[tuple[int, int], tuple[float, float]]) -> None:
    """2,000 seeded runs, looking after each of 120 answers: never outside in at least 95 % of the runs."""
    numbers = random.Random(f"coverage at {rate}")
    covered = 0
    for _ in range(RUNS):
        successes = 0
        for n in range(1, CAP + 1):
            successes += numbers.random() < rate
            lower, upper = table[successes, n]
            if not lower <= rate <= upper:
                break
        else:
            covered += 1
    assert covered / RUNS >= 0.95


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
