"""Indices of TensorFlow checkpoints: sorted tables of where each tensor lies in the data files.

Source: tensorflow/core/lib/io/format.h, `kTableMagicNumber`.
"""

from seatrial.domain.inventory import Role

NAME = "tensorflow-checkpoint"
ROLE = Role.WEIGHTS
PRIORITY = 45
_MAGIC = bytes.fromhex("57fb808b247547db")


def matches(head: bytes, size: int) -> bool:
    """The magic of a table, at its end; indices are small."""
    return 48 < size <= len(head) and head[:size].endswith(_MAGIC)
