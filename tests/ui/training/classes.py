"""An office that trains: six streets, courses, and a class at every stage, by use cases."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.rotation import RotationWish, due_people
from hrgrid.training.queries.sheets import sheet
from hrgrid.training.rules.exams import ExamValue
from hrgrid.training.rules.presence import CellValue
from hrgrid.training.rules.words import ClassMode, CourseKind, Presence, Source
from hrgrid.training.service.attending import key_cells, mark_rest_present
from hrgrid.training.service.classes import (
    ClassForm,
    cancel_class,
    end_class,
    open_class,
    open_enrolment,
    start_class,
)
from hrgrid.training.service.confirming import confirm_results
from hrgrid.training.service.courses import CourseForm, add_course
from hrgrid.training.service.enrolling import accept, enrol
from hrgrid.training.service.sessions import SessionForm, add_sessions
from hrgrid.training.service.testing import key_tests
from tests.hiring.build import DAY, area, employ, plant

STREETS = {
    "新都街道": 14, "新河街道": 12, "科城街道": 9, "黄海街道": 11, "伍佑街道": 16, "步凤镇": 8,
}  # fmt: skip
PARTS = ((510, 690), (840, 1020))


def settle(work: UnitOfWork) -> None:
    """A worker in every grid."""
    from hrgrid.demo.people import Crowd

    people = Crowd("培训图样")
    grids = plant(work, STREETS, "盐南高新区")
    for street in STREETS:
        for place in grids[street]:
            one = people.next()
            since = dt.date(2020 + len(one.name) % 3, 3, 1)
            employ(work, place, one.name, one.id_number, since=since, phone=one.phone)


def courses(desk: Any) -> dict[str, int]:
    """Three courses by their codes."""
    forms = (
        CourseForm("LX01", "网格员轮训", CourseKind.ROTATION, 720, 12, tested=True,
                   roles=("grid_worker",)),
        CourseForm("GQ01", "岗前培训", CourseKind.PRE_SERVICE, 1080, tested=True),
        CourseForm("JX01", "比武封闭集训", CourseKind.CLOSED, 2700),
        CourseForm("ZT03", "消防安全专题", CourseKind.SPECIAL, 180, together=False),
    )  # fmt: skip
    return {one.code: desk.write(lambda work, one=one: add_course(work, one)) for one in forms}


def today(desk: Any) -> dt.date:
    """The office's date."""
    return desk.read(lambda work: work.today)


def opened(  # noqa: PLR0917 - a class in a line
    desk: Any, course_id: int, title: str, first: dt.date, days: int, people: int,
    capacity: int = 20, **given: Any,
) -> int:  # fmt: skip
    """A class in planning with sessions and people from the due list."""
    last = first + DAY * (days - 1)
    form = ClassForm(
        course_id, title, area(desk, "盐南高新区").id, first, last, capacity,
        trainer="王立新", **given,
    )  # fmt: skip

    def write(work: UnitOfWork) -> int:
        class_id = open_class(work, form)
        stretches = [
            SessionForm(first + DAY * at, *part, "区委党校 301", topic)
            for at in range(days)
            for part, topic in zip(PARTS, ("网格化治理实务", "矛盾纠纷化解"), strict=True)
        ]
        add_sessions(work, class_id, stretches)
        due = due_people(work, RotationWish(first.year))
        enrol(work, class_id, [one.person_id for one in due[:people]], Source.DUE)
        return class_id

    return desk.write(write)


def start(desk: Any, class_id: int) -> None:
    """Open for enrolment, everybody accepts, the class begins."""
    members = desk.read(lambda work: sheet(work, class_id)).members
    desk.write(lambda work: open_enrolment(work, class_id))
    desk.write(lambda work: accept(work, [one.enrolment_id for one in members]))
    desk.write(lambda work: start_class(work, class_id))


def sign(desk: Any, class_id: int, sessions: int, *, apart: bool = True) -> None:
    """The sheet of the first sessions: a few late, one absent, one on leave, the rest there."""
    read = desk.read(lambda work: sheet(work, class_id))
    people = [one.enrolment_id for one in read.members]
    for at, one in enumerate(read.sessions[:sessions]):
        said = {}
        if apart and len(people) > 6:
            said = {
                (one.id, people[at % 5]): CellValue(Presence.LATE, came=one.begins + 25),
                (one.id, people[5]): CellValue(Presence.ABSENT),
                (one.id, people[6]): CellValue(
                    Presence.LEAVE if at % 2 else Presence.LEFT_EARLY,
                    departed=None if at % 2 else one.ends - 40,
                ),
            }
        desk.write(lambda work, said=said: key_cells(work, class_id, said))
        desk.write(lambda work, one=one: mark_rest_present(work, class_id, one.id))


def marks(desk: Any, class_id: int) -> None:
    """Everybody's test, one below the line."""
    read = desk.read(lambda work: sheet(work, class_id))
    day = read.row.last_day
    values = {
        (one.enrolment_id, 1): ExamValue(52_000 if at == 3 else 70_000 + at * 1_500, day)
        for at, one in enumerate(read.members)
    }
    desk.write(lambda work: key_tests(work, class_id, values))


def at_every_stage(desk: Any, clock: Any) -> dict[str, int]:
    """A class at every stage; the clock is moved to the present."""
    assert desk.actor.may_somewhere(Right.RUN_TRAINING)
    known = courses(desk)
    found: dict[str, int] = {}
    first = opened(desk, known["LX01"], "轮训第一期", today(desk) + DAY, 2, 18)
    start(desk, first)
    clock.move(3 * DAY)
    sign(desk, first, 4)
    marks(desk, first)
    desk.write(lambda work: end_class(work, first))
    desk.write(lambda work: confirm_results(work, first))
    found["confirmed"] = first
    second = opened(desk, known["LX01"], "轮训第二期", today(desk) + DAY, 2, 16)
    start(desk, second)
    clock.move(3 * DAY)
    sign(desk, second, 4)
    desk.write(lambda work: end_class(work, second))
    found["ended"] = second
    third = opened(desk, known["LX01"], "轮训第三期", today(desk), 3, 18, capacity=16)
    start(desk, third)
    sign(desk, third, 1)
    read = desk.read(lambda work: sheet(work, third))
    some = {
        (read.sessions[1].id, one.enrolment_id): CellValue(Presence.PRESENT)
        for one in read.members[:7]
    }
    desk.write(lambda work: key_cells(work, third, some))
    found["running"] = third
    found["open"] = opened(
        desk, known["ZT03"], "消防安全专题班", today(desk) + 10 * DAY, 1, 9,
        mode=ClassMode.JOINT, organiser="区消防救援大队",
    )  # fmt: skip
    desk.write(lambda work: open_enrolment(work, found["open"]))
    empty = ClassForm(
        known["JX01"], "市赛封闭集训", area(desk, "盐南高新区").id,
        today(desk) + 20 * DAY, today(desk) + 27 * DAY, 8,
    )  # fmt: skip
    found["planned"] = desk.write(lambda work: open_class(work, empty))
    gone = opened(desk, known["GQ01"], "岗前培训班", today(desk) + 5 * DAY, 1, 2)
    desk.write(lambda work: cancel_class(work, gone), reason="场地被征用，改期另办")
    found["cancelled"] = gone
    return found
