"""A bzip2 stream: one member, called `content`."""

from collections.abc import Iterator
from typing import BinaryIO

from seatrial.domain.inventory import Role
from seatrial.formats import container
from seatrial.formats.protocol import Member

NAME = "bzip2"
ROLE = Role.CONTAINER
PRIORITY = 10
STARTS = (b"BZh",)
_BLOCK = bytes.fromhex("314159265359")
_END = bytes.fromhex("177245385090")


def matches(head: bytes, size: int) -> bool:
    """Magic, a level, and the magic of the first block or of the end."""
    return size >= 14 and head.startswith(b"BZh") and head[3:4].isdigit() and head[4:10] in (_BLOCK, _END)


def contents(reader: BinaryIO) -> Iterator[tuple[Member, BinaryIO | None]]:
    """The one member with its reader. Raises `FormatError` and `LimitReached`, after it where it can be read."""
    yield from container.single(reader, NAME)


def members(reader: BinaryIO) -> Iterator[Member]:
    """The one member. Raises as `contents` does."""
    return (member for member, _ in container.single(reader, NAME))


def open_member(reader: BinaryIO, name: str) -> BinaryIO:
    """What the stream expands to. Raises `FormatError` for another name."""
    return container.opened_single(reader, name, NAME)
