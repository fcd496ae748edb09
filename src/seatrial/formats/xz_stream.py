"""An xz stream: one member, called `content`. Layout: The .xz File Format 1.2.1."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from seatrial.domain.inventory import Role
from seatrial.formats.container import inflated, size_of
from seatrial.formats.protocol import FormatError, Member

NAME = "xz"
ROLE = Role.CONTAINER
PRIORITY = 10
CONTENT = "content"
_MAGIC = b"\xfd7zXZ\0"


def matches(head: bytes, size: int) -> bool:
    """Magic of the stream header."""
    return size >= 24 and head.startswith(_MAGIC)


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
    return inflated(reader, size_of(reader), "xz", concatenated=True)
