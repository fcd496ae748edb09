"""fastText models: a dictionary and matrices, packed. Source: fastText, `FastText::signModel` in src/fasttext.cc."""

from seatrial.domain.inventory import Role

NAME = "fasttext"
ROLE = Role.WEIGHTS
PRIORITY = 10
_MAGIC = b"\xba\x16\x4f\x2f"
STARTS = (_MAGIC,)
_VERSIONS = (11, 12)


def matches(head: bytes, size: int) -> bool:
    """The magic and a version that was ever written."""
    return size >= 64 and head.startswith(_MAGIC) and int.from_bytes(head[4:8], "little") in _VERSIONS
