"""Extra points: what the scheme gives for a fact, granted by somebody who saw the proof.

Points count in rankings, so they may change until a candidate is ranked; a ranking that is there
already is made anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import Candidate, CandidatePoint, HiringBatch
from hrgrid.hiring.queries.checks import day_of, known_of
from hrgrid.hiring.rules.conditions import Point, earned
from hrgrid.hiring.rules.words import BatchState, CandidateState
from hrgrid.hiring.service.steps import (
    batch_of,
    candidate_of,
    named,
    scheme_for,
    subject_of,
    told,
)
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.work import UnitOfWork

_C = CandidateState
GRANTING = (_C.SUBMITTED, _C.QUALIFIED, _C.EXAM_ABSENT, _C.EXAMINED, _C.INTERVIEW)
_DURING = (BatchState.APPLYING, BatchState.EXAMINING)


@dataclass(frozen=True)
class Taken:
    """A point that was taken back, for an undo."""

    rule_key: str
    evidence_sha256: str | None


def grant_points(
    work: UnitOfWork, candidate_id: int, evidence: Mapping[str, str | None]
) -> list[str]:
    """Grant points by the keys of the scheme, each with the scan of its proof or None.

    Only what the data bears out is granted, and of one group (学历) only the highest; returns
    the labels. Raises UserError for anything else.
    """
    found = candidate_of(work, candidate_id, *GRANTING, during=_DURING)
    batch = work.session.get_one(HiringBatch, found.batch_id)
    due = _earned(work, batch, [found])[found.id]
    for key in evidence:
        if key not in due:
            raise UserError(_why_not(work, batch, found, key))
    for key, sha256 in evidence.items():
        row = work.session.get(CandidatePoint, (found.id, key))
        values = _row(work, found.id, due[key], sha256)
        if row is None:
            work.session.add(CandidatePoint(**values))
        else:
            for name, value in values.items():
                setattr(row, name, value)
    work.session.flush()
    labels = [due[key].rule.label for key in evidence]
    work.record("grant_points", subject_of(batch, found), after={"points": labels})
    return labels


def grant_points_by_data(work: UnitOfWork, batch_id: int) -> int:
    """Grant everybody what the data bears out and nobody granted yet; returns how many points."""
    batch = batch_of(work, batch_id, *_DURING)
    people = work.session.scalars(
        select(Candidate)
        .where(Candidate.batch_id == batch.id, Candidate.state.in_(GRANTING))
        .order_by(Candidate.id)
    ).all()
    work.progress.begin("核定加分", len(people))
    there = set(
        work.session.execute(
            select(CandidatePoint.candidate_id, CandidatePoint.rule_key)
            .join(Candidate, Candidate.id == CandidatePoint.candidate_id)
            .where(Candidate.batch_id == batch.id)
        ).tuples()
    )
    rows = []
    for candidate_id, due in _earned(work, batch, list(people)).items():
        work.progress.step()
        for key, point in due.items():
            if (candidate_id, key) not in there:
                rows.append(_row(work, candidate_id, point, None))
    insert_rows(work, CandidatePoint, rows)
    if rows:
        after = {"rows": len(rows), "people": len(people)}
        work.record("grant_points", named(batch), after=after)
    return len(rows)


def take_point(work: UnitOfWork, candidate_id: int, rule_key: str, reason: str) -> Taken:
    """Take one point back, with the reason; returns what `grant_points` needs to give it again."""
    found = candidate_of(work, candidate_id, *GRANTING, during=_DURING)
    row = work.session.get(CandidatePoint, (candidate_id, rule_key))
    if row is None:
        raise UserError(f"{told(found)}没有这一项加分，可能刚被取消。请刷新后查看")
    if not reason.strip():
        raise UserError(f"取消{told(found)}的加分须写明原因。请填上原因再办")
    batch = work.session.get_one(HiringBatch, found.batch_id)
    taken = Taken(rule_key, row.evidence_sha256)
    work.session.delete(row)
    work.session.flush()
    labels = {each.key: each.label for each in scheme_for(work, batch).extra}
    before = {"points": [labels.get(rule_key, rule_key)]}
    work.record("take_point", subject_of(batch, found), reason, before=before)
    return taken


def _earned(
    work: UnitOfWork, batch: HiringBatch, people: list[Candidate]
) -> dict[int, dict[str, Point]]:
    scheme, on = scheme_for(work, batch), day_of(work, batch)
    known = known_of(work, people)
    return {
        one.id: {point.rule.key: point for point in earned(scheme, known[one.id], on)}
        for one in people
    }


def _why_not(work: UnitOfWork, batch: HiringBatch, found: Candidate, key: str) -> str:
    rule = next((each for each in scheme_for(work, batch).extra if each.key == key), None)
    if rule is None or not rule.on:
        return f"{named(batch)}的方案没有启用这一项加分（{key}）。请刷新后查看"
    return (
        f"{told(found)}的资料不够“{rule.label}”的加分，或同类已按更高一项加分。"
        "请先更正报名资料再核定"
    )


def _row(work: UnitOfWork, candidate_id: int, point: Point, sha256: str | None) -> dict[str, Any]:
    return {
        "candidate_id": candidate_id,
        "rule_key": point.rule.key,
        "milli": point.milli,
        "seen_value": point.value,
        "granted_by": work.actor.name,
        "granted_at": work.now,
        "evidence_sha256": sha256,
    }
