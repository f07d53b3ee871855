"""What one person was taught, through merges."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.words import ClassMode, ClassState, CourseKind, EnrolmentState


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
    """One person's training history; reading asks the right to look at the workforce."""
    raise NotImplementedError
