"""Whose days a clock counts: time zone, weekend and holidays, by a name that regimes use."""

import calendar
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from seatrial.domain.errors import RegimeError

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2200
_ONE_DAY: Final = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Local days, and which of them are business days."""

    id: str
    zone: str
    """Name in the time zone database."""
    holidays: Callable[[int], frozenset[datetime.date]]
    """Holidays of one year; those on a weekend change nothing."""
    source: str

    def local_date(self, moment: datetime.datetime) -> datetime.date:
        """The local day in which a moment lies."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def end_of(self, day: datetime.date) -> datetime.datetime:
        """The first moment after a local day."""
        return datetime.datetime.combine(day + _ONE_DAY, datetime.time(), ZoneInfo(self.zone))

    def is_business_day(self, day: datetime.date) -> bool:
        """Monday to Friday, and no holiday."""
        return day.weekday() < 5 and day not in self.holidays(day.year)

    def business_days(self, after: datetime.date, until: datetime.date) -> int:
        """Business days behind `after`, up to and with `until`."""
        if until <= after:
            return 0
        weeks, rest = divmod((until - after).days, 7)
        count = weeks * 5 + sum((after + _ONE_DAY * n).weekday() < 5 for n in range(1, rest + 1))
        years = range(after.year, until.year + 1)
        days = (day for year in years for day in self.holidays(year))
        return count - sum(after < day <= until and day.weekday() < 5 for day in days)

    def add_business_days(self, day: datetime.date, count: int) -> datetime.date:
        """The `count`th business day behind `day`, or before it for a negative count."""
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_business_day(day)
        return day


def find(calendar_id: str) -> Calendar:
    """A calendar by its name. Raises `RegimeError`."""
    try:
        return _CALENDARS[calendar_id]
    except KeyError:
        raise RegimeError(
            f"there is no calendar called {calendar_id!r}", advice=f"write one of {', '.join(sorted(_CALENDARS))}"
        ) from None


def ids() -> tuple[str, ...]:
    """Names of all calendars, sorted."""
    return tuple(sorted(_CALENDARS))


def add_months(day: datetime.date, count: int) -> datetime.date:
    """The day of the same number so many months on (or back), or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _none(_year: int) -> frozenset[datetime.date]:
    return frozenset()


@cache
def us_federal(year: int) -> frozenset[datetime.date]:
    """Legal public holidays of the United States, as observed on weekdays. Source: 5 U.S.C. 6103(a) and (b).

    A holiday on a Saturday is observed the Friday before, one on a Sunday the Monday after; New Year's Day of the
    next year may so fall on the last day of this one.
    """
    fixed = [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)]
    days = [_observed(datetime.date(year, month, day)) for month, day in fixed]
    days.append(_observed(datetime.date(year + 1, 1, 1)))
    days += [_nth(year, 1, 0, 3), _nth(year, 2, 0, 3), _last_monday_of_may(year), _nth(year, 9, 0, 1)]
    days += [_nth(year, 10, 0, 2), _nth(year, 11, 3, 4)]
    return frozenset(day for day in days if day.year == year)


def _observed(day: datetime.date) -> datetime.date:
    return day + {5: -_ONE_DAY, 6: _ONE_DAY}.get(day.weekday(), datetime.timedelta())


def _nth(year: int, month: int, weekday: int, nth: int) -> datetime.date:
    first = datetime.date(year, month, 1)
    return first + datetime.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _last_monday_of_may(year: int) -> datetime.date:
    last = datetime.date(year, 5, 31)
    return last - datetime.timedelta(days=last.weekday())


_CALENDARS: Final = {
    found.id: found
    for found in (
        Calendar(id="utc-weekdays", zone="UTC", holidays=_none, source="Monday to Friday, no holidays"),
        Calendar(id="us-federal", zone="America/New_York", holidays=us_federal, source="5 U.S.C. 6103"),
        Calendar(
            id="us-california-weekdays",
            zone="America/Los_Angeles",
            holidays=_none,
            source="Monday to Friday; the holidays of the state are not counted here",
        ),
        Calendar(
            id="eu-weekdays",
            zone="Europe/Brussels",
            holidays=_none,
            source="Monday to Friday; the holidays that the Commission publishes each year are not counted here",
        ),
        Calendar(
            id="cn-weekdays",
            zone="Asia/Shanghai",
            holidays=_none,
            source="Monday to Friday; holidays and make-up days that are decreed each year are not counted here",
        ),
        Calendar(
            id="kr-weekdays",
            zone="Asia/Seoul",
            holidays=_none,
            source="Monday to Friday; public holidays are not counted here",
        ),
    )
}
