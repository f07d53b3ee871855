"""Contents that go for good, where the law wants personal data gone (decision 0027).

A row stays that says which content went, when, by whom and why; the database lets no content go
without one, and none that another row still refers to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import (
    CheckConstraint,
    Index,
    String,
    Text,
    column,
    delete,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from hrgrid.storage.attachments import Attachment, AttachmentContent, folder_of, path_in
from hrgrid.storage.base import ROW_ID, Base, RowHashed, guard
from hrgrid.storage.triggers import append_only
from hrgrid.storage.work import UnitOfWork

_AT_ONCE = 500


class AttachmentErasure(RowHashed, Base):
    """A content that was erased for good, and why; the same bytes may come again later."""

    __tablename__ = "attachment_erasure"
    __label__ = "已清除的附件"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_given"),
        Index("ix_attachment_erasure_sha256", "sha256"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    erased_at: Mapped[dt.datetime]
    erased_by: Mapped[str] = mapped_column(String(80))


guard(AttachmentErasure, *append_only("attachment_erasure"))


def erase(work: UnitOfWork, hashes: Iterable[str], reason: str) -> int:
    """Erase contents that no row refers to any more; returns how many went.

    Others stay: the same scan may belong to somebody whose data is kept. Rows go in this unit of
    work, files once it is committed; a file that cannot be removed then goes the next time.
    """
    wanted = list(dict.fromkeys(hashes))
    gone: list[str] = []
    for first in range(0, len(wanted), _AT_ONCE):
        part = wanted[first : first + _AT_ONCE]
        used = _referred_to(work.session, part)
        gone += [sha256 for sha256 in part if sha256 not in used]
    for sha256 in gone:
        work.session.add(
            AttachmentErasure(
                sha256=sha256, reason=reason, erased_at=work.now, erased_by=work.actor.name
            )
        )
    work.session.flush()
    for first in range(0, len(gone), _AT_ONCE):
        part = gone[first : first + _AT_ONCE]
        for model in (AttachmentContent, Attachment):
            ours = delete(model).where(model.sha256.in_(part))
            work.session.execute(ours.execution_options(synchronize_session=False))
    if work.location.file is not None:
        folder = folder_of(work.location.file)
        left = _left_behind(work.session)
        work.on_commit(lambda: _unlink(folder, left))
    return len(gone)


def erased_before(session: Session, moment: dt.datetime) -> Iterator[str]:
    """Contents erased before a moment and not here again, for a backup to let go of."""
    query = (
        select(AttachmentErasure.sha256)
        .where(AttachmentErasure.sha256.not_in(select(Attachment.sha256)))
        .group_by(AttachmentErasure.sha256)
        .having(func.max(AttachmentErasure.erased_at) < moment)
    )
    yield from session.scalars(query)


def _referring(session: Session) -> list[tuple[str, str]]:
    """Table and column of whatever speaks of a content, as the database itself knows them.

    The models would not do: a program that runs has mapped only the rooms that somebody visited.
    """
    keys = inspect(session.connection()).get_multi_foreign_keys()
    return [
        (table, key["constrained_columns"][0])
        for (_, table), found in keys.items()
        for key in found
        if key["referred_table"] == Attachment.__tablename__
        and table != AttachmentContent.__tablename__
    ]


def _referred_to(session: Session, hashes: Collection[str]) -> set[str]:
    found: set[str] = set()
    for table, name in _referring(session):
        speaks = column(name, String)
        query = select(speaks).select_from(text(table)).where(speaks.in_(hashes)).distinct()
        found |= set(session.scalars(query))
    return found


def _left_behind(session: Session) -> list[str]:
    """Everything that was ever erased and is not here: also what an earlier time left lying."""
    return list(
        session.scalars(
            select(AttachmentErasure.sha256)
            .where(AttachmentErasure.sha256.not_in(select(Attachment.sha256)))
            .distinct()
        )
    )


def _unlink(folder: Path, hashes: Iterable[str]) -> None:
    for sha256 in hashes:
        # Held open by a viewer, say: the rows are gone, and the file goes the next time.
        with suppress(OSError):
            path_in(folder, sha256).unlink(missing_ok=True)
