"""Intervals for a rate that hold at every sample size at once.

The beta-mixture martingale of Robbins (1970, Ann. Math. Statist. 41, "Statistical methods related to the law of the
iterated logarithm"): for independent draws with rate p, the ratio of the Beta(1/2, 1/2)-mixed likelihood to the
likelihood at p is a nonnegative martingale that starts at 1. By Ville's inequality it ever reaches 1/alpha with
probability at most alpha, so the rates at which it has not are a confidence sequence at level 1 - alpha: one may look
after every draw and stop when it suits.
"""

import math
from typing import Final

_PRIOR: Final = 0.5
_STEPS: Final = 60
"""Bisection steps: the ends are exact to about 1e-18 of the unit interval, rounded outwards by the last step."""


def confidence_sequence(successes: int, n: int, alpha: float = 0.05) -> tuple[float, float]:
    """Lower and upper end for a rate after `successes` in `n` draws, valid at all n together at level 1 - alpha.

    Raises `ValueError` for counts or an alpha that make no sense.
    """
    if not 0 <= successes <= n or not 0 < alpha < 1:
        raise ValueError(f"no interval for {successes} of {n} at alpha {alpha}")
    if n == 0:
        return 0.0, 1.0
    threshold = math.log(1 / alpha)
    peak = successes / n
    lower = 0.0 if successes == 0 else _crossing(successes, n, threshold, 0.0, peak)
    upper = 1.0 if successes == n else _crossing(successes, n, threshold, 1.0, peak)
    return lower, upper


def _crossing(successes: int, n: int, threshold: float, outside: float, inside: float) -> float:
    """Where the martingale meets the threshold; the outer end is returned, so that the interval is never too short."""
    for _ in range(_STEPS):
        middle = (outside + inside) / 2
        if middle in (outside, inside):
            break
        if _log_martingale(successes, n, middle) >= threshold:
            outside = middle
        else:
            inside = middle
    return outside


def _log_martingale(successes: int, n: int, rate: float) -> float:
    failures = n - successes
    mixed = _log_beta(successes + _PRIOR, failures + _PRIOR) - _log_beta(_PRIOR, _PRIOR)
    return mixed - successes * math.log(rate) - failures * math.log1p(-rate)


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
