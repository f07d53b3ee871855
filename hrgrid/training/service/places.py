"""Places of a class: people are held while they are weighed, freed places go on by turn."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Enrolment, TrainingClass
from hrgrid.training.queries.clashing import clashing_people, class_stretches
from hrgrid.training.queries.posted import CHUNK
from hrgrid.training.rules.words import HOLDS_PLACE, ClassState, EnrolmentState, Source
from hrgrid.training.service.steps import named
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import the_kept


def hold_people(work: UnitOfWork, person_ids: Sequence[int]) -> None:
    """Lock these people until the work ends, so that two classes do not book one at once."""
    ids = sorted(person_ids)
    for start in range(0, len(ids), CHUNK):
        some = select(Person.id).where(Person.id.in_(ids[start : start + CHUNK]))
        work.session.execute(some.order_by(Person.id).with_for_update()).all()


def free_places(work: UnitOfWork, found: TrainingClass) -> int:
    """How many places of a class nobody has."""
    query = select(func.count()).where(
        Enrolment.class_id == found.id, Enrolment.state.in_(HOLDS_PLACE)
    )
    return max(0, found.capacity - (work.session.scalar(query) or 0))


def state_of_place(source: Source) -> EnrolmentState:
    """Who reports himself has said yes already; everybody else is told first."""
    return EnrolmentState.ENROLLED if source is Source.SELF else EnrolmentState.INVITED


def promote(work: UnitOfWork, found: TrainingClass) -> tuple[int, ...]:
    """Give free places to who waits, by turn; who is busy elsewhere by now keeps waiting.

    Only while people may still come in. The enrolments that moved up.
    """
    if found.state not in (ClassState.PLANNED, ClassState.OPEN, ClassState.RUNNING):
        return ()
    free = free_places(work, found)
    if not free:
        return ()
    query = (
        select(Enrolment, the_kept())
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.class_id == found.id, Enrolment.state == EnrolmentState.WAITING)
        .order_by(Enrolment.waiting_place)
    )
    waiting = work.session.execute(query).tuples().all()
    if not waiting:
        return ()
    people = [person_id for _, person_id in waiting]
    hold_people(work, people)
    busy = clashing_people(work, people, found.id, class_stretches(work, found.id))
    moved = [one for one, person_id in waiting if person_id not in busy][:free]
    for one in moved:
        one.state, one.waiting_place = state_of_place(one.source), None
    work.session.flush()
    if moved:
        work.record("move_up", named(found), after={"count": len(moved)})
    return tuple(one.id for one in moved)
