"""The board of a batch: how many stand where, what blocks the next step, and the one next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import Candidate, HiringBatch
from hrgrid.hiring.queries.blocking import Step, next_step
from hrgrid.hiring.queries.facts import facts_of
from hrgrid.hiring.queries.scope import require_look
from hrgrid.hiring.rules.words import BatchState, CandidateState
from hrgrid.storage.work import UnitOfWork

_B, _C = BatchState, CandidateState
_STAGES: tuple[tuple[str, str, tuple[CandidateState, ...], tuple[BatchState, ...]], ...] = (
    ("submitted", "待审查", (_C.SUBMITTED,), (_B.APPLYING,)),
    ("qualified", "资格合格", (_C.QUALIFIED,), ()),
    ("examined", "已笔试", (_C.EXAMINED, _C.EXAM_ABSENT), (_B.EXAMINING,)),
    ("interview", "面试", (_C.INTERVIEW,), (_B.EXAMINING,)),
    ("ranked", "已排名", (_C.RANKED,), ()),
    ("medical", "体检政审", (_C.MEDICAL,), (_B.VETTING,)),
    ("vetted", "合格", (_C.VETTED,), ()),
    ("publicised", "拟录用", (_C.PUBLICISED,), (_B.PUBLICISING, _B.DECIDING)),
    ("hired", "已录用", (_C.HIRED,), (_B.CLOSED,)),
    (
        "out",
        "未通过或退出",
        (_C.REJECTED, _C.VETTING_FAILED, _C.DECLINED, _C.WITHDRAWN, _C.DISQUALIFIED),
        (),
    ),
)
_ORDER = (_B.DRAFT, _B.PUBLISHED, _B.APPLYING, _B.EXAMINING, _B.VETTING, _B.PUBLICISING)
_LAST_OF = {
    "submitted": _B.APPLYING,
    "qualified": _B.APPLYING,
    "examined": _B.EXAMINING,
    "interview": _B.EXAMINING,
    "ranked": _B.EXAMINING,
    "medical": _B.VETTING,
    "vetted": _B.VETTING,
    "publicised": _B.PUBLICISING,
}


@dataclass(frozen=True)
class StageRow:
    """One stage: how many stand in it, in which states; `here` where the batch is now."""

    key: str
    label: str
    count: int
    states: tuple[CandidateState, ...]
    done: bool
    here: bool


@dataclass(frozen=True)
class StageBoard:
    """A batch at a glance.

    `places` are grids on offer, `filled` those hired for. `blockers` say what stands in the way
    of `next`, the only step that leads on; `notes` what to know besides.
    """

    batch_id: int
    number: str
    title: str
    state: BatchState
    written: bool | None
    places: int
    filled: int
    people: int
    stages: tuple[StageRow, ...]
    blockers: tuple[str, ...]
    notes: tuple[str, ...]
    next: Step


def stage_board(work: UnitOfWork, batch_id: int) -> StageBoard:
    """The board, for whoever runs or decides hiring there."""
    batch = work.session.get(HiringBatch, batch_id)
    if batch is None:
        raise UserError(f"没有第 {batch_id} 号招录批次。请刷新列表后再选")
    require_look(work, batch.area_path)
    counts = _counts(work, batch_id)
    facts = facts_of(work, batch, counts)
    step, blockers = next_step(batch.state, facts)
    return StageBoard(
        batch.id,
        batch.number,
        batch.title,
        batch.state,
        batch.written,
        facts.places,
        counts.get(_C.HIRED, 0),
        sum(counts.values()),
        tuple(_stages(batch, counts)),
        blockers,
        facts.notes,
        step,
    )


def _counts(work: UnitOfWork, batch_id: int) -> dict[CandidateState, int]:
    query = (
        select(Candidate.state, func.count())
        .where(Candidate.batch_id == batch_id)
        .group_by(Candidate.state)
    )
    return {state: int(count) for state, count in work.session.execute(query)}


def _stages(batch: HiringBatch, counts: dict[CandidateState, int]) -> Iterable[StageRow]:
    for key, label, states, during in _STAGES:
        if key == "examined" and batch.written is False:
            continue
        count = sum(counts.get(state, 0) for state in states)
        yield StageRow(key, label, count, states, _is_past(batch.state, key), batch.state in during)


def _is_past(state: BatchState, key: str) -> bool:
    if key not in _LAST_OF:
        return False
    if state not in _ORDER:
        return state is not BatchState.CANCELLED
    return _ORDER.index(state) > _ORDER.index(_LAST_OF[key])


__all__ = ["StageBoard", "StageRow", "Step", "stage_board"]
