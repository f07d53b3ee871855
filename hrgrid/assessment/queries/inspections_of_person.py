"""The inspections of one person, for his file."""

from __future__ import annotations

from sqlalchemy import func, select

from hrgrid.assessment.model import InspectionFinding, InspectionPlan, InspectionVisit
from hrgrid.assessment.queries.inspection_scope import (
    require_look_somewhere,
    stood_at,
    within,
)
from hrgrid.assessment.queries.inspections import how_many
from hrgrid.assessment.rules.inspection_rows import PersonInspectionRow
from hrgrid.assessment.rules.words import UNSETTLED_FINDINGS, FindingState, InspectionState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand
from hrgrid.workforce.queries.persons import same_person_ids


def inspections_of_person(work: UnitOfWork, person_id: int) -> list[PersonInspectionRow]:
    """When somebody was drawn and what came of it, the latest first; whoever was merged with him.

    His street sees it whichever office inspected. Inspections that were given up do not count.
    """
    require_look_somewhere(work)
    found, plan, fault = InspectionVisit, InspectionPlan, InspectionFinding
    counts = (
        select(
            fault.visit_id,
            func.count().label("all"),
            how_many(fault.state.in_(UNSETTLED_FINDINGS)).label("open"),
        )
        .where(fault.state != FindingState.VOID)
        .group_by(fault.visit_id)
        .subquery()
    )
    query = (
        select(
            found.id.label("visit_id"),
            plan.id.label("plan_id"),
            plan.number,
            plan.title,
            plan.first_day,
            found.visited_on,
            found.result,
            found.deducted_milli,
            func.coalesce(counts.c["all"], 0).label("faults"),
            func.coalesce(counts.c.open, 0).label("unsettled"),
            found.note,
        )
        .join(plan, plan.id == found.plan_id)
        .join(AreaStand, stood_at(plan.first_day))
        .outerjoin(counts, counts.c.visit_id == found.id)
        .where(
            found.person_id.in_(same_person_ids(work, person_id)),
            plan.state != InspectionState.CANCELLED,
            within(work, AreaStand.path),
        )
        .order_by(plan.first_day.desc(), found.id.desc())
    )
    return [
        PersonInspectionRow(
            row.visit_id,
            row.plan_id,
            row.number,
            row.title,
            row.first_day,
            row.visited_on,
            row.result,
            row.deducted_milli,
            int(row.faults),
            int(row.unsettled),
            row.note,
        )
        for row in work.session.execute(query)
    ]
