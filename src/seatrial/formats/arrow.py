"""Apache Arrow IPC files. Source: Arrow columnar format, "IPC File Format"."""

from seatrial.domain.inventory import Role

NAME = "arrow"
ROLE = Role.OTHER
PRIORITY = 10
STARTS = (b"ARROW1\0\0",)


def matches(head: bytes, size: int) -> bool:
    """The magic, padded to eight bytes."""
    return size >= 24 and head.startswith(STARTS)
