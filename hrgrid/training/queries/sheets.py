"""Members of a class, its attendance sheet and its sheet of tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Attendance,
    Enrolment,
    TrainingClass,
    TrainingCourse,
    TrainingSession,
    TrainingTest,
)
from hrgrid.training.queries.clashing import busy_stretches
from hrgrid.training.queries.classes import (
    ClassRow,
    SessionRow,
    class_row,
    session_row,
    sessions_of,
)
from hrgrid.training.queries.courses import hours_in_force
from hrgrid.training.queries.posted import posted_of
from hrgrid.training.queries.scope import require_look_somewhere
from hrgrid.training.rules.exams import ExamValue, best_mark
from hrgrid.training.rules.hours import Attended, Credit, HourRules, SessionTime, credit
from hrgrid.training.rules.presence import CellValue
from hrgrid.training.rules.timetable import Stretch, clashes
from hrgrid.training.rules.words import (
    SETTLED,
    ClassState,
    EnrolmentState,
    Source,
)
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import the_kept


@dataclass(frozen=True)
class MemberRow:
    """Somebody in a class, with the post that counts most on the class's first day."""

    enrolment_id: int
    person_id: int
    number: str
    name: str
    street: str
    place: str
    role: str
    source: Source
    state: EnrolmentState
    state_reason: str
    waiting_place: int | None
    id_masked: str
    phone_masked: str
    version: int


@dataclass(frozen=True)
class Sheet:
    """Sessions × members with a place; `cells` and `tests` hold only what the sheet says.

    `credits` by enrolment id: derived now by the rule in force on the class's last day.
    """

    row: ClassRow
    rules: HourRules
    rule_sha256: str
    sessions: tuple[SessionRow, ...]
    members: tuple[MemberRow, ...]
    cells: Mapping[tuple[int, int], CellValue]
    tests: Mapping[tuple[int, int], ExamValue]
    credits: Mapping[int, Credit]


@dataclass(frozen=True)
class MakeUpRow:
    """A session of another class in which a missed one may be made up."""

    session: SessionRow
    class_number: str
    class_title: str


def members(work: UnitOfWork, class_id: int, *, cancelled: bool = False) -> list[MemberRow]:
    """Those with a place in the order of streets and strokes, then who waits by turn.

    `waiting_place` counts from 1 for the next. With `cancelled` those who left come last.
    """
    return _members(work, class_row(work, class_id), cancelled=cancelled)


def sheet(work: UnitOfWork, class_id: int) -> Sheet:
    """The whole sheet of a class, in a number of statements that does not depend on its size."""
    row = class_row(work, class_id)
    rule = hours_in_force(work, row.last_day)
    there = tuple(one for one in _members(work, row) if one.state is not EnrolmentState.WAITING)
    found = Sheet(
        row,
        rule.rules,
        rule.sha256,
        sessions_of(work, class_id),
        there,
        cells_of(work, class_id),
        tests_of(work, class_id),
        {},
    )
    return _with_credits(work, found)


def cells_of(work: UnitOfWork, class_id: int) -> dict[tuple[int, int], CellValue]:
    """What the sheet of a class says, by (session, enrolment)."""
    query = select(
        Attendance.session_id,
        Attendance.enrolment_id,
        Attendance.presence,
        Attendance.came,
        Attendance.departed,
        Attendance.makeup_session_id,
        Attendance.note,
    ).where(Attendance.class_id == class_id)
    return {(row[0], row[1]): CellValue(*row[2:]) for row in work.session.execute(query)}


def tests_of(work: UnitOfWork, class_id: int) -> dict[tuple[int, int], ExamValue]:
    """The marks of the test of a class, by (enrolment, attempt)."""
    query = select(
        TrainingTest.enrolment_id,
        TrainingTest.attempt,
        TrainingTest.value_milli,
        TrainingTest.tested_on,
    ).where(TrainingTest.class_id == class_id)
    return {(row[0], row[1]): ExamValue(row[2], row[3]) for row in work.session.execute(query)}


def make_up_sessions(work: UnitOfWork, enrolment_id: int, session_id: int) -> list[MakeUpRow]:
    """Past sessions of other classes of the same course at which he had no class of his own.

    Those of classes in which he sits himself count there and are not offered.
    """
    require_look_somewhere(work)
    ours = work.session.get(Enrolment, enrolment_id)
    if ours is None:
        raise UserError("这个人不在名单里了。请刷新后再选")
    row = class_row(work, ours.class_id)
    person = select(the_kept()).where(Person.id == ours.person_id)
    person_id = work.session.scalar(person) or ours.person_id
    his = (
        select(Enrolment.class_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(the_kept() == person_id, Enrolment.state != EnrolmentState.CANCELLED)
    )
    query = (
        select(TrainingSession, TrainingClass.number, TrainingClass.title)
        .join(TrainingClass, TrainingClass.id == TrainingSession.class_id)
        .where(
            TrainingClass.course_id == row.course_id,
            TrainingClass.state.in_((ClassState.RUNNING, ClassState.ENDED, *SETTLED)),
            TrainingSession.day <= work.today,
            TrainingSession.class_id.not_in(his),
        )
        .order_by(TrainingSession.day.desc(), TrainingSession.begins)
    )
    used = set(
        work.session.scalars(
            select(Attendance.makeup_session_id).where(
                Attendance.enrolment_id == enrolment_id, Attendance.session_id != session_id
            )
        )
    )
    busy = busy_stretches(work, person_id, but=session_id)
    return [
        MakeUpRow(session_row(one), number, title)
        for one, number, title in work.session.execute(query).tuples()
        if one.id not in used and not clashes([Stretch(one.day, one.begins, one.ends)], busy)
    ]


_ORDER = {EnrolmentState.WAITING: 1, EnrolmentState.CANCELLED: 2}
_NOWHERE = 1 << 61


def _members(work: UnitOfWork, row: ClassRow, *, cancelled: bool = False) -> list[MemberRow]:
    query = (
        select(Enrolment, the_kept())
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.class_id == row.id)
    )
    if not cancelled:
        query = query.where(Enrolment.state != EnrolmentState.CANCELLED)
    found = work.session.execute(query).tuples().all()
    people = _people(work, row.id)
    posts = posted_of(work, {person_id for _, person_id in found}, min(row.last_day, work.day))
    turns = sorted(one.waiting_place for one, _ in found if one.waiting_place is not None)
    rows = []
    for one, person_id in found:
        person, post = people[person_id], posts.get(person_id)
        turn = None if one.waiting_place is None else turns.index(one.waiting_place) + 1
        member = MemberRow(
            one.id,
            person_id,
            person.number,
            person.name,
            post.street if post else "",
            post.place if post else "",
            post.role if post else "",
            one.source,
            one.state,
            one.state_reason,
            turn,
            person.id_masked,
            person.phone_masked,
            one.version,
        )
        street = post.street_order if post else _NOWHERE
        key = (_ORDER.get(one.state, 0), turn or 0, street, person.stroke_key, one.id)
        rows.append((key, member))
    return [member for _, member in sorted(rows, key=lambda each: each[0])]


def _people(work: UnitOfWork, class_id: int) -> dict[int, Person]:
    """By id, the kept people of a class."""
    ours = (
        select(the_kept())
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.class_id == class_id)
    )
    rows = work.session.scalars(select(Person).where(Person.id.in_(ours)))
    return {one.id: one for one in rows}


def _with_credits(work: UnitOfWork, found: Sheet) -> Sheet:
    times = [SessionTime(one.id, one.begins, one.ends) for one in found.sessions]
    elsewhere = {one.makeup_session_id for one in found.cells.values()} - {None}
    query = select(TrainingSession.id, TrainingSession.ends - TrainingSession.begins).where(
        TrainingSession.id.in_(elsewhere)
    )
    made_up: dict[int | None, int] = dict(work.session.execute(query).tuples().all())
    by_member: dict[int, dict[int, Attended]] = {}
    for (session_id, enrolment_id), cell in found.cells.items():
        by_member.setdefault(enrolment_id, {})[session_id] = Attended(
            cell.presence, cell.came, cell.departed, made_up.get(cell.makeup_session_id, 0)
        )
    marks: dict[int, dict[int, ExamValue]] = {}
    for (enrolment_id, attempt), value in found.tests.items():
        marks.setdefault(enrolment_id, {})[attempt] = value
    course = work.session.get_one(TrainingCourse, found.row.course_id)
    counted = {
        one.enrolment_id: credit(
            times,
            by_member.get(one.enrolment_id, {}),
            found.rules,
            tested=course.tested,
            exam_milli=best_mark(marks.get(one.enrolment_id, {})),
            at_most=course.minutes,
        )
        for one in found.members
    }
    return replace(found, credits=counted)
