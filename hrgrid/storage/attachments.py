"""Scans and photos, by content: one file a content, beside the data file, in every backup.

On SQLite the bytes lie in `NAME.hrg.files/ab/abcdef…`; on PostgreSQL, where an office shares
no folder, in a table. The row is the proof: a file without a row is no attachment (a crash may
leave one), a row without its file is damage that `check` reports.

Contents stay, but for one way out: storage/erasing.py.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from hrgrid.core.errors import UserError
from hrgrid.storage.base import ROW_ID, Base, RowHashed, guard
from hrgrid.storage.files import sha256_of, write_whole
from hrgrid.storage.triggers import Trigger
from hrgrid.storage.work import UnitOfWork

LARGEST = 50 * 1024 * 1024
# Windows takes names of 255.
LONGEST_NAME = 200
_LONGEST_SUFFIX = 20


class Attachment(RowHashed, Base):
    """One content under the name it came with."""

    __tablename__ = "attachment"
    __label__ = "附件"
    __table_args__ = (CheckConstraint("size >= 0", name="size_not_negative"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    mime: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    added_at: Mapped[dt.datetime]
    added_by: Mapped[str] = mapped_column(String(80))


class AttachmentContent(Base):
    """The bytes, where there is no folder for them; empty on SQLite."""

    __tablename__ = "attachment_content"
    __label__ = "附件内容"

    sha256: Mapped[str] = mapped_column(
        String(64), ForeignKey("attachment.sha256"), primary_key=True
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)


def _kept(table: str, erased: str) -> tuple[Trigger, ...]:
    """Append-only but for what was put down as erased."""
    known = f"SELECT 1 FROM attachment_erasure WHERE {erased}"  # noqa: S608 - our own names
    return tuple(
        Trigger(f"{table}_keeps_{event.lower()}", table, event, condition)
        for event, condition in (
            ("UPDATE", ""),
            ("DELETE", f"NOT EXISTS ({known})"),
            ("TRUNCATE", ""),
        )
    )


guard(Attachment, *_kept("attachment", "sha256 = OLD.sha256 AND erased_at >= OLD.added_at"))
guard(AttachmentContent, *_kept("attachment_content", "sha256 = OLD.sha256"))


@dataclass(frozen=True)
class AttachmentRow:
    """What other rows refer to."""

    id: int
    sha256: str
    name: str
    mime: str
    size: int


def attach(
    work: UnitOfWork, name: str, content: bytes, mime: str, *, on_record: bool = True
) -> AttachmentRow:
    """Keep a content; the same bytes twice are one attachment, under the first name.

    Without `on_record` the caller puts many at once on record.
    """
    if len(content) > LARGEST:
        raise UserError(
            f"“{name}”有 {len(content) // 1048576} MB，附件不能超过 50 MB。请压缩后再加"
        )
    sha256 = hashlib.sha256(content).hexdigest()
    found = work.session.scalar(select(Attachment).where(Attachment.sha256 == sha256))
    if found is None:
        found = Attachment(
            sha256=sha256,
            name=_fitting(name),
            mime=mime,
            size=len(content),
            added_at=work.now,
            added_by=work.actor.name,
        )
        work.session.add(found)
        work.session.flush()
        if on_record:
            work.record("attach", name, after={"sha256": sha256, "size": len(content)})
    # For a known content too: whoever adds it again brings back a file that was lost.
    _store(work, sha256, content)
    return AttachmentRow(found.id, found.sha256, found.name, found.mime, found.size)


def _fitting(name: str) -> str:
    stem, suffix = Path(name).stem, Path(name).suffix[:_LONGEST_SUFFIX]
    return name if len(name) <= LONGEST_NAME else stem[: LONGEST_NAME - len(suffix)] + suffix


def content_of(work: UnitOfWork, sha256: str) -> bytes:
    """The bytes, checked; UserError where they are missing or changed."""
    content = _stored(work, sha256)
    if content is None or hashlib.sha256(content).hexdigest() != sha256:
        state = "不见了" if content is None else "被改动过"
        raise UserError(
            f"附件 {sha256[:12]}… {state}。请从备份文件夹的 files 里找回同名文件，放回数据文件旁"
        )
    return content


def folder_of(data_file: Path) -> Path:
    """Where the attachments of a data file lie."""
    return data_file.with_name(data_file.name + ".files")


def path_in(folder: Path, sha256: str) -> Path:
    """The file of one content."""
    return folder / sha256[:2] / sha256


def all_hashes(session: Session) -> Iterator[str]:
    """Every content that a row speaks of."""
    yield from session.scalars(select(Attachment.sha256).order_by(Attachment.id))


def _store(work: UnitOfWork, sha256: str, content: bytes) -> None:
    location = work.location
    if location.file is None:
        kept = select(AttachmentContent.sha256).where(AttachmentContent.sha256 == sha256)
        if work.session.scalar(kept) is None:
            work.session.add(AttachmentContent(sha256=sha256, content=content))
        return
    path = path_in(folder_of(location.file), sha256)
    if path.exists():
        if sha256_of(path) == sha256:
            return
    else:
        work.on_rollback(lambda: path.unlink(missing_ok=True))
    try:
        write_whole(path, content)
    except OSError as error:
        raise UserError(
            f"附件写不进“{folder_of(location.file)}”：文件夹只读或磁盘已满。请清出空间再加"
        ) from error


def _stored(work: UnitOfWork, sha256: str) -> bytes | None:
    location = work.location
    if location.file is None:
        row = work.session.get(AttachmentContent, sha256)
        return row.content if row else None
    path = path_in(folder_of(location.file), sha256)
    try:
        return path.read_bytes()
    except OSError:
        return None
