"""The inventory stage: one walk, one opening of each file, one reading of each byte."""

import io
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.finding import Finding, Kind
from seatrial.domain.inventory import ArtifactEntry, Fact, Inventory, Role, Subject, SubjectKind
from seatrial.formats.container import WholeFile
from seatrial.formats.protocol import HEAD_BYTES
from seatrial.inventory.allowance import Allowance
from seatrial.inventory.digest import FileState, Resource, hash_file, state, subject_digest
from seatrial.inventory.identify import TAIL_BYTES, Identified, identify, role
from seatrial.inventory.members import STREAMS, TENSOR, Gathered, exceeds, facts_of, gather, note_second
from seatrial.inventory.walk import Found, Walk, refusal, walk

Progress = Callable[[int, int, str], None]
"""Told of bytes read so far, bytes in all, and the path being read."""
_INSIDE = ("facts", "contents", "extent")
"""What a format module may offer beyond telling the format."""
_ARCHIVES = frozenset({"zip", "tar"})


class Taken(NamedTuple):
    """An inventory, and what ties it to this machine: no part of any document."""

    inventory: Inventory
    locations: dict[str, str]
    """Where each file lies whose place is not its path under the root: links of a hub cache."""
    states: dict[str, FileState | None]
    """Device, inode, size, modification and change time (ns) of each file as hashed; None if it changed meanwhile."""
    chunks: tuple[bytes, ...] | None = None
    """BLAKE3 of every chunk of every file, in the order of the files; None when these were not asked for."""


class TakenFile(NamedTuple):
    """What one file gave: itself and the members of containers in it."""

    path: str
    entries: tuple[ArtifactEntry, ...] = ()
    """The file and what lies in it, in order; empty when it could not be read."""
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    resource: Resource | None = None
    state: FileState | None = None
    """As hashed; None when it changed meanwhile or was not read."""
    bytes_read: int = 0
    chunks: tuple[bytes, ...] = ()


class Root(NamedTuple):
    """Where the files of one subject lie, and names that no member of a container in it may go by."""

    path: Path
    names: frozenset[str] = frozenset()
    chunked: bool = False
    """Whether the chunks of the files are hashed, too."""


TakeAll = Callable[[Sequence[Found], Root], Iterable[TakenFile]]
"""A way to take several files, in their order; on several processors, for example."""


def take(path: Path, *, on_progress: Progress | None = None, take_all: TakeAll | None = None) -> Inventory:
    """Every file of a file, directory or archive, with format, role, size, digest and declared facts.

    What cannot be read or is refused becomes a finding of the inventory. A header that is broken is left to the
    check of its format; only where it keeps members of a container from being listed is it a finding here too.
    `take_all` takes the files of a directory in place of one after another here; each then has an allowance of its
    own. Raises `UsageError` when there is nothing to review at the path, `OperationError` when it cannot be read.
    """
    return survey(path, on_progress=on_progress, take_all=take_all).inventory


def survey(
    path: Path, *, on_progress: Progress | None = None, take_all: TakeAll | None = None, chunked: bool = False
) -> Taken:
    """As `take`, with the places and states of the files, for whoever opens them again on this machine.

    With `chunked` also the digest of every chunk, in the same read; this needs the package blake3.
    """
    started = time.perf_counter()
    there = walk_checked(path)
    root = Root(path=path, names=members_alike(there.files), chunked=chunked)
    files = list(_taken(there.files, root, on_progress, take_all if len(there.files) > 1 else None))
    done = sum(file.bytes_read for file in files)
    entries = tuple(entry for file in files for entry in file.entries)
    resources = [file.resource for file in files if file.resource is not None]
    is_directory = path.is_dir()
    subject = Subject(
        name=path.name or path.resolve().name or "/",
        kind=SubjectKind.DIRECTORY if is_directory else _kind_of_file(entries),
        digest=subject_digest(resources),
        size=sum(resource.size for resource in resources),
    )
    inventory = Inventory(
        subject=subject,
        artifacts=entries,
        facts=tuple(fact for file in files for fact in file.facts),
        findings=(*there.findings, *(finding for file in files for finding in file.findings)),
        spent={"wall_seconds": time.perf_counter() - started, "bytes_read": float(done)},
    )
    linked = {found.path: found.location for found in there.files if found.linked}
    states = {file.path: file.state for file in files if file.resource is not None}
    chunks = tuple(digest for file in files if file.resource is not None for digest in file.chunks)
    return Taken(inventory=inventory, locations=linked, states=states, chunks=chunks if chunked else None)


def _taken(
    found: Sequence[Found], root: Root, on_progress: Progress | None, take_all: TakeAll | None
) -> Iterator[TakenFile]:
    total, done, allowance = sum(one.size for one in found), 0, Allowance(sum(one.size for one in found))
    if take_all is not None:
        for file in take_all(found, root):
            done += file.bytes_read
            if on_progress is not None:
                on_progress(done, total, file.path)
            yield file
        return
    for one in found:
        count = _counting(done, total, one.path, on_progress)
        file = take_file(one, allowance, root.names, count, chunked=root.chunked)
        done += file.bytes_read
        yield file


def members_alike(files: Iterable[Found]) -> frozenset[str]:
    """Paths of files that a member of a container could also go by."""
    return frozenset(found.path for found in files if "!/" in found.path)


def _counting(before: int, total: int, path: str, on_progress: Progress | None) -> Callable[[int], None] | None:
    if on_progress is None:
        return None

    def count(read: int) -> None:
        nonlocal before
        before += read
        on_progress(before, total, path)

    return count


def walk_checked(path: Path) -> Walk:
    """The walk of a path. Raises `UsageError` when there is nothing to review, `OperationError` when unreadable."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
            raise UsageError(f"{path} is neither a file nor a directory", advice="Name a model file or its directory.")
        walked = walk(path)
    except FileNotFoundError as error:
        raise UsageError(f"there is nothing at {path}", advice="Check the path of the model.") from error
    except OSError as error:
        reason = error.strerror or "no reason given"
        raise OperationError(
            f"{path} cannot be read: {reason}", advice="Check its permissions and try again."
        ) from error
    except ValueError as error:  # a NUL in the path
        raise UsageError("that is not a path", advice="Check the path of the model.") from error
    if not walked.files and not walked.findings:
        advice = "Name the directory that holds the model's files."
        raise UsageError(f"{path} holds no file: there is nothing to review", advice=advice)
    return walked


def take_file(
    found: Found,
    allowance: Allowance,
    taken_names: frozenset[str] = frozenset(),
    on_bytes: Callable[[int], None] | None = None,
    *,
    chunked: bool = False,
) -> TakenFile:
    """One file, opened once and read once. Never raises for what it is or does: that becomes its findings.

    `taken_names` are paths that no member of a container may go by. `on_bytes` is told how many bytes each
    step read.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(found.location, flags)
    except FileNotFoundError:
        return _refused(found, "vanished", "vanished before it was read")
    except OSError as error:
        return _refused(found, "unreadable", f"cannot be opened: {error.strerror or 'no reason given'}")
    try:
        gathered = Gathered(allowance=allowance, paths=set(taken_names))
        return _read_file(descriptor, found, gathered, on_bytes, chunked=chunked)
    except OSError as error:
        return _refused(found, "unreadable", f"cannot be read: {error.strerror or 'no reason given'}")
    finally:
        os.close(descriptor)


def take_alone(found: Found, root: Root) -> TakenFile:
    """As `take_file`, for a file that shares no allowance with others."""
    return take_file(found, Allowance(found.size), root.names, chunked=root.chunked)


def lost(path: str, reason: str) -> TakenFile:
    """A file that could not be taken, for a reason that lies outside of it."""
    return TakenFile(path=path, findings=(refusal(path, "unreadable", Kind.OPEN, reason),))


def _refused(found: Found, rule: str, message: str) -> TakenFile:
    return TakenFile(path=found.path, findings=(refusal(found.path, rule, Kind.OPEN, message),))


def _read_file(
    descriptor: int, found: Found, gathered: Gathered, on_bytes: Callable[[int], None] | None, *, chunked: bool
) -> TakenFile:
    before = os.fstat(descriptor)
    if not stat.S_ISREG(before.st_mode) or (before.st_dev, before.st_ino) != (found.device, found.inode):
        return _refused(found, "changed", "is another file than the one that was listed; it was not read")
    head = os.pread(descriptor, min(before.st_size, HEAD_BYTES), 0)
    large = before.st_size > HEAD_BYTES
    tail = os.pread(descriptor, TAIL_BYTES, max(before.st_size - TAIL_BYTES, 0)) if large else head
    hashed = hash_file(descriptor, on_bytes, chunked=chunked)
    identified = _identified(descriptor, head, tail, before.st_size)
    truncated = _look_inside(descriptor, identified, found, gathered)
    steady = not hashed.changed and state(os.fstat(descriptor)) == state(before)
    if not steady:
        text = "changed while it was read; its digest holds for no state of it"
        gathered.findings.append(refusal(found.path, "changed", Kind.OPEN, text))
    entry = ArtifactEntry(
        path=found.path,
        format=identified.format,
        role=_role(identified, found.path, gathered.entries),
        size=hashed.size,
        sha256=hashed.sha256,
        truncated=truncated,
    )
    return TakenFile(
        path=found.path,
        entries=(entry, *gathered.entries),
        facts=tuple(gathered.facts),
        findings=tuple(gathered.findings),
        resource=Resource(path=found.path, sha256=hashed.sha256, size=hashed.size),
        state=state(before) if steady else None,
        bytes_read=hashed.size,
        chunks=hashed.chunks,
    )


def _identified(descriptor: int, head: bytes, tail: bytes, size: int) -> Identified:
    if size <= len(head):
        return identify(head, tail, size)
    with io.BufferedReader(WholeFile(descriptor, "rb", closefd=False)) as reader:
        return identify(head, tail, size, reader)


def _look_inside(descriptor: int, identified: Identified, found: Found, gathered: Gathered) -> bool:
    """Facts and members of one file; whether it is cut off."""
    module = identified.module
    if module is None or (identified.second is None and not any(hasattr(module, name) for name in _INSIDE)):
        return False
    with io.BufferedReader(WholeFile(descriptor, "rb", closefd=False)) as reader:
        note_second(identified, found.path, gathered.findings)
        gathered.facts.extend(facts_of(module, reader, found.path))
        gather(reader, found.path, identified, gathered)
        return exceeds(module, reader, found.size)


def _role(identified: Identified, path: str, members: list[ArtifactEntry]) -> Role:
    """The role of a file, where a container that only holds tensors counts as weights."""
    own = role(identified, path)
    inside = [member for member in members if member.container == path]
    if own is not Role.CONTAINER or not inside:
        return own
    pickled = any(m.format == TENSOR or m.path.endswith(("/data.pkl", "!/data.pkl")) for m in inside)
    return Role.WEIGHTS if pickled or all(m.format in ("numpy", "hdf5") for m in inside) else own


def _kind_of_file(entries: tuple[ArtifactEntry, ...]) -> SubjectKind:
    if not entries:
        return SubjectKind.FILE
    first = entries[0]
    inner = {e.format for e in entries[1:]} if first.format in STREAMS else {first.format}
    return SubjectKind.ARCHIVE if first.role is Role.CONTAINER and inner & _ARCHIVES else SubjectKind.FILE
