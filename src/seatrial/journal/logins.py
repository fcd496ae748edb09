"""Ways to log in beside passwords and tokens: identities at providers, passkeys, and logins that are under way."""

import datetime
import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from seatrial.journal.schema import IDENTITY, PASSKEY, PENDING, moment, stamp

MOST_OF_ONE: Final = 20
"""Identities, and passkeys, that one account may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A login at an identity provider that opens an account here."""

    id: str
    person: str
    issuer: str
    subject: str
    scopes: frozenset[str]
    """What it may be used for: no more than the login that linked it."""
    since: datetime.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """An authenticator that opens an account, or that a password of the account has to come with."""

    id: str
    person: str
    credential: str
    """Its id in base64url, as browsers tell it."""
    name: str
    scopes: frozenset[str]
    """What it may be used for: no more than the login that registered it."""
    since: datetime.datetime
    public_key: bytes
    uses: int
    """The highest count that it told; 0 for one that counts nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A login that was begun and is not yet over."""

    purpose: str
    person: str
    """Whose it has to be; empty while nobody is known."""
    body: dict[str, Any]


def put_pending(db: Connection, pending: Pending, at: datetime.datetime, lasts: datetime.timedelta) -> str:
    """Keep a login that begins; the secret that its browser holds. What is over is forgotten meanwhile."""
    db.execute(delete(PENDING).where(PENDING.c.expires_at <= stamp(at)))
    secret = secrets.token_urlsafe(32)
    row = {"id": _digest(secret), "purpose": pending.purpose, "person": pending.person}
    db.execute(insert(PENDING).values(**row, body=json.dumps(pending.body), expires_at=stamp(at + lasts)))
    return secret


def take_pending(db: Connection, secret: str, purpose: str, at: datetime.datetime) -> Pending | None:
    """The login that was begun for this purpose. It is taken away, whatever comes of it: there is one try."""
    found = pending_of(db, secret, purpose, at)
    taken = db.execute(delete(PENDING).where(PENDING.c.id == _digest(secret))).rowcount == 1
    return found if taken else None


def pending_of(db: Connection, secret: str, purpose: str, at: datetime.datetime) -> Pending | None:
    """The same, looked at only."""
    row = db.execute(select(PENDING).where(PENDING.c.id == _digest(secret))).mappings().first()
    if row is None or row["purpose"] != purpose or row["expires_at"] <= stamp(at):
        return None
    return Pending(purpose=row["purpose"], person=row["person"], body=json.loads(row["body"]))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def add_identity(
    db: Connection, person: str, *, issuer: str, subject: str, scopes: Iterable[str], at: datetime.datetime
) -> str:
    """Link a login at a provider to an account. Raises `ValueError` when it opens an account already."""
    if by_subject(db, issuer, subject) is not None:
        raise ValueError("this login opens an account here already")
    if len(identities(db, person)) >= MOST_OF_ONE:
        raise ValueError(f"an account has {MOST_OF_ONE} such logins at most")
    id_ = f"id_{secrets.token_hex(8)}"
    row = {"id": id_, "person": person, "issuer": issuer, "subject": subject, "since": stamp(at)}
    db.execute(insert(IDENTITY).values(**row, scopes=" ".join(sorted(scopes))))
    return id_


def by_subject(db: Connection, issuer: str, subject: str) -> Identity | None:
    """The identity of this subject at this issuer."""
    mine = (IDENTITY.c.issuer == issuer) & (IDENTITY.c.subject == subject)
    row = db.execute(select(IDENTITY).where(mine)).mappings().first()
    return None if row is None else _identity(row)


def identities(db: Connection, person: str) -> list[Identity]:
    """Somebody's identities."""
    rows = db.execute(select(IDENTITY).where(IDENTITY.c.person == person).order_by(IDENTITY.c.since)).mappings()
    return [_identity(row) for row in rows]


def add_passkey(
    db: Connection,
    person: str,
    *,
    credential: str,
    name: str,
    scopes: Iterable[str],
    public_key: bytes,
    uses: int,
    at: datetime.datetime,
) -> str:
    """Keep a new passkey. Raises `ValueError` for a credential that is known, whoever has it."""
    if by_credential(db, credential) is not None:
        raise ValueError("this passkey is registered already")
    if len(passkeys(db, person)) >= MOST_OF_ONE:
        raise ValueError(f"an account has {MOST_OF_ONE} passkeys at most")
    id_ = f"pk_{secrets.token_hex(8)}"
    row = {"id": id_, "person": person, "credential": credential, "name": name, "since": stamp(at)}
    kept = {"scopes": " ".join(sorted(scopes)), "public_key": public_key, "uses": uses}
    db.execute(insert(PASSKEY).values(**row, **kept))
    return id_


def by_credential(db: Connection, credential: str) -> Passkey | None:
    """The passkey with this id."""
    row = db.execute(select(PASSKEY).where(PASSKEY.c.credential == credential)).mappings().first()
    return None if row is None else _passkey(row)


def passkeys(db: Connection, person: str) -> list[Passkey]:
    """Somebody's passkeys."""
    rows = db.execute(select(PASSKEY).where(PASSKEY.c.person == person).order_by(PASSKEY.c.since)).mappings()
    return [_passkey(row) for row in rows]


def used_passkey(db: Connection, passkey: Passkey, uses: int) -> bool:
    """Note the count that an authenticator told; False when the passkey was used elsewhere meanwhile."""
    mine = (PASSKEY.c.id == passkey.id) & (PASSKEY.c.uses == passkey.uses)
    return db.execute(update(PASSKEY).where(mine).values(uses=uses)).rowcount == 1


def remove(db: Connection, person: str, id_: str) -> bool:
    """Take an identity or a passkey of somebody away; False when they have none of this id."""
    removed = [
        db.execute(delete(table).where((table.c.id == id_) & (table.c.person == person))).rowcount
        for table in (IDENTITY, PASSKEY)
    ]
    return sum(removed) == 1


def _identity(row: Any) -> Identity:
    return Identity(
        id=row["id"],
        person=row["person"],
        issuer=row["issuer"],
        subject=row["subject"],
        scopes=frozenset(row["scopes"].split()),
        since=moment(row["since"]),
    )


def _passkey(row: Any) -> Passkey:
    return Passkey(
        id=row["id"],
        person=row["person"],
        credential=row["credential"],
        name=row["name"],
        scopes=frozenset(row["scopes"].split()),
        since=moment(row["since"]),
        public_key=bytes(row["public_key"]),
        uses=row["uses"],
    )
