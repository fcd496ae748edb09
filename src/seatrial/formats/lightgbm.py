"""LightGBM models: text that lists trees of numbers, no code. Layout: `GBDT::SaveModelToString`, versions 2 to 4."""

import re
from typing import BinaryIO, Final

from seatrial.domain.inventory import Role
from seatrial.formats.text import decoded

NAME = "lightgbm"
ROLE = Role.WEIGHTS
PRIORITY = 60
STARTS = (b"tree",)
MAX_HEADER_BYTES: Final = 8 * 1024 * 1024
_START: Final = re.compile(r"tree\r?\nversion=v\d+\r?\nnum_class=\d+\r?\nnum_tree_per_iteration=\d+\r?\n")
_SIZES: Final = re.compile(rb"^tree_sizes=([\d ]*)\r?$", re.MULTILINE)
_FIRST_TREE: Final = re.compile(rb"^Tree=0\r?$", re.MULTILINE)


def matches(head: bytes, size: int) -> bool:
    """Text that begins with the four lines that every model has."""
    if not head.startswith(b"tree"):
        return False
    text = decoded(head, size)
    return text is not None and _START.match(text) is not None


def extent(reader: BinaryIO) -> int | None:
    """Where the last tree ends by the sizes that the header lists, or None when it lists none."""
    reader.seek(0)
    header = reader.read(MAX_HEADER_BYTES)
    sizes = _SIZES.search(header)
    if sizes is None:
        return None
    first = _FIRST_TREE.search(header, sizes.end())
    if first is None:
        return None if len(header) == MAX_HEADER_BYTES or not sizes[1].split() else len(header) + 1
    # Numbers beyond any file stay beyond it; the bound keeps them small.
    return first.start() + sum(min(int(size[:18]), 1 << 56) for size in sizes[1].split())
