"""Marks of the test of a class: up to three attempts, each a mark or absent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.exams import ExamValue

ExamCell = tuple[int, int]
"""(enrolment_id, attempt)."""


@dataclass(frozen=True)
class KeyedExam:
    """What one key did: what stood before and what stands now."""

    cell: ExamCell
    before: ExamValue | None
    after: ExamValue | None


def key_tests(
    work: UnitOfWork,
    class_id: int,
    cells: Mapping[ExamCell, ExamValue | None],
    *,
    seen: Mapping[ExamCell, ExamValue | None] | None = None,
) -> list[KeyedExam]:
    """Write marks, all or none; None takes one back. A second attempt needs the first."""
    raise NotImplementedError


def paste_tests(
    work: UnitOfWork,
    class_id: int,
    text: str,
    tested_on: dt.date,
    *,
    attempt: int = 1,
    partial: bool = False,
) -> list[KeyedExam]:
    """Key a pasted list of name or number and mark; with problems only if `partial`."""
    raise NotImplementedError
