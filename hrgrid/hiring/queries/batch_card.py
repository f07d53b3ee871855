"""One batch with its positions, the grids behind them, and the way that it took."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from hrgrid.hiring.model import (
    Candidate,
    HiringAllotment,
    HiringPosition,
    HiringSeat,
    HiringStep,
)
from hrgrid.hiring.queries.batches import BatchRow, batch_row
from hrgrid.hiring.queries.grid_counts import grid_counts
from hrgrid.hiring.rules.words import AllotmentState, BatchState, CandidateState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand
from hrgrid.workforce.queries.areas import holds_on


@dataclass(frozen=True)
class OfferRow:
    """One grid on offer; `filled` says that it has its worker or promise from elsewhere."""

    area_id: int
    code: str
    name: str
    open: bool
    arithmetic: str
    filled: bool
    candidate: str


@dataclass(frozen=True)
class PositionRow:
    """One position with its grids and how many applied."""

    id: int
    code: str
    title: str
    area_id: int
    area: str
    role: str
    reserve: int
    note: str
    candidates: int
    grids: tuple[OfferRow, ...]
    version: int

    @property
    def places(self) -> int:
        """Grids on offer."""
        return sum(grid.open for grid in self.grids)


@dataclass(frozen=True)
class StepRow:
    """One arrow that a batch went."""

    state: BatchState
    at: dt.datetime
    made_by: str
    reason: str
    document_no: str
    happened_on: dt.date | None
    scan_sha256: str | None


@dataclass(frozen=True)
class BatchCard:
    """A batch with everything that is told above its stages."""

    batch: BatchRow
    positions: tuple[PositionRow, ...]
    states: Mapping[CandidateState, int]
    steps: tuple[StepRow, ...]

    @property
    def filled(self) -> tuple[str, ...]:
        """Grids still on offer that were filled meanwhile: they are to be taken off."""
        return tuple(
            grid.name
            for position in self.positions
            for grid in position.grids
            if grid.open and grid.filled
        )


def batch_card(work: UnitOfWork, batch_id: int) -> BatchCard:
    """One batch with its positions, grids, counts by state, and steps."""
    row = batch_row(work, batch_id)
    applied = select(Candidate.position_id, Candidate.state, func.count()).where(
        Candidate.batch_id == batch_id
    )
    by_position: Counter[int] = Counter()
    states: Counter[CandidateState] = Counter()
    for position_id, state, count in work.session.execute(
        applied.group_by(Candidate.position_id, Candidate.state)
    ):
        by_position[position_id] += count
        states[state] += count
    steps = work.session.scalars(
        select(HiringStep).where(HiringStep.batch_id == batch_id).order_by(HiringStep.seq)
    )
    return BatchCard(
        row,
        tuple(_positions(work, row, by_position)),
        dict(states),
        tuple(
            StepRow(
                step.state,
                step.at,
                step.made_by,
                step.reason,
                step.document_no,
                step.happened_on,
                step.scan_sha256,
            )
            for step in steps
        ),
    )


def _positions(work: UnitOfWork, row: BatchRow, applied: Mapping[int, int]) -> list[PositionRow]:
    counts = {one.area_id: one for one in grid_counts(work, work.day, row.area_path)}
    grids: dict[int, list[OfferRow]] = {}
    for seat, code, name, number, who in work.session.execute(_offers(work, row.id)):
        mine = counts.get(seat.area_id)
        taken = mine is None or mine.count.in_post or (mine.count.proposed and number is None)
        grids.setdefault(seat.position_id, []).append(
            OfferRow(
                seat.area_id,
                code,
                name or code,
                seat.open,
                "不再要求配专职" if mine is None else mine.count.arithmetic,
                filled=bool(taken),
                candidate="" if number is None else f"{number} {who}",
            )
        )
    query = (
        select(HiringPosition, AreaStand.name)
        .outerjoin(
            AreaStand,
            and_(AreaStand.area_id == HiringPosition.area_id, holds_on(AreaStand, work.day)),
        )
        .where(HiringPosition.batch_id == row.id)
        .order_by(HiringPosition.code)
    )
    return [
        PositionRow(
            found.id,
            found.code,
            found.title,
            found.area_id,
            area or "",
            found.role,
            found.reserve,
            found.note,
            applied.get(found.id, 0),
            tuple(grids.get(found.id, ())),
            found.version,
        )
        for found, area in work.session.execute(query)
    ]


def _offers(work: UnitOfWork, batch_id: int) -> Any:
    return (
        select(HiringSeat, Area.code, AreaStand.name, Candidate.number, Candidate.name)
        .join(Area, Area.id == HiringSeat.area_id)
        .outerjoin(AreaStand, and_(AreaStand.area_id == Area.id, holds_on(AreaStand, work.day)))
        .outerjoin(
            HiringAllotment,
            and_(
                HiringAllotment.seat_id == HiringSeat.id,
                HiringAllotment.state != AllotmentState.RELEASED,
            ),
        )
        .outerjoin(Candidate, Candidate.id == HiringAllotment.candidate_id)
        .where(HiringSeat.batch_id == batch_id)
        .order_by(Area.sort, Area.id)
    )
