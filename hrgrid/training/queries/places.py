"""Who has a place in a class, by the person on file today."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Enrolment
from hrgrid.training.rules.words import HOLDS_PLACE
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import the_kept


def holders(work: UnitOfWork, class_id: int) -> dict[int, int]:
    """By kept person, the enrolment of whoever has a place in a class."""
    query = (
        select(the_kept(), Enrolment.id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.class_id == class_id, Enrolment.state.in_(HOLDS_PLACE))
        .order_by(Enrolment.id)
    )
    return dict(work.session.execute(query).tuples().all())
