"""What becomes of a run that stops by an interval: exact probabilities, by every course it can take."""

from collections.abc import Callable, Iterator
from itertools import count
from math import comb
from typing import NamedTuple

from seatrial.measure.sequence import confidence_sequence

Interval = tuple[float, float]
Intervals = Callable[[int, int], Interval]
"""From successes and draws."""


class Edges(NamedTuple):
    """What an interval says after n draws, for n = 0, 1, ...: nothing between the two."""

    few: list[int]
    """With so many successes, or fewer, the upper end is at or below the limit; -1 when it never is."""
    many: list[int]
    """With so many, or more, the lower end is above."""


def edges(limit: float, cap: int, intervals: Intervals = confidence_sequence, *, within: bool = True) -> Edges:
    """Found from one n to the next, since both ends rise with the successes and fall with the failures.

    Unless `within`, an upper end at the limit says nothing yet: an interval that still holds the limit covers it.
    """

    def below(successes: int, n: int) -> bool:
        upper = intervals(successes, n)[1]
        return upper <= limit if within else upper < limit

    few, many = [-1], [1]
    for n in range(1, cap + 1):
        few.append(next(k for k in count(few[-1]) if not (k < n and below(k + 1, n))))
        many.append(next(k for k in count(many[-1]) if k > n or intervals(k, n)[0] > limit))
    return Edges(few, many)


class Design(NamedTuple):
    """How a design does at one true rate."""

    mean: float
    """Answers that it takes on average."""
    median: int
    below: float
    """Probability of saying that the rate is at most the limit."""
    above: float
    undecided: float


def design(known: Edges, rate: float, *, least: int = 1) -> Design:
    """Stop at the first answer, from the `least` on, after which the limit is outside the interval, or at the end."""
    below = above = mean = 0.0
    median = cap = len(known.few) - 1
    going = {0: 1.0}
    for n in range(1, cap + 1):
        going = dict(_stepped(going, rate))
        if n < least:
            continue
        said_below = sum(chance for k, chance in going.items() if k <= known.few[n])
        said_above = sum(chance for k, chance in going.items() if k >= known.many[n])
        going = {k: chance for k, chance in going.items() if known.few[n] < k < known.many[n]}
        below, above, mean = below + said_below, above + said_above, mean + n * (said_below + said_above)
        if below + above >= 0.5:
            median = min(median, n)
    undecided = sum(going.values())
    return Design(mean + cap * undecided, median, below, above, undecided)


def _stepped(going: dict[int, float], rate: float) -> Iterator[tuple[int, float]]:
    for k in range(min(going, default=0), max(going, default=-1) + 2):
        chance = going.get(k, 0.0) * (1 - rate) + going.get(k - 1, 0.0) * rate
        if chance > 1e-15:
            yield k, chance


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
