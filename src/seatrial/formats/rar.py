"""RAR archives of versions 1.5 to 5: members by name. Those that are stored can be read, compressed ones cannot.

Layout: the technical notes that come with RAR, 4.x and 5.0.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Role
from seatrial.formats.container import labelled, size_of, unreachable, window
from seatrial.formats.protocol import FormatError, Member

NAME = "rar"
ROLE = Role.CONTAINER
PRIORITY = 10
STARTS = (b"Rar!",)
MAX_BLOCKS: Final = 200_000
_MAX_HEADER: Final = 2 * 1024 * 1024
_OLD: Final = b"Rar!\x1a\x07\x00"
_NEW: Final = b"Rar!\x1a\x07\x01\x00"
_ENCRYPTED: Final = "is encrypted, which is not opened here"
_COMPRESSED: Final = "is compressed by RAR, which is not opened here"
_REDIRECTIONS: Final = {1: "symlink", 2: "symlink", 3: "symlink", 4: "hardlink", 5: "hardlink"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """One member and where its bytes lie."""

    member: Member
    offset: int = 0
    why_not: str = ""
    """Why its bytes cannot be had."""


def matches(head: bytes, size: int) -> bool:
    """Signature of RAR 4 or 5."""
    return size >= 20 and head.startswith((_OLD, _NEW))


def contents(reader: BinaryIO) -> Iterator[tuple[Member, BinaryIO | None]]:
    """Members in the order of the archive. A reader of what is not stored raises `FormatError` when it is read.

    Raises `FormatError` and `LimitReached`.
    """
    for block in _blocks(reader):
        yield block.member, _opened(reader, block) if block.member.kind == "file" else None


def members(reader: BinaryIO) -> Iterator[Member]:
    """Members in the order of the archive. Raises `FormatError` and `LimitReached`."""
    return (block.member for block in _blocks(reader))


def open_member(reader: BinaryIO, name: str) -> BinaryIO:
    """A reader of one member by its label. Raises `FormatError` when there is none."""
    blocks = list(_blocks(reader))
    for block, (label, member) in zip(blocks, labelled(block.member for block in blocks), strict=True):
        if label == name and member.kind == "file":
            return _opened(reader, block)
    raise FormatError("no such member")


def _opened(reader: BinaryIO, block: _Block) -> BinaryIO:
    if block.why_not:
        return unreachable(FormatError(block.why_not, block.offset))
    return window(reader, block.offset, block.member.size)


def _blocks(reader: BinaryIO) -> Iterator[_Block]:
    total = size_of(reader)
    reader.seek(0)
    head = reader.read(len(_NEW))
    if head == _NEW:
        yield from _new_blocks(reader, total)
    elif head.startswith(_OLD):
        yield from _old_blocks(reader, total)
    else:
        raise FormatError("no signature of RAR")


def _old_blocks(reader: BinaryIO, total: int) -> Iterator[_Block]:
    place = len(_OLD)
    for _ in range(MAX_BLOCKS):
        if place >= total:
            raise FormatError("the archive ends without an end block", place)
        reader.seek(place)
        head = reader.read(7)
        kind, flags, size = struct.unpack("<BHH", head[2:]) if len(head) == 7 else (0, 0, 0)
        if size < 7:
            raise FormatError("a block's header is broken or cut off", place)
        if kind == 0x7B:
            return
        data = head + reader.read(size - 7)
        if len(data) < size:
            raise FormatError("a block's header is cut off", place)
        if kind == 0x73 and flags & 0x80:
            raise FormatError("the archive's headers are encrypted, which is not opened here", place)
        behind = int.from_bytes(data[7:11], "little") if flags & 0x8000 or kind in (0x74, 0x7A) else 0
        if kind == 0x74:
            block, behind = _old_file(data, flags, place + size)
            yield block
        place += size + behind
    raise LimitReached(f"more than {MAX_BLOCKS:,} blocks")


def _old_file(data: bytes, flags: int, offset: int) -> tuple[_Block, int]:
    if len(data) < 32:
        raise FormatError("a file's header is cut off", offset)
    packed, size, system, _, _, _, method, name_size, attributes = struct.unpack_from("<LLBLLBBHL", data, 7)
    place = 32
    if flags & 0x100 and len(data) >= 40:
        packed += int.from_bytes(data[32:36], "little") << 32
        size += int.from_bytes(data[36:40], "little") << 32
        place = 40
    raw = data[place : place + name_size]
    name = _old_name(raw) if flags & 0x200 else raw.decode("utf-8", "backslashreplace")
    mode = attributes >> 12 & 0xF if system == 3 else 0
    kind = "directory" if flags & 0xE0 == 0xE0 else "symlink" if mode == 0xA else "file"
    why = _ENCRYPTED if flags & 4 else "" if method == 0x30 else _COMPRESSED
    if not why and flags & 3:
        why = "goes on in another volume"
    # Names of Windows have backslashes between their parts, which no unpacker takes for anything else.
    member = Member(name=name.replace("\\", "/"), size=size, kind=kind, compressed_size=packed)
    return _Block(member=member, offset=offset, why_not=why), packed


def _old_name(raw: bytes) -> str:
    """A name kept twice, as bytes of a code page and as differences of UTF-16 to them. Both are decoded."""
    plain, _, coded = raw.partition(b"\0")
    if not coded:
        return plain.decode("utf-8", "backslashreplace")
    high, place, bits, flags = coded[0] << 8, 1, 0, 0
    text: list[int] = []
    while place < len(coded) and len(text) < len(raw) * 4:
        if not bits:
            flags, bits = coded[place], 8
            place += 1
        bits -= 2
        step, here = flags >> bits & 3, coded[place : place + 3]
        if step == 3:
            place += _repeat(text, here, plain, high)
        elif len(here) <= (step == 2):
            break
        else:
            text.append(here[0] | (high if step == 1 else here[1] << 8 if step == 2 else 0))
            place += 2 if step == 2 else 1
    return "".join(map(chr, text))


def _repeat(text: list[int], here: bytes, plain: bytes, high: int) -> int:
    """Take a run of characters over from the plain name, some with the high byte and a correction."""
    if len(here) < 2 and not (here and not here[0] & 0x80):
        return 3
    corrected = bool(here[0] & 0x80)
    for _ in range((here[0] & 0x7F) + 2):
        low = plain[len(text)] if len(text) < len(plain) else 0x3F
        text.append((low + here[1] & 0xFF) | high if corrected else low)
    return 2 if corrected else 1


def _new_blocks(reader: BinaryIO, total: int) -> Iterator[_Block]:
    place = len(_NEW)
    for _ in range(MAX_BLOCKS):
        if place >= total:
            raise FormatError("the archive ends without an end block", place)
        reader.seek(place)
        start = reader.read(4 + 10)
        fields = _Fields(start[4:], place)
        size = fields.number()
        body_at = place + 4 + fields.place
        if not 0 < size <= _MAX_HEADER:
            raise FormatError("a block's header is broken or too long", place)
        reader.seek(body_at)
        body = _Fields(reader.read(size), place)
        kind, flags = body.number(), body.number()
        extra = body.number() if flags & 1 else 0
        behind = body.number() if flags & 2 else 0
        if kind == 5:
            return
        if kind == 4:
            raise FormatError("the archive's headers are encrypted, which is not opened here", place)
        if kind == 2:
            yield _new_file(body, flags, extra, behind, body_at + size)
        place = body_at + size + behind
    raise LimitReached(f"more than {MAX_BLOCKS:,} blocks")


class _Fields:
    """The fields of one header of RAR 5."""

    def __init__(self, data: bytes, offset: int) -> None:
        self.data, self.place, self._offset = data, 0, offset

    def number(self) -> int:
        value = 0
        for shift in range(0, 63, 7):
            (byte,) = self.take(1)
            value |= (byte & 0x7F) << shift
            if not byte & 0x80:
                return value
        raise FormatError("a number is too long", self._offset)

    def take(self, count: int) -> bytes:
        if not 0 <= count <= len(self.data) - self.place:
            raise FormatError("a block's header is cut off", self._offset)
        self.place += count
        return self.data[self.place - count : self.place]


def _new_file(body: _Fields, flags: int, extra: int, packed: int, offset: int) -> _Block:
    kinds = body.number()
    size = body.number()
    body.number()  # attributes
    body.take(4 * bool(kinds & 2) + 4 * bool(kinds & 4))
    method = body.number() >> 7 & 7
    body.number()  # host system
    name = body.take(body.number()).decode("utf-8", "backslashreplace")
    kind, target = "directory" if kinds & 1 else "file", ""
    why = _COMPRESSED if method else ""
    if flags & 0x18:
        why = "goes on in another volume"
    place, more = len(body.data) - extra, _Fields(body.data[max(len(body.data) - extra, 0) :], offset)
    while place >= body.place and more.place < len(more.data):
        record = _Fields(more.take(more.number()), offset)
        what = record.number()
        if what == 1:
            why = _ENCRYPTED
        elif what == 5:
            kind = _REDIRECTIONS.get(record.number(), "symlink")
            record.number()
            target = record.take(record.number()).decode("utf-8", "backslashreplace")
    if kinds & 8 and not why:
        size = packed
    member = Member(name=name, size=size, kind=kind, link_target=target, compressed_size=packed)
    return _Block(member=member, offset=offset, why_not=why)
