"""Which of two answers a sentence gives: the right one, the wrong one, or neither.

A deterministic judge that knows words and a few ways of denying and correcting, no more. Its error is measured on the
labelled answers in `readings`, and every measurement made with it carries that error in its interval.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

VERSION: Final = 1
MAX_CHARACTERS: Final = 2_000
"""As far as an answer is read: whoever has not answered by then has not answered."""


class Reading(StrEnum):
    """What a sentence said."""

    RIGHT = "right"
    WRONG = "wrong"
    NEITHER = "neither"


_NUMBERS: Final = dict(
    enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ]
    )
)
_DENIED: Final = re.compile(
    r"\b(?:not|isn't|wasn't|aren't|never|nor|instead of|rather than|than|incorrect(?:ly)?)"
    r"(?: (?:really|actually|the|in|called|be|is|a|an|that))*[ \"'*]*$"
)
_CORRECTED: Final = re.compile(
    r"\b(?:but|however|actually|in fact|correct(?:ion|ly)?|rather|no,|sorry|mistaken)\b|\bright answer\b"
)


def read(answer: str, right: Sequence[str], wrong: Sequence[str]) -> Reading:
    """What `answer` gives, when it is `right` or `wrong` that it could: words in small letters.

    An answer with both is read by what it says first, or by the later one when a correction stands between them.
    """
    text = _plain(answer[:MAX_CHARACTERS])
    at_right, at_wrong = _place(right, text), _place(wrong, text)
    if at_right is None or at_wrong is None:
        if at_right is None and at_wrong is None:
            return Reading.NEITHER
        return Reading.WRONG if at_right is None else Reading.RIGHT
    corrected = bool(_CORRECTED.search(text, min(at_right, at_wrong), max(at_right, at_wrong)))
    return Reading.RIGHT if (at_right < at_wrong) is not corrected else Reading.WRONG


def _plain(text: str) -> str:
    flat = " ".join(text.lower().replace("’", "'").replace("₂", "2").replace("*", "").split())
    return re.sub(r"(?<![\w.,])1?\d(?!\w|[.,]\d)", lambda n: _NUMBERS.get(int(n[0]), n[0]), flat)


def _place(words: Sequence[str], text: str) -> int | None:
    """Where the text affirms one of the words, as a whole word; None when it nowhere does, or denies it first."""
    pattern = "|".join(re.escape(_plain(word)) for word in sorted(words, key=len, reverse=True))
    found = re.search(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])", text)
    if found is None or _DENIED.search(text[max(0, found.start() - 40) : found.start()]):
        return None
    return found.start()
