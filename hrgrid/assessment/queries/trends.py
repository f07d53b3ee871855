"""Results over periods: of a person beside the mean of his unit, and of a unit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from hrgrid.assessment.model import Assessee, AssessmentLine, AssessmentPeriod, AssessmentRun
from hrgrid.assessment.queries.scope import require_look_somewhere, within
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.result_rows import TrendPoint
from hrgrid.assessment.rules.words import PeriodKind, RunState
from hrgrid.core.tabulation import round_half_up
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.persons import same_person_ids

_P, _R = AssessmentPeriod, AssessmentRun


def trend_of_person(
    work: UnitOfWork, person_id: int, kind: PeriodKind | None = None
) -> list[TrendPoint]:
    """The results of somebody from the earliest period on, those without a total too."""
    require_look_somewhere(work)
    others = aliased(Assessee)
    query = (
        select(_P, _R.id, Assessee.unit_id, AssessmentLine)
        .join(Assessee, Assessee.period_id == _P.id)
        .join(_R, _counts())
        .join(
            AssessmentLine,
            (AssessmentLine.run_id == _R.id) & (AssessmentLine.assessee_id == Assessee.id),
        )
        .where(
            Assessee.person_id.in_(same_person_ids(work, person_id)),
            Assessee.left_out.is_(None),
            within(work, _P.area_path),
        )
        .order_by(_P.year, _P.number, _P.id)
    )
    if kind is not None:
        query = query.where(_P.kind == kind)
    found = []
    for period, run_id, unit_id, line in work.session.execute(query).tuples():
        means = (
            select(func.count(AssessmentLine.total_milli), func.sum(AssessmentLine.total_milli))
            .join(others, others.id == AssessmentLine.assessee_id)
            .where(
                AssessmentLine.run_id == run_id,
                others.unit_id == unit_id,
                others.left_out.is_(None),
            )
        )
        count, whole = work.session.execute(means).one()
        mean = _point(period, int(count), int(whole or 0))
        labels = {each.code: each.label for each in scheme_of_period(work, period).grades}
        found.append(
            replace(
                mean,
                total_milli=line.total_milli,
                grade_label=labels.get(line.grade, ""),
                rank=line.rank,
            )
        )
    return found


def trend_of_unit(work: UnitOfWork, unit_id: int, kind: PeriodKind) -> list[TrendPoint]:
    """The mean of a unit in each period of a kind, from the earliest on."""
    require_look_somewhere(work)
    query = (
        select(
            _P,
            func.count(AssessmentLine.total_milli),
            func.sum(AssessmentLine.total_milli),
        )
        .join(_R, _counts())
        .join(Assessee, Assessee.period_id == _P.id)
        .join(
            AssessmentLine,
            (AssessmentLine.run_id == _R.id) & (AssessmentLine.assessee_id == Assessee.id),
        )
        .where(
            Assessee.unit_id == unit_id,
            Assessee.left_out.is_(None),
            _P.kind == kind,
            within(work, _P.area_path),
        )
        .group_by(_P.id)
        .order_by(_P.year, _P.number, _P.id)
    )
    return [
        _point(period, int(count), int(whole or 0))
        for period, count, whole in work.session.execute(query).tuples()
    ]


def _counts() -> ColumnElement[bool]:
    return (_R.period_id == _P.id) & (_R.state == RunState.APPLIED) & (_R.revision == _P.revision)


def _point(period: AssessmentPeriod, count: int, whole: int) -> TrendPoint:
    """The mean of a unit; `whole` is the sum of its totals, `count` how many there are."""
    mean = round_half_up(Fraction(whole, count), 0) if count else None
    return TrendPoint(
        period.id,
        period.title,
        period.kind,
        period.year,
        period.number,
        mean,
        "",
        None,
        count,
        mean,
    )
