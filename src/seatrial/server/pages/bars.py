"""Clocks and the time line as bars: numbers for drawings, in percent of the whole."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

LEAST: Final = 0.6
"""Percent: a stretch is never too short to be seen."""
_OPEN: Final = ("running", "stopped", "expired")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One stretch of the time line."""

    start: float
    width: float
    waits_for: str
    stage: str
    since: str
    until: str
    """Empty while it goes on."""
    length: datetime.timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockBar:
    """One clock: how much of it is used."""

    clock: str
    status: str
    used: float
    """Percent; 100 when it is over."""
    due_at: str
    left: datetime.timedelta | None
    """Until it is due; negative when that has passed; None for one that is not counting."""
    tone: str
    """`good unsure bad quiet`."""


def stretches(line: Sequence[Mapping[str, Any]], now: datetime.datetime) -> tuple[Stretch, ...]:
    """The time line of a case, who waited for whom."""
    ends = [_moment(one["until"]) or now for one in line]
    starts = [_moment(one["since"]) or now for one in line]
    if not line:
        return ()
    whole = max((ends[-1] - starts[0]).total_seconds(), 1.0)
    found, place = [], 0.0
    widths = [max(LEAST, 100 * (end - start).total_seconds() / whole) for start, end in zip(starts, ends, strict=True)]
    scale = 100 / sum(widths)
    for one, start, end, width in zip(line, starts, ends, widths, strict=True):
        found.append(
            Stretch(
                start=round(place, 3),
                width=round(width * scale, 3),
                waits_for=one["waits_for"],
                stage=one["stage"],
                since=one["since"],
                until=one["until"] or "",
                length=end - start,
            )
        )
        place += width * scale
    return tuple(found)


def clock_bars(clocks: Sequence[Mapping[str, Any]], now: datetime.datetime) -> tuple[ClockBar, ...]:
    """Clocks that have started, those first that end first."""
    found = [_bar(clock, now) for clock in clocks if clock["started_at"]]
    return tuple(sorted(found, key=lambda bar: (bar.left is None, bar.left or datetime.timedelta())))


def _bar(clock: Mapping[str, Any], now: datetime.datetime) -> ClockBar:
    started, due = _moment(clock["started_at"]), _moment(clock["due_at"])
    status = clock["status"]
    counting = status in _OPEN and due is not None
    left = due - now if counting and due else None
    used = 100.0
    if started and due and counting:
        used = 100 * (now - started) / max(due - started, datetime.timedelta(seconds=1))
    tone = {"met": "good", "late": "bad", "expired": "bad", "stopped": "quiet"}.get(status, "good")
    if status == "running" and used >= 75:
        tone = "unsure"
    return ClockBar(
        clock=clock["clock_id"],
        status=status,
        used=round(min(100.0, max(0.0, used)), 2),
        due_at=clock["due_at"] or "",
        left=left,
        tone=tone,
    )


def _moment(text: str | None) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(text) if text else None
