"""7-Zip archives. Recognised, not looked into."""

from seatrial.domain.inventory import Role

NAME = "7z"
ROLE = Role.CONTAINER
PRIORITY = 10


def matches(head: bytes, size: int) -> bool:
    """Signature and major version 0."""
    return size >= 32 and head.startswith(b"7z\xbc\xaf\x27\x1c\x00")
