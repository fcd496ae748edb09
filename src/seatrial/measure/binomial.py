"""Tails of the binomial distribution."""

import math
from typing import Final

_NOTHING: Final = 1e-17
"""A term this small beside the sum so far changes no digit of it; those after it are smaller still."""


def at_most(k: int, n: int, p: float) -> float:
    """P(X <= k) for n draws at rate p, summed from the largest term of the smaller tail."""
    if k < 0 or p >= 1.0:
        return float(k >= n)
    if k >= n or p <= 0.0:
        return 1.0
    if k > n * p:
        return 1.0 - at_most(n - k - 1, n, 1.0 - p)
    term = total = math.exp(
        math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * math.log(p) + (n - k) * math.log1p(-p)
    )
    for i in range(k, 0, -1):
        term *= i * (1.0 - p) / ((n - i + 1) * p)
        total += term
        if term <= total * _NOTHING:
            break
    return min(1.0, total)
