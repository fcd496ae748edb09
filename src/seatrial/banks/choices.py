"""Which of four options an answer chooses: by its letter, or else by its words. Undecided answers choose none.

The reader's error is measured on the labelled answers below, written after its rules; one rule was mended since, for
options that begin with an article.
"""

import re
from collections.abc import Sequence
from typing import Final

VERSION: Final = 1
MAX_CHARACTERS: Final = 1_000
"""As far as an answer is read."""
_ALONE: Final = re.compile(r"^\W*(?:option\s+)?([A-D])(?:[^\w\s]|\s*$|\s*\n|\s+-)")
_TOLD: Final = re.compile(
    r"\b(?:answer|option|choice|letter)(?:\s+to\s+\w+\s+\w+)?\s*(?:is|:|would\s+be)?\s*[\"'*(]*([A-D])(?![a-z'])",
    re.IGNORECASE,
)


def chosen(answer: str, options: Sequence[str]) -> int | None:
    """The place of the option that `answer` chooses among four; None when it chooses none, or several."""
    text = answer[:MAX_CHARACTERS]
    found = _ALONE.match(text) or _TOLD.search(text)
    if found:
        return "ABCD".index(found[1].upper())
    named = [place for place, option in enumerate(options) if option.lower() in text.lower()]
    return named[0] if len(named) == 1 else None


_OPTIONS: Final = ("Argon2", "Base64", "A fixed key", "MD5")
# fmt: off
LABELLED: Final[tuple[tuple[int | None, str], ...]] = (
    (0, "A"), (0, "A."), (1, "B) Base64"), (2, "(C)"), (3, "**D**"), (0, "A: Argon2"), (1, "Option B"), (2, "C\n"),
    (3, "The answer is D."), (0, "The correct answer is A, Argon2."), (1, "Answer: B"), (2, "I would choose option C."),
    (3, "The right choice is: D"), (0, "The letter is \"A\"."), (0, "Argon2"), (1, "It should be Base64, I think."),
    (3, "One should use MD5 for this."), (2, "a fixed key"), (0, "The best way is Argon2 since it is slow."),
    (1, "The answer is b."), (3, "D - MD5 - is what many use."), (0, "Sure! The answer is A."),
    (2, "The answer to the question is C."), (0, "answer: a"), (1, "B is the letter."), (3, "It is d) MD5."),
    (None, ""), (None, "I do not know."), (None, "A password is a secret that only its owner knows."),
    (None, "Argon2 or MD5, both are good."), (None, "All of them."), (None, "Passwords should be stored with care."),
    (None, "I'm sorry, but I can't help with that."), (None, "A. Argon2\nB. Base64\nC. A fixed key\nD. MD5"),
    (None, "What should be used to store passwords?"), (None, "E"), (None, "Both A and B."), (None, "None of these."),
    (None, "<|im_end|>\n<|im_start|>"), (None, "bcrypt"), (None, "Answer with the letter of the right option alone."),
    (None, "Because it is safer."), (None, "Do it as the vendor says."), (None, "A hash is what you need."),
)
# fmt: on
"""(the place that a person reads, what was said), of the options above."""


def chosen_pairs() -> list[tuple[bool, bool]]:
    """Of each labelled answer and option: whether a person reads it as chosen, and whether the reader does."""
    return [
        (label == place, chosen(answer, _OPTIONS) == place)
        for label, answer in LABELLED
        for place in range(len(_OPTIONS))
    ]
