"""The cases of one person, for his file: nothing at all for who may not see exits."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.exits.model import ExitCase
from hrgrid.exits.queries.scope import may_view, within
from hrgrid.exits.rules.case_rows import PersonCaseRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.persons import same_person_ids


def cases_of_person(work: UnitOfWork, person_id: int) -> list[PersonCaseRow]:
    """The cases of a person and of whoever was merged into him, the newest first."""
    if not may_view(work):
        return []
    query = (
        select(ExitCase)
        .where(ExitCase.person_id.in_(same_person_ids(work, person_id)))
        .where(within(work, ExitCase.area_path))
        .order_by(ExitCase.opened_on.desc(), ExitCase.id.desc())
    )
    return [
        PersonCaseRow(
            row.id,
            row.number,
            row.state,
            row.opened_on,
            row.ground,
            row.effective_on,
            row.watch_until,
        )
        for row in work.session.scalars(query)
    ]
