"""The forms: which parts a demanded document has, and where the words of each come from. Data, shipped beside it."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from seatrial.documents import from_builtins
from seatrial.domain.errors import UsageError

RELEASE: Final = "release"
INCIDENT: Final = "incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that the document has to say. It is filled from facts, from evidence, or by people."""

    asks: str
    """What belongs here, in our words."""
    facts: tuple[str, ...] = ()
    """Names of facts that say it; one that is not known is a gap."""
    fill: str = ""
    """Evidence that says it: a name of `fill.FILLS`, or of what the caller brings for incidents."""
    write: str = ""
    """What only people can write; always a gap."""

    def __post_init__(self) -> None:
        if not (self.facts or self.fill or self.write):
            raise ValueError(f"the part {self.asks!r} comes from nowhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Parts under one heading, with the number that the rule gives it."""

    id: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One document that some regime demands."""

    id: str
    title: str
    about: str
    """`release` or `incident`."""
    regime: str
    requirement: str = ""
    """The requirement of that regime that asks for it."""
    to: str
    """Who receives it."""
    source: str
    confidence: str
    """Of the list of parts: a confidence of sources, as in regimes."""
    sections: tuple[Section, ...]


@cache
def forms() -> dict[str, Form]:
    """Every shipped form by its id."""
    folder = files("seatrial.reports.drafts").joinpath("data")
    texts = {
        entry.name.removesuffix(".yaml"): entry.read_text("utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml")
    }
    return {name: from_builtins(yaml.safe_load(texts[name]), Form) for name in sorted(texts)}


def find(form_id: str, about: str) -> Form:
    """A form of this kind by id. Raises `UsageError`, naming those that there are."""
    found = forms().get(form_id)
    if found is None or found.about != about:
        names = ", ".join(name for name, form in forms().items() if form.about == about)
        raise UsageError(f"there is no form {form_id!r} for one {about}", advice=f"there are {names}")
    return found
