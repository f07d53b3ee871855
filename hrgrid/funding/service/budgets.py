"""Budgets of units, a year each, hung below the nearest unit above that has one."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.funding.model import Budget
from hrgrid.funding.service.items import lay_items
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import area_on
from hrgrid.workforce.rules import Level


def open_budget(work: UnitOfWork, year: int, area_id: int) -> int:
    """The budget of a unit in a year, without money yet; returns its id, also of one that is there.

    Raises UserError for a grid, and for a unit below which another already has a budget that
    hangs elsewhere: units are opened from above.
    """
    area = area_on(work, area_id, work.today)
    work.require(Right.RUN_FUNDING, area.path)
    if area.level in (Level.GRID, Level.MICRO):
        raise UserError(f"{area.name}是网格，经费建到镇街或社区为止。请选它上面的单位")
    budgets = {
        row.area_id: row for row in work.session.scalars(select(Budget).where(Budget.year == year))
    }
    if area.id in budgets:
        return budgets[area.id].id
    over = [row for row in budgets.values() if area.path.startswith(row.area_path)]
    parent = max(over, key=lambda row: len(row.area_path), default=None)
    below = next((row for row in budgets.values() if row.area_path.startswith(area.path)), None)
    if below is not None:
        name = area_on(work, below.area_id, work.today).name
        raise UserError(
            f"{area.name}下面的{name}已经有 {year} 年度的经费，不能再在中间加一级。请从上往下建"
        )
    lay_items(work)
    row = Budget(
        year=year,
        area_id=area.id,
        area_path=area.path,
        parent_id=parent.id if parent else None,
        total_fen=0,
        given_fen=0,
        allotted_fen=0,
    )
    work.session.add(row)
    work.session.flush()
    work.record("open_budget", f"{area.name} {year} 年度经费")
    return row.id
