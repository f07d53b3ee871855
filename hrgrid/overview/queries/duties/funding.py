"""Papers on budgets, months of pay and vouchers that wait for somebody.

By the names of the tables, as queries/selection.py says: every start of the program counts them.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, literal, select, union_all

from hrgrid.core.rights import Right
from hrgrid.funding.rules.words import ActState, PayState, PostingState
from hrgrid.overview.queries.duties.telling import Told, held_on, named
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.storage.work import UnitOfWork

_ACT, _PAY, _POSTING = "budget_act", "pay_period", "posting"
_STEPS: dict[str, tuple[str, Right]] = {
    PayState.OPEN.value: ("待计算", Right.RUN_FUNDING),
    PayState.CALCULATED.value: ("待复核", Right.RUN_FUNDING),
    PayState.REVIEWED.value: ("待审批", Right.APPROVE),
    PayState.APPROVED.value: ("待发放", Right.RUN_FUNDING),
}


def funding_duties(work: UnitOfWork) -> Iterator[Told]:
    """What waits where the actor runs funding, and what he may approve; in one statement.

    A month of pay is due on its last day, vouchers on that of theirs, a paper at once.
    """
    places = {right: held_on(work, right) for right in (Right.RUN_FUNDING, Right.APPROVE)}
    if all(paths == () for paths in places.values()):
        return
    for row in work.session.execute(_waiting()):
        told = _told(row, work.today)
        wanted = Right.RUN_FUNDING
        if row.what == _ACT:
            wanted = Right.APPROVE
        elif row.what == _PAY:
            wanted = _STEPS[row.state][1]
        # Who handles papers hears of them too: he takes them to the one who signs.
        rights = {wanted, Right.RUN_FUNDING}
        if any(_lies(row.area_path, places[right]) for right in rights):
            yield told


def _lies(path: str, paths: tuple[str, ...] | None) -> bool:
    return paths is None or any(path.startswith(one) for one in paths)


def _waiting() -> Any:
    """What waits: `month` is 202611, of a paper its year."""
    act = named(_ACT, "id", "state", "area_path", "title", "year")
    pay = named(_PAY, "id", "state", "area_path", "month")
    posting = named(_POSTING, "id", "state", "area_path", "month")
    return union_all(
        select(
            literal(_ACT).label("what"),
            act.c.id.label("id"),
            act.c.state.label("state"),
            act.c.area_path.label("area_path"),
            act.c.title.label("title"),
            act.c.year.label("month"),
            literal(1).label("count"),
        ).where(act.c.state == ActState.DRAFT.value),
        select(
            literal(_PAY),
            pay.c.id,
            pay.c.state,
            pay.c.area_path,
            literal(""),
            pay.c.month,
            literal(1),
        ).where(pay.c.state.in_(list(_STEPS))),
        select(
            literal(_POSTING),
            func.min(posting.c.id),
            literal(""),
            posting.c.area_path,
            literal(""),
            posting.c.month,
            func.count(),
        )
        .where(posting.c.state == PostingState.DRAFT.value)
        .group_by(posting.c.area_path, posting.c.month),
    )


def _told(row: Any, today: dt.date) -> Told:
    page, path = "funding", row.area_path
    if row.what == _ACT:
        subject = f"budget_act/{row.id}"
        return Told(DutyKind.FUNDING, subject, today, f"{row.title}：待审批", page, "budgets", path)
    year, month = divmod(row.month, 100)
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    if row.what == _PAY:
        subject, words = f"pay_period/{row.id}@{row.state}", _STEPS[row.state][0]
        told = f"{year} 年 {month} 月薪酬：{words}"
        return Told(DutyKind.FUNDING, subject, last, told, page, f"pay/{row.id}", path)
    subject = f"posting/{row.id}@{row.count}"
    told = f"{year} 年 {month} 月有 {row.count} 张凭证待复核记账"
    return Told(DutyKind.FUNDING, subject, last, told, page, f"ledger/{row.id}", path)
