"""Many rows at once, past the mapper: hashed and versioned as the mapper would.

Ids are reserved beforehand, since rows that refer to each other must know them. Rows go a block
at a time and a column at a time: while the database takes one block, the next one is made.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import struct
import sys
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, LargeBinary, Table, func, select, text
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
_TURN_S = 0.001
# So many rows are sorted for an index sooner than each finds its place in it: of a code that looks
# like chance every one goes to another page, of any other many go to the same few. Below the second
# number the thread that inserts has the time for those, and nobody waits for them at the end.
_WORTH_SORTING_CODES = 5_000
_WORTH_SORTING = 100_000

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
    insert_made(work, model, len(rows), rows)


def insert_made(work: UnitOfWork, model: type[Base], count: int, rows: Iterable[Row]) -> None:
    """The same for at most `count` rows that are made as they are wanted."""
    insert_blocks(work, {model: count}, ((model, block) for block in blocks_of(rows)))


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
    turn = sys.getswitchinterval()
    # The other thread asks for the interpreter at every statement: it need not wait 5 ms for it.
    sys.setswitchinterval(min(turn, _TURN_S))
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
        sys.setswitchinterval(turn)
        work.lend_session(None)


class Inserting:
    """Rows on their way into the database, see `inserting`."""

    def __init__(self, connection: Connection, other: _Other) -> None:
        self._connection = connection
        self._other = other

    def insert(self, model: type[Base], block: Columns) -> int:
        """Hand over a block, and raise what happened to those before; how many rows it has."""
        table = table_of(model)
        made = _block(table, block, self._connection.dialect.name)
        self._other.hand(_insert, self._connection, table.name, made)
        return made.count


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


@dataclass(frozen=True)
class _Block:
    """Rows as a statement takes them: `same` is in every row, `varying` by column."""

    same: Mapping[str, Any]
    varying: Mapping[str, Sequence[Any]]
    count: int


def _block(table: Table, columns: Columns, dialect: str) -> _Block:
    count = len(next(iter(columns.values())))
    hashed: dict[str, Sequence[Any]] = {}
    same: dict[str, Any] = {}
    varying: dict[str, Sequence[Any]] = {}
    for name, column in columns.items():
        kind = table.c[name].type
        all_one = column.count(column[0]) == count
        # What all rows have is told once.
        kept = told = column[:1] if all_one else column
        if isinstance(kind, Code):
            kept = told = _codes(told)
        elif isinstance(kind, Day | UtcTime):
            told = _stored(told)
            kept = _kept_as(kind, dialect)(kept, told)
        hashed[name] = told
        if all_one:
            same[name] = kept[0]
        else:
            varying[name] = kept
    if names := hashed_columns(table):
        told_same = {name: hashed[name][0] for name in names if name in same}
        varying["row_hash"] = hashes_of(names, told_same, hashed, count)
    if "version" in table.c:
        same["version"] = 1
    if not varying:
        # A statement has a place for every row.
        name, value = same.popitem()
        varying[name] = [value] * count
    return _Block(same, varying, count)


def _codes(column: Sequence[Any]) -> Sequence[str | None]:
    """The codes of a column of members, for which `stored` takes four times as long."""
    return [None if member is None else member._value_ for member in column]


def _stored(column: Sequence[Any]) -> Sequence[Any]:
    if set(map(type, column)) == {dt.date}:
        # For days alone `stored` takes four times as long.
        return list(map(dt.date.isoformat, column))
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


def hashes_of(
    names: Sequence[str], same: Mapping[str, Any], columns: Columns, count: int
) -> Sequence[int]:
    """What `hash_of` gives for each of `count` rows; `names` are the hashed columns in order.

    What is in every row stands in `same`, and is written once for all of them.
    """
    pieces: list[Iterable[str]] = []
    fixed = ""
    for name in names:
        if name in same:
            fixed += _told(name, same[name])
        elif None in columns[name]:
            parts = [_told(name, value) for value in columns[name]]
            pieces += [itertools.repeat(_narrow(fixed), count), _narrowed(parts)]
            fixed = ""
        else:
            mark, told = _written(columns[name])
            before = _narrow(f"{fixed}({name!r}, {mark}")
            pieces += [itertools.repeat(before, count), _narrowed(told)]
            fixed = f"{mark}), "
    pieces.append(itertools.repeat(_narrow(fixed), count))
    # Begun once: a copy takes half as long to come by.
    begun, digests = hashlib.blake2b(digest_size=8), []
    for content in map("".join, zip(*pieces, strict=True)):
        digest = begun.copy()
        digest.update(f"[{content[:-2]}]".encode("latin-1"))
        digests.append(digest.digest())
    return struct.unpack(f">{count}q", b"".join(digests))


def _written(column: Sequence[Any]) -> tuple[str, Sequence[str]]:
    """What `repr` gives for each value, without the mark that then stands on both sides of it.

    Most texts are what they are between two marks, and need not be written one by one.
    """
    if set(map(type, column)) == {str}:
        together = "".join(column)
        if together.isprintable() and "'" not in together and "\\" not in together:
            return "'", column
    return "", list(map(repr, column))


def _told(name: str, value: Any) -> str:
    return "" if value is None else f"({name!r}, {value!r}), "


def _narrow(text: str) -> str:
    """A character for each byte of its UTF-8: to put together in half the time, and encode."""
    return text if text.isascii() else text.encode().decode("latin-1")


def _narrowed(texts: Sequence[str]) -> Sequence[str]:
    # No text has an end of line in it: they are what `repr` gives.
    together = "\n".join(texts)
    return texts if together.isascii() else _narrow(together).split("\n")


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
    if connection.dialect.name != "sqlite" or count < _WORTH_SORTING_CODES:
        return []
    if (connection.execute(select(func.count()).select_from(table)).scalar() or 0) > count:
        return []
    guards = table.info.get("guards", [])
    needed = {key for guard in guards if isinstance(guard, NoOverlap) for key in guard.keys}
    plain = {
        str(index.name)
        for index in table.indexes
        if not index.unique
        and index.columns[0].name not in needed
        and (count >= _WORTH_SORTING or isinstance(index.columns[0].type, LargeBinary))
    }
    kept = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (table.name,)
    )
    return [(row[0], row[1]) for row in kept if row[0] in plain]


def _insert(connection: Connection, table: str, block: _Block) -> None:
    columns = ", ".join([*block.same, *block.varying])
    if connection.dialect.name == "postgresql":
        same = tuple(block.same.values())
        rows = ((*same, *row) for row in zip(*block.varying.values(), strict=True))
        _copy(connection, f"COPY {table} ({columns}) FROM STDIN", rows)
        return
    # Many rows a statement: SQLite works on them without a word to Python in between, and a
    # trigger's program is set up once. What is in every row is handed over once.
    width = len(block.varying)
    most = max(1, _MOST_VALUES // width)
    same_marks = [f"?{at}" for at in range(1, len(block.same) + 1)]
    marks = f"({', '.join([*same_marks, *'?' * width])})"
    for start in range(0, block.count, most):
        count = min(most, block.count - start)
        values: list[Any] = [None] * (count * width)
        for at, column in enumerate(block.varying.values()):
            values[at::width] = column[start : start + count]
        statement = f"INSERT INTO {table} ({columns}) VALUES {', '.join([marks] * count)}"  # noqa: S608 - our names
        connection.exec_driver_sql(statement, (*block.same.values(), *values))


def _copy(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
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
