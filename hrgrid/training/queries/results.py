"""Results of a class as confirmed, by version."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Enrolment, TrainingResult
from hrgrid.training.queries.classes import class_row
from hrgrid.training.queries.sheets import members


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
    """A version of the results (the last one), in the order of the members; [] before the first."""
    wanted = version or class_row(work, class_id).result_version
    query = (
        select(TrainingResult)
        .join(Enrolment, Enrolment.id == TrainingResult.enrolment_id)
        .where(Enrolment.class_id == class_id, TrainingResult.result_version == wanted)
    )
    found = {one.enrolment_id: one for one in work.session.scalars(query)}
    return [
        ResultRow(
            who.enrolment_id,
            who.person_id,
            who.number,
            who.name,
            who.street,
            one.attended,
            one.whole,
            one.credited,
            one.exam_milli,
            one.passed,
            one.valid_to,
            one.why,
            one.rule_sha256,
            one.confirmed_at,
            one.confirmed_by,
        )
        for who in members(work, class_id, cancelled=True)
        if (one := found.get(who.enrolment_id)) is not None
    ]
