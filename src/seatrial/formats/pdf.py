"""PDF documents."""

from seatrial.domain.inventory import Role

NAME = "pdf"
ROLE = Role.DOCUMENTATION
PRIORITY = 10
STARTS = (b"%PDF-",)


def matches(head: bytes, size: int) -> bool:
    """The header at the very start."""
    return size >= 32 and head.startswith(b"%PDF-") and head[5:6].isdigit()
