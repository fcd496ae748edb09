"""A case as it lies on the desk: its events verified and replayed, its regime, what was handed in, and the verdict."""

import datetime
import functools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from seatrial.app.keep import REVIEW_SCHEMA
from seatrial.app.office.judging import clocks_of, verdict_on
from seatrial.app.office.office import Office
from seatrial.app.office.package import read_package
from seatrial.app.office.refused import NoSuchCaseError
from seatrial.cases.event import CaseEvent, verify_chain
from seatrial.cases.replay import replay
from seatrial.cases.state import CaseState, Effect, LedgerStatus, Stage
from seatrial.documents import DocumentError, read
from seatrial.domain.errors import TrustError
from seatrial.domain.procedure import ClockState, ClockStatus, OnExpiry
from seatrial.domain.regime import Regime
from seatrial.domain.review import Review
from seatrial.domain.verdict import Verdict
from seatrial.journal import items
from seatrial.journal.events import KeptEvent, Listed, of_case
from seatrial.journal.people import keys_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """One case at one time."""

    state: CaseState
    regime: Regime
    events: tuple[tuple[CaseEvent, str], ...]
    """Each with its digest."""
    review: Review | None
    """What was handed in last; None before, and while it is sealed."""
    verdict: Verdict | None
    clocks: tuple[ClockState, ...]
    at: datetime.datetime

    @property
    def head(self) -> str:
        """Digest of the last event."""
        return self.events[-1][1]


def load_case(office: Office, db: Connection, case_id: str, at: datetime.datetime) -> CaseFile:
    """The case by what this connection may read.

    Raises `NoSuchCaseError` when that is nothing, and `TrustError` when a signature or the chain does not hold.
    """
    kept = of_case(db, case_id)
    if not kept:
        raise NoSuchCaseError(case_id)
    events = _verified(kept, office)
    at = max(at, events[-1].at)
    opened: Any = events[0].body
    regime = office.regime(opened.regime.digest)
    state = replay(events, regime, clocks_of(regime, effective=True), at)
    if state is None:
        raise NoSuchCaseError(case_id)
    review = _review(db, state)
    clocks = tuple(clocks_of(regime)(state.moved, at))
    return CaseFile(
        state=state,
        regime=regime,
        events=tuple(zip(events, (event.digest for event in kept), strict=True)),
        review=review,
        verdict=verdict_on(state, regime, review, at) if review else None,
        clocks=clocks,
        at=at,
    )


def _verified(kept: Sequence[KeptEvent], office: Office) -> tuple[CaseEvent, ...]:
    """Events whose chain and signatures hold, by the office's keys or their authors' own."""
    events, broken = _chain(tuple(event.sealed for event in kept), tuple(sorted(office.keys.items())))
    if broken and events:
        opened: Any = events[0].body
        with office.journal.looking() as db:
            own = keys_of(db, opened.organisation)
        events, broken = _chain(tuple(event.sealed for event in kept), tuple(sorted({**office.keys, **own}.items())))
    if broken:
        raise TrustError(
            f"event {kept[0].case_id}/{broken} cannot be believed",
            advice="stop the office, and restore the case from a copy",
        )
    return events


@functools.lru_cache(maxsize=512)
def _chain(sealed: tuple[bytes, ...], keys: tuple[tuple[str, bytes], ...]) -> tuple[tuple[CaseEvent, ...], str]:
    events, broken = verify_chain(sealed, dict(keys))
    return events, f"{broken.number} {broken.why}" if broken else ""


def opened_title(package: str) -> str:
    """Title of what came out of a sealed submission."""
    return f"opened from {package}"


def _review(db: Connection, state: CaseState) -> Review | None:
    sent = state.submission
    if sent is None or sent.record is None:
        return None
    package = sent.package
    if sent.sealed:
        opened = [item.digest for item in items.of_case(db, state.id) if item.title == opened_title(package)]
        package = opened[-1] if opened else package
    body = items.body(db, state.id, package)
    return _read_review(body) if body is not None else None


@functools.lru_cache(maxsize=32)
def _read_review(package: bytes) -> Review | None:
    try:
        return read(read_package(package).review, Review, REVIEW_SCHEMA)
    except DocumentError:
        return None


def as_listed(state: CaseState, regime: Regime, head: str, at: datetime.datetime) -> Listed:
    """How a case is shown in lists."""
    running = [
        clock
        for clock in clocks_of(regime)(state.moved, at)
        if clock.started_at and clock.due_at and clock.status in (ClockStatus.RUNNING, ClockStatus.STOPPED)
    ]
    clocks = [
        {
            "id": clock.clock_id,
            "status": clock.status.value,
            "started_at": clock.started_at.isoformat() if clock.started_at else "",
            "due_at": clock.due_at.isoformat() if clock.due_at else "",
        }
        for clock in running
    ]
    return Listed(
        case_id=state.id,
        title=state.title,
        organisation=state.organisation,
        regime=state.regime.id,
        stage=state.stage.value,
        waits_for=state.moves[-1].waits_for,
        outcome=state.decision.outcome if state.decision else state.closed_as,
        opened_at=state.opened_at,
        changed_at=state.latest_at,
        next_at=_next(state, regime, running),
        events=state.events,
        head=head,
        shown=json.dumps({"clocks": clocks, "dates": list(_dates(state)), "suspended": state.suspended(at)}),
    )


def _dates(state: CaseState) -> Iterator[dict[str, str]]:
    """Days that are set, beside the clocks."""
    for line in state.ledger:
        if line.status is LedgerStatus.OPEN and line.condition.due:
            yield {"what": f"condition {line.condition.id} is due", "due_at": line.condition.due.isoformat()}
    if state.suspension is not None:
        yield {"what": "the suspension ends", "due_at": state.suspension.expires_at.isoformat()}


def _next(state: CaseState, regime: Regime, running: Sequence[ClockState]) -> datetime.datetime | None:
    """When something happens by itself next, or earlier: a clock that stands still may run on from now."""
    unnoted = [effect.fell_at for effect in unnoted_of(state)]
    if unnoted:
        return min(unnoted)
    if state.stage is Stage.CLOSED:
        return None
    effects = {clock.id: clock.on_expiry for clock in regime.clocks}
    moments = [c.due_at for c in running if c.due_at and effects[c.clock_id] is not OnExpiry.NONE]
    moments += [line.condition.due for line in state.ledger if line.status is LedgerStatus.OPEN and line.condition.due]
    moments += [state.suspension.expires_at] if state.suspension else []
    return min(moments, default=None)


def unnoted_of(state: CaseState) -> tuple[Effect, ...]:
    """What clocks did and nobody has noted yet, in order."""
    found = (effect for effect in state.effects if (effect.clock, effect.started_at) not in state.noted)
    return tuple(sorted(found, key=lambda effect: effect.fell_at))
