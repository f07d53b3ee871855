"""Grants per grid: computed as versions that stay, applied as a paper that sets pay aside.

A run never changes. One computed again takes the place of earlier drafts, the applied one counts
until another is applied; the paper of the later one then moves only the difference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.core.money import format_money
from hrgrid.core.rights import Right
from hrgrid.funding.model import Budget, BudgetAct, BudgetMove, GrantLine, GrantRun
from hrgrid.funding.queries.grant_sources import GridSource, grid_sources, terms_of
from hrgrid.funding.queries.rules import funding_rules
from hrgrid.funding.rules.budget_forms import ActForm, MoveForm
from hrgrid.funding.rules.grant_rows import GrantSummary
from hrgrid.funding.rules.grants import Granted, GridYear, Terms, granted
from hrgrid.funding.rules.words import ActKind, ActState, GrantState, Heading
from hrgrid.funding.service.acts import draft_act
from hrgrid.funding.service.rules import rules_in_use
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import AreaRow, area_on
from hrgrid.workforce.rules import Level

_Line = tuple[GridSource, Granted]


def compute_grants(work: UnitOfWork, year: int, area_id: int, day: dt.date) -> GrantSummary:
    """Reckon every grid below an area for a year, posts read up to `day`; a new version.

    Months after the year count for nothing, so a later `day` is the year's last. Raises UserError
    for a grid, for a day before the year and where no grid is found.
    """
    area = area_on(work, area_id, work.today)
    work.require(Right.RUN_FUNDING, area.path)
    if area.level in (Level.GRID, Level.MICRO):
        raise UserError(f"{area.name}是网格，按格经费要从它上面的单位测算。请选镇街或区")
    if day < dt.date(year, 1, 1):
        raise UserError(
            f"测算截止日 {day:%Y-%m-%d} 在 {year} 年之前，还没有在岗可算。"
            f"请改为 {year} 年里的一天，例如 {year}-01-01"
        )
    day = min(day, dt.date(year, 12, 31))
    rules_in_use(work, day)
    terms, rules = terms_of(work, year, day)
    sources = grid_sources(work, area.id, area.path, year, day)
    lines = _reckoned(terms, sources)
    if not lines:
        raise UserError(f"{area.name} {year} 年没有要算的网格。请核对网格的启用日期和基准日")
    before = _newest(work, year, area.id)
    run = GrantRun(
        year=year,
        area_id=area.id,
        area_path=area.path,
        number=before.number + 1 if before else 1,
        rule_number=rules.number,
        rule_sha256=rules.sha256,
        day=day,
        state=GrantState.DRAFT,
        input_hash=canonical_hash(_told_of(terms, sources)),
        output_hash=canonical_hash(
            [
                [source.code, one.kind, one.rate_fen, one.months, one.days, one.fen]
                for source, one in lines
            ]
        ),
        grid_count=len(lines),
        total_fen=sum(one.fen for _, one in lines),
        act_id=None,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(run)
    _replace(work, run, GrantState.DRAFT)
    work.session.flush()
    insert_rows(work, GrantLine, [_row(run.id, source, one) for source, one in lines])
    work.record(
        "compute_grants",
        _name(area, run),
        after={"grid_count": run.grid_count, "total_fen": run.total_fen, "rules": rules.number},
    )
    return GrantSummary(
        run.id,
        run.number,
        run.grid_count,
        sum(one.days > 0 for _, one in lines),
        run.total_fen,
        before.total_fen if before else None,
    )


def apply_grants(work: UnitOfWork, run_id: int) -> int:
    """Let a run count: a paper to set its sums aside for pay, for approval; returns its id.

    Each unit's money goes to the nearest budget at or above it; what papers of earlier runs set
    aside is taken off, so the paper has only differences. Raises UserError where a unit has no
    budget, the rules changed meanwhile, a paper of grants still waits, or nothing differs.
    """
    run = work.session.get(GrantRun, run_id, populate_existing=True, with_for_update=True)
    if run is None:
        raise UserError("没有这次测算。请刷新后再选")
    work.require(Right.RUN_FUNDING, run.area_path)
    area = area_on(work, run.area_id, work.today)
    _check_state(work, run, area)
    budgets = _locked_budgets(work, run)
    _check_pending(work, run)
    wanted = _by_budget(work, run, budgets)
    moves = [
        MoveForm(budget_id, fen, heading=Heading.PAY, note=note)
        for budget_id, (fen, note) in _differences(work, run, budgets, wanted).items()
    ]
    name = _name(area, run)
    if not moves:
        raise UserError(f"“{name}”和已经安排的一样，没有要调整的金额")
    rules_in_use(work, run.day, f"{run.year} 年按格经费")
    act_id = draft_act(
        work,
        ActForm(
            run.year,
            ActKind.ALLOT,
            run.area_path,
            name,
            "",
            work.today,
            f"{run.grid_count} 个网格，共 {format_money(run.total_fen)} 元",
            moves,
        ),
    )
    _replace(work, run, GrantState.APPLIED)
    run.state, run.act_id = GrantState.APPLIED, act_id
    work.session.flush()
    work.record("apply_grants", name, after={"total_fen": run.total_fen})
    return act_id


def _reckoned(terms: Terms, sources: list[GridSource]) -> list[_Line]:
    # Most grids stood and were staffed the same way all year: each way is reckoned once.
    @cache
    def one(facts: GridYear) -> Granted | None:
        return granted(terms, facts)

    return [(source, found) for source in sources if (found := one(source.facts)) is not None]


def _told_of(terms: Terms, sources: list[GridSource]) -> object:
    return {
        "year": terms.year,
        "day": terms.day,
        "key_day": terms.key_day,
        "proration": terms.proration,
        "only_if_staffed": terms.only_if_staffed,
        "rates": terms.rates,
        "grids": [[one.code, one.facts.kinds, one.facts.staffed] for one in sources],
    }


def _row(run_id: int, source: GridSource, one: Granted) -> Mapping[str, object]:
    return {
        "run_id": run_id,
        "grid_id": source.grid_id,
        "area_id": source.area_id,
        "kind": one.kind,
        "rate_fen": one.rate_fen,
        "months": one.months,
        "days": one.days,
        "fen": one.fen,
    }


def _newest(work: UnitOfWork, year: int, area_id: int) -> GrantRun | None:
    query = (
        select(GrantRun)
        .where(GrantRun.year == year, GrantRun.area_id == area_id)
        .order_by(GrantRun.number.desc())
        .limit(1)
    )
    return work.session.scalar(query)


def _replace(work: UnitOfWork, run: GrantRun, state: GrantState) -> None:
    """Earlier runs of the same year and area in a state make room."""
    query = select(GrantRun).where(
        GrantRun.year == run.year,
        GrantRun.area_id == run.area_id,
        GrantRun.number < run.number,
        GrantRun.state == state,
    )
    for earlier in work.session.scalars(query):
        earlier.state = GrantState.REPLACED
    # Before another is applied: only one may be.
    work.session.flush()


def _check_state(work: UnitOfWork, run: GrantRun, area: AreaRow) -> None:
    name = _name(area, run)
    if run.state is GrantState.REPLACED:
        raise UserError(f"“{name}”已经被后来的测算替代。请采用最近的一次")
    if run.state is GrantState.APPLIED:
        act = work.session.get(BudgetAct, run.act_id) if run.act_id else None
        if act is not None and act.state is not ActState.VOID:
            raise UserError(f"“{name}”已经采用，文件“{act.title}”{act.state.label}。请打开它查看")
    now = funding_rules(work, run.day)
    if now.sha256 != run.rule_sha256:
        raise UserError(
            f"“{name}”是按第 {run.rule_number} 版规则测算的，现在是第 {now.number} 版。请重新测算"
        )


def _locked_budgets(work: UnitOfWork, run: GrantRun) -> list[Budget]:
    """The budgets at and below the area, held so that two papers are not drawn up at once."""
    query = (
        select(Budget)
        .where(Budget.year == run.year, Budget.area_path.startswith(run.area_path, autoescape=True))
        .order_by(Budget.id)
        .with_for_update()
    )
    return list(work.session.scalars(query))


def _check_pending(work: UnitOfWork, run: GrantRun) -> None:
    query = (
        select(BudgetAct.title, BudgetAct.area_path)
        .join(GrantRun, GrantRun.act_id == BudgetAct.id)
        .where(GrantRun.year == run.year, BudgetAct.state == ActState.DRAFT)
    )
    for title, path in work.session.execute(query).tuples():
        if path.startswith(run.area_path) or run.area_path.startswith(path):
            raise UserError(f"按格经费的文件“{title}”还没有审批。请先审批或作废")


def _by_budget(
    work: UnitOfWork, run: GrantRun, budgets: list[Budget]
) -> dict[int, tuple[int, int]]:
    """Fen and grids by budget."""
    query = (
        select(GrantLine.area_id, func.sum(GrantLine.fen), func.count())
        .where(GrantLine.run_id == run.id)
        .group_by(GrantLine.area_id)
        .order_by(GrantLine.area_id)
    )
    found: dict[int, tuple[int, int]] = {}
    for area_id, fen, grids in work.session.execute(query).tuples():
        unit = area_on(work, area_id, run.day)
        over = [one for one in budgets if unit.path.startswith(one.area_path)]
        if not over:
            raise UserError(
                f"{unit.name}的 {grids} 个网格要 {format_money(int(fen))} 元，但 {run.year} 年度"
                "还没有经费可安排。请先建它的年度经费"
            )
        nearest = max(over, key=lambda one: len(one.area_path))
        had = found.get(nearest.id, (0, 0))
        found[nearest.id] = (had[0] + int(fen), had[1] + grids)
    return found


def _differences(
    work: UnitOfWork, run: GrantRun, budgets: list[Budget], wanted: Mapping[int, tuple[int, int]]
) -> dict[int, tuple[int, str]]:
    """Fen and a note by budget: what is wanted less what approved papers of grants set aside."""
    query = (
        select(BudgetMove.budget_id, func.sum(BudgetMove.fen))
        .join(BudgetAct, BudgetAct.id == BudgetMove.act_id)
        .where(
            BudgetAct.state == ActState.APPROVED,
            BudgetMove.act_id.in_(
                select(GrantRun.act_id).where(
                    GrantRun.year == run.year, GrantRun.act_id.is_not(None)
                )
            ),
        )
        .group_by(BudgetMove.budget_id)
    )
    already = {at: int(fen) for at, fen in work.session.execute(query).tuples()}
    found: dict[int, tuple[int, str]] = {}
    for budget in budgets:
        fen, grids = wanted.get(budget.id, (0, 0))
        had = already.get(budget.id, 0)
        if fen == had:
            continue
        note = f"{grids} 个网格 {format_money(fen)} 元"
        if had:
            note += f"，原安排 {format_money(had)} 元"
        found[budget.id] = (fen - had, note)
    return found


def _name(area: AreaRow, run: GrantRun) -> str:
    return f"{area.name} {run.year} 年按格经费第 {run.number} 次测算"
