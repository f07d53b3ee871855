"""Batches whose time of keeping is over: what is known of those who were not hired must go."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from hrgrid.hiring.model import Candidate, HiringBatch, HiringReserve
from hrgrid.hiring.queries.scope import require_look_somewhere, within
from hrgrid.hiring.rules.words import CandidateState, ReserveState
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class DueRow:
    """One batch with data to erase; `candidates` are those that go, `until` was the last day."""

    batch_id: int
    number: str
    title: str
    until: dt.date
    candidates: int


def may_go(on: dt.date) -> ColumnElement[bool]:
    """Candidates whose data may go on a day: not hired, and neither to be called from a reserve
    nor on the way from there to the hire.
    """
    waiting = and_(HiringReserve.state == ReserveState.WAITING, HiringReserve.valid_to >= on)
    waits = select(HiringReserve.id).where(
        HiringReserve.candidate_id == Candidate.id,
        or_(waiting, HiringReserve.state == ReserveState.CALLED),
    )
    return and_(Candidate.state != CandidateState.HIRED, ~waits.exists())


def due_for_purge(work: UnitOfWork, on: dt.date | None = None) -> list[DueRow]:
    """The batches whose last day of keeping lies before a day (today), the oldest first."""
    require_look_somewhere(work)
    day = on or work.today
    query = (
        select(
            HiringBatch.id,
            HiringBatch.number,
            HiringBatch.title,
            HiringBatch.retain_until,
            func.count(),
        )
        .join(Candidate, Candidate.batch_id == HiringBatch.id)
        .where(HiringBatch.retain_until < day, Candidate.purged_on.is_(None), may_go(day))
        .where(within(work, HiringBatch.area_path))
        .group_by(HiringBatch.id, HiringBatch.number, HiringBatch.title, HiringBatch.retain_until)
        .order_by(HiringBatch.retain_until, HiringBatch.id)
    )
    return [DueRow(*row) for row in work.session.execute(query)]
