"""申诉 against a notice: while it is open the last day does not come."""

from __future__ import annotations

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.exits.model import ExitAppeal
from hrgrid.exits.rules.case_forms import AppealAnswer, AppealForm
from hrgrid.exits.rules.words import ExitAppealState, ExitState
from hrgrid.exits.service.notices import check_last_day
from hrgrid.exits.service.steps import (
    case_of,
    check_day,
    filled,
    go,
    named,
    only_row,
    person_of,
)
from hrgrid.storage.work import UnitOfWork

_S = ExitState
_A = ExitAppealState


def file_appeal(work: UnitOfWork, case_id: int, form: AppealForm) -> int:
    """已送达 → 申诉中; returns the appeal's id."""
    found = case_of(work, case_id, _S.NOTIFIED)
    check_day(work, found, form.filed_on, "申诉日期")
    last = select(func.max(ExitAppeal.number)).where(ExitAppeal.case_id == found.id)
    row = ExitAppeal(
        case_id=found.id,
        number=1 + (work.session.scalar(last) or 0),
        filed_on=form.filed_on,
        content=filled(form.content, f"{person_of(work, found)}的申诉没有写内容。请填上"),
        state=_A.FILED,
        finding="",
        decided_by="",
        decided_on=None,
        scan_sha256=form.scan_sha256,
    )
    work.session.add(row)
    work.session.flush()
    go(work, found, _S.APPEALED, form.filed_on, note=f"第 {row.number} 号申诉")
    return row.id


def decide_appeal(work: UnitOfWork, case_id: int, appeal_id: int, form: AppealAnswer) -> None:
    """An upheld one cancels the exit; denied or withdrawn it goes on, with a new last day where
    the old one passed meanwhile.
    """
    found = case_of(work, case_id, _S.APPEALED)
    row: ExitAppeal = only_row(
        work.session.get(ExitAppeal, appeal_id, populate_existing=True), found, "这件申诉"
    )
    if row.state is not _A.FILED:
        raise UserError(f"第 {row.number} 号申诉已经办结（{row.state.label}）。请刷新后查看")
    check_day(work, found, form.on, "处理日期")
    states = {True: _A.UPHELD, False: _A.DENIED, None: _A.WITHDRAWN}
    wanted = "撤回的说明" if form.upheld is None else "处理的结论"
    row.finding = filled(form.finding, f"第 {row.number} 号申诉没有写{wanted}。请填上")
    row.state, row.decided_on = states[form.upheld], form.on
    row.decided_by = form.decided_by.strip() or work.actor.name
    row.scan_sha256 = form.scan_sha256 or row.scan_sha256
    work.session.flush()
    work.record(
        "decide_exit_appeal",
        named(found),
        after={"exit_appeal": row.number, "exit_appeal_state": row.state.value, "on": form.on},
    )
    note = f"第 {row.number} 号申诉：{row.state.label}"
    if form.upheld:
        found.end_reason = f"{note}。{row.finding}"
        go(work, found, _S.CANCELLED, form.on, note=note)
        return
    last_day = form.effective_on or found.effective_on
    if last_day is None or last_day < form.on:
        raise UserError(
            f"原定最后在岗日已经过了，申诉期间不算离岗。请另定 {form.on:%Y-%m-%d} 或以后的一天"
        )
    if found.notice_on is not None:
        check_last_day(work, found, found.notice_on, last_day, found.in_lieu_fen)
    found.effective_on = last_day
    go(work, found, _S.NOTIFIED, form.on, due=last_day, note=note)
