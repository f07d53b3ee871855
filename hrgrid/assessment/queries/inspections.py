"""Inspections with their counts as a list shows them, and what a new one is proposed to be."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from hrgrid.assessment.model import InspectionFinding, InspectionPlan, InspectionVisit
from hrgrid.assessment.queries.inspection_scope import (
    require_look,
    require_look_somewhere,
    within,
)
from hrgrid.assessment.queries.pools import drawn_in_year, offices_below, on_duty
from hrgrid.assessment.rules.drawing import months_left, proposed_sample
from hrgrid.assessment.rules.inspection_rows import InspectionHit, PlanRow, Proposal
from hrgrid.assessment.rules.words import (
    UNSETTLED_FINDINGS,
    FindingState,
    InspectionState,
    VisitResult,
)
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.base import check_rows, table_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand
from hrgrid.workforce.queries.areas import area_on, holds_on

_S, _F, _V = InspectionState, FindingState, VisitResult
_PAST = (_S.CLOSED, _S.CANCELLED)


@dataclass(frozen=True)
class PlanFilter:
    """Which inspections; empty fields do not narrow. `under` is a path, `year` that of the days."""

    year: int | None = None
    states: tuple[InspectionState, ...] = ()
    under: str = ""
    text: str = ""


def plans(work: UnitOfWork, wanted: PlanFilter | None = None) -> list[PlanRow]:
    """The inspections that the actor may look at, the latest first; three statements."""
    require_look_somewhere(work)
    wanted = wanted or PlanFilter()
    held = InspectionPlan
    query = (
        _named(work)
        .where(within(work, held.area_path))
        .where(held.area_path.startswith(wanted.under, autoescape=True))
        .order_by(held.first_day.desc(), held.id.desc())
    )
    if wanted.year is not None:
        query = query.where(
            held.first_day < dt.date(wanted.year + 1, 1, 1),
            held.last_day >= dt.date(wanted.year, 1, 1),
        )
    if wanted.states:
        query = query.where(held.state.in_(wanted.states))
    text = wanted.text.strip()
    if text:
        columns = (held.number, held.title, held.document_no)
        query = query.where(or_(*(each.contains(text, autoescape=True) for each in columns)))
    return _rows(work, query)


def plan_row(work: UnitOfWork, plan_id: int) -> PlanRow:
    """One inspection; UserError where there is none, Refused for whom it is not given."""
    require_look_somewhere(work)
    found = _rows(work, _named(work).where(InspectionPlan.id == plan_id))
    if not found:
        raise UserError(f"没有第 {plan_id} 号双随机检查。请刷新列表后再选")
    require_look(work, found[0].area_path)
    return found[0]


def _named(work: UnitOfWork) -> Any:
    stand = and_(AreaStand.path == InspectionPlan.area_path, holds_on(AreaStand, work.day))
    return select(table_of(InspectionPlan), AreaStand.name.label("area")).outerjoin(
        AreaStand, stand
    )


def _rows(work: UnitOfWork, query: Any) -> list[PlanRow]:
    found = work.session.execute(query).all()
    check_rows(table_of(InspectionPlan), found)
    ids = [one.id for one in found]
    visited, faults = _visits(work, ids), _findings(work, ids)
    rows = []
    for one in found:
        mine = visited.get(one.id)
        wrong = faults.get(one.id)
        rows.append(
            PlanRow(
                one.id,
                one.number,
                one.title,
                one.area or one.area_path,
                one.area_path,
                one.first_day,
                one.last_day,
                one.state,
                one.sample,
                one.office_sample,
                one.team_size,
                one.team_count,
                bool(one.pool_hash),
                one.on_duty,
                mine.drawn if mine else 0,
                int(mine.people) if mine else 0,
                int(mine.held) if mine else 0,
                int(mine.passed) if mine else 0,
                int(mine.failed) if mine else 0,
                int(mine.not_held) if mine else 0,
                int(wrong.all) if wrong else 0,
                int(wrong.open) if wrong else 0,
                int(wrong.rectified) if wrong else 0,
                int(wrong.closed) if wrong else 0,
                int(wrong.overdue) if wrong else 0,
                int(mine.deducted) if mine else 0,
                one.document_no,
                one.published_on,
                one.cancel_reason,
                one.version,
            )
        )
    return rows


def how_many(condition: Any) -> Any:
    """How many rows of a group are so."""
    return func.sum(case((condition, 1), else_=0))


def _visits(work: UnitOfWork, ids: Sequence[int]) -> dict[int, Any]:
    held = InspectionVisit
    query = (
        select(
            held.plan_id,
            func.count().label("drawn"),
            how_many(held.person_id.is_not(None)).label("people"),
            how_many(held.result.is_not(None)).label("held"),
            how_many(held.result == _V.PASSED).label("passed"),
            how_many(held.result == _V.FAILED).label("failed"),
            how_many(held.result == _V.NOT_HELD).label("not_held"),
            func.sum(held.deducted_milli).label("deducted"),
        )
        .where(held.plan_id.in_(list(ids)))
        .group_by(held.plan_id)
    )
    return {row.plan_id: row for row in work.session.execute(query)}


def _findings(work: UnitOfWork, ids: Sequence[int]) -> dict[int, Any]:
    held = InspectionFinding
    query = (
        select(
            InspectionVisit.plan_id,
            func.count().label("all"),
            how_many(held.state == _F.OPEN).label("open"),
            how_many(held.state == _F.RECTIFIED).label("rectified"),
            how_many(held.state == _F.CLOSED).label("closed"),
            how_many(and_(held.state == _F.OPEN, held.due_on < work.today)).label("overdue"),
        )
        .join(InspectionVisit, InspectionVisit.id == held.visit_id)
        .where(InspectionVisit.plan_id.in_(list(ids)), held.state != _F.VOID)
        .group_by(InspectionVisit.plan_id)
    )
    return {row.plan_id: row for row in work.session.execute(query)}


def propose(
    work: UnitOfWork,
    area_id: int,
    first_day: dt.date,
    roles: Sequence[str] = ("grid_worker",),
) -> Proposal:
    """How many to draw in an area in the month of a day, and why; a fixed number of statements."""
    area = area_on(work, area_id, work.today)
    require_look(work, area.path)
    people = on_duty(work, area.path, roles, work.today)
    seen = drawn_in_year(work, first_day.year)
    remaining = sum(one.person_id not in seen for one in people)
    sample, reasons = proposed_sample(len(people), remaining, first_day.month)
    return Proposal(
        sample,
        len(people),
        remaining,
        months_left(first_day.month),
        len(offices_below(work, area.path, work.today)),
        reasons,
    )


@dataclass(frozen=True)
class LastPlan:
    """The last inspection of an area, to copy, with the days of the month wanted."""

    plan_id: int
    number: str
    title: str
    first_day: dt.date
    last_day: dt.date


def last_plan(work: UnitOfWork, area_id: int, month_of: dt.date) -> LastPlan | None:
    """Which inspection of an area to copy for the month of a day: same days of the month."""
    area = area_on(work, area_id, work.today)
    require_look(work, area.path)
    held = InspectionPlan
    query = (
        select(held.id, held.number, held.title, held.first_day, held.last_day)
        .where(held.area_path == area.path, held.state != _S.CANCELLED)
        .order_by(held.first_day.desc(), held.id.desc())
        .limit(1)
    )
    found = work.session.execute(query).first()
    if found is None:
        return None
    ends = calendar.monthrange(month_of.year, month_of.month)[1]
    first = month_of.replace(day=min(found.first_day.day, ends))
    last = min(first + (found.last_day - found.first_day), month_of.replace(day=ends))
    return LastPlan(found.id, found.number, found.title, first, last)


def search_inspections(work: UnitOfWork, text: str, limit: int = 4) -> list[InspectionHit]:
    """What `text` may mean among inspections that the actor runs; nothing for others."""
    typed = " ".join(text.split())
    if not typed or not work.actor.may_somewhere(Right.RUN_ASSESSMENT):
        return []
    held = InspectionPlan
    query = (
        select(held.id, held.number, held.title, held.state, held.first_day)
        .where(
            within(work, held.area_path),
            or_(
                held.number.startswith(typed, autoescape=True),
                held.title.contains(typed, autoescape=True),
            ),
        )
        .order_by(held.first_day.desc(), held.id.desc())
        .limit(limit)
    )
    return [
        InspectionHit(
            f"inspections/{row.id}",
            f"{row.number} {row.title}",
            f"双随机检查、{row.state.label}、{row.first_day:%Y-%m-%d}",
            row.state in _PAST,
        )
        for row in work.session.execute(query)
    ]


def unsettled(work: UnitOfWork, plan_id: int) -> int:
    """How many faults of an inspection are not closed and not carried on."""
    query = (
        select(func.count())
        .select_from(InspectionFinding)
        .join(InspectionVisit, InspectionVisit.id == InspectionFinding.visit_id)
        .where(
            InspectionVisit.plan_id == plan_id,
            InspectionFinding.state.in_(UNSETTLED_FINDINGS),
            InspectionFinding.carried == "",
        )
    )
    return work.session.scalar(query) or 0
