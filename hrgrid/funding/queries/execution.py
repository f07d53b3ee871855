"""Where the money of a year stands: set aside and spent by unit, heading and item; the bridge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select

from hrgrid.funding.model import (
    Allotment,
    Budget,
    BudgetAct,
    BudgetMove,
    FundItem,
    GrantLine,
    GrantRun,
    LedgerSum,
    Posting,
)
from hrgrid.funding.queries.scope import require_view, within
from hrgrid.funding.rules.execution_rows import Bridge, ExecutionRow
from hrgrid.funding.rules.words import (
    Account,
    ActState,
    GrantState,
    Heading,
    PostingState,
    Source,
)
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import areas_on
from hrgrid.workforce.rules import Level

_LAST = 10**9


def execution(work: UnitOfWork, year: int, path: str = "") -> list[ExecutionRow]:
    """Every unit with a budget, its headings, and under each the items that were spent on.

    What an area without a budget spent stands with the nearest unit above it that has one.
    """
    require_view(work)
    budgets = _budgets(work, year, path)
    names = _names(work, budgets)
    kept = _allotments(work, budgets)
    items = {row.id: row for row in work.session.scalars(select(FundItem))}
    by_heading: dict[tuple[int, Heading], dict[int, int]] = defaultdict(dict)
    for (budget_id, item_id), fen in _spent(work, year, budgets).items():
        by_heading[budget_id, items[item_id].heading][item_id] = fen
    rows = []
    for budget in budgets:
        for heading in Heading:
            spent = by_heading.get((budget.id, heading), {})
            fen = kept.get((budget.id, heading), 0)
            if not fen and not spent:
                continue
            name = names[budget.area_id]
            rows.append(
                ExecutionRow(budget.area_id, name, heading, None, "", fen, sum(spent.values()))
            )
            rows += [
                ExecutionRow(budget.area_id, name, heading, at, items[at].label, 0, spent[at])
                for at in sorted(spent, key=lambda at: items[at].sort)
            ]
    return rows


def bridge(work: UnitOfWork, year: int, path: str = "") -> Bridge:
    """From the budget to what is set aside, paid and left, over the units below `path`."""
    require_view(work)
    budgets = _budgets(work, year, path)
    within_them = {row.id for row in budgets}
    tops = [row for row in budgets if row.parent_id not in within_them]
    kept: dict[Heading, int] = defaultdict(int)
    for (_budget, heading), fen in _allotments(work, budgets).items():
        kept[heading] += fen
    runs = work.session.execute(
        select(GrantRun.id, GrantRun.grid_count, GrantRun.total_fen).where(
            GrantRun.year == year,
            GrantRun.state == GrantState.APPLIED,
            GrantRun.area_path.startswith(path, autoescape=True),
        )
    ).all()
    return Bridge(
        year=year,
        # What came from outside below a top is money of its own and adds to the whole.
        total_fen=sum(row.total_fen for row in tops) + _own_below(work, budgets, tops),
        sources=_sources(work, budgets),
        grids=sum(row.grid_count for row in runs),
        rate_fen=_rate(work, [row.id for row in runs]),
        granted_fen=kept.get(Heading.PAY, 0),
        other=tuple((one, kept[one]) for one in Heading if one is not Heading.PAY and kept[one]),
        paid_fen=sum(_spent(work, year, budgets).values()),
    )


def _budgets(work: UnitOfWork, year: int, path: str) -> list[Budget]:
    query = (
        select(Budget)
        .where(Budget.year == year, within(work, Budget.area_path))
        .where(Budget.area_path.startswith(path, autoescape=True))
    )
    places = tree_places(work)
    return sorted(work.session.scalars(query), key=lambda row: places.get(row.area_id, _LAST))


def tree_places(work: UnitOfWork) -> dict[int, int]:
    """Where every unit stands when the tree is read from top to bottom, in the office's order."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for row in areas_on(work, work.day, Level.COMMUNITY):
        children[row.parent_id].append(row.id)
    waiting, places = list(reversed(children[None])), dict[int, int]()
    while waiting:
        area_id = waiting.pop()
        places[area_id] = len(places)
        waiting += reversed(children[area_id])
    return places


def _names(work: UnitOfWork, budgets: Sequence[Budget]) -> dict[int, str]:
    names = {row.id: row.name for row in areas_on(work, work.day, Level.COMMUNITY)}
    return {row.area_id: names.get(row.area_id, "") for row in budgets}


def _allotments(work: UnitOfWork, budgets: Sequence[Budget]) -> dict[tuple[int, Heading], int]:
    if not budgets:
        return {}
    ids = {row.id for row in budgets}
    rows = work.session.execute(
        select(Allotment.budget_id, Allotment.heading, Allotment.fen)
        .join(Budget, Budget.id == Allotment.budget_id)
        .where(Budget.year == budgets[0].year)
    )
    return {(row.budget_id, row.heading): row.fen for row in rows if row.budget_id in ids}


def _spent(work: UnitOfWork, year: int, budgets: Sequence[Budget]) -> dict[tuple[int, int], int]:
    """What was spent by budget and item; an area without a budget counts with the one above."""
    query = (
        select(LedgerSum.area_id, LedgerSum.item_id, func.sum(LedgerSum.fen))
        .join(Posting, Posting.id == LedgerSum.posting_id)
        .where(
            LedgerSum.account == Account.EXPENSE,
            LedgerSum.month.between(year * 100 + 1, year * 100 + 12),
            Posting.state == PostingState.POSTED,
        )
        .group_by(LedgerSum.area_id, LedgerSum.item_id)
    )
    at = {row.area_id: row.id for row in budgets}
    paths: dict[int, str] = {}
    spent: dict[tuple[int, int], int] = defaultdict(int)
    for area_id, item_id, fen in work.session.execute(query):
        budget_id = at.get(area_id)
        if budget_id is None:
            paths = paths or {row.id: row.path for row in areas_on(work, work.day)}
            over = [row for row in budgets if paths.get(area_id, "").startswith(row.area_path)]
            if not over:
                continue
            budget_id = max(over, key=lambda row: len(row.area_path)).id
        spent[budget_id, item_id] += int(fen)
    return spent


def _sources(work: UnitOfWork, budgets: Sequence[Budget]) -> tuple[tuple[Source, int], ...]:
    found: dict[Source, int] = defaultdict(int)
    for _budget, payer, fen in _from_outside(work, budgets):
        found[payer] += fen
    return tuple((one, found[one]) for one in Source if found[one])


def _own_below(work: UnitOfWork, budgets: Sequence[Budget], tops: Sequence[Budget]) -> int:
    above = {row.id for row in tops}
    return sum(fen for at, _payer, fen in _from_outside(work, budgets) if at not in above)


def _from_outside(work: UnitOfWork, budgets: Sequence[Budget]) -> list[tuple[int, Source, int]]:
    if not budgets:
        return []
    ids = {row.id for row in budgets}
    query = (
        select(BudgetMove.budget_id, BudgetMove.payer, func.sum(BudgetMove.fen))
        .join(BudgetAct, BudgetAct.id == BudgetMove.act_id)
        .where(
            BudgetAct.state == ActState.APPROVED,
            BudgetAct.year == budgets[0].year,
            BudgetMove.payer.is_not(None),
        )
        .group_by(BudgetMove.budget_id, BudgetMove.payer)
    )
    return [
        (budget_id, payer, int(fen))
        for budget_id, payer, fen in work.session.execute(query)
        if budget_id in ids and payer is not None
    ]


def _rate(work: UnitOfWork, runs: Sequence[int]) -> int:
    """The rate that most grids of the computations in force have; 0 without one."""
    if not runs:
        return 0
    query = (
        select(GrantLine.rate_fen)
        .where(GrantLine.run_id.in_(runs), GrantLine.fen > 0)
        .group_by(GrantLine.rate_fen)
        .order_by(func.count().desc(), GrantLine.rate_fen)
        .limit(1)
    )
    return work.session.scalar(query) or 0
