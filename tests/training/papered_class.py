"""A class from the plan to its certificates, with everything on its papers."""

from __future__ import annotations

import datetime as dt

from hrgrid.storage.desk import Desk
from hrgrid.training.queries.sheets import sheet
from hrgrid.training.rules.exams import ExamValue
from hrgrid.training.rules.presence import CellValue
from hrgrid.training.rules.words import CourseKind, Presence, Source
from hrgrid.training.service.attending import key_cells, mark_rest_present
from hrgrid.training.service.certificates import ClassDecision, issue_completions
from hrgrid.training.service.classes import (
    ClassForm,
    end_class,
    open_class,
    open_enrolment,
    start_class,
)
from hrgrid.training.service.confirming import confirm_results, propose_results
from hrgrid.training.service.courses import CourseForm, add_course
from hrgrid.training.service.enrolling import enrol
from hrgrid.training.service.sessions import SessionForm, add_sessions
from hrgrid.training.service.testing import key_tests
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.queries.roles import roles
from tests.hiring.build import area, employ, plant
from tests.offices import Clock

STREETS = {"东街道": 9, "西街道": 7, "南街道": 6}
_LETTERS = "EWS"
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫", "伟芳娜敏静丽强磊军洋勇艳"
DOCUMENT = "示政法〔2026〕15号"


def worker_name(at: int) -> str:
    """The name of the worker with this number; every fifth has two characters."""
    last = "" if at % 5 == 4 else GIVEN[(at * 5 + 3) % len(GIVEN)]
    return f"{SURNAMES[at % len(SURNAMES)]}{GIVEN[(at * 7) % len(GIVEN)]}{last}"


def settled(desk: Desk) -> list[int]:
    """Streets with a worker in every grid; the people's ids in the order of the streets."""
    desk.write(lambda work: plant(work, STREETS))
    at = 0
    for letter, grids in zip(_LETTERS, STREETS.values(), strict=True):
        for number in range(grids):
            code, name = f"{letter}{number:03d}", worker_name(at)
            desk.write(
                lambda work, code=code, name=name: employ(
                    work, tree_index(work, work.today).by_code[code], name
                )
            )
            at += 1
    return people(desk)


def people(desk: Desk) -> list[int]:
    """Everybody employed, by the order in which they came."""
    from sqlalchemy import select

    from hrgrid.workforce.model import Person

    return desk.read(lambda work: list(work.session.scalars(select(Person.id).order_by(Person.id))))


def announced(desk: Desk, members: list[int], sessions: int = 4) -> int:
    """A class of two sessions a day, with its people; its id."""
    known = desk.read(roles)
    role = next(one.code for one in known if one.label == "网格员")
    form = CourseForm("ROT", "网格员轮训", CourseKind.ROTATION, 45 * 16, tested=True, roles=(role,))
    course = desk.write(lambda work: add_course(work, form))
    today = desk.read(lambda work: work.today)
    last = today + dt.timedelta(days=(sessions - 1) // 2)
    given = ClassForm(
        course,
        "2026年网格员轮训第一期",
        area(desk, "示例区").id,
        today,
        last,
        60,
        trainer="市委党校",
        organiser="示例区委政法委",
    )
    class_id = desk.write(lambda work: open_class(work, given))
    forms = [
        SessionForm(
            today + dt.timedelta(days=at // 2),
            510 if at % 2 == 0 else 840,
            690 if at % 2 == 0 else 1020,
            "区社会治理中心三楼报告厅",
            ("信息采集与系统操作", "矛盾纠纷化解实务", "隐患排查要点", "群众工作方法")[at % 4],
            f"{'甲乙丙丁'[at % 4]}老师",
        )
        for at in range(sessions)
    ]
    desk.write(lambda work: add_sessions(work, class_id, forms))
    desk.write(lambda work: open_enrolment(work, class_id))
    desk.write(lambda work: enrol(work, class_id, members, Source.ASSIGNED))
    return class_id


def held(desk: Desk, clock: Clock, class_id: int) -> None:
    """Attended and tested: the first is late, the second on leave for all, the third failed."""
    desk.write(lambda work: start_class(work, class_id))
    found = desk.read(lambda work: sheet(work, class_id))
    clock.move(dt.timedelta(days=len(found.sessions) // 2 + 1))
    first, second, third = (one.enrolment_id for one in found.members[:3])
    opening = found.sessions[0]
    cells = {(opening.id, first): CellValue(Presence.LATE, came=opening.begins + 45)}
    cells |= {(one.id, second): CellValue(Presence.LEAVE) for one in found.sessions}
    desk.write(lambda work: key_cells(work, class_id, cells))
    for one in found.sessions:
        desk.write(lambda work, one=one: mark_rest_present(work, class_id, one.id))
    on = found.sessions[-1].day
    marks = {
        (one.enrolment_id, 1): ExamValue(60_000 + 1_500 * at, on)
        for at, one in enumerate(found.members)
    }
    marks |= {(second, 1): ExamValue(None, on), (third, 1): ExamValue(55_000, on)}
    desk.write(lambda work: key_tests(work, class_id, marks))


def confirmed(desk: Desk, class_id: int) -> None:
    """Results fixed and certificates issued."""
    desk.write(lambda work: end_class(work, class_id))
    desk.write(lambda work: propose_results(work, class_id))
    desk.write(lambda work: confirm_results(work, class_id))
    today = desk.read(lambda work: work.today)
    decision = ClassDecision(DOCUMENT, today)
    desk.write(lambda work: issue_completions(work, class_id, decision))
