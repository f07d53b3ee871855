"""Courses: added, changed, stopped and taken up again."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.words import CourseKind


@dataclass(frozen=True)
class CourseForm:
    """What is typed about a course; `roles` are codes of roles in which everybody must have it.

    `minutes` are counted (an hour of class is 45), `together` says whether they count as 集中.
    """

    code: str
    title: str
    kind: CourseKind
    minutes: int
    validity_months: int | None = None
    tested: bool = False
    together: bool = True
    roles: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class CourseChange:
    """A course as it shall read, for a change and for its undo."""

    course_id: int
    version: int
    form: CourseForm


def add_course(work: UnitOfWork, form: CourseForm) -> int:
    """A course of the office; returns its id."""
    raise NotImplementedError


def change_course(work: UnitOfWork, change: CourseChange) -> CourseChange:
    """Change a course, with a reason once a class of it was confirmed; gives what takes it back."""
    raise NotImplementedError


def stop_course(work: UnitOfWork, course_id: int) -> None:
    """No further classes of it are opened; `resume_course` takes it back."""
    raise NotImplementedError


def resume_course(work: UnitOfWork, course_id: int) -> None:
    """Classes of it may be opened again."""
    raise NotImplementedError
