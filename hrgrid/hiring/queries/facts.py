"""What the board of a batch asks of the rows; only what its state can need is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Select, func, select

from hrgrid.accounts.queries import approval_state
from hrgrid.accounts.rules import Deed
from hrgrid.hiring.model import (
    Candidate,
    CandidateVetting,
    HiringAllotment,
    HiringBatch,
    HiringLine,
    InterviewGroup,
)
from hrgrid.hiring.queries.blocking import Facts
from hrgrid.hiring.queries.claims import claims_of, taken_seats
from hrgrid.hiring.queries.inputs import (
    applied_run,
    candidate_of_key,
    changed_since,
    decision_key,
    places_of,
    publicity_subject,
    subject_of_rooms,
)
from hrgrid.hiring.queries.marks import Keyed, mark_rows
from hrgrid.hiring.rules.words import (
    HOLDING,
    AllotmentState,
    BatchState,
    CandidateState,
    Outcome,
    RunStage,
    VettingKind,
    VettingResult,
)
from hrgrid.panels.queries import PanelRow, panel_view, panels_like
from hrgrid.panels.rules.words import PanelState
from hrgrid.publicity.queries import outcome_by_target
from hrgrid.publicity.rules import Outcome as Shown
from hrgrid.storage.work import UnitOfWork

_B, _C = BatchState, CandidateState


def facts_of(work: UnitOfWork, batch: HiringBatch, counts: Mapping[CandidateState, int]) -> Facts:
    """The facts of a batch as they are now."""
    facts = Facts(
        today=work.today,
        places=sum(places_of(work, batch.id).values()),
        announced=batch.announced_on is not None,
        apply_from=batch.apply_from,
        apply_to=batch.apply_to,
        written=batch.written,
        exam_planned=batch.exam_on is not None,
        unchecked=(),
        qualified=counts.get(_C.QUALIFIED, 0),
        unmarked=(),
        half_marked=(),
        differing=(),
        listed=False,
        on_list=counts.get(_C.INTERVIEW, 0),
        rooms=0,
        open_rooms=(),
        unplaced=(),
        ranked=False,
        ranked_in=0,
        unvetted=(),
        vetted=counts.get(_C.VETTED, 0),
        shown=counts.get(_C.PUBLICISED, 0),
        without_seat=(),
        showing_until=None,
        waiting=(),
        upheld=(),
        clear=0,
        approved=False,
        taken=(),
        changed=(),
    )
    if batch.state is _B.APPLYING:
        return replace(facts, unchecked=_names(work, batch, _C.SUBMITTED))
    if batch.state is _B.EXAMINING:
        return _of_examining(work, batch, facts)
    if batch.state is _B.VETTING:
        return _of_vetting(work, batch, _shown(work, batch, facts))
    if batch.state is _B.CLOSED and any(counts.get(state) for state in HOLDING):
        return _of_vetting(work, batch, _shown(work, batch, facts))
    if batch.state in {_B.PUBLICISING, _B.DECIDING}:
        return _of_deciding(work, batch, _shown(work, batch, facts))
    return facts


def _of_examining(work: UnitOfWork, batch: HiringBatch, facts: Facts) -> Facts:
    listed = applied_run(work, batch.id, RunStage.INTERVIEW_LIST)
    if listed is None:
        if not batch.written or batch.exam_on is None:
            return facts
        keyed: dict[Keyed, list[str]] = {}
        for row in mark_rows(work, batch.id):
            keyed.setdefault(row.keyed, []).append(row.name)
        return replace(
            facts,
            unmarked=keyed.get(Keyed.NONE, []),
            half_marked=keyed.get(Keyed.FIRST, []),
            differing=keyed.get(Keyed.DIFFERENT, []),
        )
    rooms = panels_like(work, subject_of_rooms(batch.id))
    total = applied_run(work, batch.id, RunStage.TOTAL)
    stale = changed_since(work, batch, RunStage.INTERVIEW_LIST) if total is None else []
    return replace(
        facts,
        listed=True,
        rooms=_count(work, select(func.count()).where(InterviewGroup.batch_id == batch.id)),
        open_rooms=[room.title for room in rooms if room.state is PanelState.OPEN],
        unplaced=_unplaced(work, batch, rooms) if rooms and total is None else (),
        ranked=total is not None,
        ranked_in=_count(
            work,
            select(func.count())
            .select_from(HiringLine)
            .join(Candidate, Candidate.id == HiringLine.candidate_id)
            .where(
                HiringLine.run_id == (total.id if total else 0),
                HiringLine.outcome == Outcome.IN,
                Candidate.state == _C.RANKED,
            ),
        ),
        changed=changed_since(work, batch, RunStage.TOTAL) if total is not None else [],
        notes=tuple(f"面试名单之后有改动：{each}" for each in stale[:3]),
    )


def _unplaced(work: UnitOfWork, batch: HiringBatch, rooms: Sequence[PanelRow]) -> list[str]:
    """Who is on the list and in no room: he came onto it after the rooms were planned."""
    placed = {
        candidate_of_key(entrant.key)
        for room in rooms
        for entrant in panel_view(work, room.id).entrants
    }
    query = select(Candidate.id, Candidate.name).where(
        Candidate.batch_id == batch.id, Candidate.state == _C.INTERVIEW
    )
    asked = work.session.execute(query.order_by(Candidate.number))
    return [name for own, name in asked if own not in placed]


def _of_vetting(work: UnitOfWork, batch: HiringBatch, facts: Facts) -> Facts:
    taken = select(HiringAllotment.candidate_id).where(
        HiringAllotment.state != AllotmentState.RELEASED
    )
    without = (
        select(Candidate.name)
        .where(
            Candidate.batch_id == batch.id,
            Candidate.state == _C.VETTED,
            Candidate.id.not_in(taken),
        )
        .order_by(Candidate.number)
    )
    return replace(
        facts,
        unvetted=_names(work, batch, _C.MEDICAL),
        without_seat=list(work.session.scalars(without)),
    )


def _of_deciding(work: UnitOfWork, batch: HiringBatch, facts: Facts) -> Facts:
    if batch.state is not _B.DECIDING:
        return facts
    claims = claims_of(work, batch)
    return replace(
        facts,
        approved=approval_state(work, Deed.HIRE, decision_key(work, batch)).complete,
        taken=[seat.sentence for seat in taken_seats(work, claims, work.today)],
    )


def _shown(work: UnitOfWork, batch: HiringBatch, facts: Facts) -> Facts:
    """What the public list says of those who are on it and were not hired or taken off."""
    shown = set(
        work.session.scalars(
            select(Candidate.id).where(
                Candidate.batch_id == batch.id, Candidate.state == _C.PUBLICISED
            )
        )
    )
    by_outcome: dict[Shown, list[str]] = {}
    # Reserves of a closed batch go on list by list, everybody else together.
    last = min if batch.state is _B.CLOSED else max
    until = None
    for key, row in outcome_by_target(work, publicity_subject(batch.id)).items():
        if candidate_of_key(key) not in shown:
            continue
        by_outcome.setdefault(row.outcome, []).append(row.name)
        if row.outcome is Shown.SHOWING:
            until = row.last_day if until is None else last(until, row.last_day)
    waiting = by_outcome.get(Shown.WAITING, [])
    notes = (f"{len(waiting)} 人有异议待核查，先不录用，其他人照常办理",) if waiting else ()
    return replace(
        facts,
        showing_until=until,
        waiting=waiting,
        upheld=by_outcome.get(Shown.REMOVED, []),
        clear=len(by_outcome.get(Shown.CLEAR, [])),
        notes=(*facts.notes, *notes),
    )


def half_vetted(work: UnitOfWork, batch_id: int) -> dict[int, tuple[VettingKind, ...]]:
    """What is still lacking of everybody who is vetted, by candidate."""
    passed: dict[int, dict[VettingKind, VettingResult]] = {}
    query = (
        select(CandidateVetting)
        .join(Candidate, Candidate.id == CandidateVetting.candidate_id)
        .where(Candidate.batch_id == batch_id)
        .order_by(CandidateVetting.seq)
    )
    for row in work.session.scalars(query):
        passed.setdefault(row.candidate_id, {})[row.kind] = row.result
    asked = select(Candidate.id).where(
        Candidate.batch_id == batch_id, Candidate.state == _C.MEDICAL
    )
    return {
        own: tuple(kind for kind in VettingKind if kind not in passed.get(own, {}))
        for own in work.session.scalars(asked)
    }


def _names(work: UnitOfWork, batch: HiringBatch, state: CandidateState) -> list[str]:
    query = select(Candidate.name).where(Candidate.batch_id == batch.id, Candidate.state == state)
    return list(work.session.scalars(query.order_by(Candidate.number)))


def _count(work: UnitOfWork, query: Select[tuple[int]]) -> int:
    return int(work.session.scalar(query) or 0)
