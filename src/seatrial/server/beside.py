"""A worker beside the server: one command is enough on a laptop, and costs nothing while there is no work.

It is a process of its own, begun when a job waits and ended when none does or the server is gone, so that what it does
slows down no page.
"""

import logging
import os
import subprocess
import sys
import time
from importlib.util import find_spec
from typing import Final

from seatrial.app.office.configuration import variable
from seatrial.app.office.jobs import DEFAULT_POOL
from seatrial.app.office.office import Office
from seatrial.journal import jobs
from seatrial.server.logs import say

IDLE_SECONDS: Final = 60
LAST_SECONDS: Final = 30


class Beside:
    """At most one worker of the pool `default`."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._process: subprocess.Popen[bytes] | None = None
        self._said = False
        self._not_before = 0.0

    def look(self) -> None:
        """Begin a worker when there is work and none is there. Raises `OperationError`."""
        if not self.office.configuration.jobs.beside or self._lives():
            return
        with self.office.journal.looking() as db:
            waiting = jobs.open_jobs(db, DEFAULT_POOL, 1)
        if waiting and find_spec("dbos") is None:
            if not self._said:
                say(logging.WARNING, "jobs wait for a worker; pip install 'seatrial[workers]'")
            self._said = True
        elif waiting:
            self._begin()

    def close(self) -> None:
        """Have it end what it does, and go."""
        if self._process is None:
            return
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=LAST_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _lives(self) -> bool:
        if self._process is None:
            return False
        ended = self._process.poll()
        if ended is not None:
            self._process = None
            if ended > 0:  # Of itself: a killed one is followed at once.
                self._not_before = time.monotonic() + IDLE_SECONDS
        return self._process is not None or time.monotonic() < self._not_before

    def _begin(self) -> None:
        command = [sys.executable, "-m", "seatrial", "office", "worker", str(self.office.directory)]
        more = ["--until-idle", str(IDLE_SECONDS), "--while-open"]
        # Its database goes by the environment, since what others see of a process are its arguments.
        environment = {**os.environ, variable("database"): self.office.journal.address}
        self._process = subprocess.Popen([*command, *more], stdin=subprocess.PIPE, env=environment)
        say(logging.INFO, "a worker begins beside the server", process=self._process.pid)
