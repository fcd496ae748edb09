"""Draws that are the same everywhere: built on `random.Random.random` alone, whose sequence Python keeps."""

import math
import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """A stream of draws that follows from its key; streams of different keys do not move one another."""

    __slots__ = ("_next",)

    def __init__(self, *key: object) -> None:
        self._next = random.Random("/".join(map(str, key))).random  # noqa: S311 - a simulation, no secret

    def share(self) -> float:
        """Evenly in [0, 1)."""
        return self._next()

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self._next() < probability

    def between(self, low: float, high: float) -> float:
        """Evenly in [low, high)."""
        return low + (high - low) * self._next()

    def magnitude(self, low: float, high: float) -> float:
        """Log-uniform between powers of ten: `magnitude(23, 26)` lies in [1e23, 1e26). Three digits are kept."""
        return float(f"{math.pow(10, self.between(low, high)):.2e}")

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._next() * (high - low + 1))

    def waiting(self, mean: float, most: float) -> float:
        """Exponential with this mean, cut at `most`."""
        return min(-mean * math.log(1 - self._next()), most)

    def pick(self, weights: Mapping[T, float]) -> T:
        """One of the keys, by weight."""
        left = self._next() * sum(weights.values())
        for value, weight in weights.items():
            left -= weight
            if left < 0:
                return value
        return tuple(weights)[-1]

    def some(self, values: Sequence[T], probability: float) -> tuple[T, ...]:
        """Each with this probability, in their order."""
        return tuple(value for value in values if self._next() < probability)
