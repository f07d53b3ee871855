"""Courses, and the rule of hours in its versions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.storage.rulebook import RuleSetRow, rules_in_force, versions_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import CourseRole, TrainingClass, TrainingCourse
from hrgrid.training.queries.scope import require_look_somewhere
from hrgrid.training.rules.hours import TOPIC, HourRules
from hrgrid.training.rules.words import ClassState, CourseKind
from hrgrid.workforce.queries.roles import roles

DAWN = dt.date(1949, 10, 1)
"""Before anything that the office records: a rule that nobody dated was always there."""


@dataclass(frozen=True)
class CourseRow:
    """One course; `roles` are code and label, `classes` those that were not cancelled."""

    id: int
    code: str
    title: str
    kind: CourseKind
    minutes: int
    validity_months: int | None
    tested: bool
    together: bool
    active: bool
    note: str
    roles: tuple[tuple[str, str], ...]
    classes: int
    version: int


@dataclass(frozen=True)
class HoursRow:
    """One version of the rule of hours; `number` 0 for the shipped numbers before the first."""

    number: int
    rules: HourRules
    valid_from: dt.date
    sha256: str
    document_no: str
    reason: str
    made_by: str
    locked_for: str


def courses(work: UnitOfWork, *, active: bool | None = None) -> list[CourseRow]:
    """Courses by kind and code; four statements."""
    require_look_somewhere(work)
    query = select(TrainingCourse)
    if active is not None:
        query = query.where(TrainingCourse.active.is_(active))
    found = work.session.scalars(query).all()
    labels = {row.code: row.label for row in roles(work)}
    order = list(labels)
    held: dict[int, list[str]] = {}
    for course_id, role in work.session.execute(select(CourseRole.course_id, CourseRole.role)):
        held.setdefault(course_id, []).append(role)
    query_classes = (
        select(TrainingClass.course_id, func.count())
        .where(TrainingClass.state != ClassState.CANCELLED)
        .group_by(TrainingClass.course_id)
    )
    counts = dict(work.session.execute(query_classes).tuples().all())
    kinds = list(CourseKind)
    return [
        CourseRow(
            one.id,
            one.code,
            one.title,
            one.kind,
            one.minutes,
            one.validity_months,
            one.tested,
            one.together,
            one.active,
            one.note,
            tuple((code, labels[code]) for code in sorted(held.get(one.id, ()), key=order.index)),
            counts.get(one.id, 0),
            one.version,
        )
        for one in sorted(found, key=lambda one: (kinds.index(one.kind), one.code))
    ]


def course_row(work: UnitOfWork, course_id: int) -> CourseRow:
    """One course; UserError where there is none."""
    for row in courses(work):
        if row.id == course_id:
            return row
    raise UserError(f"没有第 {course_id} 号课程。请刷新列表后再选")


def hours_in_force(work: UnitOfWork, on: dt.date) -> HoursRow:
    """The rule of a day; the shipped numbers before the first version."""
    found = rules_in_force(work, TOPIC, on)
    if found is not None:
        return _row(found)
    shipped = HourRules()
    return HoursRow(0, shipped, DAWN, canonical_hash(shipped.parameters()), "", "", "", "")


def hour_versions(work: UnitOfWork) -> list[HoursRow]:
    """Every version, the newest first; empty while the shipped numbers hold."""
    return [_row(found) for found in versions_of(work, TOPIC)]


def _row(found: RuleSetRow) -> HoursRow:
    return HoursRow(
        found.number,
        HourRules.read(found.parameters),
        found.valid_from,
        found.sha256,
        found.document_no,
        found.reason,
        found.made_by,
        found.locked_for,
    )
