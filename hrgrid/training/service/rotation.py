"""The next classes of a year, planned from the due list in one deed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.rotation import RotationWish
from hrgrid.training.service.sessions import SessionForm


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

    class_ids: tuple[int, ...] = field(default=())
    members: int = 0
    left_over: int = 0


def plan_from_due(work: UnitOfWork, form: PlanForm) -> Planned:
    """Draft classes with their members and sessions, all or none; streets stay together."""
    raise NotImplementedError


def undo_plan(work: UnitOfWork, class_ids: Sequence[int]) -> int:
    """Cancel planned classes again while all are still in planning; how many."""
    raise NotImplementedError
