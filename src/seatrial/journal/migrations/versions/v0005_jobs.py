"""Work that was asked for, and who does it."""

from alembic import op
from sqlalchemy import Column, Integer, Text

from seatrial.journal.rules import READER, WRITER

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text(), nullable=False) for name in names]


def upgrade() -> None:
    """Make both tables; rows of a case's jobs are there for its participants only."""
    op.create_table(
        "job",
        Column("id", Text(), nullable=False, primary_key=True),
        *_texts("case_id", "pool", "person", "asked", "at", "state"),
        Column("attempts", Integer(), nullable=False),
        *_texts("worker", "outcome"),
        Column("ended_at", Text()),
        sqlite_strict=True,
    )
    op.create_index("job_open", "job", ["pool", "state"])
    op.create_index("job_of_case", "job", ["case_id", "at"])
    op.create_table(
        "worker",
        Column("id", Text(), nullable=False, primary_key=True),
        *_texts("pool", "since", "beat_at"),
        sqlite_strict=True,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON job, worker TO {WRITER}")
        op.execute(f"GRANT SELECT ON job TO {READER}")
        op.execute("ALTER TABLE job ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY job_of_participants ON job FOR SELECT TO {READER} USING (seatrial_may_read(case_id))"
        )
        op.execute(f"CREATE POLICY job_of_the_office ON job TO {WRITER} USING (true) WITH CHECK (true)")


def downgrade() -> None:
    """Take both away."""
    op.drop_table("worker")
    op.drop_table("job")
