"""Runs migrations on the connection that it was given."""

from alembic import context

from seatrial.journal.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, transaction_per_migration=False
)
context.run_migrations()
