"""What somebody wants to do in a case, and what it is held to."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from seatrial.cases.acts import Body
from seatrial.domain.person import Person
from seatrial.domain.regime import Regime
from seatrial.domain.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What somebody wants to do."""

    kind: str
    body: Body
    role: str
    """Role of the regime in which they do it; `registrar` for who keeps the office, `office` for the office itself."""
    person: Person
    at: datetime.datetime
    assignee: Person | None = None
    """For an assignment: who would join, as the office knows them."""


class Given(NamedTuple):
    """What an act is held to."""

    regime: Regime
    """Completed: see `roles.completed`."""
    verdict: Verdict | None
    """What the regime makes of the case now: needed for decisions and clocks."""
