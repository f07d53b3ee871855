"""How people on file came into their posts: batch, rank, document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select

from hrgrid.core.rights import Right
from hrgrid.hiring.model import (
    Candidate,
    HiringAllotment,
    HiringBatch,
    HiringLine,
    HiringPosition,
    HiringRun,
)
from hrgrid.hiring.rules.words import (
    AllotmentState,
    BatchKind,
    BatchState,
    CandidateState,
    RunStage,
    RunState,
)
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.persons import same_person_ids

_AT_ONCE = 500


@dataclass(frozen=True)
class HiringOfRow:
    """One application of a person; what only those who hire may know is None for others.

    `rank` and `shown_milli` (thousandths) are those of the ranking that counted; `hired_on` and
    `document_no` stand once he was hired by it.
    """

    candidate_id: int
    batch_id: int
    batch: str
    title: str
    kind: BatchKind
    batch_state: BatchState
    position: str
    number: str
    applied_on: dt.date
    state: CandidateState
    hired_on: dt.date | None
    document_no: str
    rank: int | None
    shown_milli: int | None
    may_open: bool


def hirings_of(work: UnitOfWork, person_id: int) -> list[HiringOfRow]:
    """Every application of a person, the newest first.

    Who does not work on a batch sees the hires alone, without rank and total.
    """
    run = and_(
        HiringRun.batch_id == HiringBatch.id,
        HiringRun.stage == RunStage.TOTAL,
        HiringRun.state == RunState.APPLIED,
    )
    line = and_(HiringLine.run_id == HiringRun.id, HiringLine.candidate_id == Candidate.id)
    hired = and_(
        HiringAllotment.candidate_id == Candidate.id,
        HiringAllotment.state == AllotmentState.HIRED,
    )
    query = (
        select(
            Candidate.id,
            Candidate.number,
            Candidate.applied_on,
            Candidate.state,
            HiringBatch,
            HiringPosition.title,
            HiringAllotment.hired_on,
            HiringAllotment.document_no,
            HiringLine.rank,
            HiringLine.shown_milli,
        )
        .join(HiringBatch, HiringBatch.id == Candidate.batch_id)
        .join(HiringPosition, HiringPosition.id == Candidate.position_id)
        .outerjoin(HiringRun, run)
        .outerjoin(HiringLine, line)
        .outerjoin(HiringAllotment, hired)
        .where(Candidate.person_id.in_(same_person_ids(work, person_id)))
        .order_by(Candidate.applied_on.desc(), Candidate.id.desc())
    )
    found = []
    for row in work.session.execute(query):
        batch = row.HiringBatch
        hires = any(
            work.actor.may(right, batch.area_path)
            for right in (Right.RUN_HIRING, Right.DECIDE_HIRING)
        )
        if not hires and row.hired_on is None:
            continue
        found.append(
            HiringOfRow(
                row.id,
                batch.id,
                batch.number,
                batch.title,
                batch.kind,
                batch.state,
                row.title,
                row.number,
                row.applied_on,
                row.state,
                row.hired_on,
                row.document_no or "",
                row.rank if hires else None,
                row.shown_milli if hires else None,
                hires,
            )
        )
    return found


_WORDS = {BatchKind.OPEN: "招录", BatchKind.INTERNAL: "遴选"}


def sources_of(work: UnitOfWork, person_ids: Collection[int]) -> dict[int, str]:
    """来源 by person: 招录 or 遴选, by the newest hire; who came another way is left out."""
    wanted, found = sorted(person_ids), dict[int, str]()
    for begin in range(0, len(wanted), _AT_ONCE):
        found |= _sources(work, Candidate.person_id.in_(wanted[begin : begin + _AT_ONCE]))
    return found


def _sources(work: UnitOfWork, whose: ColumnElement[bool]) -> dict[int, str]:
    query = (
        select(Candidate.person_id, HiringBatch.kind)
        .join(HiringAllotment, HiringAllotment.candidate_id == Candidate.id)
        .join(HiringBatch, HiringBatch.id == Candidate.batch_id)
        .where(whose, HiringAllotment.state == AllotmentState.HIRED)
        .order_by(HiringAllotment.hired_on, HiringAllotment.id)
    )
    return {row.person_id: _WORDS[row.kind] for row in work.session.execute(query)}
