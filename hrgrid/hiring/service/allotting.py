"""Which grid everybody is to have: wishes by rank, then by code; moved by hand with a reason."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import (
    Candidate,
    HiringAllotment,
    HiringBatch,
    HiringLine,
    HiringPosition,
    HiringSeat,
)
from hrgrid.hiring.queries.inputs import applied_run, lots_of
from hrgrid.hiring.rules.allotment import Chooser, allot
from hrgrid.hiring.rules.totals import LotNeeded, drawn_ranks
from hrgrid.hiring.rules.words import AllotmentState, BatchState, CandidateState, RunStage
from hrgrid.hiring.service.steps import batch_of, candidate_of, named, subject_of, told
from hrgrid.hiring.service.substitutes import release
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import tree_index

_MOVABLE = (CandidateState.VETTED, CandidateState.PUBLICISED)


def allot_seats(work: UnitOfWork, batch_id: int) -> int:
    """Give a grid to everybody who passed and has none; how many got one.

    Raises LotNeeded where equals want the same grid, UserError where grids run out.
    """
    batch = batch_of(work, batch_id, BatchState.VETTING)
    choosers, people = _choosers(work, batch)
    if not choosers:
        raise UserError(f"{named(batch)}没有等着分配网格的人。请先登记体检和政审结果")
    seats = _free_seats(work, batch)
    given, ties = allot(choosers, [(position, code) for position, code in seats])
    if ties:
        raise LotNeeded(ties, {key: one.name for key, one in people.items()})
    if len(given) < len(choosers):
        served = {each.key for each in given}
        without = next(one for one in choosers if one.key not in served)
        raise UserError(
            f"岗位“{without.position}”没有空着的网格给{told(people[without.key])}。"
            "请为岗位加网格，或让他放弃"
        )
    by_code = {code: seat for (_, code), seat in seats.items()}
    ids = reserve_ids(work, HiringAllotment, len(given))
    insert_rows(
        work,
        HiringAllotment,
        [
            _row(own, by_code[each.seat], people[each.key].id)
            for own, each in zip(ids, given, strict=True)
        ],
    )
    work.record(
        "allot_seats",
        named(batch),
        after={"count": len(given), "wished": sum(each.wished for each in given)},
    )
    return len(given)


def move_seat(work: UnitOfWork, candidate_id: int, seat_id: int) -> None:
    """Another grid of the same position, with a reason; the old one is free again.

    Raises UserError where it belongs to another position, or somebody else is to have it.
    """
    candidate = candidate_of(
        work,
        candidate_id,
        *_MOVABLE,
        during=(BatchState.VETTING, BatchState.PUBLICISING, BatchState.DECIDING),
    )
    reason = work.require_reason()
    batch = work.session.get_one(HiringBatch, candidate.batch_id)
    seat = work.session.get(HiringSeat, seat_id)
    if seat is None or seat.batch_id != batch.id or not seat.open:
        raise UserError("这个网格不在这个批次里招录。请刷新后另选")
    if seat.position_id != candidate.position_id:
        raise UserError(f"{told(candidate)}报的是另一个岗位，不能调到这个网格。请另选")
    holder = work.session.execute(
        select(Candidate)
        .join(HiringAllotment, HiringAllotment.candidate_id == Candidate.id)
        .where(HiringAllotment.seat_id == seat_id)
        .where(HiringAllotment.state != AllotmentState.RELEASED)
    ).scalar_one_or_none()
    if holder is not None:
        raise UserError(f"这个网格已经拟录用{told(holder)}。请另选网格")
    release(work, candidate, reason)
    (own,) = reserve_ids(work, HiringAllotment, 1)
    insert_rows(work, HiringAllotment, [_row(own, seat.id, candidate.id)])
    grid = next(
        row for row in tree_index(work, work.today).by_code.values() if row.id == seat.area_id
    )
    work.record("move_seat", subject_of(batch, candidate), reason, after={"place": grid.name})


def _row(own: int, seat_id: int, candidate_id: int) -> dict[str, object]:
    return {
        "id": own,
        "seat_id": seat_id,
        "candidate_id": candidate_id,
        "state": AllotmentState.PROPOSED,
        "post_id": None,
        "hired_on": None,
        "document_no": "",
        "release_reason": "",
    }


def _choosers(work: UnitOfWork, batch: HiringBatch) -> tuple[list[Chooser], dict[str, Candidate]]:
    run = applied_run(work, batch.id, RunStage.TOTAL)
    taken = select(HiringAllotment.candidate_id).where(
        HiringAllotment.state != AllotmentState.RELEASED
    )
    query = (
        select(Candidate, HiringPosition.code, HiringLine.rank)
        .join(HiringPosition, HiringPosition.id == Candidate.position_id)
        .join(HiringLine, HiringLine.candidate_id == Candidate.id)
        .where(
            HiringLine.run_id == (run.id if run else 0),
            Candidate.batch_id == batch.id,
            Candidate.state == CandidateState.VETTED,
            Candidate.id.not_in(taken),
        )
    )
    codes = {row.id: code for code, row in tree_index(work, work.today).by_code.items()}
    rows = [(one, position, rank or 0) for one, position, rank in work.session.execute(query)]
    lots = lots_of(work, batch.id)
    choosers = []
    for position in {position for _, position, _ in rows}:
        mine = {one.number: rank for one, own, rank in rows if own == position}
        ranks = drawn_ranks(position, mine, lots)
        choosers += [
            Chooser(one.number, position, ranks[one.number], codes.get(one.wish_area_id or 0))
            for one, own, _ in rows
            if own == position
        ]
    return choosers, {one.number: one for one, _, _ in rows}


def _free_seats(work: UnitOfWork, batch: HiringBatch) -> dict[tuple[str, str], int]:
    """Seat ids by position and code of the grid, those that nobody is to have."""
    taken = select(HiringAllotment.seat_id).where(HiringAllotment.state != AllotmentState.RELEASED)
    query = (
        select(HiringSeat.id, HiringSeat.area_id, HiringPosition.code)
        .join(HiringPosition, HiringPosition.id == HiringSeat.position_id)
        .where(HiringSeat.batch_id == batch.id, HiringSeat.open, HiringSeat.id.not_in(taken))
    )
    codes = {row.id: code for code, row in tree_index(work, work.today).by_code.items()}
    return {
        (position, codes[area_id]): seat_id
        for seat_id, area_id, position in work.session.execute(query)
        if area_id in codes
    }
