"""The wire format of Protocol Buffers: what tells one message type from another, and a walk that skips what is large.

Encoding: https://protobuf.dev/programming-guides/encoding/
"""

from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final, NamedTuple

from seatrial.domain.context import LimitReached
from seatrial.formats.container import size_of
from seatrial.formats.protocol import FormatError

VARINT, FIXED64, BYTES, START_GROUP, END_GROUP, FIXED32 = 0, 1, 2, 3, 4, 5
WINDOW_BYTES: Final = 64 * 1024
FREE_FIELDS: Final = 500_000
"""Fields that every file may have, however small; beyond them one for every two bytes, the least a field takes."""
MAX_FIELDS: Final = 20_000_000
_LONGEST_HEADER: Final = 20
"""A key and a length, each of ten bytes at most."""
_MAX_GROUP_DEPTH: Final = 64


class Field(NamedTuple):
    """One field of a message."""

    number: int
    wire: int
    start: int
    """Where the value begins; of a varint, where it ends."""
    value: int
    """The varint itself, or the length of the value in bytes."""

    @property
    def end(self) -> int:
        """The first byte behind a value that has a length."""
        return self.start + self.value


def fields(data: bytes, most: int = 256) -> Iterator[tuple[int, int, int, int]]:
    """Top-level fields of a message: number, wire type, where the value begins, and its length or varint value.

    Ends quietly at the first field that does not begin inside `data`; raises `ValueError` for broken ones.
    """
    place = 0
    for _ in range(most):
        if place >= len(data):
            return
        key, place = varint(data, place)
        number, wire = key >> 3, key & 7
        if number == 0:
            raise ValueError("field number 0")
        if wire == VARINT:
            value, after = varint(data, place)
            yield number, wire, place, value
            place = after
        elif wire == BYTES:
            length, place = varint(data, place)
            yield number, wire, place, length
            place += length
        elif wire in (FIXED64, FIXED32):
            length = 8 if wire == FIXED64 else 4
            yield number, wire, place, length
            place += length
        else:
            raise ValueError(f"wire type {wire}")


def varint(data: bytes, place: int) -> tuple[int, int]:
    """A value of at most 64 bits and the place after it. Raises `ValueError`."""
    value = 0
    for shift in range(0, 70, 7):
        if place >= len(data):
            raise ValueError("cut off")
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
    raise ValueError("a varint longer than ten bytes")


def known_fields(
    data: bytes, total: int, wires: Mapping[int, int], most: int = 4_096
) -> tuple[tuple[int, int, int], ...] | None:
    """The fields of a message of `total` bytes as far as `data`, its beginning, shows them.

    Each is a number, the place of its value, and its length or varint value. None when one is not of `wires`
    (number to wire type), reaches beyond the message, or is broken. A field cut off by the end of `data` is left out.
    """
    found: list[tuple[int, int, int]] = []
    try:
        for number, wire, place, value in fields(data, most):
            if wires.get(number, -1) != wire or (wire != VARINT and place + value > total):
                return None
            found.append((number, place, value))
    except ValueError as error:
        if str(error) != "cut off" or total <= len(data):
            return None
    return tuple(found)


class Walk:
    """Fields of messages inside a reader, through a small window: what is not asked for is skipped by seeking.

    All reading of one walk shares a bound on the number of fields. Raises `FormatError` for broken bytes and
    `LimitReached` beyond the bound.
    """

    def __init__(self, reader: BinaryIO) -> None:
        self.size = size_of(reader)
        self._reader = reader
        self._window, self._window_start = b"", 0
        self._left = min(FREE_FIELDS + self.size // 2, MAX_FIELDS)

    def fields(self, start: int, end: int) -> Iterator[Field]:
        """The fields of the message from `start` to `end`; groups, which nothing writes any more, are skipped."""
        place = start
        while place < end:
            field, after = self._field(place, end)
            if field.wire == START_GROUP:
                place = self._after_group(after, end)
                continue
            if field.wire == END_GROUP:
                raise FormatError("ends a group that was not begun", place)
            yield field
            place = after

    def content(self, field: Field, most: int) -> bytes:
        """The first `most` bytes of a field's value."""
        return self.read(field.start, min(field.value, most))

    def text(self, field: Field, most: int = 1_000) -> str:
        """A field's value as text, bytes that are none replaced, cut to `most` bytes."""
        return self.content(field, most).decode("utf-8", "replace")

    def whole(self, field: Field, most: int) -> str:
        """A field's value as text, bytes that are none replaced. Raises `LimitReached` for more than `most` bytes."""
        if field.value > most:
            raise LimitReached(f"a text of more than {most:,} bytes")
        return self.text(field, most)

    def read(self, start: int, length: int) -> bytes:
        """Exactly `length` bytes. Raises `FormatError` when the file is shorter."""
        if length > WINDOW_BYTES:
            self._reader.seek(start)
            data = self._reader.read(length)
        else:
            begin = self._reach(start, length)
            data = self._window[begin : begin + length]
        if len(data) != length:
            raise FormatError("is cut off inside a field", start)
        return data

    def _reach(self, start: int, length: int) -> int:
        """Where `start` is in the window, once `length` bytes from there are in it as far as the file has them."""
        begin = start - self._window_start
        if begin < 0 or begin + length > len(self._window):
            self._reader.seek(start)
            self._window, self._window_start = self._reader.read(WINDOW_BYTES), start
            begin = 0
        return begin

    def _field(self, place: int, end: int) -> tuple[Field, int]:
        """The field at a place, and where the next one begins."""
        self._left -= 1
        if self._left < 0:
            raise LimitReached("more fields than a file of this size has")
        begin = self._reach(place, min(_LONGEST_HEADER, end - place))
        try:
            key, at = varint(self._window, begin)
            number, wire = key >> 3, key & 7
            if wire in (VARINT, BYTES):
                value, at = varint(self._window, at)
            else:
                value = {FIXED64: 8, FIXED32: 4, START_GROUP: 0, END_GROUP: 0}.get(wire, -1)
        except ValueError as error:
            raise FormatError(f"holds a broken field: {error}", place) from error
        if number == 0 or value < 0:
            raise FormatError("holds a field of no known kind", place)
        at += self._window_start
        after = at if wire == VARINT else at + value
        if after > end:
            raise FormatError("holds a field that reaches beyond the message it is in", place)
        return Field(number, wire, at, value), after

    def _after_group(self, place: int, end: int) -> int:
        depth = 1
        while place < end:
            field, place = self._field(place, end)
            depth += (field.wire == START_GROUP) - (field.wire == END_GROUP)
            if depth > _MAX_GROUP_DEPTH:
                raise FormatError("nests groups too deeply", place)
            if depth == 0:
                return place
        raise FormatError("begins a group that does not end", place)
