"""Bounds that are told: what lies beyond one was not looked at, and whoever asked is to know."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from seatrial.domain.context import LimitReached

_T = TypeVar("_T")


def up_to(items: Iterable[_T], most: int, what: str) -> Iterator[_T]:
    """The first `most` items. Raises `LimitReached`, naming `what` they are, in place of the next one."""
    for count, item in enumerate(items):
        if count == most:
            raise LimitReached(f"more than {most:,} {what}")
        yield item


def lines(text: str, most: int) -> Iterator[tuple[int, str]]:
    """The lines of a text, counted from 1. Raises `LimitReached` in place of the one behind `most`."""
    return up_to(enumerate(text.split("\n"), 1), most, "lines")
