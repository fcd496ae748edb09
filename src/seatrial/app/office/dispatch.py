"""The one way in: whoever acts, by page, API or command line, acts here.

An act is held to the rules on what the case is now, signed, and appended only if the case is still that; else it is
held to them again. What clocks did meanwhile is noted before it. By its idempotency key, a request is done once.
"""

import dataclasses
import datetime
import hashlib
import json
import secrets
from collections.abc import Container, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import Connection

from seatrial.app.office.case_file import CaseFile, as_listed, load_case, unnoted_of
from seatrial.app.office.judging import clocks_of
from seatrial.app.office.office import Office
from seatrial.app.office.refused import (
    NoSuchCaseError,
    OtherRequestError,
    OvertakenError,
    RefusedError,
    ScopeError,
)
from seatrial.cases.acts import Assigned, Body, ClockRanOut, Opened
from seatrial.cases.attempt import Attempt, Given
from seatrial.cases.event import BEGINNING, CaseEvent, digest, statement
from seatrial.cases.permit import refusal
from seatrial.cases.refusal import forbidden
from seatrial.cases.replay import step
from seatrial.cases.roles import may
from seatrial.cases.state import CaseState
from seatrial.cases.views import may_read
from seatrial.documents import canonical, to_builtins
from seatrial.domain.errors import OperationError
from seatrial.domain.person import REGISTRAR, Person
from seatrial.domain.regime import Regime
from seatrial.journal import answers, events, items, people

_TRIES: Final = 20
_BY_OTHERS: Final = ("case.assigned", "case.recused")
"""Acts by people who take no part in the case: a registrar, or who joins it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """Bytes that are handed in with an act."""

    body: bytes
    item: str
    title: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody wants to do."""

    kind: str
    body: Body
    case: str = ""
    """Empty to open one."""
    role: str = ""
    """Role of the regime; empty for the one in which they may do it."""
    items: tuple[NewItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an act led to."""

    case: str
    number: int
    """Of the act's event in the case."""
    digest: str
    """Of that event: the case's head."""
    stage: str
    at: str


def perform(office: Office, person: Person, act: Act, *more: Act, key: str = "", expected: str = "") -> Done:
    """Do an act, once; with `more`, several of one case, all or none, of which the first may open it.

    `expected` is the head that the case must have; `key` is the idempotency key.

    Raises `RefusedError`, `NoSuchCaseError`, `OvertakenError`, `OtherRequestError`, `ScopeError`, and what a database
    that does not answer raises.
    """
    acts = (act, *more)
    asked = _asked(acts)
    for _ in range(_TRIES):
        before, offered = _looked_up(office, person, key, asked, opens=not act.case)
        if before is not None:
            return before
        case = _case(office, person, act)
        if expected and expected != (case.head if case else BEGINNING):
            raise OvertakenError
        ready = _done_to(office, person, acts, case, offered)
        try:
            return _appended(office, person, acts, ready, key=key, asked=asked)
        except events.MovedError:
            continue
    raise OperationError("too many act on this case at once", advice="do it again")


def _done_to(
    office: Office, person: Person, acts: Sequence[Act], case: CaseFile | None, offered: Container[str]
) -> "_Ready":
    """Hold acts to the rules one after another, each on what the one before it led to. Raises `RefusedError`."""
    if case is None:
        at, regime = office.clock(), _opened_under(office, acts[0], offered)
        begun = _Begun(new_case_id(at), BEGINNING, None, regime, at)
    else:
        begun = _Begun(case.state.id, case.head, case.state, case.regime, case.at)
    kept: list[events.KeptEvent] = []
    ready: _Ready | None = None
    for act in acts:
        attempt = _attempt(office, person, act, begun)
        _scoped(person, attempt, begun.regime)
        refused = refusal(begun.state, attempt, Given(begun.regime, case.verdict if case else None))
        if refused is not None:
            raise RefusedError(refused)
        ready = _prepared(office, begun, [*_notes(begun.state), (act.kind, person.id, attempt.role, act.body)])
        kept += ready.kept
        begun = _Begun(begun.case_id, ready.head, ready.state, begun.regime, begun.at)
    if ready is None:
        raise ValueError("nothing is to be done")
    return dataclasses.replace(ready, kept=kept)


def would_refuse(office: Office, person: Person, act: Act) -> None:
    """Hold an act to the rules without doing it, before work is begun for it. Raises as `perform` does."""
    case = _case(office, person, act)
    if case is not None:
        _done_to(office, person, (act,), case, ())


def note_effects(office: Office, case_id: str) -> int:
    """Note what clocks of a case did by themselves, and bring its line in the lists up to date; how many were noted."""
    for _ in range(_TRIES):
        with office.journal.looking() as db:
            case = load_case(office, db, case_id, office.clock())
        begun = _Begun(case_id, case.head, case.state, case.regime, case.at)
        ready = _prepared(office, begun, _notes(case.state))
        try:
            with office.journal.writing() as db:
                if events.head(db, case_id)[1] != case.head:
                    raise events.MovedError
                if ready.kept:
                    events.append(db, ready.kept)
                _project(db, ready)
            return len(ready.kept)
        except events.MovedError:
            continue
    raise OperationError("too many act on this case at once", advice="do it again")


def project_again(office: Office, db: Connection, case_id: str) -> None:
    """Make a case's line in the lists, and who takes part, from its events. Only within `Journal.writing`."""
    case = load_case(office, db, case_id, office.clock())
    _project(db, _prepared(office, _Begun(case_id, case.head, case.state, case.regime, case.at), ()))


@dataclass(frozen=True, slots=True)
class _Begun:
    """What something is appended to."""

    case_id: str
    head: str
    state: CaseState | None
    regime: Regime
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class _Ready:
    """What is about to be appended, signed, and where the case stands then."""

    kept: Sequence[events.KeptEvent]
    state: CaseState
    head: str
    regime: Regime
    at: datetime.datetime


def new_case_id(at: datetime.datetime) -> str:
    """A new id, such that later ones sort behind earlier ones and none can be guessed."""
    return f"c{int(at.timestamp() * 1000):012x}{secrets.token_hex(5)}"


def _asked(acts: Sequence[Act]) -> str:
    """What of a request makes it the same request."""
    plain = [
        {
            "kind": act.kind,
            "case": act.case,
            "role": act.role,
            "body": to_builtins(act.body),
            "items": [hashlib.sha256(item.body).hexdigest() for item in act.items],
        }
        for act in acts
    ]
    return hashlib.sha256(canonical(plain if len(plain) > 1 else plain[0])).hexdigest()


def _looked_up(
    office: Office, person: Person, key: str, asked: str, *, opens: bool
) -> tuple[Done | None, frozenset[str]]:
    """What was answered before, and digests of regimes under which a case may be opened: in one look."""
    if not key and not opens:
        return None, frozenset()
    with office.journal.looking() as db:
        before = _known_answer(db, person, key, asked)
        offered = answers.offered(db) if opens and before is None else ()
        return before, frozenset(kept.digest for kept in offered)


def _known_answer(db: Connection, person: Person, key: str, asked: str) -> Done | None:
    try:
        answer = answers.answered(db, person.id, key, asked) if key else None
    except answers.OtherRequestError as error:
        raise OtherRequestError from error
    return None if answer is None else Done(**json.loads(answer))


def _case(office: Office, person: Person, act: Act) -> CaseFile | None:
    """The case as the person may read it; None for one that is to be opened."""
    if not act.case:
        return None
    if act.kind in _BY_OTHERS:
        joins = isinstance(act.body, Assigned) and act.body.person == person.id
        with office.journal.looking() as db:
            case = load_case(office, db, act.case, office.clock())
        if REGISTRAR in person.roles or joins or may_read(person, case.state.participants):
            return case
        raise NoSuchCaseError(act.case)
    with office.journal.reading(person) as db:
        case = load_case(office, db, act.case, office.clock())
    if not may_read(person, case.state.participants):
        raise NoSuchCaseError(act.case)
    return case


def _opened_under(office: Office, act: Act, offered: Container[str]) -> Regime:
    if not isinstance(act.body, Opened):
        raise RefusedError(forbidden("an act needs a case", "name the case, or open one"))
    if act.body.regime.digest not in offered:
        raise RefusedError(forbidden("the office does not review under this regime", "list the regimes that it offers"))
    return office.regime(act.body.regime.digest)


def _attempt(office: Office, person: Person, act: Act, begun: _Begun) -> Attempt:
    assignee = None
    if isinstance(act.body, Assigned):
        with office.journal.looking() as db:
            account = people.account(db, act.body.person)
        assignee = account.person() if account and not account.disabled else None
    role = act.role or _role(person, act, begun.state, begun.regime)
    return Attempt(kind=act.kind, body=act.body, role=role, person=person, at=begun.at, assignee=assignee)


def _role(person: Person, act: Act, state: CaseState | None, regime: Regime) -> str:
    """The role in which somebody may do it: the first of theirs that may, or the one they would need."""
    able = may(act.kind, regime)
    if state is None:
        return able[0] if able else ""
    held = state.roles_held(person.id)
    found = next((role for role in held if role in able), "")
    if not found and act.kind in _BY_OTHERS and REGISTRAR in person.roles:
        return REGISTRAR
    if not found and isinstance(act.body, Assigned):
        return act.body.role
    return found or (held[0] if held else (able[0] if able else ""))


def _scoped(person: Person, attempt: Attempt, regime: Regime) -> None:
    kinds = {role.id: role.kind for role in regime.roles}
    by_kind = {"developer": "submit"}
    scope = "administer" if attempt.role == REGISTRAR else by_kind.get(kinds.get(attempt.role, ""), "act")
    if scope not in person.scopes:
        raise ScopeError(scope)


def _notes(state: CaseState | None) -> list[tuple[str, str, str, Body]]:
    found = unnoted_of(state) if state else ()
    return [
        (
            "clock.ran-out",
            "",
            "office",
            ClockRanOut(clock=e.clock, effect=e.effect, started_at=e.started_at, fell_at=e.fell_at),
        )
        for e in found
    ]


def _prepared(office: Office, begun: _Begun, new: Sequence[tuple[str, str, str, Body]]) -> _Ready:
    """Sign, and step the state as readers will: what cannot be replayed is never appended."""
    state, head = begun.state, begun.head
    kept: list[events.KeptEvent] = []
    clocks = clocks_of(begun.regime, effective=True)
    for kind, author, role, body in new:
        event = CaseEvent(
            case=begun.case_id,
            number=state.events if state else 0,
            previous=head,
            kind=kind,
            at=begun.at,
            author=author,
            role=role,
            body=body,
        )
        payload = statement(event)
        state, head = step(state, event, begun.regime, clocks), digest(payload)
        kept.append(
            events.KeptEvent(
                case_id=event.case,
                number=event.number,
                at=event.at,
                kind=kind,
                author=author,
                digest=head,
                previous=event.previous,
                sealed=office.signer.seal(payload),
            )
        )
    if state is None:
        raise ValueError("a case without events")
    return _Ready(kept, state, head, begun.regime, begun.at)


def _appended(office: Office, person: Person, acts: Sequence[Act], ready: _Ready, *, key: str, asked: str) -> Done:
    """Append what is ready, with everything that belongs to it, in one transaction that others may share."""
    last = ready.kept[-1]

    def appended(db: Connection) -> Done:
        before = _known_answer(db, person, key, asked)
        if before is not None:
            return before
        events.append(db, ready.kept)
        for item in (item for act in acts for item in act.items):
            items.keep(
                db,
                last.case_id,
                item.body,
                item=item.item,
                title=item.title,
                media_type=item.media_type,
                person=person.id,
                at=ready.at,
            )
        _project(db, ready)
        stage = ready.state.stage.value
        done = Done(case=last.case_id, number=last.number, digest=last.digest, stage=stage, at=ready.at.isoformat())
        if key:
            answers.remember(db, person.id, key, asked=asked, answer=json.dumps(asdict(done)), at=ready.at)
        return done

    return office.journal.write(appended)


def _project(db: Connection, ready: _Ready) -> None:
    people_in = {(p.person, p.role): p.recused for p in ready.state.participants}
    line = as_listed(ready.state, ready.regime, ready.head, ready.at)
    begun = bool(ready.kept) and ready.kept[0].number == 0
    events.project(db, line, [(person, role, out) for (person, role), out in people_in.items()], new=begun)
