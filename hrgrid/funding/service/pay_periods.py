"""A month of pay from opening to locking: computed by one, checked by another, approved."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from hrgrid.accounts.queries import ApprovalState
from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import PaperApproval, Subject, approve, record_paper_approval
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.names.spelling import match_key
from hrgrid.core.policies import Policy, Setting
from hrgrid.core.rights import Right
from hrgrid.funding.model import PayPeriod, PayPerson
from hrgrid.funding.rules.budget_forms import ApproveForm
from hrgrid.funding.rules.funding_rules import TOPIC
from hrgrid.funding.rules.pay import month_words
from hrgrid.funding.rules.words import PayState
from hrgrid.funding.service.pay_booking import book_accrual
from hrgrid.funding.service.pay_steps import filled, named, period_of
from hrgrid.storage.base import table_of
from hrgrid.storage.rulebook import lock_rules, versions_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.areas import area_on

_S = PayState
_MOST = 200


def open_pay(work: UnitOfWork, month: int, area_id: int) -> int:
    """A month for the people below an area; its id.

    Raises UserError where a month above or below it is there already: nobody is paid twice.
    """
    work.require_somewhere(Right.RUN_FUNDING)
    _check_month(work, month)
    area = area_on(work, area_id, work.today)
    work.require(Right.RUN_FUNDING, area.path)
    there = select(PayPeriod).where(PayPeriod.month == month)
    for other in work.session.scalars(there):
        if area.path.startswith(other.area_path) or other.area_path.startswith(area.path):
            raise UserError(
                f"{named(work, other)}已经建过，包括了{area.name}的人员。"
                "请打开原来的，同一个人一个月只在一处发"
            )
    found = PayPeriod(
        month=month,
        area_id=area.id,
        area_path=area.path,
        state=_S.OPEN,
        computed=0,
        rule_number=None,
        rule_sha256="",
        input_hash="",
        output_hash="",
        people_count=0,
        gross_fen=0,
        net_fen=0,
        employer_fen=0,
        proposer_id=None,
        reviewer_id=None,
        reviewed_by="",
        reviewed_on=None,
        returned_why="",
        approval_words="",
        approved_on=None,
        paid_on=None,
    )
    work.session.add(found)
    work.session.flush()
    work.record("open_pay", named(work, found), after={"pay_month": month, "area": area.code})
    return found.id


def _check_month(work: UnitOfWork, month: int) -> None:
    if not (1990 <= month // 100 <= 2999 and 1 <= month % 100 <= 12):
        raise UserError(f"“{month}”不是月份。请写成 202611 这样的六位数")
    if month > work.today.year * 100 + work.today.month:
        raise UserError(f"{month_words(month)}还没有到。请到那个月再建")


def review_pay(work: UnitOfWork, period_id: int) -> None:
    """待复核 → 待审批 by another than who computed, where the office's policy asks for one."""
    found = period_of(work, period_id, _S.CALCULATED, rights=(Right.RUN_FUNDING, Right.APPROVE))
    if found.people_count == 0:
        raise UserError(f"{named(work, found)}里没有一个人。请核对单位和月份，重新计算")
    if work.policy(Policy.OTHER_APPROVER) == 1 and found.proposer_id == work.actor.operator_id:
        raise Refused(f"{named(work, found)}是您自己计算的，不能自己复核。请由另一人登录复核")
    found.reviewer_id, found.reviewed_by = work.actor.operator_id, work.actor.name
    found.reviewed_on, found.returned_why = work.today, ""
    found.state = _S.REVIEWED
    work.session.flush()
    work.record("review_pay", named(work, found), after=_told(found))


def return_pay(work: UnitOfWork, period_id: int, why: str) -> None:
    """Back to 待计算 from a computation or a review, with the reason."""
    found = period_of(
        work,
        period_id,
        _S.CALCULATED,
        _S.REVIEWED,
        rights=(Right.RUN_FUNDING, Right.APPROVE),
    )
    before = found.state
    found.returned_why = filled(why, "退回要写明原因。请填上")[:_MOST]
    found.state, found.reviewer_id = _S.OPEN, None
    found.reviewed_by, found.reviewed_on = "", None
    work.session.flush()
    work.record(
        "return_pay", named(work, found), found.returned_why, before={"pay_state": before.value}
    )


def approve_pay(work: UnitOfWork, period_id: int, form: ApproveForm) -> ApprovalState:
    """待审批 → 待发放, signed in or from paper; what is to be paid is booked (计提).

    Raises Refused for who computed it (and, where three share the work, who reviewed it), and
    UserError where the money set aside does not reach.
    """
    on_paper = bool(form.name.strip())
    right = Right.RUN_FUNDING if on_paper else Right.APPROVE
    found = period_of(work, period_id, _S.REVIEWED, rights=(right,))
    title = named(work, found)
    _check_third(work, found, form.name if on_paper else "")
    on = form.on or work.today
    if found.reviewed_on is not None and on < found.reviewed_on:
        raise UserError(
            f"审批日期 {on:%Y-%m-%d} 早于复核的 {found.reviewed_on:%Y-%m-%d}。请核对日期"
        )
    # The number of the computation belongs to the key: another one needs another approval.
    subject = Subject(
        Deed.BUDGET,
        f"pay:{found.id}:{found.computed}",
        title,
        found.proposer_id or work.actor.operator_id,
        found.area_path,
    )
    if on_paper:
        paper = PaperApproval(form.name, form.post, on, form.document_no)
        state = record_paper_approval(work, subject, paper)
    else:
        state, on = approve(work, subject), work.today
    if state.complete:
        found.approval_words, found.approved_on = state.words, on
        found.state = _S.APPROVED
        work.session.flush()
        if found.rule_number and versions_of(work, TOPIC):
            lock_rules(work, TOPIC, found.rule_number, title)
        work.record("approve_pay", title, after=_told(found))
        book_accrual(work, found, f"{title}计提", form.document_no)
    return state


def _check_third(work: UnitOfWork, found: PayPeriod, name: str) -> None:
    """Where three share the work, who checked does not approve."""
    if work.setting is not Setting.SEPARATE:
        return
    same = (
        match_key(name) == match_key(found.reviewed_by)
        if name
        else found.reviewer_id == work.actor.operator_id
    )
    if same:
        raise Refused(
            f"{named(work, found)}由{found.reviewed_by}复核过，"
            "三员分立时复核和审批不能是同一个人。请由另一人审批"
        )


def lock_pay(work: UnitOfWork, period_id: int) -> None:
    """已发放 → 已锁定."""
    found = period_of(work, period_id, _S.PAID)
    found.state = _S.LOCKED
    work.session.flush()
    work.record("lock_pay", named(work, found), after=_told(found))


def _told(found: PayPeriod) -> dict[str, object]:
    return {
        "pay_state": found.state.value,
        "pay_computed": found.computed,
        "pay_people": found.people_count,
        "pay_net_fen": found.net_fen,
    }


def hold_person(work: UnitOfWork, period_id: int, person_id: int, why: str) -> None:
    """Hold somebody's pay back with the reason, or let it go ("" as reason), before it is checked.

    He stays on the sheet and is owed; he stands on no bank file.
    """
    found = period_of(work, period_id, _S.OPEN, _S.CALCULATED)
    mine = PayPerson.period_id == period_id, PayPerson.person_id == person_id
    row = work.session.execute(select(table_of(PayPerson)).where(*mine)).mappings().first()
    if row is None:
        raise UserError(f"{named(work, found)}里没有这个人。请刷新后再选")
    kept = dict(row)
    before, kept["held_back"] = kept["held_back"], why.strip()[:_MOST]
    if before == kept["held_back"]:
        return
    number = work.session.get_one(Person, person_id).number
    work.session.execute(delete(PayPerson).where(*mine))
    work.session.execute(insert(PayPerson).values(**kept))
    work.record("hold_pay", named(work, found), kept["held_back"], after={"people": number})
