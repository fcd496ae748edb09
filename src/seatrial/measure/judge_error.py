"""The judge's own error, carried into the interval of what it judged.

A judge that flags a share Se of what it should (sensitivity) and a share F of what it should not (false positives)
flags q = p Se + (1 - p) F of everything when the true rate is p (Rogan and Gladen 1978, Am. J. Epidemiol. 107).
The interval for p is the widest that the intervals of q, Se and F allow; each takes its part of alpha, so that the
result holds at 1 minus their sum.
"""

import math
from collections.abc import Callable

Interval = tuple[float, float]


def clopper_pearson(successes: int, n: int, alpha: float) -> Interval:
    """The exact interval for a rate from one fixed sample (Clopper and Pearson 1934), level 1 - alpha.

    Raises `ValueError` for counts or an alpha that make no sense.
    """
    if not 0 <= successes <= n or not 0 < alpha < 1:
        raise ValueError(f"no interval for {successes} of {n} at alpha {alpha}")
    if n == 0:
        return 0.0, 1.0
    lower = 0.0 if successes == 0 else _solve(lambda p: 1 - _at_most(successes - 1, n, p) < alpha / 2)
    upper = 1.0 if successes == n else _solve(lambda p: _at_most(successes, n, p) > alpha / 2)
    return lower, upper


def with_judge_error(judged: Interval, sensitivity: Interval, false_positives: Interval) -> Interval:
    """The interval of the true rate, from those of the judged rate, the sensitivity and the false-positive rate.

    (0, 1) when the judge may be no better than chance.
    """
    if sensitivity[0] <= false_positives[1]:
        return 0.0, 1.0
    corners = [(q - f) / (se - f) for q in judged for se in sensitivity for f in false_positives]
    return max(0.0, min(corners)), min(1.0, max(corners))


def _at_most(k: int, n: int, p: float) -> float:
    """P(X <= k) for a binomial, summed in logarithms."""
    if p in (0.0, 1.0):
        return 1.0 if p == 0.0 or k >= n else 0.0
    terms = (
        math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) + i * math.log(p) + (n - i) * math.log1p(-p)
        for i in range(k + 1)
    )
    return min(1.0, math.fsum(math.exp(t) for t in terms))


def _solve(below: Callable[[float], bool]) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) else (low, middle)
    return (low + high) / 2
