"""A gzip stream: one member, called `content`. Layout: RFC 1952."""

from collections.abc import Iterator
from typing import BinaryIO

from seatrial.domain.inventory import Role
from seatrial.formats.container import inflated, size_of
from seatrial.formats.protocol import FormatError, Member

NAME = "gzip"
ROLE = Role.CONTAINER
PRIORITY = 10
CONTENT = "content"


def matches(head: bytes, size: int) -> bool:
    """Magic, method deflate, and no reserved flag."""
    return size >= 18 and head.startswith(b"\x1f\x8b\x08") and len(head) > 3 and not head[3] & 0xE0


def contents(reader: BinaryIO) -> Iterator[tuple[Member, BinaryIO | None]]:
    """The one member with its reader."""
    for member in members(reader):
        yield member, open_member(reader, member.name)


def members(reader: BinaryIO) -> Iterator[Member]:
    """The one member; its size is the trailer's, which counts modulo 2^32 and only the last stream."""
    total = size_of(reader)
    reader.seek(max(total - 4, 0))
    yield Member(name=CONTENT, size=int.from_bytes(reader.read(4), "little"), compressed_size=total)


def open_member(reader: BinaryIO, name: str) -> BinaryIO:
    """What the stream expands to. Raises `FormatError` for another name."""
    if name != CONTENT:
        raise FormatError("no such member")
    return inflated(reader, size_of(reader), "gzip", concatenated=True)
