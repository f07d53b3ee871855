"""Facts that hold from a day until another one follows: changed, corrected, taken back.

A table of such facts has `valid_from` and `valid_to` and keys that say of whom it tells. What a
deed did is kept as steps, newest last; `take_back` undoes them unless somebody was there since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Grid, GridBodyReach, GridBodyStand, GridTerm, VolunteerCount
from hrgrid.workforce.queries.areas import lasts_beyond

_MODELS: dict[str, Any] = {
    model.__tablename__: model
    for model in (Grid, GridBodyReach, GridBodyStand, GridTerm, VolunteerCount)
}


@dataclass(frozen=True)
class Step:
    """One row written: its version after it, and what it said before (None: it was not there).

    A row that was taken away has version 0.
    """

    table: str
    row_id: int
    version: int
    before: Mapping[str, Any] | None


@dataclass(frozen=True)
class Done:
    """What takes a deed back: its steps, whom it was about, and the part of the tree."""

    subject: str
    path: str
    steps: tuple[Step, ...] = ()


class Dating:
    """Writes dated facts of one deed and remembers its steps."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self.steps: list[Step] = []

    def put(
        self,
        model: Any,
        keys: Mapping[str, Any],
        values: Mapping[str, Any] | None,
        on: dt.date,
        what: str,
    ) -> Mapping[str, Any] | None:
        """Let `values` hold from a day on, or nothing where they are None (变更).

        Returns what held before, or None where nothing did; raises UserError, naming `what`,
        where something begins later already: the order of what happened stays plain.
        """
        rows = self._rows(model, keys, on)
        later = next((row for row in rows if row.valid_from > on), None)
        if later is not None:
            raise UserError(
                f"{what}在 {later.valid_from} 已有改动，不能再改更早的 {on}。请核对生效日期"
            )
        row = rows[0] if rows else None
        before = told_of(row) if row is not None else None
        if row is not None and values is not None and _says(row, values):
            return before
        if row is not None and row.valid_from == on:
            self._amend(row, values)
            return before
        if row is not None:
            self._write(row, {"valid_to": on})
        if values is not None:
            self.add(model, {**keys, **values, "valid_from": on, "valid_to": None})
        return before

    def correct(
        self,
        model: Any,
        keys: Mapping[str, Any],
        values: Mapping[str, Any],
        on: dt.date,
        what: str,
    ) -> Mapping[str, Any]:
        """Say what should have been said of a day all along (更正); returns what was said."""
        rows = [row for row in self._rows(model, keys, on) if row.valid_from <= on]
        if not rows:
            raise UserError(f"{what}在 {on} 还没有登记，没有可更正的。请改用变更")
        before = told_of(rows[0])
        if not _says(rows[0], values):
            self._write(rows[0], values)
        return before

    def add(self, model: Any, *values: Mapping[str, Any]) -> None:
        """New rows."""
        rows = [model(**each) for each in values]
        self._work.session.add_all(rows)
        self._work.session.flush()
        self.steps += [Step(model.__tablename__, row.id, row.version, None) for row in rows]

    def change(self, row: Any, values: Mapping[str, Any]) -> None:
        """Other values in a row that has no time of its own."""
        if not _says(row, values):
            self._write(row, values)

    def _rows(self, model: Any, keys: Mapping[str, Any], on: dt.date) -> list[Any]:
        query = select(model).where(
            *(getattr(model, name) == value for name, value in keys.items()),
            lasts_beyond(model, on),
        )
        return list(self._work.session.scalars(query.order_by(model.valid_from)))

    def _amend(self, row: Any, values: Mapping[str, Any] | None) -> None:
        if values is not None:
            self._write(row, values)
            return
        self.steps.append(Step(row.__tablename__, row.id, 0, _whole(row)))
        self._work.session.delete(row)
        self._work.session.flush()

    def _write(self, row: Any, values: Mapping[str, Any]) -> None:
        before = _whole(row)
        for name, value in values.items():
            setattr(row, name, value)
        self._work.session.flush()
        self.steps.append(Step(row.__tablename__, row.id, row.version, before))


def told_of(row: Any) -> dict[str, Any]:
    """What a row says, its keys and counters left out."""
    left_out = {"id", "area_id", "body_id", "row_hash", "version", "valid_to", "counted_on"}
    return {name: value for name, value in _whole(row).items() if name not in left_out}


def _whole(row: Any) -> dict[str, Any]:
    names = (column.name for column in row.__table__.columns)
    return {name: getattr(row, name) for name in names if name not in {"row_hash", "version"}}


def _says(row: Any, values: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def take_back(work: UnitOfWork, done: Done) -> None:
    """Undo a deed; raises UserError where one of its rows was changed since."""
    work.require(Right.EDIT_WORKFORCE, done.path)
    for step in reversed(done.steps):
        _take_back(work, step, done.subject)
    work.record("take_back_facts", done.subject)


def _take_back(work: UnitOfWork, step: Step, subject: str) -> None:
    model = _MODELS[step.table]
    row = work.session.get(model, step.row_id)
    version = row.version if row is not None else 0
    if version != step.version:
        raise UserError(f"“{subject}”刚被别人改过，这次改动撤不回来了。请刷新后再改")
    if step.before is None:
        work.session.delete(row)
    elif row is None:
        values = dict(step.before)
        made = model(**{name: value for name, value in values.items() if name != "id"})
        made.id = values["id"]
        work.session.add(made)
    else:
        for name, value in step.before.items():
            setattr(row, name, value)
    work.session.flush()
