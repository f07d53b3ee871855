"""Execution of a year: what was set aside and spent, and the bridge from the budget to the rest."""

from __future__ import annotations

from sqlalchemy import func, select

from hrgrid.funding.model import Allotment, Budget, BudgetAct, BudgetMove, GrantRun
from hrgrid.funding.queries.budgets import budget_tree
from hrgrid.funding.queries.scope import require_view, within
from hrgrid.funding.rules.execution_rows import Bridge, ExecutionRow
from hrgrid.funding.rules.words import ActState, GrantState, Heading, Source
from hrgrid.storage.work import UnitOfWork


def execution(work: UnitOfWork, year: int, path: str = "") -> list[ExecutionRow]:
    """What each unit set aside for each heading and spent of it, in the order of the tree."""
    require_view(work)
    tree = {row.id: row for row in budget_tree(work, year, path)}
    kept: dict[int, list[Allotment]] = {}
    query = (
        select(Allotment)
        .join(Budget, Budget.id == Allotment.budget_id)
        .where(Budget.year == year, within(work, Budget.area_path, path))
    )
    for one in work.session.scalars(query):
        kept.setdefault(one.budget_id, []).append(one)
    order = {heading: at for at, heading in enumerate(Heading)}
    return [
        ExecutionRow(row.area_id, row.area, one.heading, None, "", one.fen, one.spent_fen)
        for key, row in tree.items()
        for one in sorted(kept.get(key, ()), key=lambda one: order[one.heading])
    ]


def bridge(work: UnitOfWork, year: int, path: str = "") -> Bridge:
    """From the budget of a year to what is left, of all that the actor may see below `path`."""
    require_view(work)
    seen = (Budget.year == year, within(work, Budget.area_path, path))
    tops = _tops(work, year, path)
    total = sum(one.total_fen for one in tops)
    sums = work.session.execute(
        select(Allotment.heading, func.sum(Allotment.fen), func.sum(Allotment.spent_fen))
        .join(Budget, Budget.id == Allotment.budget_id)
        .where(*seen)
        .group_by(Allotment.heading)
    )
    by_heading = {heading: (int(fen), int(spent)) for heading, fen, spent in sums}
    payers = work.session.execute(
        select(BudgetMove.payer, func.sum(BudgetMove.fen))
        .join(BudgetAct, BudgetAct.id == BudgetMove.act_id)
        .join(Budget, Budget.id == BudgetMove.budget_id)
        .where(*seen, BudgetMove.payer.is_not(None), BudgetAct.state == ActState.APPROVED)
        .group_by(BudgetMove.payer)
    )
    by_payer = {payer: int(fen) for payer, fen in payers}
    grids, rate = _grants(work, year, path)
    return Bridge(
        year,
        total + _own_below(work, year, path, tops),
        tuple((one, by_payer[one]) for one in Source if by_payer.get(one)),
        grids,
        rate,
        by_heading.get(Heading.PAY, (0, 0))[0],
        tuple(
            (one, by_heading[one][0])
            for one in Heading
            if one is not Heading.PAY and one in by_heading
        ),
        sum(spent for _, spent in by_heading.values()),
    )


def _tops(work: UnitOfWork, year: int, path: str) -> list[Budget]:
    """The budgets on show that have none above them on show."""
    rows = list(
        work.session.scalars(
            select(Budget)
            .where(Budget.year == year, within(work, Budget.area_path, path))
            .order_by(Budget.area_path)
        )
    )
    ids = {row.id for row in rows}
    return [row for row in rows if row.parent_id not in ids]


def _own_below(work: UnitOfWork, year: int, path: str, tops: list[Budget]) -> int:
    """What units below the topmost got from outside and not from above: their own share."""
    query = (
        select(func.coalesce(func.sum(BudgetMove.fen), 0))
        .join(BudgetAct, BudgetAct.id == BudgetMove.act_id)
        .join(Budget, Budget.id == BudgetMove.budget_id)
        .where(
            Budget.year == year,
            within(work, Budget.area_path, path),
            Budget.id.not_in([one.id for one in tops]),
            BudgetMove.payer.is_not(None),
            BudgetAct.state == ActState.APPROVED,
        )
    )
    return int(work.session.scalar(query) or 0)


def _grants(work: UnitOfWork, year: int, path: str) -> tuple[int, int]:
    """Grids of the computations in force, and what one brings where all bring alike, else 0."""
    query = select(GrantRun.grid_count, GrantRun.total_fen).where(
        GrantRun.year == year,
        GrantRun.state == GrantState.APPLIED,
        within(work, GrantRun.area_path, path),
    )
    runs = [(int(grids), int(fen)) for grids, fen in work.session.execute(query)]
    grids, fen = sum(one for one, _ in runs), sum(one for _, one in runs)
    return grids, fen // grids if grids and fen % grids == 0 else 0
