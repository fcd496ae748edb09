"""Where the parts of a log lie as static files, and what is in them: C2SP tlog-tiles, tiles of 256 hashes.

https://c2sp.org/tlog-tiles
"""

from collections.abc import Iterator, Sequence
from typing import Final

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT
MAX_ENTRY: Final = 0xFFFF
"""Bytes of an entry: its length has two."""
CHECKPOINT: Final = "checkpoint"


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """The path of a tile of hashes; a `width` below 256 is that of a partial one."""
    return f"tile/{level}/{_number(index)}{_part(width)}"


def entries_path(index: int, width: int = WIDTH) -> str:
    """The path of a bundle of entries."""
    return f"tile/entries/{_number(index)}{_part(width)}"


def bundle(entries: Sequence[bytes]) -> bytes:
    """Entries one after another, each behind its length. Raises `ValueError` for one that is too long."""
    if any(len(entry) > MAX_ENTRY for entry in entries):
        raise ValueError(f"an entry of more than {MAX_ENTRY:,} bytes")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundle(data: bytes) -> Iterator[bytes]:
    """The entries of a bundle. Raises `ValueError` for one that is cut off."""
    at = 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise ValueError("a bundle of entries that is cut off")
        yield data[at + 2 : end]
        at = end


def written(old_size: int, size: int) -> Iterator[tuple[int, int, int]]:
    """Tiles of hashes that a log of `size` has and one of `old_size` had not: level, index, and how many hashes."""
    level = 0
    while (size >> (level * HEIGHT)) > 0:
        before, now = old_size >> (level * HEIGHT), size >> (level * HEIGHT)
        for index in range(before // WIDTH, (now + WIDTH - 1) // WIDTH):
            width = min(now - index * WIDTH, WIDTH)
            if index * WIDTH + width > before:
                yield level, index, width
        level += 1


def _number(index: int) -> str:
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03d}")
    return "/".join(reversed(groups))


def _part(width: int) -> str:
    return "" if width == WIDTH else f".p/{width}"
