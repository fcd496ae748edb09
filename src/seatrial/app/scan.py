"""The static checks alone: paths -> files -> checks -> one verdict for each file. No regime, no record."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Protocol

from seatrial.app.locate import resolved
from seatrial.app.processors import processors, several_pay
from seatrial.app.scan_file import FileVerdict, Reported, ScannedFile, scan_file, scan_together, unread
from seatrial.domain.errors import UsageError
from seatrial.domain.finding import Finding
from seatrial.domain.text import shown
from seatrial.inventory.take import Root, members_alike, walk_checked
from seatrial.inventory.walk import Found

OnFile = Callable[[int, int], None]
"""Told of bytes done and bytes in all, whenever a file is finished."""


class Scanned(NamedTuple):
    """One file of a scan as it is reported: its path is the one that the caller can open."""

    path: str
    verdict: FileVerdict
    size: int
    sha256: str
    reported: tuple[Reported, ...]


class _Place(NamedTuple):
    """One or more of the given paths that are seen together: a directory, or single files of one directory."""

    root: Root
    files: tuple[Found, ...]
    refused: tuple[Finding, ...]
    prefix: str
    """What stands before a path under the root to make it the caller's."""

    @property
    def locations(self) -> dict[str, str]:
        """Where files lie that are reached through a link of a hub cache."""
        return {found.path: found.location for found in self.files if found.linked}


def scan(
    paths: Sequence[str | Path], *, jobs: int = 0, journal: Path | None = None, on_file: OnFile | None = None
) -> Iterator[Scanned]:
    """Every file at the paths with what the static checks say of it.

    `jobs` is the number of processes, 0 for one a processor. With a `journal`, files that it holds and that
    have not changed since are not read again, and those finished now are added at once. Files come in the order
    of their paths, save that those which are judged beside others come last. Raises `UsageError` for a path that
    is not there, `OperationError` for one that cannot be read or a journal that cannot be written.
    """
    places = _places(paths)
    total = sum(found.size for place in places for found in place.files)
    done = 0
    with _open(journal) as keeps:
        known = {(place.prefix, found.path): keeps.known(found) for place in places for found in place.files}
        fresh = [
            (found, place.root) for place in places for found in place.files if not known[place.prefix, found.path]
        ]
        scanned = iter(_in_order(fresh, jobs or processors()))
        for place in places:
            for file, read in _scan_place(place, _finished(place, known, scanned, keeps)):
                done += read
                if on_file is not None:
                    on_file(done, total)
                yield file
        for _ in scanned:  # nothing is left, and the processes may end by themselves
            continue


class Keeps(Protocol):
    """What remembers finished files from one scan to the next."""

    def known(self, found: Found) -> ScannedFile | None:
        """What was seen of a file that has not changed since; None when it has to be read."""

    def keep(self, found: Found, file: ScannedFile) -> None:
        """Remember a finished file."""


class _Forgetful:
    """Remembers nothing."""

    def known(self, found: Found) -> None:
        """None: every file has to be read."""

    def keep(self, found: Found, file: ScannedFile) -> None:
        """Nothing happens."""


def _open(journal: Path | None) -> AbstractContextManager[Keeps]:
    if journal is None:
        return nullcontext(_Forgetful())
    from seatrial.app.scan_journal import Journal  # noqa: PLC0415 - what reads documents costs a start

    return Journal(journal)


def _places(paths: Sequence[str | Path]) -> list[_Place]:
    """The paths as places, in the order given; single files of one directory are one place."""
    places: dict[str, _Place] = {}
    for path in dict.fromkeys(map(str, paths)):
        if not path:
            raise UsageError("an empty path was given", advice="name files or directories; `.` is this directory")
        place = Path(path).expanduser()
        resolved(place)
        there = walk_checked(place)
        parent = place.parent if not place.is_dir() else place
        prefix = os.path.join(os.path.dirname(path), "") if not place.is_dir() else os.path.join(path, "")  # noqa: PTH118, PTH120 - a Path would drop the caller's spelling
        known = places.get(prefix)
        files, refused = (known.files, known.refused) if known else ((), ())
        own = set(files)
        files = (*files, *(found for found in there.files if found not in own))
        root = Root(path=parent, names=members_alike(files))
        places[prefix] = _Place(root=root, files=files, refused=(*refused, *there.findings), prefix=prefix)
    return list(places.values())


def _scan_place(place: _Place, files: Iterable[ScannedFile]) -> Iterator[tuple[Scanned, int]]:
    """Each file with the bytes to count for it; those that others may bear on only when all were seen."""
    held: list[ScannedFile] = []
    for path, findings in _by_path(place.refused).items():
        reported = tuple(Reported(check="artifact.inventory-gaps", finding=finding) for finding in findings)
        yield _told(ScannedFile(path=path, reported=reported), place), 0
    for file in files:
        if file.related:
            held.append(file)
        else:
            yield _told(file, place), file.size
    among = scan_together(held, place.root, place.locations)
    by_path = _reported_by_path(among)
    for file in held:
        yield _told(replace(file, reported=(*file.reported, *by_path.pop(file.path, ()))), place), file.size
    for path, reported_there in by_path.items():
        yield _told(ScannedFile(path=path, reported=tuple(reported_there)), place), 0


def _finished(
    place: _Place, known: Mapping[tuple[str, str], ScannedFile | None], scanned: Iterator[ScannedFile], journal: Keeps
) -> Iterator[ScannedFile]:
    """Each file in order, from the journal where it holds it unchanged."""
    for found in place.files:
        remembered = known[place.prefix, found.path]
        if remembered is not None:
            yield replace(remembered, path=found.path)
            continue
        file = next(scanned)
        journal.keep(found, file)
        yield file


def _in_order(items: Sequence[tuple[Found, Root]], jobs: int) -> Iterable[ScannedFile]:
    if not several_pay([found.size for found, _ in items], jobs):
        return (scan_file(found, root) for found, root in items)
    from seatrial.app.file_pool import each_file  # noqa: PLC0415 - processes cost a start

    return each_file(scan_file, unread, items, jobs)


def _by_path(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.location.path if finding.location else "", []).append(finding)
    return grouped


def _reported_by_path(reported: Iterable[Reported]) -> dict[str, list[Reported]]:
    """By the file they lie in; what has no place in a file stands under the root."""
    grouped: dict[str, list[Reported]] = {}
    for item in reported:
        path = item.finding.location.path if item.finding.location else ""
        grouped.setdefault(path.split("!/", 1)[0], []).append(item)
    return grouped


def _told(file: ScannedFile, place: _Place) -> Scanned:
    return Scanned(
        path=shown(place.prefix + file.path, 4096) if file.path else place.prefix,
        verdict=file.verdict,
        size=file.size,
        sha256=file.sha256,
        reported=file.reported,
    )
