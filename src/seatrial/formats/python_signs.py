"""What the text of Python source shows apart from its syntax: hidden characters, packers, columns nobody scrolls to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TAGS = re.compile("[\U000e0000-\U000e007f\U000e0100-\U000e01ef]{2,}|[\ufe00-\ufe0f]{8,}")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060-\u2064\ufeff\u180e\u00ad]{16,}|[\u3164\uffa0\u115f\u1160]{2,}")
_FAR = re.compile(r";[ \t]{60,}[^\s#]|^[ \t]{300,}[^\s#'\"]", re.MULTILINE)
_PACKER = re.compile(
    r"\b__pyarmor__\s*\(|\bpyarmor_runtime(?:_\d+)?\b|\bfrom pytransform import|\bimport\s+sourcedefender"
    r"|\bfrom\s+sourcedefender|# ?Obfuscated (?:by|with)|\bPyObfuscate\b|\bpyobfuscate\.com"
)
_FILLER_NAME = re.compile("(?:^|[\\s(.,=])[\u3164\uffa0\u115f\u1160]+\\s*[=(.,)]", re.MULTILINE)
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_STRANGE: Final = frozenset(
    [
        "utf-7",
        "utf_7",
        "utf7",
        "unicode_escape",
        "unicode-escape",
        "raw_unicode_escape",
        "raw-unicode-escape",
        "rot13",
        "rot_13",
        "hex",
        "base64",
    ]
)
_OVERT = re.compile(
    r"exec\s*\(\s*(?:\w+\.)?(?:b64decode|decompress|unhexlify|loads)\s*\(|/dev/tcp/|exec\s*\(\s*(?:requests|urllib)[\w.]*\("
    r"|os\.dup2\s*\(\s*\w+\.fileno\(\)|exec\s*\(\s*(?:base64|zlib|marshal|codecs)\."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing that a reader of the source would not see, or that hides the source altogether."""

    rule: str
    what: str
    line: int
    firm: bool = True
    """False for what only looks so."""


def signs(text: str) -> Iterator[Sign]:
    """Signs in decoded source, each kind once."""
    for rule, what, pattern in (
        ("bidi", "holds characters that make code read otherwise than it runs", _BIDI),
        ("invisible", "hides data in characters that are not drawn", _TAGS),
        ("invisible", "hides data in characters that are not drawn", _INVISIBLE),
        ("invisible", "has a name that is not drawn", _FILLER_NAME),
        ("far-right", "places code far to the right, where no editor shows it", _FAR),
        ("packed", "is packed so that nobody can read it", _PACKER),
    ):
        found = pattern.search(text)
        if found is not None:
            yield Sign(rule=rule, what=what, line=text.count("\n", 0, found.start()) + 1)


def overt(text: str) -> Sign | None:
    """Malice that shows in text that cannot be parsed."""
    found = _OVERT.search(text)
    if found is None:
        return None
    what = "cannot be parsed, and shows code that decodes or fetches what it runs"
    return Sign(rule="overt", what=what, line=text.count("\n", 0, found.start()) + 1)


def declared_encoding(data: bytes) -> str:
    """The encoding that the first two lines name, in lower case; empty for none."""
    for line in data.split(b"\n", 2)[:2]:
        found = _COOKIE.match(line)
        if found is not None:
            return found.group(1).decode("ascii").lower()
    return ""


def is_strange(encoding: str) -> bool:
    """Whether text in this encoding is other code than it looks."""
    return encoding in _STRANGE
