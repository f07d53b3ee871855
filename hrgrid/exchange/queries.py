"""What is known of imports: files seen before, columns remembered, what may be undone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, select

from hrgrid.exchange.model import HeadingMemory, ImportFile, ImportJob
from hrgrid.storage.work import UnitOfWork

UNDO_DAYS = 30


@dataclass(frozen=True)
class ImportRow:
    """An import that was done; `can_undo` also asks the kind and the rows themselves."""

    id: int
    kind: str
    at: dt.datetime
    made_by: str
    files: tuple[str, ...]
    rows: int
    new: int
    changed: int
    unchanged: int
    refused: int
    undone_at: dt.datetime | None
    can_undo: bool


@dataclass(frozen=True)
class SeenFile:
    """An earlier import of the very same bytes."""

    sha256: str
    at: dt.datetime
    made_by: str


def recent_imports(work: UnitOfWork, limit: int = 50) -> list[ImportRow]:
    """The last imports, the newest first."""
    query = select(ImportJob).order_by(ImportJob.at.desc(), ImportJob.id.desc()).limit(limit)
    return _rows(work, query)


def import_of(work: UnitOfWork, operation_id: str) -> ImportRow | None:
    """The import that was done in one operation; None where it was another deed."""
    rows = _rows(work, select(ImportJob).where(ImportJob.operation_id == operation_id))
    return rows[0] if rows else None


def _rows(work: UnitOfWork, query: Select[tuple[ImportJob]]) -> list[ImportRow]:
    jobs = list(work.session.scalars(query))
    names: dict[int, list[str]] = {job.id: [] for job in jobs}
    files = select(ImportFile).where(ImportFile.job_id.in_(names)).order_by(ImportFile.name)
    for file in work.session.scalars(files):
        names[file.job_id].append(file.name)
    return [_row(work, job, tuple(names[job.id])) for job in jobs]


def _row(work: UnitOfWork, job: ImportJob, files: tuple[str, ...]) -> ImportRow:
    return ImportRow(
        job.id,
        job.kind,
        job.at,
        job.made_by,
        files,
        job.row_count,
        job.new_count,
        job.changed_count,
        job.unchanged_count,
        job.refused_count,
        job.undone_at,
        job.undone_at is None and job.undo_data != "" and job.at > oldest_undoable(work),
    )


def oldest_undoable(work: UnitOfWork) -> dt.datetime:
    """Imports before it can no longer be undone."""
    return work.now - dt.timedelta(days=UNDO_DAYS)


def seen_files(work: UnitOfWork, kind: str, hashes: Collection[str]) -> dict[str, SeenFile]:
    """The last import of each of these files that was not undone, by hash."""
    query = (
        select(ImportFile.sha256, ImportJob.at, ImportJob.made_by)
        .join(ImportJob, ImportJob.id == ImportFile.job_id)
        .where(ImportFile.sha256.in_(hashes), ImportJob.kind == kind, ImportJob.undone_at.is_(None))
        .order_by(ImportJob.at)
    )
    return {row.sha256: SeenFile(*row) for row in work.session.execute(query)}


def remembered_columns(work: UnitOfWork, signatures: Collection[str]) -> dict[str, list[str]]:
    """The keys that headings had the last time, by signature."""
    query = select(HeadingMemory).where(HeadingMemory.signature.in_(signatures))
    return {found.signature: json.loads(found.keys) for found in work.session.scalars(query)}
