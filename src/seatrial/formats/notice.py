"""What a text would have some program do, one thing at a time: the common tongue of readers of such texts."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from seatrial.domain.context import LimitReached

MAX_ALIKE: Final = 50
"""Notices of one weight that are told of one file; many slight ones leave room for a grave one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing that a file has its reader do, lets it do, or takes from elsewhere."""

    rule: str
    what: str
    """Safe to show."""
    line: int = 0
    high: bool = False
    """Nobody has an honest use for it beside a model."""
    ordinary: bool = False
    """Files of its kind commonly have it; a person should know, no more."""


Reader: TypeAlias = Callable[[str], Iterator[Notice]]


def notices_in(data: bytes, read: Reader, most: int) -> Iterator[Notice]:
    """What `read` makes of a text of up to `most` bytes, `MAX_ALIKE` notices of each weight.

    Raises `LimitReached` for a larger one, and what `read` raises.
    """
    if len(data) > most:
        raise LimitReached(f"larger than {most:,} bytes")
    counts: Counter[tuple[bool, bool]] = Counter()
    for notice in read(data.decode("utf-8", "replace").removeprefix("\ufeff")):
        weight = notice.high, notice.ordinary
        counts[weight] += 1
        if counts[weight] <= MAX_ALIKE:
            yield notice
