"""What a pickle would put on the stack, as inert descriptions, and how they are written for a reader."""

from dataclasses import dataclass, field
from typing import TypeAlias

from seatrial.formats.pickle_opcodes import Blob

KEEP_PARTS = 128
"""A collection keeps its first parts (for a dict, half as many pairs) and counts the rest."""
MAX_WEIGHT = 1 << 60
_TEXT_LIMIT = 80
_DEPTH_LIMIT = 4


@dataclass(slots=True)
class Global:
    """A name that loading would look up by importing its module."""

    module: str
    name: str
    offset: int

    @property
    def dotted(self) -> str:
        """`module.name`."""
        return f"{self.module}.{self.name}"


@dataclass(slots=True)
class Items:
    """A tuple, list, dict, set or frozenset. A dict's parts are keys and values in turn."""

    kind: str
    parts: list["Value"] = field(default_factory=list)
    count: int = 0
    weight: int = 1
    """Values in it, what is shared counted wherever it stands; at most `MAX_WEIGHT`."""

    def extend(self, more: list["Value"]) -> None:
        """Add parts, keeping the first ones only."""
        self.count += len(more)
        self.weight = min(self.weight + sum(map(weight_of, more)), MAX_WEIGHT)
        if len(self.parts) < KEEP_PARTS:
            self.parts.extend(more[: KEEP_PARTS - len(self.parts)])

    def get(self, key: str) -> "Value":
        """The value of a string key among the kept pairs of a dict; None when it is not there."""
        pairs = zip(self.parts[::2], self.parts[1::2], strict=False)
        return next((value for name, value in pairs if isinstance(name, str) and name == key), None)


@dataclass(slots=True)
class Made:
    """The result of a call that loading would make."""

    callee: "Value"
    arguments: "Value"
    state: "Value" = None
    weight: int = 1
    """As that of a collection."""


@dataclass(slots=True)
class Opaque:
    """Something the loader brings: a persistent object, an extension, an out-of-band buffer."""

    what: str


Value: TypeAlias = bool | int | float | str | bytes | Blob | Global | Items | Made | Opaque | None


def weight_of(value: Value) -> int:
    """Values that a value holds, itself included."""
    return value.weight if isinstance(value, Items | Made) else 1


_BRACKETS = {"tuple": ("(", ")"), "list": ("[", "]")}


def rendered(value: Value, depth: int = 0) -> str:
    """A short text for one value, at most some hundred characters; the reader still has to escape it."""
    if isinstance(value, str | bytes):
        text = repr(value[:_TEXT_LIMIT])
        return text if len(value) <= _TEXT_LIMIT else f"{text}…"
    if isinstance(value, int):
        return str(value) if value.bit_length() < 128 else f"<integer of {value.bit_length()} bits>"
    if isinstance(value, Global):
        return value.dotted[:_TEXT_LIMIT]
    if isinstance(value, Blob):
        return f"<{value.size} bytes>"
    if isinstance(value, Opaque):
        return f"<{value.what}>"
    if isinstance(value, Made | Items) and depth >= _DEPTH_LIMIT:
        return "…"
    if isinstance(value, Made):
        return f"{rendered(value.callee, depth + 1)}{called_with(value.arguments, depth + 1)}"
    if isinstance(value, Items):
        return _rendered_items(value, depth)
    return repr(value)


def called_with(arguments: Value, depth: int = 0) -> str:
    """Arguments as they would stand behind a callable's name: `('ls', 1)`."""
    text = rendered(arguments, depth)
    if not text.startswith("("):
        return f"({text})"
    return f"{text.removesuffix(',)')})" if text.endswith(",)") else text


def _rendered_items(value: Items, depth: int) -> str:
    shown = 4 if depth else 6
    parts = [rendered(part, depth + 1) for part in value.parts[:shown]]
    if value.count > shown:
        parts.append("…")
    left, right = _BRACKETS.get(value.kind, ("{", "}"))
    if value.kind == "dict":
        pairs = [": ".join(parts[at : at + 2]) for at in range(0, len(parts), 2)]
        return f"{left}{', '.join(pairs)}{right}"
    only = "," if value.kind == "tuple" and value.count == 1 else ""
    return f"{left}{', '.join(parts)}{only}{right}"
