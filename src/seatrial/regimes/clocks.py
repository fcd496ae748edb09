"""Where a clock stands, by the events of a case: a pure function of data and a given time.

How days count, where a regime does not say otherwise: the day of the start does not count; a day counts when the
clock runs at its end; the period is over at the end of its last day, in the calendar's own zone. Hours count exactly.
A month ends on the day of the same number, or on the last day of a shorter month.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import Final

from seatrial.domain.event import Event
from seatrial.domain.procedure import Clock, ClockState, ClockStatus, ClockUnit
from seatrial.regimes.calendars import Calendar, add_months

EXTENDED: Final = "clock.extended"
"""Event type by which the role that may lengthens a clock; `about` names the clock."""
_DAY: Final = datetime.timedelta(days=1)


def clock_state(clock: Clock, events: Iterable[Event], calendar: Calendar, now: datetime.datetime) -> ClockState:
    """The state of `clock` at `now`. Events after `now` have not happened yet. Raises `ValueError` without a zone."""
    if now.tzinfo is None:
        raise ValueError("a clock needs a time with its zone")
    return standing(clock, in_order(events, now), calendar, now)


def in_order(events: Iterable[Event], now: datetime.datetime) -> list[Event]:
    """What has happened by `now`, the earliest first."""
    return sorted((event for event in events if event.at <= now), key=lambda event: event.at)


def standing(clock: Clock, happened: Sequence[Event], calendar: Calendar, now: datetime.datetime) -> ClockState:
    """As `clock_state`, of what `in_order` gave: several clocks of one case share it."""
    begun = _begun(clock, happened)
    if begun is None:
        return ClockState(clock_id=clock.id, status=ClockStatus.NOT_STARTED, awaits=(clock.start,))
    since = [event for event in happened if event.at >= begun.at]
    ended = next((event.at for event in since if event.type in clock.ends_on), None)
    until = ended or now
    stops = _stops(clock, since, until)
    extensions = _extensions(clock, since)
    length = clock.length + (clock.extend.length * extensions if clock.extend else 0)
    if clock.unit is ClockUnit.HOURS and clock.direction == "after":
        due = _due_by_hours(begun.at, length, stops, clock.max_stop_days)
        granted = sum(((end - start) for start, end in _capped_moments(stops, clock.max_stop_days)), start=0 * _DAY)
        stopped_days = granted // _DAY
    else:
        pauses = _pauses(calendar, stops, clock.max_stop_days)
        due = calendar.end_of(_due_day(clock, calendar, begun, length, pauses))
        stopped_days = sum((end - start).days for start, end in pauses)
    still = bool(stops) and stops[-1][1] == until and not _spent(clock, calendar, stops) and _is_stopped(clock, since)
    status = _status(due, ended, now, still=still)
    return ClockState(
        clock_id=clock.id,
        status=status,
        started_at=begun.at,
        due_at=due,
        ended_at=ended,
        elapsed_days=(calendar.local_date(until) - calendar.local_date(begun.at)).days,
        stopped_days=stopped_days,
        extensions=extensions,
        awaits=_awaits(clock, status),
    )


def _begun(clock: Clock, happened: Sequence[Event]) -> Event | None:
    starts = [event for event in happened if event.type == clock.start]
    if clock.direction == "before":
        starts = [event for event in starts if event.on is not None]
    if not starts:
        return None
    return starts[-1] if clock.which == "last" else starts[0]


def _status(
    due: datetime.datetime, ended: datetime.datetime | None, now: datetime.datetime, *, still: bool
) -> ClockStatus:
    if ended is not None:
        return ClockStatus.MET if ended < due else ClockStatus.LATE
    if still:
        return ClockStatus.STOPPED
    return ClockStatus.RUNNING if now < due else ClockStatus.EXPIRED


def _awaits(clock: Clock, status: ClockStatus) -> tuple[str, ...]:
    if status is ClockStatus.STOPPED:
        return (*clock.resume_on, *clock.ends_on)
    return clock.ends_on if status in (ClockStatus.RUNNING, ClockStatus.EXPIRED) else ()


def _stops(
    clock: Clock, since: Sequence[Event], until: datetime.datetime
) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """Spans in which the clock was told to stand still, in order; one that still lasts ends at `until`."""
    spans: list[tuple[datetime.datetime, datetime.datetime]] = []
    stopped: datetime.datetime | None = None
    for event in since:
        if event.at > until:
            break
        if stopped is None and event.type in clock.stop_on:
            stopped = event.at
        elif stopped is not None and event.type in clock.resume_on:
            spans.append((stopped, event.at))
            stopped = None
    if stopped is not None:
        spans.append((stopped, until))
    return spans


def _is_stopped(clock: Clock, since: Sequence[Event]) -> bool:
    last = next((e for e in reversed(since) if e.type in (*clock.stop_on, *clock.resume_on)), None)
    return last is not None and last.type in clock.stop_on


def _spent(clock: Clock, calendar: Calendar, stops: Sequence[tuple[datetime.datetime, datetime.datetime]]) -> bool:
    """Whether the clock has stood still for as long as it may, so that it runs although it was stopped."""
    if clock.max_stop_days is None:
        return False
    if clock.unit is ClockUnit.HOURS:
        return sum(((end - start) for start, end in stops), start=0 * _DAY) >= clock.max_stop_days * _DAY
    days = sum((calendar.local_date(end) - calendar.local_date(start)).days for start, end in stops)
    return days >= clock.max_stop_days


def _extensions(clock: Clock, since: Sequence[Event]) -> int:
    if clock.extend is None:
        return 0
    given = sum(e.type == EXTENDED and e.about == clock.id and e.role == clock.extend.role for e in since)
    return min(given, clock.extend.times)


def _capped_moments(
    stops: Sequence[tuple[datetime.datetime, datetime.datetime]], max_stop_days: int | None
) -> list[tuple[datetime.datetime, datetime.datetime]]:
    capped, left = [], None if max_stop_days is None else max_stop_days * _DAY
    for start, end in stops:
        span = end - start if left is None else min(end - start, left)
        capped.append((start, start + span))
        left = None if left is None else left - span
    return capped


def _due_by_hours(
    begun: datetime.datetime,
    hours: int,
    stops: Sequence[tuple[datetime.datetime, datetime.datetime]],
    max_stop_days: int | None,
) -> datetime.datetime:
    """Exact: the moment at which the clock has run for so many hours. In UTC, where no hour is missing or doubled."""
    due = begun.astimezone(datetime.UTC) + datetime.timedelta(hours=hours)
    for start, end in _capped_moments(stops, max_stop_days):
        if start >= due:
            break
        due += end - start
    return due


def _pauses(
    calendar: Calendar, stops: Sequence[tuple[datetime.datetime, datetime.datetime]], max_stop_days: int | None
) -> list[tuple[datetime.date, datetime.date]]:
    """Local days that do not count, as spans without their last day: at the end of each, the clock stood still."""
    pauses: list[tuple[datetime.date, datetime.date]] = []
    left = max_stop_days
    for start, end in stops:
        first, behind = calendar.local_date(start), calendar.local_date(end)
        days = (behind - first).days if left is None else min((behind - first).days, left)
        if days > 0:
            pauses.append((first, first + days * _DAY))
            left = None if left is None else left - days
    return pauses


def _due_day(
    clock: Clock,
    calendar: Calendar,
    begun: Event,
    length: int,
    pauses: Sequence[tuple[datetime.date, datetime.date]],
) -> datetime.date:
    """The last local day of the period."""
    if clock.direction == "before":
        return _before(clock, calendar, begun.on or calendar.local_date(begun.at), length)
    day, business = calendar.local_date(begun.at), clock.unit is ClockUnit.BUSINESS_DAYS
    left = (add_months(day, length) - day).days if clock.unit is ClockUnit.MONTHS else length
    for first, behind in pauses:
        counted = max(calendar.business_days(day, first - _DAY) if business else (first - day).days - 1, 0)
        if counted >= left:
            break
        left -= counted
        day = max(day, behind - _DAY)
    return calendar.add_business_days(day, left) if business else day + left * _DAY


def _before(clock: Clock, calendar: Calendar, day: datetime.date, length: int) -> datetime.date:
    if clock.unit is ClockUnit.BUSINESS_DAYS:
        return calendar.add_business_days(day, -length)
    if clock.unit is ClockUnit.MONTHS:
        return add_months(day, -length)
    return day - (length if clock.unit is ClockUnit.DAYS else -(-length // 24)) * _DAY
