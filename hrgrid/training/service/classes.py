"""Classes: opened, changed, taken along their arrows, cancelled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.words import ClassMode


@dataclass(frozen=True)
class ClassForm:
    """What is typed about a class; without a number the next of the year (2026-P001).

    External, joint and closed training is confirmed only with `document_no`.
    """

    course_id: int
    title: str
    area_id: int
    first_day: dt.date
    last_day: dt.date
    capacity: int
    mode: ClassMode = ClassMode.OWN
    number: str = ""
    trainer: str = ""
    organiser: str = ""
    document_no: str = ""
    scan_sha256: str | None = None
    competition_id: int | None = None


@dataclass(frozen=True)
class ClassChange:
    """A class as it shall read (course and area stay), for a change and for its undo."""

    class_id: int
    version: int
    number: str
    title: str
    first_day: dt.date
    last_day: dt.date
    capacity: int
    mode: ClassMode
    trainer: str = ""
    organiser: str = ""
    document_no: str = ""
    scan_sha256: str | None = None
    competition_id: int | None = None


def open_class(work: UnitOfWork, form: ClassForm) -> int:
    """A class in planning; returns its id."""
    raise NotImplementedError


def change_class(work: UnitOfWork, change: ClassChange) -> ClassChange:
    """Change a class before its results are confirmed; more places let the waiting move up."""
    raise NotImplementedError


def open_enrolment(work: UnitOfWork, class_id: int) -> None:
    """筹备中 → 报名中; needs a session. Undo: `back_to_planning`."""
    raise NotImplementedError


def back_to_planning(work: UnitOfWork, class_id: int) -> None:
    """报名中 → 筹备中."""
    raise NotImplementedError


def start_class(work: UnitOfWork, class_id: int) -> None:
    """报名中 → 上课中; needs somebody with a place."""
    raise NotImplementedError


def end_class(work: UnitOfWork, class_id: int) -> None:
    """上课中 → 已结课, once the last session is over. Undo: `resume_class`."""
    raise NotImplementedError


def resume_class(work: UnitOfWork, class_id: int) -> None:
    """已结课 → 上课中, with a reason."""
    raise NotImplementedError


def cancel_class(work: UnitOfWork, class_id: int) -> int:
    """Give a class up with the reason; everybody's place goes. How many had one."""
    raise NotImplementedError


def archive_class(work: UnitOfWork, class_id: int) -> None:
    """结果已定 → 已归档: it is not reopened any more."""
    raise NotImplementedError
