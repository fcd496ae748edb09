"""Many writers, one transaction: whoever comes while another commits is committed next, together with all who wait.

One writer leads. It takes what waits, does each work behind a savepoint of its own, commits once, and only then does
anybody learn that theirs is kept; whoever waits longest leads next. A work that is refused undoes itself and nothing
else; a commit that fails, or a bug, has failed for all.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final, Generic, TypeVar, cast

from sqlalchemy import Connection

from seatrial.domain.errors import OperationError, SeatrialError

T = TypeVar("T")
MOST: Final = 64
"""Works of one transaction."""


class NotKeptError(Exception):
    """A work found that it cannot be done, and undoes itself."""


class _Waiting(Generic[T]):
    """One work, and what became of it."""

    def __init__(self, work: Callable[[Connection], T]) -> None:
        self.work = work
        self.turn = threading.Event()
        self.done = False
        self.result: T | None = None
        self.error: Exception | None = None


class Together:
    """A queue of works for one database. `writing` opens the transaction of one writer."""

    def __init__(self, writing: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._writing = writing
        self._lock = threading.Lock()
        self._waiting: list[_Waiting[Any]] = []
        self._led = False

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do a work; what it returned is returned when it is on disk. Raises what it raised, or what the commit did."""
        mine = _Waiting(work)
        with self._lock:
            self._waiting.append(mine)
            leads, self._led = not self._led, True
        if not leads:
            mine.turn.wait()
        if not mine.done:
            self._lead()
        if mine.error is not None:
            raise mine.error
        return cast("T", mine.result)

    def _lead(self) -> None:
        with self._lock:
            taken, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        kept = False
        try:
            self._commit(taken)
            kept = True
        finally:
            self._tell(taken, kept=kept)

    def _tell(self, taken: list[_Waiting[Any]], *, kept: bool) -> None:
        """Let the next one lead, and tell everybody of this transaction what became of it."""
        for one in taken:
            one.done = True
            if not kept:
                one.error = OperationError("what was to be kept together with others was not", advice="do it again")
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._led = following is not None
        if following is not None:
            following.turn.set()
        for one in taken:
            one.turn.set()

    def _commit(self, taken: list[_Waiting[Any]]) -> None:
        with self._writing() as connection:
            if len(taken) == 1:
                taken[0].result = taken[0].work(connection)
                return
            for one in taken:
                try:
                    with connection.begin_nested():
                        one.result = one.work(connection)
                except (SeatrialError, NotKeptError) as error:
                    one.error = error
