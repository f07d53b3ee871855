"""A notice is prolonged, withdrawn, vouched for, closed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from hrgrid.accounts.queries import calendar
from hrgrid.core.errors import Refused, UserError
from hrgrid.publicity.model import Notice, NoticeStep
from hrgrid.publicity.queries.notices import (
    calendar_version,
    must_be_vouched_by_another,
    notice_of,
    time_doubts,
)
from hrgrid.publicity.queries.outcomes import outcome_by_target
from hrgrid.publicity.rules import NoticeState, NoticeStepKind, Outcome
from hrgrid.publicity.service.forms import Closing
from hrgrid.publicity.service.steps import note_notice, notice_to_handle
from hrgrid.storage.work import UnitOfWork


def extend_notice(work: UnitOfWork, notice_id: int, workdays: int) -> dt.date:
    """Let a notice hang for `workdays` more; returns the new last day. Needs a reason."""
    found = notice_to_handle(work, notice_id)
    work.require_reason()
    if workdays < 1:
        raise UserError("延长至少 1 个工作日。请改正再办")
    before = found.last_day
    counted = calendar(work).add_workdays(before + dt.timedelta(days=1), workdays)
    found.last_day = counted.day
    found.workdays += workdays
    found.calendar_note = "；".join(
        dict.fromkeys(filter(None, (*found.calendar_note.split("；"), *counted.warnings)))
    )
    found.calendar_version = calendar_version(work, found.first_day, counted.day)
    told = f"延长 {workdays} 个工作日，从 {before:%Y-%m-%d} 到 {counted.day:%Y-%m-%d}"
    note_notice(work, found, NoticeStepKind.EXTENDED, told)
    work.record("extend_notice", found.title, before={"to": before}, after={"to": counted.day})
    return counted.day


def withdraw_notice(work: UnitOfWork, notice_id: int) -> None:
    """Take a notice down before it is over, with a reason; its objections stay and count."""
    found = notice_to_handle(work, notice_id)
    found.ended_why = work.require_reason().strip()
    found.state = NoticeState.WITHDRAWN
    found.ended_on = work.today
    note_notice(work, found, NoticeStepKind.WITHDRAWN, "撤回")
    work.record("withdraw_notice", found.title)


def add_notice_scan(work: UnitOfWork, notice_id: int, sha256: str) -> None:
    """The scan of the notice as it hung there follows, once."""
    found = notice_to_handle(work, notice_id, is_open=False)
    if found.scan_sha256 is not None:
        raise UserError(f"“{found.title}”已有扫描件，不能再换。请刷新后查看")
    found.scan_sha256 = sha256
    note_notice(work, found, NoticeStepKind.SCAN_ADDED, "补存扫描件")
    work.record("add_notice_scan", found.title, after={"scan": sha256})


def vouch_for_time(work: UnitOfWork, notice_id: int) -> None:
    """A second person says that the days did pass; the reason says how he knows.

    Whoever published the notice cannot vouch for it himself.
    """
    found = notice_of(work, notice_id)
    if found.state is not NoticeState.OPEN:
        raise UserError(f"“{found.title}”已经{found.state.label}，不用再核实时间")
    work.require_reason()
    if must_be_vouched_by_another(work) and work.actor.operator_id == found.maker_id:
        raise Refused("发布公示的人不能自己核实时间。请由另一人登录核实")
    told = "；".join(time_doubts(work, notice_id)) or "时间没有疑点"
    note_notice(work, found, NoticeStepKind.TIME_VOUCHED, told)
    work.record("vouch_for_time", found.title)


def close_notice(work: UnitOfWork, notice_id: int) -> Closing:
    """The publicity is over: says who is clear, who waits for an objection, who is out.

    Raises UserError before the last day is over. Where the clock jumped or nobody worked here
    for days, somebody else must have vouched for the time, under 单人办公 a reason will do; it
    stands on the notice.
    """
    found = notice_to_handle(work, notice_id)
    if work.today <= found.last_day:
        raise UserError(
            f"“{found.title}”公示到 {found.last_day:%Y-%m-%d} 才满。请在这一天之后再结束公示"
        )
    _settle_time(work, found)
    found.state = NoticeState.CLOSED
    found.ended_on = work.today
    work.session.flush()
    outcomes = [
        row for row in outcome_by_target(work, found.subject).values() if row.notice_id == found.id
    ]

    def those(wanted: Outcome) -> tuple[tuple[str, str], ...]:
        return tuple((row.target, row.name) for row in outcomes if row.outcome is wanted)

    closing = Closing(
        found.id, those(Outcome.CLEAR), those(Outcome.WAITING), those(Outcome.REMOVED)
    )
    told = (
        f"无异议 {len(closing.clear)} 人，等候 {len(closing.waiting)} 人，"
        f"异议成立 {len(closing.removed)} 人"
    )
    note_notice(work, found, NoticeStepKind.CLOSED, told)
    work.record(
        "close_notice",
        found.title,
        after={
            "clear": len(closing.clear),
            "waiting": len(closing.waiting),
            "removed": len(closing.removed),
            "time": found.time_note,
        },
    )
    return closing


def _settle_time(work: UnitOfWork, found: Notice) -> None:
    doubts = time_doubts(work, found.id)
    if not doubts:
        return
    told = "；".join(doubts)
    if not must_be_vouched_by_another(work):
        if not work.reason.strip():
            raise UserError(
                f"公示期间{told}，电脑时间不能证明公示已满。请写明怎样核实公示确已满期，再结束"
            )
        found.time_note = f"{told}。单人核实：{work.reason.strip()}"
        return
    query = (
        select(NoticeStep)
        .where(
            NoticeStep.notice_id == found.id,
            NoticeStep.kind == NoticeStepKind.TIME_VOUCHED,
            NoticeStep.operator_id != work.actor.operator_id,
        )
        .order_by(NoticeStep.id.desc())
    )
    vouched = work.session.scalars(query).first()
    if vouched is None or vouched.at.astimezone().date() <= found.last_day:
        raise Refused(
            f"公示期间{told}，电脑时间不能证明公示已满。"
            "请另一人登录核实时间（写明依据），再由你结束公示"
        )
    found.time_note = f"{told}。{vouched.made_by}核实：{vouched.reason}"
