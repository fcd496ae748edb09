"""Sound in MP3 behind an ID3v2 tag. Source: ID3 tag version 2.4.0, section 3.1."""

from seatrial.domain.inventory import Role

NAME = "mp3"
ROLE = Role.OTHER
PRIORITY = 10
STARTS = (b"ID3",)


def matches(head: bytes, size: int) -> bool:
    """A tag of a known version whose size has no high bits."""
    return (
        size >= 128
        and head.startswith(STARTS)
        and head[3:4] in (b"\2", b"\3", b"\4")
        and not any(b & 0x80 for b in head[6:10])
    )
