"""离岗: the posts and the engagement end, the seat stands empty, the settlement opens, at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.exits.model import ExitCase
from hrgrid.exits.queries.case_rules import rules_of
from hrgrid.exits.rules.case_forms import ExecuteForm
from hrgrid.exits.rules.deadlines import insurance_due
from hrgrid.exits.rules.words import ExitPaper, ExitPath, ExitState
from hrgrid.exits.service.settling import open_lines
from hrgrid.exits.service.steps import case_of, deliver, go, person_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.service.leaving import let_go

_S = ExitState
LEFT = "离岗"
"""All that the person's card says: why he left is seen only by who may see exits."""


@dataclass(frozen=True)
class Executed:
    """What came of it: the last day, posts that ended, grids that now need somebody."""

    last_day: dt.date
    posts: int
    vacated: tuple[int, ...]
    lines: int


def execute_exit(work: UnitOfWork, case_id: int, form: ExecuteForm) -> Executed:
    """已送达 (short path: 已批准) → 已离岗, all of it or nothing.

    Raises UserError before the last day, and where another was faster.
    """
    found = case_of(work, case_id, _S.APPROVED, _S.NOTIFIED)
    name = person_of(work, found)
    if found.path is ExitPath.FULL and found.state is not _S.NOTIFIED:
        raise UserError(f"{name}的通知还没有送达，不能办离岗。请先登记送达")
    last_day = _last_day(work, found, form, name)
    found.effective_on = last_day
    short = found.path is ExitPath.SHORT
    posts = ([found.post_id] if found.post_id is not None else []) if short else None
    left = let_go(
        work,
        found.person_id,
        last_day,
        LEFT,
        post_ids=posts,
        contract_id=found.engagement_id,
    )
    rules = rules_of(work, found.rule_number)
    go(
        work,
        found,
        _S.EXECUTED,
        form.on,
        due=insurance_due(rules, last_day),
        document_no=form.document_no,
        note=f"最后在岗日 {last_day:%Y-%m-%d}",
        after={
            "last_day": last_day,
            "ended_posts": len(left.posts),
            "vacated_grids": len(left.vacated),
        },
    )
    if form.delivery is not None:
        deliver(work, found, ExitPaper.RELEASE if short else ExitPaper.PROOF, form.delivery)
    return Executed(last_day, len(left.posts), left.vacated, open_lines(work, found))


def _last_day(work: UnitOfWork, found: ExitCase, form: ExecuteForm, name: str) -> dt.date:
    if form.on > work.today:
        raise UserError(f"离岗日期 {form.on:%Y-%m-%d} 在今天之后。请到那天再办")
    last_day = found.effective_on if found.effective_on is not None else form.last_day
    if last_day is None:
        raise UserError(f"{name}的最后在岗日没有写。请填上")
    if form.last_day is not None and form.last_day != last_day:
        raise UserError(
            f"通知上写的最后在岗日是 {last_day:%Y-%m-%d}，不能改成 {form.last_day:%Y-%m-%d}"
        )
    if last_day > work.today:
        raise UserError(f"{name}的最后在岗日是 {last_day:%Y-%m-%d}，还没有到。请到那天再办离岗")
    if found.path is ExitPath.SHORT and last_day < found.opened_on:
        raise UserError(f"{name}的最后在岗日 {last_day:%Y-%m-%d} 早于立案日期。请核对日期")
    if form.on < last_day:
        raise UserError(f"离岗日期 {form.on:%Y-%m-%d} 早于最后在岗日。请核对日期")
    return last_day
