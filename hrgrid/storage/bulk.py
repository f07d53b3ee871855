"""Many rows at once, past the mapper: hashed and versioned as the mapper would.

Ids are reserved beforehand, since rows that refer to each other must know them. Rows go a block
at a time and a column at a time: while the database takes one block, the next one is made.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, func, select, text
from sqlalchemy.exc import DBAPIError

from hrgrid.storage.base import (
    Base,
    Code,
    Day,
    UtcTime,
    hashed_columns,
    stored,
    table_of,
)
from hrgrid.storage.triggers import NoOverlap
from hrgrid.storage.work import UnitOfWork

_BLOCK = 5_000
# SQLite takes 32,766 values in a statement.
_MOST_VALUES = 12_000

Row = Mapping[str, Any]


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


def insert_rows(work: UnitOfWork, model: type[Base], rows: Collection[Row]) -> None:
    """Insert `rows`: column name -> value, every column but version and row_hash (they are set).

    Steps the work's progress by block.
    """
    insert_made_rows(work, model, rows, len(rows))


def insert_made_rows(work: UnitOfWork, model: type[Base], rows: Iterable[Row], count: int) -> None:
    """The same for `count` rows that are made as they are wanted, without asking the database.

    The next block is made while another thread hands the last one over: SQLite then works on a
    core of its own. When this returns or raises, nothing is under way any more.
    """
    table, connection = table_of(model), work.session.connection()
    with _indexes_after(connection, table, count), ThreadPoolExecutor(1, "rows") as other:
        under_way: Future[None] | None = None
        for block in _blocks(rows):
            names, values = _values(table, block, connection.dialect.name)
            if under_way is not None:
                under_way.result()
            under_way = other.submit(_insert, connection, table.name, names, values)
            work.progress.step(len(block))
        if under_way is not None:
            under_way.result()


def _blocks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    made = iter(rows)
    while block := list(itertools.islice(made, _BLOCK)):
        yield block


# --- values ------------------------------------------------------------------------------------


def _values(
    table: Table, block: list[Row], dialect: str
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns of a statement, and what its rows have in them."""
    given = {name: [row[name] for row in block] for name in block[0]}
    hashed, kept = {}, {}
    for name, column in given.items():
        kind = table.c[name].type
        hashed[name] = kept[name] = column
        if isinstance(kind, Code | Day | UtcTime):
            hashed[name] = _stored(column)
            kept[name] = _kept_as(kind, dialect)(column, hashed[name])
    if names := hashed_columns(table):
        kept["row_hash"] = hashes_of({name: hashed[name] for name in names}, len(block))
    if "version" in table.c:
        kept["version"] = [1] * len(block)
    return list(kept), list(zip(*kept.values(), strict=True))


def _stored(column: list[Any]) -> list[Any]:
    if isinstance(column[0], dt.date):
        # The same few days again and again.
        forms = {day: stored(day) for day in set(column)}
        return [forms[day] for day in column]
    return [stored(value) for value in column]


def _kept_as(kind: object, dialect: str) -> Callable[[list[Any], list[Any]], list[Any]]:
    """Codes and, at SQLite, days have one form for the hash and the row; instants have two."""
    if isinstance(kind, Code) or (dialect == "sqlite" and isinstance(kind, Day)):
        return lambda _given, hashed: hashed
    if dialect == "sqlite":
        return lambda given, _hashed: [at and _instant(at) for at in given]
    return lambda given, _hashed: given


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def hashes_of(columns: Mapping[str, Sequence[Any]], count: int) -> list[int]:
    """What `hash_of` gives for each of `count` rows; the hashed columns in their order.

    A column that holds one value all along is written once for all rows.
    """
    form = ""
    varying: list[Sequence[Any]] = []
    for name, column in columns.items():
        first = column[0]
        if column.count(first) == count:
            form += _told(name, first).replace("%", "%%")
        elif None in column:
            form += "%s"
            varying.append([_told(name, value) for value in column])
        else:
            form += f"({name!r}, %r), "
            varying.append(column)
    contents = map(form.__mod__, zip(*varying, strict=True)) if varying else [form % ()] * count
    return [_digest(f"[{content[:-2]}]") for content in contents]


def _told(name: str, value: Any) -> str:
    return "" if value is None else f"({name!r}, {value!r}), "


def _digest(content: str) -> int:
    digest = hashlib.blake2b(content.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


# --- statements --------------------------------------------------------------------------------


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


def _insert(
    connection: Connection, table: str, names: list[str], rows: list[tuple[Any, ...]]
) -> None:
    columns = ", ".join(names)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table} ({columns}) FROM STDIN", rows)
        return
    # Many rows a statement: SQLite works on them without a word to Python in between, and a
    # trigger's program is set up once.
    most = max(1, _MOST_VALUES // len(names))
    marks = f"({', '.join('?' * len(names))})"
    for start in range(0, len(rows), most):
        part = rows[start : start + most]
        values = ", ".join([marks] * len(part))
        statement = f"INSERT INTO {table} ({columns}) VALUES {values}"  # noqa: S608 - our names
        connection.exec_driver_sql(statement, tuple(itertools.chain.from_iterable(part)))


def _copy(connection: Connection, statement: str, rows: list[tuple[Any, ...]]) -> None:
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
