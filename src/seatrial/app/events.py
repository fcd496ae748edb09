"""What has happened in a case: from the declaration, and from a file of events."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from seatrial.documents import DocumentError, from_builtins
from seatrial.domain.declaration import Declaration
from seatrial.domain.errors import RegimeError, UsageError
from seatrial.domain.event import Event
from seatrial.domain.event_types import EVENT_TYPES
from seatrial.regimes.yaml_lines import bytes_of, read_yaml

_ADVICE = "write `events:` and a list of `{type: ..., at: 2026-11-24T12:00:00Z}`; see docs/reference/vocabulary.md"


def declared_events(declaration: Declaration | None, now: datetime.datetime) -> Iterator[Event]:
    """Plans that the declaration states: a release that is planned for a day."""
    if declaration is None:
        return
    release = declaration.release
    if release.planned_partner_date:
        yield Event(type="release.planned-partner", at=now, role="developer", on=release.planned_partner_date)
    if release.planned_public_date:
        yield Event(type="release.planned-public", at=now, role="developer", on=release.planned_public_date)


def read_events(path: Path) -> tuple[Event, ...]:
    """Events from a YAML file. Raises `UsageError` with the place of what is wrong."""
    try:
        plain, lines = read_yaml(bytes_of(path), str(path))
    except RegimeError as error:
        raise UsageError(f"the events cannot be read: {error.message}", advice=_ADVICE) from error
    items = plain.get("events")
    if set(plain) != {"events"} or not isinstance(items, list):
        raise UsageError(f"{path} does not hold a list under `events`", advice=_ADVICE)
    found = []
    for index, item in enumerate(items):
        place = f"{path}:{lines.get(f'$.events[{index}]', 0)}"
        try:
            event = from_builtins(item, Event)
        except (DocumentError, ValueError) as error:
            raise UsageError(f"{place}: {error}", advice=_ADVICE) from error
        if event.type not in EVENT_TYPES:
            near = [name for name in EVENT_TYPES if name.partition(".")[0] == event.type.partition(".")[0]]
            advice = f"write one of {', '.join(near or sorted(EVENT_TYPES))}"
            raise UsageError(f"{place}: nothing called {event.type!r} happens", advice=advice)
        found.append(event)
    return tuple(found)
