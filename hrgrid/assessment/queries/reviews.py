"""Sheets of review: one's own marks, the others' once all of one's own in the unit are in."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlalchemy import func, select

from hrgrid.accounts.model import Operator
from hrgrid.assessment.model import Assessee, AssessmentPeriod, AssessmentReview
from hrgrid.assessment.queries.people import chains_of
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.parts import REVIEW_INDICATORS
from hrgrid.assessment.rules.period_rows import ReviewProgress, ReviewRow
from hrgrid.assessment.rules.scheme import indicators_of
from hrgrid.assessment.rules.words import SETTLED, ReviewPart
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person


def review_parts(work: UnitOfWork, period_id: int) -> tuple[ReviewPart, ...]:
    """Who is asked at the review of a period; nobody where the scheme reads none."""
    return parts_reviewed(work, seen_period(work, period_id))


def parts_reviewed(work: UnitOfWork, period: AssessmentPeriod) -> tuple[ReviewPart, ...]:
    """The same for a period that is in hand."""
    codes = indicators_of(scheme_of_period(work, period).items)
    return tuple(part for code, part in REVIEW_INDICATORS.items() if code in codes)


def review_sheet(
    work: UnitOfWork,
    period_id: int,
    part: ReviewPart,
    unit_id: int,
    assessor_id: int | None = None,
) -> list[ReviewRow]:
    """One assessor's sheet of a unit, by strokes of the name; the actor's own without an id.

    What others gave stays hidden while one of his is missing, until the result is settled.
    """
    period = seen_period(work, period_id)
    who = work.actor.operator_id if assessor_id is None else assessor_id
    people = (
        select(Assessee.id, Person.number, Person.name)
        .join(Person, Person.id == Assessee.person_id)
        .where(
            Assessee.period_id == period_id,
            Assessee.unit_id == unit_id,
            Assessee.left_out.is_(None),
        )
        .order_by(Person.stroke_key, Person.id)
    )
    found = work.session.execute(people).tuples().all()
    given: dict[int, list[tuple[AssessmentReview, str]]] = defaultdict(list)
    marks = (
        select(AssessmentReview, Operator.name)
        .join(Operator, Operator.id == AssessmentReview.assessor_id)
        .join(Assessee, Assessee.id == AssessmentReview.assessee_id)
        .where(
            AssessmentReview.period_id == period_id,
            AssessmentReview.part == part,
            Assessee.unit_id == unit_id,
        )
        .order_by(AssessmentReview.assessor_id)
    )
    for one, name in work.session.execute(marks).tuples():
        given[one.assessee_id].append((one, name))
    own = {
        assessee: one
        for assessee, all_ in given.items()
        for one, _ in all_
        if one.assessor_id == who
    }
    seen = period.state in SETTLED or all(assessee in own for assessee, _, _ in found)
    unit = chains_of(work, [unit_id])[unit_id].own
    rows = []
    for assessee, number, name in found:
        mine = own.get(assessee)
        others = tuple(
            (assessor, one.value_milli) for one, assessor in given[assessee] if one is not mine
        )
        rows.append(
            ReviewRow(
                assessee,
                number,
                name,
                unit_id,
                unit,
                mine.value_milli if mine is not None else None,
                mine.note if mine is not None else "",
                mine.version if mine is not None else None,
                others if seen else None,
                len(given[assessee]),
            )
        )
    return rows


def review_progress(work: UnitOfWork, period_id: int) -> list[ReviewProgress]:
    """How many each assessor has given marks in each unit where he began, by part."""
    seen_period(work, period_id)
    whole = Counter(
        dict(
            work.session.execute(
                select(Assessee.unit_id, func.count())
                .where(Assessee.period_id == period_id, Assessee.left_out.is_(None))
                .group_by(Assessee.unit_id)
            )
            .tuples()
            .all()
        )
    )
    query = (
        select(
            AssessmentReview.part,
            AssessmentReview.assessor_id,
            Operator.name,
            Assessee.unit_id,
            func.count(),
        )
        .join(Operator, Operator.id == AssessmentReview.assessor_id)
        .join(Assessee, Assessee.id == AssessmentReview.assessee_id)
        .where(AssessmentReview.period_id == period_id, Assessee.left_out.is_(None))
        .group_by(
            AssessmentReview.part, AssessmentReview.assessor_id, Operator.name, Assessee.unit_id
        )
    )
    found = work.session.execute(query).tuples().all()
    chains = chains_of(work, {unit for _, _, _, unit, _ in found})
    order = list(ReviewPart)
    rows = [
        ReviewProgress(part, who, name, unit, chains[unit].own, done, whole[unit])
        for part, who, name, unit, done in found
    ]
    return sorted(rows, key=lambda row: (order.index(row.part), row.assessor, row.unit))
