"""What stands in the way of a session: the class, a room, or a person that is busy then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Enrolment, TrainingClass, TrainingSession
from hrgrid.training.queries.posted import CHUNK
from hrgrid.training.rules.timetable import Stretch, clashes
from hrgrid.training.rules.words import ClassState, EnrolmentState
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import the_kept

_SITS = (
    EnrolmentState.INVITED,
    EnrolmentState.ENROLLED,
    EnrolmentState.COMPLETED,
    EnrolmentState.FAILED,
)


@dataclass(frozen=True)
class Clash:
    """Somebody whose sessions of two classes run into each other."""

    person_id: int
    name: str
    number: str
    other: str
    theirs: Stretch
    ours: Stretch

    def sentence(self, ours: str) -> str:
        """Names the person, both classes and both times; without its full stop."""
        return (
            f"{self.name}（工号 {self.number}）已在培训班“{self.other}”{self.theirs.words} 有课，"
            f"和{ours}的 {self.ours.words} 冲突"
        )


@dataclass(frozen=True)
class RoomUse:
    """A session that has a room."""

    stretch: Stretch
    number: str
    title: str


def class_stretches(work: UnitOfWork, class_id: int, but: int | None = None) -> list[Stretch]:
    """The sessions of a class, but for one of them."""
    query = select(TrainingSession.day, TrainingSession.begins, TrainingSession.ends).where(
        TrainingSession.class_id == class_id
    )
    if but is not None:
        query = query.where(TrainingSession.id != but)
    return sorted(Stretch(*row) for row in work.session.execute(query))


def room_in_use(
    work: UnitOfWork, key: str, days: Sequence[dt.date], but: int | None = None
) -> list[RoomUse]:
    """The sessions in a room on these days, whoever holds them.

    Those of a cancelled class were removed with it, so that none is left in the way.
    """
    query = (
        select(
            TrainingSession.day,
            TrainingSession.begins,
            TrainingSession.ends,
            TrainingClass.number,
            TrainingClass.title,
        )
        .join(TrainingClass, TrainingClass.id == TrainingSession.class_id)
        .where(TrainingSession.place_key == key, TrainingSession.day.in_(list(days)))
        .order_by(TrainingSession.day, TrainingSession.begins)
    )
    if but is not None:
        query = query.where(TrainingSession.id != but)
    return [
        RoomUse(Stretch(day, begins, ends), number, title)
        for day, begins, ends, number, title in work.session.execute(query)
    ]


def busy_stretches(work: UnitOfWork, person_id: int, but: int) -> list[Stretch]:
    """The sessions of all classes that a kept person sits in, but for one of them."""
    query = (
        select(TrainingSession.day, TrainingSession.begins, TrainingSession.ends)
        .join(Enrolment, Enrolment.class_id == TrainingSession.class_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(the_kept() == person_id, Enrolment.state.in_(_SITS), TrainingSession.id != but)
    )
    return sorted(Stretch(*row) for row in work.session.execute(query))


def clashing_people(
    work: UnitOfWork, person_ids: Sequence[int], class_id: int, ours: Sequence[Stretch]
) -> dict[int, Clash]:
    """Of these people (kept ids), the first clash of each with another class he sits in."""
    if not (person_ids and ours):
        return {}
    first, last = min(one.day for one in ours), max(one.day for one in ours)
    busy: dict[int, list[tuple[Stretch, str, str, str]]] = {}
    for start in range(0, len(person_ids), CHUNK):
        some = list(person_ids[start : start + CHUNK])
        query = (
            select(
                the_kept(),
                Person.name,
                Person.number,
                TrainingClass.number.label("class_number"),
                TrainingClass.title,
                TrainingSession.day,
                TrainingSession.begins,
                TrainingSession.ends,
            )
            .join(Enrolment, Enrolment.person_id == Person.id)
            .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
            .join(TrainingSession, TrainingSession.class_id == TrainingClass.id)
            .where(
                Enrolment.class_id != class_id,
                Enrolment.state.in_(_SITS),
                TrainingClass.state != ClassState.CANCELLED,
                TrainingSession.day.between(first, last),
                or_(Person.id.in_(some), Person.merged_into_id.in_(some)),
            )
            .order_by(TrainingSession.day, TrainingSession.begins)
        )
        for row in work.session.execute(query):
            stretch = Stretch(row.day, row.begins, row.ends)
            other = f"{row.class_number} {row.title}"
            busy.setdefault(row[0], []).append((stretch, other, row.name, row[2]))
    found: dict[int, Clash] = {}
    for person_id in person_ids:
        for theirs, other, name, number in busy.get(person_id, ()):
            met = clashes(ours, [theirs])
            if met is not None:
                found[person_id] = Clash(person_id, name, number, other, met[1], met[0])
                break
    return found
