"""The sections that a model card is known by, read from its Markdown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_LONGEST_HEADING: Final = 300
_ATX: Final = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*)")
_BOLD_HEADING: Final = re.compile(r"\s{0,3}(?:\*\*|__)([^*_]{3,60})(?:\*\*|__):?\s*$")
_FENCE: Final = re.compile(r"\s{0,3}(```|~~~)")
_UNDERLINE: Final = re.compile(r"={3,}\s*|-{3,}\s*")
_NOTHING: Final = re.compile(
    r"\[?(?:more information (?:is )?needed|needs more information|to be added|tbd|n/?a|none|\W*)\]?\.?",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and whether any words stand under it, down to the next heading of its level or above."""

    title: str
    level: int
    filled: bool


SECTION_TITLES: Final[dict[str, re.Pattern[str]]] = {
    # Mitchell et al. 2019 (10.1145/3287560.3287596), and the annotated model card template of the hub.
    "out-of-scope-use": re.compile(
        r"out[- ]of[- ]scope|\bmis-?use|malicious|prohibited use|unintended use|not intended|use restrictions", re.I
    ),
    "intended-use": re.compile(
        r"(?<!un)(?<!not )intended|direct use|downstream use|^uses?$|use[- ]cases?\b|primary uses?", re.I
    ),
    "limitations": re.compile(r"limitation|\brisks?\b|\bbias(?:es)?\b|caveat|ethical consideration|known issues", re.I),
    "training-data": re.compile(
        r"(?:pre-?)?training (?:data|corpus|corpora|set)|(?:data|corpus) used|fine-?tuning data"
        r"|^data(?:sets?)?$|data sources",
        re.I,
    ),
    "evaluation": re.compile(r"\bevaluat|\bbenchmark|\bresults?\b|performance|\bmetrics\b", re.I),
    "training-procedure": re.compile(
        r"training (?:procedure|details|recipe)|^training$|how (?:it|the model) was trained", re.I
    ),
    "model-details": re.compile(r"model (?:details|description|summary|overview)", re.I),
    "environmental-impact": re.compile(r"environmental|carbon|energy", re.I),
    "license": re.compile(r"licen[cs]e", re.I),
    "citation": re.compile(r"citation|cite", re.I),
    "contact": re.compile(r"contact|report(?:ing)? (?:a |an )?(?:security|vulnerabilit|issue)|security", re.I),
}
"""Section key to what its heading says. One heading may stand for several: "Intended uses and limitations"."""


def sections(text: str) -> Iterator[Section]:
    """Every section in order. Headings inside fenced blocks and comments do not count."""
    found = list(_headings(_COMMENT.sub("", text).split("\n")))
    filled = [bool(body) for _, _, body in found]
    # Words anywhere below fill a section: one backward pass carries them up to the heading above.
    waiting: dict[int, bool] = {}
    for index in range(len(found) - 1, -1, -1):
        level = found[index][1]
        below = any(seen for deeper, seen in waiting.items() if deeper > level)
        filled[index] = filled[index] or below
        waiting = {kept: seen for kept, seen in waiting.items() if kept <= level}
        waiting[level] = waiting.get(level, False) or filled[index]
    for (title, level, _), full in zip(found, filled, strict=True):
        yield Section(title=title, level=level, filled=full)


def section_keys(text: str) -> tuple[str, ...]:
    """Keys of `SECTION_TITLES` whose section is there and says something, in the order of that table."""
    present = {key for section in sections(text) if section.filled for key in _keys(section.title)}
    return tuple(key for key in SECTION_TITLES if key in present)


def _keys(title: str) -> list[str]:
    return [key for key, pattern in SECTION_TITLES.items() if pattern.search(title)]


def _headings(lines: list[str]) -> Iterator[tuple[str, int, bool]]:
    """Title, level, and whether words follow before the next heading."""
    title, level, body, fenced = "", 0, False, ""
    for index, line in enumerate(lines):
        fence = _FENCE.match(line)
        if fence and (not fenced or fence[1] == fenced):
            fenced = "" if fenced else fence[1]
            continue
        opened = None if fenced else _heading(line, lines[index + 1] if index + 1 < len(lines) else "")
        if opened:
            if level:
                yield title, level, body
            (title, level), body = opened, False
        elif not body:
            body = _NOTHING.fullmatch(line.strip()) is None
    if level:
        yield title, level, body


def _heading(line: str, following: str) -> tuple[str, int] | None:
    if len(line) > _LONGEST_HEADING:
        return None
    if atx := _ATX.match(line):
        return atx[2].rstrip().rstrip("#").strip("*_ `\t"), len(atx[1])
    if bold := _BOLD_HEADING.match(line):
        return bold[1].strip(), 7
    if line.strip() and len(following) <= _LONGEST_HEADING and _UNDERLINE.fullmatch(following):
        return line.strip(), 1 if following[0] == "=" else 2
    return None
