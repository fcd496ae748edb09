"""The inventory stage: one walk, one opening of each file, one reading of each byte."""

import os
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.finding import Kind
from seatrial.domain.inventory import ArtifactEntry, Inventory, Role, Subject, SubjectKind
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An inventory, and what ties it to this machine: no part of any document."""

    inventory: Inventory
    locations: dict[str, str]
    """Where each file lies whose place is not its path under the root: links of a hub cache."""
    states: dict[str, FileState | None]
    """Device, inode, size, modification and change time (ns) of each file as hashed; None if it changed meanwhile."""


@dataclass(slots=True)
class _Taking:
    """One inventory in the making."""

    gathered: Gathered
    total: int
    on_progress: Progress | None
    done: int = 0
    resources: list[Resource] = field(default_factory=list)
    entries: list[ArtifactEntry] = field(default_factory=list)
    states: dict[str, FileState | None] = field(default_factory=dict)

    def refuse(self, path: str, rule: str, message: str) -> None:
        self.gathered.findings.append(refusal(path, rule, Kind.OPEN, message))


def take(path: Path, *, on_progress: Progress | None = None) -> Inventory:
    """Every file of a file, directory or archive, with format, role, size, digest and declared facts.

    What cannot be read or is refused becomes a finding of the inventory. A header that is broken is left to the
    check of its format; only where it keeps members of a container from being listed is it a finding here too.
    Raises `UsageError` when there is nothing to review at the path, `OperationError` when it cannot be read.
    """
    return survey(path, on_progress=on_progress).inventory


def survey(path: Path, *, on_progress: Progress | None = None) -> Taken:
    """As `take`, with the places and states of the files, for whoever opens them again on this machine."""
    started = time.perf_counter()
    walked = _walked(path)
    total = sum(found.size for found in walked.files)
    gathered = Gathered(allowance=Allowance(total), findings=list(walked.findings))
    gathered.paths.update(found.path for found in walked.files)
    taking = _Taking(gathered=gathered, total=total, on_progress=on_progress)
    for found in walked.files:
        _take_file(found, taking)
    is_directory = path.is_dir()
    subject = Subject(
        name=path.name or path.resolve().name or "/",
        kind=SubjectKind.DIRECTORY if is_directory else _kind_of_file(taking),
        digest=subject_digest(taking.resources),
        size=sum(resource.size for resource in taking.resources),
    )
    inventory = Inventory(
        subject=subject,
        artifacts=tuple(taking.entries),
        facts=tuple(gathered.facts),
        findings=tuple(gathered.findings),
        spent={"wall_seconds": time.perf_counter() - started, "bytes_read": float(taking.done)},
    )
    linked = {found.path: found.location for found in walked.files if found.linked}
    return Taken(inventory=inventory, locations=linked, states=taking.states)


def _walked(path: Path) -> Walk:
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


def _take_file(found: Found, taking: _Taking) -> None:
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(found.location, flags)
    except FileNotFoundError:
        taking.refuse(found.path, "vanished", "vanished before it was read")
        return
    except OSError as error:
        taking.refuse(found.path, "unreadable", f"cannot be opened: {error.strerror or 'no reason given'}")
        return
    try:
        _read_file(descriptor, found, taking)
    except OSError as error:
        taking.refuse(found.path, "unreadable", f"cannot be read: {error.strerror or 'no reason given'}")
    finally:
        os.close(descriptor)


def _read_file(descriptor: int, found: Found, taking: _Taking) -> None:
    before = os.fstat(descriptor)
    if not stat.S_ISREG(before.st_mode) or (before.st_dev, before.st_ino) != (found.device, found.inode):
        taking.refuse(found.path, "changed", "is another file than the one that was listed; it was not read")
        return
    head = os.pread(descriptor, min(before.st_size, HEAD_BYTES), 0)
    large = before.st_size > HEAD_BYTES
    tail = os.pread(descriptor, TAIL_BYTES, max(before.st_size - TAIL_BYTES, 0)) if large else head
    hashed = hash_file(descriptor, _counting(found, taking))
    identified = _identified(descriptor, head, tail, before.st_size)
    truncated = _look_inside(descriptor, identified, found, taking)
    steady = not hashed.changed and state(os.fstat(descriptor)) == state(before)
    if not steady:
        taking.refuse(found.path, "changed", "changed while it was read; its digest holds for no state of it")
    taking.states[found.path] = state(before) if steady else None
    taking.resources.append(Resource(path=found.path, sha256=hashed.sha256, size=hashed.size))
    entry = ArtifactEntry(
        path=found.path,
        format=identified.format,
        role=_role(identified, found.path, taking.gathered.entries),
        size=hashed.size,
        sha256=hashed.sha256,
        truncated=truncated,
    )
    taking.entries.append(entry)
    taking.entries.extend(taking.gathered.entries)
    taking.gathered.entries.clear()


def _identified(descriptor: int, head: bytes, tail: bytes, size: int) -> Identified:
    if size <= len(head):
        return identify(head, tail, size)
    with open(descriptor, "rb", closefd=False) as reader:
        return identify(head, tail, size, reader)


def _look_inside(descriptor: int, identified: Identified, found: Found, taking: _Taking) -> bool:
    """Facts and members of one file; whether it is cut off."""
    module = identified.module
    if module is None or (identified.second is None and not any(hasattr(module, name) for name in _INSIDE)):
        return False
    with open(descriptor, "rb", closefd=False) as reader:
        note_second(identified, found.path, taking.gathered.findings)
        taking.gathered.facts.extend(facts_of(module, reader, found.path))
        gather(reader, found.path, identified, taking.gathered)
        return exceeds(module, reader, found.size)


def _counting(found: Found, taking: _Taking) -> Callable[[int], None]:
    def count(read: int) -> None:
        taking.done += read
        if taking.on_progress is not None:
            taking.on_progress(taking.done, taking.total, found.path)

    return count


def _role(identified: Identified, path: str, members: list[ArtifactEntry]) -> Role:
    """The role of a file, where a container that only holds tensors counts as weights."""
    own = role(identified, path)
    inside = [member for member in members if member.container == path]
    if own is not Role.CONTAINER or not inside:
        return own
    pickled = any(m.format == TENSOR or m.path.endswith(("/data.pkl", "!/data.pkl")) for m in inside)
    return Role.WEIGHTS if pickled or all(m.format in ("numpy", "hdf5") for m in inside) else own


def _kind_of_file(taking: _Taking) -> SubjectKind:
    if not taking.entries:
        return SubjectKind.FILE
    first = taking.entries[0]
    inner = {e.format for e in taking.entries[1:]} if first.format in STREAMS else {first.format}
    return SubjectKind.ARCHIVE if first.role is Role.CONTAINER and inner & _ARCHIVES else SubjectKind.FILE
