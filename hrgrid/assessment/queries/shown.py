"""Who was shown his result of the revision in force, and who was not."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import and_, select

from hrgrid.assessment.model import (
    Assessee,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentShowing,
)
from hrgrid.assessment.queries.people import chains_of
from hrgrid.assessment.queries.running import run_of_period
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.rules.period_rows import ShowingRow, ShownUnit
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person


def showings_of(
    work: UnitOfWork, period_id: int, *, unit_id: int | None = None
) -> list[ShowingRow]:
    """Everybody with a result of the revision in force, by unit and strokes of the name."""
    return showings(work, seen_period(work, period_id), unit_id=unit_id)


def showings(
    work: UnitOfWork, period: AssessmentPeriod, *, unit_id: int | None = None
) -> list[ShowingRow]:
    """The same for a period that is in hand."""
    run = run_of_period(work, period.id, period.revision)
    if run is None:
        return []
    query = (
        select(
            Assessee.id,
            Person.number,
            Person.name,
            Assessee.unit_id,
            AssessmentShowing.how,
            AssessmentShowing.shown_on,
            AssessmentShowing.witness,
            AssessmentShowing.scan_sha256,
        )
        .join_from(AssessmentLine, Assessee, Assessee.id == AssessmentLine.assessee_id)
        .join(Person, Person.id == Assessee.person_id)
        .outerjoin(
            AssessmentShowing,
            and_(
                AssessmentShowing.assessee_id == Assessee.id,
                AssessmentShowing.revision == period.revision,
            ),
        )
        .where(
            AssessmentLine.run_id == run.id,
            AssessmentLine.total_milli.is_not(None),
            Assessee.left_out.is_(None),
        )
        .order_by(Person.stroke_key, Person.id)
    )
    if unit_id is not None:
        query = query.where(Assessee.unit_id == unit_id)
    found = work.session.execute(query).tuples().all()
    chains = chains_of(work, {row[3] for row in found})
    rows = [
        ShowingRow(
            assessee_id,
            number,
            name,
            unit,
            chains[unit].own,
            how,
            shown_on,
            witness or "",
            scan,
        )
        for assessee_id, number, name, unit, how, shown_on, witness, scan in found
    ]
    return sorted(rows, key=lambda row: chains[row.unit_id].steps[-1:])


def shown_units(work: UnitOfWork, period_id: int) -> list[ShownUnit]:
    """How many of each unit were shown their results."""
    rows = showings_of(work, period_id)
    whole = Counter((row.unit_id, row.unit) for row in rows)
    shown = Counter(row.unit_id for row in rows if row.how is not None)
    return [ShownUnit(unit_id, unit, shown[unit_id], of) for (unit_id, unit), of in whole.items()]
