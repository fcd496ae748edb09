"""How long a run will last: for whoever waits, and for nothing that is decided."""

from collections.abc import Callable, Sequence
from itertools import cycle, islice

from seatrial.domain.plan import Bound
from seatrial.measure.deciding import settled

Interval = tuple[float, float]
Values = Sequence[float | None]


def settled_after(found: Values, interval: Callable[[Values], Interval], bounds: Sequence[Bound], most: int) -> int:
    """Values in all at which `interval` settles every one of `bounds`, should those to come be like those that came.

    The values found are taken to come again and again, so that their mean and what nobody could tell stay as they
    are. `most` when they settle nothing up to there. Bisection: an interval that settles a bound is taken to keep it
    settled, which these do but for a few values' worth.
    """

    def enough(count: int) -> bool:
        lower, upper = interval(list(islice(cycle(found), count)))
        return all(settled(bound, lower, upper) for bound in bounds)

    if not found or not enough(most):
        return most
    short, long = 0, most
    while long - short > 1:
        middle = (short + long) // 2
        short, long = (short, middle) if enough(middle) else (middle, long)
    return long
