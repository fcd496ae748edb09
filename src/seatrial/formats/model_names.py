"""Whether two ways of writing a licence or a model's name mean the same."""

import re
from typing import Final

_HUB: Final = re.compile(r"^(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/", re.IGNORECASE)
_UNSTATED: Final = frozenset({"", "other", "unknown"})
_NONE: Final = frozenset({"none", "scratch", "from scratch", "n/a"})


def same_licence(one: str, other: str) -> bool:
    """Whether the two share a licence, or one does not say which. SPDX expressions are read as lists of names."""
    if {one.strip().lower(), other.strip().lower()} & _UNSTATED:
        return True
    return bool(_licences(one) & _licences(other))


def _licences(text: str) -> set[str]:
    words = [word for word in re.split(r"[\s()]+", text.lower()) if word not in ("and", "or", "with")]
    # A licence spelled in several words is known by the whole.
    whole = "".join(word for word in words if word not in ("the", "license", "licence", "version"))
    return {_plain(word) for word in (*words, whole)} - {"", "the", "license", "licence", "version"}


def same_model(one: str, other: str) -> bool:
    """Whether two names mean one model: links, revisions, case and a missing organisation do not matter."""
    first, second = _model(one), _model(other)
    if first == second:
        return True
    if "/" in first and "/" in second:
        return False
    return first.rpartition("/")[2] == second.rpartition("/")[2]


def same_family(one: str, other: str) -> bool:
    """Whether one name only adds to the other, as `x-7b-instruct` does to `x-7b`."""
    first, second = (_model(text).rpartition("/")[2] for text in (one, other))
    longer, shorter = (first, second) if len(first) > len(second) else (second, first)
    return bool(shorter) and longer.startswith(f"{shorter}-")


def words_in_common(one: str, other: str) -> bool:
    """Whether two names share a word of three characters or more, or one holds the other."""
    first, second = _plain(one), _plain(other)
    if first in second or second in first:
        return True
    words = [{w for w in re.split(r"[^a-z0-9]+", text.lower()) if len(w) >= 3} for text in (one, other)]
    return bool(words[0] & words[1])


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _model(text: str) -> str:
    name = _HUB.sub("", text.strip()).strip("/").lower()
    name = re.split(r"@|/(?:tree|blob|resolve)/", name)[0].strip("/")
    if name in _NONE:
        return "none"
    return re.sub(r"[\s_]+", "-", name)
