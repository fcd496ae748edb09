"""Begins workers, each in a fresh child that may be killed: `begin DIRECTORY POOL` in, the child's id out;
`kill ID` or `end ID` in, and how it ended out.

    python -m tests.office.kill_worker

Everything is imported once, so that a hundred starts take seconds. A worker writes each part that it runs into `ran`
in its office's directory, and goes on with none while there is a file `hold` there.
"""

import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from seatrial.app.office import workflows, workplace
from seatrial.app.office.errand import Here, Running, RunParts
from seatrial.app.office.office import Office

workflows.POLL_SECONDS = 0.05  # type: ignore[misc]
workflows.LAST_SECONDS = 5  # type: ignore[misc]
workplace.BEAT_SECONDS = 0.2  # type: ignore[misc]
workplace.SILENT_SECONDS = 2.0  # type: ignore[misc]


class Written:
    """Parts that are run here, and written down first."""

    def __init__(self, directory: Path, bodies: Sequence[bytes]) -> None:
        self.directory, self.here = directory, Here(bodies)

    def answer(self, number: int) -> bytes:
        with (self.directory / "ran").open("a") as file:
            file.write(f"{os.getpid()} {number}\n")
        while (self.directory / "hold").exists():
            time.sleep(0.02)
        return self.here.answer(number)


def written(directory: Path) -> RunParts:
    def run(bodies: Sequence[bytes]) -> Running:
        return Written(directory, bodies)

    return run


def work(directory: Path, pool: str) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    office = Office(directory)
    workflows.Worker(office, pool, written(directory), lambda _event, **_fields: None).run(stop)
    office.close()


def begun(do: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        faulthandler.enable()
        code = 1
        try:
            do()
            code = 0
        finally:
            os._exit(code)
    return child


def main() -> None:
    for line in sys.stdin:
        verb, *said = line.split()
        if verb == "begin":
            print(begun(lambda: work(Path(said[0]), said[1])), flush=True)  # noqa: B023 - it is forked at once
        else:
            os.kill(int(said[0]), signal.SIGKILL if verb == "kill" else signal.SIGTERM)
            print(os.waitstatus_to_exitcode(os.waitpid(int(said[0]), 0)[1]), flush=True)


if __name__ == "__main__":
    main()
