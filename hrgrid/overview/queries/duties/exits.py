"""Cases of exit whose next step falls due, notices that run out, watches that end.

By the names of the tables, as queries/selection.py says. A case is told by its number alone:
lists of duties are printed and lie about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import and_, or_, select

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
    _S.CHECKED: "待告知并听取陈述申辩",
    _S.HEARD: "待工会回复",
    _S.UNION_ASKED: "待合法性审查",
    _S.LEGAL_REVIEWED: "待批准",
    _S.APPROVED: "待送达通知",
    _S.APPEALED: "申诉待答复",
    _S.EXECUTED: "待结清并办结",
}


def exit_duties(work: UnitOfWork) -> Iterator[Told]:
    """What falls due within a week, or is over, where the actor both sees and runs exits."""
    sees, runs = held_on(work, Right.VIEW_EXITS), held_on(work, Right.RUN_EXITS)
    if () in (sees, runs):
        return
    case = named(
        *("exit_case", "id", "number", "state", "area_path"),
        *("due_on", "effective_on", "watch_until"),
    )
    last = work.today + _SOON
    query = (
        select(case)
        .where(
            within(case.c.area_path, sees),
            within(case.c.area_path, runs),
            or_(
                and_(
                    case.c.state.not_in([state.value for state in ENDED]),
                    or_(case.c.due_on <= last, case.c.effective_on <= last),
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
        on, told = _told(ExitState(row.state), row.due_on, row.effective_on, row.watch_until)
        if on is not None and on <= last:
            yield Told(
                DutyKind.EXITS,
                f"exit/{row.id}@{row.state}{on:%Y%m%d}",
                on,
                f"{row.number}：{told}",
                "exits",
                f"cases/{row.id}",
                row.area_path,
            )


def _told(
    state: ExitState, due: dt.date | None, leaves: dt.date | None, watched: dt.date | None
) -> tuple[dt.date | None, str]:
    if state is _S.IMPROVED:
        return watched, "解除预警后的关注期满"
    if state is _S.NOTIFIED:
        return leaves or due, "通知期满，待办理离岗"
    return due, _TOLD.get(state, "")
