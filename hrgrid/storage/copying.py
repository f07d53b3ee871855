"""Rows from one database to another, and a hash that both sides must share.

Tables are taken as the SQLite side has them, so that the same values are read from both
engines; the order of rows does not matter (collations differ), their number and content do.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    func,
    inspect,
    select,
    text,
)

from hrgrid.core.progress import Progress

# What each engine keeps in its own place: files beside a SQLite file, rows on a server.
OWN_PLACE = {"attachment_content", "key_file"}
_BLOCK = 2_000
_PARENTS = text('SELECT "from", "table", "to" FROM pragma_foreign_key_list(:name)')


def tables_of(sqlite: Connection) -> list[Table]:
    """Every table of a SQLite database that a copy must hold, parents first.

    Columns and references only: SQLAlchemy's own reflection also reads every check and index back
    from the text that made it, which takes longer than the copy of a small office.
    """
    metadata, known = MetaData(), inspect(sqlite)
    for name in known.get_table_names():
        parents = sqlite.execute(_PARENTS, {"name": name})
        foreign = {child: f"{parent}.{column or 'id'}" for child, parent, column in parents}
        keys = known.get_pk_constraint(name)["constrained_columns"]
        columns = [
            Column(
                each["name"],
                each["type"],
                *([ForeignKey(foreign[each["name"]])] if each["name"] in foreign else []),
                primary_key=each["name"] in keys,
            )
            for each in known.get_columns(name)
        ]
        Table(name, metadata, *columns)
    return [table for table in metadata.sorted_tables if table.name not in OWN_PLACE]


def content_hash(
    connection: Connection, tables: list[Table], progress: Progress
) -> tuple[str, dict[str, int]]:
    """SHA-256 over all rows, and how many rows each table has."""
    whole = hashlib.sha256()
    counts: dict[str, int] = {}
    for table in tables:
        total, count = 0, 0
        for block in _blocks(connection, table):
            for row in block:
                digest = hashlib.sha256(repr(_plain(row)).encode("utf-8")).digest()
                # A sum does not depend on the order and, unlike XOR, sees a row that stands twice.
                total = (total + int.from_bytes(digest, "big")) % 2**256
            count += len(block)
            progress.step(len(block))
        whole.update(f"{table.name}:{count}:{total:064x}\n".encode())
        counts[table.name] = count
    return whole.hexdigest(), counts


def copy_rows(
    source: Connection, target: Connection, tables: list[Table], progress: Progress
) -> None:
    """Copy every row of `tables`; the target's tables exist and are empty."""
    for table in tables:
        if table.name == "alembic_version":
            continue
        for block in _blocks(source, table):
            rows = [dict(zip(table.columns.keys(), _plain(row), strict=True)) for row in block]
            target.execute(table.insert(), [_fitting(target, row) for row in rows])
            progress.step(len(block))
        _go_on_counting(target, table)


def row_count(connection: Connection, tables: list[Table]) -> int:
    """Rows in all tables, for a progress."""
    return sum(
        connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables
    )


def _blocks(connection: Connection, table: Table) -> Iterator[list[Any]]:
    streaming = connection.execution_options(stream_results=True, yield_per=_BLOCK)
    with streaming.execute(select(table)) as result:
        yield from (list(block) for block in result.partitions())


def _plain(row: Any) -> tuple[Any, ...]:
    return tuple(_plain_value(value) for value in row)


def _plain_value(value: Any) -> Any:
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(dt.UTC).replace(tzinfo=None)
    return value


def _fitting(target: Connection, row: Mapping[str, Any]) -> dict[str, Any]:
    if target.dialect.name == "sqlite":
        return dict(row)
    return {
        name: value.replace(tzinfo=dt.UTC) if isinstance(value, dt.datetime) else value
        for name, value in row.items()
    }


def _go_on_counting(target: Connection, table: Table) -> None:
    # PostgreSQL's counters do not see ids that came with the row.
    key = list(table.primary_key.columns)
    if target.dialect.name != "postgresql" or len(key) != 1:
        return
    if not isinstance(key[0].type, Integer):
        return
    column, name = key[0].name, table.name
    counter = target.execute(
        text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": name, "column": column}
    ).scalar()
    highest = target.execute(select(func.max(key[0]))).scalar()
    if counter and highest:
        target.execute(
            text("SELECT setval(:counter, :value)"), {"counter": counter, "value": highest}
        )
