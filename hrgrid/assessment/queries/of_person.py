"""The periods of one person, through merges: his results, and where they stand."""

from __future__ import annotations

from sqlalchemy import and_, func, select

from hrgrid.assessment.model import (
    Assessee,
    AssessmentAppeal,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentRun,
    AssessmentShowing,
)
from hrgrid.assessment.queries.appeals import grade_labels
from hrgrid.assessment.queries.people import chains_of
from hrgrid.assessment.queries.periods import scheme_titles
from hrgrid.assessment.queries.scope import LOOKING
from hrgrid.assessment.queries.using import span_of_period
from hrgrid.assessment.rules.period_rows import PersonPeriodRow
from hrgrid.assessment.rules.words import SETTLED, AppealState, RunState
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.chains import Chain
from hrgrid.workforce.queries.persons import same_person_ids


def periods_of_person(work: UnitOfWork, person_id: int) -> list[PersonPeriodRow]:
    """Every period that somebody is in, the newest first; none of an area that is not shown.

    Whoever handles or approves assessment there sees how far it has come; whoever only looks at
    the people of the unit sees what was confirmed. Results stand as of the revision in force.
    """
    if not any(work.actor.may_somewhere(right) for right in LOOKING):
        work.require_somewhere(Right.VIEW_WORKFORCE)
    ids = same_person_ids(work, person_id)
    query = (
        select(Assessee, AssessmentPeriod, AssessmentRun, AssessmentLine, AssessmentShowing)
        .join(AssessmentPeriod, AssessmentPeriod.id == Assessee.period_id)
        .outerjoin(
            AssessmentRun,
            and_(
                AssessmentRun.period_id == AssessmentPeriod.id,
                AssessmentRun.revision == AssessmentPeriod.revision,
                AssessmentRun.state == RunState.APPLIED,
            ),
        )
        .outerjoin(
            AssessmentLine,
            and_(
                AssessmentLine.run_id == AssessmentRun.id,
                AssessmentLine.assessee_id == Assessee.id,
            ),
        )
        .outerjoin(
            AssessmentShowing,
            and_(
                AssessmentShowing.assessee_id == Assessee.id,
                AssessmentShowing.revision == AssessmentPeriod.revision,
            ),
        )
        .where(Assessee.person_id.in_(ids))
    )
    every = work.session.execute(query).tuples().all()
    chains = chains_of(work, {row[0].unit_id for row in every})
    found = [row for row in every if _may_see(work, row[1], chains[row[0].unit_id])]
    titles, appeals = scheme_titles(work), _appeals(work, [row[0].id for row in found])
    rows = [
        PersonPeriodRow(
            period.id,
            period.title,
            period.kind,
            span_of_period(period).last_day,
            titles.get(period.scheme, period.scheme),
            chains[one.unit_id].own,
            period.state,
            one.left_out,
            line.total_milli if line is not None else None,
            grade_labels(work, period).get(line.grade, "") if line is not None else "",
            line.rank if line is not None else None,
            _ranked(work, run.id, one.unit_id) if run is not None else 0,
            showing.shown_on if showing is not None else None,
            appeals.get(one.id),
        )
        for one, period, run, line, showing in found
    ]
    return sorted(rows, key=lambda row: (row.last_day, row.period_id), reverse=True)


def _may_see(work: UnitOfWork, period: AssessmentPeriod, unit: Chain) -> bool:
    if any(work.actor.may(right, period.area_path) for right in LOOKING):
        return True
    path = unit.steps[-1][0] if unit.steps else period.area_path
    return period.state in SETTLED and work.actor.may(Right.VIEW_WORKFORCE, path)


def _ranked(work: UnitOfWork, run_id: int, unit_id: int) -> int:
    """How many of a unit have a rank in a computation."""
    query = (
        select(func.count(AssessmentLine.rank))
        .join(Assessee, Assessee.id == AssessmentLine.assessee_id)
        .where(AssessmentLine.run_id == run_id, Assessee.unit_id == unit_id)
    )
    return work.session.scalar(query) or 0


def _appeals(work: UnitOfWork, assessees: list[int]) -> dict[int, AppealState]:
    """How far the newest appeal of each has come."""
    query = (
        select(AssessmentAppeal.assessee_id, AssessmentAppeal.state)
        .where(AssessmentAppeal.assessee_id.in_(assessees))
        .order_by(AssessmentAppeal.number)
    )
    return dict(work.session.execute(query).tuples().all())
