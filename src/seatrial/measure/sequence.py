"""Ends of an interval for a mean in [0, 1] that hold at every sample size at once.

For a candidate mean m and a tilt t > 0, one unit of wealth is bet on the mean being larger: after a value x it is
multiplied by (1 + x (e^t - 1)) / (1 + m (e^t - 1)), whose expectation is 1 when the mean is m. For values that are 0 or
1 this is the likelihood ratio of the rate whose odds are e^t times as large. Wealth spread over several tilts stays a
nonnegative martingale, so by Ville's inequality it ever reaches 1/alpha with probability at most alpha: the candidates
at which it has not form a one-sided confidence sequence. The bet on a smaller mean is the same on 1 - x.

Sources: mixtures of likelihood ratios, Robbins (1970, Ann. Math. Statist. 41); betting on bounded means, Waudby-Smith
and Ramdas (2024, J. R. Stat. Soc. B 86). The spread over tilts is ours, chosen for short runs against bounds of a few
percent (docs/benchmarks/measure.md) with a tenth of it over all tilts, so that long runs narrow as well. Wealth falls
in m at every tilt, which is why bisection finds the end.
"""

import math
from collections.abc import Sequence
from typing import Final

TILTS: Final = tuple(6 * 2 ** (-k / 2) for k in range(15))
"""Logarithms of odds ratios, from 6 down to 0.05."""
_CENTRE: Final = 1.8
_WIDTH: Final = 0.5
_EVERYWHERE: Final = 0.1
_STEPS: Final = 60
"""Bisection steps: the ends are exact to about 1e-18 of the unit interval, rounded outwards by the last step."""

Interval = tuple[float, float]


def _shares() -> tuple[float, ...]:
    bumps = [math.exp(-((math.log(tilt / _CENTRE) / _WIDTH) ** 2) / 2) for tilt in TILTS]
    return tuple((1 - _EVERYWHERE) * bump / sum(bumps) + _EVERYWHERE / len(TILTS) for bump in bumps)


SHARES: Final = _shares()
"""Parts of one unit of wealth that are bet at the tilts."""
_LOG_SHARES: Final = tuple(math.log(share) for share in SHARES)


def confidence_sequence(successes: int, n: int, alpha: float = 0.05) -> Interval:
    """Lower and upper end for a rate after `successes` in `n` draws. Each end holds at all n together at 1 - alpha.

    Both ends together hold at 1 - 2 alpha. A regime's bound is a claim about one end.
    Raises `ValueError` for counts or an alpha that make no sense.
    """
    if not 0 <= successes <= n or not 0 < alpha < 1:
        raise ValueError(f"no interval for {successes} of {n} at alpha {alpha}")
    lower = _lower([successes * tilt for tilt in TILTS], n, alpha) if successes else 0.0
    upper = 1 - _lower([(n - successes) * tilt for tilt in TILTS], n, alpha) if successes < n else 1.0
    return lower, upper


def mean_sequence(values: Sequence[float], alpha: float = 0.05) -> Interval:
    """The same for the mean of `values`, each in [0, 1]. Raises `ValueError` for others."""
    if not all(0 <= value <= 1 for value in values) or not 0 < alpha < 1:
        raise ValueError(f"no interval for values outside [0, 1], or at alpha {alpha}")
    return (
        _lower([_gain(values, tilt) for tilt in TILTS], len(values), alpha),
        1 - _lower([_gain([1 - value for value in values], tilt) for tilt in TILTS], len(values), alpha),
    )


def difference_sequence(differences: Sequence[float], alpha: float = 0.05) -> Interval:
    """The same for the mean of paired `differences`, each in [-1, 1]: what a change did, question by question."""
    lower, upper = mean_sequence([(difference + 1) / 2 for difference in differences], alpha)
    return 2 * lower - 1, 2 * upper - 1


def _gain(values: Sequence[float], tilt: float) -> float:
    return math.fsum(math.log1p(value * math.expm1(tilt)) for value in values)


def _lower(gains: Sequence[float], n: int, alpha: float) -> float:
    """The smallest mean at which the bet on a larger one has not won; the outer end of the last bisection."""
    threshold = -math.log(alpha)
    outside, inside = 0.0, 1.0
    if n == 0 or _log_wealth(gains, n, outside) < threshold:
        return 0.0
    for _ in range(_STEPS):
        middle = (outside + inside) / 2
        if middle in (outside, inside):
            break
        if _log_wealth(gains, n, middle) >= threshold:
            outside = middle
        else:
            inside = middle
    return outside


def _log_wealth(gains: Sequence[float], n: int, mean: float) -> float:
    logs = [
        share + gain - n * math.log1p(mean * math.expm1(tilt))
        for share, gain, tilt in zip(_LOG_SHARES, gains, TILTS, strict=True)
    ]
    most = max(logs)
    return most + math.log(math.fsum(math.exp(log - most) for log in logs))
