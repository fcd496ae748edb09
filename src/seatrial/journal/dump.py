"""All rows of a journal as lines that either database takes back: for backups, and from one database to the other."""

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, MetaData, Table, insert, inspect, select

_ORDER: Final = ("event", "regime", "account", "item", "access")
"""Tables first of all in this order; the others as they come."""
_VERSION: Final = "alembic_version"


def tables(db: Connection) -> list[Table]:
    """The tables that are there, whichever revision they are of."""
    names = [name for name in inspect(db).get_table_names() if name != _VERSION]
    ordered = sorted(names, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name))
    found = MetaData()
    return [Table(name, found, autoload_with=db, resolve_fks=False) for name in ordered]


def rows(db: Connection, table: Table) -> Iterator[bytes]:
    """One row a line, in the order of the primary key."""
    names = [column.name for column in table.columns]
    result = db.execution_options(yield_per=50).execute(select(table).order_by(*table.primary_key.columns))
    for row in result:
        plain = {name: _plain(value) for name, value in zip(names, row, strict=True)}
        yield json.dumps(plain, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def put(db: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Put rows back; how many. Raises `ValueError` for lines that are no rows of this table."""
    count = 0
    names = {column.name for column in table.columns}
    for line in lines:
        plain = json.loads(line)
        if not isinstance(plain, dict) or set(plain) != names:
            raise ValueError(f"a line that is no row of {table.name}")
        db.execute(insert(table).values({name: _value(value) for name, value in plain.items()}))
        count += 1
    return count


def _plain(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes | memoryview) else value


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return base64.b64decode(value["base64"], validate=True)
    return value
