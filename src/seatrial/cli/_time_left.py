"""How long the questions still to be asked will take, from what the last ones took."""

from collections import deque
from collections.abc import Iterable
from typing import Final

RECENT: Final = 24
"""Steps of progress whose pace counts: answers kept from a run before this one come at once, and say nothing."""


class TimeLeft:
    """Told of questions as they are asked. Says nothing before it knows a pace."""

    def __init__(self) -> None:
        self._done, self._total = dict[str, float](), dict[str, float]()
        self._recent = deque[tuple[float, float]](maxlen=RECENT)

    def expect(self, check_id: str, queries: float) -> None:
        """A check will ask this many questions, at most."""
        if queries:
            self._done.setdefault(check_id, 0)
            self._total[check_id] = queries

    def asked(self, check_id: str, done: float, total: float, now: float) -> None:
        """A check has asked `done` of the `total` questions that it is expected to ask. `now` in seconds."""
        self._done[check_id], self._total[check_id] = done, total
        self._recent.append((now, self.done))

    def over(self, check_id: str) -> None:
        """A check asks no more."""
        if check_id in self._total:
            self._total[check_id] = self._done[check_id]

    @property
    def done(self) -> float:
        """Questions asked so far."""
        return sum(self._done.values())

    @property
    def total(self) -> float:
        """Questions in all, as far as that is known."""
        return sum(self._total.values())

    def seconds(self, now: float) -> float | None:
        """Seconds left at `now`; None while no pace is known."""
        if not self._recent:
            return None
        (began, first), (last, done) = self._recent[0], self._recent[-1]
        if done - first < 2 or last <= began:
            return None
        return max((self.total - done) * (last - began) / (done - first) - (now - last), 0.0)


def in_words(seconds: float) -> str:
    """`about 2 min 10 s`, no more exact than it can be."""
    rounded = max(5 * round(seconds / 5), 5) if seconds < 600 else 60 * round(seconds / 60)
    minutes, rest = divmod(rounded, 60)
    parts: Iterable[str] = (f"{minutes} min" if minutes else "", f"{rest} s" if rest else "")
    return "about " + " ".join(part for part in parts if part)
