"""The opcodes of pickle protocols 0 to 5, read one by one from a stream without acting on any.

Source of codes and arguments: PEP 307, PEP 3154, PEP 574 and `pickletools.opcodes`.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal, TypeAlias

from seatrial.formats.protocol import FormatError

KEEP_BYTES = 64 * 1024
"""Longer strings are skipped and kept as a `Blob`."""
MAX_LINE_BYTES = 64 * 1024
_CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """A string too long to keep: where it lies."""

    offset: int
    size: int


Argument: TypeAlias = int | float | bytes | tuple[bytes, bytes] | Blob | None
Op: TypeAlias = tuple[int, int, Argument]
"""Offset, code, argument. A tuple, because streams have millions."""
Shape: TypeAlias = Literal["none", "uint", "sint", "float", "line", "lines", "sized"]

_NONE = (
    "MARK ( STOP . POP 0 POP_MARK 1 DUP 2 NONE N BINPERSID Q REDUCE R APPEND a BUILD b DICT d EMPTY_DICT } APPENDS e"
)
_NONE += " LIST l EMPTY_LIST ] OBJ o SETITEM s TUPLE t EMPTY_TUPLE ) SETITEMS u"
_LINE = "FLOAT F INT I LONG L PERSID P STRING S UNICODE V GET g PUT p"
_HIGH = {
    0x81: "NEWOBJ",
    0x85: "TUPLE1",
    0x86: "TUPLE2",
    0x87: "TUPLE3",
    0x88: "NEWTRUE",
    0x89: "NEWFALSE",
    0x8F: "EMPTY_SET",
    0x90: "ADDITEMS",
    0x91: "FROZENSET",
    0x92: "NEWOBJ_EX",
    0x93: "STACK_GLOBAL",
    0x94: "MEMOIZE",
    0x97: "NEXT_BUFFER",
    0x98: "READONLY_BUFFER",
}
_NUMBERS: tuple[tuple[int, str, Shape, int], ...] = (
    (ord("J"), "BININT", "sint", 4),
    (ord("K"), "BININT1", "uint", 1),
    (ord("M"), "BININT2", "uint", 2),
    (ord("G"), "BINFLOAT", "float", 8),
    (ord("h"), "BINGET", "uint", 1),
    (ord("j"), "LONG_BINGET", "uint", 4),
    (ord("q"), "BINPUT", "uint", 1),
    (ord("r"), "LONG_BINPUT", "uint", 4),
    (0x80, "PROTO", "uint", 1),
    (0x82, "EXT1", "uint", 1),
    (0x83, "EXT2", "uint", 2),
    (0x84, "EXT4", "sint", 4),
    (0x95, "FRAME", "uint", 8),
)
_SIZED: tuple[tuple[int, str, int], ...] = (
    (ord("T"), "BINSTRING", 4),
    (ord("U"), "SHORT_BINSTRING", 1),
    (ord("X"), "BINUNICODE", 4),
    (ord("B"), "BINBYTES", 4),
    (ord("C"), "SHORT_BINBYTES", 1),
    (0x8A, "LONG1", 1),
    (0x8B, "LONG4", 4),
    (0x8C, "SHORT_BINUNICODE", 1),
    (0x8D, "BINUNICODE8", 8),
    (0x8E, "BINBYTES8", 8),
    (0x96, "BYTEARRAY8", 8),
)


def _table() -> dict[int, tuple[str, Shape, int]]:
    table: dict[int, tuple[str, Shape, int]] = {ord("c"): ("GLOBAL", "lines", 0), ord("i"): ("INST", "lines", 0)}
    for text, shape in ((_NONE, "none"), (_LINE, "line")):
        words = text.split()
        for name, code in zip(words[::2], words[1::2], strict=True):
            table[ord(code)] = (name, "none" if shape == "none" else "line", 0)
    table.update({code: (name, "none", 0) for code, name in _HIGH.items()})
    table.update({code: (name, shape, width) for code, name, shape, width in _NUMBERS})
    table.update({code: (name, "sized", width) for code, name, width in _SIZED})
    return table


TABLE = _table()
"""Code to name, shape of the argument and width of its number in bytes."""
CODES = {name: code for code, (name, _, _) in TABLE.items()}
_SHAPES: list[tuple[Shape, int] | None] = [(TABLE[c][1], TABLE[c][2]) if c in TABLE else None for c in range(256)]


class Cursor:
    """Forward reading of a seekable reader in chunks, with the position known."""

    def __init__(self, reader: BinaryIO, start: int = 0) -> None:
        self._reader, self._base, self._data, self._at = reader, start, b"", 0

    @property
    def position(self) -> int:
        """Offset of the next byte."""
        return self._base + self._at

    def take(self, count: int) -> bytes:
        """Exactly `count` bytes. Raises `FormatError` when the stream ends before."""
        end = self._at + count
        if end > len(self._data):
            self._fill(count)
            end = count
            if end > len(self._data):
                raise FormatError("the stream breaks off", self._base + len(self._data))
        data = self._data[self._at : end]
        self._at = end
        return data

    def line(self) -> bytes | Blob:
        """Bytes up to a newline, which is consumed and not returned; a long line only by its place.

        Raises `FormatError` when the stream ends before.
        """
        start = self.position
        at = self._data.find(b"\n", self._at)
        while at < 0:
            if len(self._data) - self._at > MAX_LINE_BYTES:
                self._base, self._data, self._at = self._base + len(self._data), b"", 0
            known = len(self._data) - self._at
            self._fill(known + 1)
            if len(self._data) == known:
                raise FormatError("the stream breaks off", self._base + known)
            at = self._data.find(b"\n", known)
        end = self._base + at
        if end - start > MAX_LINE_BYTES:
            self._at = at + 1
            return Blob(offset=start, size=end - start)
        data = self._data[self._at : at]
        self._at = at + 1
        return data

    def skip(self, count: int) -> None:
        """Pass over bytes unread. Raises `FormatError` when the stream ends before."""
        if self._at + count <= len(self._data):
            self._at += count
            return
        target = self.position + count
        if target >= 1 << 62:
            raise FormatError("a length that no file has", self.position)
        self.seek(target - 1)
        self.take(1)

    def seek(self, position: int) -> None:
        """Go on at another offset."""
        self._base, self._data, self._at = position, b"", 0

    def peek(self, count: int) -> bytes:
        """Up to `count` of the next bytes, without passing them."""
        if self._at + count > len(self._data):
            self._fill(count)
        return self._data[self._at : self._at + count]

    def _fill(self, count: int) -> None:
        rest = self._data[self._at :]
        self._base += self._at
        self._reader.seek(self._base + len(rest))
        self._data, self._at = rest + self._reader.read(max(_CHUNK_BYTES, count - len(rest))), 0


def walk_opcodes(cursor: Cursor) -> Iterator[Op]:
    """Opcodes from the cursor on, until STOP inclusive. Raises `FormatError` where the stream breaks its rules.

    The cursor stands behind the opcode that was given last; moving it between two opcodes is allowed.
    """
    while True:
        offset = cursor.position
        code = cursor.take(1)[0]
        shape = _SHAPES[code]
        if shape is None:
            raise FormatError(f"byte 0x{code:02x} is no opcode", offset)
        yield offset, code, _argument(cursor, shape[0], shape[1]) if shape[0] != "none" else None
        if code == 0x2E:
            return


def _argument(cursor: Cursor, shape: Shape, width: int) -> Argument:
    if shape == "uint":
        return int.from_bytes(cursor.take(width), "little")
    if shape == "sized":
        return _sized(cursor, width)
    if shape == "line":
        return cursor.line()
    if shape == "lines":
        start = cursor.position
        first, second = cursor.line(), cursor.line()
        if isinstance(first, Blob) or isinstance(second, Blob):
            raise FormatError("a name of absurd length", start)
        return first, second
    if shape == "sint":
        return int.from_bytes(cursor.take(width), "little", signed=True)
    return float(struct.unpack(">d", cursor.take(8))[0])


def _sized(cursor: Cursor, width: int) -> bytes | Blob:
    size = int.from_bytes(cursor.take(width), "little")
    if size <= KEEP_BYTES:
        return cursor.take(size)
    blob = Blob(offset=cursor.position, size=size)
    cursor.skip(size)
    return blob
