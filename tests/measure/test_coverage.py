"""Intervals hold their truth at every look together, and decisions are right as often as was said.

Runs are drawn by seed; where a run has few courses, probabilities are added up exactly and nothing is drawn.
"""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from seatrial.measure.judged import JudgeError, judged_rate
from seatrial.measure.sequence import SHARES, TILTS, confidence_sequence, difference_sequence, mean_sequence
from tests.measure.designs import Edges, design, edges

RUNS, CAP = 2_000, 300
RATES = (0.005, 0.02, 0.05, 0.2, 0.5, 0.9)
LIMIT = 0.05
Values = NDArray[np.float64]


@cache
def known(limit: float, alpha: float = 0.05, cap: int = CAP, *, within: bool = True) -> Edges:
    return edges(limit, cap, lambda k, n: confidence_sequence(k, n, alpha), within=within)


def missed(values: Values, rate: float, alpha: float) -> tuple[float, float]:
    """Shares of runs in which the upper or the lower end was ever beyond the rate, looking after every answer."""
    at = known(rate, alpha, within=False)
    successes = values.cumsum(axis=1)
    upper = (successes <= np.array(at.few[1:])).any(axis=1)
    lower = (successes >= np.array(at.many[1:])).any(axis=1)
    return upper.mean(), lower.mean()


@pytest.mark.parametrize("rate", RATES)
def test_each_end_holds_at_every_look_of_300(rate: float) -> None:
    drawn = np.random.default_rng([1, round(rate * 1_000)]).random((RUNS, CAP)) < rate
    assert max(missed(drawn.astype(float), rate, 0.05)) <= 0.05


@pytest.mark.parametrize("rate", RATES)
def test_both_ends_together_cover_the_rate_at_every_look_of_300(rate: float) -> None:
    """At 95 %, when each end holds at 97.5 %."""
    drawn = np.random.default_rng([2, round(rate * 1_000)]).random((RUNS, CAP)) < rate
    assert sum(missed(drawn.astype(float), rate, 0.025)) <= 0.05


@pytest.mark.parametrize(
    "strata",
    [(0.1, 0.0), (0.2, 0.0, 0.0, 0.0), (0.3, 0.2, 0.1, *[0.0] * 9), (1.0, *[0.0] * 19), (*[1.0] * 8, *[0.0] * 92)],
)
def test_ends_hold_when_strata_take_turns_however_unlike_they_are(strata: tuple[float, ...]) -> None:
    """As suites order their samples. The product of the rates' factors is largest when all are equal, so that a whole
    turn wins a bet no more often than as many draws from everything; what a part of one could do is drawn here."""
    numbers = np.random.default_rng([3, len(strata)])
    orders = np.argsort(numbers.random((RUNS, len(strata))), axis=1)
    rates = np.array(strata)[orders[:, np.arange(CAP) % len(strata)]]
    drawn = numbers.random((RUNS, CAP)) < rates
    assert max(missed(drawn.astype(float), sum(strata) / len(strata), 0.05)) <= 0.05


def worst_look(values: Values, mean: float) -> tuple[NDArray[np.int_], Values]:
    """For each run the look at which the bet on a mean above the true one had won most, and how much.

    Written out from the definition of the bet, apart from the code under test.
    """
    wealth = sum(
        share * ((1 + values * np.expm1(tilt)) / (1 + mean * np.expm1(tilt))).cumprod(axis=1)
        for share, tilt in zip(SHARES, TILTS, strict=True)
    )
    assert isinstance(wealth, np.ndarray)
    return wealth.argmax(axis=1) + 1, wealth.max(axis=1)


def scores(name: str, numbers: np.random.Generator) -> tuple[Values, float]:
    """Runs of 150 scores that are not yes or no, and their true mean."""
    shape = (RUNS, 150)
    if name == "even":
        return numbers.random(shape), 0.5
    if name == "mostly low":
        return numbers.beta(0.5, 9.5, shape), 0.05
    if name == "mostly high":
        return numbers.beta(8.0, 2.0, shape), 0.8
    if name == "in the middle":
        return numbers.beta(40.0, 60.0, shape), 0.4
    if name == "thirds":
        return numbers.integers(0, 4, shape) / 3, 0.5
    return np.where(numbers.random(shape) < 0.1, 0.9, 0.1), 0.18


@pytest.mark.parametrize("name", ["even", "mostly low", "mostly high", "in the middle", "thirds", "two values"])
def test_each_end_holds_for_scores_that_are_not_yes_or_no(name: str) -> None:
    values, mean = scores(name, np.random.default_rng([4, *name.encode()]))
    for runs, true, end in ((values, mean, 0), (1 - values, 1 - mean, 1)):
        looks, wealth = worst_look(runs, true)
        beyond = 0
        # An end is beyond the mean just when the bet against it has won twenty times its stake: others need no look.
        for run in np.flatnonzero(wealth > 10):
            found = mean_sequence([float(v) for v in values[run, : looks[run]]])[end]
            missed = found > mean if end == 0 else found < mean
            assert missed == (wealth[run] >= 20)
            beyond += missed
        assert beyond / RUNS <= 0.05


@pytest.mark.parametrize("rates", [(0.0, 0.0), (0.02, 0.02), (0.1, 0.1), (0.3, 0.05), (0.05, 0.3), (0.5, 0.5)])
def test_each_end_holds_for_differences_of_paired_rates(rates: tuple[float, float]) -> None:
    """With and without a change: so often it helped, so often it harmed, and else it made no difference."""
    more, less = rates
    drawn = np.random.default_rng([5, round(more * 100), round(less * 100)]).random((RUNS, 150))
    differences = (drawn < more).astype(float) - (drawn > 1 - less).astype(float)
    true = more - less
    for end, sign in ((0, 1), (1, -1)):
        looks, wealth = worst_look((1 + sign * differences) / 2, (1 + sign * true) / 2)
        beyond = 0
        for run in np.flatnonzero(wealth > 10):
            found = difference_sequence([float(v) for v in differences[run, : looks[run]]])[end]
            beyond += found > true + 1e-12 if end == 0 else found < true - 1e-12
        assert beyond / RUNS <= 0.05


@pytest.mark.parametrize("rate", [0.0, 0.005, 0.02, 0.04, 0.049, 0.05, 0.0501, 0.051, 0.06, 0.1, 0.2, 0.4, 0.9, 1.0])
def test_wrong_decisions_stay_under_five_percent_whatever_the_rate(rate: float) -> None:
    told = design(known(LIMIT), rate)
    assert (told.below if rate > LIMIT else told.above) < 0.05
    assert told.below + told.above + told.undecided == pytest.approx(1.0)


def test_any_word_about_a_rate_right_at_the_bound_is_rare() -> None:
    told = design(known(LIMIT), LIMIT)
    assert max(told.below, told.above) < 0.05
    assert told.undecided > 0.92


def test_fewer_questions_than_were_promised_from_the_least_number_on() -> None:
    from seatrial.measure.suite import LEAST

    for rate, most in ((0.005, 105), (0.2, 33), (0.4, 8)):
        assert design(known(LIMIT), rate, least=LEAST).mean < most


def test_two_bounds_at_once_are_each_wrong_as_rarely_as_one() -> None:
    """The run goes on until both are settled, and both words are read from the last interval."""
    lower, upper, true = 0.02, 0.1, 0.05
    drawn = (np.random.default_rng(6).random((RUNS, CAP)) < true).cumsum(axis=1)
    at_lower, at_upper = known(lower), known(upper)
    below = {limit: drawn <= np.array(at.few[1:]) for limit, at in ((lower, at_lower), (upper, at_upper))}
    above = {limit: drawn >= np.array(at.many[1:]) for limit, at in ((lower, at_lower), (upper, at_upper))}
    both = (below[lower] | above[lower]) & (below[upper] | above[upper])
    last = np.where(both.any(axis=1), both.argmax(axis=1), CAP - 1)
    runs = np.arange(RUNS)
    assert below[lower][runs, last].mean() <= 0.05
    assert above[upper][runs, last].mean() <= 0.05
    assert above[lower][runs, last].mean() > 0.3


@pytest.mark.parametrize("rate", [0.0, 0.05, 0.3])
def test_the_true_rate_is_covered_though_judge_and_answers_are_both_drawn(rate: float) -> None:
    """Each end at 95 %: a judge is measured anew in each run, then judges until 200 answers, looked at all the time."""
    sensitivity, false_positives = 0.95, 0.02
    numbers = np.random.default_rng([7, round(rate * 100)])
    low = high = 0
    judged = rate * sensitivity + (1 - rate) * false_positives
    runs = RUNS // 4
    for _ in range(runs):
        error = JudgeError(
            flagged_positives=int(numbers.binomial(150, sensitivity)),
            positives=150,
            flagged_negatives=int(numbers.binomial(150, false_positives)),
            negatives=150,
        )
        flagged = (numbers.random(200) < judged).cumsum()
        most, least = _extremes(flagged, judged)
        low += _widened(int(flagged[most]), most + 1, error)[0] > rate
        high += _widened(int(flagged[least]), least + 1, error)[1] < rate
    assert max(low, high) / runs <= 0.05


def _extremes(flagged: NDArray[np.int_], judged: float) -> tuple[int, int]:
    """The looks at which the ends for the judged rate are furthest out: largest surplus and largest want, in units of
    the spread that so many answers have by chance."""
    n = np.arange(1, len(flagged) + 1)
    surplus = (flagged - n * judged) / np.sqrt(n * judged * (1 - judged) + 1)
    return int(surplus.argmax()), int(surplus.argmin())


@cache
def _widened(flagged: int, n: int, error: JudgeError) -> tuple[float, float]:
    return judged_rate(flagged, n, error)


@pytest.mark.slow
@pytest.mark.parametrize("alpha", [0.05, 0.025, 0.01])
def test_no_rate_on_a_grid_is_missed_too_often_in_a_thousand_looks(alpha: float) -> None:
    """Exactly, for 15 rates: each end on its own, so that a stop at one does not hide the other."""
    for rate in np.linspace(0.002, 0.998, 15):
        at = known(float(rate), alpha, 1_000, within=False)
        blind = len(at.few)
        upper = design(Edges(at.few, [blind] * blind), float(rate))
        lower = design(Edges([-1] * blind, at.many), float(rate))
        assert upper.below <= alpha
        assert lower.above <= alpha


def test_edges_only_rise() -> None:
    """What the exact sums rest on."""
    for few_or_many in known(LIMIT):
        assert all(after - before in (0, 1) for before, after in pairwise(few_or_many))
