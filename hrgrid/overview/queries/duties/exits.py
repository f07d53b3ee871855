"""Cases of exit whose next step falls due, notices that run out, watches that end.

By the names of the tables, as queries/selection.py says. A case is told by its number alone:
lists of duties are printed and lie about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, TableClause, and_, exists, func, or_, select

from hrgrid.core.rights import Right
from hrgrid.exits.rules.words import ENDED, ExitState
from hrgrid.overview.queries.duties.telling import Told, held_on, named, within
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.storage.work import UnitOfWork

_SOON = dt.timedelta(days=7)
_OVER = dt.timedelta(days=30)
"""For how long the end of a watch is told after it."""
_S = ExitState
_TOLD = {
    _S.REVIEWING: "待核实，下发预警或不予办理",
    _S.WARNED: "待约谈",
    _S.TALKED: "待安排补训或调岗",
    _S.REMEDY: "补训或调岗到期，待再考核",
    _S.REASSESSED: "再考核后待处理",
    _S.PROPOSED: "待核对保护情形",
    _S.CHECKED: "待送达告知书，告知本人可以陈述申辩",
    _S.HEARD: "待征求工会意见",
    _S.UNION_ASKED: "待送合法性审查",
    _S.LEGAL_REVIEWED: "待各级意见和批准",
    _S.APPROVED: "待送达通知",
    _S.APPEALED: "申诉待答复",
    _S.EXECUTED: "待结清并办结",
}


def exit_duties(work: UnitOfWork) -> Iterator[Told]:
    """What falls due within a week, or is over, where the actor both sees and runs exits.

    A case that waits for no day is told today: it goes on only when somebody takes it up.
    """
    sees, runs = held_on(work, Right.VIEW_EXITS), held_on(work, Right.RUN_EXITS)
    if () in (sees, runs):
        return
    case = named(
        *("exit_case", "id", "number", "state", "area_path"),
        *("state_since", "due_on", "effective_on", "watch_until"),
    )
    last = work.today + _SOON
    query = (
        select(case, _may_speak_until(case), _asked(case, "union"), _asked(case, "legal"))
        .where(
            within(case.c.area_path, sees),
            within(case.c.area_path, runs),
            or_(
                and_(
                    case.c.state.not_in([state.value for state in ENDED]),
                    or_(
                        case.c.due_on <= last,
                        case.c.effective_on <= last,
                        and_(case.c.due_on.is_(None), case.c.effective_on.is_(None)),
                    ),
                ),
                and_(
                    case.c.state == _S.IMPROVED.value,
                    case.c.watch_until.between(work.today - _OVER, last),
                ),
            ),
        )
        .order_by(case.c.id)
    )
    for row in work.session.execute(query):
        on, told = _told(row, work.today)
        if on is None or on <= last:
            yield Told(
                DutyKind.EXITS,
                # The day of a duty that waits for none moves on, its name does not.
                f"exit/{row.id}@{row.state}{on or row.state_since:%Y%m%d}",
                on or work.today,
                f"{row.number}：{told}",
                "exits",
                f"cases/{row.id}",
                row.area_path,
            )


def _may_speak_until(case: TableClause) -> Any:
    """Until when the person of a case may speak who was told and did not yet."""
    hearing = named(
        *("exit_hearing", "case_id", "until", "heard_on", "waived_on", "lapsed_on"),
    )
    return (
        select(func.max(hearing.c.until))
        .where(
            hearing.c.case_id == case.c.id,
            *(hearing.c[one].is_(None) for one in ("heard_on", "waived_on", "lapsed_on")),
        )
        .scalar_subquery()
        .label("until")
    )


def _asked(case: TableClause, kind: str) -> ColumnElement[bool]:
    """Whether somebody was asked for an opinion; while the state waits, none has come."""
    opinion = named("exit_opinion", "case_id", "kind")
    asked = exists().where(opinion.c.case_id == case.c.id, opinion.c.kind == kind)
    return asked.label(f"{kind}_asked")


def _told(row: Any, today: dt.date) -> tuple[dt.date | None, str]:
    """By when, None where a case waits for no day, and what is to be done."""
    state = ExitState(row.state)
    if state is _S.IMPROVED:
        return row.watch_until, "解除预警后的关注期满"
    if state is _S.NOTIFIED:
        return row.effective_on or row.due_on, "通知期满，待办理离岗"
    if state is _S.CHECKED and row.until is not None:
        spoken = "本人陈述申辩期满" if row.until < today else "已告知本人"
        return row.until, f"{spoken}，待登记陈述申辩"
    if state is _S.HEARD and row.union_asked:
        return row.due_on, "待工会答复"
    if state is _S.UNION_ASKED and row.legal_asked:
        return row.due_on, "待合法性审查意见"
    return row.due_on, _TOLD.get(state, "")
