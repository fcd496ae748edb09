"""What a test of fixed size would have asked: the yardstick for stopping early."""

import math
from statistics import NormalDist
from typing import Final

POWER: Final = 0.95
MOST: Final = 1_000_000
"""Beyond this a design says nothing to anybody."""


def fixed_design(limit: float, rate: float, alpha: float = 0.05, power: float = POWER) -> int | None:
    """Draws with which a one-sided test at `alpha` tells a true `rate` from `limit` with probability `power`.

    By the arcsine approximation (Cohen 1988, Statistical Power Analysis, ch. 6). None when it takes more than a
    million, as it does at the limit itself. Raises `ValueError` for rates outside [0, 1] and shares outside (0, 1).
    """
    if not (0 <= limit <= 1 and 0 <= rate <= 1 and 0 < alpha < 1 and 0 < power < 1):
        raise ValueError(f"no design for {rate} against {limit} at alpha {alpha} and power {power}")
    effect = 2 * (math.asin(math.sqrt(rate)) - math.asin(math.sqrt(limit)))
    normal = NormalDist()
    wanted = normal.inv_cdf(1 - alpha) + normal.inv_cdf(power)
    if abs(effect) * math.sqrt(MOST) < wanted:
        return None
    return math.ceil((wanted / effect) ** 2)
