"""What a test of fixed size would have asked: the yardstick for stopping early."""

import math
from statistics import NormalDist
from typing import Final

from seatrial.measure.binomial import at_most

POWER: Final = 0.95
EXACT: Final = 1_000
"""Up to here designs are worked out exactly. Beyond, the approximation is within a few percent."""
MOST: Final = 1_000_000
"""Beyond this a design says nothing to anybody."""


def fixed_design(limit: float, rate: float, alpha: float = 0.05, power: float = POWER) -> int | None:
    """Least draws with which a one-sided test at `alpha` tells a true `rate` from `limit` with probability `power`.

    The exact binomial test, or beyond a thousand draws the arcsine approximation (Cohen 1988, Statistical Power
    Analysis, ch. 6). None when it takes more than a million, as it does at the limit itself. Raises `ValueError` for
    rates outside [0, 1] and unless 0 < alpha < power < 1.
    """
    if not (0 <= limit <= 1 and 0 <= rate <= 1 and 0 < alpha < power < 1):
        raise ValueError(f"no design for {rate} against {limit} at alpha {alpha} and power {power}")
    about = _by_arcsine(limit, rate, alpha, power)
    if about is None or about > EXACT:
        return about
    if rate < limit:
        return _exact(limit, rate, alpha, power)
    return _exact(1 - limit, 1 - rate, alpha, power)


def _exact(limit: float, rate: float, alpha: float, power: float) -> int:
    """For a rate below the limit. A test says so after at most `most` successes, for which n has to be large enough.

    A larger n would only cost power, so that the first `most` with enough of it has the least n.
    """
    n = most = 0
    while True:
        while at_most(most, n, limit) > alpha:
            n += 1
        if at_most(most, n, rate) >= power:
            return n
        most += 1


def _by_arcsine(limit: float, rate: float, alpha: float, power: float) -> int | None:
    effect = 2 * (math.asin(math.sqrt(rate)) - math.asin(math.sqrt(limit)))
    normal = NormalDist()
    wanted = normal.inv_cdf(1 - alpha) + normal.inv_cdf(power)
    if abs(effect) * math.sqrt(MOST) < wanted:
        return None
    return math.ceil((wanted / effect) ** 2)
