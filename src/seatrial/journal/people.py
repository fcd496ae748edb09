"""Accounts, tokens and keys: who may log in, by what, and as whom."""

import datetime
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select, update

from seatrial.domain.person import CALENDAR, SCOPES, Person
from seatrial.journal.schema import ACCOUNT, PERSON_KEY, TOKEN, moment, stamp

_SCRYPT: Final = {"n": 2**15, "r": 8, "p": 1}
_MEMORY: Final = 64 * 1024 * 1024
LEAST_PASSWORD: Final = 12
"""Characters. Length is what counts; NIST SP 800-63B asks for no more rules than that."""
PREFIX: Final = "seatrial"
"""What a token begins with, so that scanners of leaked secrets know it."""
_TOKEN_AND_OWNER: Final = (
    select(TOKEN.c.secret, TOKEN.c.scopes, TOKEN.c.expires_at, TOKEN.c.revoked_at, *ACCOUNT.c)
    .select_from(TOKEN.join(ACCOUNT, ACCOUNT.c.id == TOKEN.c.person))
    .where(TOKEN.c.id == bindparam("token"))
)
_OWNER: Final = select(PERSON_KEY.c.person, PERSON_KEY.c.organisation).where(PERSON_KEY.c.key_id == bindparam("key"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may log in."""

    id: str
    name: str
    organisation: str
    roles: frozenset[str]
    disabled: bool = False
    has_password: bool = False

    def person(self, scopes: frozenset[str] = frozenset(SCOPES)) -> Person:
        """The person, as one login may use it."""
        return Person(id=self.id, name=self.name, organisation=self.organisation, roles=self.roles, scopes=scopes)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptToken:
    """A token, without its secret."""

    id: str
    person: str
    name: str
    scopes: frozenset[str]
    since: datetime.datetime
    expires_at: datetime.datetime
    revoked_at: datetime.datetime | None


def add_account(
    db: Connection,
    *,
    id_: str,
    name: str,
    organisation: str,
    roles: Iterable[str],
    password: str,
    at: datetime.datetime,
) -> None:
    """A new account; with an empty password nobody logs in by one. Raises `ValueError` for one that is too short."""
    row = {"id": id_, "name": name, "organisation": organisation, "roles": " ".join(sorted(set(roles)))}
    db.execute(insert(ACCOUNT).values(**row, password=_hashed(password), since=stamp(at), disabled=0))


def change_account(
    db: Connection,
    id_: str,
    *,
    roles: Iterable[str] | None = None,
    password: str | None = None,
    disabled: bool | None = None,
) -> None:
    """Change what is given. Raises `ValueError` for a password that is too short."""
    changes: dict[str, Any] = {}
    if roles is not None:
        changes["roles"] = " ".join(sorted(set(roles)))
    if password is not None:
        changes["password"] = _hashed(password)
    if disabled is not None:
        changes["disabled"] = int(disabled)
    if changes:
        db.execute(update(ACCOUNT).where(ACCOUNT.c.id == id_).values(**changes))


def account(db: Connection, id_: str) -> Account | None:
    """An account by its id."""
    row = db.execute(select(ACCOUNT).where(ACCOUNT.c.id == id_)).mappings().first()
    return None if row is None else _account(row)


def accounts(db: Connection) -> list[Account]:
    """All accounts, sorted."""
    return [_account(row) for row in db.execute(select(ACCOUNT).order_by(ACCOUNT.c.id)).mappings()]


def by_password(db: Connection, id_: str, password: str) -> Account | None:
    """The account, when the password is its own. As slow for somebody unknown as for a wrong password."""
    row = db.execute(select(ACCOUNT).where(ACCOUNT.c.id == id_)).mappings().first()
    right = _matches(password, row["password"] if row and row["password"] else _NOBODY)
    return _account(row) if row is not None and right and row["password"] and not row["disabled"] else None


def issue_token(
    db: Connection,
    person: str,
    *,
    name: str,
    scopes: Iterable[str],
    at: datetime.datetime,
    expires_at: datetime.datetime,
) -> str:
    """A new token: shown once, kept as a digest. Raises `ValueError` for a scope that is none."""
    wanted = set(scopes)
    if not wanted or (wanted - set(SCOPES) and wanted != {CALENDAR}):
        raise ValueError(f"scopes are: {', '.join(SCOPES)}")
    id_, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    db.execute(
        insert(TOKEN).values(
            id=id_,
            person=person,
            name=name,
            secret=hashlib.sha256(secret.encode()).hexdigest(),
            scopes=" ".join(sorted(wanted)),
            since=stamp(at),
            expires_at=stamp(expires_at),
            revoked_at=None,
        )
    )
    return f"{PREFIX}_{id_}_{secret}"


def by_token(db: Connection, token: str, at: datetime.datetime) -> Person | None:
    """Whose token it is, with the scopes that it has; None for one that is unknown, over, revoked or of nobody."""
    prefix, _, rest = token.partition("_")
    id_, _, secret = rest.partition("_")
    row = db.execute(_TOKEN_AND_OWNER, {"token": id_}).mappings().first() if prefix == PREFIX else None
    given = hashlib.sha256(secret.encode()).hexdigest()
    right = hmac.compare_digest(given, row["secret"] if row else "0" * 64)
    if row is None or not right or row["revoked_at"] is not None or row["expires_at"] <= stamp(at):
        return None
    return None if row["disabled"] else _account(row).person(frozenset(row["scopes"].split()))


def tokens(db: Connection, person: str) -> list[KeptToken]:
    """Somebody's tokens."""
    rows = db.execute(select(TOKEN).where(TOKEN.c.person == person).order_by(TOKEN.c.since)).mappings()
    return [
        KeptToken(
            id=row["id"],
            person=row["person"],
            name=row["name"],
            scopes=frozenset(row["scopes"].split()),
            since=moment(row["since"]),
            expires_at=moment(row["expires_at"]),
            revoked_at=moment(row["revoked_at"]) if row["revoked_at"] else None,
        )
        for row in rows
    ]


def revoke_token(db: Connection, person: str, id_: str, at: datetime.datetime) -> bool:
    """Revoke one of somebody's own tokens; False when they have none of this id."""
    mine = (TOKEN.c.id == id_) & (TOKEN.c.person == person) & TOKEN.c.revoked_at.is_(None)
    return db.execute(update(TOKEN).where(mine).values(revoked_at=stamp(at))).rowcount == 1


def add_key(db: Connection, *, key_id: str, person: str, organisation: str, pem: str, at: datetime.datetime) -> None:
    """A key by which somebody signs for their organisation. One that is known keeps its first owner."""
    if db.execute(select(PERSON_KEY.c.key_id).where(PERSON_KEY.c.key_id == key_id)).first() is None:
        row = {"key_id": key_id, "person": person, "organisation": organisation, "pem": pem, "since": stamp(at)}
        db.execute(insert(PERSON_KEY).values(**row))


def keys_of(db: Connection, organisation: str) -> dict[str, bytes]:
    """Keys of an organisation in PEM, by id."""
    query = select(PERSON_KEY.c.key_id, PERSON_KEY.c.pem).where(PERSON_KEY.c.organisation == organisation)
    return {str(key): str(pem).encode() for key, pem in db.execute(query)}


def keys_of_person(db: Connection, person: str) -> tuple[bytes, ...]:
    """Keys by which somebody signs, in PEM."""
    query = select(PERSON_KEY.c.pem).where(PERSON_KEY.c.person == person).order_by(PERSON_KEY.c.key_id)
    return tuple(str(row[0]).encode() for row in db.execute(query))


def owner_of_key(db: Connection, key_id: str) -> tuple[str, str] | None:
    """Whose key it is: person and organisation."""
    row = db.execute(_OWNER, {"key": key_id}).first()
    return None if row is None else (str(row[0]), str(row[1]))


def _account(row: Any) -> Account:
    return Account(
        id=row["id"],
        name=row["name"],
        organisation=row["organisation"],
        roles=frozenset(row["roles"].split()),
        disabled=bool(row["disabled"]),
        has_password=bool(row["password"]),
    )


def _hashed(password: str) -> str:
    if not password:
        return ""
    if len(password) < LEAST_PASSWORD:
        raise ValueError(f"a password has at least {LEAST_PASSWORD} characters")
    salt = secrets.token_bytes(16)
    return f"scrypt${salt.hex()}${_derived(password, salt).hex()}"


def _derived(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, dklen=32, maxmem=_MEMORY, **_SCRYPT)


def _matches(password: str, kept: str) -> bool:
    _, salt, derived = kept.split("$")
    return hmac.compare_digest(_derived(password, bytes.fromhex(salt)).hex(), derived)


_NOBODY: Final = f"scrypt${'00' * 16}${'00' * 32}"
"""What a password of somebody unknown is held to, so that it takes as long."""
