"""Sound in FLAC. Source: RFC 9639, section 6."""

from seatrial.domain.inventory import Role

NAME = "flac"
ROLE = Role.OTHER
PRIORITY = 10
STARTS = (b"fLaC",)


def matches(head: bytes, size: int) -> bool:
    """The marker, with the stream information first."""
    return size >= 42 and head.startswith(STARTS) and len(head) > 4 and head[4] & 0x7F == 0
