"""Triggers for both engines, built in one place: what the database itself refuses.

A condition is one SQL expression that both engines understand, over NEW and OLD; the row is
refused where it is true. Mind NULL: a condition that is NULL refuses nothing. Only days are
reckoned differently: `DAYS_AFTER(NEW.day, 30)` becomes what each engine calls it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hrgrid.core.labelled import Labelled

_DAYS_AFTER = re.compile(r"DAYS_AFTER\(([\w.]+), (\d+)\)")


@dataclass(frozen=True)
class Trigger:
    """One refusal: `name` is what a violation is known by (storage/violations.py)."""

    name: str
    table: str
    event: str
    condition: str = ""
    columns: tuple[str, ...] = ()

    def statements(self, dialect: str) -> Iterator[str]:
        """The DDL for `dialect`."""
        yield from self._sqlite() if dialect == "sqlite" else self._postgresql()

    @property
    def _event_of_columns(self) -> str:
        return f"{self.event} OF {', '.join(self.columns)}" if self.columns else self.event

    def _sqlite(self) -> Iterator[str]:
        if self.event == "TRUNCATE":
            return
        condition = _DAYS_AFTER.sub(r"date(\1, '+\2 days')", self.condition)
        when = f" WHEN {condition}" if condition else ""
        yield (
            f"CREATE TRIGGER {self.name} BEFORE {self._event_of_columns} ON {self.table} "
            f"FOR EACH ROW{when} BEGIN SELECT RAISE(ABORT, 'refused: {self.name}'); END"
        )

    def _postgresql(self) -> Iterator[str]:
        refuse = (
            f"RAISE EXCEPTION 'refused: {self.name}' "
            f"USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{self.name}';"
        )
        condition = _DAYS_AFTER.sub(r"(\1 + \2)", self.condition)
        body = f"IF {condition} THEN {refuse} END IF;" if condition else refuse
        back = "OLD" if self.event == "DELETE" else "NEW"
        # A statement trigger has neither NEW nor OLD.
        kept = "NULL" if self.event == "TRUNCATE" else back
        yield (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body} RETURN {kept}; END $$"
        )
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        yield (
            f"CREATE TRIGGER {self.name} BEFORE {self._event_of_columns} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()"
        )


def append_only(table: str) -> tuple[Trigger, ...]:
    """Rows of `table` are written once and stay."""
    return tuple(
        Trigger(f"{table}_keeps_{event.lower()}", table, event)
        for event in ("UPDATE", "DELETE", "TRUNCATE")
    )


def frozen_when(table: str, condition: str, columns: Sequence[str] = ()) -> tuple[Trigger, ...]:
    """A row for which `condition` (over OLD) is true keeps `columns` (all when none is named)."""
    return (
        Trigger(f"{table}_frozen_update", table, "UPDATE", condition, tuple(columns)),
        Trigger(f"{table}_frozen_delete", table, "DELETE", condition),
    )


def refused_when(table: str, name: str, condition: str) -> tuple[Trigger, ...]:
    """No insert and no update of `table` may make `condition` (over NEW) true."""
    return tuple(
        Trigger(f"{table}_{name}_{event.lower()}", table, event, condition)
        for event in ("INSERT", "UPDATE")
    )


def listed(*states: Labelled) -> str:
    """The codes of states for SQL."""
    return ", ".join(f"'{state.value}'" for state in states)


def off_the_arrows(arrows: Mapping[Any, Sequence[Any]]) -> str:
    """A state changes along no arrow: the condition of a trigger before an update."""
    steps = " OR ".join(
        f"(OLD.state = '{start.value}' AND NEW.state IN ({listed(*ends)}))"
        for start, ends in arrows.items()
        if ends
    )
    return f"OLD.state <> NEW.state AND NOT ({steps})"


@dataclass(frozen=True)
class NoOverlap:
    """No two rows with the same `keys` may hold on one day: [valid_from, valid_to), open at NULL.

    PostgreSQL excludes them, also between two transactions; SQLite has one writer, so a trigger
    that looks suffices. Rows for which `condition` is false do not count; in it a column is
    written `{row}.column`.
    """

    name: str
    table: str
    keys: tuple[str, ...]
    condition: str = "1 = 1"

    def statements(self, dialect: str) -> Iterator[str]:
        """The DDL for `dialect`; PostgreSQL needs the extension btree_gist."""
        if dialect == "postgresql":
            equal = ", ".join(f"{key} WITH =" for key in self.keys)
            yield (
                f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} EXCLUDE USING gist "
                f"({equal}, daterange(valid_from, valid_to, '[)') WITH &&) "
                f"WHERE ({self.condition.replace('{row}.', '')})"
            )
            return
        for event in ("INSERT", "UPDATE"):
            yield (
                f"CREATE TRIGGER {self.name}_{event.lower()} BEFORE {event} ON {self.table} "
                f"FOR EACH ROW WHEN {self._overlap()} "
                f"BEGIN SELECT RAISE(ABORT, 'refused: {self.name}'); END"
            )

    def _overlap(self) -> str:
        same = " AND ".join(f"other.{key} = NEW.{key}" for key in self.keys)
        other = f"SELECT 1 FROM {self.table} AS other WHERE {same}"  # noqa: S608 - our own names
        return (
            f"({self._of('NEW')}) AND EXISTS ({other} "
            f"AND other.id IS NOT NEW.id AND ({self._of('other')}) "
            "AND other.valid_from < COALESCE(NEW.valid_to, '9999-12-31') "
            "AND NEW.valid_from < COALESCE(other.valid_to, '9999-12-31'))"
        )

    def _of(self, row: str) -> str:
        return self.condition.replace("{row}", row)


@dataclass(frozen=True)
class OneAtATime:
    """No two rows with the same `keys` on one day whose [begins, ends) run into each other."""

    name: str
    table: str
    keys: tuple[str, ...]
    condition: str = "1 = 1"

    def statements(self, dialect: str) -> Iterator[str]:
        """The DDL for `dialect`; PostgreSQL needs the extension btree_gist."""
        if dialect == "postgresql":
            equal = ", ".join(f"{key} WITH =" for key in (*self.keys, "day"))
            yield (
                f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} EXCLUDE USING gist "
                f"({equal}, int8range(begins, ends) WITH &&) "
                f"WHERE ({self.condition.replace('{row}.', '')})"
            )
            return
        same = " AND ".join(f"other.{key} = NEW.{key}" for key in (*self.keys, "day"))
        ours, others = (self.condition.replace("{row}", row) for row in ("NEW", "other"))
        other = f"SELECT 1 FROM {self.table} AS other WHERE {same}"  # noqa: S608 - our own names
        for event in ("INSERT", "UPDATE"):
            yield (
                f"CREATE TRIGGER {self.name}_{event.lower()} BEFORE {event} ON {self.table} "
                f"FOR EACH ROW WHEN ({ours}) AND EXISTS ({other} AND other.id IS NOT NEW.id "
                f"AND ({others}) AND other.begins < NEW.ends AND NEW.begins < other.ends) "
                f"BEGIN SELECT RAISE(ABORT, 'refused: {self.name}'); END"
            )


@dataclass(frozen=True)
class AtMostOne:
    """At most one row of `table` with the same `columns` where `condition` is true.

    A partial unique index. SQLAlchemy's own Index would do, but its options for PostgreSQL load
    that dialect at every start, which costs an office with a file a twentieth of a second.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    condition: str

    def statements(self, _dialect: str) -> Iterator[str]:
        """The DDL, the same for both."""
        columns = ", ".join(self.columns)
        yield f"CREATE UNIQUE INDEX {self.name} ON {self.table} ({columns}) WHERE {self.condition}"
