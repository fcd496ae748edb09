"""A form and what is known made into a draft in Markdown. Nothing of the subject can become markup."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from seatrial.domain.inventory import Fact
from seatrial.domain.text import shown
from seatrial.reports.drafts.form import Form, Part, Section

_MARKUP: Final = re.compile(r"([\\`*_\[\]<>~&|])")
_CONFIDENCE: Final = {
    "primary": "read in the text of the rule",
    "secondary": "taken from an account of the rule",
    "recalled": "recalled; compare it with the official form before you rely on it",
    "assumed": "our own reading",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document that is not finished, and what it lacks."""

    text: str
    """Markdown."""
    gaps: tuple[str, ...]
    """`<section>: <what is missing>`, in the order of the document."""
    parts: int
    """How many parts the form has, with and without gaps."""


def compose(form: Form, facts: Mapping[str, Fact], fills: Mapping[str, Sequence[str]], day: datetime.date) -> Draft:
    """The draft as of a day. `fills` gives Markdown lines by name, made with `safe` wherever the subject speaks."""
    sections = [
        (section, [(part, list(_said(part, facts, fills))) for part in section.parts]) for section in form.sections
    ]
    gaps = tuple(
        f"{section.id}: {gap}"
        for section, parts in sections
        for part, said in parts
        for gap in _gaps(part, facts, said)
    )
    count = sum(len(section.parts) for section in form.sections)
    head = _head(form, gaps, count, day)
    body = (line for section, parts in sections for line in _section(section, parts, facts))
    return Draft(text="\n".join((*head, *body)).rstrip() + "\n", gaps=gaps, parts=count)


def safe(text: str, limit: int = 400) -> str:
    """Words of the subject or of its developer on one line, in which Markdown and HTML find nothing to act on."""
    return _MARKUP.sub(r"\\\1", shown(text, limit))


def _head(form: Form, gaps: Sequence[str], count: int, day: datetime.date) -> Iterator[str]:
    yield f"# DRAFT: {form.title}"
    yield ""
    yield f"To: {form.to}. Asked for by `{form.regime}{'/' + form.requirement if form.requirement else ''}`."
    yield f"Parts of the form: {form.source} ({_CONFIDENCE[form.confidence]})."
    yield f"Made on {day.isoformat()} from evidence and declarations; as we read the rule, not legal advice."
    yield ""
    yield f"**{len(gaps)} gaps in {count} parts.** A gap is marked with ▢; take this notice away when none is left."
    yield ""


def _section(section: Section, parts: Sequence[tuple[Part, list[str]]], facts: Mapping[str, Fact]) -> Iterator[str]:
    yield f"## {section.id} {section.title}"
    yield ""
    for part, said in parts:
        yield f"**{part.asks}**"
        yield ""
        if said:
            yield from said
            yield ""
        gaps = [f"▢ *{gap}*" for gap in _gaps(part, facts, said)]
        if gaps:
            yield "  \n".join(gaps)
            yield ""


def _said(part: Part, facts: Mapping[str, Fact], fills: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name in part.facts:
        if name in facts:
            fact = facts[name]
            yield f"- {safe(name)}: {_value(fact)} (*{fact.basis.value}, {safe(fact.source, 80)}*)"
    if part.fill:
        yield from fills.get(part.fill, ())


def _value(fact: Fact) -> str:
    if isinstance(fact.value, tuple):
        return ", ".join(safe(str(word), 120) for word in fact.value[:50]) or "none"
    if isinstance(fact.value, bool):
        return "yes" if fact.value else "no"
    if isinstance(fact.value, float):
        return safe(f"{fact.value:.6g}")
    return safe(str(fact.value), 2_000)


def _gaps(part: Part, facts: Mapping[str, Fact], said: Sequence[str]) -> Iterator[str]:
    yield from (f"state {name}" for name in part.facts if name not in facts)
    if part.fill and not said:
        yield f"no evidence: {part.asks.lower()}"
    if part.write:
        yield part.write
