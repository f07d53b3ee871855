"""Batches with their counts, as a list shows them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import (
    Candidate,
    HiringAllotment,
    HiringBatch,
    HiringPlan,
    HiringPosition,
    HiringSeat,
)
from hrgrid.hiring.queries.scope import require_look, require_look_somewhere, within
from hrgrid.hiring.rules.words import (
    ENDED,
    AllotmentState,
    BatchKind,
    BatchState,
    CandidateState,
)
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand
from hrgrid.workforce.queries.areas import holds_on


@dataclass(frozen=True)
class BatchRow:
    """One batch; `seats` are the grids on offer (of an ended one, that were), `candidates` all."""

    id: int
    number: str
    title: str
    kind: BatchKind
    state: BatchState
    area: str
    area_path: str
    plan_id: int | None
    plan: str
    rule_number: int
    announced_on: dt.date | None
    apply_from: dt.date | None
    apply_to: dt.date | None
    written: bool | None
    exam_on: dt.date | None
    interview_on: dt.date | None
    positions: int
    seats: int
    candidates: int
    waiting: int
    qualified: int
    hired: int
    document_no: str
    decided_on: dt.date | None
    cancel_reason: str
    retain_until: dt.date | None
    note: str
    version: int


def batches(work: UnitOfWork, *, running: bool | None = None, under: str = "") -> list[BatchRow]:
    """The batches that the actor may look at, the newest first; counted in four statements."""
    require_look_somewhere(work)
    query = (
        _named(work)
        .where(within(work, HiringBatch.area_path))
        .where(HiringBatch.area_path.startswith(under, autoescape=True))
        .order_by(HiringBatch.id.desc())
    )
    if running is not None:
        ended = HiringBatch.state.in_(ENDED)
        query = query.where(~ended if running else ended)
    return _rows(work, query)


def batch_row(work: UnitOfWork, batch_id: int) -> BatchRow:
    """One batch; UserError where there is none, Refused for whom it is not given."""
    require_look_somewhere(work)
    found = work.session.get(HiringBatch, batch_id)
    if found is None:
        raise UserError(f"没有第 {batch_id} 号招录批次。请刷新列表后再选")
    require_look(work, found.area_path)
    return _rows(work, _named(work).where(HiringBatch.id == batch_id))[0]


def _named(work: UnitOfWork) -> Any:
    """Batches with what their plan and area are called."""
    stand = and_(AreaStand.path == HiringBatch.area_path, holds_on(AreaStand, work.day))
    return (
        select(HiringBatch, HiringPlan.title, AreaStand.name)
        .outerjoin(HiringPlan, HiringPlan.id == HiringBatch.plan_id)
        .outerjoin(AreaStand, stand)
    )


def _rows(work: UnitOfWork, query: Any) -> list[BatchRow]:
    found = work.session.execute(query).all()
    ids = [batch.id for batch, _, _ in found]
    ours = HiringPosition.batch_id.in_(ids)
    query = select(HiringPosition.batch_id, func.count()).where(ours)
    counted = work.session.execute(query.group_by(HiringPosition.batch_id))
    positions = dict(counted.tuples().all())
    seats = _seats(work, ids)
    states = _states(work, ids)
    rows = []
    for batch, plan, area in found:
        mine = states.get(batch.id, Counter())
        on_offer, were, hired = seats.get(batch.id, (0, 0, 0))
        rows.append(
            BatchRow(
                batch.id,
                batch.number,
                batch.title,
                batch.kind,
                batch.state,
                area or batch.area_path,
                batch.area_path,
                batch.plan_id,
                plan or "",
                batch.rule_number,
                batch.announced_on,
                batch.apply_from,
                batch.apply_to,
                batch.written,
                batch.exam_on,
                batch.interview_on,
                positions.get(batch.id, 0),
                were if batch.state in ENDED else on_offer,
                sum(mine.values()),
                mine[CandidateState.SUBMITTED],
                mine[CandidateState.QUALIFIED],
                hired,
                batch.document_no,
                batch.decided_on,
                batch.cancel_reason,
                batch.retain_until,
                batch.note,
                batch.version,
            )
        )
    return rows


def _seats(work: UnitOfWork, ids: list[int]) -> dict[int, tuple[int, int, int]]:
    """By batch: grids on offer, all that ever were, people hired."""
    query = (
        select(HiringSeat.batch_id, HiringSeat.open, HiringAllotment.id.is_not(None), func.count())
        .outerjoin(
            HiringAllotment,
            and_(
                HiringAllotment.seat_id == HiringSeat.id,
                HiringAllotment.state == AllotmentState.HIRED,
            ),
        )
        .where(HiringSeat.batch_id.in_(ids))
        .group_by(HiringSeat.batch_id, HiringSeat.open, HiringAllotment.id.is_not(None))
    )
    found: dict[int, tuple[int, int, int]] = {}
    for batch_id, is_open, hired, count in work.session.execute(query):
        on_offer, were, taken = found.get(batch_id, (0, 0, 0))
        found[batch_id] = (
            on_offer + (count if is_open else 0),
            were + count,
            taken + (count if hired else 0),
        )
    return found


def _states(work: UnitOfWork, ids: list[int]) -> dict[int, Counter[CandidateState]]:
    query = (
        select(Candidate.batch_id, Candidate.state, func.count())
        .where(Candidate.batch_id.in_(ids))
        .group_by(Candidate.batch_id, Candidate.state)
    )
    found: dict[int, Counter[CandidateState]] = {}
    for batch_id, state, count in work.session.execute(query):
        found.setdefault(batch_id, Counter())[state] += count
    return found
