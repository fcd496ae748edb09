"""A bare zlib stream, as joblib writes it: one member, called `content`. Layout: RFC 1950."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from seatrial.domain.inventory import Role
from seatrial.formats.container import inflated, size_of
from seatrial.formats.protocol import FormatError, Member

NAME = "zlib"
ROLE = Role.CONTAINER
PRIORITY = 60
CONTENT = "content"


def matches(head: bytes, size: int) -> bool:
    """A header of two bytes is weak, so what follows must expand to something as well."""
    if size < 8 or len(head) < 8 or head[0] != 0x78 or head[1] & 0x20 or int.from_bytes(head[:2], "big") % 31:
        return False
    try:
        return len(zlib.decompressobj().decompress(head, 64)) > 0
    except zlib.error:
        return False


def contents(reader: BinaryIO) -> Iterator[tuple[Member, BinaryIO | None]]:
    """The one member with its reader."""
    for member in members(reader):
        yield member, open_member(reader, member.name)


def members(reader: BinaryIO) -> Iterator[Member]:
    """The one member; its size is known only by decompressing. Raises `FormatError` and `LimitReached`."""
    size = size_of(open_member(reader, CONTENT))
    yield Member(name=CONTENT, size=size, compressed_size=size_of(reader))


def open_member(reader: BinaryIO, name: str) -> BinaryIO:
    """What the stream expands to. Raises `FormatError` for another name."""
    if name != CONTENT:
        raise FormatError("no such member")
    return inflated(reader, size_of(reader), "zlib")
