"""Zstandard frames: one member, called `content`. Layout: RFC 8878.

Decompressing takes the extra `archives`.
"""

from collections.abc import Iterator
from typing import BinaryIO

from seatrial.domain.inventory import Role
from seatrial.formats import container
from seatrial.formats.protocol import Member

_FRAME = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = tuple(bytes((0x50 + number, 0x2A, 0x4D, 0x18)) for number in range(16))
NAME = "zstd"
ROLE = Role.CONTAINER
PRIORITY = 10
STARTS = (_FRAME, *_SKIPPABLE)


def matches(head: bytes, size: int) -> bool:
    """The magic of a frame, or of a skippable one, whose content is passed over."""
    return size >= 9 and head.startswith(STARTS)


def contents(reader: BinaryIO) -> Iterator[tuple[Member, BinaryIO | None]]:
    """The one member with its reader. Raises `FormatError` and `LimitReached`, after it where it can be read."""
    yield from container.single(reader, NAME)


def members(reader: BinaryIO) -> Iterator[Member]:
    """The one member. Raises as `contents` does."""
    return (member for member, _ in container.single(reader, NAME))


def open_member(reader: BinaryIO, name: str) -> BinaryIO:
    """What the stream expands to. Raises `FormatError` for another name."""
    return container.opened_single(reader, name, NAME)
