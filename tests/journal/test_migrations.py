"""Migrations go forward and back on both databases, and end where the tables in the code are."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from seatrial.journal import events
from seatrial.journal.open import Journal, latest_revision
from seatrial.journal.schema import METADATA
from tests.databases import Open
from tests.journal.test_journal import two_cases


def test_forward_back_and_forward_again(open_journal: Open) -> None:
    journal = open_journal()
    assert journal.revision() is None
    journal.migrate()
    assert journal.revision() == latest_revision()
    journal.migrate()
    two_cases(journal)
    for step in ("0001", "head", "0001"):
        journal.migrate(step)
        assert journal.revision() == (latest_revision() if step == "head" else step)
        with journal.looking() as db:
            assert len(events.case_ids(db)) == 3, "what was kept stays, whichever way"
    journal.migrate("base")
    assert journal.revision() is None
    assert set(inspect(journal._engine).get_table_names()) <= {"alembic_version"}
    journal.migrate()
    two_cases(journal)


def test_the_migrations_make_what_the_code_says(journal: Journal) -> None:
    with journal._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
