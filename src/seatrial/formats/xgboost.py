"""XGBoost models in Universal Binary JSON (ubjson.org, draft 12) and in the older binary layout: numbers, no code.

A model that XGBoost saved as JSON stays JSON here, so that whatever else stands in the file is read as such.
"""

import io
import re
import struct
from dataclasses import dataclass
from typing import BinaryIO, Final

from seatrial.domain.inventory import Role
from seatrial.formats.container import size_of
from seatrial.formats.protocol import FormatError

NAME = "xgboost"
ROLE = Role.WEIGHTS
PRIORITY = 20
MAX_VALUES: Final = 1_000_000
"""Values that `extent` follows, arrays of plain numbers counted as one."""
MAX_DEPTH: Final = 64
_OLDER: Final = (b"binf", b"bs64\t")
STARTS = (b"{", *_OLDER)
_WIDTHS: Final = {b"i": 1, b"U": 1, b"I": 2, b"l": 4, b"L": 8, b"d": 4, b"D": 8, b"C": 1, b"Z": 0, b"T": 0, b"F": 0}
_LENGTHS: Final = {b"i": ">b", b"U": ">B", b"I": ">h", b"l": ">i", b"L": ">q"}
_FIRST_KEYS: Final = (b"learner", b"version", b"Config", b"Model")
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/]{64}")
_OLDER_HEAD_BYTES: Final = 136
"""The parameters of a learner, which every file of the older layout has."""


def matches(head: bytes, size: int) -> bool:
    """An object whose first key is one of a model's, or the older mark with room for its parameters."""
    if head.startswith(_OLDER):
        packed = head.startswith(_OLDER[1]) and _BASE64.match(head, len(_OLDER[1])) is not None
        return size >= _OLDER_HEAD_BYTES and (packed or b"\0" in head[4:_OLDER_HEAD_BYTES])
    if head[:1] != b"{" or head[1:2] not in _LENGTHS:
        return False
    form = _LENGTHS[head[1:2]]
    start = 2 + struct.calcsize(form)
    if len(head) < start + 8:
        return False
    (length,) = struct.unpack_from(form, head, 2)
    return head[start : start + length] in _FIRST_KEYS if 0 < length < 16 else False


def extent(reader: BinaryIO) -> int | None:
    """Bytes up to the end of the outermost object, or None where it takes more than `MAX_VALUES` to find it.

    One more than the file has when it ends early. Raises `FormatError` for bytes that are no UBJSON.
    """
    size = size_of(reader)
    reader.seek(0)
    if reader.read(1) != b"{":
        return None
    try:
        return _Skim(reader, size).end()
    except EOFError:
        return size + 1


@dataclass(slots=True)
class _Level:
    """An object or array that is being passed over."""

    keys: bool
    kind: bytes = b""
    """The type of all its values, empty when each states its own."""
    left: int | None = None
    """Values left, None when a mark closes it."""


class _Skim:
    """Passes over one value without keeping any of it. Raises `EOFError` at the end of the file."""

    def __init__(self, reader: BinaryIO, size: int) -> None:
        self._reader, self._size = reader, size
        self._levels = [self._opened(keys=True)]

    def end(self) -> int | None:
        """Where the outermost object ends."""
        for _ in range(MAX_VALUES):
            if not self._levels:
                return self._reader.tell()
            self._step(self._levels[-1])
        return None

    def _step(self, level: _Level) -> None:
        mark = b""
        if level.left is None:
            mark = self._take(1)
            if mark == (b"}" if level.keys else b"]"):
                self._levels.pop()
                return
        elif level.left == 0:
            self._levels.pop()
            return
        elif not level.keys and level.kind in _WIDTHS:
            self._skip(level.left * _WIDTHS[level.kind])
            self._levels.pop()
            return
        else:
            level.left -= 1
        if level.keys:
            self._skip(self._length(mark or self._take(1)))
            mark = b""
        self._value(level.kind or mark or self._take(1))

    def _value(self, kind: bytes) -> None:
        if kind in _WIDTHS:
            self._skip(_WIDTHS[kind])
        elif kind in (b"S", b"H"):
            self._skip(self._length(self._take(1)))
        elif kind in (b"{", b"["):
            if len(self._levels) >= MAX_DEPTH:
                raise FormatError(f"nests deeper than {MAX_DEPTH} levels", self._reader.tell())
            self._levels.append(self._opened(keys=kind == b"{"))
        elif kind != b"N":
            raise FormatError("a value of a type that is not known", self._reader.tell())

    def _opened(self, *, keys: bool) -> _Level:
        level = _Level(keys=keys)
        mark = self._take(1)
        if mark == b"$":
            level.kind, mark = self._take(1), self._take(1)
            if mark != b"#":
                raise FormatError("a type without a count", self._reader.tell())
        if mark == b"#":
            level.left = self._length(self._take(1))
        else:
            self._reader.seek(-1, io.SEEK_CUR)
        return level

    def _length(self, kind: bytes) -> int:
        form = _LENGTHS.get(kind)
        if form is None:
            raise FormatError("a length of a type that is not known", self._reader.tell())
        (length,) = struct.unpack(form, self._take(struct.calcsize(form)))
        if length < 0:
            raise FormatError("a negative length", self._reader.tell())
        return int(length)

    def _take(self, count: int) -> bytes:
        data = self._reader.read(count)
        if len(data) < count:
            raise EOFError
        return data

    def _skip(self, count: int) -> None:
        place = self._reader.tell() + count
        if place > self._size:
            raise EOFError
        self._reader.seek(place)
