"""What is known of imports (files seen, columns remembered, what may be undone) and packages."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, select

from hrgrid.exchange.model import HeadingMemory, ImportFile, ImportJob, Package, PackageReturn
from hrgrid.exchange.rules.words import PackageSide, PackageState
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


def imports_of(work: UnitOfWork, operations: Collection[str]) -> dict[str, ImportRow]:
    """The imports that were done in these operations, by operation."""
    known = select(ImportJob.id, ImportJob.operation_id).where(
        ImportJob.operation_id.in_(list(operations))
    )
    by_id = dict(work.session.execute(known).tuples().all())
    rows = _rows(work, select(ImportJob).where(ImportJob.id.in_(by_id)))
    return {by_id[row.id]: row for row in rows}


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


@dataclass(frozen=True)
class ReturnRow:
    """One time that a package came back (on a laptop: was sent back); `counts` as recorded."""

    copy_uid: str
    edition: int
    packed_at: dt.datetime
    packed_by: str
    merged_at: dt.datetime
    merged_by: str
    reason: str
    counts: dict[str, int]


@dataclass(frozen=True)
class PackageRow:
    """A package and how it stands; `parts` are the codes of what travels."""

    id: int
    uid: str
    direction: PackageSide
    state: PackageState
    subject: str
    title: str
    parts: tuple[str, ...]
    office_name: str
    made_at: dt.datetime
    made_by: str
    ended_at: dt.datetime | None
    ended_by: str
    cancel_reason: str
    returns: tuple[ReturnRow, ...]

    @property
    def away(self) -> bool:
        """Whether it went out from here and has not come back."""
        return self.direction is PackageSide.OUT and self.state is PackageState.AWAY

    @property
    def came(self) -> bool:
        """Whether it is what a laptop was given, and not what an office gave away."""
        return self.direction is PackageSide.IN


def packages_of(work: UnitOfWork, subject: str) -> tuple[PackageRow, ...]:
    """The packages of one matter, the newest first."""
    query = select(Package).where(Package.subject == subject)
    return tuple(
        package_row(work, each)
        for each in work.session.scalars(query.order_by(Package.made_at.desc(), Package.id.desc()))
    )


def package_row(work: UnitOfWork, package: Package) -> PackageRow:
    """A package as a frozen row."""
    came = select(PackageReturn).where(PackageReturn.package_id == package.id)
    order = (PackageReturn.merged_at, PackageReturn.copy_uid, PackageReturn.edition)
    return PackageRow(
        package.id,
        package.uid,
        package.direction,
        package.state,
        package.subject,
        package.title,
        tuple(json.loads(package.parts)),
        package.office_name,
        package.made_at,
        package.made_by,
        package.ended_at,
        package.ended_by,
        package.cancel_reason,
        tuple(
            ReturnRow(
                row.copy_uid,
                row.edition,
                row.packed_at,
                row.packed_by,
                row.merged_at,
                row.merged_by,
                row.reason,
                json.loads(row.counts),
            )
            for row in work.session.scalars(came.order_by(*order))
        ),
    )


def returns_of_copy(work: UnitOfWork, package_id: int, copy_uid: str) -> list[PackageReturn]:
    """What came from one laptop, the first first."""
    query = select(PackageReturn).where(
        PackageReturn.package_id == package_id, PackageReturn.copy_uid == copy_uid
    )
    return list(work.session.scalars(query.order_by(PackageReturn.edition)))


def package_by_uid(work: UnitOfWork, uid: str) -> Package | None:
    """The package of that name in these data."""
    return work.session.scalars(select(Package).where(Package.uid == uid)).one_or_none()
