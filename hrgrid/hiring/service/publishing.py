"""The list of those who are to be hired before the public, and what objections make of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.hiring.model import (
    Candidate,
    HiringAllotment,
    HiringBatch,
    HiringPosition,
    HiringSeat,
)
from hrgrid.hiring.queries.inputs import (
    candidate_of_key,
    entrant_key,
    publicity_subject,
    scheme_in,
)
from hrgrid.hiring.rules.words import AllotmentState, BatchKind, BatchState, CandidateState
from hrgrid.hiring.service.steps import batch_of, go_batch, go_candidates, named
from hrgrid.hiring.service.substitutes import fall_out
from hrgrid.publicity.queries import notice_by_subject, outcome_by_target
from hrgrid.publicity.rules import Entry, NoticeState, Outcome
from hrgrid.publicity.service import NoticeForm, close_notice, publish_list
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.chains import area_names

_SHOWN = 8


@dataclass(frozen=True)
class PublicityForm:
    """Where the list hangs out and who takes objections; days come from the scheme."""

    first_day: dt.date
    where_shown: str
    accepting_office: str
    accepting_phone: str = ""
    accepting_address: str = ""
    accepting_hours: str = ""
    basis: str = ""
    last_day: dt.date | None = None


@dataclass(frozen=True)
class ClosedPublicity:
    """How many are clear, wait for an objection, are out; who stepped in is vetted now."""

    clear: int
    waiting: int
    removed: int
    called: int


def publicise(work: UnitOfWork, batch_id: int, form: PublicityForm) -> int:
    """Hang out those who passed everything and were not shown yet; the notice's id.

    The list names position and grid, no ID number and no telephone. Raises UserError while
    somebody is still vetted or has no grid.
    """
    batch = batch_of(work, batch_id, BatchState.VETTING)
    _refuse_unvetted(work, batch)
    notice = _hang_out(work, batch, form)
    go_batch(work, batch, BatchState.PUBLICISING)
    return notice


def publicise_reserve(work: UnitOfWork, batch_id: int, form: PublicityForm) -> int:
    """Hang out reserves who were called after the batch closed; the notice's id.

    The batch stays closed, and who is still vetted is shown later by himself.
    """
    return _hang_out(work, batch_of(work, batch_id, BatchState.CLOSED), form)


def resume_publicity(work: UnitOfWork, batch_id: int) -> None:
    """Nobody new is to be shown: go on with those who were. UserError where somebody is."""
    batch = batch_of(work, batch_id, BatchState.VETTING)
    _refuse_unvetted(work, batch)
    if _to_show(work, batch):
        raise UserError(f"{named(batch)}有新合格的人。请先公示")
    shown = select(Candidate.id).where(
        Candidate.batch_id == batch.id, Candidate.state == CandidateState.PUBLICISED
    )
    if work.session.scalar(shown.limit(1)) is None:
        raise UserError(f"{named(batch)}没有公示过的人。没有人可录用时请取消批次，写明原因")
    go_batch(work, batch, BatchState.PUBLICISING)


def _hang_out(work: UnitOfWork, batch: HiringBatch, form: PublicityForm) -> int:
    rows = _to_show(work, batch)
    if not rows:
        raise UserError(f"{named(batch)}没有体检政审合格、等着公示的人。请先登记结果")
    without = [one.name for one, _, area in rows if area is None]
    if without:
        raise UserError(f"{_listed(without)}还没有分到网格。请先分配网格再公示")
    names = area_names(work, {area for _, _, area in rows if area is not None})
    entries = [
        Entry(
            entrant_key(one.id),
            one.name,
            one.sex.label if one.sex is not None else "",
            position,
            names[area].unit,
        )
        for one, position, area in rows
        if area is not None
    ]
    scheme = scheme_in(work, batch)
    what = "遴选" if batch.kind is BatchKind.INTERNAL else "录用"
    notice = publish_list(
        work,
        NoticeForm(
            publicity_subject(batch.id),
            f"{batch.title}拟{what}人员公示",
            form.first_day,
            form.where_shown,
            Right.RUN_HIRING,
            Right.DECIDE_HIRING,
            form.accepting_office,
            accepting_phone=form.accepting_phone,
            accepting_address=form.accepting_address,
            accepting_hours=form.accepting_hours,
            area_path=batch.area_path,
            basis=form.basis,
            opening=_opening(batch, form.basis, [one.name for one, _, _ in rows]),
            remark_heading=f"拟{what}网格",
            workdays=scheme.publicity_days,
            last_day=form.last_day,
        ),
        entries,
    )
    go_candidates(work, [one for one, _, _ in rows], CandidateState.PUBLICISED, "")
    return notice


def _opening(batch: HiringBatch, basis: str, names: list[str]) -> str:
    """What was gone through and who is to be hired; an internal batch calls it 遴选."""
    ground = f"根据{basis}，" if basis else ""
    exam = "笔试、" if batch.written else ""
    what = "遴选" if batch.kind is BatchKind.INTERNAL else "录用"
    who = names[0] if len(names) == 1 else f"{names[0]}等{len(names)}人"
    return f"{ground}经报名、资格审查、{exam}面试、体检和政审考察，拟{what}{who}（名单附后）。"


def close_publicity(work: UnitOfWork, batch_id: int) -> ClosedPublicity:
    """Take the lists down whose days are over and do what the findings ask for.

    Upheld: disqualified, and the next steps in and is vetted. Raises UserError where every list
    still has to hang out.
    """
    batch = batch_of(work, batch_id, BatchState.PUBLICISING, BatchState.DECIDING, BatchState.CLOSED)
    notices = notice_by_subject(work, publicity_subject(batch_id))
    running = [one for one in notices if one.state is NoticeState.OPEN]
    # A list of reserves does not wait for one that was hung out after it.
    over = [one for one in running if one.last_day < work.today]
    for notice in over or running:
        close_notice(work, notice.id)
    return _follow(work, batch)


def settle_objections(work: UnitOfWork, batch_id: int) -> ClosedPublicity:
    """Do what findings ask for that came after the list was taken down."""
    batch = batch_of(
        work,
        batch_id,
        BatchState.VETTING,
        BatchState.PUBLICISING,
        BatchState.DECIDING,
        BatchState.CLOSED,
    )
    return _follow(work, batch)


def _follow(work: UnitOfWork, batch: HiringBatch) -> ClosedPublicity:
    found = outcome_by_target(work, publicity_subject(batch.id))
    shown = {
        one.id: one
        for one in work.session.scalars(
            select(Candidate).where(
                Candidate.batch_id == batch.id, Candidate.state == CandidateState.PUBLICISED
            )
        )
    }
    counts = dict.fromkeys(Outcome, 0)
    called = 0
    for key, row in found.items():
        candidate = shown.get(candidate_of_key(key))
        if candidate is None:
            continue
        counts[row.outcome] += 1
        if row.outcome is Outcome.REMOVED:
            call = fall_out(work, candidate, CandidateState.DISQUALIFIED, "公示期异议经核查成立")
            called += call is not None and call.next_key is not None
    return ClosedPublicity(
        counts[Outcome.CLEAR], counts[Outcome.WAITING], counts[Outcome.REMOVED], called
    )


def _refuse_unvetted(work: UnitOfWork, batch: HiringBatch) -> None:
    query = select(Candidate.name).where(
        Candidate.batch_id == batch.id, Candidate.state == CandidateState.MEDICAL
    )
    names = list(work.session.scalars(query.order_by(Candidate.number)))
    if names:
        raise UserError(f"{_listed(names)}的体检或政审还没有结果。请登记后再公示")


def _to_show(work: UnitOfWork, batch: HiringBatch) -> list[tuple[Candidate, str, int | None]]:
    query = (
        select(Candidate, HiringPosition.title, HiringSeat.area_id)
        .join(HiringPosition, HiringPosition.id == Candidate.position_id)
        .outerjoin(
            HiringAllotment,
            (HiringAllotment.candidate_id == Candidate.id)
            & (HiringAllotment.state == AllotmentState.PROPOSED),
        )
        .outerjoin(HiringSeat, HiringSeat.id == HiringAllotment.seat_id)
        .where(Candidate.batch_id == batch.id, Candidate.state == CandidateState.VETTED)
        .order_by(HiringPosition.code, Candidate.stroke_key, Candidate.number)
    )
    return [(one, title, area) for one, title, area in work.session.execute(query)]


def _listed(names: list[str]) -> str:
    more = f"等 {len(names)} 人" if len(names) > _SHOWN else ""
    return f"{'、'.join(names[:_SHOWN])}{more}"
