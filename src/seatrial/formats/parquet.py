"""Apache Parquet tables. Source: parquet-format, README, "File format"."""

from seatrial.domain.inventory import Role

NAME = "parquet"
ROLE = Role.OTHER
PRIORITY = 10
STARTS = (b"PAR1",)


def matches(head: bytes, size: int) -> bool:
    """The magic that also ends the file."""
    return size >= 12 and head.startswith(STARTS)
