"""What readers of model graphs give, whatever the format: operators, files outside, texts and declared dangers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

MAX_DEPTH: Final = 32
"""Graphs inside graphs. Converters write two or three."""
MAX_TEXT_BYTES: Final = 4 * 1024 * 1024
"""Of one text; a longer one ends the reading with `LimitReached`."""
MAX_NAME_BYTES: Final = 512
CONSTANT: Final = "constant"
"""What the key of a `Text` begins with that the graph computes with, and that no person is meant to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One operator that a graph runs, or of which it declares to run."""

    name: str
    """As stated, not escaped: `Conv`, `ReadFile`, `aten::add`."""
    domain: str = ""
    """What says whose operator it is; empty for the format's own."""
    node: str = ""
    """Name of the node that runs it, where nodes have names."""
    arguments: tuple[str, ...] = ()
    """Texts fixed in the graph that reach it as inputs or attributes, cut, a few at most."""
    offset: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A function of the file by which an operator is defined."""

    name: str
    domain: str
    offset: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalData:
    """Where a graph says that bytes of it lie."""

    location: str | None
    """A path or name as stated, not escaped; None when only an offset into the usual file is stated."""
    owner: str
    """The tensor or part it belongs to, not escaped."""
    begin: str = ""
    """The offset as stated."""
    length: str = ""
    needed: int | None = None
    """Bytes that type and shape ask for, where both are stated."""
    offset: int | None = None
    """Of the statement, in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A tensor of the graph whose data are not what its type and shape ask for."""

    owner: str
    """The tensor, not escaped."""
    what: str
    """The end of a sentence, safe to show."""
    offset: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text of the graph for people: description, metadata."""

    key: str
    text: str
    offset: int | None = None


class EntityKind(StrEnum):
    """What a document type declares."""

    DOCTYPE = "doctype"
    INTERNAL = "internal"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A document type or entity that an XML graph declares; nothing of it is resolved."""

    kind: EntityKind
    name: str
    target: str = ""
    """The system identifier of an external one."""
    offset: int | None = None


Part: TypeAlias = Operator | Definition | ExternalData | Misfit | Text | Entity
