"""Tar archives: v7, ustar, GNU long names, pax headers. Compressed ones lie inside a gzip, xz or bzip2 artifact.

Layout: POSIX.1-2017 `pax`, and the GNU tar manual, chapter "Tar Internals".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Role
from seatrial.formats.container import labelled, window
from seatrial.formats.protocol import FormatError, Member

NAME = "tar"
ROLE = Role.CONTAINER
PRIORITY = 20
BLOCK = 512
MAX_ENTRIES = 200_000
MAX_HEADER_BYTES = 1024 * 1024
"""The most that one long name or pax header may take."""
MAX_PADDING_BYTES = 64 * 1024 * 1024
"""How far behind the end is looked for more."""
_CHUNK_BYTES = 64 * 1024
_KINDS = {
    b"0": "file",
    b"\0": "file",
    b"7": "file",
    b"S": "file",
    b"1": "hardlink",
    b"2": "symlink",
    b"3": "device",
    b"4": "device",
    b"5": "directory",
    b"6": "fifo",
}


class _Header(NamedTuple):
    name: bytes
    size: int
    type: bytes
    link: bytes
    mode: int


@dataclass(slots=True)
class _Pending:
    """What extension headers said of the entry that follows, and of all entries."""

    own: dict[str, bytes] = field(default_factory=dict)
    every: dict[str, bytes] = field(default_factory=dict)

    def get(self, key: str) -> bytes | None:
        return self.own.get(key, self.every.get(key))


class Behind(NamedTuple):
    """What stands behind two empty blocks, where most readers stop."""

    offset: int
    archive: bool
    """Another archive: readers that pass over empty blocks list its members, too."""


def matches(head: bytes, size: int) -> bool:
    """A first block whose checksum is right: the magic alone is missing from v7 archives."""
    return size >= BLOCK and len(head) >= BLOCK and head[0] != 0 and _checksum_holds(head[:BLOCK])


def contents(reader: BinaryIO) -> Iterator[tuple[Member, BinaryIO | None]]:
    """Members in the order of the archive, each with a reader while it is the current one, or None.

    Raises `FormatError` and `LimitReached`.
    """
    for member, offset in _walk(reader):
        yield member, window(reader, offset, member.size) if member.kind == "file" else None


def members(reader: BinaryIO, behind: list[Behind] | None = None) -> Iterator[Member]:
    """Members in the order of the archive, those of an archive behind its end last; `behind` is told of such an end.

    Raises `FormatError` and `LimitReached`.
    """
    return (member for member, _ in _walk(reader, behind))


def open_member(reader: BinaryIO, name: str) -> BinaryIO:
    """A reader of one member by its label. Raises `FormatError` when there is none."""
    offsets: list[int] = []

    def noting() -> Iterator[Member]:
        for member, offset in _walk(reader):
            offsets.append(offset)
            yield member

    for label, member in labelled(noting()):
        if label == name and member.kind == "file":
            return window(reader, offsets[-1], member.size)
    raise FormatError("no such member")


def _walk(reader: BinaryIO, behind: list[Behind] | None = None) -> Iterator[tuple[Member, int]]:
    pending = _Pending()
    offset = count = 0
    lone = False
    while True:
        reader.seek(offset)
        block = reader.read(BLOCK)
        if not block.strip(b"\0") and (count or block):
            if not block:
                return
            if not lone:
                # Some readers stop at one empty block, some only at two.
                lone, offset = True, offset + BLOCK
                continue
        if lone and not _checksum_holds(block):
            # And some at none, as `tar --ignore-zeros` and whoever packed two archives in a row.
            more = _behind(reader, offset)
            if more is not None and behind is not None:
                behind.append(more)
            if more is None or not more.archive:
                return
            offset, lone = more.offset, False
            continue
        lone = False
        if len(block) < BLOCK or not _checksum_holds(block):
            raise FormatError("an entry's header is broken or cut off", offset)
        count += 1
        if count > MAX_ENTRIES:
            raise LimitReached(f"more than {MAX_ENTRIES:,} entries")
        header = _header(block, offset)
        start = offset + BLOCK
        if header.type in b"LKxgX" and header.type:
            _extend(pending, header, _payload(reader, start, header.size, offset), offset)
            offset = start + _padded(header.size)
            continue
        start = _past_sparse_map(reader, header, block, start)
        member, stored = _member(header, pending, offset)
        yield member, start
        pending.own = {}
        offset = start + (_padded(stored) if member.kind == "file" else 0)


def _behind(reader: BinaryIO, offset: int) -> Behind | None:
    """The first block that is not empty, and whether it begins an entry. None for nothing but padding."""
    reader.seek(offset)
    while data := reader.read(_CHUNK_BYTES):
        rest = data.lstrip(b"\0")
        if rest:
            offset += (len(data) - len(rest)) // BLOCK * BLOCK
            reader.seek(offset)
            block = reader.read(BLOCK)
            return Behind(offset=offset, archive=len(block) == BLOCK and _checksum_holds(block))
        offset += len(data)
    return None


def _member(header: _Header, pending: _Pending, offset: int) -> tuple[Member, int]:
    kind = _KINDS.get(header.type, "file")
    name = pending.get("GNU.sparse.name") or pending.get("path") or header.name
    link = pending.get("linkpath") or header.link
    stated = pending.get("size")
    size = header.size if stated is None else _decimal(stated, offset)
    # In v7 archives a directory is a file whose name ends in a slash.
    if kind == "file" and header.type == b"\0" and name.endswith(b"/"):
        kind = "directory"
    member = Member(
        name=_text(name),
        size=size if kind == "file" else 0,
        kind=kind,
        link_target=_text(link),
        mode=header.mode & 0o7777,
    )
    return member, size


def _header(block: bytes, offset: int) -> _Header:
    name = block[:100].split(b"\0", 1)[0]
    prefix = block[345:500].split(b"\0", 1)[0]
    if block[257:262] == b"ustar" and block[263:265] != b" \0" and prefix:
        name = prefix + b"/" + name
    link = block[157:257].split(b"\0", 1)[0]
    digits = block[100:108].split(b"\0", 1)[0].strip()
    mode = int(digits, 8) if digits and not digits.strip(b"01234567") else 0
    return _Header(name=name, size=_number(block[124:136], offset), type=block[156:157], link=link, mode=mode)


def _number(raw: bytes, offset: int) -> int:
    if raw[0] in (0x80, 0xFF):  # GNU base-256
        value = int.from_bytes(raw[1:], "big") if raw[0] == 0x80 else -1
    else:
        text = raw.split(b"\0", 1)[0].strip()
        if text.strip(b"01234567"):
            raise FormatError("a size is not an octal number", offset)
        value = int(text or b"0", 8)
    if not 0 <= value < 1 << 62:
        raise FormatError("a size is negative or absurd", offset)
    return value


def _decimal(raw: bytes, offset: int) -> int:
    if not raw.isdigit() or len(raw) > 18:
        raise FormatError("a pax size is not a number", offset)
    return int(raw)


def _extend(pending: _Pending, header: _Header, payload: bytes, offset: int) -> None:
    if header.type == b"L":
        pending.own["path"] = payload.split(b"\0", 1)[0]
    elif header.type == b"K":
        pending.own["linkpath"] = payload.split(b"\0", 1)[0]
    else:
        records = dict(_records(payload, offset))
        (pending.every if header.type == b"g" else pending.own).update(records)


def _records(payload: bytes, offset: int) -> Iterator[tuple[str, bytes]]:
    place = 0
    while place < len(payload) and payload[place] != 0:
        space = payload.find(b" ", place, place + 20)
        digits = payload[place:space] if space > 0 else b""
        stop = place + int(digits) if digits.isdigit() else 0
        if not space < stop <= len(payload):
            raise FormatError("a pax record has no proper length", offset)
        key, _, value = payload[space + 1 : stop - 1].partition(b"=")
        yield key.decode("utf-8", "backslashreplace"), value
        place = stop


def _payload(reader: BinaryIO, start: int, size: int, offset: int) -> bytes:
    if size > MAX_HEADER_BYTES:
        raise LimitReached(f"an extension header of {size:,} bytes")
    reader.seek(start)
    data = reader.read(size)
    if len(data) < size:
        raise FormatError("an extension header is cut off", offset)
    return data


def _past_sparse_map(reader: BinaryIO, header: _Header, block: bytes, start: int) -> int:
    more = header.type == b"S" and block[482] != 0
    blocks = 0
    while more:
        reader.seek(start)
        extension = reader.read(BLOCK)
        blocks += 1
        if len(extension) < BLOCK or blocks > MAX_ENTRIES:
            raise FormatError("a sparse map is cut off or endless", start)
        more = extension[504] != 0
        start += BLOCK
    return start


def _checksum_holds(block: bytes) -> bool:
    digits = block[148:156].split(b"\0", 1)[0].strip()
    if not digits or digits.strip(b"01234567"):
        return False
    rest = block[:148] + b" " * 8 + block[156:]
    unsigned = sum(rest)
    # Some old writers added signed bytes; readers accept both sums.
    return int(digits, 8) in (unsigned, unsigned - 256 * sum(byte > 127 for byte in rest))


def _padded(size: int) -> int:
    return -(-size // BLOCK) * BLOCK


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace")
