"""How many bytes may pass while the members of containers are listed: work stays in proportion to the subject."""

import io
from typing import BinaryIO

from seatrial.domain.context import LimitReached

FREE_BYTES = 256 * 1024 * 1024
RATIO = 20


class AllowanceSpent(LimitReached):
    """More passed than any listing of a subject of this size should need."""


class Allowance:
    """Bytes that may still be read or expanded for a listing, shared by everything in one subject."""

    def __init__(self, subject_size: int) -> None:
        self.left = max(FREE_BYTES, RATIO * subject_size)

    def spend(self, count: int) -> None:
        """Take bytes off. Raises `AllowanceSpent` when none are left."""
        self.left -= count
        if self.left < 0:
            raise AllowanceSpent("members expand to more than a listing may read")


class Metered(io.RawIOBase):
    """Another reader, with every byte that is read or skipped taken off an allowance.

    Skipping counts because a compressed reader must expand what it skips.
    """

    def __init__(self, source: BinaryIO, allowance: Allowance) -> None:
        self._source, self._allowance, self._reached = source, allowance, 0

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """Offset in the other reader."""
        return self._source.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move in the other reader."""
        place = self._source.seek(offset, whence)
        if whence == io.SEEK_END:
            self._account(place)
        return place

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Read from the other reader."""
        data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        self._account(self._source.tell())
        return len(data)

    def _account(self, place: int) -> None:
        # Going back makes a compressed reader start again.
        self._allowance.spend(place - self._reached if place >= self._reached else place)
        self._reached = place
