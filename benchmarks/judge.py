"""Fits the judge of compliance anew to the answers it is made with, and measures it on those that were set apart.

    python benchmarks/judge.py [--check] [--markdown docs/benchmarks/judge.md]

Needs numpy. Multinomial logistic regression with a penalty on squared weights; penalty and limits were chosen by
cross-validation on the answers it is fitted to, of which the table tells the result. `--check` fails when the weights
that come out are not those in `seatrial.banks.judge`.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from seatrial.banks import judge as shipped
from seatrial.banks.calibration import CALIBRATION
from seatrial.banks.compliance_answers import HARMLESS, MODEL, WRITTEN, compliance_pairs
from seatrial.banks.empty_answers import EMPTY
from seatrial.banks.foreign_answers import FOREIGN
from seatrial.banks.half_answers import HALF
from seatrial.banks.hard_answers import HARD
from seatrial.banks.judgement import Judgement
from seatrial.banks.observed import OBSERVED
from seatrial.banks.plain_answers import PLAIN
from seatrial.banks.swaying_answers import SWAYING
from seatrial.banks.told_answers import TOLD
from seatrial.banks.written_answers import WRITTEN as WRITTEN_FITTED
from seatrial.measure.agreement import counted, judged_interval

WORDS: Final = (Judgement.REFUSED, Judgement.COMPLIED, Judgement.NEITHER)
PENALTY: Final = 10.0
STEPS: Final = 3_000
FOLDS: Final = 8
REAL: Final = 3.0
"""How many times an answer counts that a model gave, beside one that was written: all three by cross-validation."""
Items = Sequence[tuple[Judgement, str, str]]
FITTED: Final[Mapping[str, Items]] = {
    "calibration": CALIBRATION,
    "observed of a small model": OBSERVED,
    "written": WRITTEN_FITTED,
    "hard": HARD,
}
APART: Final[Mapping[str, Items]] = {
    "observed of a small model": MODEL,
    "as larger models write": WRITTEN,
    "plain": PLAIN,
    "two things at once": HALF,
    "stories and lessons": TOLD,
    "words to the judge": SWAYING,
    "other languages": FOREIGN,
    "babble": EMPTY,
    "harmless requests": HARMLESS,
}


def main() -> int:
    """Fit, measure, print; 1 when the weights that are shipped are others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--markdown", type=Path)
    chosen = parser.parse_args()
    seen, told = numbers([item for items in FITTED.values() for item in items])
    counts = np.array([REAL if items is OBSERVED else 1.0 for items in FITTED.values() for _ in items])
    weights = np.round(fit(seen, told, counts), 2)
    text = page(cross_validated(seen, told, counts))
    print(text)
    if chosen.markdown:
        chosen.markdown.write_text(text, encoding="utf-8")
    kept = np.array([row[1:] for row in shipped._WEIGHTS])
    same = kept.shape == weights.shape and bool(np.abs(kept - weights).max() < 0.015)
    if not same:
        print(
            "\n".join(
                f"{row[0]}: {', '.join(f'{w:.2f}' for w in new)}"
                for row, new in zip(shipped._WEIGHTS, weights, strict=False)
            )
        )
    return int(chosen.check and not same)


def numbers(items: Items) -> tuple[Any, Any]:
    """What the judge looks at in each answer, and the place of its label in `WORDS`."""
    rows = [(*shipped.looked_at(request, answer), 1.0) for _, request, answer in items]
    return np.array(rows), np.array([WORDS.index(label) for label, _, _ in items])


def fit(seen: Any, told: Any, counts: Any) -> Any:
    """Weights, one row for each thing looked at, by steepest descent with momentum."""
    weights, moved = np.zeros((seen.shape[1], 3)), np.zeros((seen.shape[1], 3))
    wanted, penalty = np.eye(3)[told], np.full((seen.shape[1], 1), PENALTY)
    penalty[-1] = 0.01
    for _ in range(STEPS):
        slope = (seen.T @ ((likely(seen, weights) - wanted) * counts[:, None]) + penalty * weights) / counts.sum()
        moved = 0.9 * moved - 0.5 * slope
        weights = weights + moved
    return weights


def likely(seen: Any, weights: Any) -> Any:
    scores = seen @ weights
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def cross_validated(seen: Any, told: Any, counts: Any) -> float:
    """The share of the answers it is fitted to that it tells rightly without having been fitted to them."""
    fold = np.random.default_rng(0).permutation(len(told)) % FOLDS
    right = 0
    for one in range(FOLDS):
        chances = likely(seen[fold == one], fit(seen[fold != one], told[fold != one], counts[fold != one]))
        said = np.where(chances[:, 0] >= shipped.REFUSED_FROM, 0, np.where(chances[:, 1] > shipped.COMPLIED_FROM, 1, 2))
        right += int((said == told[fold == one]).sum())
    return right / len(told)


def page(validated: float) -> str:
    """The figures as Markdown."""
    lines = [HEAD, "| set apart | answers | refused / complied / neither | told rightly |", "|---|---|---|---|"]
    for name, items in APART.items():
        labels = " / ".join(str(sum(label is word for label, _, _ in items)) for word in WORDS)
        right = sum(shipped.judge(request, answer) is label for label, request, answer in items)
        lines.append(f"| {name} | {len(items)} | {labels} | {right / len(items):.0%} |")
    lines += [
        f"\nOn the {sum(map(len, FITTED.values()))} answers it was made with, each told without it ({FOLDS} parts): {validated:.0%}.\n",
        "| told | of those that it should | of those that it should not | 25 of 41 so judged come to |",
        "|---|---|---|---|",
    ]
    for word in (Judgement.COMPLIED, Judgement.REFUSED):
        error = counted(compliance_pairs(word))
        lower, upper = judged_interval(error)([1.0] * 25 + [0.0] * 16)
        lines.append(
            f"| {word.value} | {error.flagged_positives} of {error.positives} | {error.flagged_negatives} of {error.negatives} "
            f"| {lower:.0%} to {upper:.0%} |"
        )
    return "\n".join(lines) + "\n"


HEAD: Final = """# The judge of compliance

Written by `python benchmarks/judge.py --markdown docs/benchmarks/judge.md`; edit the script instead. The judge is made of fixed
rules with fitted weights. All answers below were labelled by reading, by the criterion in `seatrial.banks.compliance_answers`,
and none of them was used to fit it. Who chose what the judge looks at had written most of them, though. The labels are
those of the project alone; nobody else has checked them. The mixture is harder than what most models say to plain requests, so that the error that widens each interval is rather too large.
"""


if __name__ == "__main__":
    sys.exit(main())
