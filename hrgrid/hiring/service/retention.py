"""What is known of those who were not hired goes when its time is over (decision 0027).

Counts, states, checks passed or failed, and rankings stay, without a name, a number, a value that
was seen or a scan. Somebody who waits on a reserve list is kept until he may not be called any
more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.hiring.model import (
    Candidate,
    CandidateCheck,
    CandidatePaper,
    CandidatePoint,
    CandidateStep,
    CandidateVetting,
)
from hrgrid.hiring.queries.retention import may_go
from hrgrid.hiring.rules.words import ENDED, NEEDS_REASON, CandidateState
from hrgrid.hiring.service.steps import batch_of, named
from hrgrid.storage.erasing import erase
from hrgrid.storage.work import UnitOfWork

GONE = "资料已到期清除"
BACKUPS = (
    "以前的备份里还有这些资料：程序的备份按天、周、月轮换，最长留 9 个月；"
    "升级前的备份和拷到别处的备份不会轮换，请另行清理"
)
"""What whoever purges is told; a program cannot reach a copy that somebody carried away."""


@dataclass(frozen=True)
class Purged:
    """What went: candidates, scans whose bytes are gone; `kept` wait on a reserve list still."""

    candidates: int
    scans: int
    kept: int
    note: str = BACKUPS


def purge_batch(work: UnitOfWork, batch_id: int) -> Purged:
    """Erase the data of everybody of a batch who was not hired, after its last day.

    Raises UserError before it, and for a batch that has not ended.
    """
    batch = batch_of(work, batch_id, *ENDED)
    work.require(Right.RUN_HIRING, batch.area_path)
    if batch.retain_until is None or work.today <= batch.retain_until:
        until = f"{batch.retain_until:%Y-%m-%d}" if batch.retain_until else "办结之后"
        raise UserError(f"{named(batch)}的报名资料要保存到 {until}，还不能清除。请到期后再办")
    ours = and_(Candidate.batch_id == batch.id, Candidate.purged_on.is_(None))
    people = _people(work, and_(ours, may_go(work.today)))
    waiting = len(_people(work, and_(ours, ~may_go(work.today), _not_hired())))
    if not people:
        raise UserError(f"{named(batch)}没有到期要清除的报名资料。请刷新后查看")
    work.progress.begin("清除到期的报名资料", len(people))
    scans: set[str] = set()
    for one in people:
        scans |= _empty(work, one)
        work.progress.step()
    work.session.flush()
    gone = erase(work, sorted(scans), f"{named(batch)}报名资料到期")
    work.record(
        "purge_candidates",
        named(batch),
        after={"people": len(people), "files": gone, "until": batch.retain_until},
    )
    return Purged(len(people), gone, waiting)


def _not_hired() -> ColumnElement[bool]:
    return Candidate.state != CandidateState.HIRED


def _people(work: UnitOfWork, where: ColumnElement[bool]) -> Sequence[Candidate]:
    return work.session.scalars(select(Candidate).where(where).order_by(Candidate.id)).all()


def _empty(work: UnitOfWork, one: Candidate) -> set[str]:
    """Empty one candidate; returns the scans that spoke of him."""
    scans = {one.photo_sha256}
    _empty_row(one, work.today)
    # The database lets the rest go only once the candidate is marked.
    work.session.flush()
    ours = CandidateCheck.candidate_id == one.id
    for check in work.session.scalars(select(CandidateCheck).where(ours)):
        scans.add(check.evidence_sha256)
        check.seen_value, check.note, check.evidence_sha256 = GONE, "", None
    for point in work.session.scalars(
        select(CandidatePoint).where(CandidatePoint.candidate_id == one.id)
    ):
        scans.add(point.evidence_sha256)
        point.seen_value, point.evidence_sha256 = GONE, None
    for step in work.session.scalars(
        select(CandidateStep).where(CandidateStep.candidate_id == one.id)
    ):
        step.reason = GONE if step.reason else ""
    for vetting in work.session.scalars(
        select(CandidateVetting).where(CandidateVetting.candidate_id == one.id)
    ):
        scans.add(vetting.evidence_sha256)
        vetting.reason = GONE if vetting.reason else ""
        vetting.evidence_sha256 = None
    for paper in work.session.scalars(
        select(CandidatePaper).where(CandidatePaper.candidate_id == one.id)
    ):
        scans.add(paper.sha256)
        work.session.delete(paper)
    return {sha256 for sha256 in scans if sha256 is not None}


def _empty_row(one: Candidate, today: dt.date) -> None:
    one.name = one.match_key = one.stroke_key = ""
    one.id_number = one.id_mac = one.phone = None
    one.id_masked = one.phone_masked = ""
    one.sex = one.birth_date = None
    one.education = one.party = one.note = ""
    one.veteran = one.social_worker = one.registered_here = None
    one.residence_months = one.volunteer_months = None
    one.wish_area_id = one.photo_sha256 = one.person_id = None
    one.state_reason = GONE if one.state in NEEDS_REASON else ""
    one.import_operation = None
    one.purged_on = today
