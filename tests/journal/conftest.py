"""An empty database of each kind, and a journal in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from seatrial.journal.open import Journal
from tests.databases import BOTH, Open, fresh_database


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'office.db'}"
    return fresh_database(request.getfixturevalue("postgres"))


@pytest.fixture
def open_journal(url: str) -> Iterator[Open]:
    """Opens the database once more, as another process would."""
    opened: list[Journal] = []

    def again() -> Journal:
        journal = Journal(url)
        opened.append(journal)
        return journal

    yield again
    for journal in opened:
        journal.close()


@pytest.fixture
def journal(open_journal: Open) -> Journal:
    """A journal whose tables are there."""
    found = open_journal()
    found.migrate()
    return found
