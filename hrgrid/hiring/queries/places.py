"""The grids of a batch with who is to have them, substitutes called, reserves waiting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from hrgrid.hiring.model import (
    Candidate,
    HiringAllotment,
    HiringBatch,
    HiringPosition,
    HiringReserve,
    HiringSeat,
    HiringSubstitution,
)
from hrgrid.hiring.queries.claims import claims_of, taken_seats
from hrgrid.hiring.queries.inputs import candidate_of_key, publicity_subject
from hrgrid.hiring.queries.scope import require_look
from hrgrid.hiring.rules.words import AllotmentState, CandidateState, ReserveState
from hrgrid.publicity.queries import outcome_by_target
from hrgrid.publicity.rules import Outcome
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import tree_index

_SHOWN = (CandidateState.PUBLICISED, CandidateState.HIRED)


@dataclass(frozen=True)
class PlaceRow:
    """One grid on offer; `taken` says who holds it already, empty where nobody does."""

    seat_id: int
    position_id: int
    position: str
    area_id: int
    code: str
    grid: str
    open: bool
    candidate_id: int | None
    number: str
    name: str
    wished: bool
    state: AllotmentState | None
    taken: str


@dataclass(frozen=True)
class SubstitutionRow:
    """Who fell out and who stepped in; `next_name` is empty where nobody did."""

    position: str
    fallen_number: str
    fallen_name: str
    next_number: str
    next_name: str
    turn: int
    why: str
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True)
class ReserveRow:
    """One reserve in the order of his position; `valid_to` is the last day.

    `stands` is how far he has come once he was called, `outcome` what came of showing him.
    """

    id: int
    batch_id: int
    batch: str
    position_id: int
    position: str
    place: int
    candidate_id: int
    number: str
    name: str
    valid_to: dt.date
    state: ReserveState
    expired: bool
    stands: CandidateState
    outcome: Outcome | None = None


def place_rows(work: UnitOfWork, batch_id: int) -> list[PlaceRow]:
    """Every grid of a batch by position and code, each once.

    Whoever was hired for a grid may have left it to a reserve of the same batch: the later stands
    there.
    """
    batch = _batch(work, batch_id)
    index = tree_index(work, work.today)
    areas = {row.id: row for row in index.by_code.values()}
    taken = {
        seat.area_id: seat.sentence
        for seat in taken_seats(work, claims_of(work, batch), work.today)
    }
    query = (
        select(HiringSeat, HiringPosition, HiringAllotment, Candidate)
        .join(HiringPosition, HiringPosition.id == HiringSeat.position_id)
        .outerjoin(
            HiringAllotment,
            and_(
                HiringAllotment.seat_id == HiringSeat.id,
                HiringAllotment.state != AllotmentState.RELEASED,
            ),
        )
        .outerjoin(Candidate, Candidate.id == HiringAllotment.candidate_id)
        .where(HiringSeat.batch_id == batch_id)
        .order_by(HiringAllotment.id)
    )
    # The two engines sort NULL at different ends, but a seat without anybody comes once.
    latest = {found.HiringSeat.id: found for found in work.session.execute(query)}
    rows = []
    for seat, position, allotment, one in latest.values():
        area = areas.get(seat.area_id)
        rows.append(
            PlaceRow(
                seat.id,
                position.id,
                position.code,
                seat.area_id,
                area.code if area else "",
                index.full_name(seat.area_id) if area else "",
                seat.open,
                one.id if one else None,
                one.number if one else "",
                one.name if one else "",
                one is not None and one.wish_area_id == seat.area_id,
                allotment.state if allotment else None,
                taken.get(seat.area_id, ""),
            )
        )
    return sorted(rows, key=lambda row: (row.position, row.code))


def substitutions(work: UnitOfWork, batch_id: int) -> list[SubstitutionRow]:
    """Who stepped in for whom, in order."""
    _batch(work, batch_id)
    fallen, called = aliased(Candidate), aliased(Candidate)
    query = (
        select(HiringSubstitution, HiringPosition.code, fallen, called)
        .join(HiringPosition, HiringPosition.id == HiringSubstitution.position_id)
        .join(fallen, fallen.id == HiringSubstitution.fallen_id)
        .outerjoin(called, called.id == HiringSubstitution.next_id)
        .where(HiringSubstitution.batch_id == batch_id)
        .order_by(HiringSubstitution.id)
    )
    return [
        SubstitutionRow(
            position,
            gone.number,
            gone.name,
            came.number if came else "",
            came.name if came else "",
            row.turn,
            row.why,
            row.made_at,
            row.made_by,
        )
        for row, position, gone, came in work.session.execute(query)
    ]


def reserves(work: UnitOfWork, batch_id: int | None = None) -> list[ReserveRow]:
    """The reserves of a batch, or of all batches that one may look at, in their order."""
    query = (
        select(HiringReserve, HiringBatch, HiringPosition, Candidate)
        .join(HiringBatch, HiringBatch.id == HiringReserve.batch_id)
        .join(HiringPosition, HiringPosition.id == HiringReserve.position_id)
        .join(Candidate, Candidate.id == HiringReserve.candidate_id)
        .order_by(HiringReserve.batch_id, HiringPosition.code, HiringReserve.place)
    )
    if batch_id is not None:
        _batch(work, batch_id)
        query = query.where(HiringReserve.batch_id == batch_id)
    rows = work.session.execute(query).all()
    shown = _shown(work, {one.batch_id for _, _, _, one in rows if one.state in _SHOWN})
    return [
        ReserveRow(
            row.id,
            batch.id,
            batch.title,
            position.id,
            position.code,
            row.place,
            one.id,
            one.number,
            one.name,
            row.valid_to,
            row.state,
            row.state is ReserveState.WAITING and work.today > row.valid_to,
            one.state,
            shown.get(one.id),
        )
        for row, batch, position, one in rows
        if batch_id is not None or _may_look(work, batch)
    ]


def _shown(work: UnitOfWork, batches: set[int]) -> dict[int, Outcome]:
    """What came of showing somebody, by candidate."""
    found: dict[int, Outcome] = {}
    for batch_id in batches:
        for key, row in outcome_by_target(work, publicity_subject(batch_id)).items():
            found[candidate_of_key(key)] = row.outcome
    return found


def _may_look(work: UnitOfWork, batch: HiringBatch) -> bool:
    from hrgrid.hiring.queries.scope import LOOKING

    return any(work.actor.may(right, batch.area_path) for right in LOOKING)


def _batch(work: UnitOfWork, batch_id: int) -> HiringBatch:
    batch = work.session.get_one(HiringBatch, batch_id)
    require_look(work, batch.area_path)
    return batch
