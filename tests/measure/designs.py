"""What becomes of a run that stops by the confidence sequence: exact probabilities, by every course it can take."""

from functools import cache
from math import comb
from typing import NamedTuple

from seatrial.measure.sequence import confidence_sequence


class Design(NamedTuple):
    """How a design does at one true rate."""

    mean: float
    """Answers that it takes on average."""
    below: float
    """Probability of saying that the rate is at most the limit."""
    above: float
    undecided: float


@cache
def _says(limit: float, successes: int, n: int) -> str:
    lower, upper = confidence_sequence(successes, n)
    return "above" if lower > limit else "below" if upper <= limit else ""


@cache
def design(limit: float, rate: float, *, cap: int) -> Design:
    """Stop at the first answer after which `limit` is outside of the interval, or at `cap`."""
    going, mean = {0: 1.0}, 0.0
    told = {"below": 0.0, "above": 0.0}
    for n in range(1, cap + 1):
        after = dict[int, float]()
        for successes, probability in going.items():
            for more, chance in ((1, rate), (0, 1 - rate)):
                if chance:
                    after[successes + more] = after.get(successes + more, 0.0) + probability * chance
        going = {}
        for successes, probability in after.items():
            if said := _says(limit, successes, n):
                told[said] += probability
                mean += n * probability
            elif probability > 1e-15:
                going[successes] = probability
    undecided = sum(going.values())
    return Design(mean + cap * undecided, told["below"], told["above"], undecided)


def exact_power(limit: float, rate: float, n: int, alpha: float = 0.05) -> float:
    """Probability that the exact binomial test of size `alpha` at `n` answers tells `rate` from `limit`."""
    at_limit = [comb(n, k) * limit**k * (1 - limit) ** (n - k) for k in range(n + 1)]
    at_rate = [comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(n + 1)]
    if rate > limit:
        at_limit, at_rate = at_limit[::-1], at_rate[::-1]
    # The most extreme outcomes that together are no likelier than alpha at the limit.
    total = power = 0.0
    for k, probability in enumerate(at_limit):
        total += probability
        if total > alpha:
            break
        power += at_rate[k]
    return power
