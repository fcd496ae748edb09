"""Events in order, appended only after the one that was expected last, and lists made from them."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, func, insert, select

from seatrial.domain.person import REGISTRAR, Person
from seatrial.journal.schema import CASE, EVENT, PARTICIPANT, moment, stamp
from seatrial.journal.together import NotKeptError

BEGINNING: Final = "0" * 64
MOST_LISTED: Final = 500
_SEALED: Final = (
    select(EVENT.c.sealed, EVENT.c.digest).where(EVENT.c.case_id == bindparam("case_id")).order_by(EVENT.c.number)
)
_HEAD: Final = (
    select(EVENT.c.number, EVENT.c.digest)
    .where(EVENT.c.case_id == bindparam("case_id"))
    .order_by(EVENT.c.number.desc())
    .limit(1)
)
_OFFICE_HEAD: Final = select(EVENT.c.seq, EVENT.c.chain).order_by(EVENT.c.seq.desc()).limit(1)
_NO_LINE: Final = delete(CASE).where(CASE.c.case_id == bindparam("case"))
_NO_PARTICIPANTS: Final = delete(PARTICIPANT).where(PARTICIPANT.c.case_id == bindparam("case"))
_NEW_EVENT: Final = insert(EVENT)
_NEW_LINE: Final = insert(CASE)
_NEW_PARTICIPANT: Final = insert(PARTICIPANT)


class MovedError(NotKeptError):
    """Somebody appended first: the head is not the one that was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEvent:
    """An event as it is kept."""

    case_id: str
    number: int
    at: datetime.datetime
    kind: str
    author: str
    digest: str
    previous: str
    sealed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A case in a list."""

    case_id: str
    title: str
    organisation: str
    regime: str
    stage: str
    waits_for: str
    outcome: str
    opened_at: datetime.datetime
    changed_at: datetime.datetime
    next_at: datetime.datetime | None
    """When a clock does something next, as far as is known."""
    events: int
    head: str
    shown: str = "{}"
    """More for lists, JSON: clocks with start and end."""


def head(db: Connection, case_id: str) -> tuple[int, str]:
    """How many events a case has, and the digest of the last."""
    row = db.execute(_HEAD, {"case_id": case_id}).first()
    return (0, BEGINNING) if row is None else (int(row[0]) + 1, str(row[1]))


def append(db: Connection, events: Sequence[KeptEvent]) -> int:
    """Append events of one case, in order, and return the number of the last in the whole office.

    Raises `MovedError` when the first does not follow the case's last. Only within `Journal.writing`.
    """
    first = events[0]
    if head(db, first.case_id) != (first.number, first.previous):
        raise MovedError
    count, chain = office_head(db)
    seq = count - 1
    rows = []
    for event in events:
        seq, chain = seq + 1, chained(chain, event.digest)
        kept = {name: getattr(event, name) for name in KeptEvent.__dataclass_fields__}
        rows.append({**kept, "at": stamp(event.at), "seq": seq, "chain": chain})
    db.execute(_NEW_EVENT, rows)
    return seq


def chained(chain: str, digest: str) -> str:
    """The office's chain after one more event, hex."""
    return hashlib.sha256(bytes.fromhex(chain) + bytes.fromhex(digest)).hexdigest()


def of_case(db: Connection, case_id: str) -> list[KeptEvent]:
    """All events of a case, in order."""
    rows = db.execute(select(EVENT).where(EVENT.c.case_id == case_id).order_by(EVENT.c.number)).mappings()
    return [
        KeptEvent(
            case_id=row["case_id"],
            number=row["number"],
            at=moment(row["at"]),
            kind=row["kind"],
            author=row["author"],
            digest=row["digest"],
            previous=row["previous"],
            sealed=bytes(row["sealed"]),
        )
        for row in rows
    ]


def sealed_of_case(db: Connection, case_id: str) -> list[tuple[bytes, str]]:
    """All events of a case in order: each as it was signed, and the digest that it is kept under."""
    return [(bytes(sealed), str(digest)) for sealed, digest in db.execute(_SEALED, {"case_id": case_id})]


def office_head(db: Connection) -> tuple[int, str]:
    """How many events the office has in all, and the chain over them: what is signed and shown to others."""
    row = db.execute(_OFFICE_HEAD).first()
    return (0, BEGINNING) if row is None else (int(row[0]) + 1, str(row[1]))


def broken_at(db: Connection) -> int | None:
    """The first event of the office that does not follow the one before, or None when the whole chain holds."""
    chain = BEGINNING
    rows = db.execute(select(EVENT.c.seq, EVENT.c.digest, EVENT.c.chain).order_by(EVENT.c.seq))
    for expected, (seq, digest, kept) in enumerate(rows):
        chain = chained(chain, digest)
        if (seq, kept) != (expected, chain):
            return expected
    return None


def project(db: Connection, case: Listed, participants: Iterable[tuple[str, str, bool]], *, new: bool = False) -> None:
    """Keep how a case stands now, for lists, and who takes part: person, role, and whether recused.

    A case that is `new` has no line yet.
    """
    row = {name: getattr(case, name) for name in Listed.__dataclass_fields__}
    for name in ("opened_at", "changed_at", "next_at"):
        row[name] = None if row[name] is None else stamp(row[name])
    if not new:
        db.execute(_NO_LINE, {"case": case.case_id})
        db.execute(_NO_PARTICIPANTS, {"case": case.case_id})
    db.execute(_NEW_LINE, row)
    rows = [
        {"case_id": case.case_id, "person": person, "role": role, "recused": int(recused)}
        for person, role, recused in participants
    ]
    if rows:
        db.execute(_NEW_PARTICIPANT, rows)


def forget_projections(db: Connection) -> None:
    """Drop every list; they are made again from the events."""
    db.execute(delete(CASE))
    db.execute(delete(PARTICIPANT))


def case_ids(db: Connection) -> list[str]:
    """Every case, in the order in which they were opened."""
    query = select(EVENT.c.case_id).where(EVENT.c.number == 0).order_by(EVENT.c.seq)
    return [str(row[0]) for row in db.execute(query)]


def listed(
    db: Connection, person: Person, *, stage: str = "", waits_for: str = "", after: str = "", limit: int = 100
) -> list[Listed]:
    """Cases that somebody may see, those that wait longest first: their own, and for a registrar all.

    The condition stands here for both databases; PostgreSQL's own rule stands beside it.
    """
    query = select(CASE).limit(min(limit, MOST_LISTED))
    if REGISTRAR in person.roles:
        place: ColumnElement[object] = CASE.c.case_id
    else:
        # One row of each case that is theirs, in the order of the index: what comes after the limit is not looked at.
        mine, other = PARTICIPANT.alias("mine"), PARTICIPANT.alias("other")
        place = mine.c.case_id
        better = (other.c.recused == 1) | (other.c.role < mine.c.role)
        same = (other.c.person == mine.c.person) & (other.c.case_id == mine.c.case_id)
        query = query.select_from(mine.join(CASE, CASE.c.case_id == mine.c.case_id)).where(
            mine.c.person == person.id, mine.c.recused == 0, ~exists().where(same & better).correlate(mine)
        )
    query = query.order_by(place)
    if stage:
        query = query.where(CASE.c.stage == stage)
    if waits_for:
        query = query.where(CASE.c.waits_for == waits_for)
    if after:
        query = query.where(place > after)
    return [_listed(row) for row in db.execute(query).mappings()]


def due(db: Connection, at: datetime.datetime, limit: int = MOST_LISTED) -> list[str]:
    """Cases in which a clock may have done something by a time."""
    query = select(CASE.c.case_id).where(CASE.c.next_at <= stamp(at)).order_by(CASE.c.next_at).limit(limit)
    return [str(row[0]) for row in db.execute(query)]


def counted(db: Connection) -> dict[str, int]:
    """How many cases stand at each stage."""
    query = select(CASE.c.stage, func.count()).group_by(CASE.c.stage)
    return {str(stage): int(count) for stage, count in db.execute(query)}


def _listed(row: Mapping[Any, Any]) -> Listed:
    kept = dict(row)
    for name in ("opened_at", "changed_at", "next_at"):
        kept[name] = moment(kept[name]) if kept[name] else None
    return Listed(**kept)
