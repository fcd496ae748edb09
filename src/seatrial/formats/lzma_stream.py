"""A stream in the old LZMA format, as joblib writes it: one member, called `content`.

Layout: `lzma-file-format.txt` of XZ Utils.
"""

import lzma
from collections.abc import Iterator
from typing import BinaryIO

from seatrial.domain.inventory import Role
from seatrial.formats import container
from seatrial.formats.decompressors import LZMA_MEMORY_BYTES
from seatrial.formats.protocol import Member

NAME = "lzma"
ROLE = Role.CONTAINER
PRIORITY = 60
STARTS = (b"\x5d\x00",)
_TRIAL_BYTES = 4096


def matches(head: bytes, size: int) -> bool:
    """A header without a magic is weak, so what follows must expand to something as well."""
    if size < 18 or len(head) < 18 or not head.startswith(STARTS):
        return False
    stated = int.from_bytes(head[5:13], "little")
    if stated >> 40 and stated != (1 << 64) - 1:
        return False
    stream = lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=LZMA_MEMORY_BYTES)
    try:
        return len(stream.decompress(head[:_TRIAL_BYTES], 64)) > 0
    except lzma.LZMAError:
        return False


def contents(reader: BinaryIO) -> Iterator[tuple[Member, BinaryIO | None]]:
    """The one member with its reader. Raises `FormatError` and `LimitReached`, after it where it can be read."""
    yield from container.single(reader, NAME)


def members(reader: BinaryIO) -> Iterator[Member]:
    """The one member. Raises as `contents` does."""
    return (member for member, _ in container.single(reader, NAME))


def open_member(reader: BinaryIO, name: str) -> BinaryIO:
    """What the stream expands to. Raises `FormatError` for another name."""
    return container.opened_single(reader, name, NAME)
