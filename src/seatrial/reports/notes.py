"""What a report says about a check, passed in as data: reports do not know the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from seatrial.domain.check import ThreatArea


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckNote:
    """The words of one check, from the catalogue."""

    title: str
    """What is wrong when it fires, without a full stop."""
    areas: tuple[ThreatArea, ...] = ()
    summary: str = ""
    """First paragraph of its documentation."""
    refs: tuple[str, ...] = ()


Notes: TypeAlias = Mapping[str, CheckNote]
"""Notes by check id. A check without one is shown by its id."""


def title_of(check_id: str, notes: Notes) -> str:
    """The check's title, or nothing when there is no note."""
    note = notes.get(check_id)
    return note.title if note else ""
