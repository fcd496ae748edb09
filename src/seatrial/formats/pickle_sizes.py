"""Calls of harmless names that fill the memory: a string of gigabytes, a list of what has no end."""

from typing import Final

from seatrial.formats.pickle_names_groups import each
from seatrial.formats.pickle_values import Global, Items, Made, Value

MAX_BYTES: Final = 1 << 28
MAX_ITEMS: Final = 1 << 26
_ENDLESS: Final = frozenset({"itertools.count", "itertools.cycle"})
_REPEATING: Final = "itertools.repeat"
_RANGES: Final = frozenset({"builtins.range", "builtins.xrange"})
_STRINGS: Final = frozenset({"builtins.bytes", "builtins.bytearray"})
_COLLECTING: Final = (
    _STRINGS
    | each("builtins", "list tuple set frozenset dict sorted sum max min all any")
    | each("collections", "deque Counter OrderedDict")
    | {"array.array"}
)
NAMES: Final = _ENDLESS | _RANGES | _STRINGS | {_REPEATING}
"""Names that decide nothing by themselves: what they are called with does."""


def swollen(callee: Value, arguments: Value) -> str:
    """What a call would make that is larger than any model needs, for a reader; empty for any other call."""
    if not isinstance(callee, Global) or callee.dotted not in _COLLECTING or not isinstance(arguments, Items):
        return ""
    for part in arguments.parts[:4]:
        if callee.dotted in _STRINGS and isinstance(part, int) and part > MAX_BYTES:
            return f"a string of {part:,} bytes"
        if (
            isinstance(part, Made)
            and isinstance(part.callee, Global)
            and (what := _length(part.callee, part.arguments))
        ):
            return what
    return ""


def _length(callee: Global, arguments: Value) -> str:
    parts = arguments.parts if isinstance(arguments, Items) else []
    if callee.dotted in _ENDLESS and parts:
        return "a collection without end"
    if callee.dotted == _REPEATING:
        return _counted(parts[1:]) if len(parts) > 1 else "a collection without end"
    if callee.dotted in _RANGES:
        numbers = [part for part in parts if isinstance(part, int)]
        try:
            return _counted([len(range(*numbers[:3]))])
        except (OverflowError, TypeError, ValueError):
            return "a range beyond counting" if numbers else ""
    return ""


def _counted(parts: list[Value]) -> str:
    count = parts[0] if parts else 0
    return f"a collection of {count:,} values" if isinstance(count, int) and count > MAX_ITEMS else ""
