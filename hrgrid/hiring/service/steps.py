"""The arrows that batches and candidates go: who, when, why, on what evidence.

Every use case of this room begins with `batch_of` or `candidate_of` (the right, the state) and
ends with `go_batch` or `go_candidate`. The journal speaks of candidates by their number alone:
it cannot be erased, and their names must be (decision 0027).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.periods import add_months
from hrgrid.core.rights import Right
from hrgrid.hiring.model import Candidate, CandidateStep, HiringBatch, HiringSeat, HiringStep
from hrgrid.hiring.rules.scheme import TOPIC, Scheme, scheme_of
from hrgrid.hiring.rules.words import (
    BATCH_ARROWS,
    CANDIDATE_ARROWS,
    ENDED,
    NEEDS_REASON,
    BatchState,
    CandidateState,
    RejectCode,
)
from hrgrid.storage.rulebook import version_of
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Evidence:
    """What an arrow rests on: a document or meeting number, its day, a scan that may follow."""

    document_no: str = ""
    happened_on: dt.date | None = None
    scan_sha256: str | None = None


def batch_of(
    work: UnitOfWork, batch_id: int, *states: BatchState, right: Right = Right.RUN_HIRING
) -> HiringBatch:
    """The batch, for somebody who may work on it, in one of `states` (any if none is named).

    Two who work on it at once take turns; whoever comes second sees what the first one did.
    """
    work.require_somewhere(right)
    # A reading unit of work may look, and locks nothing.
    found = work.session.get(HiringBatch, batch_id, with_for_update=work.writes or None)
    if found is None:
        raise UserError(f"没有第 {batch_id} 号招录批次。请刷新列表后再选")
    work.require(right, found.area_path)
    if states and found.state not in states:
        raise UserError(
            f"{named(found)}现在是“{found.state.label}”，要在{_listed(states)}时才能办这一步。"
            "请刷新后查看办到了哪一步"
        )
    return found


def candidate_of(
    work: UnitOfWork,
    candidate_id: int,
    *states: CandidateState,
    during: Sequence[BatchState] = (),
    right: Right = Right.RUN_HIRING,
) -> Candidate:
    """The candidate in one of `states`, of a batch in one of `during` (any if none is named).

    The batch is locked first, the candidate afterwards: everybody waits in the same order.
    """
    work.require_somewhere(right)
    batch_id = work.session.scalar(select(Candidate.batch_id).where(Candidate.id == candidate_id))
    if batch_id is None:
        raise UserError(f"没有第 {candidate_id} 号报名记录。请刷新列表后再选")
    batch_of(work, batch_id, *during, right=right)
    found = work.session.get_one(Candidate, candidate_id, with_for_update=work.writes or None)
    if found.purged_on is not None:
        raise UserError(
            f"报名号 {found.number} 的资料已在 {found.purged_on:%Y-%m-%d} 到期清除，不能再办理"
        )
    if states and found.state not in states:
        raise UserError(
            f"{told(found)}现在是“{found.state.label}”，要在{_listed(states)}时才能办这一步。"
            "请刷新后查看办到了哪一步"
        )
    return found


def scheme_for(work: UnitOfWork, batch: HiringBatch) -> Scheme:
    """The scheme that a batch was opened under, whatever came after it."""
    return scheme_of(version_of(work, TOPIC, batch.rule_number).parameters)


def go_batch(
    work: UnitOfWork, batch: HiringBatch, state: BatchState, evidence: Evidence | None = None
) -> None:
    """Take a batch along one arrow and note who, when, why and on what.

    One that ends lets its grids go, and from then on the time runs after which the data of
    those who were not hired is erased.
    """
    if state not in BATCH_ARROWS[batch.state]:
        raise UserError(
            f"{named(batch)}现在是“{batch.state.label}”，不能直接到“{state.label}”。"
            "请先办中间的步骤"
        )
    # Asked before the state changes: a question flushes, and an ended batch has its day.
    months = scheme_for(work, batch).retain_months if state in ENDED else 0
    before, batch.state = batch.state, state
    if state in ENDED:
        batch.retain_until = add_months(work.today, months)
    work.session.flush()
    if state in ENDED:
        _let_seats_go(work, batch)
    note_batch(work, batch, evidence or Evidence())
    work.record(
        "step_hiring",
        named(batch),
        before={"batch_state": before.value},
        after={"batch_state": state.value},
    )


def note_batch(work: UnitOfWork, batch: HiringBatch, evidence: Evidence) -> None:
    """A row of the way that a batch took, in the state that it has now."""
    last = select(func.max(HiringStep.seq)).where(HiringStep.batch_id == batch.id)
    work.session.add(
        HiringStep(
            batch_id=batch.id,
            seq=1 + (work.session.scalar(last) or 0),
            state=batch.state,
            at=work.now,
            made_by=work.actor.name,
            reason=work.reason,
            document_no=evidence.document_no.strip(),
            happened_on=evidence.happened_on,
            scan_sha256=evidence.scan_sha256,
        )
    )
    work.session.flush()


def go_candidate(
    work: UnitOfWork,
    candidate: Candidate,
    state: CandidateState,
    reason: str,
    document_no: str = "",
    *,
    reject_code: RejectCode | None = None,
) -> None:
    """Take one candidate along one arrow; `reject_code` is given for a rejection alone."""
    go_candidates(work, [candidate], state, reason, document_no, reject_code=reject_code)


def go_candidates(
    work: UnitOfWork,
    candidates: Sequence[Candidate],
    state: CandidateState,
    reason: str,
    document_no: str = "",
    *,
    reject_code: RejectCode | None = None,
) -> None:
    """Take candidates of one batch along one arrow, in two statements and one journal entry.

    Raises UserError, and moves nobody, where one of them may not go it.
    """
    if not candidates:
        return
    for each in candidates:
        _require_arrow(each, state)
    said = reason.strip()
    if state in NEEDS_REASON and not said:
        raise UserError(f"{told(candidates[0])}登记“{state.label}”须写明原因。请填上原因再办")
    before = sorted({each.state.value for each in candidates})
    seqs = _last_steps(work, candidates)
    for each in candidates:
        each.state, each.state_reason, each.reject_code = state, said, reject_code
    work.session.flush()
    work.session.add_all(
        CandidateStep(
            candidate_id=each.id,
            seq=1 + seqs.get(each.id, 0),
            state=state,
            at=work.now,
            made_by=work.actor.name,
            reason=said,
            document_no=document_no.strip(),
        )
        for each in candidates
    )
    work.session.flush()
    batch = work.session.get_one(HiringBatch, candidates[0].batch_id)
    work.record(
        "step_candidate",
        subject_of(batch, *candidates),
        said,
        before={"candidate_state": before},
        after={"candidate_state": state.value}
        | ({"document": document_no.strip()} if document_no.strip() else {})
        | ({"numbers": [each.number for each in candidates]} if len(candidates) > 1 else {}),
    )


def named(batch: HiringBatch) -> str:
    """A batch in a sentence."""
    return f"招录批次“{batch.number} {batch.title}”"


def told(candidate: Candidate) -> str:
    """A candidate in a sentence on the screen; never in the journal."""
    return f"报名号 {candidate.number} {candidate.name}"


def subject_of(batch: HiringBatch, *candidates: Candidate) -> str:
    """Candidates in the journal: the batch and their numbers, no names (decision 0027)."""
    if len(candidates) == 1:
        return f"{named(batch)}报名号 {candidates[0].number}"
    return f"{named(batch)} {len(candidates)} 名报名人"


def _require_arrow(candidate: Candidate, state: CandidateState) -> None:
    if state not in CANDIDATE_ARROWS[candidate.state]:
        raise UserError(
            f"{told(candidate)}现在是“{candidate.state.label}”，不能到“{state.label}”。"
            "请刷新后查看办到了哪一步"
        )


def _last_steps(work: UnitOfWork, candidates: Sequence[Candidate]) -> dict[int, int]:
    """The number of the last step of each; of many, the whole batch is asked in one statement."""
    query = select(CandidateStep.candidate_id, func.max(CandidateStep.seq))
    if len(candidates) > 100:
        ours = Candidate.batch_id.in_({each.batch_id for each in candidates})
        query = query.join(Candidate, Candidate.id == CandidateStep.candidate_id).where(ours)
    else:
        query = query.where(CandidateStep.candidate_id.in_([each.id for each in candidates]))
    rows = work.session.execute(query.group_by(CandidateStep.candidate_id))
    return dict(rows.tuples().all())


def _let_seats_go(work: UnitOfWork, batch: HiringBatch) -> None:
    seats = select(HiringSeat).where(HiringSeat.batch_id == batch.id, HiringSeat.open)
    for seat in work.session.scalars(seats):
        seat.open = False
    work.session.flush()


def _listed(states: Sequence[Labelled]) -> str:
    return "、".join(f"“{state.label}”" for state in states)
