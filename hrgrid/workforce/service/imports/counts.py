"""Households and volunteers that an area file counts, with the day on which they were counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import or_, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exchange.service import InRow
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.columns import VOLUNTEERS
from hrgrid.workforce.model import Area, Grid, VolunteerCount
from hrgrid.workforce.queries.areas import AreaRow
from hrgrid.workforce.queries.facts import volunteer_kinds
from hrgrid.workforce.service.dated import Dating
from hrgrid.workforce.service.facts import GridFacts, put_grid_facts
from hrgrid.workforce.service.volunteers import ship_volunteer_kinds

_Key = tuple[int, str, dt.date]


class Counts:
    """Collects what the rows count; known households that differ hold from the day of the count.

    What nobody had counted before is filled in where it was missing: no other number was true.
    """

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self.filled: dict[str, int | None] = {}
        self.changed: dict[str, str] = {}
        self.volunteers_before: list[tuple[str, str, str, int | None]] = []
        self._heads: dict[_Key, int] = {}
        self._codes: dict[int, str] = {}
        self._kinds: set[str] = set()
        self._known: dict[tuple[int, str], dict[dt.date, VolunteerCount]] | None = None

    @property
    def count(self) -> int:
        """How much of what stands there changes."""
        return len(self.filled) + len(self.changed) + len(self._heads)

    def take_households(self, row: InRow, known: AreaRow) -> None:
        """Note the households of a grid that is there; raises UserError for an odd day."""
        households = row.values["households"]
        if known.id < 0 or households is None or households == known.households:
            return
        self._work.require(Right.EDIT_WORKFORCE, known.path)
        on, grid = self._day(row), self._grid(known)
        if grid.households == households:
            # A row of the same grid said so before.
            return
        if known.households is None or grid.valid_from == on:
            self.filled.setdefault(known.code, grid.households)
            grid.households = households
            return
        put_grid_facts(
            Dating(self._work), known.id, GridFacts(grid.kind, households), on, known.name
        )
        self.changed[known.code] = on.isoformat()

    def take_volunteers(self, row: InRow, grid: AreaRow) -> None:
        """Note the volunteers that a row counts; the same number again is no news."""
        given = _volunteers(row)
        if not given:
            return
        self._work.require(Right.EDIT_WORKFORCE, grid.path)
        on = self._day(row)
        self._refuse_unknown(given)
        self._codes[grid.id] = grid.code
        for role, heads in given.items():
            if not self._says(grid.id, role, heads, on, dated=bool(row.values["counted_on"])):
                self._heads[grid.id, role, on] = heads

    def refuse_without_grid(self, row: InRow) -> None:
        """Raise UserError where a row that names no grid counts volunteers."""
        if _volunteers(row):
            raise UserError("志愿者人数要写在网格上，这一行没有网格。请补上网格，或删去人数")

    def write(self, real: Mapping[int, int]) -> None:
        """Write the volunteers; `real` has the ids of grids that are new."""
        new = []
        for (placeholder, role, on), heads in self._heads.items():
            area_id = real.get(placeholder, placeholder)
            code = self._codes[placeholder]
            there = self._counted(area_id, role).get(on)
            before = there.heads if there is not None else None
            self.volunteers_before.append((code, role, on.isoformat(), before))
            if there is not None:
                there.heads = heads
                continue
            new.append({"area_id": area_id, "role": role, "heads": heads, "counted_on": on})
        self._work.session.flush()
        if new:
            insert_rows(self._work, VolunteerCount, new)

    def _day(self, row: InRow) -> dt.date:
        on: dt.date = row.values["counted_on"] or self._work.today
        if on > self._work.today:
            raise UserError(f"统计日期 {on} 还没有到。请核对日期")
        return on

    def _grid(self, known: AreaRow) -> Grid:
        query = select(Grid).where(Grid.area_id == known.id, Grid.valid_to.is_(None))
        return self._work.session.scalars(query).one()

    def _refuse_unknown(self, roles: Iterable[str]) -> None:
        if not self._kinds:
            ship_volunteer_kinds(self._work)
            self._kinds = {kind.role for kind in volunteer_kinds(self._work)}
        labels = dict(VOLUNTEERS)
        unknown = next((role for role in roles if role not in self._kinds), None)
        if unknown is not None:
            raise UserError(f"志愿者类别“{labels[unknown]}”已经删去。请先加回，或删去这一列")

    def _says(self, area_id: int, role: str, heads: int, on: dt.date, *, dated: bool) -> bool:
        counted = self._counted(area_id, role)
        day = on if dated else max((one for one in counted if one <= on), default=on)
        return day in counted and counted[day].heads == heads

    def _counted(self, area_id: int, role: str) -> dict[dt.date, VolunteerCount]:
        if self._known is None:
            self._known = {}
            for row in self._work.session.scalars(select(VolunteerCount)):
                self._known.setdefault((row.area_id, row.role), {})[row.counted_on] = row
        return self._known.get((area_id, role), {})


def _volunteers(row: InRow) -> dict[str, int]:
    found = {role: row.values[role] for role, _ in VOLUNTEERS}
    return {role: heads for role, heads in found.items() if heads is not None}


def undo_counts(work: UnitOfWork, undo: Any) -> None:
    """Take back what an import counted; what a later deed changed stays as that left it."""
    for code, households in undo["households"].items():
        for grid in _grids(work, code, Grid.valid_to.is_(None)):
            grid.households = households
    for code, day in undo.get("counted", {}).items():
        on = dt.date.fromisoformat(day)
        found = _grids(work, code, or_(Grid.valid_from == on, Grid.valid_to == on))
        if len(found) == 2:
            before, after = sorted(found, key=lambda grid: grid.valid_from)
            until = after.valid_to
            work.session.delete(after)
            work.session.flush()
            before.valid_to = until
    for code, role, day, heads in undo.get("volunteers", ()):
        area = select(Area.id).where(Area.code == code)
        row = work.session.scalar(
            select(VolunteerCount).where(
                VolunteerCount.area_id.in_(area),
                VolunteerCount.role == role,
                VolunteerCount.counted_on == dt.date.fromisoformat(day),
            )
        )
        if row is not None and heads is None:
            work.session.delete(row)
        elif row is not None:
            row.heads = heads
    work.session.flush()


def _grids(work: UnitOfWork, code: str, condition: Any) -> list[Grid]:
    query = select(Grid).join(Area, Area.id == Grid.area_id).where(Area.code == code, condition)
    return list(work.session.scalars(query))
