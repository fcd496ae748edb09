"""One incident, with every time that some regime counts from."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from seatrial.domain.event import Event


class IncidentKind(StrEnum):
    """What happened, as far as regimes tell it apart."""

    INFRASTRUCTURE = "critical-infrastructure"
    CYBER = "cybersecurity"
    DEATH = "death"
    HARM = "other-serious-harm"


_AWARE = {
    IncidentKind.INFRASTRUCTURE: "incident.aware-infrastructure",
    IncidentKind.CYBER: "incident.aware-cyber",
    IncidentKind.DEATH: "incident.aware-death",
    IncidentKind.HARM: "incident.aware-harm",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What happened, and when somebody knew what. Raises `ValueError` for times that contradict one another."""

    title: str
    kind: IncidentKind
    description: str = ""
    models: tuple[str, ...] = ()
    """Digests or names of the models that are involved."""
    imminent_danger: bool = False
    """It brings imminent danger of death or injury."""
    occurred_at: datetime.datetime | None = None
    aware_at: datetime.datetime | None = None
    """When the developer became aware that the model was involved."""
    discovered_at: datetime.datetime | None = None
    determined_at: datetime.datetime | None = None
    """When the developer determined, or had reason to believe, that it was an incident."""
    reported_at: datetime.datetime | None = None
    resolved_at: datetime.datetime | None = None

    def __post_init__(self) -> None:
        times = {
            "occurred_at": self.occurred_at,
            "aware_at": self.aware_at,
            "discovered_at": self.discovered_at,
            "determined_at": self.determined_at,
            "reported_at": self.reported_at,
            "resolved_at": self.resolved_at,
        }
        stated = {name: moment for name, moment in times.items() if moment is not None}
        for name, moment in stated.items():
            if moment.tzinfo is None:
                raise ValueError(f"{name} needs its time zone")
        for first, later in (
            ("occurred_at", "aware_at"),
            ("occurred_at", "discovered_at"),
            ("occurred_at", "determined_at"),
            ("occurred_at", "reported_at"),
            ("occurred_at", "resolved_at"),
        ):
            if first in stated and later in stated and stated[later] < stated[first]:
                raise ValueError(f"{later} lies before {first}")

    def events(self) -> Iterator[Event]:
        """What regimes count from."""
        if self.occurred_at:
            yield Event(type="incident.occurred", at=self.occurred_at)
        if self.aware_at:
            yield Event(type="incident.aware", at=self.aware_at)
            yield Event(type=_AWARE[self.kind], at=self.aware_at)
        if self.discovered_at:
            yield Event(type="incident.discovered", at=self.discovered_at)
        if self.determined_at:
            yield Event(type="incident.determined", at=self.determined_at)
        known = [moment for moment in (self.aware_at, self.discovered_at, self.determined_at) if moment]
        if self.imminent_danger and known:
            yield Event(type="incident.imminent", at=min(known))
        if self.reported_at:
            yield Event(type="incident.reported", at=self.reported_at)
        if self.resolved_at:
            yield Event(type="incident.resolved", at=self.resolved_at)
