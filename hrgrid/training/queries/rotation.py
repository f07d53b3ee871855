"""轮训 of a year: who is due, done, booked and open, by street and by role."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    CourseRole,
    EarlierTraining,
    Enrolment,
    TrainingClass,
    TrainingCourse,
    TrainingResult,
)
from hrgrid.training.queries.posted import posted
from hrgrid.training.queries.scope import require_look_somewhere
from hrgrid.training.rules.rotation import DuePerson, StreetProgress, progress
from hrgrid.training.rules.words import HOLDS_PLACE, SETTLED, ClassState, CourseKind
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import the_kept
from hrgrid.workforce.queries.roles import roles as all_roles


@dataclass(frozen=True)
class RotationWish:
    """Whose 轮训 of which year; no roles are those that the rotation courses name (网格员 where
    none does), no areas everything seen. `on` is the day of the posts, the last day of the year
    where it lies behind it. With `course_id` only that course counts.
    """

    year: int
    area_ids: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    on: dt.date | None = None
    course_id: int | None = None


@dataclass(frozen=True)
class RotationYear:
    """A year by street and by role; `whole` sums the streets. `on` is the day that was looked at.

    `DuePerson` and `StreetProgress` of rules.rotation hold the street's name; `street_ids` lead
    from it to the area.
    """

    year: int
    on: dt.date
    roles: tuple[tuple[str, str], ...]
    streets: tuple[StreetProgress, ...]
    by_role: tuple[StreetProgress, ...]
    whole: StreetProgress
    street_ids: dict[str, int]


USUAL_ROLES = ("grid_worker",)
"""Whom 轮训 means where no course says so: every worker at least once a year (rules.md 3)."""
_GOING_ON = (ClassState.PLANNED, ClassState.OPEN, ClassState.RUNNING, ClassState.ENDED)


def rotation_roles(work: UnitOfWork, course_id: int | None = None) -> tuple[tuple[str, str], ...]:
    """Roles (code, label) that are due: those of a course, or of all rotation courses in use."""
    query = select(CourseRole.role).join(TrainingCourse)
    if course_id is None:
        query = query.where(
            TrainingCourse.kind == CourseKind.ROTATION, TrainingCourse.active.is_(True)
        )
    else:
        query = query.where(TrainingCourse.id == course_id)
    named = set(work.session.scalars(query)) or set(USUAL_ROLES)
    return tuple((row.code, row.label) for row in all_roles(work) if row.code in named)


def rotation_year(work: UnitOfWork, wish: RotationWish) -> RotationYear:
    """Due, done, booked and open of a year; the statements do not grow with the people."""
    people = due_people(work, wish, only_open=False)
    streets = tuple(progress(people))
    by_role = tuple(progress([_as_role(one) for one in people]))
    ids = {one.street: one.street_id for one in people}
    named = rotation_roles(work, wish.course_id)
    if wish.roles:
        labels = {row.code: row.label for row in all_roles(work)}
        named = tuple((code, labels.get(code, code)) for code in wish.roles)
    whole = StreetProgress(
        "合计",
        sum(one.due for one in streets),
        sum(one.done for one in streets),
        sum(one.booked for one in streets),
    )
    return RotationYear(wish.year, day_of(work, wish), named, streets, by_role, whole, ids)


def due_people(work: UnitOfWork, wish: RotationWish, *, only_open: bool = True) -> list[DuePerson]:
    """Who is due, by street, the longest in post first; open ones alone, or all."""
    require_look_somewhere(work)
    on = day_of(work, wish)
    wanted = wish.roles or tuple(code for code, _ in rotation_roles(work, wish.course_id))
    people = posted(work, on, wish.area_ids, wanted)
    done = _done(work, wish)
    booked = _booked(work, wish)
    found = [
        DuePerson(
            one.person_id,
            one.name,
            one.street,
            one.since,
            done.get(one.person_id),
            one.person_id in booked,
            one.number,
            one.role,
            one.place,
            one.street_id,
        )
        for one in people
    ]
    if only_open:
        found = [one for one in found if one.done_on is None and not one.booked]
    order = {one.person_id: (one.street_order, one.street) for one in people}
    return sorted(found, key=lambda one: (order[one.person_id], one.in_post_since, one.person_id))


def day_of(work: UnitOfWork, wish: RotationWish) -> dt.date:
    """The day whose posts are looked at: as wished, never behind the year."""
    return min(wish.on or work.day, dt.date(wish.year, 12, 31))


def _as_role(one: DuePerson) -> DuePerson:
    return DuePerson(one.person_id, one.name, one.role, one.in_post_since, one.done_on, one.booked)


def _year(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _done(work: UnitOfWork, wish: RotationWish) -> dict[int, dt.date]:
    """By kept person, the last day of what counts as 轮训 of the year; confirmed results alone."""
    first, last = _year(wish.year)
    query = (
        select(the_kept(), func.min(TrainingClass.last_day))
        .select_from(TrainingResult)
        .join(Enrolment, Enrolment.id == TrainingResult.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .join(TrainingCourse, TrainingCourse.id == TrainingClass.course_id)
        .where(
            TrainingResult.result_version == TrainingClass.result_version,
            TrainingResult.passed.is_(True),
            TrainingClass.state.in_(SETTLED),
            TrainingClass.last_day.between(first, last),
            _counts(wish),
        )
        .group_by(the_kept())
    )
    found = dict(work.session.execute(query).tuples().all())
    if wish.course_id is None:
        earlier = (
            select(the_kept(), func.min(EarlierTraining.ended_on))
            .join(Person, Person.id == EarlierTraining.person_id)
            .where(
                EarlierTraining.rotation.is_(True), EarlierTraining.ended_on.between(first, last)
            )
            .group_by(the_kept())
        )
        for person_id, day in work.session.execute(earlier).tuples():
            found[person_id] = min(day, found.get(person_id, day))
    return found


def _booked(work: UnitOfWork, wish: RotationWish) -> set[int]:
    """Kept people with a place in a class of the year whose results are not confirmed."""
    first, last = _year(wish.year)
    query = (
        select(the_kept())
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .join(TrainingCourse, TrainingCourse.id == TrainingClass.course_id)
        .where(
            Enrolment.state.in_(HOLDS_PLACE),
            TrainingClass.state.in_(_GOING_ON),
            TrainingClass.last_day.between(first, last),
            _counts(wish),
        )
    )
    return set(work.session.scalars(query))


def _counts(wish: RotationWish) -> ColumnElement[bool]:
    if wish.course_id is not None:
        return TrainingClass.course_id == wish.course_id
    return TrainingCourse.kind == CourseKind.ROTATION
