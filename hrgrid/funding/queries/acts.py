"""经费文件: the papers about budgets, and one of them with its lines."""

from __future__ import annotations

from sqlalchemy import case, func, select

from hrgrid.core.errors import UserError
from hrgrid.funding.model import BudgetAct, BudgetMove
from hrgrid.funding.queries.budgets import moves_of
from hrgrid.funding.queries.scope import require_view, within
from hrgrid.funding.rules.budget_rows import ActCard, ActRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import names_of_paths


def acts(work: UnitOfWork, year: int) -> list[ActRow]:
    """The papers of a year that the actor may see, those that wait first, then the newest."""
    require_view(work)
    return _rows(work, BudgetAct.year == year)


def act_card(work: UnitOfWork, act_id: int) -> ActCard:
    """One paper with its lines; UserError where it is not there."""
    found = _rows(work, BudgetAct.id == act_id)
    if not found:
        raise UserError("没有这份经费文件。请刷新后再选")
    return ActCard(found[0], tuple(moves_of(work, act_id=act_id)))


def _rows(work: UnitOfWork, chosen: object) -> list[ActRow]:
    require_view(work)
    upward = case((BudgetMove.fen > 0, BudgetMove.fen), else_=0)
    sums = (
        select(
            BudgetMove.act_id,
            func.sum(upward).label("up"),
            func.sum(BudgetMove.fen).label("fen"),
            func.count().label("lines"),
        )
        .group_by(BudgetMove.act_id)
        .subquery()
    )
    query = (
        select(BudgetAct, sums.c.up, sums.c.fen, sums.c.lines)
        .outerjoin(sums, sums.c.act_id == BudgetAct.id)
        .where(chosen, within(work, BudgetAct.area_path))  # type: ignore[arg-type]
        .order_by(BudgetAct.state != "draft", BudgetAct.day.desc(), BudgetAct.id.desc())
    )
    found = [tuple(row) for row in work.session.execute(query)]
    names = names_of_paths(work, {act.area_path for act, *_ in found}, work.today)
    return [
        ActRow(
            act.id, act.year, act.kind, act.state, names.get(act.area_path, act.area_path),
            act.area_path, act.title, act.document_no, act.day, act.why,
            int(up or fen or 0), int(lines or 0), act.made_by, act.approval_words,
            act.decided_on, act.void_reason, act.version,
        )
        for act, up, fen, lines in found
    ]  # fmt: skip
