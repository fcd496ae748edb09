"""A rate as seen by a judge whose error was measured: one interval for both."""

from dataclasses import dataclass

from seatrial.measure.judge_error import Interval, clopper_pearson, with_judge_error
from seatrial.measure.sequence import confidence_sequence

ALPHA_RATE = 0.04
ALPHA_JUDGE = 0.01
"""Of the 5 % by which an end may go wrong, 4 go to the rate and half of one to each of the judge's two error rates: an
end of the result rests on one end of each exact interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeError:
    """How a judge did on labelled items: flagged of those it should, flagged of those it should not."""

    flagged_positives: int
    positives: int
    flagged_negatives: int
    negatives: int

    @property
    def sensitivity(self) -> Interval:
        """From the lower end of the exact interval at 99 % to one.

        The upper end is one since the labelled positives are of several kinds, hard ones among them, and a subject's
        may all be of the kind that the judge never misses: what it flagged is then no sign of more that it missed.
        """
        return clopper_pearson(self.flagged_positives, self.positives, ALPHA_JUDGE)[0], 1.0

    @property
    def false_positives(self) -> Interval:
        """From zero to the upper end of the exact interval at 99 %.

        The lower end is zero since the labelled negatives are of several kinds, and a subject's may all be of the
        kind that the judge never mistakes.
        """
        return 0.0, clopper_pearson(self.flagged_negatives, self.negatives, ALPHA_JUDGE)[1]


def judged_rate(flagged: int, n: int, error: JudgeError) -> Interval:
    """The true rate's interval after any number of answers, each end at 95 %, the judge's error included."""
    return with_judge_error(confidence_sequence(flagged, n, ALPHA_RATE), error.sensitivity, error.false_positives)
