"""The bytes of an open file, block by block; of a large one, the next are read while one is used."""

import mmap
import os
from collections.abc import Generator, Iterator
from typing import Final

BLOCK_BYTES: Final = 1 << 20
"""A page-aligned megabyte. Reading into a buffer that is off alignment was measured five times slower."""
AHEAD_FROM: Final = 64 << 20
"""Bytes from which on a thread that reads ahead repays its start."""
_BLOCKS_AHEAD: Final = 4


def blocks(descriptor: int, size: int) -> Generator[memoryview, None, None]:
    """What a file of about `size` bytes holds, from its start to wherever its end is when that is reached.

    A block is good until the next one is asked for. Close the generator before the descriptor. Raises `OSError` when
    the file cannot be read.
    """
    os.lseek(descriptor, 0, os.SEEK_SET)
    yield from _ahead(descriptor) if size >= AHEAD_FROM else _in_turn(descriptor)


def _in_turn(descriptor: int) -> Iterator[memoryview]:
    block = _block()
    while count := os.readv(descriptor, [block]):
        yield block[:count]


def _ahead(descriptor: int) -> Iterator[memoryview]:
    """As `_in_turn`. Whoever hashes a block lets other threads run, and this one reads meanwhile."""
    from queue import SimpleQueue  # noqa: PLC0415 - small files are read without
    from threading import Thread  # noqa: PLC0415

    free, full = SimpleQueue[memoryview | None](), SimpleQueue[tuple[memoryview, int] | OSError]()

    def read() -> None:
        while (block := free.get()) is not None:
            try:
                full.put((block, os.readv(descriptor, [block])))
            except OSError as error:
                full.put(error)

    for _ in range(_BLOCKS_AHEAD):
        free.put(_block())
    reader = Thread(target=read, name="reads ahead", daemon=True)
    reader.start()
    try:
        while True:
            got = full.get()
            if isinstance(got, OSError):
                raise got
            block, count = got
            if not count:
                return
            yield block[:count]
            free.put(block)
    finally:
        # The descriptor is the caller's to close, and may then be another file's: nobody may still read from it.
        free.put(None)
        reader.join()


def _block() -> memoryview:
    return memoryview(mmap.mmap(-1, BLOCK_BYTES))
