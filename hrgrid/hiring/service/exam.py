"""The written exam: whether there is one, when, where, who sits where."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import Candidate, HiringBatch
from hrgrid.hiring.queries.inputs import places_of
from hrgrid.hiring.rules.seating import seat_all
from hrgrid.hiring.rules.shortlist import opens_exam
from hrgrid.hiring.rules.words import BatchState, CandidateState
from hrgrid.hiring.service.steps import batch_of, go_batch, named, scheme_for
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class ExamForm:
    """When and where the exam is; candidates by number, or drawn where a `seed` is given."""

    on: dt.date
    time: str
    place: str
    rooms: int
    seats: int
    seed: str = ""


@dataclass(frozen=True)
class Opening:
    """Whether there is a written exam, and the sentence that says why."""

    written: bool
    why: str


def exam_opening(work: UnitOfWork, batch_id: int) -> Opening:
    """What `start_examining` would decide; reads only."""
    batch = batch_of(work, batch_id)
    scheme = scheme_for(work, batch)
    count = _count(work, batch, CandidateState.QUALIFIED)
    written, why = opens_exam(count, sum(places_of(work, batch_id).values()), scheme)
    return Opening(written, why)


def start_examining(work: UnitOfWork, batch_id: int, *, written: bool | None = None) -> Opening:
    """Close the applications: from so many candidates a place on there is a written exam.

    `written` decides otherwise, with a reason. Raises UserError while checks are open.
    """
    batch = batch_of(work, batch_id, BatchState.APPLYING)
    if batch.apply_to is not None and work.today <= batch.apply_to:
        raise UserError(
            f"报名到 {batch.apply_to:%Y-%m-%d} 为止，还没有截止。请在截止后再进入笔试面试"
        )
    waiting = _count(work, batch, CandidateState.SUBMITTED)
    if waiting:
        raise UserError(f"还有 {waiting} 人没有完成资格审查。请先审查完再进入笔试面试")
    opening = exam_opening(work, batch_id)
    if _count(work, batch, CandidateState.QUALIFIED) == 0:
        raise UserError(f"{named(batch)}没有资格合格的报名人。请先审查，或取消批次")
    if written is not None and written is not opening.written:
        reason = work.require_reason().strip()
        said = "组织笔试" if written else "不组织笔试，直接面试"
        opening = Opening(written, f"{opening.why}。现改为{said}：{reason}")
    batch.written = opening.written
    work.session.flush()
    go_batch(work, batch, BatchState.EXAMINING)
    work.record("open_exam", named(batch), opening.why, after={"written": opening.written})
    return opening


def plan_exam(work: UnitOfWork, batch_id: int, form: ExamForm) -> int:
    """Seat everybody who may sit it, with admission numbers; how many. May be planned anew.

    Raises UserError where rooms are too small, or marks have come in already.
    """
    batch = batch_of(work, batch_id, BatchState.EXAMINING)
    if not batch.written:
        raise UserError(f"{named(batch)}不组织笔试，不用排考场")
    if not form.time.strip() or not form.place.strip():
        raise UserError("笔试的时间和地点没有写全。请补上再排考场")
    if batch.apply_to is not None and form.on < batch.apply_to:
        raise UserError(
            f"笔试日期 {form.on:%Y-%m-%d} 早于报名截止 {batch.apply_to:%Y-%m-%d}。请核对"
        )
    people = _sitting(work, batch)
    if any(one.state is not CandidateState.QUALIFIED for one in people):
        raise UserError("已经录入笔试成绩，考场和准考证号不能再改")
    seated = seat_all(
        [one.number for one in people],
        form.rooms,
        form.seats,
        f"{form.on:%y%m%d}",
        seed=form.seed.strip() or None,
    )
    by_key = {each.key: each for each in seated}
    for one in people:
        # Two who swap their numbers would collide on the way.
        one.admission_no = None
    work.session.flush()
    for one in people:
        own = by_key[one.number]
        one.admission_no, one.exam_room, one.exam_seat = own.admission, own.room, own.seat
    batch.exam_on, batch.exam_time = form.on, form.time.strip()
    batch.exam_place = form.place.strip()
    work.session.flush()
    work.record(
        "plan_exam",
        named(batch),
        after={"on": form.on, "count": len(seated), "seed": form.seed.strip()},
    )
    return len(seated)


def _count(work: UnitOfWork, batch: HiringBatch, state: CandidateState) -> int:
    query = select(func.count()).where(Candidate.batch_id == batch.id, Candidate.state == state)
    return work.session.scalar(query) or 0


def _sitting(work: UnitOfWork, batch: HiringBatch) -> list[Candidate]:
    sitting = (CandidateState.QUALIFIED, CandidateState.EXAMINED, CandidateState.EXAM_ABSENT)
    query = select(Candidate).where(Candidate.batch_id == batch.id, Candidate.state.in_(sitting))
    return list(work.session.scalars(query.order_by(Candidate.number)))
