"""经费分配表 of a year: units with grids, workers, rate and headings, read from what is kept."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlalchemy import func, select

from hrgrid.funding.model import Allotment, Budget, GrantLine, GrantRun
from hrgrid.funding.queries.execution import tree_places
from hrgrid.funding.queries.scope import require_view, within
from hrgrid.funding.rules.report_rows import Allocation, AllocationRow
from hrgrid.funding.rules.words import GrantState, Heading
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Post
from hrgrid.workforce.queries.areas import areas_on, holds_on
from hrgrid.workforce.rules import Employment, GridKind, PostState

_LAST = 10**9


def allocation(work: UnitOfWork, year: int, path: str = "") -> Allocation:
    """Every unit that set something aside, in the office's order.

    General grids and their rate are those of the computation in force; without one the general
    grids of today stand there and no rate. A grid belongs to the nearest unit above it.
    """
    require_view(work)
    places = tree_places(work)
    budgets = sorted(
        work.session.scalars(
            select(Budget).where(
                Budget.year == year,
                within(work, Budget.area_path),
                Budget.area_path.startswith(path, autoescape=True),
            )
        ),
        key=lambda row: (places.get(row.area_id, _LAST), row.area_path),
    )
    ids = {row.id for row in budgets}
    kept: dict[int, dict[Heading, int]] = defaultdict(dict)
    query = (
        select(Allotment.budget_id, Allotment.heading, Allotment.fen)
        .join(Budget, Budget.id == Allotment.budget_id)
        .where(Budget.year == year, Allotment.fen > 0)
    )
    for budget_id, heading, fen in work.session.execute(query):
        if budget_id in ids:
            kept[budget_id][heading] = fen
    areas = areas_on(work, work.day)
    paths = {row.id: row.path for row in areas}
    names = {row.id: row.name for row in areas}
    units = sorted(budgets, key=lambda row: len(row.area_path), reverse=True)

    def unit_of(area_id: int) -> int | None:
        at = paths.get(area_id, "")
        return next((row.id for row in units if at.startswith(row.area_path)), None)

    nearest = {row.id: unit_of(row.id) for row in areas}
    granted, rates = _granted(work, year, path, nearest)
    grids = granted or Counter(
        unit
        for row in areas
        if row.kind is GridKind.GENERAL and (unit := nearest[row.id]) is not None
    )
    workers = _workers(work, nearest)
    above = {row.parent_id for row in budgets}
    rows = []
    for budget in budgets:
        own = kept.get(budget.id, {})
        if not own and not grids[budget.id]:
            continue
        rate = rates.get(budget.id)
        name = names.get(budget.area_id, "")
        rows.append(
            AllocationRow(
                budget.area_id,
                f"{name}（本级）" if budget.id in above else name,
                grids[budget.id],
                workers[budget.id],
                rate,
                own,
                _note(grids[budget.id], rate, own.get(Heading.PAY, 0)),
            )
        )
    tops = [row for row in budgets if row.parent_id not in ids]
    brought = sum(row.total_fen for row in budgets) - sum(row.given_fen for row in budgets)
    # Given down it stands in the child's total: so the whole is counted once.
    return Allocation(
        year,
        tops[0].area_path if len(tops) == 1 else path,
        tuple(rows),
        brought,
        sum(row.allotted_fen for row in budgets),
    )


def _note(grids: int, rate: int | None, pay: int) -> str:
    if rate is None or not pay or grids * rate == pay:
        return ""
    return "薪酬保障按在岗时间折算" if pay < grids * rate else "薪酬保障另有安排"


def _granted(
    work: UnitOfWork, year: int, path: str, nearest: dict[int, int | None]
) -> tuple[Counter[int], dict[int, int]]:
    """Grids by budget, and the rate where all of a budget's grids have one."""
    query = (
        select(GrantLine.area_id, GrantLine.rate_fen, func.count())
        .join(GrantRun, GrantRun.id == GrantLine.run_id)
        .where(
            GrantLine.kind == GridKind.GENERAL,
            GrantRun.year == year,
            GrantRun.state == GrantState.APPLIED,
            GrantRun.area_path.startswith(path, autoescape=True),
        )
        .group_by(GrantLine.area_id, GrantLine.rate_fen)
    )
    grids: Counter[int] = Counter()
    rates: dict[int, set[int]] = defaultdict(set)
    for area_id, rate, count in work.session.execute(query):
        unit = nearest.get(area_id)
        if unit is not None:
            grids[unit] += count
            rates[unit].add(rate)
    return grids, {unit: next(iter(each)) for unit, each in rates.items() if len(each) == 1}


def _workers(work: UnitOfWork, nearest: dict[int, int | None]) -> Counter[int]:
    """People in a full-time post today, by budget."""
    query = (
        select(Post.area_id, func.count(Post.person_id.distinct()))
        .where(
            Post.employment == Employment.FULL,
            Post.state != PostState.VOIDED,
            Post.area_id.is_not(None),
            holds_on(Post, work.day),
        )
        .group_by(Post.area_id)
    )
    found: Counter[int] = Counter()
    for area_id, count in work.session.execute(query):
        unit = nearest.get(area_id)
        if unit is not None:
            found[unit] += count
    return found
