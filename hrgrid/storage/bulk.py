"""Many rows at once, past the mapper: hashed and versioned as the mapper would.

Ids are reserved beforehand, since rows that refer to each other must know them. Rows go a block
at a time and a column at a time: while the database takes one block, the next one is made.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import struct
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

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

BLOCK = 2_000
# SQLite takes 32,766 values in a statement.
_MOST_VALUES = 12_000
_MOST_WAITING = 2
# So many rows are sorted for an index sooner than each finds its place in it.
_WORTH_SORTING = 5_000

T = TypeVar("T")
Row = Mapping[str, Any]
# The values of a block by column, each as long as the others.
Columns = Mapping[str, Sequence[Any]]


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
    insert_blocks(work, {model: len(rows)}, ((model, block) for block in blocks_of(rows)))


def blocks_of(rows: Iterable[Row]) -> Iterator[Columns]:
    """The rows by column, some thousands at a time."""
    made = iter(rows)
    while block := list(itertools.islice(made, BLOCK)):
        yield {name: [row[name] for row in block] for name in block[0]}


def insert_blocks(
    work: UnitOfWork,
    counts: Mapping[type[Base], int],
    blocks: Iterable[tuple[type[Base], Columns]],
) -> None:
    """The same for blocks of several tables, made as they are wanted; `counts` are all their rows.

    While another thread hands one block over, the next one is made: SQLite then works on a core
    of its own, the longer the more evenly the tables take turns.
    """
    with inserting(work, counts) as rows:
        for model, block in blocks:
            work.progress.step(rows.insert(model, block))


@contextmanager
def inserting(work: UnitOfWork, counts: Mapping[type[Base], int]) -> Iterator[Inserting]:
    """Insert blocks as they come, at most `counts` rows of each table.

    Meanwhile the unit of work lends its session: whoever asks for it waits until the database has
    what it was given. At the end nothing is under way any more, however it comes.
    """
    connection = work.session.connection()
    thread = ThreadPoolExecutor(1, "rows")
    try:
        other = _Other(thread)
        work.lend_session(other.wait)
        lookups = [
            other.hand(drop_lookups, connection, table_of(model), count)
            for model, count in counts.items()
        ]
        yield Inserting(connection, other)
        for dropped in lookups:
            other.hand(build_lookups, connection, dropped.result())
        other.wait()
    finally:
        # After a fault, what has not begun need not.
        thread.shutdown(cancel_futures=True)
        work.lend_session(None)


class Inserting:
    """Rows on their way into the database, see `inserting`."""

    def __init__(self, connection: Connection, other: _Other) -> None:
        self._connection = connection
        self._other = other

    def insert(self, model: type[Base], block: Columns) -> int:
        """Hand over a block, and raise what happened to those before; how many rows it has."""
        table = table_of(model)
        names, values = _values(table, block, self._connection.dialect.name)
        self._other.hand(_insert, self._connection, table.name, names, values)
        return len(values)


class _Other:
    """Lets the other thread do one thing after the other.

    It is a block of either table behind at most: whoever goes faster would only fill the memory.
    """

    def __init__(self, thread: ThreadPoolExecutor) -> None:
        self._thread = thread
        self._under_way: deque[Future[Any]] = deque()

    def hand(self, job: Callable[..., T], *given: Any) -> Future[T]:
        """Have `job` done after what was handed over before; raises what that raised."""
        self._wait(_MOST_WAITING - 1)
        begun = self._thread.submit(job, *given)
        self._under_way.append(begun)
        return begun

    def wait(self) -> None:
        """Until all is done; raises what the first fault was, however often it is asked."""
        self._wait(0)

    def _wait(self, most: int) -> None:
        while len(self._under_way) > most:
            self._under_way[0].result()
            self._under_way.popleft()


# --- values ------------------------------------------------------------------------------------


def _values(table: Table, block: Columns, dialect: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns of a statement, and what its rows have in them."""
    count = len(next(iter(block.values())))
    hashed: dict[str, Sequence[Any]] = {}
    kept: dict[str, Sequence[Any]] = {}
    for name, column in block.items():
        kind = table.c[name].type
        hashed[name] = kept[name] = column
        if isinstance(kind, Code):
            hashed[name] = kept[name] = _codes(column)
        elif isinstance(kind, Day | UtcTime):
            hashed[name] = _stored(column)
            kept[name] = _kept_as(kind, dialect)(column, hashed[name])
    if names := hashed_columns(table):
        kept["row_hash"] = hashes_of({name: hashed[name] for name in names}, count)
    if "version" in table.c:
        kept["version"] = [1] * count
    return list(kept), list(zip(*kept.values(), strict=True))


def _codes(column: Sequence[Any]) -> Sequence[str | None]:
    """The codes of a column of members, for which `stored` takes four times as long."""
    return [None if member is None else member._value_ for member in column]


def _stored(column: Sequence[Any]) -> Sequence[Any]:
    if column[0].__class__ is dt.date:
        # The same few days again and again.
        forms = {day: stored(day) for day in set(column)}
        return [forms[day] for day in column]
    return [stored(value) for value in column]


def _kept_as(kind: object, dialect: str) -> Callable[[Sequence[Any], Sequence[Any]], Sequence[Any]]:
    """At SQLite days have one form for the hash and the row; instants have two."""
    if dialect == "sqlite" and isinstance(kind, Day):
        return lambda _given, hashed: hashed
    if dialect == "sqlite":
        return lambda given, _hashed: [at and _instant(at) for at in given]
    return lambda given, _hashed: given


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def hashes_of(columns: Columns, count: int) -> Sequence[int]:
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
    digests = [
        hashlib.blake2b(f"[{content[:-2]}]".encode(), digest_size=8).digest()
        for content in contents
    ]
    return struct.unpack(f">{count}q", b"".join(digests))


def _told(name: str, value: Any) -> str:
    return "" if value is None else f"({name!r}, {value!r}), "


# --- statements --------------------------------------------------------------------------------


def drop_lookups(connection: Connection, table: Table, count: int) -> list[str]:
    """Drop the table's lookup indexes where most rows will be new; what builds them again.

    SQLite then sorts once for each index instead of finding a place for every row. What the
    constraints need stays: unique indexes, and the columns by which triggers look for others.
    """
    found = _lookups(connection, table, count)
    for name, _ in found:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    return [statement for _, statement in found]


def build_lookups(connection: Connection, statements: Iterable[str]) -> None:
    """Build the indexes that were dropped, when the rows are there."""
    for statement in statements:
        connection.exec_driver_sql(statement)


def _lookups(connection: Connection, table: Table, count: int) -> list[tuple[str, str]]:
    if connection.dialect.name != "sqlite" or count < _WORTH_SORTING:
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
