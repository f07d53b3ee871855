"""Batches and candidates by what somebody types: a number, a title, a name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from hrgrid.core.names import match_key
from hrgrid.hiring.model import Candidate, HiringBatch, HiringPosition
from hrgrid.hiring.queries.scope import LOOKING, within
from hrgrid.hiring.rules.words import ENDED
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class HiringHit:
    """Something found: a batch, or a candidate (then `candidate_id` is his)."""

    batch_id: int
    candidate_id: int | None
    title: str
    beside: str
    past: bool


def search_hiring(work: UnitOfWork, text: str, limit: int = 6) -> list[HiringHit]:
    """What `text` may mean among what the actor hires, batches first; nothing for others.

    Candidates are found by the beginning of their name and by their number or admission number in
    full; those whose data were erased are not.
    """
    typed = " ".join(text.split())
    if not typed or not any(work.actor.may_somewhere(right) for right in LOOKING):
        return []
    batches = _batches(work, typed, limit)
    return [*batches, *_candidates(work, typed, limit - len(batches))][:limit]


def _batches(work: UnitOfWork, typed: str, limit: int) -> list[HiringHit]:
    query = (
        select(HiringBatch.id, HiringBatch.number, HiringBatch.title, HiringBatch.state)
        .where(
            within(work, HiringBatch.area_path),
            or_(
                HiringBatch.number.startswith(typed, autoescape=True),
                HiringBatch.title.contains(typed, autoescape=True),
            ),
        )
        .order_by(HiringBatch.id.desc())
        .limit(limit)
    )
    return [
        HiringHit(row.id, None, f"{row.number} {row.title}", row.state.label, row.state in ENDED)
        for row in work.session.execute(query)
    ]


def _candidates(work: UnitOfWork, typed: str, limit: int) -> list[HiringHit]:
    if limit <= 0:
        return []
    key = match_key(typed)
    named = Candidate.match_key.startswith(key, autoescape=True) if len(key) > 1 else None
    numbers = or_(Candidate.number == typed, Candidate.admission_no == typed)
    query = (
        select(
            Candidate.id,
            Candidate.batch_id,
            Candidate.number,
            Candidate.name,
            Candidate.state,
            HiringBatch.number.label("batch"),
            HiringBatch.state.label("batch_state"),
            HiringPosition.title,
        )
        .join(HiringBatch, HiringBatch.id == Candidate.batch_id)
        .join(HiringPosition, HiringPosition.id == Candidate.position_id)
        .where(
            within(work, HiringBatch.area_path),
            Candidate.purged_on.is_(None),
            numbers if named is None else or_(named, numbers),
        )
        .order_by(Candidate.id.desc())
        .limit(limit)
    )
    return [
        HiringHit(
            row.batch_id,
            row.id,
            f"{row.name}（报名号 {row.number}）",
            f"{row.state.label}、{row.batch} {row.title}",
            row.batch_state in ENDED,
        )
        for row in work.session.execute(query)
    ]
