"""Ogg containers. Source: RFC 3533, section 6."""

from seatrial.domain.inventory import Role

NAME = "ogg"
ROLE = Role.OTHER
PRIORITY = 10
STARTS = (b"OggS\0",)


def matches(head: bytes, size: int) -> bool:
    """The capture pattern and the only version there is."""
    return size >= 28 and head.startswith(STARTS)
