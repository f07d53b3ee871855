"""The year's hiring in numbers: planned, on offer, hired, and what coverage came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.hiring.model import (
    Candidate,
    HiringAllotment,
    HiringBatch,
    HiringPlan,
    HiringPlanLine,
    HiringSeat,
)
from hrgrid.hiring.queries.scope import require_look_somewhere, within
from hrgrid.hiring.rules.words import AllotmentState, BatchState, PlanState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.coverage import coverage
from hrgrid.workforce.rules import Level


@dataclass(frozen=True)
class YearRow:
    """Heads planned and approved, grids offered, candidates, hired, by a year's batches.

    `grids` and `filled` are the general grids of the highest areas as of the day.
    """

    year: int
    planned: int
    offered: int
    applied: int
    hired: int
    batches: int
    grids: int
    filled: int

    @property
    def vacant(self) -> int:
        """General grids without their worker."""
        return self.grids - self.filled


def hiring_year(work: UnitOfWork, year: int) -> YearRow:
    """The numbers of a year, of the areas that one may look at; coverage as of the day."""
    require_look_somewhere(work)
    first, after = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    plans = within(work, HiringPlan.area_path)
    planned = work.session.scalar(
        select(func.sum(HiringPlanLine.heads))
        .join(HiringPlan, HiringPlan.id == HiringPlanLine.plan_id)
        .where(HiringPlan.year == year, HiringPlan.state == PlanState.APPROVED, plans)
    )
    ours = (
        HiringBatch.announced_on >= first,
        HiringBatch.announced_on < after,
        HiringBatch.state != BatchState.CANCELLED,
        within(work, HiringBatch.area_path),
    )
    count = select(func.count())
    batches = work.session.scalar(count.select_from(HiringBatch).where(*ours))
    offered = work.session.scalar(
        count.select_from(HiringSeat)
        .join(HiringBatch, HiringBatch.id == HiringSeat.batch_id)
        .where(*ours)
    )
    applied = work.session.scalar(
        count.select_from(Candidate)
        .join(HiringBatch, HiringBatch.id == Candidate.batch_id)
        .where(*ours)
    )
    hired = work.session.scalar(
        count.select_from(HiringAllotment)
        .join(Candidate, Candidate.id == HiringAllotment.candidate_id)
        .join(HiringBatch, HiringBatch.id == Candidate.batch_id)
        .where(
            HiringAllotment.state == AllotmentState.HIRED,
            HiringAllotment.hired_on >= first,
            HiringAllotment.hired_on < after,
            within(work, HiringBatch.area_path),
        )
    )
    rows = coverage(work, work.day)
    tops = [row for row in rows if "/" not in row.path and row.level is not Level.GRID]
    return YearRow(
        year,
        int(planned or 0),
        offered or 0,
        applied or 0,
        hired or 0,
        batches or 0,
        sum(row.general_grids for row in tops),
        sum(row.filled for row in tops),
    )
