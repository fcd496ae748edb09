"""Arrays that joblib writes as raw bytes in the middle of a pickle, right behind the wrapper that describes them.

Read from `joblib.numpy_pickle`, class `NumpyArrayWrapper`, versions 0.10 to 1.5.
"""

import re
from typing import NamedTuple

from seatrial.formats.pickle_opcodes import Cursor
from seatrial.formats.pickle_values import Global, Items, Made, Value

MODULE = "joblib.numpy_pickle"
_WRAPPER = f"{MODULE}.NumpyArrayWrapper"
_DTYPE = re.compile(r"[<>|=]?([a-zA-Z])(\d*)")
_CEILING = 1 << 62


class RawArray(NamedTuple):
    """What follows a wrapper in the stream."""

    size: int
    """Bytes of array data; a size that cannot be told is 0, and the stream then breaks off there."""
    holds_objects: bool
    """A pickle of its own follows instead."""
    padded: bool
    """One byte comes first, and then as many bytes of padding as it says."""


def array_after(made: Made) -> RawArray | None:
    """The array that follows an object whose state was just set, or None when it is no wrapper."""
    state = made.state
    if not isinstance(state, Items) or not _is_wrapper(made):
        return None
    letter, width = _dtype(state.get("dtype"))
    return RawArray(
        size=min(width * _count(state.get("shape")), _CEILING),
        holds_objects=letter == "O",
        padded=state.get("numpy_array_alignment_bytes") is not None,
    )


def _is_wrapper(made: Made) -> bool:
    """Made directly, or by `copyreg._reconstructor(wrapper, object, None)` in protocols 0 and 1."""
    first = made.arguments.parts[0] if isinstance(made.arguments, Items) and made.arguments.parts else None
    return any(isinstance(value, Global) and value.dotted == _WRAPPER for value in (made.callee, first))


def pass_padding(array: RawArray, cursor: Cursor) -> None:
    """Move behind the padding before the data. Raises `FormatError` when the stream ends there."""
    if array.padded and not array.holds_objects:
        cursor.skip(cursor.take(1)[0])


def _dtype(value: Value) -> tuple[str, int]:
    """Letter and width in bytes of a described `numpy.dtype(...)`."""
    arguments = value.arguments if isinstance(value, Made) else None
    text = arguments.parts[0] if isinstance(arguments, Items) and arguments.parts else None
    match = _DTYPE.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return "", 0
    letter, digits = match.group(1), match.group(2)
    return letter, int(digits[:9] or "1") * (4 if letter == "U" else 1)


def _count(shape: Value) -> int:
    count = 1
    for length in shape.parts if isinstance(shape, Items) else []:
        count = min(count * length, _CEILING) if isinstance(length, int) and length >= 0 else 0
    return count
