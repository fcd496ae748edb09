"""One file of a scan: hashed, identified and shown to every check that concerns it, in whichever process."""

import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import FrameType
from typing import Final, NamedTuple

from seatrial.app.catalogue import entry_of, listed
from seatrial.assess.contexts import OpenedSubject
from seatrial.assess.execute import Assignment, Surroundings, look
from seatrial.domain.check import Scope
from seatrial.domain.context import LimitReached
from seatrial.domain.finding import Finding, Kind, Location, Severity
from seatrial.domain.inventory import ArtifactEntry, Inventory, Subject, SubjectDigest, SubjectKind
from seatrial.domain.outcome import Status
from seatrial.domain.plan import PlannedCheck
from seatrial.domain.text import shown
from seatrial.inventory.allowance import Allowance
from seatrial.inventory.digest import FileState
from seatrial.inventory.members import BOMB
from seatrial.inventory.take import Root, TakenFile, take_file
from seatrial.inventory.walk import Found

AREA: Final = "artifact"
"""The part of the catalogue that a scan runs: what the files do to whoever loads them."""
SELF: Final = "scan"
"""What stands for a check in findings about the scan itself."""
CRASHED: Final = "crashed"
"""What stands in the finding of a check or reader that failed by a fault of its own."""
SECONDS_PER_MEGABYTE: Final = 2.0
MIN_SECONDS: Final = 30.0
_SILENT: Final = frozenset({Kind.PASS, Kind.NOT_APPLICABLE})


class FileVerdict(StrEnum):
    """What a scan says of one file."""

    FLAGGED = "flagged"
    """Something was found that fails, or that a person has to look at."""
    CLEAN = "clean"
    """Read to the end, and nothing was found."""
    ERROR = "error"
    """Not read to the end, and nothing was found up to there. A finding says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A finding and the check that made it."""

    check: str
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedFile:
    """What was seen of one file."""

    path: str
    """Under the root that was scanned."""
    size: int = 0
    sha256: str = ""
    """64 hexadecimal digits; empty when it could not be read."""
    state: FileState | None = None
    reported: tuple[Reported, ...] = ()
    related: tuple[ArtifactEntry, ...] = ()
    """Artifacts in it that some check has to see beside those of other files."""

    @property
    def verdict(self) -> FileVerdict:
        """`flagged` outweighs `error`: broken bytes do not hide what was found before them."""
        weighty = [r.finding for r in self.reported if r.finding.severity.rank]
        if any(f.kind in (Kind.FAIL, Kind.REVIEW) for f in weighty):
            return FileVerdict.FLAGGED
        unread = any(r.finding.kind is Kind.OPEN for r in self.reported)
        return FileVerdict.ERROR if unread or not self.sha256 else FileVerdict.CLEAN


def scan_file(found: Found, root: Root) -> ScannedFile:
    """Everything that the static checks say of one file by itself. Never raises for what the file is."""
    taken = TakenFile(path=found.path)
    reported: list[Reported] = []
    try:
        with _within(MIN_SECONDS + SECONDS_PER_MEGABYTE * found.size / 1e6):
            taken = take_file(found, Allowance(found.size), root.names)
            reported.extend(_examined(found, taken, root))
    except LimitReached as limit:
        reported.append(_unread(found.path, str(limit)))
    except MemoryError:
        reported.append(_unread(found.path, "needs more memory than a scan may have"))
    except RecursionError:
        reported.append(_unread(found.path, "nested deeper than can be followed"))
    except Exception as error:  # noqa: BLE001 - one file must not end the scan of all others
        reported.append(_unread(found.path, f"{CRASHED}: {type(error).__name__}: {shown(str(error))}"))
    whole = taken.entries[0] if taken.entries else None
    return ScannedFile(
        path=found.path,
        size=found.size,
        sha256=whole.sha256 if whole else "",
        state=taken.state,
        reported=tuple(reported),
        related=_related(taken.entries),
    )


def _related(entries: Sequence[ArtifactEntry]) -> tuple[ArtifactEntry, ...]:
    """Artifacts that some check has to see beside those of other files, with the containers that they lie in."""
    by_path = {entry.path: entry for entry in entries}
    wanted = [entry.path for entry in entries if entry.format in _checks().related]
    kept: set[str] = set()
    for path in wanted:
        while path and path not in kept:
            kept.add(path)
            path = by_path[path].container  # noqa: PLW2901 - up through the containers
    return tuple(entry for entry in entries if entry.path in kept)


def scan_together(files: Sequence[ScannedFile], root: Root, locations: Mapping[str, str]) -> list[Reported]:
    """What the checks say that see files beside one another: code that a configuration names, for example."""
    entries = tuple(entry for file in files for entry in file.related)
    if not entries:
        return []
    inventory = Inventory(subject=_subject(str(root.path), SubjectKind.DIRECTORY, "", 0), artifacts=entries)
    states = {file.path: file.state for file in files if file.related}
    subject = OpenedSubject(inventory, root.path, states=states, locations=locations)
    return [found for check_id in _checks().together for found in _run(check_id, subject, ())]


def unread(path: str, reason: str) -> ScannedFile:
    """A file that could not be looked at, from outside of the process that tried."""
    return ScannedFile(path=path, reported=(_unread(path, reason),))


class _Checks(NamedTuple):
    """The ids of the checks that a scan runs, by what each is shown. They are imported when they are first needed."""

    by_format: Mapping[str, tuple[str, ...]]
    any_format: tuple[str, ...]
    listing: tuple[str, ...]
    """They read the inventory of one file, and no bytes."""
    together: tuple[str, ...]
    related: frozenset[str]
    """Formats of which `together` must see every file."""


@cache
def _checks() -> _Checks:
    checks = [check for check in listed(AREA) if not check.needs]
    by_format: dict[str, tuple[str, ...]] = {}
    for check in checks:
        for name in check.formats if check.scope == Scope.ARTIFACT else ():
            by_format[name] = (*by_format.get(name, ()), check.id)
    across = [check for check in checks if check.scope == Scope.SUBJECT]
    together = [check for check in across if check.formats]
    return _Checks(
        by_format=by_format,
        any_format=tuple(c.id for c in checks if c.scope == Scope.ARTIFACT and not c.formats),
        listing=tuple(c.id for c in across if not c.formats),
        together=tuple(c.id for c in together),
        related=frozenset(name for check in together for name in check.formats),
    )


def _examined(found: Found, taken: TakenFile, root: Root) -> Iterator[Reported]:
    inventory = Inventory(
        subject=_subject(found.path, SubjectKind.FILE, taken.entries[0].sha256 if taken.entries else "", found.size),
        artifacts=taken.entries,
        facts=taken.facts,
        findings=taken.findings,
    )
    subject = OpenedSubject(
        inventory, root.path, states={found.path: taken.state}, locations={found.path: found.location}
    )
    checks = _checks()
    paths: dict[str, list[str]] = {}
    # What a bomb expands to is not read again by every check: it is flagged, and said to be unread.
    bomb = any(finding.rule == BOMB for finding in taken.findings)
    for artifact in taken.entries[:1] if bomb else taken.entries:
        for check_id in (*checks.by_format.get(artifact.format, ()), *checks.any_format):
            paths.setdefault(check_id, []).append(artifact.path)
    for check_id, artifacts in paths.items():
        yield from _run(check_id, subject, tuple(artifacts))
    for check_id in checks.listing:
        yield from _run(check_id, subject, ())


def _run(check_id: str, subject: OpenedSubject, artifacts: tuple[str, ...]) -> Iterator[Reported]:
    entry = entry_of(check_id)
    planned = PlannedCheck(
        check_id=entry.check.id, check_version=entry.check.version, requirements=(), artifacts=artifacts
    )
    around = Surroundings(subject=subject, keep=lambda _item, _content: None)
    run = look(Assignment(check=entry.check, observe=entry.observe, planned=planned), around)
    findings = run.collected.findings(applicable=False)
    for finding in findings:
        if finding.kind not in _SILENT:
            yield Reported(check=entry.check.id, finding=finding)
    # An ending short of the end is a finding, even where the check did not get to say it; that a file changed says
    # more than that it could not be read.
    unsaid = bool(subject.meter.lost) or not any(finding.kind is Kind.OPEN for finding in findings)
    if run.status is not Status.COMPLETED and unsaid:
        text = run.reason or run.status.value
        finding = Finding(kind=Kind.OPEN, severity=Severity.MEDIUM, message=text, rule="not-ended")
        yield Reported(check=entry.check.id, finding=finding)


def _unread(path: str, reason: str) -> Reported:
    finding = Finding(
        kind=Kind.OPEN,
        severity=Severity.MEDIUM,
        message=f"not looked at to the end: {reason}",
        location=Location(path=path),
        remediation="Scan it alone, with more memory and time; if it is broken, leave it out of the release.",
        rule="limit-reached",
    )
    return Reported(check=SELF, finding=finding)


def _subject(name: str, kind: SubjectKind, sha256: str, size: int) -> Subject:
    return Subject(name=name, kind=kind, digest=SubjectDigest(oms_root=sha256, dir_hash1=""), size=size)


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raise `LimitReached` in the body once it took this long; no bound outside of a process's main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise LimitReached(f"took longer than {seconds:.0f} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
