"""Courses: added, changed, stopped and taken up again.

They belong to the office as a whole: whoever runs training anywhere may keep them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import delete, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import CourseRole, TrainingClass, TrainingCourse
from hrgrid.training.rules.words import SETTLED, CourseKind
from hrgrid.training.service.steps import require_version
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.service.roles import ship_roles

MOST_MINUTES = 100_000
MOST_MONTHS = 600


@dataclass(frozen=True)
class CourseForm:
    """What is typed about a course; `roles` are codes of roles in which everybody must have it.

    `minutes` count at most (an hour of class is 45), `together` says whether they count as 集中.
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
    work.require_somewhere(Right.RUN_TRAINING)
    form = _checked(work, form)
    added = TrainingCourse(
        code=form.code,
        title=form.title,
        kind=form.kind,
        minutes=form.minutes,
        validity_months=form.validity_months,
        tested=form.tested,
        together=form.together,
        active=True,
        note=form.note,
    )
    work.session.add(added)
    work.session.flush()
    _set_roles(work, added.id, form.roles)
    work.record("add_course", _named(added), after=_told(work, form))
    return added.id


def change_course(work: UnitOfWork, change: CourseChange) -> CourseChange:
    """Change a course, with a reason once a class of it was confirmed; gives what takes it back.

    What was confirmed keeps the hours and the validity that it was given.
    """
    found = _course(work, change.course_id)
    require_version(found, change.version, _named(found))
    form = _checked(work, change.form)
    settled = select(TrainingClass.id).where(
        TrainingClass.course_id == found.id, TrainingClass.state.in_(SETTLED)
    )
    if work.session.scalar(settled.limit(1)) is not None:
        work.require_reason()
    before = _form(work, found)
    found.code, found.title, found.kind = form.code, form.title, form.kind
    found.minutes, found.validity_months = form.minutes, form.validity_months
    found.tested, found.together, found.note = form.tested, form.together, form.note
    work.session.flush()
    _set_roles(work, found.id, form.roles)
    work.record("change_course", _named(found), before=_told(work, before), after=_told(work, form))
    return CourseChange(found.id, found.version, before)


def stop_course(work: UnitOfWork, course_id: int) -> None:
    """No further classes of it are opened, nobody must have it; `resume_course` takes it back."""
    found = _course(work, course_id)
    if not found.active:
        raise UserError(f"{_named(found)}已经停用。请刷新后查看")
    found.active = False
    work.session.flush()
    work.record("stop_course", _named(found))


def resume_course(work: UnitOfWork, course_id: int) -> None:
    """Classes of it may be opened again."""
    found = _course(work, course_id)
    if found.active:
        raise UserError(f"{_named(found)}正在用，不用恢复。请刷新后查看")
    found.active = True
    work.session.flush()
    work.record("resume_course", _named(found))


def _course(work: UnitOfWork, course_id: int) -> TrainingCourse:
    work.require_somewhere(Right.RUN_TRAINING)
    found = work.session.get(TrainingCourse, course_id, with_for_update=True)
    if found is None:
        raise UserError(f"没有第 {course_id} 号课程。请刷新列表后再选")
    return found


def _checked(work: UnitOfWork, form: CourseForm) -> CourseForm:
    form = replace(
        form,
        code=form.code.strip(),
        title=form.title.strip(),
        note=form.note.strip(),
        roles=tuple(dict.fromkeys(form.roles)),
    )
    if not (form.code and form.title):
        raise UserError("课程的代码和名称不能空着。请填上再存")
    if not 0 < form.minutes <= MOST_MINUTES:
        raise UserError(f"课程“{form.title}”的学时要大于 0。请核对")
    if form.validity_months is not None and not 0 < form.validity_months <= MOST_MONTHS:
        raise UserError(
            f"课程“{form.title}”的有效期要在 1 到 {MOST_MONTHS} 个月之间，长期有效请留空"
        )
    if form.roles:
        ship_roles(work)
        known = {row.code for row in roles(work)}
        unknown = [code for code in form.roles if code not in known]
        if unknown:
            raise UserError(f"岗位字典里没有“{unknown[0]}”。请先在岗位字典里增加")
    return form


def _set_roles(work: UnitOfWork, course_id: int, wanted: Iterable[str]) -> None:
    work.session.execute(delete(CourseRole).where(CourseRole.course_id == course_id))
    work.session.add_all(CourseRole(course_id=course_id, role=code) for code in wanted)
    work.session.flush()


def _form(work: UnitOfWork, found: TrainingCourse) -> CourseForm:
    held = select(CourseRole.role).where(CourseRole.course_id == found.id)
    return CourseForm(
        found.code,
        found.title,
        found.kind,
        found.minutes,
        found.validity_months,
        found.tested,
        found.together,
        tuple(work.session.scalars(held.order_by(CourseRole.role))),
        found.note,
    )


def _named(found: TrainingCourse) -> str:
    return f"课程“{found.code} {found.title}”"


def _told(work: UnitOfWork, form: CourseForm) -> dict[str, object]:
    labels = {row.code: row.label for row in roles(work)}
    return {
        "number": form.code,
        "title": form.title,
        "course_kind": form.kind.value,
        "minutes": form.minutes,
        "validity": form.validity_months,
        "tested": form.tested,
        "together": form.together,
        "duty_roles": [labels.get(code, code) for code in form.roles],
        "note": form.note,
    }
