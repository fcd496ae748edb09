"""Files of joblib before 0.10: a pickle compressed behind a length in hexadecimal. One member, called `content`.

Read from `joblib.numpy_pickle_compat`, function `read_zfile`: `ZF`, the length padded to 19 characters, a zlib stream.
"""

from collections.abc import Iterator
from typing import BinaryIO

from seatrial.domain.inventory import Role
from seatrial.formats import container
from seatrial.formats.protocol import FormatError, Member

NAME = "joblib-zfile"
ROLE = Role.CONTAINER
PRIORITY = 10
STARTS = (b"ZF",)
_HEADER = 21


def matches(head: bytes, size: int) -> bool:
    """The prefix, a number as `hex` writes it, and a zlib stream behind."""
    digits = head[2:_HEADER].rstrip(b" ").removesuffix(b"L")
    return size > _HEADER + 2 and head.startswith(STARTS) and digits.startswith(b"0x") and _start(head) > 0


def _start(head: bytes) -> int:
    """Where the stream begins: some versions wrote one more space. 0 when there is none."""
    for place in (_HEADER, _HEADER + 1):
        pair = head[place : place + 2]
        if len(pair) == 2 and pair[0] & 0x0F == 8 and not int.from_bytes(pair, "big") % 31:
            return place
    return 0


def _stream(reader: BinaryIO) -> BinaryIO:
    total = container.size_of(reader)
    reader.seek(0)
    start = _start(reader.read(_HEADER + 3))
    if not start:
        raise FormatError("no zlib stream behind the length", _HEADER)
    return container.window(reader, start, total - start)


def contents(reader: BinaryIO) -> Iterator[tuple[Member, BinaryIO | None]]:
    """The one member with its reader. Raises `FormatError` and `LimitReached`, after it where it can be read."""
    yield from container.single(_stream(reader), "zlib")


def members(reader: BinaryIO) -> Iterator[Member]:
    """The one member. Raises as `contents` does."""
    return (member for member, _ in contents(reader))


def open_member(reader: BinaryIO, name: str) -> BinaryIO:
    """What the stream expands to. Raises `FormatError` for another name."""
    return container.opened_single(_stream(reader), name, "zlib")
