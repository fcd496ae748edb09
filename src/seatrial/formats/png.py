"""PNG images."""

from seatrial.domain.inventory import Role

NAME = "png"
ROLE = Role.OTHER
PRIORITY = 10
STARTS = (b"\x89PNG\r\n\x1a\n",)


def matches(head: bytes, size: int) -> bool:
    """Signature and an image header."""
    return size >= 45 and head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR"
