"""The first tables of an office."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text

from seatrial.journal import rules

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_LARGE = Integer().with_variant(BigInteger(), "postgresql")
_TABLES = [
    "event",
    "participant",
    "case_now",
    "item",
    "access",
    "answered",
    "regime",
    "account",
    "token",
    "person_key",
    "publication",
]


def _text(name: str, *, primary_key: bool = False) -> Column[str]:
    return Column(name, Text(), nullable=False, primary_key=primary_key)


def _texts(*names: str) -> list[Column[str]]:
    return [_text(name) for name in names]


def _int(name: str) -> Column[int]:
    return Column(name, Integer(), nullable=False)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary(), nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, _LARGE, primary_key=True, autoincrement=False)


def _keys(*names: str) -> list[Column[str]]:
    return [_text(name, primary_key=True) for name in names]


def upgrade() -> None:
    """Make the tables, then what the database refuses."""
    strict = {"sqlite_strict": True}
    op.create_table(
        "event",
        _number("seq"),
        _text("case_id"),
        _int("number"),
        *_texts("at", "kind", "author", "digest", "previous", "chain"),
        _bytes("sealed"),
        **strict,
    )
    op.create_index("event_one_place", "event", ["case_id", "number"], unique=True)
    op.create_index("event_one_digest", "event", ["digest"], unique=True)
    op.create_table("participant", *_keys("case_id", "person", "role"), _int("recused"), **strict)
    op.create_table(
        "case_now",
        *_keys("case_id"),
        *_texts("title", "organisation", "regime", "stage", "waits_for", "outcome", "opened_at", "changed_at"),
        Column("next_at", Text()),
        _int("events"),
        *_texts("head", "shown"),
        **strict,
    )
    op.create_index("case_now_due", "case_now", ["next_at"])
    op.create_index("case_now_stage", "case_now", ["stage", "changed_at"])
    op.create_table(
        "item",
        *_keys("case_id", "digest"),
        *_texts("item", "title", "media_type", "person", "at"),
        Column("size", _LARGE, nullable=False),
        _bytes("body"),
        **strict,
    )
    op.create_table("access", _number("seq"), *_texts("case_id", "digest", "person", "role", "at"), **strict)
    op.create_index("access_of_case", "access", ["case_id", "seq"])
    op.create_table("answered", *_keys("person", "key"), *_texts("asked", "answer", "at"), **strict)
    op.create_table(
        "regime", *_keys("digest"), *_texts("id", "version", "since"), _int("offered"), _bytes("body"), **strict
    )
    _people(strict)
    op.create_table(
        "publication",
        _number("number"),
        *_texts("case_id", "step", "at", "organisation", "subject", "subject_digest", "regime", "outcome"),
        _bytes("sealed"),
        **strict,
    )
    op.create_index("publication_of_case", "publication", ["case_id", "number"])
    dialect = op.get_bind().dialect.name
    for statement in rules.postgresql() if dialect == "postgresql" else rules.sqlite():
        op.execute(statement)


def _people(strict: dict[str, bool]) -> None:
    op.create_table(
        "account",
        *_keys("id"),
        *_texts("name", "organisation", "roles", "password", "since"),
        _int("disabled"),
        **strict,
    )
    op.create_table(
        "token",
        *_keys("id"),
        *_texts("person", "name", "secret", "scopes", "since", "expires_at"),
        Column("revoked_at", Text()),
        **strict,
    )
    op.create_table("person_key", *_keys("key_id"), *_texts("person", "organisation", "since", "pem"), **strict)


def downgrade() -> None:
    """Take all of it away."""
    for table in reversed(_TABLES):
        op.drop_table(table)
    for statement in rules.undone(op.get_bind().dialect.name):
        op.execute(statement)
