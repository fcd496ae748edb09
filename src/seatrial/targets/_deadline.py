"""A point in time at which a connection ends, whatever the other side is doing.

Timeouts of sockets are for one read each: a server that drips a byte now and then never meets them, neither in its
headers nor in the middle of a TLS handshake. So the connection itself is shut at the deadline, from another thread.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class Deadline:
    """So many seconds from now."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until it; negative after it."""
        return self._end - time.monotonic()

    def over(self) -> bool:
        """Whether it has passed."""
        return self.left() <= 0


class _Wires:
    """The connections that were made, each held by a second descriptor to shut it by."""

    def __init__(self) -> None:
        self._lock, self._held, self._cut = threading.Lock(), list[socket.socket](), False

    def hold(self, wire: socket.socket) -> None:
        with self._lock:
            self._held.append(wire.dup())
            cut = self._cut
        if cut:
            self.cut()

    def cut(self) -> None:
        with self._lock:
            self._cut = True
            for wire in self._held:
                with suppress(OSError):
                    wire.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        with self._lock:
            for wire in self._held:
                wire.close()
            self._held.clear()


@contextmanager
def watched(scheme: str, host: str, port: int | None, deadline: Deadline) -> Iterator[Any]:
    """A `urllib3` pool for one exchange with `host`, whose connection is shut at the deadline.

    Looking up a name is left to the resolver's own timeouts: it cannot be interrupted.
    """
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool  # noqa: PLC0415 - heavy, only here

    wires = _Wires()
    pool: Any = (HTTPSConnectionPool if scheme == "https" else HTTPConnectionPool)(host, port, maxsize=1)
    ordinary: Any = pool.ConnectionCls

    class Held(ordinary):  # type: ignore[misc]
        def _new_conn(self) -> socket.socket:
            wire: socket.socket = super()._new_conn()
            wires.hold(wire)
            return wire

    pool.ConnectionCls = Held
    alarm = threading.Timer(max(deadline.left(), 0), wires.cut)
    alarm.daemon = True
    alarm.start()
    try:
        yield pool
    finally:
        alarm.cancel()
        alarm.join()
        pool.close()
        wires.release()
