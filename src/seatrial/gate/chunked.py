"""The files as they are now, told by their chunks: in parallel within a file, resumed, sampled, or while they arrive.

The digests of the chunks come from the side file, which the record commits to. A file all of whose chunks hold is the
file of the record; of one with a wrong chunk, the place is named. A part of the files is never taken for the whole.
"""

import mmap
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from seatrial.domain.errors import UsageError
from seatrial.domain.inventory import CHUNK_BYTES
from seatrial.gate.compare import Difference
from seatrial.gate.memory import Memory
from seatrial.gate.present import Present, listed
from seatrial.gate.trust import Trust
from seatrial.inventory.blocks import BLOCK_BYTES
from seatrial.inventory.digest import FileState, Resource, chunks_can_be_hashed, state
from seatrial.inventory.walk import Found
from seatrial.record.chunks import Chunk
from seatrial.record.predicate import Record

_PLACES: Final = 3
_WAIT: Final = 0.2
_SAVE: Final = 2.0
_MOST_THREADS: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ByChunks:
    """How to go about it."""

    side: Path | None = None
    """The file with the digests; None for the one beside the record."""
    memory: Path | None = None
    """Where chunks that held are remembered, so that they are not read again."""
    percent: float = 100.0
    """How many of the chunks are read, chosen by chance."""
    arriving: bool = False
    """The files are being written, each from front to back: read what is there, and wait for the rest."""
    patience: float = 60.0
    """Seconds without a new byte after which the rest is not waited for any longer."""


class _Read(NamedTuple):
    """What became of one chunk."""

    chunk: Chunk
    held: bool
    why: str = ""


@dataclass(slots=True)
class _Work:
    """What is known so far of the files of one record."""

    expected: dict[str, list[Chunk]]
    sizes: dict[str, int]
    held: dict[str, set[int]] = field(default_factory=dict)
    wrong: dict[str, list[int]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    read: int = 0
    remembered: int = 0

    @property
    def broken(self) -> bool:
        return bool(self.wrong or self.failed)


def present_by_chunks(
    path: Path, trust: Trust, record: Record, *, chunks: Iterable[Chunk], way: ByChunks, memory: Memory
) -> Present:
    """The files at `path`. Raises `UsageError` without the extra, or when there is nothing; `OperationError`."""
    if not chunks_can_be_hashed():
        raise UsageError("verifying by chunks needs the extra `chunks`", advice="pip install 'seatrial[chunks]'")
    wanted = [resource for resource in record.resources if resource.name not in trust.ignore]
    work = _Work({r.name: [] for r in wanted}, {r.name: r.size for r in wanted})
    for chunk in chunks:
        if chunk.path in work.expected:
            work.expected[chunk.path].append(chunk)
    chosen = _chosen(work, way.percent)
    moved, grown = time.monotonic(), -1
    while True:
        found, refused = listed(path, trust)
        there = {file.path: file for file in found}
        states = _read_all(work, there, chosen, way, memory)
        arrived = sum(min(file.size, work.sizes.get(file.path, 0)) for file in found)
        if arrived != grown:
            moved, grown = time.monotonic(), arrived
        pending = arrived < sum(work.sizes.values()) or len(there.keys() & work.sizes.keys()) < len(work.sizes)
        if not (way.arriving and pending) or work.broken or time.monotonic() - moved > way.patience:
            break
        time.sleep(_WAIT)
    memory.save()
    return _told(work, there, refused, states, way=way, digests={r.name: r.sha256 for r in wanted})


def _chosen(work: _Work, percent: float) -> set[tuple[str, int]] | None:
    """Which chunks are read; None for all."""
    if percent >= 100:
        return None
    everything = [(chunk.path, chunk.offset) for chunks in work.expected.values() for chunk in chunks]
    count = min(len(everything), max(1, round(len(everything) * percent / 100)))
    return set(secrets.SystemRandom().sample(everything, count))


def _read_all(
    work: _Work, there: dict[str, Found], chosen: set[tuple[str, int]] | None, way: ByChunks, memory: Memory
) -> dict[str, FileState | None]:
    """Read what is there and not known to hold; the state of each file before it was read."""
    states = {path: _state(file) for path, file in there.items() if path in work.expected}
    for path, known in states.items():
        if known is not None and path not in work.held:
            work.held[path] = memory.held(path, known)
            work.remembered += len(work.held[path])
    todo = [(there[path], chunk) for path in states for chunk in _open(work, there[path], chosen, way)]
    saved = time.monotonic()
    with ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS)) as pool:
        for file, read in zip((file for file, _ in todo), pool.map(lambda one: _read(*one), todo), strict=True):
            path, number = read.chunk.path, read.chunk.offset // CHUNK_BYTES
            work.read += 1
            if read.why:
                work.failed[path] = read.why
            elif not read.held:
                work.wrong.setdefault(path, []).append(number)
            else:
                work.held.setdefault(path, set()).add(number)
                memory.add(path, states[file.path], number)
            if time.monotonic() - saved > _SAVE:
                memory.save()
                saved = time.monotonic()
    return states


def _open(work: _Work, file: Found, chosen: set[tuple[str, int]] | None, way: ByChunks) -> Iterator[Chunk]:
    """Chunks of a file that are there in full and not read yet."""
    size = work.sizes[file.path]
    if file.size > size or (file.size < size and not way.arriving):
        return
    held = work.held.get(file.path, set())
    for chunk in work.expected[file.path]:
        there = chunk.offset + chunk.length <= file.size
        if there and chunk.offset // CHUNK_BYTES not in held and (chosen is None or chunk[:2] in chosen):
            yield chunk


def _read(file: Found, chunk: Chunk) -> _Read:
    from blake3 import blake3  # noqa: PLC0415 - an extra

    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if file.linked else os.O_NOFOLLOW)
    hasher, at, end = blake3(), chunk.offset, chunk.offset + chunk.length
    try:
        descriptor = os.open(file.location, flags)
        try:
            status = os.fstat(descriptor)
            if (status.st_dev, status.st_ino) != (file.device, file.inode):
                return _Read(chunk, held=False, why="changed while it was verified")
            with mmap.mmap(-1, BLOCK_BYTES) as buffer, memoryview(buffer) as view:
                while at < end:
                    count = os.preadv(descriptor, [view[: min(BLOCK_BYTES, end - at)]], at)
                    if not count:
                        break
                    hasher.update(view[:count])
                    at += count
        finally:
            os.close(descriptor)
    except OSError as error:
        return _Read(chunk, held=False, why=f"cannot be read: {error.strerror}")
    return _Read(chunk, held=at == end and hasher.digest() == chunk.digest)


def _state(file: Found) -> FileState | None:
    try:
        return state(Path(file.location).stat())
    except OSError:
        return None


def _told(
    work: _Work,
    there: dict[str, Found],
    refused: list[Difference],
    states: dict[str, FileState | None],
    *,
    way: ByChunks,
    digests: dict[str, str],
) -> Present:
    """What a gate needs to know: files that are those of the record, what differs, and what was not read."""
    resources = [Resource(path=path, sha256="", size=f.size) for path, f in there.items() if path not in work.sizes]
    partial: list[Difference] = []
    for path, size in work.sizes.items():
        file, chunks = there.get(path), work.expected[path]
        held = work.held.get(path, set())
        if path in work.wrong:
            refused.append(Difference(kind="changed", path=path, was=_places(work.wrong[path])))
        elif path in work.failed:
            refused.append(Difference(kind="refused", path=path, was=work.failed[path]))
        elif file is not None and (file.size > size or (file.size < size and not way.arriving)):
            refused.append(Difference(kind="changed", path=path, was=f"{file.size:,} bytes instead of {size:,}"))
        elif (file is None or file.size < size) and way.arriving:
            partial.append(Difference(kind="unread", path=path, was=_part(len(held), len(chunks), "not all here yet")))
        elif file is None:
            continue  # it is missing, and will be told so
        elif not way.arriving and _state(file) != states[path]:
            refused.append(Difference(kind="refused", path=path, was="changed while it was verified"))
        elif len(held) < len(chunks):
            partial.append(Difference(kind="unread", path=path, was=_part(len(held), len(chunks), "a sample")))
        else:
            resources.append(Resource(path=path, sha256=digests[path], size=size))
    arrived = ", while they arrived" if way.arriving else ""
    note = f"told by their chunks{arrived}: {work.read:,} read, {work.remembered:,} known from before"
    return Present(resources=tuple(resources), refused=tuple(refused), partial=tuple(partial), note=note)


def _part(held: int, count: int, why: str) -> str:
    return f"{why}: {held:,} of {count:,} chunks were read, and hold"


def _places(numbers: list[int]) -> str:
    """Where a file differs, in MiB, as ranges that a download tool can fetch again."""
    step = CHUNK_BYTES // (1024 * 1024)
    named = [f"{n * step:,}–{(n + 1) * step:,} MiB" for n in sorted(numbers)[:_PLACES]]
    more = len(numbers) - len(named)
    return f"differs at {', '.join(named)}" + (f" and {more:,} more places" if more else "")
