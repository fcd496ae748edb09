"""Zip archives, and the model files that are zips: PyTorch, NumPy `.npz`, Keras, TorchScript.

Members are taken from the central directory, as loaders do. A wrong checksum or an encryption bit does not
hide a member: some loaders read past both.
"""

import stat
from collections.abc import Iterator
from typing import BinaryIO

from seatrial.domain.inventory import Role
from seatrial.formats.container import inflated, labelled, unreachable, window
from seatrial.formats.decompressors import zip_lzma
from seatrial.formats.protocol import FormatError, Member
from seatrial.formats.zip_directory import END, LOCAL, TAIL_BYTES, Entry, read_directory, read_local

NAME = "zip"
ROLE = Role.CONTAINER
PRIORITY = 10
_STORED, _LZMA, _ENCRYPTED = 0, 14, 99
_METHODS = {8: "deflate", 12: "bzip2", 20: "zstd", 93: "zstd", 95: "xz"}
_KINDS = {
    stat.S_IFLNK: "symlink",
    stat.S_IFDIR: "directory",
    stat.S_IFIFO: "fifo",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
    stat.S_IFSOCK: "device",
}
_MAX_LINK_BYTES = 4096


def matches(head: bytes, size: int) -> bool:
    """A local header, or the end record of an empty archive, at the very start."""
    return head.startswith((LOCAL, END)) and size >= 22


def matches_tail(tail: bytes, size: int) -> bool:
    """An end record that closes the file: readers find the archive from there, whatever stands before it."""
    at = tail.rfind(END, max(len(tail) - TAIL_BYTES, 0))
    if at < 0 or len(tail) - at < 22:
        return False
    comment = int.from_bytes(tail[at + 20 : at + 22], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    return at + 22 + comment == len(tail) and directory < size


def contents(reader: BinaryIO) -> Iterator[tuple[Member, BinaryIO | None]]:
    """Members in the order of the directory, each with a reader while it is the current one, or None.

    A reader of what cannot be had raises `FormatError` when it is read. Raises `FormatError` and `LimitReached`.
    """
    for entry in read_directory(reader).entries:
        member = _member(reader, entry)
        opened: BinaryIO | None = None
        if member.kind == "file":
            try:
                opened = _open(reader, entry)
            except FormatError as error:
                opened = unreachable(error)
        yield member, opened


def members(reader: BinaryIO) -> Iterator[Member]:
    """Members in the order of the directory. Raises `FormatError` and `LimitReached`."""
    for entry in read_directory(reader).entries:
        yield _member(reader, entry)


def open_member(reader: BinaryIO, name: str) -> BinaryIO:
    """A reader of one member by its label. Raises `FormatError` when there is none or it cannot be read."""
    entries = read_directory(reader).entries
    plain = (Member(name=entry.name, size=entry.size) for entry in entries)
    for entry, (label, _) in zip(entries, labelled(plain), strict=True):
        if label == name:
            return _open(reader, entry)
    raise FormatError("no such member")


def _member(reader: BinaryIO, entry: Entry) -> Member:
    kind = _KINDS.get(stat.S_IFMT(entry.mode), "directory" if entry.raw_name.endswith(b"/") else "file")
    target = ""
    if kind == "symlink":
        try:
            target = _open(reader, entry).read(_MAX_LINK_BYTES).decode("utf-8", "backslashreplace")
        except FormatError:
            target = "(unreadable)"
    return Member(
        name=entry.name,
        size=entry.size,
        kind=kind,
        link_target=target,
        compressed_size=entry.packed_size,
        mode=entry.mode & 0o7777,
    )


def _open(reader: BinaryIO, entry: Entry) -> BinaryIO:
    local = read_local(reader, entry)
    packed = window(reader, local.data_offset, entry.packed_size)
    if entry.method == _STORED:
        return window(reader, local.data_offset, min(entry.size, entry.packed_size))
    if entry.method == _LZMA:
        return inflated(packed, entry.packed_size, lambda: zip_lzma(entry.size), size=entry.size)
    if entry.method in _METHODS:
        return inflated(packed, entry.packed_size, _METHODS[entry.method], size=entry.size)
    if entry.method == _ENCRYPTED:
        raise FormatError("is encrypted, which is not opened here", entry.offset)
    raise FormatError(f"compression method {entry.method} is not read here", entry.offset)
