"""The appeals of a period, with what they are against and by when they are answered."""

from __future__ import annotations

from sqlalchemy import and_, select

from hrgrid.assessment.model import Assessee, AssessmentAppeal, AssessmentLine, AssessmentPeriod
from hrgrid.assessment.queries.people import chains_of
from hrgrid.assessment.queries.running import run_of_period
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.period_rows import AppealRow
from hrgrid.assessment.rules.words import OPEN_APPEALS
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person


def appeals_of(work: UnitOfWork, period_id: int) -> list[AppealRow]:
    """Every appeal, those that wait first by the day they are due; result as it stands now."""
    period = seen_period(work, period_id)
    run = run_of_period(work, period.id, period.revision)
    query = (
        select(
            AssessmentAppeal,
            Person.name,
            Assessee.unit_id,
            AssessmentLine.total_milli,
            AssessmentLine.grade,
        )
        .join(Assessee, Assessee.id == AssessmentAppeal.assessee_id)
        .join(Person, Person.id == Assessee.person_id)
        .outerjoin(
            AssessmentLine,
            and_(
                AssessmentLine.assessee_id == Assessee.id,
                AssessmentLine.run_id == (run.id if run is not None else None),
            ),
        )
        .where(AssessmentAppeal.period_id == period_id)
    )
    found = work.session.execute(query).tuples().all()
    chains = chains_of(work, {unit for _, _, unit, _, _ in found})
    labels = grade_labels(work, period)
    rows = [
        _row(work, period, one, (name, chains[unit].own), (total, labels.get(grade or "", "")))
        for one, name, unit, total, grade in found
    ]
    return sorted(rows, key=lambda row: (not row.is_open, row.answer_due, row.number))


def grade_labels(work: UnitOfWork, period: AssessmentPeriod) -> dict[str, str]:
    """The names of the grades of a period by their codes."""
    return {one.code: one.label for one in scheme_of_period(work, period).grades}


def _row(
    work: UnitOfWork,
    period: AssessmentPeriod,
    one: AssessmentAppeal,
    who: tuple[str, str],
    result: tuple[int | None, str],
) -> AppealRow:
    waits = one.state in OPEN_APPEALS
    until = period.appeals_until
    return AppealRow(
        one.id,
        one.period_id,
        one.number,
        one.assessee_id,
        *who,
        one.filed_on,
        until is not None and one.filed_on > until,
        one.content,
        one.state,
        one.answer_due,
        waits and one.answer_due < work.today,
        one.finding,
        one.decided_by,
        one.decided_on,
        one.scan_sha256,
        *result,
        one.version,
    )
