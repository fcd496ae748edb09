"""zip and tar files by parts: headers that disagree, links, names that the libraries' own writers refuse."""

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Members = Mapping[str, bytes] | Iterable[tuple[str, bytes]]


def zip_file(members: Members, *, packed: bool = True, comment: bytes = b"") -> bytes:
    """An ordinary zip with dates of 1980; a name may come twice in pairs. Names ending in / are directories."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = comment
        for name, body in members.items() if isinstance(members, Mapping) else members:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            info.external_attr = 0o644 << 16
            _append(archive, info, body)
    return out.getvalue()


def _append(archive: zipfile.ZipFile, info: zipfile.ZipInfo, body: bytes) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the same name twice is wanted here
        archive.writestr(info, body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One member; what the local header and the directory say may differ."""

    name: bytes
    body: bytes
    local_name: bytes | None = None
    packed: bool = False
    crc: int | None = None
    local_size: int | None = None
    size: int | None = None
    """The uncompressed size in the directory."""
    flags: int = 0
    local_flags: int | None = None
    method: int | None = None
    attributes: int = 0o100644 << 16
    at: int | None = None
    """Where the directory says that the local header is; nothing is written then."""


def raw_zip(entries: Iterable[Entry], *, ahead: bytes = b"", comment: bytes = b"", total: int | None = None) -> bytes:
    """A zip of `entries` behind `ahead`; `total` lies about their number."""
    out = bytearray(ahead)
    directory = bytearray()
    number = 0
    for entry in entries:
        number += 1
        where = len(out) if entry.at is None else entry.at
        data = zlib.compress(entry.body, 9)[2:-4] if entry.packed else entry.body
        method = (8 if entry.packed else 0) if entry.method is None else entry.method
        crc = zlib.crc32(entry.body) if entry.crc is None else entry.crc
        local = entry.name if entry.local_name is None else entry.local_name
        if entry.at is None:
            flags = entry.flags if entry.local_flags is None else entry.local_flags
            size = len(entry.body) if entry.local_size is None else entry.local_size
            out += struct.pack("<4s5H3I2H", b"PK\3\4", 20, flags, method, 0, 33, crc, len(data), size, len(local), 0)
            out += local + data
        size = len(entry.body) if entry.size is None else entry.size
        directory += struct.pack(
            "<4s6H3I5H2I",
            b"PK\1\2",
            0x0314,
            20,
            entry.flags,
            method,
            0,
            33,
            crc,
            len(data),
            size,
            len(entry.name),
            0,
            0,
            0,
            0,
            entry.attributes,
            where,
        )
        directory += entry.name
    count = number if total is None else total
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), len(out), len(comment))
    return bytes(out + directory + end + comment)


def link(name: str, target: str, *, hard: bool = False) -> tarfile.TarInfo:
    """A link in a tar file."""
    info = tarfile.TarInfo(name)
    info.type = tarfile.LNKTYPE if hard else tarfile.SYMTYPE
    info.linkname = target
    return info


def special(name: str, kind: bytes) -> tarfile.TarInfo:
    """A device, a pipe or a directory."""
    info = tarfile.TarInfo(name)
    info.type = kind
    return info


def tar_file(members: Iterable[tuple[str, bytes] | tarfile.TarInfo], *, mode: int = 0o644) -> bytes:
    """An uncompressed tar in pax format with dates of 1970."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
                continue
            info = tarfile.TarInfo(member[0])
            info.size, info.mode = len(member[1]), mode
            archive.addfile(info, io.BytesIO(member[1]))
    return out.getvalue()
