"""Faults: open, overdue, put right, closed; and pictures of before and after."""

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
)
from hrgrid.assessment.queries.inspection_scope import require_look_somewhere, within
from hrgrid.assessment.rules.checking import items_of
from hrgrid.assessment.rules.inspection_rows import FindingFilter, FindingRow, PhotoRow
from hrgrid.assessment.rules.words import FindingState
from hrgrid.core.names import match_key
from hrgrid.storage.base import check_rows, table_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Bureau, Person
from hrgrid.workforce.queries.areas import holds_on

_TABLE = table_of(InspectionFinding)


def findings(work: UnitOfWork, wanted: FindingFilter | None = None) -> list[FindingRow]:
    """Faults of the inspections that the actor may look at, the most urgent first.

    Those noted by mistake are left out unless they are asked for; three statements.
    """
    require_look_somewhere(work)
    wanted = wanted or FindingFilter()
    query = _narrowed(_query(work), wanted, work.today)
    query = query.where(within(work, InspectionPlan.area_path))
    query = query.order_by(_TABLE.c.due_on, InspectionVisit.draw_order, _TABLE.c.id)
    found = work.session.execute(query).all()
    check_rows(_TABLE, found)
    shot = _photos(work, [row.id for row in found])
    labels: dict[str, dict[str, str]] = {}
    rows = [_row(work, row, labels, shot) for row in found]
    return sorted(rows, key=lambda row: _URGENT[row.state])


_URGENT = {state: at for at, state in enumerate(FindingState)}
"""Sorting keeps the order of days: the open first, then those to look at again."""


def _row(
    work: UnitOfWork,
    row: Any,
    labels: dict[str, dict[str, str]],
    shot: dict[tuple[int, bool], int],
) -> FindingRow:
    if row.items not in labels:
        labels[row.items] = {item.code: item.label for item in items_of(row.items)}
    late = (work.today - row.due_on).days if row.state is FindingState.OPEN else 0
    return FindingRow(
        row.id,
        row.visit_id,
        row.plan_id,
        row.plan_number,
        row.plan_state,
        row.kind,
        row.item,
        labels[row.items].get(row.item, row.item),
        row.content,
        row.bureau_id is not None,
        row.name,
        row.place,
        row.street,
        row.unit_id,
        row.team_no,
        row.visited_on,
        row.due_on,
        row.state,
        row.rectified_on,
        row.rectified_by,
        row.rectification,
        row.closed_by,
        row.closed_on,
        row.sent_back,
        row.carried,
        row.void_reason,
        max(0, late),
        shot.get((row.id, False), 0),
        shot.get((row.id, True), 0),
        row.version,
    )


def _query(work: UnitOfWork) -> Any:
    unit = aliased(AreaStand)
    visit, plan = InspectionVisit, InspectionPlan
    return (
        select(
            _TABLE,
            visit.plan_id,
            visit.bureau_id,
            visit.unit_id,
            visit.team_no,
            visit.visited_on,
            plan.number.label("plan_number"),
            plan.state.label("plan_state"),
            plan.items,
            func.coalesce(Person.name, Bureau.name).label("name"),
            func.coalesce(Bureau.name, AreaStand.name, "").label("place"),
            func.coalesce(unit.name, "").label("street"),
        )
        .join(visit, visit.id == _TABLE.c.visit_id)
        .join(plan, plan.id == visit.plan_id)
        .outerjoin(Person, Person.id == visit.person_id)
        .outerjoin(Bureau, Bureau.id == visit.bureau_id)
        .outerjoin(
            AreaStand, and_(AreaStand.area_id == visit.area_id, holds_on(AreaStand, work.day))
        )
        .outerjoin(unit, and_(unit.area_id == visit.unit_id, holds_on(unit, work.day)))
    )


def _narrowed(query: Any, wanted: FindingFilter, today: dt.date) -> Any:
    held, visit = _TABLE.c, InspectionVisit
    if wanted.plan_id is not None:
        query = query.where(visit.plan_id == wanted.plan_id)
    if wanted.visit_id is not None:
        query = query.where(held.visit_id == wanted.visit_id)
    if wanted.unit_id is not None:
        query = query.where(visit.unit_id == wanted.unit_id)
    if wanted.kinds:
        query = query.where(held.kind.in_(wanted.kinds))
    if wanted.overdue:
        query = query.where(held.state == FindingState.OPEN, held.due_on < today)
    if wanted.states:
        query = query.where(held.state.in_(wanted.states))
    else:
        query = query.where(held.state != FindingState.VOID)
    if wanted.year is not None:
        first, last = dt.date(wanted.year, 1, 1), dt.date(wanted.year, 12, 31)
        query = query.where(InspectionPlan.first_day.between(first, last))
    text = wanted.text.strip()
    if text:
        query = query.where(
            or_(
                held.content.contains(text, autoescape=True),
                Person.match_key.startswith(match_key(text), autoescape=True),
                Bureau.name.contains(text, autoescape=True),
                InspectionPlan.number.startswith(text, autoescape=True),
            )
        )
    return query


def _photos(work: UnitOfWork, ids: Sequence[int]) -> dict[tuple[int, bool], int]:
    found: dict[tuple[int, bool], int] = {}
    for start in range(0, len(ids), _CHUNK):
        query = (
            select(InspectionPhoto.finding_id, InspectionPhoto.after_repair, func.count())
            .where(InspectionPhoto.finding_id.in_(ids[start : start + _CHUNK]))
            .group_by(InspectionPhoto.finding_id, InspectionPhoto.after_repair)
        )
        found |= {(row[0], bool(row[1])): row[2] for row in work.session.execute(query)}
    return found


_CHUNK = 5_000


def photos_of(work: UnitOfWork, visit_id: int) -> list[PhotoRow]:
    """The pictures of a visit in the order in which they were added."""
    require_look_somewhere(work)
    held = InspectionPhoto
    query = (
        select(held)
        .join(InspectionVisit, InspectionVisit.id == held.visit_id)
        .join(InspectionPlan, InspectionPlan.id == InspectionVisit.plan_id)
        .where(held.visit_id == visit_id, within(work, InspectionPlan.area_path))
        .order_by(held.id)
    )
    return [
        PhotoRow(
            one.id,
            one.visit_id,
            one.finding_id,
            one.sha256,
            one.caption,
            one.after_repair,
            one.made_at,
            one.made_by,
        )
        for one in work.session.scalars(query)
    ]
