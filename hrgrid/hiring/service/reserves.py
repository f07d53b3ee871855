"""Reserves: kept in order when a batch closes, called while valid for a grid that opens later."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from sqlalchemy import select

from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import Subject, require_approved
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.hiring.model import (
    Candidate,
    HiringAllotment,
    HiringBatch,
    HiringPosition,
    HiringReserve,
    HiringSeat,
)
from hrgrid.hiring.queries.inputs import candidate_of_key, publicity_subject, scheme_in
from hrgrid.hiring.rules.substitutes import refuse_late, reserve_end
from hrgrid.hiring.rules.totals import LotNeeded, OpenTie
from hrgrid.hiring.rules.words import AllotmentState, BatchState, CandidateState, ReserveState
from hrgrid.hiring.service.hiring import Claim, Decided, claims_of, hire_all, refuse_taken
from hrgrid.hiring.service.seats import refuse_elsewhere
from hrgrid.hiring.service.steps import (
    batch_of,
    candidate_of,
    go_candidate,
    named,
    scheme_for,
    subject_of,
    told,
)
from hrgrid.hiring.service.substitutes import waiting_of
from hrgrid.publicity.queries import outcome_by_target
from hrgrid.publicity.rules import Outcome
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import area_on


def keep_reserves(work: UnitOfWork, batch: HiringBatch, decided_on: dt.date) -> int:
    """Keep the next of each position, as many as it has reserves; how many.

    Raises LotNeeded where equals would have to be put in an order, or cut.
    """
    valid_to = reserve_end(decided_on, scheme_for(work, batch).reserve_months)
    positions = work.session.scalars(
        select(HiringPosition)
        .where(HiringPosition.batch_id == batch.id)
        .order_by(HiringPosition.code)
    )
    kept = 0
    for position in positions:
        if not position.reserve:
            continue
        people, waiting = waiting_of(work, batch, position)
        _refuse_equals(position, [(one.key, one.rank, one.name) for one in waiting])
        for place, one in enumerate(waiting[: position.reserve], start=1):
            work.session.add(
                HiringReserve(
                    batch_id=batch.id,
                    position_id=position.id,
                    candidate_id=people[one.key].id,
                    place=place,
                    valid_to=valid_to,
                    state=ReserveState.WAITING,
                )
            )
            kept += 1
    work.session.flush()
    if kept:
        work.record("keep_reserves", named(batch), after={"count": kept, "last_day": valid_to})
    return kept


def call_reserve(work: UnitOfWork, reserve_id: int, area_id: int) -> int:
    """Call the first reserve of a position for a grid that stands empty; the candidate's id.

    He is vetted and shown to the public like everybody else. Raises UserError where another
    comes before him, his time is over, or the grid is not empty or lies elsewhere.
    """
    reserve, candidate, batch = _reserve(work, reserve_id)
    position = work.session.get_one(HiringPosition, reserve.position_id)
    refuse_late(told(candidate), reserve.valid_to, work.today)
    first = work.session.scalar(
        select(HiringReserve)
        .where(
            HiringReserve.position_id == position.id,
            HiringReserve.state == ReserveState.WAITING,
        )
        .order_by(HiringReserve.place)
        .limit(1)
    )
    if first is None or first.id != reserve.id:
        raise UserError(f"{told(candidate)}之前还有储备人员。请按次序递补，或先登记前面的人失效")
    grid, home = area_on(work, area_id, work.today), area_on(work, position.area_id, work.today)
    if not grid.path.startswith(home.path):
        raise UserError(f"“{grid.name}”不在岗位“{position.title}”的区域内，不能由他递补")
    refuse_elsewhere(work, batch, position, area_id)
    seat = work.session.scalar(
        select(HiringSeat).where(HiringSeat.batch_id == batch.id, HiringSeat.area_id == area_id)
    )
    if seat is None:
        seat = HiringSeat(batch_id=batch.id, position_id=position.id, area_id=area_id, open=True)
        work.session.add(seat)
    seat.open = True
    work.session.flush()
    allotment = HiringAllotment(
        seat_id=seat.id,
        candidate_id=candidate.id,
        state=AllotmentState.PROPOSED,
        post_id=None,
        hired_on=None,
        document_no="",
        release_reason="",
    )
    work.session.add(allotment)
    reserve.state = ReserveState.CALLED
    work.session.flush()
    refuse_taken(work, [Claim(candidate, allotment, area_id, position.role)], work.today)
    go_candidate(work, candidate, CandidateState.MEDICAL, f"储备第 {reserve.place} 名递补")
    work.record("call_reserve", subject_of(batch, candidate), after={"place": grid.name})
    return candidate.id


def lapse_reserve(work: UnitOfWork, reserve_id: int) -> None:
    """A reserve does not wait any more: he declined, or his time is over; needs a reason."""
    reserve, candidate, batch = _reserve(work, reserve_id)
    reason = work.require_reason()
    reserve.state = ReserveState.LAPSED
    work.session.flush()
    work.record("lapse_reserve", subject_of(batch, candidate), reason)


def reserve_subject(work: UnitOfWork, reserve_id: int) -> Subject:
    """What is approved: the hire of one reserve."""
    reserve = work.session.get(HiringReserve, reserve_id)
    if reserve is None:
        raise UserError("没有这名储备人员。请刷新后再选")
    batch = work.session.get_one(HiringBatch, reserve.batch_id)
    candidate = work.session.get_one(Candidate, reserve.candidate_id)
    return Subject(
        Deed.HIRE,
        f"hiring_reserve:{reserve_id}",
        f"{named(batch)}储备人员录用：报名号 {candidate.number}",
        batch.proposer_id or work.actor.operator_id,
        batch.area_path,
    )


def hire_reserve(work: UnitOfWork, reserve_id: int, form: Decided) -> None:
    """Hire a reserve who was called, vetted and shown; his grid is no batch's any more."""
    reserve = work.session.get(HiringReserve, reserve_id)
    if reserve is None or reserve.state is not ReserveState.CALLED:
        raise UserError("这名储备人员还没有递补。请先递补，再办体检、政审和公示")
    work.require_somewhere(Right.DECIDE_HIRING)
    _refuse_too_late(work, reserve, form.starts_on)
    candidate = candidate_of(
        work, reserve.candidate_id, CandidateState.PUBLICISED, right=Right.DECIDE_HIRING
    )
    batch = work.session.get_one(HiringBatch, reserve.batch_id)
    outcomes = outcome_by_target(work, publicity_subject(batch.id))
    own = next(
        (row for key, row in outcomes.items() if candidate_of_key(key) == candidate.id), None
    )
    if own is None or own.outcome is not Outcome.CLEAR:
        raise UserError(f"{told(candidate)}的公示还没有结束，或异议还没有结论。请先办完公示")
    require_approved(work, reserve_subject(work, reserve_id))
    claims = claims_of(work, batch, candidate.id)
    hire_all(work, batch, claims, form, scheme_in(work, batch))
    for claim in claims:
        work.session.get_one(HiringSeat, claim.allotment.seat_id).open = False
    work.session.flush()


def _refuse_too_late(work: UnitOfWork, reserve: HiringReserve, on: dt.date) -> None:
    """Tell whoever comes too late before he waits for those who hire from the same batch."""
    batch = work.session.get_one(HiringBatch, reserve.batch_id)
    claims = claims_of(work, batch, reserve.candidate_id)
    try:
        refuse_taken(work, claims, on)
    except UserError:
        # Hired between the two questions: then it is himself who holds the grid.
        query = select(Candidate.state).where(Candidate.id == reserve.candidate_id)
        if work.session.scalar(query) is CandidateState.HIRED:
            own = work.session.get_one(Candidate, reserve.candidate_id)
            raise UserError(
                f"{told(own)}现在是“{CandidateState.HIRED.label}”，刚由别人办成。请刷新后查看"
            ) from None
        raise


def _reserve(work: UnitOfWork, reserve_id: int) -> tuple[HiringReserve, Candidate, HiringBatch]:
    reserve = work.session.get(HiringReserve, reserve_id)
    if reserve is None:
        raise UserError("没有这名储备人员。请刷新后再选")
    batch = batch_of(work, reserve.batch_id, BatchState.CLOSED)
    candidate = candidate_of(work, reserve.candidate_id)
    if reserve.state is not ReserveState.WAITING:
        raise UserError(f"{told(candidate)}的储备资格已是“{reserve.state.label}”。请刷新后再选")
    return reserve, candidate, batch


def _refuse_equals(position: HiringPosition, waiting: list[tuple[str, int, str]]) -> None:
    reserve = position.reserve
    ties = []
    for at, (one, other) in enumerate(pairwise(waiting)):
        if at < reserve and one[1] == other[1]:
            ties.append((one, other))
    if ties:
        rank = ties[0][0][1]
        equals = [(key, name) for key, own, name in waiting if own == rank]
        keys = tuple(key for key, _ in equals)
        raise LotNeeded([OpenTie(position.code, keys, 1)], dict(equals))
