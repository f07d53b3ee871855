"""Classes with their counts, as a list shows them, and one class with all about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.words import ClassMode, ClassState, CourseKind


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


@dataclass(frozen=True)
class StepRow:
    """One arrow that a class went."""

    state: ClassState
    at: dt.datetime
    made_by: str
    reason: str


@dataclass(frozen=True)
class NextStep:
    """The one next step: a code (open_enrolment, start, end, propose, confirm, archive) and its
    button; where it is not enabled, `blockers` of the card say why.
    """

    code: str
    label: str
    enabled: bool


@dataclass(frozen=True)
class BlockerRow:
    """What stands in the way of the next step; `kind` says where to go: session, attendance,
    test, document, member, approval, day.
    """

    kind: str
    sentence: str
    count: int = 1


@dataclass(frozen=True)
class ClassCard:
    """One class with its sessions, its way so far, the next step and what blocks it."""

    row: ClassRow
    sessions: tuple[SessionRow, ...]
    steps: tuple[StepRow, ...]
    next_step: NextStep | None
    blockers: tuple[BlockerRow, ...]


def classes(work: UnitOfWork, wanted: ClassFilter | None = None) -> list[ClassRow]:
    """The classes that the actor may look at, the latest first; counted in three statements."""
    raise NotImplementedError


def class_row(work: UnitOfWork, class_id: int) -> ClassRow:
    """One class; UserError where there is none, Refused for whom it is not given."""
    raise NotImplementedError


def class_card(work: UnitOfWork, class_id: int) -> ClassCard:
    """One class with all about it but its members (queries.sheets)."""
    raise NotImplementedError
