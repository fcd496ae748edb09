"""Something that happened in a case. Events are appended, never changed, and nothing else moves a clock."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, and when. Raises `ValueError` for a time without its zone."""

    type: str
    """As the regime names it: `submission.accepted`, `question.asked`, `incident.aware`, ..."""
    at: datetime.datetime
    """When it happened, with its zone."""
    role: str = ""
    """In which role of the regime somebody did it."""
    about: str = ""
    """What it concerns: a clock that is extended, a requirement, a finding."""
    says: bool | None = None
    """What was answered, for `sealed.answered`: whether the threshold that `about` names is met."""
    on: datetime.date | None = None
    """The day that it speaks of, for plans: a release announced for that day."""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("an event needs a time with its zone")
