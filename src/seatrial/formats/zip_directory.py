"""The directory of a zip and the headers before its members, which are two statements of the same thing.

Layout: APPNOTE.TXT 6.3.10, sections 4.3.7 (local header), 4.3.12 (central header), 4.3.14 to 4.3.16 (end records).
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from seatrial.domain.context import LimitReached
from seatrial.formats.container import size_of
from seatrial.formats.protocol import FormatError

MAX_DIRECTORY_BYTES = 64 * 1024 * 1024
MAX_ENTRIES = 200_000
MAX_ENDS = 8
"""Further end records that are followed."""
TAIL_BYTES = 22 + 65_535 + 20 + 56
END = b"PK\x05\x06"
_END64_LOCATOR = b"PK\x06\x07"
_END64 = b"PK\x06\x06"
_CENTRAL = b"PK\x01\x02"
LOCAL = b"PK\x03\x04"
ENCRYPTED = 0x1 | 0x40
LATER_SIZES = 0x8
UTF8 = 0x800


class Entry(NamedTuple):
    """One line of the central directory."""

    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed_size: int
    size: int
    offset: int
    """Of the local header, from the start of the file."""
    mode: int
    """Unix mode bits, 0 when none are kept."""
    other_name: bytes = b""
    """A second name in the Unicode path field, which some readers prefer."""

    @property
    def name(self) -> str:
        """UTF-8 or code page 437 by flag, as readers do; bytes that are neither are escaped."""
        return self.raw_name.decode("utf-8" if self.flags & UTF8 else "cp437", "backslashreplace")


class Directory(NamedTuple):
    """The central directory and what stands around it."""

    entries: tuple[Entry, ...]
    """Of every directory that some reader would find, the one of most readers first."""
    stated: int
    """How many entries the end record states."""
    lead: int
    """Bytes before the first byte that the archive counts from."""
    start: int
    """Offset of the directory."""
    ends: int
    """How many directories could be taken for the last one: readers that search differently see different archives."""


class Local(NamedTuple):
    """The header before a member's bytes."""

    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed_size: int
    size: int
    data_offset: int


def read_directory(reader: BinaryIO) -> Directory:
    """The whole central directory. Raises `FormatError`, or `LimitReached` beyond the bounds of this module."""
    total = size_of(reader)
    tail_start = max(total - TAIL_BYTES, 0)
    reader.seek(tail_start)
    tail = reader.read(TAIL_BYTES)
    at = tail.rfind(END, 0, max(len(tail) - 18, 0))
    if at < 0:
        raise FormatError("no end record: the archive is cut off or not a zip", total)
    chosen = _directory_before(reader, tail, tail_start, at)
    others = [(place, False) for place in _ends(tail, at) if place != at]
    if chosen.lead and chosen.entries:
        # Readers that believe the offset find another directory there, if one lies there.
        others.append((at, True))
    more = [_other_entries(reader, tail, tail_start, place, believed) for place, believed in others[:MAX_ENDS]]
    ends = 1 + sum(found is not None for found in more) + max(len(others) - MAX_ENDS, 0)
    seen = {(entry.offset, entry.raw_name) for entry in chosen.entries}
    further = (entry for found in more for entry in found or () if (entry.offset, entry.raw_name) not in seen)
    return chosen._replace(entries=(*chosen.entries, *further), ends=ends)


def _other_entries(reader: BinaryIO, tail: bytes, tail_start: int, at: int, believed: bool) -> tuple[Entry, ...] | None:
    """What a reader that takes another end record, or believes its offset, would see; None when that is nothing."""
    try:
        return _directory_before(reader, tail, tail_start, at, believed=believed).entries
    except FormatError:
        return None if believed else ()


def _directory_before(reader: BinaryIO, tail: bytes, tail_start: int, at: int, *, believed: bool = False) -> Directory:
    count, size, offset = struct.unpack_from("<HLL", tail, at + 10)
    end = tail_start + at
    if at >= 20 and tail[at - 20 : at - 16] == _END64_LOCATOR:
        end, count, size, offset = _end64(reader, tail, at, end, (count, size, offset))
    if size > MAX_DIRECTORY_BYTES or count > MAX_ENTRIES:
        raise LimitReached(f"a directory of {count:,} entries in {size:,} bytes")
    start = end - size
    lead = start - offset
    if start < 0:
        raise FormatError("the directory would begin before the file", end)
    reader.seek(start)
    data = reader.read(size)
    if lead and size and (believed or not data.startswith(_CENTRAL)):
        # Some readers count back from the end record, some believe its offset; take what is a directory.
        reader.seek(offset)
        data, lead = reader.read(size), 0
    if len(data) != size or lead < 0:
        raise FormatError("the directory does not lie where the end record says", start)
    entries = tuple(_entries(data, lead, start))
    return Directory(entries=entries, lead=lead, start=start, ends=1, stated=count)


def _end64(reader: BinaryIO, tail: bytes, at: int, end: int, plain: tuple[int, int, int]) -> tuple[int, int, int, int]:
    stated = int(struct.unpack_from("<Q", tail, at - 12)[0])
    for place in (end - 20 - 56, stated):
        if place < 0 or place > end:
            continue
        reader.seek(place)
        record = reader.read(56)
        if len(record) == 56 and record.startswith(_END64):
            count, size, offset = struct.unpack_from("<QQQ", record, 32)
            return place, count, size, offset
    if 0xFFFFFFFF in plain or 0xFFFF in plain:
        raise FormatError("a 64-bit end record is announced and missing", end)
    return (end, *plain)


def _ends(tail: bytes, at: int) -> Iterator[int]:
    """End records whose comment reaches exactly the end of the file, and the one at `at`."""
    place = tail.find(END)
    while 0 <= place <= len(tail) - 22:
        comment = int(struct.unpack_from("<H", tail, place + 20)[0])
        if place == at or place + 22 + comment == len(tail):
            yield place
        place = tail.find(END, place + 1)


def _entries(data: bytes, lead: int, start: int) -> Iterator[Entry]:
    place = count = 0
    while place < len(data):
        if data[place : place + 4] != _CENTRAL:
            if data[place : place + 4] == b"PK\x05\x05":  # a signature over the directory; nobody checks it
                return
            raise FormatError("a directory entry does not begin as one", start + place)
        if len(data) - place < 46:
            raise FormatError("a directory entry is cut off", start + place)
        count += 1
        if count > MAX_ENTRIES:
            raise LimitReached(f"more than {MAX_ENTRIES:,} members")
        fields = struct.unpack_from("<HHHHHHLLLHHHHHLL", data, place + 4)
        name_size, extra_size, comment_size = fields[9:12]
        stop = place + 46 + name_size + extra_size + comment_size
        if stop > len(data):
            raise FormatError("a directory entry is cut off", start + place)
        name = data[place + 46 : place + 46 + name_size]
        extra = data[place + 46 + name_size : place + 46 + name_size + extra_size]
        yield _entry(fields, name, extra, lead)
        place = stop


def _entry(fields: tuple[int, ...], name: bytes, extra: bytes, lead: int) -> Entry:
    extras = dict(_extras(extra))
    size, packed, offset = _widened(extras.get(1, b""), fields[8], fields[7], fields[15])
    path = extras.get(0x7075, b"")
    return Entry(
        raw_name=name,
        flags=fields[2],
        method=fields[3],
        crc=fields[6],
        packed_size=packed,
        size=size,
        offset=offset + lead,
        mode=fields[14] >> 16,
        other_name=path[5:] if len(path) > 5 and path[5:] != name else b"",
    )


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(extra):
        tag, size = struct.unpack_from("<HH", extra, place)
        yield tag, extra[place + 4 : place + 4 + size]
        place += 4 + size


def _widened(field: bytes, *narrow: int) -> tuple[int, ...]:
    """Numbers of 32 bits, each replaced from the 64-bit field when it says so, in that order."""
    wide: list[int] = []
    place = 0
    for value in narrow:
        if value == 0xFFFFFFFF and place + 8 <= len(field):
            wide.append(int.from_bytes(field[place : place + 8], "little"))
            place += 8
        else:
            wide.append(value)
    return tuple(wide)


def read_local(reader: BinaryIO, entry: Entry) -> Local:
    """The header that stands before a member's bytes. Raises `FormatError` when there is none."""
    reader.seek(entry.offset)
    head = reader.read(30)
    if len(head) < 30 or not head.startswith(LOCAL):
        raise FormatError("a member's header does not lie where the directory says", entry.offset)
    _, flags, method, _, _, crc, packed, size, name_size, extra_size = struct.unpack("<HHHHHLLLHH", head[4:])
    rest = reader.read(name_size + extra_size)
    size, packed = _widened(dict(_extras(rest[name_size:])).get(1, b""), size, packed)
    return Local(
        raw_name=rest[:name_size],
        flags=flags,
        method=method,
        crc=crc,
        packed_size=packed,
        size=size,
        data_offset=entry.offset + 30 + name_size + extra_size,
    )


def disagreements(entry: Entry, local: Local) -> Iterator[str]:
    """In which words the two headers of one member contradict each other; nothing when they agree."""
    if entry.raw_name != local.raw_name:
        yield "name"
    if entry.method != local.method:
        yield "compression method"
    if (entry.flags ^ local.flags) & ENCRYPTED:
        yield "encryption"
    later = bool(local.flags & LATER_SIZES)
    pairs = (("size", entry.size, local.size), ("compressed size", entry.packed_size, local.packed_size))
    for what, central, before in pairs:
        # With sizes written after the data, the header may hold zeros, or the marker of a 64-bit field.
        if central != before and not (later and before in (0, 0xFFFFFFFF)):
            yield what
    if entry.crc != local.crc and not (later and local.crc == 0):
        yield "checksum"
