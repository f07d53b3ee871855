"""Scans of candidates, each with the step that it belongs to; numbers shown on record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.hiring.model import Candidate, CandidatePaper, HiringBatch
from hrgrid.hiring.queries.scope import require_look, require_look_somewhere
from hrgrid.hiring.service.steps import candidate_of, subject_of, told
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.listing import ID_NUMBER, PHONE

_LONGEST_TITLE = 80


@dataclass(frozen=True)
class Scan:
    """A file as it was chosen; the title says what it is (毕业证, 无犯罪记录证明)."""

    title: str
    file_name: str
    content: bytes
    mime: str


def attach_paper(work: UnitOfWork, candidate_id: int, scan: Scan) -> str:
    """Keep a scan for the step that the candidate is at; returns its hash, for checks and points.

    The file keeps the title for its name: what somebody called it often holds the person's own.
    """
    found = candidate_of(work, candidate_id)
    title = scan.title.strip()
    if not title:
        raise UserError(f"{told(found)}的材料没有写名称。请填写，例如“毕业证”")
    if len(title) > _LONGEST_TITLE:
        raise UserError(f"材料名称最多 {_LONGEST_TITLE} 字，现为 {len(title)} 字。请写短些")
    if not scan.content:
        raise UserError(f"“{scan.file_name}”是空文件，没有存。请重新扫描")
    kept = attach(work, _file_name(title, scan), scan.content, scan.mime, on_record=False)
    work.session.add(
        CandidatePaper(
            candidate_id=found.id,
            step=found.state,
            title=title,
            sha256=kept.sha256,
            added_at=work.now,
            added_by=work.actor.name,
        )
    )
    work.session.flush()
    batch = work.session.get_one(HiringBatch, found.batch_id)
    after = {"name": title, "scan": kept.sha256}
    work.record("attach_paper", subject_of(batch, found), after=after)
    return kept.sha256


def set_candidate_photo(work: UnitOfWork, candidate_id: int, scan: Scan | None) -> None:
    """The photo for admission slips; None takes it off."""
    found = candidate_of(work, candidate_id)
    sha256 = None
    if scan is not None:
        named = _file_name("照片", scan)
        sha256 = attach(work, named, scan.content, scan.mime, on_record=False).sha256
    before, found.photo_sha256 = found.photo_sha256, sha256
    work.session.flush()
    batch = work.session.get_one(HiringBatch, found.batch_id)
    work.record(
        "attach_paper",
        subject_of(batch, found),
        before={"name": "照片", "scan": before or ""},
        after={"name": "照片", "scan": sha256 or ""},
    )


@dataclass(frozen=True)
class Numbers:
    """A candidate's numbers in full; "" where none was given."""

    id_number: str
    phone: str


def show_candidate_numbers(work: UnitOfWork, candidate_id: int) -> Numbers:
    """The full numbers of one candidate; the journal says who looked and why."""
    require_look_somewhere(work)
    found = work.session.get(Candidate, candidate_id)
    if found is None:
        raise UserError(f"没有第 {candidate_id} 号报名记录。请刷新列表后再选")
    batch = work.session.get_one(HiringBatch, found.batch_id)
    require_look(work, batch.area_path)
    work.require(Right.SHOW_SENSITIVE, batch.area_path)
    work.require_reason()
    work.record("show_candidates", subject_of(batch, found))
    keyring = work.keyring
    return Numbers(
        keyring.open(ID_NUMBER, found.id_number) if found.id_number else "",
        keyring.open(PHONE, found.phone) if found.phone else "",
    )


def _file_name(title: str, scan: Scan) -> str:
    return f"{title}{PurePath(scan.file_name).suffix}"
