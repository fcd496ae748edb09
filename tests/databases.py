"""A journal on each database: the same tests hold for both."""

import secrets
from collections.abc import Callable

import pytest

from seatrial.journal.open import Journal

BOTH = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.xdist_group("postgres"))]
Open = Callable[[], Journal]


def fresh_database(server: str) -> str:
    """One more database on the tests' server, owned by somebody who is no superuser."""
    import psycopg
    from psycopg import sql

    name = f"office_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(name)))
    return server.replace("seatrial@", f"{name}@").replace("/postgres?", f"/{name}?")
