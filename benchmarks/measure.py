"""How many questions it takes to tell a rate from a bound, beside other ways of stopping. Exact: nothing is drawn.

    python benchmarks/measure.py [--markdown docs/benchmarks/measure.md]

Goes through every course that a run can take, for a bound of 5 % and a cap of 300, and adds up probabilities. Beside
ours: one-sided mixtures over Beta(1/2, 1/2) of likelihood ratios at the same level, and the test of fixed size with the
same power. Fails when a figure that was promised is missed.
"""

import argparse
import math
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from seatrial.measure.fixed_design import fixed_design
from seatrial.measure.sequence import confidence_sequence
from seatrial.measure.suite import LEAST

LIMIT, CAP, ALPHA = 0.05, 300, 0.05
RATES = (0.0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.4)
MOST = {0.005: 105.0, 0.2: 33.0, 0.4: 8.0}
"""What a mixture over Beta(1/2, 1/2) takes, as it was published beside the promise."""
POINTS = 2_000
Says = Callable[[int, int], str]
Told = tuple[float, int, float, float, float]
"""Mean and median of answers, probabilities of below, above and undecided."""


def main() -> int:
    """Work out, print, compare; 1 when a figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--markdown", type=Path)
    arguments = parser.parse_args()
    ours = {rate: told(rate, by_betting) for rate in RATES}
    theirs = {rate: told(rate, by_beta_mixture) for rate in RATES}
    text = page(ours, theirs)
    print(text)
    if arguments.markdown:
        arguments.markdown.write_text(text)
    wrong = max(above for rate, (_, _, _, above, _) in ours.items() if rate <= LIMIT)
    wrong = max(wrong, *(below for rate, (_, _, below, _, _) in ours.items() if rate > LIMIT))
    return int(any(ours[rate][0] >= most for rate, most in MOST.items()) or wrong >= ALPHA)


@cache
def by_betting(successes: int, n: int) -> str:
    """As suites stop."""
    lower, upper = confidence_sequence(successes, n, ALPHA)
    return "above" if lower > LIMIT else "below" if upper <= LIMIT else ""


@cache
def by_beta_mixture(successes: int, n: int) -> str:
    """Likelihood ratios against the bound, mixed over Beta(1/2, 1/2) cut to one side of it (Robbins 1970)."""
    at_limit = successes * math.log(LIMIT) + (n - successes) * math.log1p(-LIMIT)
    for word, low, high in (("below", 0.0, LIMIT), ("above", LIMIT, 1.0)):
        # Beta(1/2, 1/2) is flat in the angle whose squared sine is the rate.
        ends = [math.asin(math.sqrt(end)) for end in (low, high)]
        rates = [math.sin(ends[0] + (ends[1] - ends[0]) * (i + 0.5) / POINTS) ** 2 for i in range(POINTS)]
        mixed = math.fsum(
            math.exp(successes * math.log(rate) + (n - successes) * math.log1p(-rate) - at_limit) for rate in rates
        )
        if mixed / POINTS >= 1 / ALPHA:
            return word
    return ""


def told(rate: float, says: Says) -> Told:
    """What becomes of a run at one true rate."""
    going, mean, stopped = {0: 1.0}, 0.0, 0.0
    chances = {"below": 0.0, "above": 0.0}
    median = CAP
    for n in range(1, CAP + 1):
        after = dict[int, float]()
        for successes, chance in going.items():
            after[successes] = after.get(successes, 0.0) + chance * (1 - rate)
            after[successes + 1] = after.get(successes + 1, 0.0) + chance * rate
        going = {}
        for successes, chance in after.items():
            word = says(successes, n) if chance > 1e-12 and n >= LEAST else ""
            if word:
                chances[word] += chance
                mean, stopped = mean + n * chance, stopped + chance
            else:
                going[successes] = chance
        if stopped >= 0.5 and median == CAP:
            median = n
    left = sum(going.values())
    return mean + CAP * left, median, chances["below"], chances["above"], left


def page(ours: dict[float, Told], theirs: dict[float, Told]) -> str:
    """The figures as Markdown."""
    lines = [
        "# Stopping early",
        "",
        "Written by `python benchmarks/measure.py --markdown docs/benchmarks/measure.md`. Exact probabilities over every",
        f"course of a run: bound {LIMIT:.0%}, each end of the interval at {1 - ALPHA:.0%}, at most {CAP} answers, looking",
        f"after every one from answer {LEAST} on. The fixed design is the least exact test that tells this rate from the",
        "bound with 95 % power.",
        "",
        "| true rate | mean answers (median) | says below | says above | undecided | beta mixture, mean | fixed design |",
        "|---|---|---|---|---|---|---|",
    ]
    for rate, (mean, median, below, above, left) in ours.items():
        fixed = fixed_design(LIMIT, rate)
        lines.append(
            f"| {rate:.1%} | {mean:.1f} ({median}) | {below:.3f} | {above:.3f} | {left:.3f} "
            f"| {theirs[rate][0]:.1f} | {fixed if fixed else 'none would do'} |"
        )
    lines += [
        "",
        "A wrong word, below for a rate above the bound or above for one that is not, comes in less than 5 % of runs at",
        "every rate. With each end at 97.5 % both together cover the rate in 95 % of runs; the tests draw 2,000 of them",
        "at each of six rates and look after every answer.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
