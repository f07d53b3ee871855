"""What was wrong: put right by a day, looked at again by another, closed, sent back, void."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from hrgrid.assessment.model import InspectionFinding, InspectionPlan, InspectionVisit
from hrgrid.assessment.queries.due import due_after
from hrgrid.assessment.queries.visited import visited_name
from hrgrid.assessment.rules.checking import items_for, items_of
from hrgrid.assessment.rules.words import (
    UNSETTLED_FINDINGS,
    FindingState,
    InspectionState,
    VisitResult,
)
from hrgrid.assessment.service.inspection_steps import (
    finding_of,
    named,
    require_version,
    visit_of,
)
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork

_S, _F = InspectionState, FindingState
_GOING = (_S.DRAWN, _S.CLOSED)
_LONGEST = 200
_LONGEST_NAME = 80


def add_finding(
    work: UnitOfWork,
    visit_id: int,
    item: str,
    content: str,
    due_on: dt.date | None = None,
) -> int:
    """A further fault of an item that the visit marked as faulty; returns its id."""
    visit, plan = visit_of(work, visit_id, _S.DRAWN)
    who = visited_name(work, visit)
    if visit.result is not VisitResult.FAILED or visit.visited_on is None:
        raise UserError(f"{who}的检查没有记问题。请先在检查记录里把这一项改成“有问题”")
    items = items_for(items_of(plan.items), office=visit.bureau_id is not None)
    found = next((one for one in items if one.code == item), None)
    if found is None:
        raise UserError(f"这次检查没有“{item}”这一项。请刷新后再选")
    text = _content(content)
    finding = InspectionFinding(
        visit_id=visit.id,
        kind=found.kind,
        item=item,
        content=text,
        due_on=due_on or due_after(work, visit.visited_on),
        state=_F.OPEN,
        rectified_on=None,
        rectified_by="",
        rectification="",
        closed_by="",
        closed_on=None,
        sent_back="",
        carried="",
        void_reason="",
    )
    work.session.add(finding)
    work.session.flush()
    work.record("add_finding", f"{named(plan)}{who}", after=_told(finding))
    return finding.id


def change_finding(
    work: UnitOfWork, finding_id: int, version: int | None, content: str, due_on: dt.date
) -> None:
    """Say better what was wrong, or give another day; while it is open."""
    finding, visit, plan = finding_of(work, finding_id, *_GOING)
    who = visited_name(work, visit)
    require_version(finding, version, f"{who}的问题")
    _require(finding, who, _F.OPEN)
    before = _told(finding)
    if finding.due_on != due_on and due_on < (visit.visited_on or due_on):
        raise UserError(f"{who}的整改期限 {due_on:%Y-%m-%d} 早于检查那天。请核对")
    finding.content, finding.due_on = _content(content), due_on
    work.session.flush()
    work.record("change_finding", f"{named(plan)}{who}", before=before, after=_told(finding))


def rectify(work: UnitOfWork, finding_ids: Sequence[int], on: dt.date, text: str, by: str) -> int:
    """Faults were put right on a day, by whom and how; they wait for a second look. How many."""
    told, who_did = text.strip(), " ".join(by.split())[:_LONGEST_NAME]
    if not told:
        raise UserError("没有写怎样整改的。请填写整改情况")
    if not who_did:
        raise UserError("没有写由谁整改。请填写整改人或整改单位")
    for finding, visit, plan in _each(work, finding_ids):
        who = visited_name(work, visit)
        _require(finding, who, _F.OPEN)
        _check_day(work, visit, on, f"{who}的整改日期")
        before = _told(finding)
        finding.state, finding.rectified_on = _F.RECTIFIED, on
        finding.rectified_by, finding.rectification = who_did, told
        finding.sent_back = ""
        work.session.flush()
        work.record("rectify_finding", f"{named(plan)}{who}", before=before, after=_told(finding))
    return len(finding_ids)


def close_findings(work: UnitOfWork, finding_ids: Sequence[int], by: str, on: dt.date) -> int:
    """Somebody looked again and it is right: closed for good. How many.

    Raises UserError where that somebody put it right himself, or is the one inspected.
    """
    again = " ".join(by.split())[:_LONGEST_NAME]
    if not again:
        raise UserError("没有写由谁复查。请填写复查人")
    for finding, visit, plan in _each(work, finding_ids):
        who = visited_name(work, visit)
        _require(finding, who, _F.RECTIFIED)
        if again in (finding.rectified_by, who):
            raise UserError(
                f"{who}的问题由{finding.rectified_by}整改，复查要换一个人，不能还是{again}。"
                "请填写另一名复查人"
            )
        if finding.rectified_on is not None and on < finding.rectified_on:
            raise UserError(
                f"{who}的复查日期 {on:%Y-%m-%d} 早于整改的 {finding.rectified_on:%Y-%m-%d}。请核对"
            )
        _check_day(work, visit, on, f"{who}的复查日期")
        finding.state, finding.closed_by, finding.closed_on = _F.CLOSED, again, on
        work.session.flush()
        work.record("close_finding", f"{named(plan)}{who}", after=_told(finding))
    return len(finding_ids)


def send_back(
    work: UnitOfWork, finding_ids: Sequence[int], reason: str, due_on: dt.date | None = None
) -> int:
    """It is not right yet: open again, with the reason and perhaps another day. How many."""
    told = reason.strip()[:_LONGEST]
    if not told:
        raise UserError("没有写为什么退回。请写明哪里还没有改好")
    for finding, visit, plan in _each(work, finding_ids):
        who = visited_name(work, visit)
        _require(finding, who, _F.RECTIFIED)
        before = _told(finding)
        finding.state, finding.sent_back = _F.OPEN, told
        finding.due_on = due_on or max(finding.due_on, due_after(work, work.today))
        work.session.flush()
        work.record(
            "send_back_finding", f"{named(plan)}{who}", told, before=before, after=_told(finding)
        )
    return len(finding_ids)


def void_finding(work: UnitOfWork, finding_id: int, version: int | None = None) -> None:
    """A fault was noted by mistake, with the reason; the last one of an item takes points off.

    So the marks of the visit are corrected instead where it is the only one of its item.
    """
    finding, visit, plan = finding_of(work, finding_id, _S.DRAWN)
    who = visited_name(work, visit)
    require_version(finding, version, f"{who}的问题")
    _require(finding, who, *UNSETTLED_FINDINGS)
    reason = work.require_reason().strip()[:_LONGEST]
    others = select(InspectionFinding.id).where(
        InspectionFinding.visit_id == visit.id,
        InspectionFinding.item == finding.item,
        InspectionFinding.id != finding.id,
        InspectionFinding.state != _F.VOID,
    )
    if work.session.scalar(others.limit(1)) is None:
        raise UserError(
            f"{who}这一项只有这一个问题，作废后还扣着分。请在检查记录里把这一项改成“合格”或“未查”"
        )
    before = _told(finding)
    finding.state, finding.void_reason = _F.VOID, reason
    work.session.flush()
    work.record("void_finding", f"{named(plan)}{who}", reason, before=before)


def _each(
    work: UnitOfWork, finding_ids: Sequence[int]
) -> list[tuple[InspectionFinding, InspectionVisit, InspectionPlan]]:
    if not finding_ids:
        raise UserError("没有选问题。请先在列表里选")
    return [finding_of(work, one, *_GOING) for one in dict.fromkeys(finding_ids)]


def _require(finding: InspectionFinding, who: str, *states: FindingState) -> None:
    if finding.state not in states:
        wanted = "或".join(f"“{state.label}”" for state in states)
        raise UserError(
            f"{who}的问题现在是“{finding.state.label}”，要在{wanted}时才能办这一步。请刷新后查看"
        )


def _check_day(work: UnitOfWork, visit: InspectionVisit, on: dt.date, what: str) -> None:
    if on > work.today:
        raise UserError(f"{what} {on:%Y-%m-%d} 还没有到。请核对")
    if visit.visited_on is not None and on < visit.visited_on:
        raise UserError(f"{what} {on:%Y-%m-%d} 早于检查的 {visit.visited_on:%Y-%m-%d}。请核对")


def _content(text: str) -> str:
    told = text.strip()
    if not told:
        raise UserError("没有写是什么问题。请写清楚在哪里、什么不对")
    return told


def _told(finding: InspectionFinding) -> dict[str, object]:
    return {
        "content": finding.content,
        "due_on": finding.due_on,
        "finding_state": finding.state.value,
        "rectified_on": finding.rectified_on,
        "rectified_by": finding.rectified_by,
        "rectification": finding.rectification,
        "closed_by": finding.closed_by,
    }
