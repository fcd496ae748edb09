"""What lies in a zip beside the members of its directory, and members that are not what their header says."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from seatrial.formats.container import inflated, window
from seatrial.formats.protocol import FormatError
from seatrial.formats.zip_directory import ENCRYPTED, LATER_SIZES, LOCAL, Directory, Entry, Local, read_local

DESCRIPTOR_BYTES: Final = 24
"""The most that sizes written after a member take."""
_LOOK_BYTES: Final = 64 * 1024
MAX_CHECKED_BYTES: Final = 1024 * 1024
_LONG_ENOUGH: Final = 64
"""Noise does not expand to so many bytes without a fault."""
_STORED, _DEFLATED = 0, 8


class Gap(NamedTuple):
    """Bytes of the archive that no member of the directory covers."""

    offset: int
    size: int
    unlisted: bool
    """A member's header begins there."""


def gaps(reader: BinaryIO, directory: Directory) -> Iterator[Gap]:
    """Gaps with something in them, before the directory. Padding with zeros is none."""
    reached = directory.lead
    for entry in sorted(directory.entries, key=lambda entry: entry.offset):
        if entry.offset > reached:
            yield from _gap(reader, reached, entry.offset - reached)
        try:
            local = read_local(reader, entry)
        except FormatError:
            return
        end = local.data_offset + entry.packed_size
        if local.flags & LATER_SIZES:
            end += _descriptor(reader, end)
        reached = max(reached, end)
    if directory.start > reached:
        yield from _gap(reader, reached, directory.start - reached)


def _descriptor(reader: BinaryIO, at: int) -> int:
    reader.seek(at)
    data = reader.read(DESCRIPTOR_BYTES + 4)
    marked = data.startswith(b"PK\x07\x08")
    # With sizes of 32 or of 64 bits: whichever the next header follows.
    for size in (16, 24) if marked else (12, 20):
        if data[size : size + 2] == b"PK":
            return size
    return 16 if marked else 12


def _gap(reader: BinaryIO, offset: int, size: int) -> Iterator[Gap]:
    reader.seek(offset)
    seen = reader.read(min(size, _LOOK_BYTES))
    if seen.strip(b"\0") or size > _LOOK_BYTES:
        yield Gap(offset, size, LOCAL in seen)


def is_plain(reader: BinaryIO, entry: Entry, local: Local) -> bool:
    """Whether a member that is marked as encrypted is not: it expands as it is, to what its checksum says."""
    if entry.method == _STORED and entry.packed_size != entry.size:
        return False
    if entry.method not in (_STORED, _DEFLATED):
        return False
    packed = window(reader, local.data_offset, entry.packed_size)
    wanted = min(entry.size, _LOOK_BYTES)
    try:
        opened = packed if entry.method == _STORED else inflated(packed, entry.packed_size, "deflate", size=entry.size)
        data = opened.read(wanted)
    except FormatError:
        return False
    # An encrypted member has twelve bytes more than it states when stored, and expands to noise or not at all.
    if entry.method == _DEFLATED and len(data) == entry.size:
        return zlib.crc32(data) == entry.crc or entry.size > _LONG_ENOUGH
    return len(data) == wanted


def wrong_checksum(opened: BinaryIO, entry: Entry) -> bool:
    """Whether a member's bytes are not those that its checksum was made of. Zero stands for a checksum not made.

    Members above `MAX_CHECKED_BYTES`, those marked as encrypted, and what cannot be read, are not told.
    """
    if not entry.crc or entry.flags & ENCRYPTED or entry.size > MAX_CHECKED_BYTES:
        return False
    try:
        data = opened.read(entry.size)
    except FormatError:
        return False
    return len(data) == entry.size and zlib.crc32(data) != entry.crc
