"""A bzip2 stream: one member, called `content`."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from seatrial.domain.inventory import Role
from seatrial.formats.container import inflated, size_of
from seatrial.formats.protocol import FormatError, Member

NAME = "bzip2"
ROLE = Role.CONTAINER
PRIORITY = 10
CONTENT = "content"
_BLOCK = bytes.fromhex("314159265359")
_END = bytes.fromhex("177245385090")


def matches(head: bytes, size: int) -> bool:
    """Magic, a level, and the magic of the first block or of the end."""
    return size >= 14 and head.startswith(b"BZh") and head[3:4].isdigit() and head[4:10] in (_BLOCK, _END)


def contents(reader: BinaryIO) -> Iterator[tuple[Member, BinaryIO | None]]:
    """The one member with its reader."""
    for member in members(reader):
        yield member, open_member(reader, member.name)


def members(reader: BinaryIO) -> Iterator[Member]:
    """The one member; its size is known only by decompressing. Raises `FormatError` and `LimitReached`."""
    size = open_member(reader, CONTENT).seek(0, io.SEEK_END)
    yield Member(name=CONTENT, size=size, compressed_size=size_of(reader))


def open_member(reader: BinaryIO, name: str) -> BinaryIO:
    """What the stream expands to. Raises `FormatError` for another name."""
    if name != CONTENT:
        raise FormatError("no such member")
    return inflated(reader, size_of(reader), "bzip2", concatenated=True)
