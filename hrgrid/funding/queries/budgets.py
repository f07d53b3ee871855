"""Budgets down the tree, and the card of one."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from hrgrid.core.errors import UserError
from hrgrid.funding.model import Allotment, Budget, BudgetAct, BudgetMove
from hrgrid.funding.queries.scope import require_view, within
from hrgrid.funding.rules.budget_rows import BudgetCard, BudgetRow, HeadingRow, MoveRow
from hrgrid.funding.rules.words import ActState, Heading, Source
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area
from hrgrid.workforce.queries.areas import names_of_paths


def years(work: UnitOfWork) -> list[int]:
    """The years that have a budget, the newest first."""
    require_view(work)
    query = select(Budget.year).where(within(work, Budget.area_path)).distinct()
    return sorted(work.session.scalars(query), reverse=True)


def budget_tree(work: UnitOfWork, year: int, path: str = "") -> list[BudgetRow]:
    """The budgets of a year that the actor may see, parents first, each above its own."""
    require_view(work)
    spent = (
        select(Allotment.budget_id, func.sum(Allotment.spent_fen).label("fen"))
        .group_by(Allotment.budget_id)
        .subquery()
    )
    query = (
        select(Budget, func.coalesce(spent.c.fen, 0))
        .join(Area, Area.id == Budget.area_id)
        .outerjoin(spent, spent.c.budget_id == Budget.id)
        .where(Budget.year == year, within(work, Budget.area_path, path))
        .order_by(Area.sort, Area.id)
    )
    found = {row.id: (row, int(fen)) for row, fen in work.session.execute(query)}
    names = names_of_paths(work, {row.area_path for row, _ in found.values()}, work.today)
    below: dict[int | None, list[int]] = {}
    for key, (row, _) in found.items():
        below.setdefault(row.parent_id if row.parent_id in found else None, []).append(key)
    rows: list[BudgetRow] = []

    def walk(parent: int | None, depth: int) -> None:
        for key in below.get(parent, ()):
            rows.append(_row(*found[key], names, depth=depth))
            walk(key, depth + 1)

    walk(None, 0)
    return rows


def budget_card(work: UnitOfWork, budget_id: int) -> BudgetCard:
    """One budget with headings, sources and what changed it; UserError where it is not there."""
    require_view(work)
    found = work.session.get(Budget, budget_id)
    if found is None:
        raise UserError("没有这笔年度经费。请刷新后再选")
    require_view(work, found.area_path)
    headings = _headings(work, budget_id)
    spent = sum(one.spent_fen for one in headings)
    names = names_of_paths(work, [found.area_path], work.today)
    moves = moves_of(work, budget_id)
    return BudgetCard(_row(found, spent, names, depth=0), headings, _sources(moves), tuple(moves))


def _headings(work: UnitOfWork, budget_id: int) -> tuple[HeadingRow, ...]:
    kept = {
        row.heading: row
        for row in work.session.scalars(select(Allotment).where(Allotment.budget_id == budget_id))
    }
    return tuple(
        HeadingRow(one, kept[one].fen, kept[one].spent_fen) for one in Heading if one in kept
    )


def _sources(moves: list[MoveRow]) -> tuple[tuple[Source, int], ...]:
    sums: dict[Source, int] = {}
    for one in moves:
        if one.payer is not None and one.state is ActState.APPROVED:
            sums[one.payer] = sums.get(one.payer, 0) + one.fen
    return tuple((source, sums[source]) for source in Source if sums.get(source))


def moves_of(
    work: UnitOfWork, budget_id: int | None = None, act_id: int | None = None
) -> list[MoveRow]:
    """The lines that touch a budget (signed as it sees them, the newest first), or of a paper."""
    here, there = aliased(Budget), aliased(Budget)
    query = (
        select(BudgetMove, BudgetAct, here.area_path, there.area_path)
        .join(BudgetAct, BudgetAct.id == BudgetMove.act_id)
        .join(here, here.id == BudgetMove.budget_id)
        .outerjoin(there, there.id == BudgetMove.other_budget_id)
        .order_by(BudgetAct.day.desc(), BudgetAct.id.desc(), BudgetMove.seq)
    )
    if budget_id is not None:
        query = query.where(
            (BudgetMove.budget_id == budget_id) | (BudgetMove.other_budget_id == budget_id)
        )
    if act_id is not None:
        query = query.where(BudgetMove.act_id == act_id)
    found = [tuple(row) for row in work.session.execute(query)]
    names = names_of_paths(
        work, {path for *_, a, b in found for path in (a, b) if path}, work.today
    )

    def told(path: str | None) -> str:
        return names.get(path, path) if path else ""

    rows = []
    for move, act, path, other_path in found:
        turned = budget_id is not None and move.budget_id != budget_id
        area, other = (other_path, path) if turned else (path, other_path)
        rows.append(
            MoveRow(
                act.id,
                told(area),
                act.day,
                act.kind,
                act.state,
                act.title,
                act.document_no,
                -move.fen if turned else move.fen,
                move.heading,
                move.payer,
                told(other),
                move.note,
            )
        )
    return rows


def budget_above(work: UnitOfWork, year: int, area_path: str) -> Budget | None:
    """The nearest budget of a year at or above an area."""
    codes = area_path.rstrip("/").split("/")
    above = ["/".join(codes[:at]) + "/" for at in range(1, len(codes) + 1)]
    query = (
        select(Budget)
        .where(Budget.year == year, Budget.area_path.in_(above))
        .order_by(func.length(Budget.area_path).desc())
        .limit(1)
    )
    return work.session.scalar(query)


def _row(found: Budget, spent: int, names: dict[str, str], *, depth: int) -> BudgetRow:
    return BudgetRow(
        found.id, found.year, found.area_id, names.get(found.area_path, found.area_path),
        found.area_path, found.parent_id, depth, found.total_fen, found.given_fen,
        found.allotted_fen, spent,
    )  # fmt: skip
