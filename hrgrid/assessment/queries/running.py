"""The computation that counts in a period, and what waits in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select

from hrgrid.assessment.model import (
    Assessee,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentRun,
    AssessmentShowing,
    Moderation,
)
from hrgrid.assessment.rules.words import ModerationState, RunState
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Running:
    """The applied computation of a period's revision, with the counts of its lines."""

    id: int
    number: int
    made_at: dt.datetime
    computed: int
    blocked: int
    at_line: int
    shown: int


def run_of_period(work: UnitOfWork, period_id: int, revision: int) -> AssessmentRun | None:
    """The computation that counts in a revision; None before the first."""
    query = select(AssessmentRun).where(
        AssessmentRun.period_id == period_id,
        AssessmentRun.revision == revision,
        AssessmentRun.state == RunState.APPLIED,
    )
    return work.session.scalar(query)


def running(work: UnitOfWork, period: AssessmentPeriod) -> Running | None:
    """The same with its counts: people with a total, blocked, at a line, shown their result."""
    run = run_of_period(work, period.id, period.revision)
    if run is None:
        return None
    line = AssessmentLine
    counts = (
        select(
            func.count(line.total_milli),
            func.sum(case((and_(line.total_milli.is_(None), line.blocked != ""), 1), else_=0)),
            func.sum(case((line.at_line, 1), else_=0)),
            func.count(AssessmentShowing.assessee_id),
        )
        .join_from(line, Assessee, Assessee.id == line.assessee_id)
        .outerjoin(
            AssessmentShowing,
            and_(
                AssessmentShowing.assessee_id == line.assessee_id,
                AssessmentShowing.revision == period.revision,
                line.total_milli.is_not(None),
            ),
        )
        .where(line.run_id == run.id, Assessee.left_out.is_(None))
    )
    computed, blocked, at_line, shown = work.session.execute(counts).one()
    return Running(
        run.id, run.number, run.made_at, computed, blocked or 0, at_line or 0, shown or 0
    )


def results_of_periods(work: UnitOfWork, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many of each period have a total and how many lack figures; one statement.

    Of the computation that counts in the period's revision; who was left out since counts no more.
    """
    run, line = AssessmentRun, AssessmentLine
    query = (
        select(
            AssessmentPeriod.id,
            func.count(line.total_milli),
            func.sum(case((and_(line.total_milli.is_(None), line.blocked != ""), 1), else_=0)),
        )
        .join_from(AssessmentPeriod, run, run.period_id == AssessmentPeriod.id)
        .join(line, line.run_id == run.id)
        .join(Assessee, Assessee.id == line.assessee_id)
        .where(
            AssessmentPeriod.id.in_(ids),
            run.revision == AssessmentPeriod.revision,
            run.state == RunState.APPLIED,
            Assessee.left_out.is_(None),
        )
        .group_by(AssessmentPeriod.id)
    )
    return {
        period: (computed, int(blocked))
        for period, computed, blocked in work.session.execute(query).tuples()
    }


def count_proposed(work: UnitOfWork, period_id: int) -> int:
    """Changes of totals that nobody decided on yet."""
    query = select(func.count()).where(
        Moderation.period_id == period_id, Moderation.state == ModerationState.PROPOSED
    )
    return work.session.scalar(query) or 0
