"""JPEG images."""

from seatrial.domain.inventory import Role

NAME = "jpeg"
ROLE = Role.OTHER
PRIORITY = 10
STARTS = (b"\xff\xd8\xff",)


def matches(head: bytes, size: int) -> bool:
    """Start of image followed by a marker."""
    return size >= 64 and head.startswith(b"\xff\xd8\xff") and len(head) > 3 and head[3] >= 0xC0
