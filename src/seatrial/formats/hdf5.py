"""HDF5, as Keras and PyTables write it. Layout: HDF5 File Format Specification 3.0, section II.A."""

from seatrial.domain.inventory import Role

NAME = "hdf5"
ROLE = Role.WEIGHTS
PRIORITY = 10


def matches(head: bytes, size: int) -> bool:
    """The signature at offset 0, or after a user block of 512, 1024, ... bytes."""
    return size >= 64 and any(
        head.startswith(b"\x89HDF\r\n\x1a\n", at) for at in (0, 512, 1024, 2048, 4096, 8192, 16384)
    )
