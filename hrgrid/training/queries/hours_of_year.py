"""Hours of a year, person by person, against what the rule asks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    EarlierTraining,
    Enrolment,
    TrainingClass,
    TrainingCourse,
    TrainingResult,
)
from hrgrid.training.queries.courses import hours_in_force
from hrgrid.training.queries.posted import Posted, posted
from hrgrid.training.queries.scope import require_look_somewhere
from hrgrid.training.rules.hours import HourRules, hours_words
from hrgrid.training.rules.words import SETTLED, CourseKind
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries.persons import the_kept
from hrgrid.workforce.rules import PostState


@dataclass(frozen=True)
class HoursOfPerson:
    """Confirmed minutes of a year against what is asked: all, 集中, and 岗前 of who began in it.

    `missing` says what is short, "" for nothing.
    """

    person_id: int
    number: str
    name: str
    street: str
    place: str
    role: str
    credited: int
    together: int
    pre_service: int
    asked: int
    asked_together: int
    asked_pre_service: int
    missing: str

    @property
    def done(self) -> bool:
        """Whether nothing is short."""
        return not self.missing


@dataclass(frozen=True)
class HoursOfYear:
    """Everybody's hours of a year, the rule that they were held against, streets together."""

    year: int
    rules: HourRules
    rows: tuple[HoursOfPerson, ...]


def hours_of_year(
    work: UnitOfWork, year: int, area_ids: tuple[int, ...] = (), roles: tuple[str, ...] = ()
) -> HoursOfYear:
    """Confirmed hours of everybody in post against the rule (rules.md 3), by street and strokes.

    Everything of the year counts towards the whole; 集中 what its course, or 轮训 of before the
    takeover, says. Who began to work in the year is asked for 岗前 besides, for which the year
    before counts as well.
    """
    require_look_somewhere(work)
    return _of_year(work, year, area_ids, roles)


def hours_met(work: UnitOfWork, year: int) -> dict[int, bool]:
    """By person in post whether nothing is short of what the year's rule asks.

    Asks no right: a yes or no for the rooms above, which have asked for their own.
    """
    return {row.person_id: row.done for row in _of_year(work, year, (), ()).rows}


def _of_year(
    work: UnitOfWork, year: int, area_ids: tuple[int, ...], roles: tuple[str, ...]
) -> HoursOfYear:
    last = dt.date(year, 12, 31)
    on = min(work.day, last)
    rules = hours_in_force(work, on).rules
    people = posted(work, on, area_ids, roles)
    counted = _counted(work, year)
    begun = _begun(work, year)
    rows = [
        _row(one, counted.get(one.person_id, _NOTHING), rules, new=one.person_id in begun)
        for one in people
    ]
    # By strokes already: sorting by street keeps that order within one.
    order = {one.person_id: (one.street_order, one.street) for one in people}
    rows.sort(key=lambda row: order[row.person_id])
    return HoursOfYear(year, rules, tuple(rows))


class _Minutes(NamedTuple):
    whole: int = 0
    together: int = 0
    pre_service: int = 0


_NOTHING = _Minutes()


def _counted(work: UnitOfWork, year: int) -> dict[int, _Minutes]:
    """By kept person, what was confirmed; 岗前 of the year before as well."""
    found: dict[int, _Minutes] = {}
    for person_id, day, kind, together, minutes in _credited(work, year):
        had = found.get(person_id, _NOTHING)
        ours = minutes if day.year == year else 0
        found[person_id] = _Minutes(
            had.whole + ours,
            had.together + (ours if together else 0),
            had.pre_service + (minutes if kind is CourseKind.PRE_SERVICE else 0),
        )
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    earlier = (
        select(the_kept(), EarlierTraining.minutes, EarlierTraining.rotation)
        .join(Person, Person.id == EarlierTraining.person_id)
        .where(EarlierTraining.ended_on.between(first, last))
    )
    for person_id, minutes, rotation in work.session.execute(earlier).tuples():
        had = found.get(person_id, _NOTHING)
        found[person_id] = had._replace(
            whole=had.whole + minutes, together=had.together + (minutes if rotation else 0)
        )
    return found


def _credited(work: UnitOfWork, year: int) -> list[tuple[int, dt.date, CourseKind, bool, int]]:
    query = (
        select(
            the_kept(),
            TrainingClass.last_day,
            TrainingCourse.kind,
            TrainingCourse.together,
            TrainingResult.credited,
        )
        .select_from(TrainingResult)
        .join(Enrolment, Enrolment.id == TrainingResult.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .join(TrainingCourse, TrainingCourse.id == TrainingClass.course_id)
        .where(
            TrainingResult.result_version == TrainingClass.result_version,
            TrainingResult.credited > 0,
            TrainingClass.state.in_(SETTLED),
            TrainingClass.last_day.between(dt.date(year - 1, 1, 1), dt.date(year, 12, 31)),
        )
        .order_by(TrainingClass.last_day)
    )
    rows = work.session.execute(query).tuples()
    pre = CourseKind.PRE_SERVICE
    return [row for row in rows if row[1].year == year or row[2] is pre]


def _begun(work: UnitOfWork, year: int) -> set[int]:
    """People whose very first post began in the year."""
    first = (
        select(Post.person_id)
        .where(Post.state != PostState.VOIDED)
        .group_by(Post.person_id)
        .having(func.min(Post.valid_from).between(dt.date(year, 1, 1), dt.date(year, 12, 31)))
    )
    return set(work.session.scalars(first))


def _row(one: Posted, had: _Minutes, rules: HourRules, *, new: bool) -> HoursOfPerson:
    asked = _Minutes(
        rules.yearly * rules.minutes,
        rules.together * rules.minutes,
        rules.pre_service * rules.minutes if new else 0,
    )
    short = [
        f"{what}差 {hours_words(wanted - there, rules)}"
        for what, wanted, there in zip(("全年", "集中", "岗前"), asked, had, strict=True)
        if there < wanted
    ]
    return HoursOfPerson(
        one.person_id,
        one.number,
        one.name,
        one.street,
        one.place,
        one.role,
        *had,
        *asked,
        "，".join(short),
    )
