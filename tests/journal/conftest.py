"""A journal on each database: the same tests hold for both."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from seatrial.journal.open import Journal

BOTH = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.xdist_group("postgres"))]


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'office.db'}"
    return fresh_database(request.getfixturevalue("postgres"))


def fresh_database(server: str) -> str:
    """One more database on the tests' server, owned by somebody who is no superuser."""
    import psycopg
    from psycopg import sql

    name = f"office_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(name)))
    return server.replace("seatrial@", f"{name}@").replace("/postgres?", f"/{name}?")


Open = Callable[[], Journal]


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
