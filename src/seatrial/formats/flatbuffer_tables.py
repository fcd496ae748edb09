"""FlatBuffers without a schema compiler: tables, vectors and strings by position, each step checked and counted.

Layout: https://flatbuffers.dev/internals/
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.formats.container import size_of
from seatrial.formats.protocol import FormatError

PAGE_BYTES: Final = 16 * 1024
PAGES_KEPT: Final = 256
FREE_STEPS: Final = 200_000
"""Numbers that may be read of every file, however small. Offsets may lead to one place many times, so size alone
bounds nothing."""


class Buffer:
    """Numbers of a FlatBuffer by position, read in pages. Raises `FormatError` outside of it, and `LimitReached`."""

    def __init__(self, reader: BinaryIO) -> None:
        self.size = size_of(reader)
        self._reader = reader
        self._pages: OrderedDict[int, bytes] = OrderedDict()
        self._left = FREE_STEPS + self.size // 2

    def read(self, place: int, length: int) -> bytes:
        """Exactly `length` bytes."""
        if place < 0 or length < 0 or place + length > self.size:
            raise FormatError("points outside of the file", max(min(place, self.size), 0))
        first, last = place // PAGE_BYTES, (place + max(length, 1) - 1) // PAGE_BYTES
        self._left -= 1 + last - first
        if self._left < 0:
            raise LimitReached("more parts than a file of this size has")
        if first == last:
            begin = place - first * PAGE_BYTES
            return self._page(first)[begin : begin + length]
        data = b"".join(self._page(number) for number in range(first, last + 1))
        begin = place - first * PAGE_BYTES
        return data[begin : begin + length]

    def _page(self, number: int) -> bytes:
        page = self._pages.get(number)
        if page is None:
            self._reader.seek(number * PAGE_BYTES)
            page = self._reader.read(PAGE_BYTES)
            self._pages[number] = page
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        return page

    def unsigned(self, place: int, width: int) -> int:
        """A little-endian number."""
        return int.from_bytes(self.read(place, width), "little")

    def signed(self, place: int, width: int) -> int:
        """A little-endian number in two's complement."""
        return int.from_bytes(self.read(place, width), "little", signed=True)

    def root(self) -> "Table":
        """The table that the first four bytes point to."""
        return Table(buffer=self, place=self.unsigned(0, 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table; fields by their number in the schema. An absent field reads as None, empty or 0."""

    buffer: Buffer
    place: int

    def field(self, number: int) -> int | None:
        """Where a field lies."""
        vtable = self.place - self.buffer.signed(self.place, 4)
        if 4 + 2 * number >= self.buffer.unsigned(vtable, 2):
            return None
        offset = self.buffer.unsigned(vtable + 4 + 2 * number, 2)
        return self.place + offset if offset else None

    def number(self, number: int, width: int = 4, default: int = 0) -> int:
        """A signed scalar of `width` bytes."""
        at = self.field(number)
        return default if at is None else self.buffer.signed(at, width)

    def text(self, number: int, most: int = 512) -> str:
        """A string, cut to `most` bytes, with bytes that are none replaced."""
        return self.bytes_of(number, most).decode("utf-8", "replace")

    def bytes_of(self, number: int, most: int) -> bytes:
        """The first `most` bytes of a string or a vector of bytes."""
        start, count = self.vector(number, 1)
        return self.buffer.read(start, min(count, most)) if count else b""

    def whole(self, number: int, most: int) -> bytes:
        """All bytes of a string or a vector of bytes. Raises `LimitReached` for more than `most`."""
        _, count = self.vector(number, 1)
        if count > most:
            raise LimitReached(f"a text of more than {most:,} bytes")
        return self.bytes_of(number, most)

    def vector(self, number: int, width: int) -> tuple[int, int]:
        """Where the elements begin, and how many there are."""
        at = self.field(number)
        if at is None:
            return 0, 0
        start = at + self.buffer.unsigned(at, 4)
        count = self.buffer.unsigned(start, 4)
        if start + 4 + count * width > self.buffer.size:
            raise FormatError(f"states {count:,} elements where the file has no room for them", start)
        return start + 4, count

    def tables(self, number: int) -> Iterator["Table"]:
        """The tables of a vector."""
        start, count = self.vector(number, 4)
        for at in range(start, start + 4 * count, 4):
            yield Table(buffer=self.buffer, place=at + self.buffer.unsigned(at, 4))
