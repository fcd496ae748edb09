"""Which workers live: each says so now and then, and who has said nothing for a while is taken for dead.

Silence is measured by the one who listens, so that clocks of machines need not agree. A worker of this machine whose
process is gone is known to be dead at once.
"""

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from seatrial.app.office.office import Office
from seatrial.journal import jobs

BEAT_SECONDS: Final = 3.0
SILENT_SECONDS: Final = 20.0
_PLACE: Final = ("/proc/sys/kernel/random/boot_id", "/proc/self/ns/pid")


def new_worker_id() -> str:
    """A name that no other worker has, with where its process runs."""
    return f"w-{_place()}-{os.getpid()}-{secrets.token_hex(4)}"


def gone(worker: str) -> bool:
    """Whether a worker ran on this machine and its process is not there any more."""
    _, place, process, _ = (*worker.split("-"), "", "", "", "")[:4]
    if not place or place != _place() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _place() -> str:
    """Which machine, since when it runs, and which process ids are meant there."""
    parts = []
    for name in _PLACE:
        path = Path(name)
        try:
            parts.append(str(path.readlink()) if path.is_symlink() else path.read_text(encoding="ascii"))
        except OSError:
            return ""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


@dataclass(slots=True)
class Neighbours:
    """Other workers, as one worker hears them."""

    clock: Callable[[], float] = time.monotonic
    _heard: dict[str, tuple[object, float]] = field(default_factory=dict)

    def living(self, beats: Iterable[tuple[str, object]]) -> set[str]:
        """Who lives, of all that ever said so; called again and again with the latest beat of each."""
        now, found = self.clock(), set()
        for worker, beat in beats:
            before = self._heard.get(worker)
            if before is None or before[0] != beat:
                before = self._heard[worker] = (beat, now)
            if now - before[1] < SILENT_SECONDS and not gone(worker):
                found.add(worker)
        return found


def beaten(office: Office, worker: str, pool: str) -> list[tuple[str, object]]:
    """Say that a worker lives; everybody's latest beats."""
    with office.journal.writing() as db:
        jobs.beat(db, worker, pool, office.clock())
        return list(jobs.workers(db).items())
