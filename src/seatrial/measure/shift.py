"""What a change of circumstances does: the same samples twice, and the mean of their differences.

A sample's value lies in [0, 1], so a difference d in [-1, 1] is kept as (d + 1) / 2 and turned back at the end.
A judge that errs alike in both circumstances shrinks a true difference by the factor Se - F, which lies between its
least value and one: an end of the interval that lies away from zero is stretched by the least.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.domain.measurement import Measurement
from seatrial.measure.agreement import trusted
from seatrial.measure.judged import ALPHA_RATE, JudgeError
from seatrial.measure.sequence import difference_sequence

Interval = tuple[float, float]

DIFFERENCE: Final = (-1.0, 1.0)
"""What a difference of values in [0, 1] ranges over: the `span` of its `measure.suite.Metric`."""
METHOD: Final = (
    "mean difference of {of}: {minuend} minus {subtrahend}; confidence sequence by betting on paired differences "
    "(Waudby-Smith and Ramdas 2024), each end at {level}, widened by the judge's error: it {agreement}"
)


def kept(first: bool, second: bool) -> float:
    """The difference first - second as a value in [0, 1]."""
    return (first - second + 1) / 2


def shift_interval(error: JudgeError, alpha: float = ALPHA_RATE) -> Callable[[Sequence[float]], Interval]:
    """The interval of the mean of kept differences, itself kept: for `measure.suite.Metric`.

    `alpha` is what an end may err besides the judge: a part of the usual one, where several intervals hold together.
    """

    def interval(values: Sequence[float]) -> Interval:
        least = error.sensitivity[0] - error.false_positives[1]
        if not trusted(error) or least <= 0:
            return 0.0, 1.0
        lower, upper = difference_sequence([2 * value - 1 for value in values], alpha)
        stretched = lower / least if lower < 0 else lower, upper / least if upper > 0 else upper
        return (max(-1.0, stretched[0]) + 1) / 2, (min(1.0, stretched[1]) + 1) / 2

    return interval


def turned_back(measured: Measurement) -> Measurement:
    """A measurement of kept differences as one of differences, in [-1, 1]."""
    estimate, lower, upper = (2 * value - 1 for value in (measured.estimate, measured.lower, measured.upper))
    return replace(measured, estimate=estimate if measured.n else 0.0, lower=lower, upper=upper)


def told(measured: Measurement, does: str, evidence: str, *, beyond: float = 0.0) -> Iterator[Finding]:
    """A finding of high severity when even the lower end of the difference lies beyond `beyond`."""
    if measured.lower > beyond:
        yield Finding(
            kind=Kind.INFORMATIONAL,
            severity=Severity.HIGH,
            confidence=Confidence.MEDIUM,
            message=f"{does}: {measured.metric} is at least {measured.lower:.2f} "
            f"(estimate {measured.estimate:.2f} over {measured.n} pairs)",
            evidence=(evidence,),
            rule=f"shift:{measured.metric}",
        )
