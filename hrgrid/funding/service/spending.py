"""What is spent is held against the heading of the unit that pays, with the arithmetic told."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.funding.model import Allotment, Budget, FundItem
from hrgrid.funding.rules.words import Heading
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import area_on


def spend(work: UnitOfWork, year: int, sums: Mapping[tuple[int, int], int]) -> None:
    """Raise what is spent, by area and item (fen, below zero gives back).

    The budget is that of the area or of the nearest unit above it. Raises UserError where none is
    set aside, or too little: whose, how much, how much of it is spent, and what is missing.
    """
    headings = {
        row.id: row.heading
        for row in work.session.scalars(
            select(FundItem).where(FundItem.id.in_({item for _, item in sums}))
        )
    }
    budgets: dict[int, Budget] = {}
    wanted: dict[tuple[int, Heading], int] = {}
    for (area_id, item_id), fen in sums.items():
        budget = budgets.get(area_id) or budget_over(work, year, area_id)
        budgets[area_id] = budget
        key = budget.id, headings[item_id]
        wanted[key] = wanted.get(key, 0) + fen
    for (budget_id, heading), fen in sorted(
        wanted.items(), key=lambda one: (one[0][0], one[0][1].value)
    ):
        _take(work, budget_id, heading, fen)
    work.session.flush()


def budget_over(work: UnitOfWork, year: int, area_id: int) -> Budget:
    """The budget of an area, or of the nearest above it that has one that year."""
    path = area_on(work, area_id, work.today).path
    query = select(Budget).where(Budget.year == year)
    over = [row for row in work.session.scalars(query) if path.startswith(row.area_path)]
    if not over:
        name = area_on(work, area_id, work.today).name
        raise UserError(f"{name}和它的上级都没有 {year} 年度的经费。请先建年初预算")
    return max(over, key=lambda row: len(row.area_path))


def _take(work: UnitOfWork, budget_id: int, heading: Heading, fen: int) -> None:
    if not fen:
        return
    found = work.session.get(
        Allotment, (budget_id, heading), populate_existing=True, with_for_update=True
    )
    kept, spent = (found.fen, found.spent_fen) if found else (0, 0)
    if spent + fen > kept:
        budget = work.session.get_one(Budget, budget_id)
        name = area_on(work, budget.area_id, work.today).name
        raise UserError(
            f"{name} {budget.year} 年度“{heading.label}”安排 {format_money(kept)} 元，"
            f"已支出 {format_money(spent)} 元，这一笔 {format_money(fen)} 元，"
            f"超出 {format_money(spent + fen - kept)} 元。请先调剂或调整预算"
        )
    if found is not None:
        found.spent_fen = spent + fen
