"""LZ4 frames, as joblib writes them: one member, called `content`.

Decompressing takes the extra `archives`. Layout: LZ4 Frame Format Description 1.6.4.
"""

from collections.abc import Iterator
from typing import BinaryIO

from seatrial.domain.inventory import Role
from seatrial.formats import container
from seatrial.formats.protocol import Member

NAME = "lz4"
ROLE = Role.CONTAINER
PRIORITY = 10
STARTS = (b"\x04\x22\x4d\x18",)


def matches(head: bytes, size: int) -> bool:
    """Magic, version 1, and no reserved bit."""
    return size >= 11 and head.startswith(STARTS) and len(head) > 6 and head[4] & 0xC2 == 0x40 and not head[5] & 0x8F


def contents(reader: BinaryIO) -> Iterator[tuple[Member, BinaryIO | None]]:
    """The one member with its reader. Raises `FormatError` and `LimitReached`, after it where it can be read."""
    yield from container.single(reader, NAME)


def members(reader: BinaryIO) -> Iterator[Member]:
    """The one member. Raises as `contents` does."""
    return (member for member, _ in container.single(reader, NAME))


def open_member(reader: BinaryIO, name: str) -> BinaryIO:
    """What the stream expands to. Raises `FormatError` for another name."""
    return container.opened_single(reader, name, NAME)
