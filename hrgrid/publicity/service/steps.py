"""What the deeds share: finding the row with the right, and writing down what happened."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.publicity.model import Notice, NoticeEntry, NoticeStep, Objection, ObjectionStep
from hrgrid.publicity.rules import NEXT, NoticeState, NoticeStepKind, ObjectionState
from hrgrid.storage.work import UnitOfWork


def notice_to_handle(work: UnitOfWork, notice_id: int, *, is_open: bool = True) -> Notice:
    """The notice for whoever runs it, held until the end of the work; UserError where it is over.

    Two who file at once wait for each other at a server, so that numbers follow each other and
    who closes sees every objection.
    """
    found = work.session.get(Notice, notice_id, with_for_update=True)
    if found is None:
        raise UserError(f"没有第 {notice_id} 号公示。请刷新后再选")
    work.require(Right(found.handling), found.area_path)
    if is_open and found.state is not NoticeState.OPEN:
        raise UserError(f"“{found.title}”现在是“{found.state.label}”，不能再办这一步。请刷新后再看")
    return found


def note_notice(work: UnitOfWork, notice: Notice, kind: NoticeStepKind, told: str) -> None:
    """One line of what happened, and the journal's entry."""
    work.session.add(
        NoticeStep(
            notice_id=notice.id,
            kind=kind,
            told=told,
            reason=work.reason.strip(),
            operator_id=work.actor.operator_id,
            made_by=work.actor.name,
            at=work.now,
        )
    )
    work.session.flush()


def objection_to_handle(work: UnitOfWork, objection_id: int) -> tuple[Objection, Notice]:
    """The objection, held until the end of the work, and its notice, for who runs the register."""
    found = work.session.get(Objection, objection_id, with_for_update=True)
    if found is None:
        raise UserError("没有这件异议。请刷新后再选")
    notice = work.session.get_one(Notice, found.notice_id)
    work.require(Right(notice.handling), notice.area_path)
    return found, notice


def turn(work: UnitOfWork, found: Objection, state: ObjectionState, what: str) -> None:
    """Go on to `state`; UserError where that is not the next step."""
    if state not in NEXT[found.state]:
        raise UserError(
            f"{named(work, found)}现在是“{found.state.label}”，不能{what}。请刷新后按顺序办"
        )
    found.state = state


def note_objection(
    work: UnitOfWork, found: Objection, told: str, happened_on: dt.date | None = None
) -> None:
    """One line of what happened; never who objected."""
    work.session.flush()
    work.session.add(
        ObjectionStep(
            objection_id=found.id,
            state=found.state,
            told=told,
            happened_on=happened_on or work.today,
            operator_id=work.actor.operator_id,
            made_by=work.actor.name,
            at=work.now,
        )
    )
    work.session.flush()


def named(work: UnitOfWork, found: Objection) -> str:
    """What an objection is called: its notice, its number and whom it names."""
    notice = work.session.get_one(Notice, found.notice_id)
    name = work.session.scalar(select(NoticeEntry.name).where(NoticeEntry.id == found.entry_id))
    return f"{notice.title}异议 {found.number} 号（{name}）"


def refuse_future(work: UnitOfWork, day: dt.date, what: str) -> None:
    """Raise UserError for a day that has not come."""
    if day > work.today:
        raise UserError(f"{what} {day:%Y-%m-%d} 在今天之后。请核对日期")
