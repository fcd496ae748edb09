"""The tables, one schema for both databases. The migrations make them; a test holds that both say the same.

Times are text, UTC to the microsecond, in one width: they compare as they sort, alike in both databases.
"""

import datetime
from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text

METADATA: Final = MetaData()
Large = Integer().with_variant(BigInteger(), "postgresql")


def _table(name: str, *parts: Column[object] | Index) -> Table:
    return Table(name, METADATA, *parts, sqlite_strict=True)


def _text(name: str, *, primary_key: bool = False) -> Column[object]:
    return Column(name, Text(), nullable=False, primary_key=primary_key)


EVENT: Final = _table(
    "event",
    Column("seq", Large, primary_key=True, autoincrement=False),
    _text("case_id"),
    Column("number", Integer(), nullable=False),
    _text("at"),
    _text("kind"),
    _text("author"),
    _text("digest"),
    _text("previous"),
    _text("chain"),
    Column("sealed", LargeBinary(), nullable=False),
    Index("event_one_place", "case_id", "number", unique=True),
    Index("event_one_digest", "digest", unique=True),
)
"""Events of all cases in one order without gaps. `chain` is SHA-256 over the chain before and the digest."""

PARTICIPANT: Final = _table(
    "participant",
    _text("case_id", primary_key=True),
    _text("person", primary_key=True),
    _text("role", primary_key=True),
    Column("recused", Integer(), nullable=False),
    Index("participant_of_person", "person", "case_id", "role", "recused"),
)
"""Who takes part in which case: made from the events, and what row-level security goes by."""

CASE: Final = _table(
    "case_now",
    _text("case_id", primary_key=True),
    _text("title"),
    _text("organisation"),
    _text("regime"),
    _text("stage"),
    _text("waits_for"),
    _text("outcome"),
    _text("opened_at"),
    _text("changed_at"),
    Column("next_at", Text()),
    Column("events", Integer(), nullable=False),
    _text("head"),
    _text("shown"),
    Index("case_now_due", "next_at"),
    Index("case_now_stage", "stage", "changed_at"),
)
"""Each case as it stood after its latest event: for lists. Dropped and made again from the events at will."""

ITEM: Final = _table(
    "item",
    _text("case_id", primary_key=True),
    _text("digest", primary_key=True),
    _text("item"),
    _text("title"),
    _text("media_type"),
    _text("person"),
    _text("at"),
    Column("size", Large, nullable=False),
    Column("body", LargeBinary(), nullable=False),
)
"""What was handed in, by digest."""

ACCESS: Final = _table(
    "access",
    Column("seq", Large, primary_key=True, autoincrement=False),
    _text("case_id"),
    _text("digest"),
    _text("person"),
    _text("role"),
    _text("at"),
    Index("access_of_case", "case_id", "seq"),
)
"""Who looked at what was handed in, and when."""

ANSWERED: Final = _table(
    "answered",
    _text("person", primary_key=True),
    _text("key", primary_key=True),
    _text("asked"),
    _text("answer"),
    _text("at"),
)
"""Answers by idempotency key: the same request gets the same answer, and does nothing twice."""

REGIME: Final = _table(
    "regime",
    _text("digest", primary_key=True),
    _text("id"),
    _text("version"),
    _text("since"),
    Column("offered", Integer(), nullable=False),
    Column("body", LargeBinary(), nullable=False),
)
"""Regimes that cases are pinned to, as they were then."""

ACCOUNT: Final = _table(
    "account",
    _text("id", primary_key=True),
    _text("name"),
    _text("organisation"),
    _text("roles"),
    _text("password"),
    _text("since"),
    Column("disabled", Integer(), nullable=False),
)
"""People with an account. `password` is scrypt, or empty for who logs in otherwise."""

TOKEN: Final = _table(
    "token",
    _text("id", primary_key=True),
    _text("person"),
    _text("name"),
    _text("secret"),
    _text("scopes"),
    _text("since"),
    _text("expires_at"),
    Column("revoked_at", Text()),
)
"""Tokens for programs. `secret` is a SHA-256: the token itself is 256 random bits, and kept by nobody here."""

IDENTITY: Final = _table(
    "identity",
    _text("id", primary_key=True),
    _text("person"),
    _text("issuer"),
    _text("subject"),
    _text("scopes"),
    _text("since"),
    Index("identity_once", "issuer", "subject", unique=True),
    Index("identity_of_person", "person"),
)
"""Logins at identity providers, by issuer and subject and by nothing else that a provider says of somebody."""

PASSKEY: Final = _table(
    "passkey",
    _text("id", primary_key=True),
    _text("person"),
    _text("credential"),
    _text("name"),
    _text("scopes"),
    _text("since"),
    Column("public_key", LargeBinary(), nullable=False),
    Column("uses", Large, nullable=False),
    Index("passkey_once", "credential", unique=True),
    Index("passkey_of_person", "person"),
)
"""Passkeys: public keys of authenticators. `uses` is the highest count that the authenticator told."""

PENDING: Final = _table(
    "pending",
    _text("id", primary_key=True),
    _text("purpose"),
    _text("person"),
    _text("body"),
    _text("expires_at"),
    Index("pending_over", "expires_at"),
)
"""Logins that are under way. `id` is a SHA-256 of what the browser's cookie holds; each is taken once."""

PERSON_KEY: Final = _table(
    "person_key",
    _text("key_id", primary_key=True),
    _text("person"),
    _text("organisation"),
    _text("since"),
    _text("pem"),
)
"""Public keys by which people sign records and events."""

PUBLICATION: Final = _table(
    "publication",
    Column("number", Large, primary_key=True, autoincrement=False),
    _text("case_id"),
    _text("step"),
    _text("at"),
    _text("organisation"),
    _text("subject"),
    _text("subject_digest"),
    _text("regime"),
    _text("outcome"),
    Column("sealed", LargeBinary(), nullable=False),
    Index("publication_of_case", "case_id", "number"),
)
"""The public register: a view of what stands in the log, dropped and made again at will."""

SUBSCRIPTION: Final = _table(
    "subscription",
    _text("id", primary_key=True),
    _text("person"),
    _text("channel"),
    _text("target"),
    _text("kinds"),
    _text("since"),
    Column("ended_at", Text()),
    Column("read_to", Large, nullable=False),
)
"""Who is told of events, and where. `read_to` is the last event of the office that was looked at for them."""

DELIVERY: Final = _table(
    "delivery",
    _text("id", primary_key=True),
    _text("subscription"),
    Column("seq", Large, nullable=False),
    _text("kind"),
    _text("at"),
    Column("body", LargeBinary(), nullable=False),
    Column("attempts", Integer(), nullable=False),
    Column("next_at", Text()),
    _text("outcome"),
    Index("delivery_once", "subscription", "seq", unique=True),
    Index("delivery_due", "next_at"),
)
"""What is sent: once for each event and subscription. `next_at` is empty when it arrived, or was given up."""

JOB: Final = _table(
    "job",
    _text("id", primary_key=True),
    _text("case_id"),
    _text("pool"),
    _text("person"),
    _text("asked"),
    _text("at"),
    _text("state"),
    Column("attempts", Integer(), nullable=False),
    _text("worker"),
    _text("outcome"),
    Column("ended_at", Text()),
    Index("job_open", "pool", "state"),
    Index("job_of_case", "case_id", "at"),
)
"""Work that somebody asked for. `asked` is JSON; `state` is `waiting`, `running`, `done` or `failed`."""

WORKER: Final = _table(
    "worker",
    _text("id", primary_key=True),
    _text("pool"),
    _text("since"),
    _text("beat_at"),
)
"""Workers that live, or were killed a moment ago."""

APPEND_ONLY: Final = ("event", "item", "access")
"""Tables in which nothing is ever changed or removed; both databases refuse."""
BY_CASE: Final = ("event", "item", "access", "case_now")
"""Tables whose rows only participants of the case read."""


def stamp(moment: datetime.datetime) -> str:
    """A time as it is kept. Raises `ValueError` without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(kept: str) -> datetime.datetime:
    """A kept time."""
    return datetime.datetime.fromisoformat(kept).astimezone(datetime.UTC)
