"""What every use case of inspections begins and ends with: the plan, the right, the state."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete

from hrgrid.assessment.model import (
    InspectionFinding,
    InspectionPlan,
    InspectionPool,
    InspectionVisit,
)
from hrgrid.assessment.rules.words import InspectionState
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork


def plan_of(work: UnitOfWork, plan_id: int, *states: InspectionState) -> InspectionPlan:
    """The plan, locked first where one writes, in one of `states` (any if none).

    Raises UserError with what state it is in, Refused without the right.
    """
    work.require_somewhere(Right.RUN_ASSESSMENT)
    found = work.session.get(InspectionPlan, plan_id, with_for_update=work.writes or None)
    if found is None:
        raise UserError(f"没有第 {plan_id} 号双随机检查。请刷新列表后再选")
    work.require(Right.RUN_ASSESSMENT, found.area_path)
    if states and found.state not in states:
        wanted = "、".join(f"“{state.label}”" for state in states)
        raise UserError(
            f"{named(found)}现在是“{found.state.label}”，要在{wanted}时才能办这一步。"
            "请刷新后查看办到了哪一步"
        )
    return found


def visit_of(
    work: UnitOfWork, visit_id: int, *states: InspectionState
) -> tuple[InspectionVisit, InspectionPlan]:
    """A visit with its plan, for whoever may; the plan is locked first, as everywhere."""
    work.require_somewhere(Right.RUN_ASSESSMENT)
    visit = work.session.get(InspectionVisit, visit_id)
    if visit is None:
        raise UserError(f"没有第 {visit_id} 条检查记录。请刷新后再选")
    plan = plan_of(work, visit.plan_id, *states)
    if work.writes:
        work.session.refresh(visit, with_for_update=True)
    return visit, plan


def finding_of(
    work: UnitOfWork, finding_id: int, *states: InspectionState
) -> tuple[InspectionFinding, InspectionVisit, InspectionPlan]:
    """A fault with its visit and plan."""
    work.require_somewhere(Right.RUN_ASSESSMENT)
    finding = work.session.get(InspectionFinding, finding_id)
    if finding is None:
        raise UserError(f"没有第 {finding_id} 条检查问题。请刷新后再选")
    visit, plan = visit_of(work, finding.visit_id, *states)
    if work.writes:
        work.session.refresh(finding, with_for_update=True)
    return finding, visit, plan


def named(plan: InspectionPlan) -> str:
    """A plan in a sentence."""
    return f"检查“{plan.number} {plan.title}”"


def require_version(found: Any, version: int | None, what: str) -> None:
    """Raise UserError where somebody changed a row since it was read; None asks nothing."""
    if version is not None and found.version != version:
        raise UserError(f"{what}刚被别人改过，这次改动没有存。请刷新后再改")


def open_seal(work: UnitOfWork, plan: InspectionPlan) -> None:
    """Whoever changes what was sealed opens it: no draw from lists that nobody saw."""
    plan.pool_hash, plan.sealed_at, plan.on_duty = "", None, 0
    work.session.execute(delete(InspectionPool).where(InspectionPool.plan_id == plan.id))
