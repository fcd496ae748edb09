"""A scan on several processors: processes that each take small batches, and one that dies takes no others along."""

import concurrent.futures
import multiprocessing
import resource
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Final, TypeAlias

from seatrial.app.scan_file import Root, ScannedFile, scan_file, unread
from seatrial.inventory.walk import Found

BATCH_FILES: Final = 64
BATCH_BYTES: Final = 16 * 1024 * 1024
MEMORY_BYTES: Final = 4 * 1024**3
"""Address space of one process, what is mapped included."""
AHEAD: Final = 4
"""Batches handed out for each process at a time."""
_QUICK: Final = "fork" if sys.platform == "linux" else "spawn"
"""How the first processes start: before this process has any thread, a fork is safe and saves the imports."""

_ALONE: Final = "spawn"
"""How later ones start: by then there may be threads."""

Item: TypeAlias = tuple[Found, Root]


def scan_files(items: Sequence[Item], jobs: int) -> Iterator[ScannedFile]:
    """As `scan_file` for each of `items`, in their order, on up to `jobs` processes."""
    todo, method = deque(_batches(items)), _QUICK
    while todo:
        try:
            with _processes(min(jobs, len(todo)), method) as pool:
                yield from _results(pool, todo, jobs)
        except BrokenProcessPool:
            # A file of the batches in hand ended its process: each of them is tried alone.
            method = _ALONE
            for item in [item for _ in range(min(len(todo), jobs * AHEAD)) for item in todo.popleft()]:
                yield _alone(item)


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


def _results(pool: concurrent.futures.ProcessPoolExecutor, todo: deque[list[Item]], jobs: int) -> Iterator[ScannedFile]:
    """Results in order; a batch leaves `todo` when its result is here. Raises `BrokenProcessPool`."""
    waiting: deque[concurrent.futures.Future[list[ScannedFile]]] = deque()
    while todo:
        while len(waiting) < min(jobs * AHEAD, len(todo)):
            waiting.append(pool.submit(_scan_batch, todo[len(waiting)]))
        scanned = waiting.popleft().result()
        todo.popleft()
        yield from scanned


def _alone(item: Item) -> ScannedFile:
    try:
        with _processes(1, _ALONE) as pool:
            return pool.submit(_scan_batch, [item]).result()[0]
    except BrokenProcessPool:
        return unread(item[0].path, "the process that read it was ended, for want of memory or by a fault")


def _scan_batch(batch: list[Item]) -> list[ScannedFile]:
    return [scan_file(found, root) for found, root in batch]


@contextmanager
def _processes(count: int, method: str) -> Iterator[concurrent.futures.ProcessPoolExecutor]:
    """A pool that is gone at once when it is left early."""
    context = multiprocessing.get_context(method)
    pool = concurrent.futures.ProcessPoolExecutor(count, mp_context=context, initializer=_start)
    try:
        yield pool
    except BaseException:
        for process in list((pool._processes or {}).values()):
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _start() -> None:
    """An interrupt is the parent's to handle; memory is bounded here."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
