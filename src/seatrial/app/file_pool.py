"""Files on several processors: processes that each take small batches, and one that dies takes no others along."""

import concurrent.futures
import multiprocessing
import multiprocessing.connection
import os
import resource
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Final, TypeAlias, TypeVar

from seatrial.inventory.take import Root
from seatrial.inventory.walk import Found

BATCH_FILES: Final = 64
BATCH_BYTES: Final = 16 * 1024 * 1024
MEMORY_BYTES: Final = 4 * 1024**3
"""Address space of one process, what is mapped included."""
AHEAD: Final = 4
"""Batches handed out for each process at a time."""
_METHOD: Final = "fork" if sys.platform == "linux" else "spawn"
"""A fork saves the imports. What a child then does (read, parse, answer) takes no lock that a thread may hold."""

Result = TypeVar("Result")
Work = Callable[[Found, Root], Result]
"""What is done with one file: a function that a process can find by its name."""
Item: TypeAlias = tuple[Found, Root]


def each_file(
    work: Work[Result], lost: Callable[[str, str], Result], items: Sequence[Item], jobs: int
) -> Iterator[Result]:
    """`work` of each of `items`, in their order, on up to `jobs` processes.

    A file that ends the process it is in gets `lost` of its path and the reason instead.
    """
    todo = deque(_batches(items))
    while todo:
        try:
            with _processes(min(jobs, len(todo))) as pool:
                yield from _results(pool, work, todo, jobs)
        except BrokenProcessPool:
            # A file of the batches in hand ended its process: each of them is tried alone.
            for item in [item for _ in range(min(len(todo), jobs * AHEAD)) for item in todo.popleft()]:
                yield _alone(work, lost, item)


def _batches(items: Sequence[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    size = 0
    for item in items:
        if batch and (len(batch) >= BATCH_FILES or size + item[0].size > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += item[0].size
    if batch:
        yield batch


def _results(
    pool: concurrent.futures.ProcessPoolExecutor, work: Work[Result], todo: deque[list[Item]], jobs: int
) -> Iterator[Result]:
    """Results in order; a batch leaves `todo` when its result is here. Raises `BrokenProcessPool`."""
    waiting: deque[concurrent.futures.Future[list[Result]]] = deque()
    while todo:
        while len(waiting) < min(jobs * AHEAD, len(todo)):
            waiting.append(_submit(pool, work, todo[len(waiting)]))
        results = waiting.popleft().result()
        todo.popleft()
        yield from results


def _submit(
    pool: concurrent.futures.ProcessPoolExecutor, work: Work[Result], batch: list[Item]
) -> "concurrent.futures.Future[list[Result]]":
    with warnings.catch_warnings():
        # The first one starts the processes, and Python warns of threads that a fork does not take along.
        warnings.simplefilter("ignore", DeprecationWarning)
        return pool.submit(_batch, work, batch)


def _alone(work: Work[Result], lost: Callable[[str, str], Result], item: Item) -> Result:
    try:
        with _processes(1) as pool:
            return _submit(pool, work, [item]).result()[0]
    except BrokenProcessPool:
        return lost(item[0].path, "the process that read it was ended, for want of memory or by a fault")


def _batch(work: Work[Result], batch: list[Item]) -> list[Result]:
    return [work(found, root) for found, root in batch]


@contextmanager
def _processes(count: int) -> Iterator[concurrent.futures.ProcessPoolExecutor]:
    """A pool that is gone at once when it is left early."""
    context = multiprocessing.get_context(_METHOD)
    pool = concurrent.futures.ProcessPoolExecutor(count, mp_context=context, initializer=_start)
    try:
        yield pool
    except BaseException:
        for process in list((pool._processes or {}).values()):
            process.kill()
        # Waited for, because a thread that is still closing its pipes when Python ends makes it complain.
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


def _end_with_parent() -> None:
    """End this process once its parent was killed, which leaves nobody to hand it work or to take its results."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _start() -> None:
    """An interrupt is the parent's to handle; memory is bounded here."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A fork takes along what wakes the parent's own pools, which are not this process's to wake when it ends.
    concurrent.futures.process._threads_wakeups.clear()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
