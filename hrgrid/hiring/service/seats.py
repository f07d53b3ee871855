"""Grids put on offer and taken off while it is lawful.

A grid is on offer in one running batch at a time; one that is taken, or filled, is refused by a
sentence that names the other batch or the person.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import (
    Candidate,
    HiringAllotment,
    HiringBatch,
    HiringPosition,
    HiringSeat,
)
from hrgrid.hiring.queries.grid_counts import GridCount, grid_counts, holders_of
from hrgrid.hiring.rules.words import AllotmentState, BatchState
from hrgrid.hiring.service.positions import GROWS, position_of, require_reason_if_announced
from hrgrid.hiring.service.steps import batch_of, named
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import area_on

SHRINKS = (*GROWS, BatchState.EXAMINING, BatchState.VETTING)
"""A grid may be taken off until it is promised to somebody by name."""


def add_seats(work: UnitOfWork, position_id: int, area_ids: Sequence[int]) -> int:
    """Put grids on offer; returns how many came in. Nothing is written where one is refused."""
    position, batch = position_of(work, position_id, *GROWS)
    require_reason_if_announced(work, batch)
    area = area_on(work, position.area_id, work.today)
    grids = {one.area_id: one for one in grid_counts(work, work.today, area.path)}
    added = place_seats(
        work, batch, position, [_grid(work, grids, one, area.name) for one in area_ids]
    )
    if added:
        names = [grids[one].name for one in added]
        work.record("add_seats", named(batch), after={"seats": names, "places": len(added)})
    return len(added)


def place_seats(
    work: UnitOfWork, batch: HiringBatch, position: HiringPosition, grids: Sequence[GridCount]
) -> list[int]:
    """The rows of grids on offer; those that were there are left alone. Returns the new ones."""
    ids = [grid.area_id for grid in grids]
    here = {
        seat.area_id: seat
        for seat in work.session.scalars(
            select(HiringSeat).where(HiringSeat.batch_id == batch.id, HiringSeat.area_id.in_(ids))
        )
    }
    new = [grid for grid in grids if not (grid.area_id in here and here[grid.area_id].open)]
    _refuse_taken(work, batch, new)
    _refuse_filled(work, new)
    try:
        # A savepoint, so that after a refusal the other batch can still be named.
        with work.session.begin_nested():
            for grid in new:
                seat = here.get(grid.area_id)
                if seat is None:
                    seat = HiringSeat(
                        batch_id=batch.id,
                        position_id=position.id,
                        area_id=grid.area_id,
                        open=True,
                    )
                    work.session.add(seat)
                seat.position_id, seat.open = position.id, True
            work.session.flush()
    except IntegrityError:
        # Another window was faster.
        _refuse_taken(work, batch, new)
        raise
    return [grid.area_id for grid in new]


def refuse_elsewhere(
    work: UnitOfWork, batch: HiringBatch, position: HiringPosition, area_id: int
) -> None:
    """Raise UserError where an area is no grid that wants a full-time worker, or another batch
    has it on offer.
    """
    area = area_on(work, position.area_id, work.today)
    grids = {one.area_id: one for one in grid_counts(work, work.today, area.path)}
    _refuse_taken(work, batch, [_grid(work, grids, area_id, area.name)])


def drop_seats(work: UnitOfWork, batch_id: int, area_ids: Sequence[int]) -> dict[int, list[int]]:
    """Take grids off; returns them by position, for `add_seats` to put them back.

    Raises UserError for a grid that is promised to somebody.
    """
    batch = batch_of(work, batch_id, *SHRINKS)
    require_reason_if_announced(work, batch)
    seats = list(
        work.session.scalars(
            select(HiringSeat).where(
                HiringSeat.batch_id == batch.id,
                HiringSeat.area_id.in_(list(area_ids)),
                HiringSeat.open,
            )
        )
    )
    if len(seats) != len(set(area_ids)):
        raise UserError("有的网格已经不在这个批次里，可能刚被去掉。请刷新后再选")
    _refuse_promised(work, seats)
    dropped: dict[int, list[int]] = {}
    for seat in seats:
        seat.open = False
        dropped.setdefault(seat.position_id, []).append(seat.area_id)
    work.session.flush()
    names = [area_on(work, seat.area_id, work.today).name for seat in seats[:20]]
    work.record("drop_seats", named(batch), after={"seats": names, "places": len(seats)})
    return dropped


# --- refusals ---------------------------------------------------------------------------------


def _grid(work: UnitOfWork, grids: dict[int, GridCount], area_id: int, under: str) -> GridCount:
    found = grids.get(area_id)
    if found is None:
        name = area_on(work, area_id, work.today).name
        raise UserError(f"{name}不是{under}要求配专职网格员的网格，不能招录。请核对网格的类型")
    return found


def _refuse_taken(work: UnitOfWork, batch: HiringBatch, grids: Sequence[GridCount]) -> None:
    """One grid, one running batch: the sentence names the other batch."""
    names = {grid.area_id: grid.name for grid in grids}
    other = work.session.execute(
        select(HiringSeat.area_id, HiringBatch.number, HiringBatch.title)
        .join(HiringBatch, HiringBatch.id == HiringSeat.batch_id)
        .where(HiringSeat.area_id.in_(names), HiringSeat.open, HiringSeat.batch_id != batch.id)
        .order_by(HiringSeat.area_id)
    ).all()
    if other:
        first = other[0]
        more = f"等 {len(other)} 个网格" if len(other) > 1 else ""
        raise UserError(
            f"{names[first.area_id]}{more}已在批次“{first.number} {first.title}”里招录，"
            "一个网格同时只能在一个批次。请先从那个批次去掉"
        )


def _refuse_filled(work: UnitOfWork, grids: Sequence[GridCount]) -> None:
    full = [grid for grid in grids if not grid.count.vacant]
    if not full:
        return
    first = full[0]
    holder = holders_of(work, [first.area_id], work.today).get(first.area_id)
    why = f"（{holder}在岗）" if holder else "（已有人拟录用）"
    more = f"等 {len(full)} 个网格没有空缺" if len(full) > 1 else "没有空缺"
    raise UserError(f"{first.name}{more}：{first.count.arithmetic}{why}。请去掉没有空缺的网格")


def _refuse_promised(work: UnitOfWork, seats: Sequence[HiringSeat]) -> None:
    held = work.session.execute(
        select(HiringSeat.area_id, Candidate.number, Candidate.name)
        .join(HiringAllotment, HiringAllotment.seat_id == HiringSeat.id)
        .join(Candidate, Candidate.id == HiringAllotment.candidate_id)
        .where(HiringSeat.id.in_([seat.id for seat in seats]))
        .where(HiringAllotment.state != AllotmentState.RELEASED)
    ).first()
    if held is not None:
        name = area_on(work, held.area_id, work.today).name
        raise UserError(
            f"{name}已拟录用报名号 {held.number} {held.name}，不能去掉。请先登记他放弃或退出"
        )
