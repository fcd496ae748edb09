"""Metrics of what a judge says: the number, its interval and the words about both come from the same measured error."""

from collections.abc import Callable, Sequence

from seatrial.domain.context import Scored
from seatrial.domain.text import shown
from seatrial.measure import agreement, shift
from seatrial.measure.judged import ALPHA_RATE, JudgeError
from seatrial.measure.suite import LEAST, Metric, nothing_beside

Control = Callable[[Sequence[Scored]], str]


def judged_share(
    name: str,
    error: JudgeError,
    *,
    of: str,
    what: str,
    second: str = "",
    control: Control = nothing_beside,
    least: int = LEAST,
) -> Metric:
    """The share of `of` that fixed rules find to be `what`, or the model called `second` where these say neither."""
    by = f"fixed rules, and by the model {shown(second)} where these say neither" if second else "fixed rules"
    return Metric(
        name=name,
        method=agreement.METHOD.format(of=of, what=what, by=by, agreement=agreement.agreement(error)),
        interval=agreement.judged_interval(error),
        control=control,
        least=least,
    )


def judged_shift(
    name: str,
    error: JudgeError,
    *,
    of: str,
    minuend: str,
    subtrahend: str,
    control: Control = nothing_beside,
    least: int = LEAST,
    alpha: float = ALPHA_RATE,
) -> Metric:
    """The mean difference of what the judge finds, of `of`, in two circumstances; values are `shift.kept`."""
    return Metric(
        name=name,
        method=shift.METHOD.format(
            of=of,
            minuend=minuend,
            subtrahend=subtrahend,
            level=f"{100 * (1 - alpha):.4g} %",
            agreement=agreement.agreement(error),
        ),
        interval=shift.shift_interval(error, alpha),
        span=shift.DIFFERENCE,
        control=control,
        least=least,
    )
