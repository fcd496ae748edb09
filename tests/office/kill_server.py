"""Serves an office again and again, each time in a fresh child that may be killed: a line in, the child's
id out, and when it has ended, how.

    python -m tests.office.kill_server DIRECTORY PORT BEGAN

Everything is imported once, so that a hundred starts take seconds. The office's time runs `FASTER` than ours, so that
its clocks run out meanwhile.
"""

import datetime
import faulthandler
import os
import sys
from collections.abc import Callable
from pathlib import Path

from seatrial.app.office.office import Office
from seatrial.server import run

FASTER = 10_000


def clock_since(began: float) -> Callable[[], datetime.datetime]:
    """The office's time: begins with ours, and then runs faster."""
    base = datetime.datetime.fromtimestamp(began, datetime.UTC)

    def now() -> datetime.datetime:
        return base + (datetime.datetime.now(datetime.UTC) - base) * FASTER

    return now


def main() -> None:
    directory, port, began = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            faulthandler.enable()
            run.SWEEP_SECONDS = 0.1  # type: ignore[misc]
            run.serve(Office(directory, clock=clock_since(began)), "127.0.0.1", port)
            os._exit(0)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
