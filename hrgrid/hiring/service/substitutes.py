"""Somebody falls out: the grid is free again, and the next of the position steps in."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import (
    Candidate,
    HiringAllotment,
    HiringBatch,
    HiringLine,
    HiringPosition,
    HiringReserve,
    HiringRun,
    HiringSeat,
    HiringSubstitution,
)
from hrgrid.hiring.queries.inputs import lots_of
from hrgrid.hiring.rules.substitutes import Call, Waiting, next_in_line
from hrgrid.hiring.rules.totals import drawn_ranks
from hrgrid.hiring.rules.words import (
    ENDED,
    HOLDING,
    AllotmentState,
    BatchState,
    CandidateState,
    Outcome,
    ReserveState,
    RunStage,
    RunState,
)
from hrgrid.hiring.service.steps import (
    Evidence,
    candidate_of,
    go_batch,
    go_candidate,
    scheme_for,
    subject_of,
    told,
)
from hrgrid.storage.work import UnitOfWork

_AFTER_RANKING = (BatchState.VETTING, BatchState.PUBLICISING, BatchState.DECIDING)


def decline(work: UnitOfWork, candidate_id: int, reason: str, document_no: str = "") -> Call | None:
    """Somebody does not want the place any more (放弃录用); the next steps in.

    None where he had no place to pass on.
    """
    return _leave(work, candidate_id, CandidateState.DECLINED, reason, document_no)


def withdraw(
    work: UnitOfWork, candidate_id: int, reason: str, document_no: str = ""
) -> Call | None:
    """Somebody leaves the batch at whatever stage; the next steps in where he had a place."""
    return _leave(work, candidate_id, CandidateState.WITHDRAWN, reason, document_no)


def disqualify(
    work: UnitOfWork, candidate_id: int, reason: str, document_no: str = ""
) -> Call | None:
    """Somebody loses the right to go on (取消资格); the next steps in where he had a place."""
    return _leave(work, candidate_id, CandidateState.DISQUALIFIED, reason, document_no)


def _leave(
    work: UnitOfWork, candidate_id: int, state: CandidateState, reason: str, document_no: str
) -> Call | None:
    candidate = candidate_of(work, candidate_id)
    batch = work.session.get_one(HiringBatch, candidate.batch_id)
    if batch.state is BatchState.CANCELLED:
        raise UserError(f"{told(candidate)}所在的批次已经取消，不用再办")
    return fall_out(work, candidate, state, reason, document_no)


def fall_out(
    work: UnitOfWork,
    candidate: Candidate,
    state: CandidateState,
    reason: str,
    document_no: str = "",
) -> Call | None:
    """Take a candidate out of his batch, which is locked; who steps in, None for no place.

    Where somebody steps in, a batch that had gone further is back at vetting.
    """
    if not reason.strip():
        raise UserError(f"{told(candidate)}登记“{state.label}”须写明原因。请填上原因再办")
    batch = work.session.get_one(HiringBatch, candidate.batch_id)
    held = candidate.state in HOLDING
    go_candidate(work, candidate, state, reason, document_no)
    release(work, candidate, reason)
    _lapse(work, candidate)
    if not held or batch.state not in _AFTER_RANKING:
        return None
    return call_next(work, batch, candidate)


def _lapse(work: UnitOfWork, candidate: Candidate) -> None:
    """A reserve who fell out is none any more: the next of his position may be called."""
    reserve = work.session.scalar(
        select(HiringReserve).where(
            HiringReserve.candidate_id == candidate.id,
            HiringReserve.state != ReserveState.LAPSED,
        )
    )
    if reserve is not None:
        reserve.state = ReserveState.LAPSED
        work.session.flush()


def release(work: UnitOfWork, candidate: Candidate, reason: str) -> None:
    """Let the grid go that somebody was to have."""
    allotment = work.session.scalar(
        select(HiringAllotment).where(
            HiringAllotment.candidate_id == candidate.id,
            HiringAllotment.state == AllotmentState.PROPOSED,
        )
    )
    if allotment is not None:
        allotment.state = AllotmentState.RELEASED
        allotment.release_reason = reason.strip()[:200]
        batch = work.session.get_one(HiringBatch, candidate.batch_id)
        if batch.state in ENDED:
            # A batch that has ended keeps no grid from the next one.
            work.session.get_one(HiringSeat, allotment.seat_id).open = False
        work.session.flush()


def call_next(work: UnitOfWork, batch: HiringBatch, fallen: Candidate) -> Call:
    """The next of the position for the place of somebody who fell out, on record either way.

    Raises LotNeeded where equals are next.
    """
    position = work.session.get_one(HiringPosition, fallen.position_id)
    turn = work.session.scalar(
        select(HiringSubstitution.turn).where(HiringSubstitution.next_id == fallen.id)
    )
    people, waiting = waiting_of(work, batch, position)
    call = next_in_line(position.code, waiting, turn or 0, scheme_for(work, batch).substitutes)
    called = people[call.next_key] if call.next_key is not None else None
    work.session.add(
        HiringSubstitution(
            batch_id=batch.id,
            position_id=position.id,
            fallen_id=fallen.id,
            next_id=called.id if called else None,
            turn=call.passed,
            why=call.why,
            made_at=work.now,
            made_by=work.actor.name,
        )
    )
    work.session.flush()
    work.record("call_substitute", subject_of(batch, called or fallen), call.why)
    if called is not None:
        why = f"{call.why}，接替报名号 {fallen.number}"
        go_candidate(work, called, CandidateState.MEDICAL, why)
        if batch.state not in {BatchState.VETTING, *ENDED}:
            go_batch(work, batch, BatchState.VETTING, Evidence())
    return call


def waiting_of(
    work: UnitOfWork, batch: HiringBatch, position: HiringPosition
) -> tuple[dict[str, Candidate], list[Waiting]]:
    """Who of a position may still be called, by number and in order; lots tell equals apart."""
    query = (
        select(Candidate, HiringLine.rank)
        .join(HiringLine, HiringLine.candidate_id == Candidate.id)
        .join(HiringRun, HiringRun.id == HiringLine.run_id)
        .where(
            HiringRun.batch_id == batch.id,
            HiringRun.stage == RunStage.TOTAL,
            HiringRun.state == RunState.APPLIED,
            HiringLine.position_id == position.id,
            HiringLine.outcome.in_([Outcome.RESERVE, Outcome.IN]),
            Candidate.state == CandidateState.RANKED,
        )
    )
    found = {
        candidate.number: (candidate, rank or 0) for candidate, rank in work.session.execute(query)
    }
    ranks = drawn_ranks(
        position.code, {key: rank for key, (_, rank) in found.items()}, lots_of(work, batch.id)
    )
    waiting = [
        Waiting(key, found[key][0].name, rank)
        for key, rank in sorted(ranks.items(), key=lambda item: (item[1], item[0]))
    ]
    return {key: candidate for key, (candidate, _) in found.items()}, waiting
