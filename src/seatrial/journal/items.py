"""What was handed in, by digest, and who looked at it."""

import datetime
import hashlib
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, func, insert, select

from seatrial.journal.schema import ACCESS, ITEM, moment, stamp

MAX_ITEM: Final = 64 * 1024 * 1024
"""Bytes of one item. What is larger is handed in by reference."""

_THERE: Final = select(ITEM.c.digest).where(ITEM.c.case_id == bindparam("case"), ITEM.c.digest == bindparam("name"))
_NEW_ITEM: Final = insert(ITEM)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptItem:
    """One thing that was handed in, without its bytes."""

    case_id: str
    digest: str
    """`sha256:` of the bytes."""
    item: str
    """Class by which the regime discloses it."""
    title: str
    media_type: str
    person: str
    at: datetime.datetime
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody looked at an item."""

    seq: int
    digest: str
    person: str
    role: str
    at: datetime.datetime


def keep(
    db: Connection,
    case_id: str,
    body: bytes,
    *,
    item: str,
    title: str,
    media_type: str,
    person: str,
    at: datetime.datetime,
) -> str:
    """Keep bytes once, and return their digest. Raises `ValueError` for more than `MAX_ITEM` bytes."""
    if len(body) > MAX_ITEM:
        raise ValueError(f"an item of more than {MAX_ITEM:,} bytes")
    digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
    if db.execute(_THERE, {"case": case_id, "name": digest}).first() is None:
        about = {"item": item, "title": title, "media_type": media_type, "person": person, "at": stamp(at)}
        db.execute(_NEW_ITEM, {"case_id": case_id, "digest": digest, "size": len(body), "body": body, **about})
    return digest


def of_case(db: Connection, case_id: str) -> list[KeptItem]:
    """Items of a case in the order in which they came."""
    columns = [column for column in ITEM.c if column.name != "body"]
    rows = db.execute(select(*columns).where(ITEM.c.case_id == case_id).order_by(ITEM.c.at, ITEM.c.digest)).mappings()
    return [KeptItem(**{**row, "at": moment(row["at"])}) for row in rows]


def body(db: Connection, case_id: str, digest: str) -> bytes | None:
    """The bytes of an item, or None when the case has none of this digest."""
    query = select(ITEM.c.body).where(ITEM.c.case_id == case_id, ITEM.c.digest == digest)
    row = db.execute(query).first()
    return None if row is None else bytes(row[0])


def looked(db: Connection, case_id: str, digest: str, *, person: str, role: str, at: datetime.datetime) -> int:
    """Note that somebody looks at an item. Only within `Journal.writing`."""
    seq = int(db.execute(select(func.coalesce(func.max(ACCESS.c.seq) + 1, 0))).scalar_one())
    row = {"case_id": case_id, "digest": digest, "person": person, "role": role, "at": stamp(at)}
    db.execute(insert(ACCESS).values(seq=seq, **row))
    return seq


def looks(db: Connection, case_id: str) -> list[Look]:
    """Who looked at what of a case."""
    rows = db.execute(select(ACCESS).where(ACCESS.c.case_id == case_id).order_by(ACCESS.c.seq)).mappings()
    return [
        Look(seq=r["seq"], digest=r["digest"], person=r["person"], role=r["role"], at=moment(r["at"])) for r in rows
    ]
