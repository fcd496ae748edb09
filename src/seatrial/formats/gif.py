"""GIF images."""

from seatrial.domain.inventory import Role

NAME = "gif"
ROLE = Role.OTHER
PRIORITY = 10
STARTS = (b"GIF87a", b"GIF89a")


def matches(head: bytes, size: int) -> bool:
    """The signature of either version."""
    return size >= 14 and head.startswith((b"GIF87a", b"GIF89a"))
