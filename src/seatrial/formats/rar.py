"""RAR archives. Recognised, not looked into."""

from seatrial.domain.inventory import Role

NAME = "rar"
ROLE = Role.CONTAINER
PRIORITY = 10


def matches(head: bytes, size: int) -> bool:
    """Signature of RAR 4 or 5."""
    return size >= 20 and head.startswith((b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"))
