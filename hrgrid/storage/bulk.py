"""Many rows at once, past the mapper: hashed and versioned as the mapper would.

SQLite takes them by executemany, PostgreSQL by COPY; ids are reserved beforehand, since rows
that refer to each other must know them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, func, select, text
from sqlalchemy.exc import DBAPIError

from hrgrid.storage.base import (
    Base,
    Code,
    Day,
    UtcTime,
    hash_of,
    hashed_columns,
    stored,
    table_of,
)
from hrgrid.storage.triggers import NoOverlap
from hrgrid.storage.work import UnitOfWork

_BLOCK = 5_000


def reserve_ids(work: UnitOfWork, model: type[Base], count: int) -> list[int]:
    """`count` ids of a table that nobody else will get."""
    table, connection = table_of(model), work.session.connection()
    if connection.dialect.name == "postgresql":
        drawn = text(
            "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
        )
        return list(connection.execute(drawn, {"table": table.name, "count": count}).scalars())
    # The transaction holds the write lock: no other can count at the same time.
    last = connection.execute(select(func.max(table.c.id))).scalar() or 0
    return list(range(last + 1, last + 1 + count))


def insert_rows(work: UnitOfWork, model: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert `rows`: column name -> value, every column but version and row_hash (they are set).

    Steps the work's progress by block.
    """
    if not rows:
        return
    table, connection = table_of(model), work.session.connection()
    form = _Form(table, list(rows[0]), connection.dialect.name)
    with _indexes_after(connection, table, len(rows)):
        for start in range(0, len(rows), _BLOCK):
            block = rows[start : start + _BLOCK]
            _insert(connection, form, [form.values(row) for row in block])
            work.progress.step(len(block))


class _Form:
    """How a row of a table becomes the values of one statement."""

    def __init__(self, table: Table, given: list[str], dialect: str) -> None:
        self.table, self._given = table, given
        self._hashed = [given.index(name) for name in hashed_columns(table)]
        self._versioned = [1] if "version" in table.c else []
        self.names = given + ["row_hash"] * bool(self._hashed) + ["version"] * len(self._versioned)
        # Codes and, on SQLite, days have one form for the hash and the row; instants have two.
        self._before, self._after = [], []
        for place, name in enumerate(given):
            kind = table.c[name].type
            if isinstance(kind, Code) or (dialect == "sqlite" and isinstance(kind, Day)):
                self._before.append(place)
            elif dialect == "sqlite" and isinstance(kind, UtcTime):
                self._after.append(place)

    def values(self, row: dict[str, Any]) -> list[Any]:
        """In the order of `names`."""
        values = [row[name] for name in self._given]
        for place in self._before:
            if values[place] is not None:
                values[place] = stored(values[place])
        if self._hashed:
            values.append(hash_of(self.table, [values[place] for place in self._hashed]))
        for place in self._after:
            if values[place] is not None:
                values[place] = _instant(values[place])
        return values + self._versioned


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


@contextmanager
def _indexes_after(connection: Connection, table: Table, count: int) -> Iterator[None]:
    """Build the table's lookup indexes when the rows are there, where most of them are new.

    SQLite then sorts once for each index instead of finding a place for every row. What the
    constraints need stays: unique indexes, and the columns by which triggers look for others.
    """
    indexes = _lookups(connection, table, count)
    for name, _ in indexes:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for _, statement in indexes:
        connection.exec_driver_sql(statement)


def _lookups(connection: Connection, table: Table, count: int) -> list[tuple[str, str]]:
    if connection.dialect.name != "sqlite" or count < _BLOCK:
        return []
    if (connection.execute(select(func.count()).select_from(table)).scalar() or 0) > count:
        return []
    guards = table.info.get("guards", [])
    needed = {key for guard in guards if isinstance(guard, NoOverlap) for key in guard.keys}
    plain = {
        str(index.name)
        for index in table.indexes
        if not index.unique and index.columns[0].name not in needed
    }
    kept = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (table.name,)
    )
    return [(row[0], row[1]) for row in kept if row[0] in plain]


def _insert(connection: Connection, form: _Form, rows: list[list[Any]]) -> None:
    columns = ", ".join(form.names)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {form.table.name} ({columns}) FROM STDIN", rows)
        return
    marks = ", ".join("?" * len(form.names))
    statement = f"INSERT INTO {form.table.name} ({columns}) VALUES ({marks})"  # noqa: S608 - our names
    connection.exec_driver_sql(statement, list(map(tuple, rows)))


def _copy(connection: Connection, statement: str, rows: list[list[Any]]) -> None:
    import psycopg

    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor().copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        # COPY goes past SQLAlchemy, which else would wrap what the driver raises.
        raise DBAPIError.instance(
            statement,
            None,
            error,
            psycopg.Error,
            connection_invalidated=driver.broken,
            dialect=connection.dialect,
        ) from error
