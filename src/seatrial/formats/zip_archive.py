"""Zip archives, and the model files that are zips: PyTorch, NumPy `.npz`, Keras, TorchScript.

Members are taken from the central directory, as loaders do. A wrong checksum or an encryption bit does not
hide a member: some loaders read past both.
"""

import stat
from collections.abc import Iterator
from typing import BinaryIO

from seatrial.domain.inventory import Role
from seatrial.formats.container import inflated, labelled, window
from seatrial.formats.protocol import FormatError, Member
from seatrial.formats.zip_directory import END, LOCAL, TAIL_BYTES, Entry, read_directory, read_local

NAME = "zip"
ROLE = Role.CONTAINER
PRIORITY = 10
_STORED, _DEFLATED, _BZIP2 = 0, 8, 12
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

    Raises `FormatError` and `LimitReached`.
    """
    for entry in read_directory(reader).entries:
        member = _member(reader, entry)
        try:
            opened = _open(reader, entry) if member.kind == "file" else None
        except FormatError:
            opened = None
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
    return Member(name=entry.name, size=entry.size, kind=kind, link_target=target, compressed_size=entry.packed_size)


def _open(reader: BinaryIO, entry: Entry) -> BinaryIO:
    local = read_local(reader, entry)
    packed = window(reader, local.data_offset, entry.packed_size)
    if entry.method == _STORED:
        return window(reader, local.data_offset, min(entry.size, entry.packed_size))
    if entry.method == _DEFLATED:
        return inflated(packed, entry.packed_size, "deflate", size=entry.size)
    if entry.method == _BZIP2:
        return inflated(packed, entry.packed_size, "bzip2", size=entry.size)
    raise FormatError(f"compression method {entry.method} is not read here", entry.offset)
