"""Forbidden writes, bypassing the program: which there are, and what refuses each.

A room puts its own into `tests/<room>/forbidden*.py`: `ROWS`, one good row a table (with
`PARENTS`, the tables whose good rows must be there first, and `STEPS`, what must be done before
a good row may be written), and `FORBIDDEN`, the writes that break one constraint each. Codes,
references, keys and append-only tables are tried without being listed.
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Table, insert, text
from sqlalchemy.sql import Executable

from hrgrid import schema
from hrgrid.storage.base import Code

T = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)
DAY = dt.date(2026, 5, 1)
_TABLES = schema.metadata.tables


@dataclass(frozen=True)
class Forbidden:
    """`write` must be refused by what is called `name`, after `before` went through."""

    name: str
    write: Executable
    before: tuple[Executable, ...] = ()
    engines: tuple[str, ...] = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Room:
    """What one module of forbidden writes says."""

    rows: dict[str, dict[str, Any]]
    parents: dict[str, tuple[str, ...]]
    steps: dict[str, tuple[Executable, ...]]
    forbidden: list[Forbidden]
    # What no write reaches, and what stands in front of it.
    never: dict[str, str]


def rooms() -> list[Room]:
    """Every `tests/<room>/forbidden*.py`."""
    found = []
    for path in sorted(Path(__file__).parent.parent.glob("*/forbidden*.py")):
        module = importlib.import_module(f"tests.{path.parent.name}.{path.stem}")
        parents, steps = getattr(module, "PARENTS", {}), getattr(module, "STEPS", {})
        never = getattr(module, "NEVER", {})
        found.append(Room(module.ROWS, parents, steps, module.FORBIDDEN, never))
    return found


def sql(statement: str) -> Executable:
    """Plain SQL."""
    # A colon would begin a parameter.
    return text(statement.replace(":", r"\:"))


def row(rows: dict[str, dict[str, Any]], table: str, **changes: Any) -> Executable:
    """Insert the good row of a table, changed."""
    hashed = {"row_hash": 0} if "row_hash" in _TABLES[table].columns else {}
    return insert(_TABLES[table]).values(rows[table] | hashed | changes)


def every_forbidden() -> Iterator[Forbidden]:
    """The listed ones, and of those that follow from the tables what is not listed."""
    found = rooms()
    rows = {name: values for room in found for name, values in room.rows.items()}
    parents = {name: names for room in found for name, names in room.parents.items()}
    steps = {name: done for room in found for name, done in room.steps.items()}
    listed = [forbidden for room in found for forbidden in room.forbidden]
    names = {forbidden.name for forbidden in listed}
    names |= {name for room in found for name in room.never}
    yield from listed
    for name in rows:
        before: list[Executable] = []
        for each in _ancestors(name, parents):
            before += [*steps.get(each, ()), row(rows, each)]
        before += steps.get(name, ())
        for implied in _implied(rows, _TABLES[name], tuple(before)):
            if implied.name not in names:
                yield implied


def _ancestors(table: str, parents: dict[str, tuple[str, ...]]) -> list[str]:
    """Whose good rows must be there first, the eldest first; they may be of another room."""
    found: list[str] = []
    for parent in parents.get(table, ()):
        found += [*_ancestors(parent, parents), parent]
    return list(dict.fromkeys(found))


def _implied(rows: Any, table: Table, before: tuple[Executable, ...]) -> Iterator[Forbidden]:
    yield from _codes(rows, table, before)
    yield from _references(rows, table, before)
    yield from _keys(rows, table, before)
    yield from _kept(rows, table, before)


def _codes(rows: Any, table: Table, before: tuple[Executable, ...]) -> Iterator[Forbidden]:
    for column in table.columns:
        if isinstance(column.type, Code):
            name = f"ck_{table.name}_{column.type.name}"
            yield Forbidden(name, row(rows, table.name, **{column.name: "?"}), before)


def _references(rows: Any, table: Table, before: tuple[Executable, ...]) -> Iterator[Forbidden]:
    # A set: workers that run side by side must find the tests in one order.
    for constraint in sorted(table.constraints, key=lambda each: str(each.name)):
        if isinstance(constraint, ForeignKeyConstraint):
            nowhere = {
                column.name: 987_654_321 if column.type.python_type is int else "f" * 64
                for column in constraint.columns
                if not isinstance(column.type, Code)
            }
            yield Forbidden(str(constraint.name), row(rows, table.name, **nowhere), before)


def _keys(rows: Any, table: Table, before: tuple[Executable, ...]) -> Iterator[Forbidden]:
    again = sql(f"INSERT INTO {table.name} SELECT * FROM {table.name} LIMIT 1")
    # The one row of such a table may be there already.
    has_row = table.name in {"office", "policy", "key_file"}
    first = () if has_row else (row(rows, table.name),)
    engines = ("postgresql",) if table.name == "key_file" else ("sqlite", "postgresql")
    yield Forbidden(str(table.primary_key.name), again, (*before, *first), engines)


def _kept(rows: Any, table: Table, before: tuple[Executable, ...]) -> Iterator[Forbidden]:
    column = next(iter(table.columns)).name
    writes = {
        "update": f"UPDATE {table.name} SET {column} = {column}",
        "delete": f"DELETE FROM {table.name}",
        "truncate": f"TRUNCATE {table.name} CASCADE",
    }
    for event, write in writes.items():
        name = f"{table.name}_keeps_{event}"
        if name in APPEND_ONLY:
            engines = ("postgresql",) if event == "truncate" else ("sqlite", "postgresql")
            yield Forbidden(name, sql(write), (*before, row(rows, table.name)), engines)


def _append_only() -> set[str]:
    from sqlalchemy import create_engine

    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        schema.metadata.create_all(connection)
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        found = {name for name in names.scalars() if "_keeps_" in name}
    engine.dispose()
    # Of some tables only the update is refused: their rows go in a way of their own.
    kept = {name.removesuffix("_keeps_update") for name in found if name.endswith("_update")}
    kept = {table for table in kept if f"{table}_keeps_delete" in found}
    return found | {f"{table}_keeps_truncate" for table in kept}


APPEND_ONLY = _append_only()
