"""Courses, and the rule of hours in its versions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.hours import HourRules
from hrgrid.training.rules.words import CourseKind


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
    """One version of the rule of hours; `number` 0 and no hash for the shipped numbers."""

    number: int
    rules: HourRules
    valid_from: dt.date
    sha256: str
    document_no: str
    reason: str
    made_by: str
    locked_for: str


def courses(work: UnitOfWork, *, active: bool | None = None) -> list[CourseRow]:
    """Courses by kind and code; three statements."""
    raise NotImplementedError


def course_row(work: UnitOfWork, course_id: int) -> CourseRow:
    """One course; UserError where there is none."""
    raise NotImplementedError


def hours_in_force(work: UnitOfWork, on: dt.date) -> HoursRow:
    """The rule of a day; the shipped numbers before the first version."""
    raise NotImplementedError


def hour_versions(work: UnitOfWork) -> list[HoursRow]:
    """Every version, the newest first; empty while the shipped numbers hold."""
    raise NotImplementedError
