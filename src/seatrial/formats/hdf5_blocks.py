"""The blocks an HDF5 file is made of: headers of objects and the heaps that names and texts lie in.

Layout: HDF5 File Format Specification 3.0, sections III.A to IV.A. Every read is bounded, whatever a block promises.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.formats.protocol import FormatError

MAX_BLOCK_BYTES: Final = 16 * 1024 * 1024
MAX_READ_BYTES: Final = 96 * 1024 * 1024
"""Metadata read of one file in all."""
PAGE_BYTES: Final = 32 * 1024
MAX_PAGES: Final = 1024
MAX_STEP: Final = 32
MAX_MESSAGES: Final = 20_000
"""Messages in the header of one object."""
MAX_HEAP_BLOCKS: Final = 20_000
_CONTINUED: Final = 0x10
_SHARED: Final = 0x02


@dataclass(slots=True)
class Source:
    """A file with the widths and the base that its superblock states, and a budget of bytes."""

    reader: BinaryIO
    size: int
    base: int = 0
    offsets: int = 8
    """Bytes of an address."""
    lengths: int = 8
    """Bytes of a length."""
    spent: int = 0
    pages: dict[int, bytes] = field(default_factory=dict)
    """Pages read lately, the latest last."""
    ahead: int = 0
    """The page behind the one read last."""
    heaps: dict[int, dict[int, bytes]] = field(default_factory=dict)
    """Global heap collections already read, by address. Bounded by the budget of bytes."""

    def at(self, address: int, length: int) -> bytes:
        """Exactly `length` bytes at an address. Raises `FormatError` where the file has none, `LimitReached`."""
        if length > MAX_BLOCK_BYTES:
            raise LimitReached(f"a block of {length:,} bytes in an HDF5 file")
        place = self.base + address
        if self.is_undefined(address) or place + length > self.size:
            raise FormatError("an address beyond the end of the file", min(place, self.size))
        self.spent += length
        if self.spent > MAX_READ_BYTES:
            raise LimitReached(f"more than {MAX_READ_BYTES:,} bytes of metadata in an HDF5 file")
        first, last = place // PAGE_BYTES, (place + max(length, 1) - 1) // PAGE_BYTES
        data = b"".join([self._page(number) for number in range(first, last + 1)])
        start = place - first * PAGE_BYTES
        if len(data) < start + length:
            raise FormatError("the file is shorter than it seems", first * PAGE_BYTES + len(data))
        return data[start : start + length]

    def _page(self, number: int) -> bytes:
        if number not in self.pages:
            # What a short step forward passes over is kept too: going back in a packed file means unpacking it again.
            first = self.ahead if 0 < number - self.ahead <= MAX_STEP else number
            self.reader.seek(first * PAGE_BYTES)
            for passed in range(first, number + 1):
                self.pages.pop(passed, None)
                self.pages[passed] = self.reader.read(PAGE_BYTES)
            self.ahead = number + 1
            while len(self.pages) > MAX_PAGES:
                del self.pages[next(iter(self.pages))]
        return self.pages[number]

    def up_to(self, address: int, length: int) -> bytes:
        """As `at`, but fewer bytes where the file ends."""
        return self.at(address, min(length, max(self.size - self.base - address, 0)))

    def is_undefined(self, address: int) -> bool:
        """All bits set: no address."""
        return address == (1 << (8 * self.offsets)) - 1


class Cursor:
    """Fields in order from some bytes. Raises `FormatError` at their end."""

    __slots__ = ("data", "place", "source")

    def __init__(self, source: Source, data: bytes, place: int = 0) -> None:
        self.source, self.data, self.place = source, data, place

    def take(self, length: int) -> bytes:
        """The next bytes."""
        start, self.place = self.place, self.place + length
        if self.place > len(self.data):
            raise FormatError("a block ends in the middle of a field")
        return self.data[start : self.place]

    def number(self, width: int) -> int:
        """An unsigned number of `width` bytes."""
        return int.from_bytes(self.take(width), "little")

    def address(self) -> int:
        """An address, as wide as the file has them."""
        return self.number(self.source.offsets)

    def length(self) -> int:
        """A length, as wide as the file has them."""
        return self.number(self.source.lengths)

    def expect(self, signature: bytes) -> None:
        """Raises `FormatError` when another block stands here."""
        if self.take(len(signature)) != signature:
            raise FormatError(f"there is no {signature.decode()} where one is pointed at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of an object's header."""

    kind: int
    data: bytes
    shared: bool
    """The data only say where the message lies."""


def messages(source: Source, address: int) -> Iterator[Message]:
    """The messages of an object, continuation blocks included. Raises `FormatError` and `LimitReached`."""
    start = source.up_to(address, 64)
    newer = start.startswith(b"OHDR")
    if newer:
        flags = start[5] if len(start) > 5 else 0
        head = Cursor(source, start, 6 + (16 if flags & 0x20 else 0) + (4 if flags & 0x10 else 0))
        length = head.number(1 << (flags & 3))
        blocks = [(address + head.place, length)]
        extra = 2 if flags & 0x04 else 0
    else:
        head = Cursor(source, start)
        if head.number(1) != 1:
            raise FormatError("no header of an object where one is pointed at", source.base + address)
        head.take(7)
        blocks, extra = [(address + 16, head.number(4))], 0
    count, seen = 0, {blocks[0][0]}
    while blocks:
        block = source.at(*blocks.pop(0))
        if newer and count and block.startswith(b"OCHK"):
            block = block[4:-4]
        for message in _in_block(source, block, extra if newer else None):
            count += 1
            if count > MAX_MESSAGES:
                raise LimitReached(f"more than {MAX_MESSAGES:,} messages in the header of one HDF5 object")
            if message.kind == _CONTINUED:
                fields = Cursor(source, message.data)
                place, length = fields.address(), fields.length()
                if place not in seen:
                    seen.add(place)
                    blocks.append((place, length))
            yield message


def _in_block(source: Source, block: bytes, extra: int | None) -> Iterator[Message]:
    """Messages in one block; `extra` is None for version 1, else the bytes of creation order before each."""
    cursor = Cursor(source, block)
    smallest = 8 if extra is None else 4 + extra
    while cursor.place + smallest <= len(block):
        kind = cursor.number(2 if extra is None else 1)
        size, flags = cursor.number(2), cursor.number(1)
        cursor.take(3 if extra is None else extra)
        if cursor.place + size > len(block):
            if kind == 0:
                return
            raise FormatError("a message reaches beyond its block")
        yield Message(kind=kind, data=cursor.take(size), shared=bool(flags & _SHARED))


def global_heap_object(source: Source, address: int, index: int) -> bytes:
    """One object of a global heap collection, empty when there is none. Raises `FormatError` and `LimitReached`."""
    return global_heap_objects(source, address).get(index, b"")


def global_heap_objects(source: Source, address: int) -> dict[int, bytes]:
    """All objects of a global heap collection by index. Raises `FormatError` and `LimitReached`."""
    if address not in source.heaps:
        head = Cursor(source, source.at(address, 8 + source.lengths))
        head.expect(b"GCOL")
        head.take(4)
        length = head.length()
        body = Cursor(source, source.up_to(address, length), head.place)
        source.heaps[address] = dict(_heap_objects(body))
    return source.heaps[address]


def _heap_objects(body: Cursor) -> Iterator[tuple[int, bytes]]:
    while body.place + 8 + body.source.lengths <= len(body.data):
        index = body.number(2)
        body.take(6)
        length = body.length()
        if index == 0:
            return
        yield index, body.data[body.place : body.place + length]
        body.place += length + (-length % 8)


def local_heap(source: Source, address: int) -> bytes:
    """The data segment of a local heap, in which names end with a zero byte. Raises as `Source.at` does."""
    head = Cursor(source, source.at(address, 8 + 2 * source.lengths + source.offsets))
    head.expect(b"HEAP")
    head.take(4)
    length, _ = head.length(), head.length()
    return source.up_to(head.address(), length)


def name_in(heap: bytes, offset: int) -> str:
    """The name at an offset of a local heap, empty beyond its end."""
    end = heap.find(b"\0", offset)
    return heap[offset : end if end >= 0 else len(heap)].decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heap:
    """What the header of a fractal heap says of its blocks."""

    width: int
    start: int
    largest: int
    offset_bytes: int
    checksums: bool


def fractal_heap_blocks(source: Source, address: int) -> Iterator[bytes]:
    """The contents of the direct blocks of a fractal heap, in which messages stand one behind another, and of the
    objects that are too large for them. Raises `FormatError`, `LimitReached`, and `FormatError` for filtered heaps.
    """
    head = Cursor(source, source.up_to(address, 256))
    head.expect(b"FRHP")
    head.take(3)
    filters, flags = head.number(2), head.number(1)
    head.take(4)
    head.length()
    huge = head.address()
    head.length(), head.address()
    head.take(4 * source.lengths)
    head.length()
    huge_count = head.length()
    head.take(2 * source.lengths)
    width, start, largest = head.number(2), head.length(), head.length()
    bits, _, root, rows = head.number(2), head.number(2), head.address(), head.number(2)
    if filters:
        raise FormatError("a fractal heap that is packed by filters is not read here")
    if not start or start & (start - 1) or not width or largest < start:
        raise FormatError("a fractal heap with sizes that are no powers of two")
    heap = _Heap(width=width, start=start, largest=largest, offset_bytes=-(-bits // 8), checksums=bool(flags & 2))
    if not source.is_undefined(root):
        yield from _blocks(source, heap, root, rows)
    if huge_count and not source.is_undefined(huge):
        yield from _huge_objects(source, huge)


def _blocks(source: Source, heap: _Heap, root: int, rows: int) -> Iterator[bytes]:
    pending: list[tuple[int, int, int]] = [(root, rows, heap.start)]
    count = 0
    while pending:
        address, rows, size = pending.pop()
        count += 1
        if count > MAX_HEAP_BLOCKS:
            raise LimitReached(f"more than {MAX_HEAP_BLOCKS:,} blocks in one fractal heap")
        lead = 5 + source.offsets + heap.offset_bytes
        if rows == 0:
            block = Cursor(source, source.at(address, size))
            block.expect(b"FHDB")
            yield block.data[lead + (4 if heap.checksums else 0) :]
            continue
        if rows > 64:
            raise FormatError("a fractal heap with more rows than addresses")
        block = Cursor(source, source.at(address, lead + rows * heap.width * source.offsets))
        block.expect(b"FHIB")
        block.place = lead
        for row in range(rows):
            row_size = heap.start << max(row - 1, 0)
            inner = 0
            if row_size > heap.largest:
                inner = row_size.bit_length() - (heap.start * heap.width).bit_length() + 1
            for _ in range(heap.width):
                child = block.address()
                if not source.is_undefined(child):
                    pending.append((child, max(inner, 0), row_size))


def _huge_objects(source: Source, address: int) -> Iterator[bytes]:
    """Objects that stand on their own, listed in a version 2 B-tree of one level."""
    head = Cursor(source, source.at(address, 16 + source.offsets + 2))
    head.expect(b"BTHD")
    _, kind, _, record = head.number(1), head.number(1), head.number(4), head.number(2)
    depth = head.number(2)
    head.take(2)
    root, count = head.address(), head.number(2)
    if kind != 1 or depth:
        raise FormatError("large objects of a fractal heap that are not read here")
    leaf = Cursor(source, source.at(root, 6 + count * record))
    leaf.expect(b"BTLF")
    for number in range(count):
        leaf.place = 6 + number * record
        place, length = leaf.address(), leaf.length()
        yield source.at(place, length)
