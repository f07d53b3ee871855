"""Members of a class, its attendance sheet and its sheet of tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.classes import ClassRow, SessionRow
from hrgrid.training.rules.exams import ExamValue
from hrgrid.training.rules.hours import Credit, HourRules
from hrgrid.training.rules.presence import CellValue
from hrgrid.training.rules.words import EnrolmentState, Source


@dataclass(frozen=True)
class MemberRow:
    """Somebody in a class, with the post that counts most on the class's first day."""

    enrolment_id: int
    person_id: int
    number: str
    name: str
    street: str
    place: str
    role: str
    source: Source
    state: EnrolmentState
    state_reason: str
    waiting_place: int | None
    id_masked: str
    phone_masked: str
    version: int


@dataclass(frozen=True)
class Sheet:
    """Sessions × members with a place; `cells` and `tests` hold only what the sheet says.

    `credits` by enrolment id: derived now by the rule in force on the class's last day.
    """

    row: ClassRow
    rules: HourRules
    sessions: tuple[SessionRow, ...]
    members: tuple[MemberRow, ...]
    cells: Mapping[tuple[int, int], CellValue]
    tests: Mapping[tuple[int, int], ExamValue]
    credits: Mapping[int, Credit]


@dataclass(frozen=True)
class MakeUpRow:
    """A session of another class in which a missed one may be made up."""

    session: SessionRow
    class_number: str
    class_title: str


def members(work: UnitOfWork, class_id: int, *, cancelled: bool = False) -> list[MemberRow]:
    """Those with a place in the order of streets and names, then who waits by turn."""
    raise NotImplementedError


def sheet(work: UnitOfWork, class_id: int) -> Sheet:
    """The whole sheet of a class, in a number of statements that does not depend on its size."""
    raise NotImplementedError


def make_up_sessions(work: UnitOfWork, enrolment_id: int, session_id: int) -> list[MakeUpRow]:
    """Past sessions of other classes of the same course at which somebody had no other class."""
    raise NotImplementedError
