"""Inspections that wait for somebody's next step, and faults that are late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import and_, func, select

from hrgrid.assessment.model import InspectionFinding, InspectionPlan, InspectionVisit
from hrgrid.assessment.queries.inspection_scope import within
from hrgrid.assessment.queries.inspections import how_many
from hrgrid.assessment.rules.inspection_rows import InspectionDuty
from hrgrid.assessment.rules.words import FindingState, InspectionState
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork

_SOON = dt.timedelta(days=7)
_S, _F = InspectionState, FindingState


def inspection_duties(work: UnitOfWork, today: dt.date) -> Iterator[InspectionDuty]:
    """What waits in the inspections that the actor runs; nothing for others; two statements.

    Drafts whose days are near, visits without a result, faults past their day, faults to look at
    again, bulletins that nobody published, inspections to close.
    """
    if not work.actor.may_somewhere(Right.RUN_ASSESSMENT):
        return
    faults = _faults(work, today)
    silent = (
        select(func.count())
        .where(InspectionVisit.plan_id == InspectionPlan.id, InspectionVisit.result.is_(None))
        .scalar_subquery()
    )
    held = InspectionPlan
    query = (
        select(
            held.id,
            held.number,
            held.title,
            held.state,
            held.first_day,
            held.last_day,
            held.area_path,
            held.document_no,
            silent.label("silent"),
        )
        .where(
            within(work, held.area_path),
            held.state.in_((_S.DRAFT, _S.DRAWN)) | held.id.in_(list(faults)),
        )
        .order_by(held.id)
    )
    for row in work.session.execute(query):
        late, waiting, going = faults.get(row.id, (0, 0, 0))
        for code, on, told, part in _told(row, today, late, waiting, going):
            yield InspectionDuty(
                f"inspection/{row.id}@{code}",
                on,
                f"{row.title}：{told}",
                f"inspections/{row.id}{part}",
                row.area_path,
            )


def _told(
    row: object, today: dt.date, late: int, waiting: int, going: int
) -> Iterator[tuple[str, dt.date, str, str]]:
    plan: InspectionPlan = row  # type: ignore[assignment]
    silent = int(row.silent)  # type: ignore[attr-defined]
    if plan.state is _S.DRAFT:
        if plan.first_day <= today + _SOON:
            told = "检查日期已到，待抽取" if plan.first_day <= today else "待封存名册和抽取"
            yield "draft", plan.first_day, told, ""
        return
    if late:
        yield "late", today, f"{late:,} 个问题超过整改期限", "/findings"
    if waiting:
        yield "again", today, f"{waiting:,} 个问题已整改，待复查", "/findings"
    if plan.state is not _S.DRAWN:
        return
    if silent:
        if plan.last_day < today + _SOON:
            yield "visits", plan.last_day, f"{silent:,} 个检查对象没有结果", "/visits"
    elif not plan.document_no:
        yield "bulletin", plan.last_day, "已查完，待通报", ""
    elif not going:
        yield "close", plan.last_day, "已通报，问题已销号，待办结", ""


def _faults(work: UnitOfWork, today: dt.date) -> dict[int, tuple[int, int, int]]:
    """By inspection: faults that are late, that wait for a second look, that are not closed."""
    held = InspectionFinding
    query = (
        select(
            InspectionVisit.plan_id,
            how_many(and_(held.state == _F.OPEN, held.due_on < today)),
            how_many(held.state == _F.RECTIFIED),
            func.count(),
        )
        .join(InspectionVisit, InspectionVisit.id == held.visit_id)
        .join(InspectionPlan, InspectionPlan.id == InspectionVisit.plan_id)
        .where(
            held.state.in_((_F.OPEN, _F.RECTIFIED)),
            InspectionPlan.state.in_((_S.DRAWN, _S.CLOSED)),
            within(work, InspectionPlan.area_path),
        )
        .group_by(InspectionVisit.plan_id)
    )
    return {row[0]: (int(row[1]), int(row[2]), row[3]) for row in work.session.execute(query)}
