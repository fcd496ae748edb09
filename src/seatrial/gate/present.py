"""The files as they are now: walked and hashed by the gate itself."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from seatrial.domain.errors import OperationError, UsageError
from seatrial.gate.compare import Difference
from seatrial.gate.trust import Trust
from seatrial.inventory.digest import Resource, hash_file
from seatrial.inventory.walk import Found, walk

_WORTH_THREADS: Final = 64 * 1024 * 1024
"""Bytes in all from which on files are hashed at the same time."""
_MOST_THREADS: Final = 8
_LISTED: Final = frozenset({"hidden-name"})
"""Findings of the walk about a name that it lists all the same: the record binds that name exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """The files as they are now."""

    resources: tuple[Resource, ...]
    refused: tuple[Difference, ...] = ()
    """Links, special files, unreadable files and names that nothing could have reviewed."""
    partial: tuple[Difference, ...] = ()
    """Files of which only a part was read; that part is as reviewed."""
    note: str = ""
    """How they were read, when otherwise than whole."""


def read_present(path: Path, trust: Trust) -> Present:
    """The files at `path`, hashed; a file that changes while it is read is refused."""
    files, refused = listed(path, trust)
    read = _all_hashed(files)
    refused += [one for one in read if isinstance(one, Difference)]
    return Present(resources=tuple(one for one in read if isinstance(one, Resource)), refused=tuple(refused))


def listed(path: Path, trust: Trust) -> tuple[list[Found], list[Difference]]:
    """The files at `path` that the verifier does not ignore, and what the walk refuses.

    Raises `UsageError` when there is nothing, `OperationError` when it cannot be read.
    """
    if not os.path.lexists(path):
        raise UsageError(f"there is nothing at {path}", advice="check the path")
    try:
        found = walk(path)
    except OSError as error:
        raise OperationError(f"{path} cannot be read: {error.strerror}", advice="check its permissions") from error
    refused = [
        Difference(kind="refused", path=f.location.path if f.location else "", was=f.message)
        for f in found.findings
        if f.rule not in _LISTED and not (f.location and f.location.path in trust.ignore)
    ]
    return [file for file in found.files if file.path not in trust.ignore], refused


def _all_hashed(files: list[Found]) -> list[Resource | Difference]:
    """In the order given; large ones at the same time, since hashing lets other threads run."""
    if len(files) < 2 or sum(file.size for file in files) < _WORTH_THREADS:
        return list(map(_hashed, files))
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - a small model starts without it

    with ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS)) as pool:
        return list(pool.map(_hashed, files))


def _hashed(file: Found) -> Resource | Difference:
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if file.linked else os.O_NOFOLLOW)
    try:
        descriptor = os.open(file.location, flags)
    except OSError as error:
        return Difference(kind="refused", path=file.path, was=f"cannot be read: {error.strerror}")
    try:
        status = os.fstat(descriptor)
        digest = hash_file(descriptor)
    except OSError as error:
        return Difference(kind="refused", path=file.path, was=f"cannot be read: {error.strerror}")
    finally:
        os.close(descriptor)
    if digest.changed or (status.st_dev, status.st_ino) != (file.device, file.inode):
        return Difference(kind="refused", path=file.path, was="changed while it was verified")
    return Resource(path=file.path, sha256=digest.sha256, size=digest.size)
