"""Clocks: days, business days, months, hours, stops and their cap; against a slow reference that counts day by day."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.errors import RegimeError
from seatrial.domain.event import Event
from seatrial.domain.procedure import Clock, ClockState, ClockStatus, ClockUnit, Extension
from seatrial.regimes import calendars
from seatrial.regimes.clocks import EXTENDED, clock_state

UTC = datetime.UTC
DAY = datetime.timedelta(days=1)


def _at(text: str, zone: str = "UTC") -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def _clock(length: int, unit: str = "d", **more: object) -> Clock:
    return Clock(
        id="review",
        start="accepted",
        length=length,
        unit=ClockUnit(unit),
        stop_on=("asked",),
        resume_on=("answered",),
        ends_on=("decided",),
        **more,  # type: ignore[arg-type]
    )


def _state(clock: Clock, events: list[tuple[str, str]], now: str) -> ClockState:
    calendar = calendars.find(clock.calendar)
    happened = [Event(type=kind, at=_at(when, calendar.zone)) for kind, when in events]
    return clock_state(clock, happened, calendar, _at(now, calendar.zone))


# One thing at a time


def test_before_its_event_it_has_not_started_and_says_what_would_start_it() -> None:
    state = _state(_clock(30), [], "2026-06-01T12:00")
    assert state.status is ClockStatus.NOT_STARTED
    assert state.awaits == ("accepted",)
    assert state.due_at is None


def test_the_day_of_the_start_does_not_count_and_the_last_day_counts_whole() -> None:
    events = [("accepted", "2026-06-01T09:00")]
    assert _state(_clock(30), events, "2026-07-01T23:59").status is ClockStatus.RUNNING
    assert _state(_clock(30), events, "2026-07-02T00:00").status is ClockStatus.EXPIRED


def test_hours_count_exactly_and_through_the_change_to_summer_time() -> None:
    clock = _clock(24, "h", calendar="us-federal")
    state = _state(clock, [("accepted", "2026-03-07T12:00")], "2026-03-07T13:00")
    # The night has 23 hours: a full day later it is one o'clock.
    assert state.due_at == _at("2026-03-08T13:00", "America/New_York")


def test_days_are_those_of_the_calendar_not_of_the_machine() -> None:
    clock = _clock(1, calendar="us-california-weekdays")
    accepted = Event(type="accepted", at=_at("2026-06-02T05:00"))  # still the first of June in California
    state = clock_state(clock, [accepted], calendars.find(clock.calendar), _at("2026-06-02T06:00"))
    assert state.due_at == _at("2026-06-03T00:00", "America/Los_Angeles")


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
    ],
)
def test_a_month_ends_on_the_same_number_or_the_last_day(start: str, months: int, last: str) -> None:
    state = _state(_clock(months, "mo"), [("accepted", f"{start}T10:00")], f"{start}T11:00")
    assert state.due_at == _at(f"{last}T00:00") + DAY


def test_business_days_pass_over_weekends_and_holidays() -> None:
    # Thursday before Independence Day 2026, which falls on a Saturday and is observed on the Friday.
    state = _state(_clock(2, "bd", calendar="us-federal"), [("accepted", "2026-07-02T10:00")], "2026-07-02T11:00")
    assert state.due_at == _at("2026-07-08T00:00", "America/New_York")


def test_a_deadline_before_a_planned_day_is_counted_back() -> None:
    clock = Clock(
        id="notice", start="release.planned", length=14, unit=ClockUnit.DAYS, direction="before", ends_on=("told",)
    )
    planned = Event(type="release.planned", at=_at("2026-06-01T08:00"), on=datetime.date(2026, 7, 15))
    calendar = calendars.find(clock.calendar)
    state = clock_state(clock, [planned], calendar, _at("2026-06-02T08:00"))
    assert state.due_at == _at("2026-07-02T00:00")
    told = Event(type="told", at=_at("2026-07-01T23:00"))
    assert clock_state(clock, [planned, told], calendar, _at("2026-07-20T08:00")).status is ClockStatus.MET


def test_a_question_stops_it_three_times_and_no_longer_than_the_cap() -> None:
    clock = _clock(10, max_stop_days=15)
    events = [
        ("accepted", "2026-06-01T09:00"),
        ("asked", "2026-06-03T09:00"),
        ("answered", "2026-06-08T09:00"),  # 5 days
        ("asked", "2026-06-09T09:00"),
        ("answered", "2026-06-14T09:00"),  # 10 days
        ("asked", "2026-06-15T09:00"),
        ("answered", "2026-07-15T09:00"),  # 30 more, of which 5 count
    ]
    state = _state(clock, events, "2026-06-20T12:00")
    assert state.stopped_days == 15
    assert state.due_at == _at("2026-06-27T00:00")
    assert _state(clock, events, "2026-06-16T12:00").status is ClockStatus.STOPPED
    assert _state(clock, events, "2026-06-21T12:00").status is ClockStatus.RUNNING
    assert _state(clock, events, "2026-06-27T00:00").status is ClockStatus.EXPIRED


def test_while_it_stands_still_it_does_not_run_out() -> None:
    events = [("accepted", "2026-06-01T09:00"), ("asked", "2026-06-02T09:00")]
    state = _state(_clock(5), events, "2026-09-01T09:00")
    assert state.status is ClockStatus.STOPPED
    assert state.awaits == ("answered", "decided")


def test_what_it_waits_for_in_time_and_too_late() -> None:
    begun = [("accepted", "2026-06-01T09:00")]
    assert _state(_clock(5), [*begun, ("decided", "2026-06-06T23:00")], "2026-07-01T00:00").status is ClockStatus.MET
    assert _state(_clock(5), [*begun, ("decided", "2026-06-07T00:00")], "2026-07-01T00:00").status is ClockStatus.LATE


def test_the_first_or_the_last_start_counts() -> None:
    events = [("accepted", "2026-06-01T09:00"), ("accepted", "2026-06-10T09:00")]
    assert _state(_clock(5), events, "2026-06-11T09:00").due_at == _at("2026-06-07T00:00")
    assert _state(_clock(5, which="last"), events, "2026-06-11T09:00").due_at == _at("2026-06-16T00:00")


def test_only_the_role_that_may_lengthens_it_and_only_so_often() -> None:
    clock = _clock(5, extend=Extension(role="decider", length=10, times=1))
    calendar = calendars.find(clock.calendar)
    begun = Event(type="accepted", at=_at("2026-06-01T09:00"))

    def extended(role: str, about: str = "review") -> Event:
        return Event(type=EXTENDED, at=_at("2026-06-03T09:00"), role=role, about=about)

    def due(*events: Event) -> datetime.datetime | None:
        return clock_state(clock, [begun, *events], calendar, _at("2026-06-04T09:00")).due_at

    assert due() == due(extended("developer")) == due(extended("decider", "another")) == _at("2026-06-07T00:00")
    assert due(extended("decider")) == due(extended("decider"), extended("decider")) == _at("2026-06-17T00:00")


def test_what_has_not_happened_yet_moves_nothing() -> None:
    events = [("accepted", "2026-06-01T09:00"), ("decided", "2026-06-04T09:00")]
    assert _state(_clock(5), events, "2026-06-03T09:00").status is ClockStatus.RUNNING


def test_times_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        Event(type="accepted", at=datetime.datetime(2026, 6, 1))
    with pytest.raises(ValueError, match="zone"):
        clock_state(_clock(1), [], calendars.find("utc-weekdays"), datetime.datetime(2026, 6, 1))


def test_an_unknown_calendar_is_a_regime_error_that_names_the_known_ones() -> None:
    with pytest.raises(RegimeError, match="no calendar") as caught:
        calendars.find("mars")
    assert "us-federal" in caught.value.advice


# Federal holidays, by what the Office of Personnel Management lists for these years


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"),
        (2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31"),
    ],
)
def test_federal_holidays_fall_where_they_are_observed(year: int, days: str) -> None:
    expected = {datetime.date.fromisoformat(f"{year}-{day}") for day in days.split()}
    assert calendars.us_federal(year) == expected


# Against the reference


def _reference(
    clock: Clock, events: list[Event], calendar: calendars.Calendar, now: datetime.datetime
) -> datetime.datetime:
    """Day by day: a day counts when, at its end, the clock was not told to stand still, or may not any more."""
    begun = next(event for event in events if event.type == clock.start)
    ended = next((event.at for event in events if event.type in clock.ends_on and event.at >= begun.at), None)
    until = ended or now
    told = [e for e in events if begun.at <= e.at <= until and e.type in (*clock.stop_on, *clock.resume_on)]
    start, horizon = calendar.local_date(begun.at), calendar.local_date(until)
    day, left = start, clock.length
    if clock.unit is ClockUnit.MONTHS:
        month = start.month - 1 + clock.length
        year, month = start.year + month // 12, month % 12 + 1
        number = start.day
        while True:
            try:
                left = (datetime.date(year, month, number) - start).days
                break
            except ValueError:
                number -= 1
    may_stand = 10**9 if clock.max_stop_days is None else clock.max_stop_days
    while True:
        before = [e for e in told if calendar.local_date(e.at) <= day]
        stopped = bool(before) and before[-1].type in clock.stop_on and day < horizon
        if stopped and may_stand:
            may_stand -= 1
        elif day > start and (clock.unit is not ClockUnit.BUSINESS_DAYS or calendar.is_business_day(day)):
            left -= 1
        if left <= 0 and day > start:
            return calendar.end_of(day)
        day += DAY


_moments = st.integers(0, 120 * 24 * 60).map(
    lambda minutes: datetime.datetime(2024, 2, 1, tzinfo=UTC) + datetime.timedelta(minutes=minutes)
)


@given(
    st.integers(1, 60),
    st.sampled_from(["d", "bd", "mo"]),
    st.sampled_from(calendars.ids()),
    st.none() | st.integers(0, 40),
    st.lists(st.tuples(st.sampled_from(["asked", "answered"]), _moments), max_size=10),
    st.none() | _moments,
    _moments,
)
def test_it_agrees_with_counting_day_by_day(
    length: int,
    unit: str,
    zone: str,
    cap: int | None,
    turns: list[tuple[str, datetime.datetime]],
    decided: datetime.datetime | None,
    now: datetime.datetime,
) -> None:
    clock = _clock(length if unit != "mo" else length % 14 + 1, unit, calendar=zone, max_stop_days=cap)
    calendar = calendars.find(zone)
    events = [Event(type="accepted", at=datetime.datetime(2024, 2, 1, tzinfo=UTC))]
    events += [Event(type=kind, at=when) for kind, when in turns if when <= now]
    if decided is not None and decided <= now:
        events.append(Event(type="decided", at=decided))
    events.sort(key=lambda event: event.at)
    state = clock_state(clock, events, calendar, now)
    assert state.due_at == _reference(clock, events, calendar, now)
    assert cap is None or state.stopped_days <= cap


@given(st.integers(1, 200), st.none() | st.integers(0, 5), st.lists(_moments, max_size=8, unique=True), _moments)
def test_hours_agree_with_counting_minute_by_minute(
    hours: int, cap: int | None, turns: list[datetime.datetime], now: datetime.datetime
) -> None:
    clock = _clock(hours, "h", max_stop_days=cap)
    kinds = ["asked", "answered"]
    begun = datetime.datetime(2024, 2, 1, tzinfo=UTC)
    told = [(kinds[n % 2], when) for n, when in enumerate(sorted(turns)) if when <= now]
    events = [Event(type="accepted", at=begun), *(Event(type=kind, at=when) for kind, when in told)]
    state = clock_state(clock, events, calendars.find(clock.calendar), now)
    # Minutes run one by one: stopped ones count against the cap, all others against the length.
    left, may_stand, moment, stopped, pending = (
        hours * 60,
        10**9 if cap is None else cap * 24 * 60,
        begun,
        False,
        list(told),
    )
    minute = datetime.timedelta(minutes=1)
    while left:
        while pending and pending[0][1] <= moment:
            stopped = pending.pop(0)[0] == "asked"
        if stopped and moment >= now:
            stopped = False
        if stopped and may_stand:
            may_stand -= 1
        else:
            left -= 1
        moment += minute
    assert state.due_at == moment


@given(
    st.dates(datetime.date(2000, 1, 1), datetime.date(2060, 12, 31)),
    st.integers(0, 400),
    st.sampled_from(calendars.ids()),
)
def test_business_days_are_those_that_are_counted_one_by_one(day: datetime.date, days: int, zone: str) -> None:
    calendar = calendars.find(zone)
    until = day + days * DAY
    assert calendar.business_days(day, until) == sum(
        calendar.is_business_day(day + n * DAY) for n in range(1, days + 1)
    )


@given(
    st.dates(datetime.date(2000, 1, 1), datetime.date(2060, 12, 31)),
    st.integers(1, 80),
    st.sampled_from(calendars.ids()),
)
def test_going_back_the_same_business_days_comes_to_the_start(day: datetime.date, count: int, zone: str) -> None:
    calendar = calendars.find(zone)
    there = calendar.add_business_days(day, count)
    assert calendar.business_days(day, there) == count
    assert calendar.is_business_day(there)
    assert calendar.add_business_days(there, -count) <= day or not calendar.is_business_day(day)
