"""Appeals against results: filed in time, reviewed, upheld or denied with a finding, withdrawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.accounts.queries import calendar
from hrgrid.assessment.model import Assessee, AssessmentAppeal, AssessmentPeriod
from hrgrid.assessment.queries.people import names_of
from hrgrid.assessment.queries.using import appeal_rules
from hrgrid.assessment.rules.words import APPEAL_ARROWS, AppealState, PeriodState
from hrgrid.assessment.service.periods import rescore
from hrgrid.assessment.service.steps import UNSETTLED, named, period_of
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork

_A, _S = AppealState, PeriodState


@dataclass(frozen=True)
class AppealForm:
    """Who appeals against what; `filed_on` where the paper came earlier than it is typed."""

    assessee_id: int
    content: str
    filed_on: dt.date | None = None
    scan_sha256: str | None = None


def file_appeal(work: UnitOfWork, period_id: int, form: AppealForm) -> int:
    """Register an appeal; its number. Shown results may be appealed against at once.

    Raises UserError for one after the window without a reason, for somebody who has one open.
    """
    period = period_of(work, period_id, _S.SHOWN, _S.APPEALS)
    assessee = work.session.get(Assessee, form.assessee_id)
    if assessee is None or assessee.period_id != period_id:
        raise UserError("申诉人不在这个考核期里。请刷新后再选")
    name = names_of(work, [assessee.person_id])[assessee.person_id]
    content = form.content.strip()
    if not content:
        raise UserError(f"{name}的申诉没有写内容。请填上申诉的理由和要求")
    filed_on = form.filed_on or work.today
    _check_day(work, period, name, filed_on)
    _refuse_second(work, assessee, name)
    due = appeal_rules(work, filed_on).answer_due(calendar(work), filed_on)
    last = select(func.max(AssessmentAppeal.number)).where(AssessmentAppeal.period_id == period_id)
    number = 1 + (work.session.scalar(last) or 0)
    work.session.add(
        AssessmentAppeal(
            period_id=period_id,
            assessee_id=assessee.id,
            number=number,
            filed_on=filed_on,
            content=content,
            state=_A.FILED,
            answer_due=due.day,
            finding="",
            decided_by="",
            decided_on=None,
            scan_sha256=form.scan_sha256,
        )
    )
    work.session.flush()
    work.record(
        "file_appeal",
        _subject(period, number),
        after={"name": name, "on": filed_on, "content": content, "answer_due": due.day},
    )
    return number


def _check_day(work: UnitOfWork, period: AssessmentPeriod, name: str, filed_on: dt.date) -> None:
    if filed_on > work.today:
        raise UserError(f"{name}的申诉日期 {filed_on:%Y-%m-%d} 在今天之后。请核对日期")
    if period.shown_on is not None and filed_on < period.shown_on:
        raise UserError(
            f"{name}的申诉日期 {filed_on:%Y-%m-%d} 早于公布结果的 {period.shown_on:%Y-%m-%d}。"
            "请核对日期"
        )
    until = period.appeals_until
    if until is not None and filed_on > until and not work.reason.strip():
        raise UserError(f"申诉期到 {until:%Y-%m-%d} 已经满了。仍要登记{name}的申诉，请写明原因")


def _refuse_second(work: UnitOfWork, assessee: Assessee, name: str) -> None:
    query = select(AssessmentAppeal.number).where(
        AssessmentAppeal.assessee_id == assessee.id,
        AssessmentAppeal.state.in_((_A.FILED, _A.REVIEWING)),
    )
    number = work.session.scalar(query)
    if number is not None:
        raise UserError(f"{name}的第 {number} 号申诉还没有办结。请先办完那一件")


def review_appeal(work: UnitOfWork, appeal_id: int) -> None:
    """已提出 → 复核中."""
    period, appeal = _appeal(work, appeal_id)
    _go(work, period, appeal, _A.REVIEWING)


def uphold_appeal(
    work: UnitOfWork,
    appeal_id: int,
    finding: str,
    decided_by: str = "",
    delta_milli: int | None = None,
) -> None:
    """复核中 → 申诉成立, with the finding.

    It changes no result by itself: either `delta_milli` proposes points put on or taken off, for
    which the period goes back to scoring, or somebody corrects a figure and computes anew.
    """
    period, appeal = _appeal(work, appeal_id)
    _find(work, appeal, finding, decided_by)
    _go(work, period, appeal, _A.UPHELD)
    if delta_milli:
        why = f"第 {appeal.number} 号申诉成立：{appeal.finding}"
        if period.state in (_S.SHOWN, _S.APPEALS):
            rescore(work, period, why)
        from hrgrid.assessment.service.moderation import propose

        propose(work, period.id, appeal.assessee_id, delta_milli, why)


def deny_appeal(work: UnitOfWork, appeal_id: int, finding: str, decided_by: str = "") -> None:
    """复核中 → 申诉不成立, with the finding."""
    period, appeal = _appeal(work, appeal_id)
    _find(work, appeal, finding, decided_by)
    _go(work, period, appeal, _A.DENIED)


def withdraw_appeal(work: UnitOfWork, appeal_id: int) -> None:
    """He no longer appeals; needs the reason."""
    period, appeal = _appeal(work, appeal_id)
    work.require_reason()
    _go(work, period, appeal, _A.WITHDRAWN)


def _appeal(work: UnitOfWork, appeal_id: int) -> tuple[AssessmentPeriod, AssessmentAppeal]:
    """The appeal with its period; scoring may go on meanwhile, a settled period may not."""
    found = work.session.get(AssessmentAppeal, appeal_id)
    if found is None:
        raise UserError("这件申诉不在了。请刷新后再办")
    period = period_of(work, found.period_id, *UNSETTLED)
    work.session.refresh(found)
    return period, found


def _find(work: UnitOfWork, appeal: AssessmentAppeal, finding: str, decided_by: str) -> None:
    if not finding.strip():
        raise UserError(f"第 {appeal.number} 号申诉没有写复核的结论。请填上")
    appeal.finding = finding.strip()
    appeal.decided_by, appeal.decided_on = decided_by.strip() or work.actor.name, work.today


def _go(
    work: UnitOfWork, period: AssessmentPeriod, appeal: AssessmentAppeal, state: AppealState
) -> None:
    if state not in APPEAL_ARROWS[appeal.state]:
        raise UserError(
            f"第 {appeal.number} 号申诉现在是“{appeal.state.label}”，不能再办这一步。请刷新后查看"
        )
    before, appeal.state = appeal.state, state
    work.session.flush()
    work.record(
        "decide_appeal",
        _subject(period, appeal.number),
        before={"appeal_state": before.value},
        after={
            "appeal_state": state.value,
            "finding": appeal.finding,
            "decided_by": appeal.decided_by,
        },
    )


def _subject(period: AssessmentPeriod, number: int) -> str:
    return f"{named(period)} 第 {number} 号申诉"
