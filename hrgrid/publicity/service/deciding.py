"""What was found of an objection, and the answer."""

from __future__ import annotations

import datetime as dt

from hrgrid.accounts.queries import operators
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.names import match_key
from hrgrid.core.names.spelling import unified
from hrgrid.core.policies import Policy
from hrgrid.core.rights import Right
from hrgrid.publicity.model import Notice, Objection
from hrgrid.publicity.queries.objections import OBJECTOR
from hrgrid.publicity.rules import ObjectionState, check_silence
from hrgrid.publicity.service.forms import Finding
from hrgrid.publicity.service.steps import (
    named,
    note_objection,
    objection_to_handle,
    refuse_future,
    turn,
)
from hrgrid.storage.work import UnitOfWork


def decide_objection(work: UnitOfWork, objection_id: int, finding: Finding) -> None:
    """Uphold or reject, signed in by who may decide, or recorded from paper.

    Under the policy neither who made the list nor who published it may decide.
    """
    found = work.session.get(Objection, objection_id, with_for_update=True)
    if found is None:
        raise UserError("没有这件异议。请刷新后再选")
    notice = work.session.get_one(Notice, found.notice_id)
    on_paper = bool(finding.by.strip())
    work.require(Right(notice.handling if on_paper else notice.deciding), notice.area_path)
    if not finding.finding.strip():
        raise UserError("没有写核查结论。请写明查了什么、结论是什么")
    refuse_future(work, finding.decided_on, "结论日期")
    if finding.decided_on < found.filed_on:
        raise UserError(
            f"结论日期 {finding.decided_on:%Y-%m-%d} 早于收到日期 {found.filed_on:%Y-%m-%d}。"
            "请核对日期"
        )
    _check_silent(work, found, finding.finding)
    _refuse_maker(work, notice, finding)
    decided_by_id, name, post = _decider(work, finding)
    turn(
        work, found, ObjectionState.UPHELD if finding.upheld else ObjectionState.REJECTED, "作结论"
    )
    found.upheld = finding.upheld
    found.finding = finding.finding.strip()
    found.decided_on = finding.decided_on
    found.document_no = finding.document_no.strip()
    found.decided_by_id, found.decided_by, found.decided_post = decided_by_id, name, post
    note_objection(work, found, found.finding, finding.decided_on)
    work.record(
        "decide_objection",
        named(work, found),
        after={
            "upheld": finding.upheld,
            "by": f"{found.decided_post}{found.decided_by}",
            "document": found.document_no,
        },
    )


def _decider(work: UnitOfWork, finding: Finding) -> tuple[int | None, str, str]:
    """Who decides: the operator with his name and post, or whom the paper names."""
    if not finding.by.strip():
        me = next(each for each in operators(work) if each.id == work.actor.operator_id)
        return me.id, me.name, me.post or work.actor.role
    if not (finding.post.strip() and finding.document_no.strip()):
        raise UserError("纸质批件要写明批准人、职务和文号（或会议号）。请补上再登记")
    return None, unified(finding.by), finding.post.strip()


def _refuse_maker(work: UnitOfWork, notice: Notice, finding: Finding) -> None:
    # The database refuses it too; asked here, the refusal goes on record.
    if work.policy(Policy.OTHER_APPROVER) != 1:
        return
    makers = {notice.maker_id, notice.list_maker_id}
    names = {match_key(each.name) for each in operators(work) if each.id in makers}
    own = work.actor.operator_id in makers and not finding.by.strip()
    if own or match_key(finding.by.strip()) in names:
        raise Refused(
            "拟定或发布名单的人不能对名单的异议作结论。请由另一人作结论，或登记他的纸质批件"
        )


def record_reply(work: UnitOfWork, objection_id: int, replied_on: dt.date, told: str) -> None:
    """The objector was answered; `told` says what and how, without naming him."""
    found, _ = objection_to_handle(work, objection_id)
    refuse_future(work, replied_on, "答复日期")
    if not told.strip():
        raise UserError("没有写怎样答复的。请写明方式和内容再登记")
    decided = found.decided_on or found.filed_on
    if replied_on < decided:
        raise UserError(
            f"答复日期 {replied_on:%Y-%m-%d} 早于作出结论的 {decided:%Y-%m-%d}。请核对日期"
        )
    _check_silent(work, found, told)
    if found.state is ObjectionState.NOT_ACCEPTED:
        if found.replied_on is not None:
            raise UserError(f"{named(work, found)}已经答复过。请刷新后查看")
    else:
        turn(work, found, ObjectionState.REPLIED, "登记答复")
    found.replied_on = replied_on
    note_objection(work, found, told.strip(), replied_on)
    work.record("reply_objection", named(work, found), after={"on": replied_on})


def _check_silent(work: UnitOfWork, found: Objection, *texts: str) -> None:
    if found.objector is not None:
        check_silence(work.keyring.open(OBJECTOR, found.objector), texts)
