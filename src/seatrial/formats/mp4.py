"""MP4 and its relatives. Source: ISO/IEC 14496-12, section 4.3."""

from seatrial.domain.inventory import Role

NAME = "mp4"
ROLE = Role.OTHER
PRIORITY = 10
MARKS = ((4, b"ftyp"),)


def matches(head: bytes, size: int) -> bool:
    """A file type box comes first."""
    return size >= 32 and head[4:8] == b"ftyp" and 16 <= int.from_bytes(head[:4], "big") <= 256
