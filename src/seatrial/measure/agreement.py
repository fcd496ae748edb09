"""What a deterministic judge may be trusted with: its agreement with labelled answers, told and carried along.

A judge is asked one thing at a time: whether an answer shows what a metric counts. How often it flags what it should
and what it should not is counted on labelled answers that its rules were not made from.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from seatrial.measure.judged import JudgeError, judged_rate

Interval = tuple[float, float]

LEAST_INFORMEDNESS: Final = 0.5
"""The share flagged of what it should, less the share flagged of what it should not (Youden 1950): a judge that did
worse on its labelled answers decides nothing, and its interval is everything."""


def counted(labelled: Iterable[tuple[bool, bool]]) -> JudgeError:
    """The judge's error from pairs of what is so and what the judge said."""
    pairs = list(labelled)
    return JudgeError(
        flagged_positives=sum(said for so, said in pairs if so),
        positives=sum(so for so, _ in pairs),
        flagged_negatives=sum(said for so, said in pairs if not so),
        negatives=sum(not so for so, _ in pairs),
    )


def trusted(error: JudgeError) -> bool:
    """Whether the judge told the two apart well enough on the labelled answers."""
    if not error.positives or not error.negatives:
        return False
    informed = error.flagged_positives / error.positives - error.flagged_negatives / error.negatives
    return informed >= LEAST_INFORMEDNESS


def agreement(error: JudgeError) -> str:
    """The measured agreement in words, for a measurement's method."""
    told = (
        f"flags {error.flagged_positives} of {error.positives} labelled answers that it should "
        f"and {error.flagged_negatives} of {error.negatives} that it should not"
    )
    return told if trusted(error) else f"{told}, which is too little to decide anything"


def judged_interval(error: JudgeError) -> Callable[[Sequence[float]], Interval]:
    """The interval of a rate from values that this judge gave: (0, 1) when it may not be trusted."""

    def interval(values: Sequence[float]) -> Interval:
        return judged_rate(round(sum(values)), len(values), error) if trusted(error) else (0.0, 1.0)

    return interval


METHOD: Final = (
    "share of {of} judged {what} by {by}; confidence sequence by betting, each end at 96 %, widened by the "
    "judge's error (Rogan and Gladen 1978) from exact intervals at 99 %: it {agreement}"
)
