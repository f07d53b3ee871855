"""Classes with their counts, as a list shows them, and one class with all about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Attendance,
    Competition,
    Enrolment,
    TrainingClass,
    TrainingCourse,
    TrainingSession,
)
from hrgrid.training.queries.scope import require_look, require_look_somewhere, within
from hrgrid.training.rules.words import (
    HOLDS_PLACE,
    ClassMode,
    ClassState,
    CourseKind,
    EnrolmentState,
)
from hrgrid.workforce.model import AreaStand
from hrgrid.workforce.queries.areas import holds_on


@dataclass(frozen=True)
class ClassFilter:
    """Which classes; empty fields do not narrow. `under` is a path, `year` that of the days."""

    year: int | None = None
    states: tuple[ClassState, ...] = ()
    kinds: tuple[CourseKind, ...] = ()
    course_id: int | None = None
    competition_id: int | None = None
    under: str = ""
    text: str = ""


@dataclass(frozen=True)
class ClassRow:
    """One class; `held` have a place, `waiting` none; `minutes` are those of its sessions."""

    id: int
    number: str
    title: str
    course_id: int
    course: str
    kind: CourseKind
    mode: ClassMode
    state: ClassState
    area: str
    area_path: str
    first_day: dt.date
    last_day: dt.date
    capacity: int
    held: int
    waiting: int
    completed: int
    failed: int
    sessions: int
    minutes: int
    tested: bool
    trainer: str
    organiser: str
    document_no: str
    scan_sha256: str | None
    competition_id: int | None
    competition: str
    result_version: int
    cancel_reason: str
    version: int


@dataclass(frozen=True)
class SessionRow:
    """One session; `said` is of how many the sheet says something."""

    id: int
    class_id: int
    day: dt.date
    begins: int
    ends: int
    place: str
    topic: str
    trainer: str
    said: int
    version: int

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.ends - self.begins


def classes(work: UnitOfWork, wanted: ClassFilter | None = None) -> list[ClassRow]:
    """The classes that the actor may look at, the latest first; three statements."""
    require_look_somewhere(work)
    wanted = wanted or ClassFilter()
    query = (
        _named(work)
        .where(within(work, TrainingClass.area_path))
        .where(TrainingClass.area_path.startswith(wanted.under, autoescape=True))
        .order_by(TrainingClass.first_day.desc(), TrainingClass.id.desc())
    )
    if wanted.year is not None:
        query = query.where(
            TrainingClass.first_day < dt.date(wanted.year + 1, 1, 1),
            TrainingClass.last_day >= dt.date(wanted.year, 1, 1),
        )
    if wanted.states:
        query = query.where(TrainingClass.state.in_(wanted.states))
    if wanted.kinds:
        query = query.where(TrainingCourse.kind.in_(wanted.kinds))
    if wanted.course_id is not None:
        query = query.where(TrainingClass.course_id == wanted.course_id)
    if wanted.competition_id is not None:
        query = query.where(TrainingClass.competition_id == wanted.competition_id)
    text = wanted.text.strip()
    if text:
        columns = (TrainingClass.number, TrainingClass.title, TrainingCourse.title)
        query = query.where(or_(*(each.contains(text, autoescape=True) for each in columns)))
    return _rows(work, query)


def class_row(work: UnitOfWork, class_id: int) -> ClassRow:
    """One class; UserError where there is none, Refused for whom it is not given."""
    require_look_somewhere(work)
    found = work.session.get(TrainingClass, class_id)
    if found is None:
        raise UserError(f"没有第 {class_id} 号培训班。请刷新列表后再选")
    require_look(work, found.area_path)
    return _rows(work, _named(work).where(TrainingClass.id == class_id))[0]


def sessions_of(work: UnitOfWork, class_id: int) -> tuple[SessionRow, ...]:
    """The sessions of a class in their order, with how many the sheet says something of."""
    said = (
        select(Attendance.session_id, func.count().label("said"))
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .where(Attendance.class_id == class_id, Enrolment.state != EnrolmentState.CANCELLED)
        .group_by(Attendance.session_id)
        .subquery()
    )
    query = (
        select(TrainingSession, func.coalesce(said.c.said, 0))
        .outerjoin(said, said.c.session_id == TrainingSession.id)
        .where(TrainingSession.class_id == class_id)
        .order_by(TrainingSession.day, TrainingSession.begins)
    )
    return tuple(session_row(one, said) for one, said in work.session.execute(query).tuples())


def session_row(one: TrainingSession, said: int = 0) -> SessionRow:
    """A session as the pages show it."""
    return SessionRow(
        one.id,
        one.class_id,
        one.day,
        one.begins,
        one.ends,
        one.place,
        one.topic,
        one.trainer,
        said,
        one.version,
    )


def _named(work: UnitOfWork) -> Any:
    """Classes with what their course, area and competition are called."""
    stand = and_(AreaStand.path == TrainingClass.area_path, holds_on(AreaStand, work.day))
    return (
        select(TrainingClass, TrainingCourse, AreaStand.name, Competition.title)
        .join(TrainingCourse, TrainingCourse.id == TrainingClass.course_id)
        .outerjoin(AreaStand, stand)
        .outerjoin(Competition, Competition.id == TrainingClass.competition_id)
    )


def _rows(work: UnitOfWork, query: Any) -> list[ClassRow]:
    found = work.session.execute(query).all()
    ids = [each[0].id for each in found]
    heads = _heads(work, ids)
    taught = _taught(work, ids)
    rows = []
    for one, course, area, competition in found:
        mine = heads.get(one.id, {})
        sessions, minutes = taught.get(one.id, (0, 0))
        rows.append(
            ClassRow(
                one.id,
                one.number,
                one.title,
                course.id,
                course.title,
                course.kind,
                one.mode,
                one.state,
                area or one.area_path,
                one.area_path,
                one.first_day,
                one.last_day,
                one.capacity,
                sum(mine.get(state, 0) for state in _SAT),
                mine.get(EnrolmentState.WAITING, 0),
                mine.get(EnrolmentState.COMPLETED, 0),
                mine.get(EnrolmentState.FAILED, 0),
                sessions,
                minutes,
                course.tested,
                one.trainer,
                one.organiser,
                one.document_no,
                one.scan_sha256,
                one.competition_id,
                competition or "",
                one.result_version,
                one.cancel_reason,
                one.version,
            )
        )
    return rows


_SAT = (*HOLDS_PLACE, EnrolmentState.COMPLETED, EnrolmentState.FAILED)


def _heads(work: UnitOfWork, ids: Sequence[int]) -> dict[int, dict[EnrolmentState, int]]:
    query = (
        select(Enrolment.class_id, Enrolment.state, func.count())
        .where(Enrolment.class_id.in_(list(ids)))
        .group_by(Enrolment.class_id, Enrolment.state)
    )
    found: dict[int, dict[EnrolmentState, int]] = {}
    for class_id, state, count in work.session.execute(query):
        found.setdefault(class_id, {})[state] = count
    return found


def _taught(work: UnitOfWork, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """By class, how many sessions and of how many minutes."""
    query = (
        select(
            TrainingSession.class_id,
            func.count(),
            func.sum(TrainingSession.ends - TrainingSession.begins),
        )
        .where(TrainingSession.class_id.in_(list(ids)))
        .group_by(TrainingSession.class_id)
    )
    return {row[0]: (row[1], int(row[2])) for row in work.session.execute(query)}
