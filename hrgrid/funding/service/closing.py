"""The end of a year: what is left is carried over or taken back, as the rules say."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.funding.model import Allotment, Budget, BudgetAct
from hrgrid.funding.rules.budget_forms import ActForm, MoveForm
from hrgrid.funding.rules.words import ActKind, ActState, Carry, Source
from hrgrid.funding.service.acts import draft_act
from hrgrid.funding.service.budgets import open_budget
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import area_on


def close_year(work: UnitOfWork, year: int, area_id: int, how: Carry) -> int:
    """Draft the paper that carries what every unit left into the next year, or takes it back.

    Returns the paper's id. Carried money is new money of the next year under its own source;
    what is taken back lowers the old year. Raises UserError where nothing is left, and while a
    paper of the year waits.
    """
    area = area_on(work, area_id, work.today)
    work.require(Right.RUN_FUNDING, area.path)
    if work.today.year <= year and (work.today.month, work.today.day) < (12, 1):
        raise UserError(f"{year} 年还没有结束，12 月 1 日起才能办年终结转。请到时再办")
    waiting = work.session.scalar(
        select(BudgetAct.title).where(BudgetAct.year == year, BudgetAct.state == ActState.DRAFT)
    )
    if waiting is not None:
        raise UserError(f"“{waiting}”还没有审批，不能办 {year} 年度的年终结转。请先审批或作废")
    left = _left(work, year, area.path)
    if not left:
        raise UserError(f"{area.name} {year} 年度没有剩余的经费，不用结转")
    carried = how is Carry.CARRY
    moves = [
        MoveForm(
            open_budget(work, year + 1, at) if carried else budget_id,
            fen if carried else -fen,
            payer=Source.OTHER,
            note=f"{year} 年度结余",
        )
        for (budget_id, at), fen in left.items()
    ]
    return draft_act(
        work,
        ActForm(
            year=year + 1 if carried else year,
            kind=ActKind.CARRY if carried else ActKind.RETURN,
            area_path=area.path,
            title=f"{year} 年度结余{'结转下年' if carried else '收回'}",
            document_no="",
            day=work.today,
            why="年终结转",
            moves=moves,
        ),
    )


def _left(work: UnitOfWork, year: int, path: str) -> dict[tuple[int, int], int]:
    """What no heading and no unit below holds, by budget and area, from the top down, in fen.

    What a heading still holds is set free by a paper first: nobody decides here what was meant
    to be spent yet.
    """
    query = select(Budget).where(
        Budget.year == year, Budget.area_path.startswith(path, autoescape=True)
    )
    budgets = sorted(work.session.scalars(query), key=lambda row: len(row.area_path))
    spent = {row.id: 0 for row in budgets}
    for row in work.session.scalars(select(Allotment)):
        if row.budget_id in spent:
            spent[row.budget_id] += row.fen
    return {
        (row.id, row.area_id): free
        for row in budgets
        if (free := row.total_fen - row.given_fen - spent[row.id]) > 0
    }
