"""Sound in RIFF/WAVE. Source: Multimedia Programming Interface and Data Specifications 1.0."""

from seatrial.domain.inventory import Role

NAME = "wave"
ROLE = Role.OTHER
PRIORITY = 10
STARTS = (b"RIFF",)


def matches(head: bytes, size: int) -> bool:
    """A RIFF container of the kind `WAVE`."""
    return size >= 44 and head.startswith(STARTS) and head[8:12] == b"WAVE"
