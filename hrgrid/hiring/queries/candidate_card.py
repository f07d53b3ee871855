"""Everything of one candidate: data masked, checks with what was seen, points, steps, papers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.identity import Sex
from hrgrid.hiring.model import (
    Candidate,
    CandidateCheck,
    CandidatePaper,
    CandidatePoint,
    CandidateStep,
    HiringBatch,
    HiringPosition,
)
from hrgrid.hiring.queries.checks import day_of, known_of
from hrgrid.hiring.queries.scope import require_look, require_look_somewhere
from hrgrid.hiring.rules.conditions import (
    Source,
    asked_conditions,
    capped,
    earned,
    propose,
    rule_text,
)
from hrgrid.hiring.rules.scheme import TOPIC, scheme_of
from hrgrid.hiring.rules.words import BatchState, CandidateState, RejectCode
from hrgrid.storage.attachments import Attachment
from hrgrid.storage.rulebook import version_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Person
from hrgrid.workforce.queries.areas import holds_on


@dataclass(frozen=True)
class CheckRow:
    """One condition: what the data says (`proposed`), and what was recorded (None: not yet)."""

    rule_key: str
    text: str
    bars: bool
    proposed: str
    proposed_passed: bool | None
    source: Source
    seen_value: str
    passed: bool | None
    note: str
    checked_by: str
    checked_at: dt.datetime | None
    evidence_sha256: str | None


@dataclass(frozen=True)
class PointRow:
    """One extra point (thousandths): earned by the data, and whether it was granted."""

    rule_key: str
    label: str
    milli: int
    seen_value: str
    granted_by: str
    granted_at: dt.datetime | None
    evidence_sha256: str | None


@dataclass(frozen=True)
class CandidateStepRow:
    """One arrow that a candidate went."""

    state: CandidateState
    at: dt.datetime
    made_by: str
    reason: str
    document_no: str


@dataclass(frozen=True)
class PaperRow:
    """One scan, with the step that it belongs to."""

    id: int
    step: CandidateState
    title: str
    sha256: str
    name: str
    mime: str
    added_at: dt.datetime
    added_by: str


@dataclass(frozen=True)
class CandidateCard:
    """One candidate; numbers masked, `points_milli` what counts in a ranking."""

    id: int
    batch_id: int
    batch: str
    batch_state: BatchState
    position_id: int
    position: str
    number: str
    name: str
    sex: Sex | None
    birth_date: dt.date | None
    id_masked: str
    phone_masked: str
    education: str
    party: str
    veteran: bool | None
    social_worker: bool | None
    registered_here: bool | None
    residence_months: int | None
    volunteer_months: int | None
    wish_area_id: int | None
    wish: str
    note: str
    photo_sha256: str | None
    person_id: int | None
    staff_number: str
    applied_on: dt.date
    admission_no: str | None
    state: CandidateState
    state_reason: str
    reject_code: RejectCode | None
    purged_on: dt.date | None
    version: int
    checks: tuple[CheckRow, ...]
    points: tuple[PointRow, ...]
    points_milli: int
    steps: tuple[CandidateStepRow, ...]
    papers: tuple[PaperRow, ...]

    @property
    def unchecked(self) -> tuple[str, ...]:
        """The conditions that nobody looked at yet."""
        return tuple(row.text for row in self.checks if row.passed is None)


def candidate_card(work: UnitOfWork, candidate_id: int) -> CandidateCard:
    """Everything of one candidate, for whom his batch is given."""
    require_look_somewhere(work)
    found = work.session.get(Candidate, candidate_id)
    if found is None:
        raise UserError(f"没有第 {candidate_id} 号报名记录。请刷新列表后再选")
    batch = work.session.get_one(HiringBatch, found.batch_id)
    require_look(work, batch.area_path)
    points = _points(work, batch, found)
    scheme = scheme_of(version_of(work, TOPIC, batch.rule_number).parameters)
    granted = [row.milli for row in points if row.granted_at is not None]
    person = None if found.person_id is None else work.session.get(Person, found.person_id)
    wish = select(AreaStand.name).where(
        AreaStand.area_id == found.wish_area_id, holds_on(AreaStand, work.day)
    )
    return CandidateCard(
        id=found.id,
        batch_id=batch.id,
        batch=f"{batch.number} {batch.title}",
        batch_state=batch.state,
        position_id=found.position_id,
        position=work.session.get_one(HiringPosition, found.position_id).title,
        number=found.number,
        name=found.name,
        sex=found.sex,
        birth_date=found.birth_date,
        id_masked=found.id_masked,
        phone_masked=found.phone_masked,
        education=found.education,
        party=found.party,
        veteran=found.veteran,
        social_worker=found.social_worker,
        registered_here=found.registered_here,
        residence_months=found.residence_months,
        volunteer_months=found.volunteer_months,
        wish_area_id=found.wish_area_id,
        wish=work.session.scalar(wish) or "",
        note=found.note,
        photo_sha256=found.photo_sha256,
        person_id=found.person_id,
        staff_number=person.number if person else "",
        applied_on=found.applied_on,
        admission_no=found.admission_no,
        state=found.state,
        state_reason=found.state_reason,
        reject_code=found.reject_code,
        purged_on=found.purged_on,
        version=found.version,
        checks=tuple(_checks(work, batch, found)),
        points=tuple(points),
        points_milli=capped(scheme, granted),
        steps=tuple(_steps(work, found)),
        papers=tuple(papers_of(work, found.id)),
    )


def _checks(work: UnitOfWork, batch: HiringBatch, found: Candidate) -> list[CheckRow]:
    """Every condition that is on, and what was recorded under one that was on before."""
    scheme = scheme_of(version_of(work, TOPIC, batch.rule_number).parameters)
    query = select(CandidateCheck).where(CandidateCheck.candidate_id == found.id)
    recorded = {row.rule_key: row for row in work.session.scalars(query)}
    known = known_of(work, [found])[found.id]
    rows = []
    for one in propose(asked_conditions(scheme, batch.kind), known, day_of(work, batch)):
        row = recorded.get(one.condition.key)
        rows.append(
            CheckRow(
                one.condition.key,
                rule_text(one.condition),
                one.condition.bars,
                one.value,
                one.passed,
                one.source,
                row.seen_value if row else "",
                row.passed if row else None,
                row.note if row else "",
                row.checked_by if row else "",
                row.checked_at if row else None,
                row.evidence_sha256 if row else None,
            )
        )
    return rows


def _points(work: UnitOfWork, batch: HiringBatch, found: Candidate) -> list[PointRow]:
    scheme = scheme_of(version_of(work, TOPIC, batch.rule_number).parameters)
    query = select(CandidatePoint).where(CandidatePoint.candidate_id == found.id)
    granted = {row.rule_key: row for row in work.session.scalars(query)}
    known = known_of(work, [found])[found.id]
    due = {one.rule.key: one for one in earned(scheme, known, day_of(work, batch))}
    rows = []
    for rule in scheme.extra:
        row, point = granted.get(rule.key), due.get(rule.key)
        if row is not None:
            told = (row.milli, row.seen_value, row.granted_by, row.granted_at, row.evidence_sha256)
            rows.append(PointRow(rule.key, rule.label, *told))
        elif point is not None:
            rows.append(PointRow(rule.key, rule.label, point.milli, point.value, "", None, None))
    return rows


def _steps(work: UnitOfWork, found: Candidate) -> list[CandidateStepRow]:
    query = (
        select(CandidateStep)
        .where(CandidateStep.candidate_id == found.id)
        .order_by(CandidateStep.seq)
    )
    return [
        CandidateStepRow(row.state, row.at, row.made_by, row.reason, row.document_no)
        for row in work.session.scalars(query)
    ]


def papers_of(work: UnitOfWork, candidate_id: int) -> list[PaperRow]:
    """The scans of a candidate, in the order in which they came."""
    query = (
        select(CandidatePaper, Attachment.name, Attachment.mime)
        .join(Attachment, Attachment.sha256 == CandidatePaper.sha256)
        .where(CandidatePaper.candidate_id == candidate_id)
        .order_by(CandidatePaper.id)
    )
    return [
        PaperRow(row.id, row.step, row.title, row.sha256, name, mime, row.added_at, row.added_by)
        for row, name, mime in work.session.execute(query)
    ]
