"""What people do about duties: done, later, or back on the list; each is a row that stays."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.overview.model import DutyMark
from hrgrid.overview.queries.duties import Due, dues
from hrgrid.overview.queries.duties.marks import last_marks
from hrgrid.overview.rules.duties import DutyKind, MarkState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.listing import in_post

_RIGHTS = {
    DutyKind.HIRING: Right.RUN_HIRING,
    DutyKind.TRAINING: Right.RUN_TRAINING,
    DutyKind.ASSESSMENT: Right.RUN_ASSESSMENT,
    DutyKind.EXITS: Right.RUN_EXITS,
    DutyKind.FUNDING: Right.RUN_FUNDING,
    DutyKind.HONOURS: Right.RUN_HONOURS,
    DutyKind.OFFICE: Right.MANAGE_OFFICE,
}
_LONGEST = dt.timedelta(days=366)


def settle_duty(work: UnitOfWork, subject: str, note: str = "") -> None:
    """Say that a duty is done. Raises UserError for one that is not due, Refused by the place."""
    _mark(work, _due(work, subject), MarkState.DONE, None, note)


def put_off_duty(work: UnitOfWork, subject: str, until: dt.date, note: str = "") -> None:
    """Hear of a duty again from a day on, tomorrow at the earliest and within a year."""
    if until <= work.today:
        raise UserError(f"稍后提醒要选今天以后的日期，{until} 已经到了。请另选一天")
    if until > work.today + _LONGEST:
        raise UserError(f"{until} 在一年以后，太远了。请选一年以内的日期")
    _mark(work, _due(work, subject), MarkState.PUT_OFF, until, note)


def reopen_duty(work: UnitOfWork, subject: str) -> None:
    """Put a duty back on the list. Raises UserError where nobody put it away."""
    due, mark = _due(work, subject), last_marks(work).get(subject)
    if mark is None or mark.state is MarkState.OPEN:
        raise UserError("这一件本来就在待办里，没有改动。请刷新后再看")
    _mark(work, due, MarkState.OPEN, None, "")


def _due(work: UnitOfWork, subject: str) -> Due:
    found = next((due for due in dues(work) if due.subject == subject), None)
    if found is None:
        raise UserError("这一件已经不用办了，可能刚有人办好。请刷新后再看")
    return found


def _mark(work: UnitOfWork, due: Due, state: MarkState, until: dt.date | None, note: str) -> None:
    work.require(_RIGHTS.get(due.kind, Right.EDIT_WORKFORCE), _path_of(work, due))
    plain = " ".join(note.split())
    work.session.add(
        DutyMark(
            kind=due.kind,
            subject=due.subject,
            state=state,
            until=until,
            note=plain[:200],
            at=work.now,
            made_by=work.actor.name,
        )
    )
    after = {"state": state.label, "until": until.isoformat() if until else "", "note": plain}
    work.record("mark_duty", f"{due.kind.label}（{due.told}）", after=after)


def _path_of(work: UnitOfWork, due: Due) -> str:
    """The path of the grid, or of the place where the person holds a post; "" is everywhere."""
    area = AreaStand.area_id == due.area_id
    if due.person_id is not None:
        held = select(Post.area_id).where(Post.person_id == due.person_id, in_post(work.today))
        area = AreaStand.area_id.in_(held)
    elif due.area_id is None:
        return due.path
    paths = list(
        work.session.scalars(select(AreaStand.path).where(area, holds_on(AreaStand, work.today)))
    )
    right = _RIGHTS.get(due.kind, Right.EDIT_WORKFORCE)
    return next((path for path in paths if work.actor.may(right, path)), paths[0] if paths else "")
