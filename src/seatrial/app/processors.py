"""How many processors there are, and when using several pays."""

import os
from collections.abc import Collection
from typing import Final

FEW_FILES: Final = 16
SMALL_BYTES: Final = 4 * 1024 * 1024


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def several_pay(sizes: Collection[int], jobs: int) -> bool:
    """Whether files of these sizes (bytes) are read sooner on several processes than here: their start costs too."""
    return jobs > 1 and len(sizes) > 1 and (len(sizes) >= FEW_FILES or sum(sizes) >= SMALL_BYTES)
