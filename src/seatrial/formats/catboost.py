"""CatBoost models: a mark, the size of a FlatBuffers table, the table, and its parts. Numbers and names, no code.

Layout: catboost/libs/model/model.cpp and flatbuffers/model.fbs.
"""

from typing import BinaryIO, Final

from seatrial.domain.inventory import Role
from seatrial.formats.protocol import FormatError

NAME = "catboost"
ROLE = Role.WEIGHTS
PRIORITY = 10
MAGIC: Final = b"CBM1"
STARTS = (MAGIC,)
_SMALLEST: Final = 16


def matches(head: bytes, size: int) -> bool:
    """The mark, and a table that begins inside itself."""
    if not head.startswith(MAGIC) or size < _SMALLEST or len(head) < _SMALLEST:
        return False
    table = int.from_bytes(head[4:8], "little")
    return 4 <= int.from_bytes(head[8:12], "little") < table


def extent(reader: BinaryIO) -> int | None:
    """Bytes up to the end of the table. Raises `FormatError` when even its size is missing."""
    reader.seek(0)
    start = reader.read(8)
    if len(start) < 8 or not start.startswith(MAGIC):
        raise FormatError("no CatBoost model", 0)
    return 8 + int.from_bytes(start[4:], "little")
