"""Who is told of news, and what was sent to them."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text

from seatrial.journal.rules import WRITER

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_LARGE = Integer().with_variant(BigInteger(), "postgresql")


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text(), nullable=False) for name in names]


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "subscription",
        Column("id", Text(), nullable=False, primary_key=True),
        *_texts("person", "channel", "target", "kinds", "since"),
        Column("ended_at", Text()),
        Column("read_to", _LARGE, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "delivery",
        Column("id", Text(), nullable=False, primary_key=True),
        *_texts("subscription"),
        Column("seq", _LARGE, nullable=False),
        *_texts("kind", "at"),
        Column("body", LargeBinary(), nullable=False),
        Column("attempts", Integer(), nullable=False),
        Column("next_at", Text()),
        *_texts("outcome"),
        sqlite_strict=True,
    )
    op.create_index("delivery_once", "delivery", ["subscription", "seq"], unique=True)
    op.create_index("delivery_due", "delivery", ["next_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON subscription, delivery TO {WRITER}")


def downgrade() -> None:
    """Take both away."""
    op.drop_table("delivery")
    op.drop_table("subscription")
