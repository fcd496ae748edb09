"""How long the questions still to be asked will take, from what the last ones took."""

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any, Final

RECENT: Final = 24
"""Steps of progress whose pace counts: answers kept from a run before this one come at once, and say nothing."""


class TimeLeft:
    """Told of questions as they are asked. Says nothing before it knows a pace.

    Some checks ask for a word and some for a page, so that a pace in questions would be another one with the next
    check: it is kept in what the plan expected a question to take.
    """

    def __init__(self) -> None:
        self._done, self._total = dict[str, float](), dict[str, float]()
        self._each = dict[str, float]()
        self._recent = deque[tuple[float, float, float]](maxlen=RECENT)

    def take(self, event: Any, now: float) -> None:
        """Take one event of `assess.events`; others say nothing of questions. `now` in seconds."""
        name = type(event).__name__
        if name == "Queued":
            for planned in event.checks:
                self.expect(planned.check_id, planned.expected_queries, planned.expected_seconds)
        elif name == "Progress" and event.unit == "queries":
            self.asked(event.check_id, event.done, event.total, now)
        elif name == "Finished":
            self.over(event.outcome.check_id)

    def expect(self, check_id: str, queries: float, seconds: float = 0.0) -> None:
        """A check will ask this many questions, at most, which were planned to take `seconds` (0: as any others)."""
        if queries:
            self._done.setdefault(check_id, 0)
            self._total[check_id] = queries
            self._each[check_id] = seconds / queries or 1.0

    def asked(self, check_id: str, done: float, total: float, now: float) -> None:
        """A check has asked `done` of the `total` questions that it is expected to ask. `now` in seconds."""
        self._done[check_id], self._total[check_id] = done, total
        self._recent.append((now, self.done, self._worth(self._done)))

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
        (began, first, worth_first), (last, done, worth) = self._recent[0], self._recent[-1]
        if done - first < 2 or last <= began:
            return None
        return max((self._worth(self._total) - worth) * (last - began) / (worth - worth_first) - (now - last), 0.0)

    def _worth(self, questions: Mapping[str, float]) -> float:
        """What these questions of each check were planned to take, together."""
        return sum(count * self._each.get(check_id, 1.0) for check_id, count in questions.items())


def in_words(seconds: float) -> str:
    """`about 2 min 10 s`, no more exact than it can be."""
    rounded = max(5 * round(seconds / 5), 5) if seconds < 600 else 60 * round(seconds / 60)
    minutes, rest = divmod(rounded, 60)
    parts: Iterable[str] = (f"{minutes} min" if minutes else "", f"{rest} s" if rest else "")
    return "about " + " ".join(part for part in parts if part)
