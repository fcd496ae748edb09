"""Zstandard frames (RFC 8878). Recognised, not looked into."""

from seatrial.domain.inventory import Role

NAME = "zstd"
ROLE = Role.CONTAINER
PRIORITY = 10


def matches(head: bytes, size: int) -> bool:
    """The frame magic."""
    return size >= 9 and head.startswith(b"\x28\xb5\x2f\xfd")
