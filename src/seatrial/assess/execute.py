"""One check, run to one outcome. Whatever a check does ends here: this is the one boundary that catches everything."""

import resource
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from seatrial.assess.asking import FORGETFUL, BudgetedTarget, Cabinet, Keep, Memory
from seatrial.assess.collected import Collected
from seatrial.assess.contexts import OpenedSubject, SubjectLost
from seatrial.domain.check import Check, Cost, Need, Scope
from seatrial.domain.context import FORM, LimitReached, Observations, Sampling
from seatrial.domain.finding import Finding, Kind, Location, Severity
from seatrial.domain.inventory import Inventory
from seatrial.domain.marking import Marking
from seatrial.domain.outcome import Outcome, Spent, Status
from seatrial.domain.plan import PlannedCheck
from seatrial.domain.target import RawTarget, TargetError
from seatrial.domain.text import shown
from seatrial.formats.protocol import FormatError
from seatrial.version import __version__

if TYPE_CHECKING:  # What reads files alone starts without it.
    from seatrial.domain.bank import Bank
    from seatrial.domain.ceiling import Purse
    from seatrial.domain.context import Companion

MAX_EXAMINED: Final = 1_000
"""Paths named in an outcome; the count covers all."""
OnProgress = Callable[[float, float, str], None]
"""Told how much is done, of how much, in what unit."""


class Assignment(NamedTuple):
    """One check to run: its facts, its generator, and what is planned for it."""

    check: Check
    observe: Callable[..., Observations]
    planned: PlannedCheck
    seed: int = 0


class Surroundings(NamedTuple):
    """What the check meets and where its by-products go."""

    subject: OpenedSubject
    keep: Keep
    """Takes evidence with its bytes."""
    target: RawTarget | None = None
    memory: Memory = FORGETFUL
    on_progress: OnProgress | None = None
    concurrency: int = 1
    """Questions that the target may be asked at a time."""
    bank: "Bank | None" = None
    companions: "Mapping[str, Companion]" = MappingProxyType({})
    purse: "Purse | None" = None


@dataclass(slots=True)
class Run:
    """One run in the making."""

    assignment: Assignment
    cabinet: Cabinet
    collected: Collected = field(default_factory=Collected)
    examined: list[str] = field(default_factory=list)
    status: Status = Status.COMPLETED
    reason: str = ""
    applied: bool = False
    """Some artifact was examined that the check did not call not applicable."""

    def end(self, status: Status, reason: str) -> None:
        """Note an ending; a failure outweighs an exhaustion, and the first reason stays."""
        if self.status is Status.COMPLETED or (self.status is Status.EXHAUSTED and status is Status.FAILED):
            self.status, self.reason = status, reason


def execute(assignment: Assignment, around: Surroundings) -> Outcome:
    """The outcome of one check. Never raises for what the check or the subject does."""
    wall, cpu = time.perf_counter(), time.process_time()
    asked: BudgetedTarget | None = None
    if assignment.check.scope is Scope.TARGET:
        run = Run(assignment=assignment, cabinet=Cabinet(around.keep))
        asked = _ask(run, around)
    else:
        run = look(assignment, around)
    meter = around.subject.meter
    spent = Spent(
        wall_seconds=round(time.perf_counter() - wall, 6),
        cpu_seconds=round(time.process_time() - cpu, 6),
        peak_rss_bytes=_peak_rss(),
        queries=asked.queries if asked else 0,
        tokens=asked.tokens if asked else 0,
        bytes_read=meter.bytes_read,
    )
    versions = {"seatrial": __version__, "python": sys.version.split()[0]}
    return Outcome(
        check_id=assignment.check.id,
        check_version=assignment.check.version,
        status=run.status,
        examined=tuple(run.examined[:MAX_EXAMINED]),
        examined_count=len(run.examined),
        findings=run.collected.findings(applicable=_applicable(run)),
        measurements=tuple(run.collected.measurements),
        evidence=run.cabinet.items,
        reason=run.reason,
        spent=spent,
        versions=versions | (around.target.versions if around.target and asked else {}),
    )


def look(assignment: Assignment, around: Surroundings) -> Run:
    """One static check run to its end, without the account of it that an outcome gives. Never raises either."""
    run = Run(assignment=assignment, cabinet=Cabinet(around.keep))
    if assignment.check.scope is Scope.ARTIFACT:
        _each_artifact(run, around)
    else:
        _whole_subject(run, around)
    return run


def _applicable(run: Run) -> bool:
    unclear = sum(run.collected.count(kind) for kind in (Kind.FAIL, Kind.OPEN, Kind.REVIEW, Kind.PASS))
    return run.applied or unclear > 0 or run.status is not Status.COMPLETED


def _each_artifact(run: Run, around: Surroundings) -> None:
    subject, planned = around.subject, run.assignment.planned
    if not planned.artifacts:
        subject.begin()
        run.collected.add(_nothing_to_examine(subject, run.assignment.check))
        return
    on_bytes = on_file = None
    if around.on_progress is not None:
        stream = run.assignment.check.cost is Cost.STREAM
        total = _stream_bytes(planned.artifacts, subject.inventory) if stream else len(planned.artifacts)
        on_bytes = _told(around.on_progress, total, "bytes") if stream else None
        on_file = None if stream else _told(around.on_progress, total, "files")
    meter = subject.begin(on_bytes, in_order=True)
    for number, path in enumerate(planned.artifacts, 1):
        meter.renew()
        before = run.collected.count(Kind.NOT_APPLICABLE)
        artifact = subject.artifact(path)
        if _observed(run, lambda a=artifact: run.assignment.observe(a), path):  # type: ignore[misc]
            run.examined.append(path)
            run.applied = run.applied or run.collected.count(Kind.NOT_APPLICABLE) == before
        _settle(run, subject, going_on=True)
        if on_file:
            on_file(number)
    _settle(run, subject)


def _whole_subject(run: Run, around: Surroundings) -> None:
    subject = around.subject
    subject.begin()
    if _observed(run, lambda: run.assignment.observe(subject), ""):
        run.examined.extend(subject.opened or (subject.inventory.subject.name,))
        run.applied = run.collected.count(Kind.NOT_APPLICABLE) == 0
    _settle(run, subject)


def _ask(run: Run, around: Surroundings) -> BudgetedTarget | None:
    subject, check, planned = around.subject, run.assignment.check, run.assignment.planned
    subject.begin()
    if around.target is None:
        run.end(Status.FAILED, "there is no model to ask")
        return None
    from seatrial.domain.declaration import supplied  # noqa: PLC0415 - what reads files alone starts without it

    expected = planned.expected_queries or check.query_cap
    private = Need.BANK in check.needs
    asked = BudgetedTarget(
        around.target,
        cap=check.query_cap,
        cabinet=run.cabinet,
        memory=around.memory,
        on_query=_foretold(around.on_progress, expected),
        concurrency=around.concurrency,
        marking=Marking.RED if private else Marking.AMBER,
        purse=around.purse,
    )
    sampling = Sampling(
        seed=run.assignment.seed,
        cap=check.query_cap,
        bounds=planned.bounds,
        supplied=supplied(subject.declaration),
        bank=around.bank if private else None,
        attacker=around.companions.get("attacker"),
        judge=around.companions.get("judge"),
        forms=tuple(one for part, one in around.companions.items() if part.startswith(FORM)),
    )
    if _observed(run, lambda: run.assignment.observe(asked, sampling), ""):
        run.examined.append(asked.name)
        run.applied = run.collected.count(Kind.NOT_APPLICABLE) == 0
    if asked.beyond and run.status is Status.COMPLETED:
        # A suite that stops asking takes the limit without a word; that it was one must be told.
        _exhausted(run, asked.beyond, "")
    _observed(run, lambda: _transcript(asked, check.id), "")
    return asked


def _transcript(asked: BudgetedTarget, check_id: str) -> Observations:
    asked.keep_transcript(check_id)
    yield from ()


def _observed(run: Run, start: Callable[[], Observations], path: str) -> bool:
    """Run a generator to its end, whatever it does; whether it got there."""
    try:
        for observation in start():
            run.collected.add(observation)
    except LimitReached as limit:
        _exhausted(run, shown(str(limit)), path)
    except MemoryError:
        _exhausted(run, "needs more memory than the worker may have", path)
    except RecursionError:
        _exhausted(run, "nested deeper than can be followed", path)
    except FormatError as error:
        _unreadable(run, shown(str(error)), path)
    except SubjectLost as lost:
        run.end(Status.FAILED, str(lost))
    except TargetError as error:
        run.end(Status.FAILED, f"the model could not be asked: {shown(str(error), 400)}")
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the one boundary: a crash is an outcome
        _crashed(run, error, path)
    else:
        return True
    return False


def _exhausted(run: Run, reason: str, path: str) -> None:
    run.end(Status.EXHAUSTED, reason)
    run.collected.add(
        Finding(
            kind=Kind.OPEN,
            severity=Severity.MEDIUM,
            message=f"not looked at to the end: {reason}",
            location=Location(path=path) if path else None,
            rule="limit-reached",
        )
    )


def _unreadable(run: Run, reason: str, path: str) -> None:
    """Broken bytes that the check itself does not speak of: it looked, and could not tell."""
    run.collected.add(
        Finding(
            kind=Kind.OPEN,
            severity=Severity.MEDIUM,
            message=f"could not be read: {reason}",
            location=Location(path=path) if path else None,
            rule="unreadable",
        )
    )


def _crashed(run: Run, error: BaseException, path: str) -> None:
    where = f" on {shown(path)}" if path else ""
    first = run.status is not Status.FAILED
    run.end(Status.FAILED, f"the check crashed{where}: {_named(error)}")
    if first:
        run.cabinet.keep("Trace of the crash", _trace(error), "text/plain")


def _named(error: BaseException) -> str:
    text = shown(str(error))
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _trace(error: BaseException) -> bytes:
    """Where it happened, without directories of this machine."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{'/'.join(PurePath(f.filename).parts[-3:])}:{f.lineno} in {f.name}" for f in frames[-50:]]
    return "\n".join([*lines, _named(error), ""]).encode("utf-8", "backslashreplace")


def _settle(run: Run, subject: OpenedSubject, *, going_on: bool = False) -> None:
    """Close what was opened, and note what the check may have taken without a word."""
    subject.finish(going_on=going_on)
    if subject.meter.exceeded and run.status is Status.COMPLETED:
        _exhausted(run, "read more than it may of what it examines", "")
    if subject.meter.lost:
        run.end(Status.FAILED, subject.meter.lost)


def _nothing_to_examine(subject: OpenedSubject, check: Check) -> Finding:
    """That nothing concerns the check may only be said when every file was identified."""
    kinds = ", ".join(check.formats) or "any"
    unread = sum(finding.kind is Kind.OPEN for finding in subject.inventory.findings)
    if unread:
        text = f"no file of format {kinds} was found, but {unread:,} could not be read or listed in full"
        return Finding(kind=Kind.OPEN, severity=Severity.MEDIUM, message=text, rule="unidentified")
    text = f"no file of format {kinds} among {len(subject.inventory.artifacts):,} identified"
    return Finding(kind=Kind.NOT_APPLICABLE, message=text, rule="no-artifact")


def _stream_bytes(paths: tuple[str, ...], inventory: Inventory) -> int:
    entries = {entry.path: entry for entry in inventory.artifacts}
    outermost = {}
    for path in paths:
        entry = entries[path]
        while entry.container:
            entry = entries[entry.container]
        outermost[entry.path] = entry.size
    return sum(outermost.values())


def _foretold(on_progress: OnProgress | None, most: float) -> Callable[[int, float], None] | None:
    if on_progress is None:
        return None
    return lambda done, total: on_progress(done, max(min(total, most), done), "queries")


def _told(on_progress: OnProgress | None, total: float, unit: str) -> Callable[[int], None] | None:
    if on_progress is None:
        return None

    def tell(done: int) -> None:
        on_progress(min(done, total), total, unit)

    return tell


def _peak_rss() -> int:
    """Bytes; the highest of this process so far. Linux counts in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
