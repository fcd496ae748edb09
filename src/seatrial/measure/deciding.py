"""Whether an interval settles a bound: what a suite asks after every answer."""

from collections.abc import Sequence
from enum import StrEnum

from seatrial.domain.plan import Bound


class Standing(StrEnum):
    """How an interval stands to a bound."""

    KEPT = "kept"
    NOT_KEPT = "not kept"
    UNDECIDED = "undecided"


def standing(bound: Bound, lower: float, upper: float) -> Standing:
    """Kept or not by the whole interval; undecided while the limit lies within it."""
    at_most = bound.direction == "at-most"
    if upper <= bound.limit if at_most else lower >= bound.limit:
        return Standing.KEPT
    if lower > bound.limit if at_most else upper < bound.limit:
        return Standing.NOT_KEPT
    return Standing.UNDECIDED


def settled(bound: Bound, lower: float, upper: float) -> bool:
    """Whether the whole interval lies on one side of the bound's limit, whichever it is."""
    return standing(bound, lower, upper) is not Standing.UNDECIDED


def all_settled(bounds: Sequence[Bound], intervals: dict[str, tuple[float, float]]) -> bool:
    """Whether every bound on a measured metric is settled. Without any bound there is nothing to stop for: False."""
    relevant = [b for b in bounds if b.metric in intervals]
    return bool(relevant) and all(settled(b, *intervals[b.metric]) for b in relevant)
