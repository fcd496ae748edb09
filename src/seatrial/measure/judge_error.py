"""The judge's own error, carried into the interval of what it judged.

A judge that flags a share Se of what it should (sensitivity) and a share F of what it should not (false positives)
flags q = p Se + (1 - p) F of everything when the true rate is p (Rogan and Gladen 1978, Am. J. Epidemiol. 107).
The interval for p is the widest that the intervals of q, Se and F allow; each takes its part of alpha, so that the
result holds at 1 minus their sum.
"""

from collections.abc import Callable

from seatrial.measure.binomial import at_most

Interval = tuple[float, float]


def clopper_pearson(successes: int, n: int, alpha: float) -> Interval:
    """The exact interval for a rate from one fixed sample (Clopper and Pearson 1934), level 1 - alpha.

    Raises `ValueError` for counts or an alpha that make no sense.
    """
    if not 0 <= successes <= n or not 0 < alpha < 1:
        raise ValueError(f"no interval for {successes} of {n} at alpha {alpha}")
    if n == 0:
        return 0.0, 1.0
    lower = 0.0 if successes == 0 else _solve(lambda p: 1 - at_most(successes - 1, n, p) < alpha / 2)
    upper = 1.0 if successes == n else _solve(lambda p: at_most(successes, n, p) > alpha / 2)
    return lower, upper


def with_judge_error(judged: Interval, sensitivity: Interval, false_positives: Interval) -> Interval:
    """The interval of the true rate, from those of the judged rate, the sensitivity and the false-positive rate.

    (0, 1) when the judge may be no better than chance.
    """
    if sensitivity[0] <= false_positives[1]:
        return 0.0, 1.0
    corners = [(q - f) / (se - f) for q in judged for se in sensitivity for f in false_positives]
    return max(0.0, min(corners)), min(1.0, max(corners))


def _solve(below: Callable[[float], bool]) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) else (low, middle)
    return (low + high) / 2
