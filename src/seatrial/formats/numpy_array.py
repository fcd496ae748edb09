"""NumPy `.npy` arrays. An array of objects holds a pickle after its header.

Layout: NEP 1 and `numpy.lib.format`, versions 1.0 to 3.0.
"""

import ast
import re
import warnings
from typing import BinaryIO, NamedTuple

from seatrial.domain.inventory import Role
from seatrial.formats.protocol import FormatError

NAME = "numpy"
ROLE = Role.WEIGHTS
PRIORITY = 10
MAGIC = b"\x93NUMPY"
STARTS = (MAGIC,)
MAX_HEADER_BYTES = 1024 * 1024
_MAX_LITERAL = 64 * 1024
"""NumPy itself refuses headers above 10,000 characters from sources that are not trusted; tables with many columns
are saved with more."""
_SIMPLE = re.compile(r"'descr'\s*:\s*'([<>|=]?)([a-zA-Z])(\d*)'")
_SHAPE = re.compile(r"'shape'\s*:\s*\(([^()]{0,4096})\)")
_OBJECT = re.compile(r"'[<>|=]?O\d*'")


class ArrayHeader(NamedTuple):
    """What the header states."""

    text: str
    data_offset: int
    has_objects: bool
    """The data are a pickle, which `allow_pickle=True` would run."""


def matches(head: bytes, size: int) -> bool:
    """The magic and a known version."""
    return size >= 10 and head.startswith(MAGIC) and len(head) > 6 and head[6] in (1, 2, 3)


def read_header(reader: BinaryIO) -> ArrayHeader:
    """The header at the reader's start. Raises `FormatError`."""
    reader.seek(0)
    start = reader.read(12)
    if len(start) < 12 or not start.startswith(MAGIC) or start[6] not in (1, 2, 3):
        raise FormatError("not an array header", 0)
    width = 2 if start[6] == 1 else 4
    length = int.from_bytes(start[8 : 8 + width], "little")
    if length > MAX_HEADER_BYTES:
        raise FormatError(f"a header of {length:,} bytes", 8)
    reader.seek(8 + width)
    raw = reader.read(length)
    if len(raw) < length:
        raise FormatError("the header is cut off", 8 + width + len(raw))
    text = raw.decode("utf-8" if start[6] == 3 else "latin-1", "replace")
    return ArrayHeader(text=text, data_offset=8 + width + length, has_objects=bool(_OBJECT.search(text)))


def fault(reader: BinaryIO) -> str:
    """Why readers refuse the header, empty when they do not. Raises `FormatError` where there is none.

    Readers take a dictionary of exactly three plain values: `ast.literal_eval` and nothing more.
    """
    text = read_header(reader).text.strip("\0 \n")
    if len(text) > _MAX_LITERAL:
        return f"{len(text):,} characters of it, which readers refuse as a danger to themselves"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what the text looks like, which is the file's to answer for
            value = ast.literal_eval(text.replace("L", "") if "L" in text.partition("shape")[2] else text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return "it is no plain dictionary"
    if not isinstance(value, dict) or set(value) != {"descr", "fortran_order", "shape"}:
        return "it does not state type, order and shape, and nothing else"
    shape = value["shape"]
    if not isinstance(shape, tuple) or not all(type(length) is int and length >= 0 for length in shape):
        return "its shape is no row of lengths"
    return "" if isinstance(value["fortran_order"], bool) else "its order is neither true nor false"


def extent(reader: BinaryIO) -> int | None:
    """Bytes that the header promises for the whole file, or None where they cannot be told from it."""
    header = read_header(reader)
    simple, shape = _SIMPLE.search(header.text), _SHAPE.search(header.text)
    if header.has_objects or simple is None or shape is None:
        return None
    width = int(simple.group(3) or "1") * (4 if simple.group(2) == "U" else 1)
    count = 1
    for stated in shape.group(1).replace("L", "").split(","):
        length = stated.strip(" ")
        if length and not (length.isascii() and length.isdecimal()):
            return None
        # A product beyond any file stays beyond it; the bound keeps the numbers small.
        count = min(count * int(length[:20]), 1 << 62) if length else count
    return header.data_offset + min(count * width, 1 << 62)
