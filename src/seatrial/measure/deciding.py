"""Whether an interval settles a bound: what a suite asks after every answer."""

from collections.abc import Sequence

from seatrial.domain.plan import Bound


def settled(bound: Bound, lower: float, upper: float) -> bool:
    """Whether the whole interval lies on one side of the bound's limit, whichever it is."""
    if bound.direction == "at-most":
        return upper <= bound.limit or lower > bound.limit
    return lower >= bound.limit or upper < bound.limit


def all_settled(bounds: Sequence[Bound], intervals: dict[str, tuple[float, float]]) -> bool:
    """Whether every bound on a measured metric is settled. Without any bound there is nothing to stop for: False."""
    relevant = [b for b in bounds if b.metric in intervals]
    return bool(relevant) and all(settled(b, *intervals[b.metric]) for b in relevant)
