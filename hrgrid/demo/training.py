"""The demonstration's training: a year of rotation, a class held elsewhere, the next year begun.

Who was late and with which mark is made up; everything else is the use cases' own doing.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hrgrid.core.progress import Progress
from hrgrid.demo.furnishing import Size
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.rotation import RotationWish, due_people
from hrgrid.training.queries.sheets import Sheet, sheet
from hrgrid.training.rules.exams import ExamValue
from hrgrid.training.rules.presence import CellValue
from hrgrid.training.rules.words import ClassMode, CourseKind, Presence
from hrgrid.training.service.attending import key_cells, make_up, mark_rest_present
from hrgrid.training.service.classes import (
    ClassForm,
    archive_class,
    end_class,
    open_class,
    open_enrolment,
    start_class,
)
from hrgrid.training.service.confirming import confirm_results
from hrgrid.training.service.courses import CourseForm, add_course
from hrgrid.training.service.enrolling import accept, enrol
from hrgrid.training.service.rotation import PlanForm, plan_from_due
from hrgrid.training.service.sessions import SessionForm, add_sessions
from hrgrid.training.service.testing import key_tests
from hrgrid.workforce.queries import AreaRow, areas_on
from hrgrid.workforce.rules import Level

YEAR = 2025
"""The year that is over; in the next one a class waits for its day."""
_HOUR = 45
_DAY = dt.timedelta(days=1)
_FIRST, _NEXT = dt.date(YEAR, 9, 8), dt.date(YEAR + 1, 9, 7)
_OUTSIDE = dt.date(YEAR, 10, 20)
_STRETCHES = ((510, 690, "基层治理与网格工作职责"), (840, 1020, "隐患排查、矛盾化解实务"))
CLASSES = {Size.VILLAGE: 1, Size.TOWN: 4, Size.CITY: 6}
"""How many classes of rotation are held; who is left over stands on the list of the due."""
_CAPACITY = 50
_SENT = 3
_LATER = "补录纸质签到表"

T = TypeVar("T")


@dataclass(frozen=True)
class Trained:
    """The classes that were held, and where."""

    class_ids: tuple[int, ...]
    area: AreaRow
    closed_id: int
    """The course by which a team is trained apart before a final."""


@dataclass(frozen=True)
class _Class:
    """One class, for whoever does its deeds one after the other."""

    desk: Desk
    id: int

    def do(self, deed: Callable[..., T], *given: object) -> T:
        """One deed on the class in a unit of work of its own."""
        return self.desk.write(lambda work: deed(work, self.id, *given), reason=_LATER)

    def sheet(self) -> Sheet:
        """Its sessions, members and what is known of them."""
        return self.desk.read(lambda work: sheet(work, self.id))


def train_workers(desk: Desk, size: Size, progress: Progress) -> Trained:
    """Courses, classes of rotation held and confirmed, a class elsewhere, the next year begun."""
    held = CLASSES[size]
    progress.begin("培训网格员", held + 2)
    area = desk.read(_place)
    rotation, special, closed = desk.write(_courses)
    wish = RotationWish(YEAR, (area.id,))
    planned = desk.write(
        lambda work: plan_from_due(work, _plan(wish, rotation, area, _FIRST, held))
    )
    chance = random.Random("training")  # noqa: S311 - made-up marks, repeatable on purpose
    classes = [_Class(desk, class_id) for class_id in planned.class_ids]
    away = []
    for one in classes:
        away.append(_hold(one, chance))
        progress.step()
    # Whoever was away for a morning comes to the same morning of the next class.
    for (enrolment, session), later in zip(away, classes[1:], strict=False):
        _make_up(desk, enrolment, session, later.sheet().sessions[0].id)
    for one in classes:
        one.do(end_class)
        one.do(confirm_results)
        one.do(archive_class)
    outside = _send(desk, special, area)
    progress.step()
    again = RotationWish(YEAR + 1, (area.id,))
    ahead = desk.write(lambda work: plan_from_due(work, _plan(again, rotation, area, _NEXT, 1)))
    desk.write(lambda work: open_enrolment(work, ahead.class_ids[0]))
    progress.step()
    return Trained((*planned.class_ids, outside), area, closed)


def _place(work: UnitOfWork) -> AreaRow:
    """The first district: it trains its own people."""
    areas = areas_on(work, _FIRST, Level.DISTRICT)
    return next(area for area in areas if area.level is Level.DISTRICT)


def _courses(work: UnitOfWork) -> tuple[int, int, int]:
    rotation = add_course(
        work,
        CourseForm(
            "LX",
            "专职网格员年度轮训",
            CourseKind.ROTATION,
            16 * _HOUR,
            validity_months=12,
            tested=True,
            roles=("grid_worker",),
        ),
    )
    add_course(work, CourseForm("GQ", "新录用网格员岗前培训", CourseKind.PRE_SERVICE, 24 * _HOUR))
    special = add_course(work, CourseForm("MD", "矛盾纠纷多元化解", CourseKind.SPECIAL, 8 * _HOUR))
    closed = add_course(work, CourseForm("FB", "比武封闭集训", CourseKind.CLOSED, 8 * _HOUR))
    return rotation, special, closed


def _plan(
    wish: RotationWish, course_id: int, area: AreaRow, first_day: dt.date, at_most: int
) -> PlanForm:
    """Classes of two days, one a week."""
    sessions = tuple(
        SessionForm(first_day + day, begins, ends, f"{area.name}委党校报告厅", topic, "党校教研室")
        for day in (0 * _DAY, _DAY)
        for begins, ends, topic in _STRETCHES
    )
    return PlanForm(
        wish,
        course_id,
        area.id,
        _CAPACITY,
        first_day,
        first_day + _DAY,
        title=f"{wish.year} 年专职网格员轮训第 {{n}} 期",
        trainer="党校教研室",
        sessions=sessions,
        at_most=at_most,
    )


def _hold(one: _Class, chance: random.Random) -> tuple[int, int]:
    """From the enrolment to the test; who was away (his enrolment) and from which session."""
    one.do(open_enrolment)
    members = [row.enrolment_id for row in one.sheet().members]
    one.desk.write(lambda work: accept(work, members))
    one.do(start_class)
    known = one.sheet()
    first, second, third, last = (row.id for row in known.sessions)
    late, early, absent, away = chance.sample([row.enrolment_id for row in known.members], 4)
    one.do(
        key_cells,
        {
            (first, late): CellValue(Presence.LATE, came=535),
            (second, early): CellValue(Presence.LEFT_EARLY, departed=980),
            (first, away): CellValue(Presence.LEAVE, note="带队处置突发事件"),
            **{(session, absent): CellValue(Presence.ABSENT) for session in (third, last)},
        },
    )
    for session in (first, second, third, last):
        one.do(mark_rest_present, session)
    tested_on = known.sessions[-1].day
    marks = {
        (row.enrolment_id, 1): ExamValue(500 * chance.randrange(130, 199), tested_on)
        for row in known.members
        if row.enrolment_id != absent
    }
    marks[absent, 1] = ExamValue(None, tested_on)
    marks[late, 1] = ExamValue(56_000, tested_on)
    one.do(key_tests, marks)
    one.do(key_tests, {(late, 2): ExamValue(78_500, tested_on + 7 * _DAY)})
    return away, first


def _make_up(desk: Desk, enrolment_id: int, missed: int, elsewhere: int) -> None:
    desk.write(lambda work: make_up(work, enrolment_id, missed, elsewhere), reason=_LATER)


def _send(desk: Desk, course_id: int, area: AreaRow) -> int:
    """Three go to a class that the province holds; its document is the evidence."""
    form = ClassForm(
        course_id,
        f"{YEAR} 年省网格员调解能力提升班",
        area.id,
        _OUTSIDE,
        _OUTSIDE,
        _SENT,
        mode=ClassMode.EXTERNAL,
        organiser="省委政法委",
        document_no="省政法办〔2025〕46号",
    )
    wish = RotationWish(YEAR, (area.id,))
    people = desk.read(lambda work: due_people(work, wish, only_open=False))[:_SENT]
    day = SessionForm(_OUTSIDE, 510, 870, "省委党校", "调解案例教学")
    return hold_once(desk, form, [day], [row.person_id for row in people])


def hold_once(
    desk: Desk, form: ClassForm, days: Sequence[SessionForm], person_ids: Sequence[int]
) -> int:
    """A class to which everybody came, from its opening to its results; its id."""
    one = _Class(desk, desk.write(lambda work: open_class(work, form)))
    one.do(add_sessions, days)
    one.do(enrol, person_ids)
    one.do(open_enrolment)
    members = [row.enrolment_id for row in one.sheet().members]
    desk.write(lambda work: accept(work, members))
    one.do(start_class)
    for session in one.sheet().sessions:
        one.do(mark_rest_present, session.id)
    one.do(end_class)
    one.do(confirm_results)
    return one.id
