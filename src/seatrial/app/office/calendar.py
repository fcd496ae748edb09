"""Deadlines of somebody's cases as a calendar (RFC 5545), at an address that only they know."""

import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Final

from seatrial.app.office import people
from seatrial.app.office.office import Office
from seatrial.domain.person import CALENDAR, Person
from seatrial.domain.text import shown
from seatrial.journal import events
from seatrial.journal.events import Listed

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
MOST_CASES: Final = 2000
NAME: Final = "calendar"
DAYS: Final = 366
_OCTETS: Final = 75
"""The longest line, without its end."""


def calendar_token(office: Office, person: Person) -> str:
    """A token that reads one's calendar and nothing else. It is revoked like any other, and ends within a year."""
    return people.issue_token(office, person, name=NAME, scopes=[CALENDAR], days=DAYS)


def calendar_by(office: Office, token: str) -> bytes | None:
    """The calendar that a token is for, or None."""
    person = people.by_calendar_token(office, token)
    if person is None:
        return None
    found: list[Listed] = []
    with office.journal.reading(person) as db:
        while len(found) < MOST_CASES and (
            batch := events.listed(db, person, after=found[-1].case_id if found else "", limit=events.MOST_LISTED)
        ):
            found += batch
    told = office.configuration
    return calendar(found, office=told.name, origin=told.origin, home=told.server.url.rstrip("/"))


def calendar(cases: Sequence[Listed], *, office: str, origin: str, home: str = "") -> bytes:
    """Deadlines of cases. The same cases give the same bytes: an entry changes when its case does."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Seatrial//Office//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(f'Deadlines, {office}')}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for case in cases:
        for what, due, stands in _dates(case):
            lines += _event(case, what=what, due=due, stands=stands, origin=origin, home=home)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _dates(case: Listed) -> Iterator[tuple[str, datetime.datetime, bool]]:
    """What is due when, and whether that moment stands fast or moves while a clock stands still."""
    kept = json.loads(case.shown)
    for clock in kept.get("clocks", ()):
        if clock["due_at"]:
            due = datetime.datetime.fromisoformat(clock["due_at"])
            yield f"{clock['id'].replace('-', ' ')} ends", due, clock["status"] == "running"
    for date in kept.get("dates", ()):
        yield date["what"], datetime.datetime.fromisoformat(date["due_at"]), True


def _event(case: Listed, *, what: str, due: datetime.datetime, stands: bool, origin: str, home: str) -> Iterator[str]:
    identity = hashlib.sha256(f"{origin}\n{case.case_id}\n{what}".encode()).hexdigest()[:32]
    moves = "" if stands else "; the clock stands still, so it moves"
    yield "BEGIN:VEVENT"
    yield f"UID:{identity}@seatrial"
    yield f"DTSTAMP:{_moment(case.changed_at)}"
    yield f"LAST-MODIFIED:{_moment(case.changed_at)}"
    yield f"SEQUENCE:{case.events}"
    yield f"DTSTART:{_moment(due)}"
    yield f"DTEND:{_moment(due)}"
    yield f"SUMMARY:{_text(f'{case.title}: {what}')}"
    whom = f"It waits for the {case.waits_for}" if case.waits_for else "It waits for nobody"
    yield f"DESCRIPTION:{_text(f'{whom}{moves}. Case {case.case_id}, under {case.regime}.')}"
    if home:
        yield f"URL:{home}/cases/{case.case_id}"
    yield f"STATUS:{'CONFIRMED' if stands else 'TENTATIVE'}"
    yield "CLASS:CONFIDENTIAL"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """Words as a value: control characters shown, and what has a meaning escaped."""
    safe = shown(words, 500)
    for mark in ("\\", ";", ","):
        safe = safe.replace(mark, f"\\{mark}")
    return safe


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of 75 octets at most, none of which cuts a character."""
    piece, octets = "", 0
    for mark in line:
        size = len(mark.encode())
        if octets + size > _OCTETS:
            yield piece
            piece, octets = " ", 1
        piece, octets = piece + mark, octets + size
    yield piece
