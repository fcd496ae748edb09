"""Event files of TensorBoard: records framed by their length. Source: tensorflow/core/lib/io/record_writer.h."""

from seatrial.domain.inventory import Role

NAME = "tensorboard-events"
ROLE = Role.OTHER
PRIORITY = 45
_VERSION = b"brain.Event:"


def matches(head: bytes, size: int) -> bool:
    """A first record that states the version, as every event file begins."""
    length = int.from_bytes(head[:8], "little")
    return size >= 32 and 12 <= length < 128 and _VERSION in head[12 : 12 + length]
