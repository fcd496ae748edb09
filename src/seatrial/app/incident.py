"""One incident, and how long each regime leaves to report it. The clocks are the regimes' own."""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from seatrial.documents import DocumentError, from_builtins
from seatrial.domain.errors import OperationError, RegimeError, UsageError
from seatrial.domain.event_types import EVENT_TYPES
from seatrial.domain.incident import Incident
from seatrial.domain.procedure import Clock, ClockState, ClockStatus
from seatrial.domain.regime import Regime
from seatrial.domain.text import shown
from seatrial.regimes import calendars, shipped
from seatrial.regimes.clocks import clock_state
from seatrial.regimes.yaml_lines import bytes_of, located, read_yaml

TEMPLATE: Final = """\
# One incident. Every time needs its zone; leave out what nobody knows yet, and add it when it is known.
# Regimes count from different times: awareness (EU), discovery (California), determination (New York, Illinois).
title: ""
kind: other-serious-harm       # critical-infrastructure, cybersecurity, death or other-serious-harm
description: ""
models: []                     # digests or names of the models involved
imminent_danger: false         # it brings imminent danger of death or injury
# occurred_at: 2026-11-20T08:30:00Z     # it happened
# aware_at: 2026-11-21T09:00:00Z        # you became aware that the model was involved
# discovered_at: 2026-11-21T09:00:00Z   # you discovered the incident
# determined_at: 2026-11-22T16:00:00Z   # you determined, or had reason to believe, that it was one
# reported_at: 2026-11-22T18:00:00Z     # it was reported
# resolved_at: 2026-11-25T12:00:00Z     # it was resolved
"""
_ADVICE: Final = "`seatrial incident new FILE` writes one to fill in"


class Countdown(NamedTuple):
    """One clock of one regime for one incident."""

    regime: Regime
    clock: Clock
    state: ClockState


def new_incident(path: Path) -> None:
    """Write a record to fill in. Raises `UsageError` when there is a file already, `OperationError` for the disk."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE)
    except FileExistsError as error:
        raise UsageError(f"there is a file {path} already", advice="name another one") from error
    except OSError as error:
        raise OperationError(f"{path} cannot be written: {error.strerror}", advice="check the directory") from error


def read_incident(path: Path) -> Incident:
    """An incident from a YAML file. Raises `UsageError` with the place of what is wrong."""
    try:
        plain, lines = read_yaml(bytes_of(path), str(path))
        try:
            return from_builtins(plain, Incident)
        except (DocumentError, ValueError) as error:
            raise located(DocumentError(str(error)), lines, str(path)) from error
    except RegimeError as error:
        raise UsageError(error.message.removeprefix("regime "), advice=_ADVICE) from error


def countdowns(incident: Incident, references: Sequence[str], now: datetime.datetime) -> list[Countdown]:
    """Every clock that an incident can start, by what is due first; those that have not started come last.

    Raises `RegimeError` for a regime that cannot be read.
    """
    events = tuple(incident.events())
    found = [
        Countdown(regime, clock, clock_state(clock, events, calendars.find(clock.calendar), now))
        for regime in map(shipped.find, dict.fromkeys(references or shipped.ids()))
        for clock in regime.clocks
        if clock.start.startswith("incident.")
    ]
    return sorted(found, key=_urgency)


def _urgency(countdown: Countdown) -> tuple[bool, bool, str, str]:
    state = countdown.state
    over = state.status in (ClockStatus.MET, ClockStatus.LATE)
    due = state.due_at.astimezone(datetime.UTC).isoformat() if state.due_at else ""
    return state.due_at is None, over, due, countdown.regime.id


def as_text(incident: Incident, found: Sequence[Countdown], now: datetime.datetime) -> str:
    """The countdown as lines."""
    return "\n".join(_lines(incident, found, now))


def _lines(incident: Incident, found: Sequence[Countdown], now: datetime.datetime) -> Iterator[str]:
    yield f"{shown(incident.title) or 'untitled'} ({incident.kind})"
    yield f"as of {now:%Y-%m-%d %H:%M} UTC; as we read the regimes, not legal advice"
    for countdown in found:
        state, clock = countdown.state, countdown.clock
        if state.due_at is None:
            continue
        due = state.due_at.astimezone(datetime.UTC)
        local = f" ({state.due_at:%Y-%m-%d %H:%M %Z})" if state.due_at.tzname() != "UTC" else ""
        yield f"  {_standing(state, now):<26} {countdown.regime.id}: {clock.id}"
        yield f"    due before {due:%Y-%m-%d %H:%M} UTC{local}; counted from when {EVENT_TYPES[clock.start]}"
    waiting = [countdown for countdown in found if countdown.state.due_at is None]
    if waiting:
        yield "  not started:"
        yield from (f"    {c.regime.id}: {c.clock.id}, when {EVENT_TYPES[c.clock.start]}" for c in waiting)
    if incident.aware_at is None:
        yield "  aware_at is not stated: whether a report was in time cannot be shown where awareness counts"


def _standing(state: ClockState, now: datetime.datetime) -> str:
    if state.due_at is None or state.status is ClockStatus.MET:
        return "✓ reported in time"
    late = (state.ended_at or now) - state.due_at
    if state.status is ClockStatus.LATE:
        return f"✗ reported {_span(late)} late"
    return f"✗ {_span(late)} overdue" if state.status is ClockStatus.EXPIRED else f"… {_span(-late)} left"


def _span(length: datetime.timedelta) -> str:
    days, hours = length.days, length.seconds // 3600
    return f"{days} d {hours} h" if days else f"{hours} h {length.seconds % 3600 // 60} min"
