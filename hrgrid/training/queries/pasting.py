"""A pasted list of who was there, or of marks: read against the members of a class."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.sheets import MemberRow
from hrgrid.training.rules.presence import CellValue


@dataclass(frozen=True)
class PastedRow:
    """One line: whom it means and what it says of him."""

    line: int
    member: MemberRow
    value: CellValue


@dataclass(frozen=True)
class PastedMark:
    """One line: whom it means and his mark in thousandths, None for absent."""

    line: int
    member: MemberRow
    value_milli: int | None


@dataclass(frozen=True)
class PasteProblem:
    """A line that cannot be taken, and the sentence that says why."""

    line: int
    text: str
    sentence: str


@dataclass(frozen=True)
class Pasted:
    """What a pasted list says of a session; `absent` are members whom it does not name."""

    rows: tuple[PastedRow, ...]
    problems: tuple[PasteProblem, ...]
    absent: tuple[MemberRow, ...] = ()


@dataclass(frozen=True)
class PastedMarks:
    """What a pasted list says of a test."""

    rows: tuple[PastedMark, ...]
    problems: tuple[PasteProblem, ...]


def read_pasted(work: UnitOfWork, class_id: int, session_id: int, text: str) -> Pasted:
    """Lines of name, staff number (工号) or ID number, with a word behind; none is 到."""
    raise NotImplementedError


def read_pasted_marks(work: UnitOfWork, class_id: int, text: str) -> PastedMarks:
    """Lines of name, staff number or ID number with a mark or 缺考 behind."""
    raise NotImplementedError
