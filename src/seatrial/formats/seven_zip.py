"""7-Zip archives: members decoded from LZMA, LZMA2, Deflate, BZip2, Zstandard, stored, and their filters.

Members that are encrypted or coded otherwise (PPMd, BCJ2) are listed and cannot be reached.
"""

import bz2
import lzma
import stat
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Role
from seatrial.formats.container import inflated, labelled, size_of, unreachable, window
from seatrial.formats.decompressors import Decompressor, Deflate, Filtered, Passed, lz4, lzma1, lzma2, zstd
from seatrial.formats.protocol import FormatError, Member
from seatrial.formats.seven_zip_headers import ENCODED, HEADER, Coder, File, Folder, Streams, read_header, read_streams

NAME = "7z"
ROLE = Role.CONTAINER
PRIORITY = 10
STARTS = (b"7z\xbc\xaf",)
MAX_HEADER_BYTES: Final = 64 * 1024 * 1024
_MAX_ENCODINGS: Final = 4
_MAX_LINK_BYTES: Final = 4096
_START: Final = 32
_ENCRYPTION: Final = bytes.fromhex("06f10701")
_FILTERS: Final[dict[bytes, dict[str, Any]]] = {
    bytes.fromhex("03030103"): {"id": lzma.FILTER_X86},
    bytes.fromhex("03030205"): {"id": lzma.FILTER_POWERPC},
    bytes.fromhex("03030401"): {"id": lzma.FILTER_IA64},
    bytes.fromhex("03030501"): {"id": lzma.FILTER_ARM},
    bytes.fromhex("03030701"): {"id": lzma.FILTER_ARMTHUMB},
    bytes.fromhex("03030805"): {"id": lzma.FILTER_SPARC},
    b"\x04": {"id": lzma.FILTER_X86},
    b"\x05": {"id": lzma.FILTER_POWERPC},
    b"\x06": {"id": lzma.FILTER_IA64},
    b"\x07": {"id": lzma.FILTER_ARM},
    b"\x08": {"id": lzma.FILTER_ARMTHUMB},
    b"\x09": {"id": lzma.FILTER_SPARC},
}
_NAMES: Final = {
    _ENCRYPTION: "encrypted",
    bytes.fromhex("030401"): "coded with PPMd",
    bytes.fromhex("0303011b"): "coded with BCJ2",
    bytes.fromhex("040109"): "coded with Deflate64",
}
_PLAIN: Final[dict[bytes, Callable[[], Decompressor]]] = {
    b"\0": Passed,
    bytes.fromhex("040108"): Deflate,
    bytes.fromhex("040202"): bz2.BZ2Decompressor,
    bytes.fromhex("04f71101"): zstd,
    bytes.fromhex("04f71104"): lz4,
}
_KINDS: Final = {
    stat.S_IFLNK: "symlink",
    stat.S_IFDIR: "directory",
    stat.S_IFIFO: "fifo",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
    stat.S_IFSOCK: "device",
}


def matches(head: bytes, size: int) -> bool:
    """Signature and major version 0."""
    return size >= _START and head.startswith(b"7z\xbc\xaf\x27\x1c\x00")


def contents(reader: BinaryIO) -> Iterator[tuple[Member, BinaryIO | None]]:
    """Members in the order of the archive, each with a reader while it is the current one.

    A reader of what cannot be decoded raises `FormatError` when it is read. Raises `FormatError` and `LimitReached`.
    """
    streams, files = _read(reader)
    places = _places(streams)
    folder, opened = -1, unreachable(FormatError("a member without bytes"))
    for file in files:
        if not file.has_stream:
            yield Member(name=file.name, size=0, kind="directory" if file.directory else "file"), window(reader, 0, 0)
            continue
        number, offset, size = next(places, (-1, 0, 0))
        if number < 0:
            raise FormatError("a 7z archive has more members than streams")
        if number != folder:
            folder, opened = number, _open_folder(reader, streams, number)
        part = window(opened, offset, size)
        yield _member(file, size, part), part


def members(reader: BinaryIO) -> Iterator[Member]:
    """Members in the order of the archive. Raises `FormatError` and `LimitReached`."""
    return (member for member, _ in contents(reader))


def open_member(reader: BinaryIO, name: str) -> BinaryIO:
    """A reader of one member by its label. Raises `FormatError` when there is none."""
    current: BinaryIO | None = None

    def plain() -> Iterator[Member]:
        nonlocal current
        for member, current in contents(reader):  # noqa: B007 - handed on through the enclosing name
            yield member

    for label, member in labelled(plain()):
        if label == name and member.kind == "file" and current is not None:
            return current
    raise FormatError("no such member")


def _member(file: File, size: int, part: BinaryIO) -> Member:
    kind = _KINDS.get(stat.S_IFMT(file.mode), "file")
    target = ""
    if kind == "symlink":
        try:
            target = part.read(_MAX_LINK_BYTES).decode("utf-8", "backslashreplace")
        except (FormatError, LimitReached):
            target = "(unreadable)"
    return Member(name=file.name, size=size, kind=kind, link_target=target)


def _read(reader: BinaryIO) -> tuple[Streams, tuple[File, ...]]:
    """The header of an archive, decoded as often as it is encoded."""
    total = size_of(reader)
    reader.seek(0)
    start = reader.read(_START)
    if len(start) < _START:
        raise FormatError("the archive is cut off", total)
    offset, size = int.from_bytes(start[12:20], "little"), int.from_bytes(start[20:28], "little")
    if not size:
        return Streams(), ()
    if size > MAX_HEADER_BYTES:
        raise LimitReached(f"a 7z header of {size:,} bytes")
    if _START + offset + size > total:
        raise FormatError("the archive is cut off: its header lies behind its end", total)
    reader.seek(_START + offset)
    data = reader.read(size)
    for _ in range(_MAX_ENCODINGS):
        if data[:1] == bytes((HEADER,)):
            return read_header(data[1:])
        if data[:1] != bytes((ENCODED,)):
            break
        streams = read_streams(data[1:])
        if len(streams.folders) != 1 or streams.folders[0].size > MAX_HEADER_BYTES:
            raise LimitReached("a 7z header that is encoded in more than one folder or is too large")
        opened = _open_folder(reader, streams, 0)
        data = opened.read(streams.folders[0].size)
    raise FormatError("a 7z header does not begin as one", _START + offset)


def _places(streams: Streams) -> Iterator[tuple[int, int, int]]:
    """Folder, offset and size of each member with bytes."""
    for number, sizes in enumerate(streams.parts):
        offset = 0
        for size in sizes:
            yield number, offset, size
            offset += size


def _open_folder(reader: BinaryIO, streams: Streams, number: int) -> BinaryIO:
    """What a folder decodes to; a reader that raises when it cannot be decoded."""
    folder = streams.folders[number]
    first = sum(len(before.packed) for before in streams.folders[:number])
    try:
        return _decoded(reader, streams, folder, first)
    except (FormatError, LimitReached) as error:
        return unreachable(error if isinstance(error, FormatError) else FormatError(str(error)))


def _decoded(reader: BinaryIO, streams: Streams, folder: Folder, first: int) -> BinaryIO:
    for coder in folder.coders:
        if coder.method in _NAMES:
            raise FormatError(f"is {_NAMES[coder.method]}, which is not opened here")
        if (coder.inputs, coder.outputs) != (1, 1):
            raise FormatError("is coded in a way that is not read here")
    if len(folder.packed) != 1 or first >= len(streams.packed):
        raise FormatError("takes packed streams that are not there")
    number = folder.packed[0]
    size = streams.packed[first]
    source = window(reader, _START + streams.position + sum(streams.packed[:first]), size)
    takers = {out: into for into, out in folder.binds}
    for _ in folder.coders:
        if not 0 <= number < len(folder.coders):
            break
        # Each coder has one input and one output, so both go by the coder's number.
        made = folder.sizes[number]
        start = _start(folder.coders[number], made)
        start()
        source = inflated(source, size, start, size=made)
        size = made
        if number == folder.main:
            return source
        number = takers.get(number, -1)
    raise FormatError("joins its coders in no possible way")


def _start(coder: Coder, size: int) -> Callable[[], Decompressor]:
    if coder.method == b"\x21":
        return lambda: lzma2(coder.properties, size)
    if coder.method == bytes.fromhex("030101"):
        return lambda: lzma1(coder.properties, size)
    if coder.method == b"\x03":
        distance = (coder.properties or b"\0")[0] + 1
        return lambda: Filtered({"id": lzma.FILTER_DELTA, "dist": distance}, size)
    if coder.method in _FILTERS:
        return lambda: Filtered(_FILTERS[coder.method], size)
    if coder.method in _PLAIN:
        return _PLAIN[coder.method]
    raise FormatError(f"is coded by method {coder.method.hex() or 'none'}, which is not read here")
