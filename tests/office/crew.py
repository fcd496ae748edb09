"""Workers of an office in tests: begun, killed, and waited for."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from seatrial.app.office.office import Office
from seatrial.app.office.show import show_case
from seatrial.cases.acts import EvidenceRerun
from seatrial.domain.person import Person
from seatrial.journal import events, jobs
from seatrial.journal.jobs import Job
from tests.office.conftest import ROOT

PATIENCE = 240.0


class Crew:
    """Begins workers, and ends all that are left."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.office.kill_worker"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.alive: list[int] = []

    def begin(self, office: Office, pool: str = "default") -> int:
        self.alive.append(self._asked(f"begin {office.directory} {pool}"))
        return self.alive[-1]

    def kill(self, worker: int) -> None:
        """Raises `AssertionError` when it had ended by itself."""
        self.alive.remove(worker)
        assert self._asked(f"kill {worker}") == -9

    def end(self, worker: int) -> None:
        """Have it end by itself, as it should."""
        self.alive.remove(worker)
        assert self._asked(f"end {worker}") == 0

    def close(self) -> None:
        for worker in list(self.alive):
            self.kill(worker)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()

    def _asked(self, line: str) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


def until(holds: Callable[[], bool], what: str) -> None:
    late = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < late, what
        time.sleep(0.02)


def found(office: Office, ids: list[str]) -> list[Job]:
    """Jobs as they stand."""
    with office.journal.looking() as db:
        return [job for job in (jobs.job(db, id_) for id_ in ids) if job is not None]


def all_over(office: Office, ids: list[str]) -> list[Job]:
    """Jobs, once all of them are over."""
    until(lambda: all(job.state in ("done", "failed") for job in found(office, ids)), "jobs are not done")
    return found(office, ids)


def lives(office: Office, many: int) -> bool:
    with office.journal.looking() as db:
        return len(jobs.workers(db)) >= many


def ran(office: Office) -> Counter[tuple[int, int]]:
    """How often each worker, by process, began with each part, by number."""
    path = office.directory / "ran"
    lines = path.read_text().splitlines() if path.exists() else []
    return Counter((int(worker), int(number)) for worker, number in (line.split() for line in lines))


def reruns(office: Office, person: Person, case_id: str) -> list[EvidenceRerun]:
    return list(show_case(office, person, case_id).case.state.reruns)


def chain_holds(office: Office) -> bool:
    with office.journal.looking() as db:
        return events.broken_at(db) is None


def hold(directory: Path) -> Path:
    path = directory / "hold"
    path.touch()
    return path
