"""SQLite databases."""

from seatrial.domain.inventory import Role

NAME = "sqlite"
ROLE = Role.OTHER
PRIORITY = 10
STARTS = (b"SQLite format 3\x00",)


def matches(head: bytes, size: int) -> bool:
    """The 16-byte header string."""
    return size >= 512 and head.startswith(b"SQLite format 3\x00")
