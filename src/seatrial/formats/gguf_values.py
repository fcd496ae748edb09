"""Reading of GGUF's primitive values: a bounded cursor over a header."""

import struct
from dataclasses import dataclass
from typing import BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.formats.container import size_of
from seatrial.formats.protocol import FormatError

STRING, ARRAY, BOOL = 8, 9, 7
SCALARS: Final[dict[int, str]] = {
    0: "B",
    1: "b",
    2: "H",
    3: "h",
    4: "I",
    5: "i",
    6: "f",
    BOOL: "B",
    10: "Q",
    11: "q",
    12: "d",
}
"""Value type to the letter of `struct`."""
MAX_STRING_BYTES: Final = 4 * 1024 * 1024
MAX_KEPT_BYTES: Final = 64 * 1024 * 1024
MAX_ARRAY_STRINGS: Final = 10_000_000
"""Strings in all arrays of a file; the largest vocabularies with their merges have a tenth of it."""
MAX_NESTING: Final = 4
KEPT_ELEMENTS: Final = 256
_BUFFER_BYTES: Final = 1 << 20

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayValue:
    """An array in metadata. Only its beginning is kept."""

    element_type: int
    count: int
    first: tuple[Scalar, ...] = ()
    """The first `KEPT_ELEMENTS` when they are scalars or strings."""


Value = Scalar | ArrayValue


class Cursor:
    """Reads forward through the header of one file. Every method raises `FormatError` at the end of the file."""

    def __init__(self, reader: BinaryIO, order: str, position: int) -> None:
        self.file_size = size_of(reader)
        self._reader, self._order = reader, order
        self._buffer, self._base, self._at = b"", position, 0
        self._length = struct.Struct(order + "Q")
        self._kept = 0
        self._strings = 0

    @property
    def position(self) -> int:
        """Offset of the next byte in the file."""
        return self._base + self._at

    @property
    def left(self) -> int:
        """Bytes from here to the end of the file."""
        return self.file_size - self.position

    def scalar(self, kind: int) -> Scalar:
        """One number or truth value."""
        layout = self._order + SCALARS[kind]
        value = struct.unpack(layout, self._take(struct.calcsize(layout)))[0]
        return bool(value) if kind == BOOL else value

    def unsigned(self, size: int) -> int:
        """An unsigned number of 4 or 8 bytes."""
        return int(self.scalar(4 if size == 4 else 10))

    def text(self, limit: int = MAX_STRING_BYTES) -> str:
        """A string; bytes that are not UTF-8 are escaped. Longer than `limit` is a `FormatError`."""
        at = self.position
        length = self.unsigned(8)
        if length > min(limit, self.left):
            raise FormatError(f"states a string of {length:,} bytes; {min(limit, self.left):,} are possible here", at)
        self._kept += length
        if self._kept > MAX_KEPT_BYTES:
            raise LimitReached(f"strings of more than {MAX_KEPT_BYTES:,} bytes in a GGUF header")
        return self._take(length).decode("utf-8", "backslashreplace")

    def value(self, kind: int, depth: int = 0) -> Value:
        """A value of the given type."""
        if kind == STRING:
            return self.text()
        if kind == ARRAY:
            return self._array(depth)
        if kind not in SCALARS:
            raise FormatError(f"states a value of type {kind}, which GGUF does not have", self.position)
        return self.scalar(kind)

    def _array(self, depth: int) -> ArrayValue:
        at = self.position
        kind, count = self.unsigned(4), self.unsigned(8)
        if depth >= MAX_NESTING:
            raise FormatError(f"nests arrays deeper than {MAX_NESTING}", at)
        if kind not in SCALARS and kind not in (STRING, ARRAY):
            raise FormatError(f"states an array of type {kind}, which GGUF does not have", at)
        least = struct.calcsize("=" + SCALARS[kind]) if kind in SCALARS else 12 if kind == ARRAY else 8
        if count > self.left // least:
            raise FormatError(f"states an array of {count:,} values; the file ends before", at)
        if kind == ARRAY:
            self._count(count)
            for _ in range(count):
                self._array(depth + 1)
            return ArrayValue(element_type=kind, count=count)
        kept = min(count, KEPT_ELEMENTS)
        if kind == STRING:
            self._count(count)
            first: tuple[Scalar, ...] = tuple(self.text() for _ in range(kept))
            self._skip_strings(count - kept)
        else:
            first = tuple(self.scalar(kind) for _ in range(kept))
            self._skip((count - kept) * least)
        return ArrayValue(element_type=kind, count=count, first=first)

    def _count(self, strings: int) -> None:
        self._strings += strings
        if self._strings > MAX_ARRAY_STRINGS:
            raise LimitReached(f"more than {MAX_ARRAY_STRINGS:,} strings in the arrays of a GGUF header")

    def _skip_strings(self, count: int) -> None:
        unpack = self._length.unpack_from
        for _ in range(count):
            if self._at + 8 > len(self._buffer):
                self._fill(8)
            length = unpack(self._buffer, self._at)[0]
            if length > MAX_STRING_BYTES:
                raise FormatError(f"states a string of {length:,} bytes in an array", self.position)
            self._at += 8 + length
            if self._at > len(self._buffer):
                self._skip(0)

    def _skip(self, count: int) -> None:
        self._at += count
        if self.left < 0:
            raise FormatError("ends inside the header", self.file_size)
        if self._at > len(self._buffer):
            self._base, self._at, self._buffer = self.position, 0, b""

    def _take(self, count: int) -> bytes:
        if self._at + count > len(self._buffer):
            self._fill(count)
        taken = self._buffer[self._at : self._at + count]
        self._at += count
        return taken

    def _fill(self, count: int) -> None:
        """Have at least `count` bytes in the buffer."""
        rest = self._buffer[self._at :]
        self._base, self._at = self.position, 0
        self._reader.seek(self._base + len(rest))
        self._buffer = rest + self._reader.read(max(count - len(rest), _BUFFER_BYTES))
        if len(self._buffer) < count:
            raise FormatError("ends inside the header", self.file_size)
