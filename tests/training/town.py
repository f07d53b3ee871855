"""A small district with people to be taught, and short ways to courses and classes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import select

from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.classes import ClassRow, class_row, sessions_of
from hrgrid.training.queries.sheets import MemberRow, Sheet, members, sheet
from hrgrid.training.rules.presence import CellValue
from hrgrid.training.rules.words import CourseKind, Presence
from hrgrid.training.service.attending import mark_rest_present
from hrgrid.training.service.classes import (
    ClassForm,
    end_class,
    open_class,
    open_enrolment,
    start_class,
)
from hrgrid.training.service.confirming import confirm_results
from hrgrid.training.service.courses import CourseForm, add_course
from hrgrid.training.service.enrolling import enrol
from hrgrid.training.service.sessions import SessionForm, add_sessions
from hrgrid.workforce.model import Person
from tests.hiring.build import DAY, area, employ, id_number, plant

__all__ = ["DAY", "area", "id_number"]
EAST, WEST = ("赵一", "钱二", "孙三"), ("李四", "周五")
NAMES = (*EAST, *WEST)
MORNING, AFTERNOON = (8 * 60 + 30, 11 * 60 + 30), (14 * 60, 17 * 60)
HERE = CellValue(Presence.PRESENT)
AWAY = CellValue(Presence.ABSENT)


def settle(work: UnitOfWork) -> None:
    """Five workers in two streets."""
    grids = plant(work)
    places = [*grids["东街道"], *grids["西街道"]]
    for at, (place, name) in enumerate(zip(places, NAMES, strict=True), start=1):
        employ(work, place, name, id_number(at))


def today(desk: Desk) -> dt.date:
    """The office's date."""
    return desk.read(lambda work: work.today)


def person(desk: Desk, name: str) -> int:
    """The id of somebody by his name."""
    found = desk.read(
        lambda work: work.session.scalar(select(Person.id).where(Person.name == name))
    )
    assert found is not None, name
    return found


def course(desk: Desk, code: str = "LX01", **given: object) -> int:
    """轮训 of a day, 6 hours of 60 minutes counted whole, no test."""
    form = replace(
        CourseForm(code, f"{code}课程", CourseKind.ROTATION, 360),
        **given,  # type: ignore[arg-type]
    )
    return desk.write(lambda work: add_course(work, form))


def planned(
    desk: Desk, course_id: int, *, day: dt.date | None = None, capacity: int = 30, **given: object
) -> int:
    """A class of one day that is today, with a morning and an afternoon; still in planning."""
    on = day or today(desk)
    place = str(given.pop("place", ""))
    form = replace(
        ClassForm(course_id, "培训班", area(desk, "示例区").id, on, on, capacity),
        **given,  # type: ignore[arg-type]
    )

    def write(work: UnitOfWork) -> int:
        class_id = open_class(work, form)
        both = [SessionForm(on, *times, place) for times in (MORNING, AFTERNOON)]
        add_sessions(work, class_id, both)
        return class_id

    return desk.write(write)


def running(desk: Desk, course_id: int, names: tuple[str, ...] = NAMES, **given: object) -> int:
    """A class of today that these people sit in."""
    class_id = planned(desk, course_id, **given)  # type: ignore[arg-type]
    ids = [person(desk, name) for name in names]
    desk.write(lambda work: enrol(work, class_id, ids))
    desk.write(lambda work: open_enrolment(work, class_id))
    desk.write(lambda work: start_class(work, class_id))
    return class_id


def all_present(desk: Desk, class_id: int) -> None:
    """到 wherever the sheet says nothing."""
    for one in desk.read(lambda work: sessions_of(work, class_id)):
        desk.write(lambda work, one=one: mark_rest_present(work, class_id, one.id))  # type: ignore[misc]


def ended(desk: Desk, course_id: int, names: tuple[str, ...] = NAMES, **given: object) -> int:
    """A class that is over, everybody of whom nothing else was said present."""
    class_id = running(desk, course_id, names, **given)
    all_present(desk, class_id)
    desk.write(lambda work: end_class(work, class_id))
    return class_id


def confirmed(desk: Desk, course_id: int, names: tuple[str, ...] = NAMES, **given: object) -> int:
    """A class whose results stand: everybody passed."""
    class_id = ended(desk, course_id, names, **given)
    desk.write(lambda work: confirm_results(work, class_id))
    return class_id


def row(desk: Desk, class_id: int) -> ClassRow:
    """One class."""
    return desk.read(lambda work: class_row(work, class_id))


def the_sheet(desk: Desk, class_id: int) -> Sheet:
    """The sheet of a class."""
    return desk.read(lambda work: sheet(work, class_id))


def in_class(desk: Desk, class_id: int) -> dict[str, MemberRow]:
    """Everybody in a class who was not cancelled, by name."""
    return {one.name: one for one in desk.read(lambda work: members(work, class_id))}


def cell(desk: Desk, class_id: int, name: str, at: int = 0) -> tuple[int, int]:
    """The cell of somebody at the session `at` of a class."""
    found = the_sheet(desk, class_id)
    who = next(one for one in found.members if one.name == name)
    return found.sessions[at].id, who.enrolment_id
