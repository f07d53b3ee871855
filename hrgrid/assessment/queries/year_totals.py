"""What people reached in the settled assessment of a year, for rooms that count it further.

Asks no right: whoever reads results for a purpose of his own asks for his own right.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from hrgrid.assessment.model import Assessee, AssessmentLine
from hrgrid.assessment.queries.confirmed import confirmed_periods
from hrgrid.assessment.rules.words import PeriodKind
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.persons import kept_ids


class YearTotal(NamedTuple):
    """A total in thousandths, and the title of the period that it comes from."""

    milli: int
    title: str


def year_totals(work: UnitOfWork, year: int, persons: Collection[int]) -> dict[int, YearTotal]:
    """By person who has a total; where several schemes assessed him, the newest settled counts."""
    wanted, kept = set(persons), kept_ids(work)
    found: dict[int, YearTotal] = {}
    for period in confirmed_periods(work, PeriodKind.YEAR):
        if period.span.year != year:
            continue
        query = (
            select(Assessee.person_id, AssessmentLine.total_milli)
            .join(Assessee, Assessee.id == AssessmentLine.assessee_id)
            .where(
                AssessmentLine.run_id == period.run_id,
                Assessee.left_out.is_(None),
                AssessmentLine.total_milli.is_not(None),
            )
            .order_by(Assessee.person_id)
        )
        for person_id, milli in work.session.execute(query):
            own = kept.get(person_id, person_id)
            if own in wanted and own not in found:
                found[own] = YearTotal(milli, period.title)
        work.progress.step()
    return found
