"""The parent's end of one worker process: start it, talk to it against a clock, end it and all it started."""

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

from seatrial.assess.messages import MAX_FROM_WORKER, FromParent, FromWorker, from_worker, line_of
from seatrial.documents import DocumentError

STDERR_BYTES: Final = 64 * 1024
"""How much of the end of a worker's standard error is kept."""
_CHUNK: Final = 1024 * 1024
_PASSED_ON: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class WorkerGone(Exception):  # noqa: N818 - what happened, said to the pool
    """The worker ended or broke the protocol. `limit`: it met a limit, which is no failure of the check."""

    def __init__(self, reason: str, *, limit: bool = False) -> None:
        super().__init__(reason)
        self.limit = limit


class WorkerLate(Exception):  # noqa: N818 - what happened, said to the pool
    """Nothing came before the deadline."""


class Worker:
    """A worker process. Use it as a context: on leaving, it and its whole process group are gone."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd="/",
            env=_environment(environment),
            start_new_session=True,
            bufsize=0,
        )
        self._inbox, self._stderr, self._eof = bytearray(), bytearray(), False
        self._selector = selectors.DefaultSelector()
        for stream in (self._process.stdout, self._process.stderr, self._process.stdin):
            if stream is not None:
                os.set_blocking(stream.fileno(), False)
        self._in, self._out, self._err = self._process.stdin, self._process.stdout, self._process.stderr
        self._selector.register(self._out, selectors.EVENT_READ, self._take_out)  # type: ignore[arg-type]
        self._selector.register(self._err, selectors.EVENT_READ, self._take_err)  # type: ignore[arg-type]

    def __enter__(self) -> "Worker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._selector.close()
        for stream in (self._in, self._out, self._err):
            if stream is not None:
                stream.close()

    @property
    def stderr(self) -> bytes:
        """The end of what it wrote to standard error."""
        return bytes(self._stderr)

    def kill(self) -> None:
        """End the process group at once, and wait for the worker to be gone."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self._process.kill()
        self._process.wait()

    def send(self, message: FromParent, deadline: float) -> None:
        """Send one message before the deadline (of `time.monotonic`). Raises `WorkerGone` and `WorkerLate`."""
        data, sent = memoryview(line_of(message)), 0
        if self._in is None:
            raise WorkerGone("the worker has no input")
        self._selector.register(self._in, selectors.EVENT_WRITE, None)
        try:
            while sent < len(data):
                for key, _ in self._ready(deadline):
                    if key.data is None:
                        sent += os.write(self._in.fileno(), data[sent : sent + _CHUNK])
        except BrokenPipeError as error:
            raise self._gone() from error
        finally:
            self._selector.unregister(self._in)

    def receive(self, deadline: float) -> FromWorker:
        """The next message. Raises `WorkerGone` and `WorkerLate`."""
        searched = 0
        while True:
            end = self._inbox.find(b"\n", searched)
            if end >= 0:
                line = bytes(self._inbox[:end])
                del self._inbox[: end + 1]
                try:
                    return from_worker(line)
                except DocumentError as error:
                    raise WorkerGone("the worker said something that is no message") from error
            searched = len(self._inbox)
            if searched > MAX_FROM_WORKER:
                raise WorkerGone(f"the worker said more than {MAX_FROM_WORKER:,} bytes at once")
            if self._eof:
                raise self._gone()
            self._ready(deadline)

    def _ready(self, deadline: float) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait for something to happen and take in what came; what is ready is returned."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise WorkerLate
        ready = self._selector.select(left)
        for key, _ in ready:
            if key.data is not None:
                key.data(key.fd)
        return ready

    def _take_out(self, descriptor: int) -> None:
        data = self._read(descriptor)
        self._inbox += data

    def _take_err(self, descriptor: int) -> None:
        self._stderr += self._read(descriptor)
        del self._stderr[:-STDERR_BYTES]

    def _read(self, descriptor: int) -> bytes:
        try:
            data = os.read(descriptor, _CHUNK)
        except BlockingIOError:
            return b""
        if not data:
            self._selector.unregister(descriptor)
            self._eof = self._eof or (self._out is not None and descriptor == self._out.fileno())
        return data

    def _gone(self) -> WorkerGone:
        """Why it ended, in words."""
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return WorkerGone("the worker closed its output and went on")
        self._drain()
        if code >= 0:
            return WorkerGone(f"the worker ended by itself with code {code}")
        name = {s.value: s.name for s in signal.Signals}.get(-code, f"signal {-code}")
        if name == "SIGXCPU":
            return WorkerGone("used more processor time than it may", limit=True)
        why = ", most likely because the machine ran out of memory" if name == "SIGKILL" else ""
        return WorkerGone(f"the worker was killed by {name}{why}")

    def _drain(self) -> None:
        if self._err is not None and self._err.fileno() in self._selector.get_map():
            for _ in range(16):
                before = len(self._stderr)
                self._take_err(self._err.fileno())
                if len(self._stderr) == before or self._err.fileno() not in self._selector.get_map():
                    return


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    """What the worker starts with. Nothing of the user's but where libraries and packages lie."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    places = [place for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if Path(place).is_absolute()]
    if places:
        kept["PYTHONPATH"] = os.pathsep.join(places)
    fixed = {
        "LC_ALL": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        # The same order of sets in every run: same bytes, same findings.
        "PYTHONHASHSEED": "0",
        # The current directory may be the subject: nothing in it may be imported.
        "PYTHONSAFEPATH": "1",
    }
    return {**kept, **fixed, **extra}
