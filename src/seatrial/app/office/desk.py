"""Cases that this process has read lately: what it has verified and replayed once, it does not verify and replay again.

Each time the database is asked for the whole case, as the person who reads; only what it gives byte for byte as it was
when it was verified is taken from here, so that a change behind the journal's back is noticed as if nothing lay here.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from seatrial.cases.covered import Believed
from seatrial.cases.state import CaseState
from seatrial.domain.regime import Regime

MOST: Final = 256


@dataclass(frozen=True, slots=True)
class Known:
    """A case up to some event."""

    events: Believed
    state: CaseState
    """Right after the last of them."""
    regime: Regime
    sealed: bytes
    """What the events were when they were verified: `fingerprint` of them as signed."""


def fingerprint(sealed: Sequence[bytes]) -> bytes:
    """SHA-256 over events as they were signed, each with its length."""
    found = hashlib.sha256()
    for data in sealed:
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.digest()


class Desk:
    """The cases read last, `MOST` of them at most."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cases: OrderedDict[str, Known] = OrderedDict()

    def get(self, case_id: str) -> Known | None:
        """What is known of a case."""
        with self._lock:
            found = self._cases.get(case_id)
            if found is not None:
                self._cases.move_to_end(case_id)
            return found

    def put(self, case_id: str, known: Known) -> None:
        """Keep what was learnt of a case, and forget what was not asked for the longest."""
        with self._lock:
            self._cases[case_id] = known
            self._cases.move_to_end(case_id)
            while len(self._cases) > MOST:
                self._cases.popitem(last=False)
