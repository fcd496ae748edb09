"""TensorFlow Lite models: a FlatBuffer with file identifier TFL3."""

from seatrial.domain.inventory import Role

NAME = "tflite"
ROLE = Role.WEIGHTS
PRIORITY = 20


def matches(head: bytes, size: int) -> bool:
    """The identifier, and a root table inside the file."""
    return size >= 16 and head[4:8] == b"TFL3" and int.from_bytes(head[:4], "little") < size
