"""WebP images."""

from seatrial.domain.inventory import Role

NAME = "webp"
ROLE = Role.OTHER
PRIORITY = 10
STARTS = (b"RIFF",)


def matches(head: bytes, size: int) -> bool:
    """A RIFF container of type WEBP."""
    return size >= 20 and head.startswith(b"RIFF") and head[8:12] == b"WEBP"
