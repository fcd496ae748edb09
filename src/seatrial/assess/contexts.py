"""What a check is shown of the subject: artifacts opened for counted, bounded, verified reading."""

from __future__ import annotations

import importlib
import io
import os
import pkgutil
import stat
import weakref
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, BinaryIO, Final

from seatrial import formats as formats_package
from seatrial.domain.context import LimitReached
from seatrial.domain.finding import Location
from seatrial.domain.inventory import ArtifactEntry, Inventory
from seatrial.domain.text import shown
from seatrial.formats import index
from seatrial.formats.container import WholeFile, labelled
from seatrial.formats.protocol import FormatError, Listed, Member

if TYPE_CHECKING:  # A scan starts without what is declared.
    from seatrial.domain.declaration import Declaration

MIB: Final = 1024 * 1024
BUFFER_BYTES: Final = 64 * 1024
FREE_BYTES: Final = 256 * MIB
"""What a check may read however small its subject is."""
FACTOR: Final = 4
"""How often a check may read what it examines: once to look, and again where a parser goes back."""
MEMBER_RATIO: Final = 200
"""A member counts towards the budget with what it declares, but no more than this many times its container."""

CHANGED: Final = "changed while under review"

FileState = tuple[int, int, int, int, int]
"""Device, inode, size, modification and change time (ns): what changes when a file is written to or replaced."""


class SubjectLost(Exception):  # noqa: N818 - a condition of the subject, not an error of ours
    """A file cannot be read, or is no longer the one that the inventory describes. The outcome becomes `failed`."""


def state_of(status: os.stat_result) -> FileState:
    """The state of one file."""
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


class Meter:
    """Counts what one check reads, and refuses beyond the budget."""

    def __init__(self, on_bytes: Callable[[int], None] | None = None) -> None:
        self.bytes_read = 0
        """Bytes read from files; what members expand to is not among them."""
        self.lost = ""
        """Why a file could not be relied on; set once, however the check took the exception."""
        self._on_bytes = on_bytes
        self.renew()

    def renew(self) -> None:
        """Start a new budget; what was read so far stays counted."""
        self.exceeded = False
        self._charged, self._budget, self._admitted = 0, FREE_BYTES, set[str]()

    def admit(self, path: str, size: int) -> None:
        """Let the check read an artifact of this size; each path counts once."""
        if path not in self._admitted:
            self._admitted.add(path)
            self._budget += FACTOR * size

    def charge(self, count: int, *, file: bool) -> None:
        """Count bytes. Raises `LimitReached` once more were read than admitted."""
        self._charged += count
        if file:
            self.bytes_read += count
            if self._on_bytes:
                self._on_bytes(self.bytes_read)
        if self._charged > self._budget:
            self.exceeded = True
            raise LimitReached(f"read more than {self._budget:,} bytes")


class _Counted(io.RawIOBase):
    """A seekable reader that counts into a meter. `verify` is called when it closes."""

    def __init__(self, inner: io.FileIO | BinaryIO, meter: Meter, verify: Callable[[], None] | None) -> None:
        self._inner, self._meter, self._verify = inner, meter, verify

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._inner.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._inner.seek(offset, whence)

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if isinstance(self._inner, io.FileIO):
            count = self._inner.readinto(buffer) or 0
        else:
            data = self._inner.read(len(buffer))
            count = len(data)
            buffer[:count] = data
        self._meter.charge(count, file=self._verify is not None)
        return count

    def close(self) -> None:
        if not self.closed:
            if self._verify is not None:
                self._verify()
            self._inner.close()
        super().close()


class OpenedArtifact:
    """One artifact, as `domain.context.Artifact` promises it."""

    __slots__ = ("_entry", "_subject")

    def __init__(self, entry: ArtifactEntry, subject: OpenedSubject) -> None:
        self._entry, self._subject = entry, subject

    @property
    def entry(self) -> ArtifactEntry:
        """What the inventory knows of it."""
        return self._entry

    def open(self) -> BinaryIO:
        """A fresh seekable reader at offset 0.

        Raises `LimitReached` beyond the budget, `SubjectLost` when the file is another than was inventoried,
        and `FormatError` when a container does not give the member.
        """
        return self._subject.reader(self._entry)

    def at(self, offset: int | None = None, detail: str = "") -> Location:
        """A location inside it."""
        return Location(path=self._entry.path, offset=offset, detail=detail)


class OpenedSubject:
    """The whole subject, as `domain.context.SubjectView` promises it, for one check at a time.

    `states` gives each top-level file's state as it was when its digest was known to hold, with None for a file that
    changed since; without `states` only sizes are compared. `locations` gives the place of files that do not lie at
    their path under the root (snapshots of a hub cache). Call `begin` before each check and `finish` after it.
    """

    def __init__(
        self,
        inventory: Inventory,
        root: Path | None,
        declaration: Declaration | None = None,
        *,
        states: Mapping[str, FileState | None] | None = None,
        locations: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._inventory, self._declaration, self._root = inventory, declaration, root
        self._states, self._locations = states, locations
        self._entries = {entry.path: entry for entry in inventory.artifacts}
        self.begin()

    def begin(self, on_bytes: Callable[[int], None] | None = None, *, in_order: bool = False) -> Meter:
        """Start a check with a new meter. `in_order`: artifacts are opened one after another, as the inventory goes,
        so that containers are walked once instead of searched for every member.
        """
        self.meter = Meter(on_bytes)
        self.opened: dict[str, None] = {}
        self._in_order = in_order
        self._walks: dict[str, _Walk] = {}
        self._readers: list[weakref.ref[_Counted]] = []
        self._walked: list[weakref.ref[_Counted]] = []
        return self.meter

    def finish(self, *, going_on: bool = False) -> None:
        """Close whatever the check left open, and verify those files a last time.

        `going_on`: the same check comes to another artifact, and containers that are walked stay open for it.
        """
        if not going_on:
            self._walks.clear()
            self._readers += self._walked
            self._walked = []
        for known in self._readers:
            if (reader := known()) is not None:
                reader.close()
        self._readers.clear()

    @property
    def inventory(self) -> Inventory:
        """Every artifact, and what the files declare."""
        return self._inventory

    @property
    def declaration(self) -> Declaration | None:
        """What the developer stated, if anything."""
        return self._declaration

    def artifact(self, path: str) -> OpenedArtifact:
        """One artifact by its inventory path; `KeyError` when there is none."""
        return OpenedArtifact(self._entries[path], self)

    def reader(self, entry: ArtifactEntry) -> BinaryIO:
        """See `OpenedArtifact.open`."""
        self.opened[entry.path] = None
        if not entry.container:
            return self._file(entry)
        container = self._entries[entry.container]
        self.meter.admit(entry.path, min(entry.size, MEMBER_RATIO * self._outermost(container).size + FREE_BYTES))
        label = entry.path[len(container.path) + 2 :]
        walked = self._walk(container).reach(label) if self._in_order else None
        inner = walked if walked is not None else self._member(container, label)
        return io.BufferedReader(_Counted(inner, self.meter, None), BUFFER_BYTES)

    def _outermost(self, entry: ArtifactEntry) -> ArtifactEntry:
        while entry.container:
            entry = self._entries[entry.container]
        return entry

    def _walk(self, container: ArtifactEntry) -> _Walk:
        if container.path not in self._walks:
            before = len(self._readers)
            source = self.reader(container)
            self._walked += self._readers[before:]
            del self._readers[before:]
            self._walks[container.path] = _Walk(source, container_modules(container.format))
            self.opened.pop(container.path, None)
        return self._walks[container.path]

    def _member(self, container: ArtifactEntry, label: str) -> BinaryIO:
        was_opened = container.path in self.opened
        source = self.reader(container)
        if not was_opened:
            self.opened.pop(container.path, None)
        refusal: FormatError | None = None
        for module in container_modules(container.format):
            try:
                member: BinaryIO = module.open_member(source, label)
            except FormatError as error:
                refusal = refusal or error
                source.seek(0)
            else:
                return member
        raise refusal or FormatError(f"members of {shown(container.format)} cannot be opened")

    def _file(self, entry: ArtifactEntry) -> BinaryIO:
        if self._root is None:
            raise FormatError("there are no bytes behind this subject")
        location = self._locations.get(entry.path) or place(self._root, entry.path)
        expected = self._states.get(entry.path) if self._states is not None else None
        if self._states is not None and expected is None:
            raise self._lost(entry.path, CHANGED)
        try:
            descriptor = os.open(location, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except PermissionError as error:
            raise self._lost(entry.path, "cannot be read by the worker: permission denied") from error
        except OSError as error:
            raise self._lost(entry.path, CHANGED) from error
        raw = WholeFile(descriptor, "rb")
        status = os.fstat(descriptor)
        known = expected or state_of(status)
        if not stat.S_ISREG(status.st_mode) or status.st_size != entry.size or state_of(status) != known:
            raw.close()
            raise self._lost(entry.path, CHANGED)
        self.meter.admit(entry.path, entry.size)
        counted = _Counted(raw, self.meter, self._verifier(raw, known, entry.path))
        self._readers.append(weakref.ref(counted))
        return io.BufferedReader(counted, BUFFER_BYTES)

    def _verifier(self, raw: io.FileIO, known: FileState, path: str) -> Callable[[], None]:
        meter = self.meter

        def verify() -> None:
            if state_of(os.fstat(raw.fileno())) != known:
                meter.lost = meter.lost or f"{shown(path)} {CHANGED}"

        return verify

    def _lost(self, path: str, why: str) -> SubjectLost:
        self.meter.lost = self.meter.lost or f"{shown(path)} {why}"
        return SubjectLost(self.meter.lost)


class _Walk:
    """One pass over the members of a container. A reader is good until the next one is reached."""

    def __init__(self, source: BinaryIO, modules: tuple[ModuleType, ...]) -> None:
        self._source = source
        self._members = self._labelled(modules[0]) if modules and hasattr(modules[0], "contents") else iter(())

    def reach(self, label: str) -> BinaryIO | None:
        """The member's reader, or None when the pass is beyond it, cannot reach it, or breaks off."""
        try:
            for found, reader in self._members:
                if found == label:
                    return reader
        except FormatError:
            self._members = iter(())
        return None

    def _labelled(self, module: ModuleType) -> Iterator[tuple[str, BinaryIO | None]]:
        current: BinaryIO | None = None

        def plain() -> Iterator[Member]:
            nonlocal current
            for member, current in module.contents(self._source):  # noqa: B007 - handed on through the enclosing name
                yield member

        for label, member in labelled(plain()):
            yield label, current if member.kind == "file" else None


def place(root: Path, path: str) -> str:
    """Where a top-level file of a subject lies; a subject that is one file goes by its own name."""
    return os.fspath(root / path) if root.is_dir() else os.fspath(root)


@cache
def _containers() -> tuple[Listed, ...]:
    """Formats whose members can be opened: as was written of the folder, when it still holds the same modules."""
    names = tuple(found.name for found in pkgutil.iter_modules(formats_package.__path__))
    if names == index.MODULES:
        return tuple(entry for entry in index.LISTED if entry.members)
    modules = (_module(name) for name in names)
    return tuple(
        Listed(m.NAME, m.__name__.rpartition(".")[2], 0, (), hasattr(m, "matches_tail"), further=False, members=True)
        for m in modules
        if hasattr(m, "NAME") and hasattr(m, "open_member")
    )


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{formats_package.__name__}.{name}")


@cache
def container_modules(format_name: str) -> tuple[ModuleType, ...]:
    """Modules that can open members of a file of this format: its own first, then those that read from a file's end."""
    own = [entry for entry in _containers() if entry.name == format_name]
    others = [entry for entry in _containers() if entry.tail and entry.name != format_name]
    return tuple(_module(entry.module) for entry in (*own, *others))
