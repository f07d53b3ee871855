"""How far the current period of assessment has come, for the dashboard.

By the names of the tables, as queries/selection.py says: every start of the program asks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.words import PeriodKind, PeriodState
from hrgrid.core.rights import Right
from hrgrid.overview.queries.duties.telling import held_on, named, within
from hrgrid.storage.work import UnitOfWork

ASSESSES = (Right.RUN_ASSESSMENT, Right.APPROVE)
_S = PeriodState
_UNSETTLED = (_S.OPEN, _S.COLLECTING, _S.SCORING, _S.SHOWN, _S.APPEALS)
_COUNTS_FIGURES = (_S.OPEN, _S.COLLECTING)


@dataclass(frozen=True)
class AssessmentProgress:
    """The period that waits longest; `delivered` of `assessed` have figures, `computed` results.

    `others` are further periods under way.
    """

    period_id: int
    title: str
    state: PeriodState
    over: bool
    due_on: dt.date | None
    appeals_until: dt.date | None
    assessed: int
    delivered: int
    computed: int
    shown: int
    appeals: int
    others: int


def assessment_progress(work: UnitOfWork) -> AssessmentProgress | None:
    """The period under way that ends first; the newest where all are settled; None before one."""
    paths = held_on(work, *ASSESSES)
    if paths == ():
        return None
    held = named(
        *("assessment_period", "id", "kind", "year", "number", "title", "state", "revision"),
        *("area_path", "due_on", "appeals_until"),
    )
    found = work.session.execute(select(held).where(within(held.c.area_path, paths))).all()
    if not found:
        return None
    going = [row for row in found if PeriodState(row.state) in _UNSETTLED]
    first = min(going, key=_end) if going else max(found, key=_end)
    return _told(work, first, max(0, len(going) - 1))


def _end(row: Any) -> tuple[dt.date, int]:
    return _span(row).behind, row.id


def _span(row: Any) -> Span:
    return Span(PeriodKind(row.kind), row.year, row.number)


def _told(work: UnitOfWork, row: Any, others: int) -> AssessmentProgress:
    state, span = PeriodState(row.state), _span(row)
    assessee = named("assessee", "id", "period_id", "person_id", "left_out")
    mine = (assessee.c.period_id == row.id, assessee.c.left_out.is_(None))
    assessed = work.session.scalar(select(func.count()).select_from(assessee).where(*mine))
    fact = named("assessment_fact", "month", "person_id", "amount_milli")
    delivered = 0
    if state in _COUNTS_FIGURES:
        query = (
            select(func.count())
            .select_from(assessee)
            .where(
                *mine,
                assessee.c.person_id.in_(
                    select(fact.c.person_id).where(fact.c.month.in_(span.months))
                ),
            )
        )
        delivered = work.session.scalar(query) or 0
    computed, shown = _results(work, row)
    appeal = named("assessment_appeal", "period_id", "state")
    waiting = (
        select(func.count())
        .select_from(appeal)
        .where(appeal.c.period_id == row.id, appeal.c.state.in_(("filed", "reviewing")))
    )
    return AssessmentProgress(
        row.id,
        row.title,
        state,
        span.behind <= work.today,
        row.due_on,
        row.appeals_until,
        assessed or 0,
        delivered,
        computed,
        shown,
        work.session.scalar(waiting) or 0,
        others,
    )


def _results(work: UnitOfWork, row: Any) -> tuple[int, int]:
    """How many have a result of the revision in force, and how many of them were shown it."""
    run = named("assessment_run", "id", "period_id", "revision", "state")
    run_id = work.session.scalar(
        select(run.c.id).where(
            run.c.period_id == row.id, run.c.revision == row.revision, run.c.state == "applied"
        )
    )
    if run_id is None:
        return 0, 0
    line = named("assessment_line", "run_id", "assessee_id", "total_milli")
    showing = named("assessment_showing", "assessee_id", "revision")
    query = (
        select(func.count(), func.count(showing.c.assessee_id))
        .select_from(line)
        .outerjoin(
            showing,
            (showing.c.assessee_id == line.c.assessee_id) & (showing.c.revision == row.revision),
        )
        .where(line.c.run_id == run_id, line.c.total_milli.is_not(None))
    )
    found = work.session.execute(query).one()
    return found[0], found[1]
