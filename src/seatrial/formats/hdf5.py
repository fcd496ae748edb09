"""HDF5, as Keras, PyTables and pandas write it. Layout: HDF5 File Format Specification 3.0, section II.A.

PyTables keeps objects of Python as pickles, in attributes and in arrays of objects, and loads them when they are
looked at. They are members of the file here, so that they are examined as pickles are.
"""

import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Role
from seatrial.formats.container import labelled
from seatrial.formats.hdf5_blocks import Source, global_heap_objects
from seatrial.formats.hdf5_objects import PLACES, SIGNATURE, Attribute, Contents, Reference, read, superblock
from seatrial.formats.pickle_stream import looks_like_pickle
from seatrial.formats.protocol import HEAD_BYTES, FormatError, Member

__all__ = ["NAME", "PRIORITY", "ROLE", "SIGNATURE", "Attribute", "Contents", "Reference", "matches", "read"]

NAME = "hdf5"
ROLE = Role.WEIGHTS
PRIORITY = 10
MARKS = tuple((at, SIGNATURE) for at in PLACES)
MAX_MEMBERS: Final = 10_000
MAX_SEARCHED_BYTES: Final = 1 << 30
"""How far arrays of objects are searched for."""
_HEAP: Final = b"GCOL\x01\0\0\0"
_CHUNK_BYTES: Final = 1024 * 1024
_USER_BLOCK_BYTES = 4096
_SHORTEST: Final = 3


def matches(head: bytes, size: int) -> bool:
    """The signature at offset 0, or after a user block of 512, 1024, ... bytes."""
    return size >= 64 and any(head.startswith(SIGNATURE, at) for at in PLACES)


def contents(reader: BinaryIO) -> Iterator[tuple[Member, BinaryIO | None]]:
    """The pickles in a file, each with a reader. Raises `FormatError` and `LimitReached`."""
    for count, (name, data) in enumerate(_pickles(reader)):
        if count >= MAX_MEMBERS:
            raise LimitReached(f"more than {MAX_MEMBERS:,} pickles in an HDF5 file")
        yield Member(name=name, size=len(data)), io.BytesIO(data)


def members(reader: BinaryIO) -> Iterator[Member]:
    """The pickles in a file. Raises as `contents` does."""
    for member, _ in contents(reader):
        yield member


def open_member(reader: BinaryIO, name: str) -> BinaryIO:
    """A reader of one pickle by its label. Raises `FormatError` when there is none."""
    opened: list[BinaryIO | None] = []

    def plain() -> Iterator[Member]:
        for member, content in contents(reader):
            opened[:] = [content]
            yield member

    for label, _ in labelled(plain()):
        if label == name and opened[0] is not None:
            return opened[0]
    raise FormatError("no such member")


def in_front(reader: BinaryIO) -> bytes:
    """What stands before the signature, up to 4 KiB: nothing, or a block that the format leaves to its user."""
    reader.seek(0)
    head = reader.read(_USER_BLOCK_BYTES)
    at = head.find(SIGNATURE)
    return head if at < 0 else head[:at]


def _pickles(reader: BinaryIO) -> Iterator[tuple[str, bytes]]:
    objects = False
    for attribute in read(reader).attributes:
        objects = objects or (attribute.name == "PSEUDOATOM" and attribute.data == b"object")
        # PyTables takes every text that ends in a full stop for a pickle and tries.
        if len(attribute.data) >= _SHORTEST and _is_pickle(attribute.data):
            yield f"{attribute.owner.strip('/')}@{attribute.name}", attribute.data
    if objects:
        yield from _stored_objects(reader)


def _stored_objects(reader: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Elements of arrays of objects, wherever in the file their heaps stand."""
    source, _ = superblock(reader)
    for place in _places(reader, source):
        try:
            found = global_heap_objects(source, place - source.base)
        except FormatError:
            continue
        for index, data in found.items():
            if _is_pickle(data):
                yield f"@objects/{place:x}-{index}", data
        source.heaps.clear()


def _places(reader: BinaryIO, source: Source) -> Iterator[int]:
    """Offsets at which a heap of elements of variable length may begin."""
    start = 0
    rest = b""
    while start < min(source.size, MAX_SEARCHED_BYTES):
        reader.seek(start)
        data = rest + reader.read(_CHUNK_BYTES)
        at = data.find(_HEAP)
        while at >= 0:
            yield start - len(rest) + at
            at = data.find(_HEAP, at + 1)
        start, rest = start + _CHUNK_BYTES, data[-len(_HEAP) + 1 :]
    if source.size > MAX_SEARCHED_BYTES:
        raise LimitReached(f"arrays of objects in an HDF5 file of more than {MAX_SEARCHED_BYTES:,} bytes")


def _is_pickle(data: bytes) -> bool:
    return looks_like_pickle(data[:HEAD_BYTES], complete=len(data) <= HEAD_BYTES)
