"""Digests of files and of a whole subject. Standard library only: the gate repeats them on its own."""

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import closing
from importlib.util import find_spec
from typing import Any, Final, NamedTuple

from seatrial.domain.inventory import CHUNK_BYTES, SubjectDigest
from seatrial.inventory.blocks import blocks


class Resource(NamedTuple):
    """One file of a subject as digests see it."""

    path: str
    """POSIX path under the subject's root; a single file goes by its own name."""
    sha256: str
    """64 hexadecimal digits."""
    size: int


class FileDigest(NamedTuple):
    """What one reading of a file gave."""

    sha256: str
    size: int
    """Bytes that were read and hashed."""
    changed: bool
    """Size, times or identity of the file differ between the start and the end of the reading."""
    chunks: tuple[bytes, ...] = ()
    """BLAKE3 of each chunk of 64 MiB, when these were asked for."""


class ChunkHasher:
    """BLAKE3 of each chunk of what is read. Needs the package blake3."""

    def __init__(self) -> None:
        from blake3 import blake3  # noqa: PLC0415 - an extra

        self._new: Final = blake3
        self._made: list[bytes] = []
        self._current: Any = None
        self._left = 0

    def update(self, view: bytes | memoryview) -> None:
        """Take in what was read next."""
        at = 0
        while at < len(view):
            if self._current is None:
                self._current, self._left = self._new(), CHUNK_BYTES
            step = view[at : at + self._left]
            self._current.update(step)
            at, self._left = at + len(step), self._left - len(step)
            if not self._left:
                self._made.append(self._current.digest())
                self._current = None

    def digests(self) -> tuple[bytes, ...]:
        """All of them, the last one of a chunk that may be shorter."""
        return (*self._made, *([self._current.digest()] if self._current is not None else []))


def chunks_can_be_hashed() -> bool:
    """Whether the extra `chunks` is installed."""
    return find_spec("blake3") is not None


def hash_file(descriptor: int, on_bytes: Callable[[int], None] | None = None, *, chunked: bool = False) -> FileDigest:
    """Hash an open regular file from its start, in bounded memory; with `chunked` also each chunk, in the same read.

    `on_bytes` is told how many bytes each step read. Raises `OSError` when the file cannot be read.
    """
    before = os.fstat(descriptor)
    digest, size = hashlib.sha256(), 0
    chunks = ChunkHasher() if chunked else None

    def update(view: bytes | memoryview) -> None:
        digest.update(view)
        if chunks is not None:
            chunks.update(view)

    # One byte more than is expected, so that a file that grew is noticed.
    step = os.pread(descriptor, min(before.st_size + 1, 65536), 0)
    if len(step) < 65536:
        update(step)
        size = len(step)
        if on_bytes is not None and size:
            on_bytes(size)
    else:
        with closing(blocks(descriptor, before.st_size)) as read:
            for block in read:
                update(block)
                size += len(block)
                if on_bytes is not None:
                    on_bytes(len(block))
    after = os.fstat(descriptor)
    return FileDigest(
        sha256=digest.hexdigest(),
        size=size,
        changed=state(before) != state(after) or size != after.st_size,
        chunks=chunks.digests() if chunks is not None else (),
    )


FileState = tuple[int, int, int, int, int]
"""Device, inode, size, modification and change time (ns)."""


def state(status: os.stat_result) -> FileState:
    """What changes when a file is written to or replaced."""
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def oms_root(resources: Iterable[Resource]) -> str:
    """Root digest of OpenSSF Model Signing v1.0, method `files`: SHA-256 over the raw file digests.

    The order is that of `model_signing` 1.1.1, which compares paths part by part: `a/b` before `a.txt`.
    Names are not covered. Returns 64 hexadecimal digits.
    """
    ordered = sorted(resources, key=lambda resource: resource.path.split("/"))
    return hashlib.sha256(b"".join(bytes.fromhex(r.sha256) for r in ordered)).hexdigest()


def dir_hash1(resources: Iterable[Resource]) -> str:
    r"""in-toto `dirHash1`: SHA-256 over the lines `<sha256>  <path>\n`, ordered by the bytes of the path.

    Equal to `find . -type f | cut -c3- | LC_ALL=C sort | xargs -r sha256sum | sha256sum`. Names are covered.
    Raises `ValueError` for a path with a newline or a backslash, which would make lines ambiguous.
    """
    digest = hashlib.sha256()
    for path, sha256 in sorted((os.fsencode(r.path), r.sha256) for r in resources):
        if b"\n" in path or b"\\" in path:
            raise ValueError("a path with a newline or a backslash has no dirHash1")
        digest.update(sha256.encode("ascii") + b"  " + path + b"\n")
    return digest.hexdigest()


def subject_digest(resources: Iterable[Resource]) -> SubjectDigest:
    """Both digests of the same files; a gate requires both."""
    files = tuple(resources)
    return SubjectDigest(oms_root=oms_root(files), dir_hash1=dir_hash1(files))
