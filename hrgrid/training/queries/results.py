"""Results of a class as confirmed, by version."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class ResultRow:
    """What a class counted for one person; minutes, mark in thousandths."""

    enrolment_id: int
    person_id: int
    number: str
    name: str
    street: str
    attended: int
    whole: int
    credited: int
    exam_milli: int | None
    passed: bool
    valid_to: dt.date | None
    why: str
    rule_sha256: str
    confirmed_at: dt.datetime
    confirmed_by: str


def results(work: UnitOfWork, class_id: int, version: int | None = None) -> list[ResultRow]:
    """A version of the results (the last one), streets together; [] before the first."""
    raise NotImplementedError
