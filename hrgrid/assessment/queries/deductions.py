"""Points that inspections took off in a month, for the assessment of that month."""

from __future__ import annotations

import calendar
import datetime as dt

from sqlalchemy import select

from hrgrid.assessment.model import InspectionPlan, InspectionVisit
from hrgrid.assessment.queries.inspection_scope import (
    require_look,
    require_look_somewhere,
    stood_at,
    within,
)
from hrgrid.assessment.rules.inspection_rows import DeductionRow
from hrgrid.assessment.rules.words import InspectionState, VisitResult
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Person
from hrgrid.workforce.queries.persons import the_kept

_HELD = (VisitResult.PASSED, VisitResult.FAILED)
_COUNTED = (InspectionState.DRAWN, InspectionState.CLOSED)


def deductions_of_month(work: UnitOfWork, month: int, area_path: str = "") -> list[DeductionRow]:
    """Every held visit to a person in a month (202611), by the day of the visit; one statement.

    Of everybody whose post lay in an area then, whichever office inspected him; without an area
    in all that was given to the actor. A row of 0 says that somebody was inspected and passed.
    Several rows of a person add up; each is ten points at most. Inspections that were given up do
    not count.
    """
    year, number = divmod(month, 100)
    first = dt.date(year, number, 1)
    last = first.replace(day=calendar.monthrange(year, number)[1])
    if area_path:
        require_look(work, area_path)
    else:
        require_look_somewhere(work)
    query = (
        select(
            the_kept(),
            InspectionVisit.visited_on,
            InspectionVisit.deducted_milli,
            InspectionPlan.number,
            InspectionVisit.id,
        )
        .select_from(InspectionVisit)
        .join(InspectionPlan, InspectionPlan.id == InspectionVisit.plan_id)
        .join(Person, Person.id == InspectionVisit.person_id)
        .join(AreaStand, stood_at(InspectionVisit.visited_on))
        .where(
            InspectionVisit.visited_on.between(first, last),
            InspectionVisit.result.in_(_HELD),
            InspectionPlan.state.in_(_COUNTED),
            AreaStand.path.startswith(area_path, autoescape=True),
            within(work, AreaStand.path),
        )
        .order_by(InspectionVisit.visited_on, InspectionVisit.id)
    )
    return [DeductionRow(*row) for row in work.session.execute(query)]
