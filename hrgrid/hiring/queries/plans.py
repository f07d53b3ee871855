"""Plans of a year, and what came of them: on offer, proposed, hired so far, by street."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import (
    HiringAllotment,
    HiringBatch,
    HiringPlan,
    HiringPlanLine,
    HiringPosition,
    HiringSeat,
)
from hrgrid.hiring.queries.scope import require_look, require_look_somewhere, within
from hrgrid.hiring.rules.quotas import Count, reserve_of
from hrgrid.hiring.rules.words import AllotmentState, PlanState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand
from hrgrid.workforce.queries.areas import holds_on


@dataclass(frozen=True)
class PlanRow:
    """One plan with its sums; `hired` are those of its batches so far."""

    id: int
    year: int
    title: str
    area: str
    area_path: str
    as_of: dt.date
    reserve_bp: int
    state: PlanState
    heads: int
    reserve: int
    hired: int
    document_no: str
    decided_on: dt.date | None
    approval_words: str
    void_reason: str
    version: int


@dataclass(frozen=True)
class LineRow:
    """One street of a plan; `count` is what was counted on the plan's day.

    `computed_reserve` is what the share says; a line that differs from what was counted has a
    reason.
    """

    id: int
    area_id: int
    name: str
    path: str
    count: Count
    heads: int
    reserve: int
    computed_reserve: int
    reason: str
    on_offer: int
    proposed: int
    hired: int
    version: int

    @property
    def left(self) -> int:
        """Heads of the plan that nobody was hired or proposed for yet."""
        return self.heads - self.hired - self.proposed

    @property
    def differs(self) -> bool:
        """Whether somebody wanted other numbers than were counted."""
        return (self.heads, self.reserve) != (self.count.vacant, self.computed_reserve)


@dataclass(frozen=True)
class PlanCard:
    """A plan with its lines, by the order in which they were counted."""

    plan: PlanRow
    lines: tuple[LineRow, ...]


def plans(work: UnitOfWork, year: int | None = None) -> list[PlanRow]:
    """The plans that the actor may look at, the newest year first."""
    require_look_somewhere(work)
    sums = (
        select(
            HiringPlanLine.plan_id,
            func.sum(HiringPlanLine.heads).label("heads"),
            func.sum(HiringPlanLine.reserve).label("reserve"),
        )
        .group_by(HiringPlanLine.plan_id)
        .subquery()
    )
    stand = and_(AreaStand.path == HiringPlan.area_path, holds_on(AreaStand, work.day))
    query = (
        select(HiringPlan, sums.c.heads, sums.c.reserve, AreaStand.name)
        .outerjoin(sums, sums.c.plan_id == HiringPlan.id)
        .outerjoin(AreaStand, stand)
        .where(within(work, HiringPlan.area_path))
        .order_by(HiringPlan.year.desc(), HiringPlan.id.desc())
    )
    if year is not None:
        query = query.where(HiringPlan.year == year)
    hired = _hired(work)
    return [
        PlanRow(
            plan.id,
            plan.year,
            plan.title,
            name or plan.area_path,
            plan.area_path,
            plan.as_of,
            plan.reserve_bp,
            plan.state,
            int(heads or 0),
            int(reserve or 0),
            hired.get(plan.id, 0),
            plan.document_no,
            plan.decided_on,
            plan.approval_words,
            plan.void_reason,
            plan.version,
        )
        for plan, heads, reserve, name in work.session.execute(query)
    ]


def plan_card(work: UnitOfWork, plan_id: int) -> PlanCard:
    """One plan with its streets, each beside what came of it so far."""
    require_look_somewhere(work)
    found = next((row for row in plans(work) if row.id == plan_id), None)
    if found is None:
        plan = work.session.get(HiringPlan, plan_id)
        if plan is not None:
            require_look(work, plan.area_path)
        raise UserError(f"没有第 {plan_id} 号招录计划。请刷新列表后再选")
    query = (
        select(HiringPlanLine, AreaStand.name, AreaStand.path)
        .outerjoin(
            AreaStand,
            and_(AreaStand.area_id == HiringPlanLine.area_id, holds_on(AreaStand, found.as_of)),
        )
        .where(HiringPlanLine.plan_id == plan_id)
        .order_by(HiringPlanLine.id)
    )
    done = _by_area(work, plan_id)
    lines = []
    for line, name, path in work.session.execute(query):
        count = Count(line.seats, line.in_post, line.proposed)
        mine = done.get(line.area_id, Counter())
        lines.append(
            LineRow(
                line.id,
                line.area_id,
                name or "",
                path or "",
                count,
                line.heads,
                line.reserve,
                reserve_of(count.vacant, found.reserve_bp),
                line.reason,
                mine["open"],
                mine["proposed"],
                mine["hired"],
                line.version,
            )
        )
    return PlanCard(found, tuple(lines))


def _hired(work: UnitOfWork) -> dict[int, int]:
    query = (
        select(HiringBatch.plan_id, func.count())
        .join(HiringSeat, HiringSeat.batch_id == HiringBatch.id)
        .join(HiringAllotment, HiringAllotment.seat_id == HiringSeat.id)
        .where(HiringBatch.plan_id.is_not(None), HiringAllotment.state == AllotmentState.HIRED)
        .group_by(HiringBatch.plan_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


def _by_area(work: UnitOfWork, plan_id: int) -> Mapping[int, Counter[str]]:
    """What came of each area of a plan: grids still open, people proposed and hired."""
    query = (
        select(HiringPosition.area_id, HiringSeat.open, HiringAllotment.state, func.count())
        .select_from(HiringSeat)
        .join(HiringPosition, HiringPosition.id == HiringSeat.position_id)
        .join(HiringBatch, HiringBatch.id == HiringSeat.batch_id)
        .outerjoin(
            HiringAllotment,
            and_(
                HiringAllotment.seat_id == HiringSeat.id,
                HiringAllotment.state != AllotmentState.RELEASED,
            ),
        )
        .where(HiringBatch.plan_id == plan_id)
        .group_by(HiringPosition.area_id, HiringSeat.open, HiringAllotment.state)
    )
    found: dict[int, Counter[str]] = {}
    for area_id, is_open, state, count in work.session.execute(query):
        mine = found.setdefault(area_id, Counter())
        mine["open"] += count if is_open else 0
        if state is not None:
            mine[state.value] += count
    return found
