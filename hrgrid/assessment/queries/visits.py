"""Who was drawn, and what was found: the rows of one inspection, and one visit with all of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from hrgrid.assessment.model import (
    InspectionFinding,
    InspectionPhoto,
    InspectionPlan,
    InspectionVisit,
    Inspector,
)
from hrgrid.assessment.queries.findings import findings, photos_of
from hrgrid.assessment.queries.inspection_scope import plan_seen
from hrgrid.assessment.queries.inspections import how_many
from hrgrid.assessment.rules.checking import items_for, items_of, marks_of
from hrgrid.assessment.rules.inspection_rows import (
    FindingFilter,
    VisitCard,
    VisitFilter,
    VisitRow,
)
from hrgrid.assessment.rules.words import (
    UNSETTLED_FINDINGS,
    FindingState,
    InspectionState,
    VisitResult,
)
from hrgrid.core.errors import UserError
from hrgrid.core.names import match_key
from hrgrid.storage.base import check_rows, table_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Bureau, Person
from hrgrid.workforce.queries.areas import holds_on

_TABLE = table_of(InspectionVisit)


def visits(work: UnitOfWork, plan_id: int, wanted: VisitFilter | None = None) -> list[VisitRow]:
    """The visits of an inspection in the order of the draw; five statements."""
    plan = plan_seen(work, plan_id)
    wanted = wanted or VisitFilter()
    query = _query(names_day(work, plan)).where(_TABLE.c.plan_id == plan_id)
    query = _narrowed(query, wanted).order_by(_TABLE.c.draw_order)
    return _rows(work, plan, query)


def visit_card(work: UnitOfWork, visit_id: int) -> VisitCard:
    """One visit with what is looked at, its faults and pictures; statements do not grow."""
    visit = work.session.get(InspectionVisit, visit_id)
    if visit is None:
        raise UserError(f"没有第 {visit_id} 条检查记录。请刷新后再选")
    plan = plan_seen(work, visit.plan_id)
    query = _query(names_day(work, plan)).where(_TABLE.c.id == visit_id)
    row = _rows(work, plan, query)[0]
    return VisitCard(
        row,
        plan.number,
        plan.title,
        plan.state,
        plan.first_day,
        plan.last_day,
        items_for(items_of(plan.items), office=row.office),
        tuple(findings(work, FindingFilter(visit_id=visit_id))),
        tuple(photos_of(work, visit_id)),
        plan.state is InspectionState.DRAWN,
    )


def names_day(work: UnitOfWork, plan: InspectionPlan) -> dt.date:
    """The day by which places are called: that of the sealed lists, whatever became of them."""
    return plan.sealed_at.astimezone().date() if plan.sealed_at else work.today


def _query(on: dt.date) -> Any:
    unit = aliased(AreaStand)
    held = _TABLE.c
    return (
        select(
            _TABLE,
            func.coalesce(Person.name, Bureau.name).label("name"),
            func.coalesce(Person.number, "").label("number"),
            func.coalesce(Bureau.name, AreaStand.name, "").label("place"),
            func.coalesce(unit.name, "").label("street"),
        )
        .outerjoin(Person, Person.id == held.person_id)
        .outerjoin(Bureau, Bureau.id == held.bureau_id)
        .outerjoin(AreaStand, and_(AreaStand.area_id == held.area_id, holds_on(AreaStand, on)))
        .outerjoin(unit, and_(unit.area_id == held.unit_id, holds_on(unit, on)))
    )


def _narrowed(query: Any, wanted: VisitFilter) -> Any:
    held = _TABLE.c
    if wanted.team_no is not None:
        query = query.where(held.team_no == wanted.team_no)
    if wanted.unit_id is not None:
        query = query.where(held.unit_id == wanted.unit_id)
    if wanted.pending:
        query = query.where(held.result.is_(None))
    if wanted.results:
        query = query.where(held.result.in_(wanted.results))
    if wanted.office is not None:
        query = query.where(held.bureau_id.is_not(None) if wanted.office else _a_person())
    text = wanted.text.strip()
    if text:
        query = query.where(
            or_(
                Person.match_key.startswith(match_key(text), autoescape=True),
                Person.initials.startswith(text.lower(), autoescape=True),
                Person.number == text,
                Bureau.name.contains(text, autoescape=True),
                AreaStand.name.contains(text, autoescape=True),
                held.pool_key.startswith(text, autoescape=True),
            )
        )
    return query


def _a_person() -> Any:
    return _TABLE.c.person_id.is_not(None)


def _rows(work: UnitOfWork, plan: InspectionPlan, query: Any) -> list[VisitRow]:
    found = work.session.execute(query).all()
    check_rows(_TABLE, found)
    ids = [row.id for row in found]
    wrong, shot = _findings(work, plan.id, ids), _photos(work, plan.id)
    teams = _teams(work, plan.id)
    rows = []
    for row in found:
        faults, unsettled = wrong.get(row.id, (0, 0))
        rows.append(
            VisitRow(
                row.id,
                row.plan_id,
                row.draw_order,
                row.pool_key,
                row.bureau_id is not None,
                row.name,
                row.number,
                row.person_id,
                row.bureau_id,
                row.place,
                row.street,
                row.unit_id,
                row.team_no,
                teams.get(row.team_no, ""),
                row.visited_on,
                row.result,
                row.deducted_milli,
                marks_of(row.checks),
                row.note,
                faults,
                unsettled,
                shot.get(row.id, 0),
                row.signed_on,
                row.scan_sha256,
                row.version,
            )
        )
    return rows


def _findings(work: UnitOfWork, plan_id: int, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    held = InspectionFinding
    query = (
        select(held.visit_id, func.count(), how_many(held.state.in_(UNSETTLED_FINDINGS)))
        .join(InspectionVisit, InspectionVisit.id == held.visit_id)
        .where(InspectionVisit.plan_id == plan_id, held.state != FindingState.VOID)
        .group_by(held.visit_id)
    )
    if len(ids) == 1:
        query = query.where(held.visit_id == ids[0])
    return {row[0]: (row[1], int(row[2])) for row in work.session.execute(query)}


def _photos(work: UnitOfWork, plan_id: int) -> dict[int, int]:
    query = (
        select(InspectionPhoto.visit_id, func.count())
        .join(InspectionVisit, InspectionVisit.id == InspectionPhoto.visit_id)
        .where(InspectionVisit.plan_id == plan_id)
        .group_by(InspectionPhoto.visit_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


def _teams(work: UnitOfWork, plan_id: int) -> dict[int, str]:
    query = (
        select(Inspector.team_no, Inspector.name)
        .where(Inspector.plan_id == plan_id, Inspector.team_no.is_not(None))
        .order_by(Inspector.id)
    )
    found: dict[int, list[str]] = {}
    for team_no, name in work.session.execute(query):
        found.setdefault(team_no, []).append(name)
    return {team_no: "、".join(names) for team_no, names in found.items()}


HELD = (VisitResult.PASSED, VisitResult.FAILED)
"""Results of visits that took place."""
