"""Answers by idempotency key, regimes as they were, and the register's view of the log."""

import datetime
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from seatrial.journal.schema import ANSWERED, PUBLICATION, REGIME, moment, stamp

MOST_FOUND: Final = 200
# Made once: what every request asks costs more to write than to answer.
_ANSWER: Final = select(ANSWERED.c.asked, ANSWERED.c.answer).where(
    ANSWERED.c.person == bindparam("person"), ANSWERED.c.key == bindparam("key")
)
_NEW_ANSWER: Final = insert(ANSWERED)
_OFFERED: Final = (
    select(REGIME.c.digest, REGIME.c.id, REGIME.c.version)
    .where(REGIME.c.offered == 1)
    .order_by(REGIME.c.id, REGIME.c.since)
)


class OtherRequestError(Exception):
    """The idempotency key was used for another request."""


def answered(db: Connection, person: str, key: str, asked: str) -> str | None:
    """The answer that a request with this key got before, or None. Raises `OtherRequestError`."""
    row = db.execute(_ANSWER, {"person": person, "key": key}).first()
    if row is None:
        return None
    if row[0] != asked:
        raise OtherRequestError
    return str(row[1])


def given(db: Connection, person: str, key: str) -> str | None:
    """The answer that somebody got under a key, whatever they had asked."""
    row = db.execute(_ANSWER, {"person": person, "key": key}).first()
    return None if row is None else str(row[1])


def remember(db: Connection, person: str, key: str, *, asked: str, answer: str, at: datetime.datetime) -> None:
    """Keep an answer, in the transaction that did what it says."""
    db.execute(_NEW_ANSWER, {"person": person, "key": key, "asked": asked, "answer": answer, "at": stamp(at)})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRegime:
    """A regime as the office keeps it."""

    digest: str
    id: str
    version: str
    offered: bool
    body: bytes


def keep_regime(db: Connection, regime: KeptRegime, at: datetime.datetime) -> None:
    """Keep a regime's bytes for ever; offering it or not may change."""
    known = db.execute(select(REGIME.c.digest).where(REGIME.c.digest == regime.digest)).first()
    if known is not None:
        changed = update(REGIME).where(REGIME.c.digest == regime.digest)
        db.execute(changed.values(offered=int(regime.offered)))
        return
    row = {"digest": regime.digest, "id": regime.id, "version": regime.version, "body": regime.body}
    db.execute(insert(REGIME).values(**row, offered=int(regime.offered), since=stamp(at)))


def regimes(db: Connection) -> list[KeptRegime]:
    """All regimes that the office has or had."""
    return [_regime(row) for row in db.execute(select(REGIME).order_by(REGIME.c.id, REGIME.c.since)).mappings()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A regime under which cases are opened, without its bytes."""

    digest: str
    id: str
    version: str


def offered(db: Connection) -> list[Offered]:
    """What cases may be opened under, the latest of each last."""
    return [Offered(**row) for row in db.execute(_OFFERED).mappings()]


def regime(db: Connection, digest: str) -> KeptRegime | None:
    """The regime of a digest."""
    row = db.execute(select(REGIME).where(REGIME.c.digest == digest)).mappings().first()
    return None if row is None else _regime(row)


def _regime(row: Any) -> KeptRegime:
    return KeptRegime(
        digest=row["digest"],
        id=row["id"],
        version=row["version"],
        offered=bool(row["offered"]),
        body=bytes(row["body"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One publication in the register."""

    number: int
    """Where it stands in the log."""
    case_id: str
    step: str
    at: datetime.datetime
    organisation: str
    subject: str
    subject_digest: str
    regime: str
    outcome: str
    sealed: bytes
    """The signed statement."""


def enter(db: Connection, entry: Entry) -> None:
    """Put a publication into the view; one that is there already stays."""
    if db.execute(select(PUBLICATION.c.number).where(PUBLICATION.c.number == entry.number)).first() is None:
        row = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
        db.execute(insert(PUBLICATION).values({**row, "at": stamp(entry.at)}))


def drop_register(db: Connection) -> None:
    """Forget the view; the log and the journal have everything in it."""
    db.execute(delete(PUBLICATION))


def search(
    db: Connection,
    *,
    words: str = "",
    regime_id: str = "",
    outcome: str = "",
    case_id: str = "",
    limit: int = 50,
    before: int | None = None,
) -> list[Entry]:
    """Publications that match all that is given, the newest first. `words` are looked for in subject and developer."""
    query = select(PUBLICATION).order_by(PUBLICATION.c.number.desc()).limit(min(limit, MOST_FOUND))
    for word in words.split()[:8]:
        found = PUBLICATION.c.subject.icontains(word, autoescape=True)
        found |= PUBLICATION.c.organisation.icontains(word, autoescape=True)
        found |= PUBLICATION.c.subject_digest.startswith(word.removeprefix("sha256:"), autoescape=True)
        query = query.where(found)
    for name, wanted in (("regime", regime_id), ("outcome", outcome), ("case_id", case_id)):
        if wanted:
            query = query.where(PUBLICATION.c[name] == wanted)
    if before is not None:
        query = query.where(PUBLICATION.c.number < before)
    rows = db.execute(query).mappings()
    return [Entry(**{**row, "at": moment(row["at"]), "sealed": bytes(row["sealed"])}) for row in rows]
