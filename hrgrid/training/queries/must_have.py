"""Who must have a course by his role and has none that is valid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    CourseRole,
    Enrolment,
    TrainingClass,
    TrainingCourse,
    TrainingResult,
)
from hrgrid.training.queries.posted import posted
from hrgrid.training.queries.scope import require_look_somewhere
from hrgrid.training.rules.words import SETTLED
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import the_kept


@dataclass(frozen=True)
class MustHave:
    """Somebody who must have a course by his role and has none that is valid on the day."""

    person_id: int
    number: str
    name: str
    street: str
    role: str
    course_id: int
    course: str
    expired_on: dt.date | None


def must_have(
    work: UnitOfWork, on: dt.date, area_ids: tuple[int, ...] = (), course_id: int | None = None
) -> list[MustHave]:
    """Who lacks a course that his role must have, or has one that has run out; by course.

    `expired_on` is the first day on which the last one no longer held, None where there was none.
    """
    require_look_somewhere(work)
    wanted = _wanted(work, course_id)
    if not wanted:
        return []
    roles = sorted(set.union(*(held for _, held in wanted.values())))
    people = posted(work, on, area_ids, roles)
    taken = _taken(work, wanted, on)
    lacking = []
    for each, (title, asked) in wanted.items():
        for one in people:
            if asked.isdisjoint(one.roles):
                continue
            held = taken.get((each, one.person_id))
            if held is not None and (held > on):
                continue
            lacking.append(
                MustHave(
                    one.person_id,
                    one.number,
                    one.name,
                    one.street,
                    one.role,
                    each,
                    title,
                    held,
                )
            )
    return lacking


def had_of_must(
    work: UnitOfWork, on: dt.date, area_ids: tuple[int, ...] = ()
) -> dict[int, tuple[int, int]]:
    """Of everybody in post who must have courses by his role: how many are valid, of how many.

    A count for assessment, whose use case asks the right; what was not passed is not told.
    """
    wanted = _wanted(work, None)
    if not wanted:
        return {}
    roles = sorted(set.union(*(held for _, held in wanted.values())))
    taken = _taken(work, wanted, on)
    found = {}
    for one in posted(work, on, area_ids, roles):
        must = [each for each, (_, asked) in wanted.items() if not asked.isdisjoint(one.roles)]
        if must:
            had = sum(taken.get((each, one.person_id), dt.date.min) > on for each in must)
            found[one.person_id] = (had, len(must))
    return found


def _wanted(work: UnitOfWork, course_id: int | None) -> dict[int, tuple[str, set[str]]]:
    """By course in use, its title and the roles that must have it."""
    query = (
        select(TrainingCourse.id, TrainingCourse.title, CourseRole.role)
        .join(CourseRole, CourseRole.course_id == TrainingCourse.id)
        .where(TrainingCourse.active.is_(True))
        .order_by(TrainingCourse.code)
    )
    if course_id is not None:
        query = query.where(TrainingCourse.id == course_id)
    wanted: dict[int, tuple[str, set[str]]] = {}
    for each, title, role in work.session.execute(query).tuples():
        wanted.setdefault(each, (title, set()))[1].add(role)
    return wanted


def _taken(
    work: UnitOfWork, course_ids: Iterable[int], on: dt.date
) -> dict[tuple[int, int], dt.date]:
    """By course and kept person, the day on which what he passed no longer holds."""
    query = (
        select(TrainingClass.course_id, the_kept(), TrainingResult.valid_to)
        .select_from(TrainingResult)
        .join(Enrolment, Enrolment.id == TrainingResult.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .where(
            TrainingClass.course_id.in_(list(course_ids)),
            TrainingResult.result_version == TrainingClass.result_version,
            TrainingResult.passed.is_(True),
            TrainingClass.state.in_(SETTLED),
            TrainingClass.last_day <= on,
        )
    )
    found: dict[tuple[int, int], dt.date] = {}
    for course_id, person_id, until in work.session.execute(query).tuples():
        key = (course_id, person_id)
        found[key] = max(found.get(key, dt.date.min), until or dt.date.max)
    return found
