"""Opening an office's database: engine, transactions for reading and writing, migrations."""

import datetime
import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.person import REGISTRAR, Person
from seatrial.journal.rules import READER, WRITER
from seatrial.journal.together import Together

T = TypeVar("T")
_LOCK: Final = 0x5EA7_21A1
"""Key of the advisory lock under which one writer at a time appends."""
_STANDSTILL: Final = "30s"
LATEST: Final = "head"
_POOL: Final = 16
_OVERFLOW: Final = 4
"""Connections that are kept, and more that are not: making one costs more than most of what is asked over it."""
_WRITES: Final = "seatrial_writes"


class Journal:
    """One office's database."""

    def __init__(self, url: str) -> None:
        """`sqlite:///FILE` or `postgresql://...`. Raises `UsageError` for an address that cannot be one."""
        self._engine = _engine(url)
        # SQLite waits for another writer by sleeping and asking again; threads of one process queue here instead.
        self._queue: AbstractContextManager[object] = threading.Lock() if self.dialect == "sqlite" else nullcontext()
        self._together = Together(self.writing)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    @property
    def address(self) -> str:
        """Where the database is, with what is needed to get in: not to be shown."""
        return self._engine.url.render_as_string(hide_password=False)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def migrate(self, to: str = LATEST) -> None:
        """Bring the tables to a revision, forward or back. Raises `OperationError`."""
        from alembic import command  # noqa: PLC0415 - only here
        from alembic.config import Config  # noqa: PLC0415 - only here
        from alembic.script import ScriptDirectory  # noqa: PLC0415 - only here

        config = Config()
        config.set_main_option("script_location", "seatrial.journal:migrations")
        config.set_main_option("path_separator", "os")
        with _told(), self._engine.execution_options(**{_WRITES: True}).begin() as connection:
            config.attributes["connection"] = connection
            known = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
            back = to != LATEST and (to == "base" or known.index(to) > known.index(self._revision(connection) or to))
            (command.downgrade if back else command.upgrade)(config, to)

    def _revision(self, connection: Connection) -> str | None:
        from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - only here

        return MigrationContext.configure(connection).get_current_revision()

    def revision(self) -> str | None:
        """The revision that the tables have; None when there are none. Raises `OperationError`."""
        with _told(), self._engine.connect() as connection:
            return self._revision(connection)

    @contextmanager
    def reading(self, person: Person) -> Iterator[Connection]:
        """One consistent view as somebody sees it: in PostgreSQL, rows of cases that are not theirs are not there."""
        with _told(), self._engine.connect() as connection, connection.begin():
            if self.dialect == "postgresql":
                registrar = "yes" if REGISTRAR in person.roles else "no"
                connection.exec_driver_sql(f"SET LOCAL ROLE {READER}")
                connection.exec_driver_sql(
                    "SELECT set_config('seatrial.person', %s, true), set_config('seatrial.registrar', %s, true)",
                    (person.id, registrar),
                )
            yield connection

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """One consistent view as the office itself sees it, without a lock."""
        with _told(), self._engine.connect() as connection, connection.begin():
            if self.dialect == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL ROLE {WRITER}")
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """All tables as of one moment, as the office itself sees them, however long the reading takes."""
        one_moment = {"isolation_level": "REPEATABLE READ"} if self.dialect == "postgresql" else {}
        with _told(), self._engine.execution_options(**one_moment).connect() as connection, connection.begin():
            if self.dialect == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL ROLE {WRITER}")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One writer at a time. What is written is on disk when this is left, or not there at all."""
        writes = self._engine.execution_options(**{_WRITES: True})
        with _told(), self._queue, writes.begin() as connection:
            if self.dialect == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL ROLE {WRITER}")
                # Whoever stands still with the one lock loses it, so that the others go on.
                connection.exec_driver_sql(
                    "SELECT set_config('idle_in_transaction_session_timeout', %s, true), pg_advisory_xact_lock(%s)",
                    (_STANDSTILL, _LOCK),
                )
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do a work in a transaction that may be others' as well; it is on disk when this returns.

        Raises what the work raised, with nothing of it kept, and `OperationError` when nothing could be kept.
        """

        def told(connection: Connection) -> T:
            with _told():
                return work(connection)

        return self._together.write(told)


def latest_revision() -> str | None:
    """The revision that this version needs."""
    head: str | None = _scripts().get_current_head()
    return head


def known_revisions() -> frozenset[str]:
    """Every revision that this version can bring forward, and the one that it needs."""
    return frozenset(script.revision for script in _scripts().walk_revisions())


@functools.cache
def _scripts() -> Any:
    from alembic.config import Config  # noqa: PLC0415 - only here
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - only here

    config = Config()
    config.set_main_option("script_location", "seatrial.journal:migrations")
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def _engine(url: str) -> Engine:
    try:
        address = make_url(url)
        if address.drivername in ("postgresql", "postgres"):
            address = address.set(drivername="postgresql+psycopg")
        if address.get_backend_name() not in ("sqlite", "postgresql"):
            raise ArgumentError(f"{address.get_backend_name()} is not known here")
        engine = create_engine(
            address,
            hide_parameters=True,
            pool_pre_ping=address.get_backend_name() == "postgresql",
            pool_size=_POOL,
            max_overflow=_OVERFLOW,
        )
    except (ArgumentError, NoSuchModuleError) as error:
        advice = "write sqlite:///FILE or postgresql://USER@HOST/NAME"
        raise UsageError(f"the database cannot be used: {error}", advice=advice) from error
    except ModuleNotFoundError as error:
        raise UsageError("PostgreSQL needs an extra", advice="pip install 'seatrial[office,postgres]'") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connection)
        event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_connection(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # Transactions begin as `_sqlite_begin` says, and no other way.
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 30000", "trusted_schema = OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _told() -> Iterator[None]:
    """Errors of the database as errors of the operation: nothing was acknowledged."""
    try:
        yield
    except DBAPIError as error:
        raise OperationError(
            f"the office's database refused: {error.orig}", advice="nothing of it was kept; check the database"
        ) from error
    except SQLAlchemyError as error:
        raise OperationError(
            f"the office's database cannot be used: {error}", advice="nothing of it was kept; check the database"
        ) from error


def now() -> datetime.datetime:
    """The time, UTC."""
    return datetime.datetime.now(datetime.UTC)
