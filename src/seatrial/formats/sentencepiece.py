"""SentencePiece models (`tokenizer.model`, `spiece.model`). Field numbers: sentencepiece_model.proto, ModelProto."""

from seatrial.domain.inventory import Role
from seatrial.formats.protobuf_fields import BYTES, FIXED32, VARINT, fields

NAME = "sentencepiece"
ROLE = Role.TOKENIZER
PRIORITY = 50
STARTS = (b"\x0a",)
_PIECES = 3
"""How many pieces must read as such before a file counts as one; the smallest vocabulary has these special ones."""


def matches(head: bytes, size: int) -> bool:
    """Begins with at least three pieces, each a text with a score."""
    if size < 32 or head[:1] != b"\x0a":
        return False
    pieces = 0
    try:
        for number, wire, place, length in fields(head, most=_PIECES):
            if (number, wire) != (1, BYTES) or place + length > size or not _piece(head[place : place + length]):
                return False
            pieces += 1
    except ValueError:
        return False
    return pieces == _PIECES


def _piece(data: bytes) -> bool:
    found = [(number, wire) for number, wire, _, _ in fields(data)]
    return found in ([(1, BYTES), (2, FIXED32)], [(1, BYTES), (2, FIXED32), (3, VARINT)])
