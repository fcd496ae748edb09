"""A gzip stream: one member, called `content`. Layout: RFC 1952."""

from collections.abc import Iterator
from typing import BinaryIO

from seatrial.domain.inventory import Role
from seatrial.formats import container
from seatrial.formats.protocol import Member

NAME = "gzip"
ROLE = Role.CONTAINER
PRIORITY = 10
STARTS = (b"\x1f\x8b\x08",)


def matches(head: bytes, size: int) -> bool:
    """Magic, method deflate, and no reserved flag."""
    return size >= 18 and head.startswith(b"\x1f\x8b\x08") and len(head) > 3 and not head[3] & 0xE0


def contents(reader: BinaryIO) -> Iterator[tuple[Member, BinaryIO | None]]:
    """The one member with its reader. Raises `FormatError` and `LimitReached`, after it where it can be read."""
    yield from container.single(reader, NAME)


def members(reader: BinaryIO) -> Iterator[Member]:
    """The one member. Raises as `contents` does."""
    return (member for member, _ in container.single(reader, NAME))


def open_member(reader: BinaryIO, name: str) -> BinaryIO:
    """What the stream expands to. Raises `FormatError` for another name."""
    return container.opened_single(reader, name, NAME)
