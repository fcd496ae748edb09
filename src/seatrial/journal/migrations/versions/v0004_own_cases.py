"""Somebody's own cases are found in order, however many there are of others."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("participant_of_person", "participant", ["person", "case_id", "role", "recused"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("participant_of_person", "participant")
