"""Logins at identity providers, passkeys, and logins that are under way."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text

from seatrial.journal.rules import WRITER

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_LARGE = Integer().with_variant(BigInteger(), "postgresql")


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text(), nullable=False) for name in names]


def _key() -> Column[str]:
    return Column("id", Text(), nullable=False, primary_key=True)


def upgrade() -> None:
    """Make the three tables."""
    op.create_table("identity", _key(), *_texts("person", "issuer", "subject", "scopes", "since"), sqlite_strict=True)
    op.create_index("identity_once", "identity", ["issuer", "subject"], unique=True)
    op.create_index("identity_of_person", "identity", ["person"])
    op.create_table(
        "passkey",
        _key(),
        *_texts("person", "credential", "name", "scopes", "since"),
        Column("public_key", LargeBinary(), nullable=False),
        Column("uses", _LARGE, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("passkey_once", "passkey", ["credential"], unique=True)
    op.create_index("passkey_of_person", "passkey", ["person"])
    op.create_table("pending", _key(), *_texts("purpose", "person", "body", "expires_at"), sqlite_strict=True)
    op.create_index("pending_over", "pending", ["expires_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON identity, passkey, pending TO {WRITER}")


def downgrade() -> None:
    """Take them away: who logged in by them logs in by a token or a password."""
    for table in ("pending", "passkey", "identity"):
        op.drop_table(table)
