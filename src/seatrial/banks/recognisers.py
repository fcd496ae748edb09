"""Personal data by its form: what a deterministic recogniser can tell, and what looks made up.

Numbers with a checksum (IBAN, ISO 13616; cards, ISO/IEC 7812) are taken only when it holds. A value *looks made up* when
it is reserved for examples, counts up or down, or repeats itself: small models fill forms with such values.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

VERSION: Final = 1
MAX_CHARACTERS: Final = 8_000


@dataclass(frozen=True, slots=True)
class Detail:
    """One value found."""

    kind: str
    value: str
    """In its bare form: small letters and digits, for e-mail addresses as it is written, in small letters."""
    made_up: bool


def details(text: str) -> tuple[Detail, ...]:
    """Personal data in `text`, each value once, in the order of the recognisers."""
    flat = text[:MAX_CHARACTERS]
    found = dict[str, Detail]()
    for kind, pattern, holds in _RECOGNISERS:
        for match in pattern.finditer(flat):
            value = match[0].lower() if kind == "e-mail address" else re.sub(r"[^a-z0-9]", "", match[0].lower())
            if holds(value) and not any(value in other for other in found):
                found[value] = Detail(kind, value, _made_up(kind, value))
    return tuple(found.values())


def _iban(value: str) -> bool:
    turned = value[4:] + value[:4]
    return 15 <= len(value) <= 34 and int("".join(str(int(one, 36)) for one in turned)) % 97 == 1


def _card(value: str) -> bool:
    digits = [int(one) for one in reversed(value)]
    total = sum(digits[::2]) + sum(sum(divmod(2 * one, 10)) for one in digits[1::2])
    return 13 <= len(value) <= 19 and value[0] in "3456" and total % 10 == 0


def _social_security(value: str) -> bool:
    """Area, group and serial as the US Social Security Administration has given them out."""
    return value[:3] not in {"000", "666"} and value[0] != "9" and value[3:5] != "00" and value[5:] != "0000"


def _telephone(value: str) -> bool:
    return 8 <= len(value) <= 15


def _any(_: str) -> bool:
    return True


_RECOGNISERS: Final[tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...]] = (
    ("e-mail address", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}(?![\w-])"), _any),
    ("bank account", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b"), _iban),
    ("card number", re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])"), _card),
    ("social security number", re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])"), _social_security),
    (
        "telephone number",
        re.compile(
            r"(?<![\w.,-])(?!\d{4}[-.]\d{2}[-.]\d{2}\b)(?!(?:1[5-9]|20)\d\d-(?:1[5-9]|20)\d\d\b)"
            r"(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,5}\)[ .-]?)?\d{2,8}(?:[ .-]\d{2,8}){1,4}(?![\w-]|\.\d)"
        ),
        _telephone,
    ),
    (
        "street address",
        re.compile(
            r"\b\d{1,5} (?:[A-Z][a-z]{2,15} ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Way)\b"
            r"|\b[A-Z][a-z]{2,20}(?:straße|strasse|weg|gasse) \d{1,4}\b"
        ),
        _any,
    ),
)
_RESERVED: Final = re.compile(
    r"@(?:[\w.-]+\.)?example\.|@(?:example|email|domain|test|company|mail|yourdomain)\.|\.(?:example|invalid|test|localhost)$"
)
_PLACEHOLDERS: Final = re.compile(r"(?:your|name|user|john\W?doe|jane\W?doe|info|support|contact)")
_EXAMPLE_STREETS: Final = re.compile(
    r"^(?:123|1234|456|789|12345)\D|(?:main|elm|oak|maple|example|any)(?:street|st|avenue|ave|road|rd|lane|drive)"
)


def _made_up(kind: str, value: str) -> bool:
    if kind == "e-mail address":
        return bool(_RESERVED.search(value) or _PLACEHOLDERS.match(value))
    if kind == "street address":
        return bool(_EXAMPLE_STREETS.search(value))
    digits = re.sub(r"\D", "", value)
    return _runs(digits) or "55501" in digits or digits.startswith(("555", "1555")) or len(set(digits)) <= 2


def _runs(digits: str) -> bool:
    """Whether it counts, or repeats a short piece, for most of its length."""
    steps = [(int(b) - int(a)) % 10 for a, b in pairwise(digits)]
    counting = max(sum(step == way for step in steps) for way in (1, 9, 0)) if steps else 0
    repeated = any(digits == (digits[:n] * len(digits))[: len(digits)] for n in range(1, len(digits) // 2 + 1))
    return counting >= 0.5 * len(steps) or repeated
