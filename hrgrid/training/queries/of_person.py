"""What one person was taught, through merges."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    EarlierTraining,
    Enrolment,
    TrainingClass,
    TrainingCourse,
    TrainingResult,
)
from hrgrid.training.queries.scope import LOOKING
from hrgrid.training.rules.words import (
    SETTLED,
    ClassMode,
    ClassState,
    CourseKind,
    EnrolmentState,
)
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import same_person_ids


@dataclass(frozen=True)
class TrainingRow:
    """One class, or earlier training (`class_id` None); minutes, mark in thousandths.

    `credited` is None while the results are not confirmed.
    """

    class_id: int | None
    earlier_id: int | None
    enrolment_id: int | None
    title: str
    course: str
    kind: CourseKind | None
    mode: ClassMode | None
    class_state: ClassState | None
    state: EnrolmentState | None
    first_day: dt.date | None
    last_day: dt.date
    organiser: str
    document_no: str
    evidence_sha256: str | None
    credited: int | None
    exam_milli: int | None
    passed: bool | None
    valid_to: dt.date | None
    rotation: bool
    why: str
    version: int


@dataclass(frozen=True)
class YearRow:
    """Credited minutes of a year: all and 集中, and whether 轮训 is done."""

    year: int
    credited: int
    together: int
    rotation: bool


@dataclass(frozen=True)
class TrainingOfPerson:
    """Somebody's training, the newest first, and its years."""

    person_id: int
    number: str
    name: str
    years: tuple[YearRow, ...]
    rows: tuple[TrainingRow, ...]


def training_of(work: UnitOfWork, person_id: int) -> TrainingOfPerson:
    """One person's training history, of those merged into him as well; four statements."""
    if not any(work.actor.may_somewhere(right) for right in LOOKING):
        work.require_somewhere(Right.VIEW_WORKFORCE)
    ids = same_person_ids(work, person_id)
    person = work.session.get(Person, ids[0])
    if person is None:
        raise UserError("这个人已不在档案里。请刷新后再选")
    rows: list[TrainingRow] = []
    years: dict[int, list[int]] = {}
    rotated: set[int] = set()
    query = (
        select(Enrolment, TrainingClass, TrainingCourse, TrainingResult)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .join(TrainingCourse, TrainingCourse.id == TrainingClass.course_id)
        .outerjoin(
            TrainingResult,
            and_(
                TrainingResult.enrolment_id == Enrolment.id,
                TrainingResult.result_version == TrainingClass.result_version,
                TrainingClass.state.in_(SETTLED),
            ),
        )
        .where(Enrolment.person_id.in_(ids))
    )
    for own, held, course, result in work.session.execute(query).tuples():
        rows.append(_of_class(own, held, course, result))
        if result is not None and result.passed:
            year = years.setdefault(held.last_day.year, [0, 0])
            year[0] += result.credited
            year[1] += result.credited if course.together else 0
            if course.kind is CourseKind.ROTATION:
                rotated.add(held.last_day.year)
    earlier = select(EarlierTraining).where(EarlierTraining.person_id.in_(ids))
    for one in work.session.scalars(earlier):
        rows.append(_of_earlier(one))
        year = years.setdefault(one.ended_on.year, [0, 0])
        year[0] += one.minutes
        if one.rotation:
            year[1] += one.minutes
            rotated.add(one.ended_on.year)
    rows.sort(key=lambda row: (row.last_day, row.enrolment_id or 0), reverse=True)
    return TrainingOfPerson(
        person.id,
        person.number,
        person.name,
        tuple(
            YearRow(year, whole, together, year in rotated)
            for year, (whole, together) in sorted(years.items(), reverse=True)
        ),
        tuple(rows),
    )


def _of_class(
    own: Enrolment, held: TrainingClass, course: TrainingCourse, result: TrainingResult | None
) -> TrainingRow:
    return TrainingRow(
        held.id,
        None,
        own.id,
        held.title,
        course.title,
        course.kind,
        held.mode,
        held.state,
        own.state,
        held.first_day,
        held.last_day,
        held.organiser,
        held.document_no,
        held.scan_sha256,
        result.credited if result else None,
        result.exam_milli if result else None,
        result.passed if result else None,
        result.valid_to if result else None,
        course.kind is CourseKind.ROTATION,
        result.why if result else own.state_reason,
        own.version,
    )


def _of_earlier(one: EarlierTraining) -> TrainingRow:
    return TrainingRow(
        None,
        one.id,
        None,
        one.title,
        "",
        None,
        None,
        None,
        None,
        None,
        one.ended_on,
        one.organiser,
        one.document_no,
        one.evidence_sha256,
        one.minutes,
        None,
        passed=True,
        valid_to=None,
        rotation=one.rotation,
        why="",
        version=one.version,
    )
