"""The whole of one review: what was looked at, what was seen, what each regime makes of it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from seatrial.domain.assessment import Assessment
from seatrial.domain.declaration import Declaration
from seatrial.domain.event import Event
from seatrial.domain.inventory import Fact, Inventory
from seatrial.domain.result import Result
from seatrial.domain.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The document kept as `review.json`; every report is made from it alone."""

    inventory: Inventory
    declaration: Declaration | None
    facts: tuple[Fact, ...]
    """All facts the verdicts could use: of the files, declared, measured."""
    assessment: Assessment
    verdicts: tuple[Verdict, ...]
    started_at: datetime.datetime
    finished_at: datetime.datetime
    tool_version: str
    events: tuple[Event, ...] = ()
    """What had happened in the case when it was judged; the only things that move clocks."""
    environment: dict[str, str] = field(default_factory=dict)
    """Python, platform and processor count: what a reader needs to repeat it, nothing that names a person."""
    signer: str = ""
    """Key id of the record's signature, `sha256:...` of the public key."""

    @property
    def result(self) -> Result:
        """The worst verdict: not clear, then could not tell, then clear. No verdict is could not tell."""
        return worst(verdict.result for verdict in self.verdicts)


def worst(results: Iterable[Result]) -> Result:
    """The result that decides: not clear, then could not tell, then clear. None at all is could not tell."""
    found = set(results)
    for result in (Result.NOT_CLEAR, Result.COULD_NOT_TELL, Result.CLEAR, Result.NOT_APPLICABLE):
        if result in found:
            return result
    return Result.COULD_NOT_TELL
