"""An xz stream: one member, called `content`. Layout: The .xz File Format 1.2.1."""

from collections.abc import Iterator
from typing import BinaryIO

from seatrial.domain.inventory import Role
from seatrial.formats import container
from seatrial.formats.protocol import Member

NAME = "xz"
ROLE = Role.CONTAINER
PRIORITY = 10
STARTS = (b"\xfd7zXZ",)
_MAGIC = b"\xfd7zXZ\0"


def matches(head: bytes, size: int) -> bool:
    """Magic of the stream header."""
    return size >= 24 and head.startswith(_MAGIC)


def contents(reader: BinaryIO) -> Iterator[tuple[Member, BinaryIO | None]]:
    """The one member with its reader. Raises `FormatError` and `LimitReached`, after it where it can be read."""
    yield from container.single(reader, NAME)


def members(reader: BinaryIO) -> Iterator[Member]:
    """The one member. Raises as `contents` does."""
    return (member for member, _ in container.single(reader, NAME))


def open_member(reader: BinaryIO, name: str) -> BinaryIO:
    """What the stream expands to. Raises `FormatError` for another name."""
    return container.opened_single(reader, name, NAME)
