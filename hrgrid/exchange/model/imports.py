"""Imports that were done, columns remembered.

No value of an imported row stands here: only hashes, counts, and what a kind needs to undo its
rows.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, guard
from hrgrid.storage.triggers import Trigger, append_only
from hrgrid.storage.violations import says


class ImportJob(RowHashed, Versioned, Base):
    """One import that was done; `undo_data` is JSON of the kind's own, "" once it is too old."""

    __tablename__ = "import_job"
    __label__ = "导入记录"
    __table_args__ = (
        CheckConstraint(
            "row_count >= 0 AND new_count >= 0 AND changed_count >= 0 AND unchanged_count >= 0 "
            "AND refused_count >= 0",
            name="counts_not_negative",
        ),
        CheckConstraint("(undone_at IS NULL) = (undone_by = '')", name="undone_by_somebody"),
        Index("ix_import_job_at", "at"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(40))
    operation_id: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    row_count: Mapped[int]
    new_count: Mapped[int]
    changed_count: Mapped[int]
    unchanged_count: Mapped[int]
    refused_count: Mapped[int]
    undo_data: Mapped[str] = mapped_column(Text)
    undone_at: Mapped[dt.datetime | None]
    undone_by: Mapped[str] = mapped_column(String(80))


guard(
    ImportJob,
    Trigger("import_job_keeps_delete", "import_job", "DELETE"),
    Trigger("import_job_undone_once", "import_job", "UPDATE", "OLD.undone_at IS NOT NULL"),
)
says("import_job_keeps_delete", "导入记录不能删除。要收回这次导入，请用“撤销这次导入”")
says("import_job_undone_once", "这次导入已经撤销过了，没有重复撤销。请刷新后查看")


class ImportFile(Base):
    """A file that an import read, known again by its content."""

    __tablename__ = "import_file"
    __label__ = "导入的文件"

    job_id: Mapped[int] = mapped_column(ForeignKey("import_job.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    name: Mapped[str] = mapped_column(String(200))
    row_count: Mapped[int]


guard(ImportFile, *append_only("import_file"))


class HeadingMemory(Base):
    """Which column each heading of a sheet meant: `keys` is a JSON list, "" for not read."""

    __tablename__ = "heading_memory"
    __label__ = "表头对应"

    signature: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    keys: Mapped[str] = mapped_column(Text)
    used_at: Mapped[dt.datetime]
