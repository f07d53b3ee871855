"""Rows of an area file: every row names a grid with what stands above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, delete, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exchange.service import Answers, Applied, InRow, Problem
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import (
    Area,
    AreaAlias,
    AreaClosure,
    AreaStand,
    Grid,
    GridBody,
    GridBodyReach,
    GridTerm,
    VolunteerCount,
)
from hrgrid.workforce.queries.areas import AreaRow
from hrgrid.workforce.rules import GridKind, Level
from hrgrid.workforce.service.imports.counts import Counts, undo_counts
from hrgrid.workforce.service.planting import AreaForm, Planting

_ABOVE = (
    ("city", Level.CITY),
    ("district", Level.DISTRICT),
    ("street", Level.STREET),
    ("zone", Level.ZONE),
    ("community", Level.COMMUNITY),
)

_BETWEEN = re.compile("[、，,；;/／]")


def apply_areas(work: UnitOfWork, rows: Sequence[InRow], _answers: Answers) -> Applied:
    """Add the areas that are not there yet; households of known grids are brought up to date."""
    work.require_somewhere(Right.EDIT_WORKFORCE)
    work.progress.begin("核对各个网格", len(rows))
    sweep = _Sweep(work)
    for row in rows:
        try:
            sweep.take(row)
        except UserError as refusal:
            sweep.problems.append(row.problem("grid_name", "area_refused", refusal.sentence))
        work.progress.step()
    sweep.write()
    return Applied(
        new=sweep.new,
        changed=sweep.changed,
        unchanged=sweep.unchanged,
        problems=sweep.problems,
        journal={"areas": sweep.planting.count},
        undo={
            "operation": work.circumstances.operation_id,
            "households": sweep.counts.filled,
            "counted": sweep.counts.changed,
            "volunteers": sweep.counts.volunteers_before,
            "aliases": [(area.code, alias) for area, alias in sweep.aliases],
        },
    )


class _Sweep:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.planting = Planting(work, imported=True)
        self.problems: list[Problem] = []
        self.counts = Counts(work)
        self.aliases: list[tuple[AreaRow, str]] = []
        self.new = self.changed = self.unchanged = 0

    def take(self, row: InRow) -> None:
        """Plant what the row names; it counts as new where its last area was not there."""
        planted, before = self.planting.count, self.counts.count + len(self.aliases)
        area = self._last(row)
        for alias in _aliases(row):
            self._call(area, alias)
        if self.planting.count > planted:
            self.new += 1
        elif self.counts.count + len(self.aliases) > before:
            self.changed += 1
        else:
            self.unchanged += 1

    def _last(self, row: InRow) -> AreaRow:
        values = row.values
        parent = self._above(row)
        if values["grid_name"] is None and values["grid_code"] is None:
            if parent is None:
                raise UserError("这一行没有区域名称。请补上，或删去这一行")
            self.counts.refuse_without_grid(row)
            return parent
        grid = self._grid(row, parent)
        self.counts.take_volunteers(row, grid)
        if values["micro_name"] is None:
            return grid
        micro = AreaForm(Level.MICRO, values["micro_name"], values["micro_code"] or "")
        return self._child(grid, micro)

    def _above(self, row: InRow) -> AreaRow | None:
        parent: AreaRow | None = None
        for key, level in _ABOVE:
            name = row.values[key]
            if name is not None:
                parent = self._child(parent, AreaForm(level, name))
        return parent

    def _child(self, parent: AreaRow | None, form: AreaForm) -> AreaRow:
        index = self.planting.index
        if parent is None:
            tops = [row for row in index.named(form.name) if row.level is form.level]
            found = tops[0] if len(tops) == 1 else None
        else:
            found = index.under(parent, form.name)
        return found or self._plant(parent, form)

    def _plant(self, parent: AreaRow | None, form: AreaForm) -> AreaRow:
        self.work.require(Right.EDIT_WORKFORCE, parent.path if parent else "")
        return self.planting.add(parent, form)

    def _call(self, area: AreaRow, alias: str) -> None:
        """Note another name; raises UserError where a sister answers to it."""
        known = self.planting.index.aliases.setdefault(alias, [])
        if alias == area.name or any(row.id == area.id for row in known):
            return
        self.work.require(Right.EDIT_WORKFORCE, area.path)
        named = [*known, *self.planting.index.by_name.get(alias, ())]
        other = next((row for row in named if row.parent_id == area.parent_id), None)
        if other is not None:
            raise UserError(f"“{alias}”已经是“{other.name}”的名称或别名。请核对“{area.name}”的别名")
        known.append(area)
        self.aliases.append((area, alias))

    def _grid(self, row: InRow, parent: AreaRow | None) -> AreaRow:
        values = row.values
        code, name = values["grid_code"] or "", values["grid_name"]
        index = self.planting.index
        known = index.by_code.get(code) if code else None
        if known is None and name and parent is not None:
            known = index.under(parent, name)
        if known is not None:
            self._compare(row, known, parent)
            return known
        if not name:
            raise UserError(f"网格“{code}”没有名称。请补上网格名称")
        if parent is None:
            raise UserError(f"网格“{name}”没有写上级。请补上区县、街道或社区")
        kind = values["grid_kind"] or GridKind.GENERAL
        return self._plant(parent, AreaForm(Level.GRID, name, code, kind, values["households"]))

    def _compare(self, row: InRow, known: AreaRow, parent: AreaRow | None) -> None:
        values, index = row.values, self.planting.index
        full = index.full_name(known.id)
        renamed = values["grid_name"] not in {None, known.name}
        moved = parent is not None and known.parent_id != parent.id
        if known.level is not Level.GRID or renamed or moved:
            raise UserError(
                f"编码“{known.code}”已经是“{full}”，与这一行不同。"
                "请核对编码；网格改名或改属请到网格页办理变更"
            )
        self.counts.take_households(row, known)

    def write(self) -> None:
        self.work.session.flush()
        real = self.planting.write()
        rows = [
            {"area_id": real.get(area.id, area.id), "alias": alias} for area, alias in self.aliases
        ]
        insert_rows(self.work, AreaAlias, rows)
        self.counts.write(real)


def _aliases(row: InRow) -> list[str]:
    return [each.strip() for each in _BETWEEN.split(row.values["aliases"] or "") if each.strip()]


def _refuse_used(work: UnitOfWork, operation: str) -> None:
    """Raise UserError where something was written since for an area that the import brought."""
    for model in (GridTerm, GridBody, GridBodyReach, VolunteerCount):
        query = (
            select(AreaStand.name)
            .join(Area, Area.id == AreaStand.area_id)
            .join(model, model.area_id == Area.id)
            .where(Area.import_operation == operation)
        )
        name = work.session.scalar(query.limit(1))
        if name is not None:
            raise UserError(
                f"“{name}”导入以后登记过{model.__label__}，这次导入撤销不了。请逐个停用网格"
            )


def undo_areas(work: UnitOfWork, undo: Any) -> None:
    """Take back what an import of areas added or changed; refused where people came since."""
    work.require(Right.EDIT_WORKFORCE)
    for code, alias in undo["aliases"]:
        area = select(Area.id).where(Area.code == code).scalar_subquery()
        called = and_(AreaAlias.area_id == area, AreaAlias.alias == alias)
        work.session.execute(delete(AreaAlias).where(called))
    undo_counts(work, undo)
    ids = select(Area.id).where(Area.import_operation == undo["operation"])
    _refuse_used(work, undo["operation"])
    for model, column in (
        (AreaClosure, AreaClosure.descendant_id),
        (AreaAlias, AreaAlias.area_id),
        (Grid, Grid.area_id),
        (AreaStand, AreaStand.area_id),
    ):
        work.session.execute(delete(model).where(column.in_(ids)))
    work.session.execute(delete(Area).where(Area.import_operation == undo["operation"]))
    work.session.flush()
