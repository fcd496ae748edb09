"""A log's rows in PostgreSQL: several machines may write the same log, one at a time.

The log has a schema of its own, named after its origin, so that several share a database. Triggers refuse UPDATE,
DELETE and TRUNCATE whoever asks; who owns the tables could still drop the triggers, so let the writer's role not own
them. Needs the extra `postgres`.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from seatrial.tlog.database import LedgerError, Rows

PREFIXES: Final = ("postgresql://", "postgres://")
_SECONDS: Final = 10
_TABLES: Final = """
CREATE TABLE entry (number BIGINT PRIMARY KEY, body BYTEA NOT NULL, leaf BYTEA NOT NULL UNIQUE);
CREATE TABLE node (level BIGINT NOT NULL, number BIGINT NOT NULL, hash BYTEA NOT NULL, PRIMARY KEY (level, number));
CREATE TABLE checkpoint (size BIGINT PRIMARY KEY, note BYTEA NOT NULL);
CREATE TABLE head (single BIGINT PRIMARY KEY CHECK (single = 0), origin TEXT NOT NULL, size BIGINT NOT NULL);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'what is in the log is never changed or removed'; END $$;
CREATE FUNCTION follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.number IS DISTINCT FROM (SELECT COALESCE(MAX(number) + 1, 0) FROM entry) THEN
    RAISE EXCEPTION 'entries come one after another';
  END IF;
  RETURN NEW; END $$;
CREATE FUNCTION grow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.size < OLD.size OR NEW.origin IS DISTINCT FROM OLD.origin OR NEW.single IS DISTINCT FROM OLD.single THEN
    RAISE EXCEPTION 'a log never shrinks';
  END IF;
  RETURN NEW; END $$;
CREATE TRIGGER entry_next BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION follow();
CREATE TRIGGER head_grows BEFORE UPDATE ON head FOR EACH ROW EXECUTE FUNCTION grow();
CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER node_stays BEFORE UPDATE OR DELETE ON node FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER checkpoint_stays BEFORE UPDATE OR DELETE ON checkpoint FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER head_stays BEFORE DELETE ON head FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER entry_whole BEFORE TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION refuse();
CREATE TRIGGER node_whole BEFORE TRUNCATE ON node FOR EACH STATEMENT EXECUTE FUNCTION refuse();
CREATE TRIGGER checkpoint_whole BEFORE TRUNCATE ON checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse();
CREATE TRIGGER head_whole BEFORE TRUNCATE ON head FOR EACH STATEMENT EXECUTE FUNCTION refuse();
"""


def schema_of(origin: str) -> str:
    """The schema that holds the log of this origin."""
    return f"seatrial_log_{hashlib.sha256(origin.encode()).hexdigest()[:16]}"


class Postgres:
    """One log's schema."""

    def __init__(self, address: str, origin: str) -> None:
        """Connect to the database at a URL. Raises `LedgerError` when it cannot be reached or has no such log."""
        self._connection = _connect(address)
        schema = schema_of(origin)
        found = self.execute("SELECT 1 FROM pg_namespace WHERE nspname = ?", (schema,)).fetchone()
        if found is None:
            self.close()
            raise LedgerError(f"the database has no log of the origin {origin}")
        self.execute(f"SET search_path TO {schema}")

    @classmethod
    def create(cls, address: str, origin: str) -> None:
        """Make the log's schema, whole or not at all. Raises `LedgerError` when there is one already."""
        schema = schema_of(origin)
        psycopg = _psycopg()
        connection = _connect(address)
        try:
            with connection.transaction():
                connection.execute(f"CREATE SCHEMA {schema}")
                connection.execute(f"SET LOCAL search_path TO {schema}")
                connection.execute(_TABLES)
                connection.execute("INSERT INTO head VALUES (0, %s, 0)", (origin,))
        except psycopg.errors.DuplicateSchema as error:
            raise LedgerError(f"there is a log of the origin {origin} in the database already") from error
        except psycopg.Error as error:
            raise LedgerError(f"the log cannot be made in the database: {_said(error)}") from error
        finally:
            connection.close()

    def execute(self, statement: str, values: Sequence[object] = ()) -> Rows:
        """Run one statement. Raises `LedgerError`."""
        try:
            rows: Rows = self._connection.execute(statement.replace("?", "%s"), tuple(values))
            return rows
        except _psycopg().Error as error:
            raise LedgerError(f"the log's database cannot be used: {_said(error)}") from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that no other writer shares: each waits for the row of the head. Raises `LedgerError`."""
        self.execute("BEGIN")
        try:
            self.execute("SELECT size FROM head FOR UPDATE")
            yield
        except BaseException:
            if not self._connection.closed:
                self.execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def _connect(address: str) -> Any:
    psycopg = _psycopg()
    try:
        connection = psycopg.connect(address, autocommit=True, connect_timeout=_SECONDS)
        # Whatever the server's settings are: what is acknowledged here is on its disk.
        connection.execute("SET synchronous_commit TO on")
    except psycopg.Error as error:
        raise LedgerError(f"the log's database cannot be reached: {_said(error)}") from error
    return connection


def _psycopg() -> Any:
    try:
        import psycopg  # noqa: PLC0415 - an extra, and only for logs in PostgreSQL
    except ImportError as error:
        raise LedgerError("a log in PostgreSQL needs the extra `postgres`: pip install 'seatrial[postgres]'") from error
    return psycopg


def _said(error: Exception) -> str:
    """The first line; the rest may hold the statement's values."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
