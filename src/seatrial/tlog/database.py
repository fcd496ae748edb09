"""Where a log's rows lie: SQLite in one file for one machine, PostgreSQL for several. Both refuse to change what was.

The two understand the same statements; what differs is how they are opened, how a writer keeps others out, and the
words in which their triggers are written.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

_TABLES: Final = """
CREATE TABLE entry (number INTEGER PRIMARY KEY, body BLOB NOT NULL, leaf BLOB NOT NULL UNIQUE) STRICT;
CREATE TABLE node (level INTEGER NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL,
                   PRIMARY KEY (level, number)) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT;
CREATE TABLE head (only INTEGER PRIMARY KEY CHECK (only = 0), origin TEXT NOT NULL, size INTEGER NOT NULL) STRICT;
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
CREATE TRIGGER entry_next BEFORE INSERT ON entry
  WHEN NEW.number IS NOT (SELECT COALESCE(MAX(number) + 1, 0) FROM entry)
  BEGIN SELECT RAISE(ABORT, 'entries come one after another'); END;
CREATE TRIGGER node_stays BEFORE UPDATE ON node BEGIN SELECT RAISE(ABORT, 'hashes are never changed'); END;
CREATE TRIGGER node_kept BEFORE DELETE ON node BEGIN SELECT RAISE(ABORT, 'hashes are never removed'); END;
CREATE TRIGGER checkpoint_stays BEFORE UPDATE ON checkpoint
  BEGIN SELECT RAISE(ABORT, 'checkpoints are never changed'); END;
CREATE TRIGGER checkpoint_kept BEFORE DELETE ON checkpoint
  BEGIN SELECT RAISE(ABORT, 'checkpoints are never removed'); END;
CREATE TRIGGER head_grows BEFORE UPDATE ON head WHEN NEW.size < OLD.size OR NEW.origin IS NOT OLD.origin
  BEGIN SELECT RAISE(ABORT, 'a log never shrinks'); END;
CREATE TRIGGER head_kept BEFORE DELETE ON head BEGIN SELECT RAISE(ABORT, 'a log is never removed'); END;
"""


class LedgerError(Exception):
    """The database cannot be used, or holds another log than was expected."""


class Rows(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int:
        """Rows that it changed."""

    def fetchone(self) -> Any:
        """The next row, or None."""


class Database(Protocol):
    """An open database with the tables of one log."""

    def execute(self, statement: str, values: Sequence[object] = ()) -> Rows:
        """Run one statement; values stand for question marks. Raises `LedgerError`."""

    def writing(self) -> AbstractContextManager[None]:
        """A transaction that no other writer shares; on the disk when it ends. Raises `LedgerError`."""

    def close(self) -> None:
        """Let go of it."""


class SQLite:
    """One file."""

    def __init__(self, path: Path, mode: str = "WAL") -> None:
        """Open it, or make it. Raises `LedgerError`."""
        try:
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=30.0)
            self._connection.execute(f"PRAGMA journal_mode = {mode}")
            self._connection.execute("PRAGMA synchronous = FULL")
        except sqlite3.Error as error:
            raise LedgerError(f"{path} cannot be opened: {error}") from error

    @classmethod
    def create(cls, path: Path, origin: str) -> None:
        """Make a log's database, whole or not at all. Raises `LedgerError` when there is one already."""
        if path.exists():
            raise LedgerError(f"there is a log in {path.parent} already")
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".log-")
        os.close(handle)
        try:
            made = cls(Path(temporary), mode="DELETE")
            with made._connection as connection:
                connection.executescript(_TABLES)
                connection.execute("INSERT INTO head VALUES (0, ?, 0)", (origin,))
            made.close()
            os.link(temporary, path)
        except FileExistsError as error:
            raise LedgerError(f"there is a log in {path.parent} already") from error
        finally:
            Path(temporary).unlink()

    def execute(self, statement: str, values: Sequence[object] = ()) -> Rows:
        """Run one statement. Raises `LedgerError`."""
        try:
            return self._connection.execute(statement, tuple(values))
        except sqlite3.Error as error:
            raise LedgerError(f"the log's database cannot be used: {error}") from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that no other writer shares. Raises `LedgerError`."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
