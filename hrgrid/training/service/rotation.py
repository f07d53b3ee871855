"""The next classes of a year, planned from the due list in one deed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.rotation import RotationWish, due_people
from hrgrid.training.rules.rotation import DuePerson, plan_classes
from hrgrid.training.rules.words import ClassState, Source
from hrgrid.training.service.classes import ClassForm, give_up, open_class
from hrgrid.training.service.enrolling import enrol
from hrgrid.training.service.sessions import SessionForm, add_sessions
from hrgrid.training.service.steps import class_of


@dataclass(frozen=True)
class PlanForm:
    """Classes of a course from who is open; `sessions` are those of the first class.

    Each next class begins `days_apart` days later, with the same sessions moved by as much.
    `title` may hold {n}, the number of the class.
    """

    wish: RotationWish
    course_id: int
    area_id: int
    capacity: int
    first_day: dt.date
    last_day: dt.date
    title: str = ""
    smallest: int = 1
    days_apart: int = 7
    trainer: str = ""
    sessions: tuple[SessionForm, ...] = ()
    at_most: int | None = None


@dataclass(frozen=True)
class Planned:
    """The classes that came of it, in order; `left_over` stay open."""

    class_ids: tuple[int, ...]
    members: int
    left_over: int


def preview_plan(work: UnitOfWork, form: PlanForm) -> list[list[DuePerson]]:
    """The members of each class as `plan_from_due` would take them; reads only."""
    return _split(due_people(work, form.wish), form)


def _split(people: Sequence[DuePerson], form: PlanForm) -> list[list[DuePerson]]:
    return plan_classes(people, form.capacity, smallest=form.smallest)[: form.at_most]


def plan_from_due(work: UnitOfWork, form: PlanForm) -> Planned:
    """Draft classes with their members and sessions, all or none; streets stay together.

    Who is busy at the time of his class stays open. Raises UserError where nobody is open.
    """
    waiting = due_people(work, form.wish)
    planned = _split(waiting, form)
    if not planned:
        raise UserError(
            f"{form.wish.year} 年没有应训未训的人可以编班。请核对区域、岗位和每班最少人数"
        )
    work.progress.begin("编班", len(planned))
    class_ids, members = [], 0
    for at, people in enumerate(planned):
        moved = dt.timedelta(days=at * form.days_apart)
        class_id = open_class(
            work,
            ClassForm(
                form.course_id,
                _title(form, at + 1),
                form.area_id,
                form.first_day + moved,
                form.last_day + moved,
                form.capacity,
                trainer=form.trainer,
            ),
        )
        if form.sessions:
            moved_on = [replace(one, day=one.day + moved) for one in form.sessions]
            add_sessions(work, class_id, moved_on)
        ids = [one.person_id for one in people]
        # A single one would be told by an error; here everybody else goes on.
        members += len(_enrol(work, class_id, ids))
        class_ids.append(class_id)
        work.progress.step()
    work.record(
        "plan_rotation",
        f"{form.wish.year} 年轮训",
        after={"classes": len(class_ids), "count": members},
    )
    return Planned(tuple(class_ids), members, len(waiting) - members)


def _enrol(work: UnitOfWork, class_id: int, ids: Sequence[int]) -> tuple[int, ...]:
    try:
        return enrol(work, class_id, ids, Source.DUE).placed
    except UserError:
        if len(ids) > 1:
            raise
        return ()


def _title(form: PlanForm, number: int) -> str:
    title = form.title.strip() or f"{form.wish.year} 年轮训第 {{n}} 期"
    return title.replace("{n}", str(number))


def undo_plan(work: UnitOfWork, class_ids: Sequence[int]) -> int:
    """Cancel planned classes again while all are still in planning; how many."""
    found = [class_of(work, class_id, ClassState.PLANNED) for class_id in sorted(class_ids)]
    for one in found:
        give_up(work, one, work.reason.strip()[:200] or "撤销编班")
    return len(found)
