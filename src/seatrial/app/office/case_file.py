"""A case as it lies on the desk: its events verified and replayed, its regime, what was handed in, and the verdict."""

import datetime
import functools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from sqlalchemy import Connection

from seatrial.app.keep import REVIEW_SCHEMA
from seatrial.app.office.desk import Known, fingerprint
from seatrial.app.office.judging import clocks_of, verdict_on
from seatrial.app.office.office import Office
from seatrial.app.office.package import read_package
from seatrial.app.office.refused import NoSuchCaseError
from seatrial.cases.acts import SubmissionSent
from seatrial.cases.covered import Believed, covered_chain, further, whole_chain
from seatrial.cases.replay import caught_up, replayed
from seatrial.cases.state import CaseState, Effect, LedgerStatus, Stage
from seatrial.documents import DocumentError, read
from seatrial.domain.errors import TrustError
from seatrial.domain.procedure import ClockState, ClockStatus, OnExpiry
from seatrial.domain.regime import Regime
from seatrial.domain.review import Review
from seatrial.domain.verdict import Verdict
from seatrial.journal import items
from seatrial.journal.events import Listed, sealed_of_case


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """One case at one time."""

    state: CaseState
    regime: Regime
    events: Believed
    review: Review | None
    """What was handed in last; None before, and while it is sealed."""
    verdict: Verdict | None
    clocks: tuple[ClockState, ...]
    at: datetime.datetime

    @property
    def head(self) -> str:
        """Digest of the last event."""
        return self.events[-1][1]


def load_case(office: Office, db: Connection, case_id: str, at: datetime.datetime, *, whole: bool = False) -> CaseFile:
    """The case by what this connection may read; with `whole`, every signature of it is verified, and from the start.

    Raises `NoSuchCaseError` when that is nothing, and `TrustError` when a signature or the chain does not hold.
    """
    known = _known(office, db, case_id, whole=whole)
    events, regime = known.events, known.regime
    at = max(at, events[-1][0].at)
    state = caught_up(known.state, regime, clocks_of(regime, effective=True), at)
    review = _review(db, state)
    return CaseFile(
        state=state,
        regime=regime,
        events=events,
        review=review,
        verdict=verdict_on(state, regime, review, at) if review else None,
        clocks=tuple(clocks_of(regime)(state.moved, at)),
        at=at,
    )


def _known(office: Office, db: Connection, case_id: str, *, whole: bool) -> Known:
    """The case up to its last event: what is on the desk, and what the journal has had since."""
    kept = sealed_of_case(db, case_id)
    if not kept:
        raise NoSuchCaseError(case_id)
    sealed, names = [data for data, _ in kept], [name for _, name in kept]
    before = None if whole else office.desk.get(case_id)
    if before is not None and before.sealed == fingerprint(sealed[: len(before.events)]):
        new = further(sealed[len(before.events) :], office.keys, office.keys_of_person, before.events)
        if new is not None and names == [name for _, name in (*before.events, *new)]:
            return _kept_on_desk(office, case_id, sealed, before, new) if new else before
    events, broken = (whole_chain if whole else covered_chain)(sealed, office.keys, office.keys_of_person)
    if broken is not None:
        _disbelieve(case_id, f"{broken.number} {broken.why}")
    other = next((number for number, (_, name) in enumerate(events) if name != names[number]), None)
    if other is not None or events[0][0].case != case_id:
        _disbelieve(case_id, f"{other or 0} is kept under a name that is not its own")
    return _kept_on_desk(office, case_id, sealed, None, events)


def _kept_on_desk(office: Office, case_id: str, sealed: Sequence[bytes], before: Known | None, new: Believed) -> Known:
    opened: Any = new[0][0].body
    regime = before.regime if before else office.regime(opened.regime.digest)
    clocks = clocks_of(regime, effective=True)
    state = replayed([event for event, _ in new], regime, clocks, before.state if before else None)
    if state is None:
        raise NoSuchCaseError(case_id)
    known = Known((*(before.events if before else ()), *new), state, regime, fingerprint(sealed))
    office.desk.put(case_id, known)
    return known


def _disbelieve(case_id: str, what: str) -> NoReturn:
    raise TrustError(
        f"event {case_id}/{what} cannot be believed", advice="stop the office, and restore the case from a copy"
    )


def opened_title(package: str) -> str:
    """Title of what came out of a sealed submission."""
    return f"opened from {package}"


def _review(db: Connection, state: CaseState) -> Review | None:
    return review_in(db, state, state.submission) if state.submission else None


def review_in(db: Connection, state: CaseState, sent: SubmissionSent) -> Review | None:
    """The review in one submission; None while it is sealed."""
    if sent.record is None:
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
