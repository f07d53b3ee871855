"""What pay reads of assessment: the confirmed grade of a month, the money of stars.

Asks no right: who computes the pay asks for his own. Through merges; nothing unsettled is told.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sqlalchemy import and_, select

from hrgrid.assessment.model import (
    Assessee,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentRun,
    StarAward,
)
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.words import SETTLED, PeriodKind, RunState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import the_kept


class StarMoney(NamedTuple):
    """So many fen a month to somebody on the days from `valid_from` before `valid_to`."""

    person_id: int
    fen: int
    valid_from: dt.date
    valid_to: dt.date


def grades_of_month(work: UnitOfWork, month: int) -> dict[int, str]:
    """By kept person the label of his grade in the month's confirmed assessment.

    Where two schemes assess him, the one of the smaller part of the tree counts.
    """
    query = (
        select(AssessmentPeriod, AssessmentRun.id)
        .join(
            AssessmentRun,
            and_(
                AssessmentRun.period_id == AssessmentPeriod.id,
                AssessmentRun.revision == AssessmentPeriod.revision,
                AssessmentRun.state == RunState.APPLIED,
            ),
        )
        .where(
            AssessmentPeriod.state.in_(SETTLED),
            AssessmentPeriod.kind == PeriodKind.MONTH,
            AssessmentPeriod.year == month // 100,
            AssessmentPeriod.number == month % 100,
        )
    )
    periods = sorted(
        work.session.execute(query).tuples(),
        key=lambda row: (len(row[0].area_path), row[0].scheme, row[0].id),
    )
    found: dict[int, str] = {}
    for period, run_id in periods:
        labels = {grade.code: grade.label for grade in scheme_of_period(work, period).grades}
        graded = (
            select(the_kept(), AssessmentLine.grade)
            .join(Assessee, Assessee.id == AssessmentLine.assessee_id)
            .join(Person, Person.id == Assessee.person_id)
            .where(
                AssessmentLine.run_id == run_id,
                Assessee.left_out.is_(None),
                AssessmentLine.grade != "",
            )
        )
        for person_id, code in work.session.execute(graded).tuples():
            found[person_id] = labels.get(code, code)
    return found


def star_money(work: UnitOfWork, first: dt.date, behind: dt.date) -> list[StarMoney]:
    """The money of every star that somebody holds on one of the days."""
    query = (
        select(the_kept(), StarAward.monthly_fen, StarAward.valid_from, StarAward.valid_to)
        .join(Person, Person.id == StarAward.person_id)
        .where(
            StarAward.monthly_fen > 0,
            StarAward.valid_from < behind,
            StarAward.valid_to > first,
            StarAward.valid_to > StarAward.valid_from,
        )
        .order_by(StarAward.valid_from, StarAward.id)
    )
    return [StarMoney(*row) for row in work.session.execute(query)]
