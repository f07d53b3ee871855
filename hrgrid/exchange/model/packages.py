"""Work that travels to another computer and back.

A package is kept as it went out, for what comes back is compared with it.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.exchange.rules.words import PackageSide, PackageState
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only
from hrgrid.storage.violations import says


class Package(RowHashed, Versioned, Base):
    """Work that went to another computer as one file, or that came from one.

    `subject` is the key of the room it belongs to ("competition:12"), `parts` a JSON list of what
    of it travels. `content` is canonical JSON of what went out: what comes back is merged against
    it. `token` signs what comes back. `people` is JSON, on the computer that took it in: the
    operators there and whom the office knows them by. `copy_uid` is that computer's own name.
    """

    __tablename__ = "package"
    __label__ = "外带包"
    __table_args__ = (
        CheckConstraint("title <> '' AND subject <> ''", name="named"),
        CheckConstraint("(direction = 'in') = (copy_uid <> '')", name="copy_named"),
        CheckConstraint("(state = 'away') = (ended_at IS NULL)", name="ended_some_day"),
        CheckConstraint("(ended_at IS NULL) = (ended_by = '')", name="ended_by_somebody"),
        CheckConstraint("state <> 'cancelled' OR cancel_reason <> ''", name="cancelled_why"),
        Index("ix_package_subject", "subject"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    direction: Mapped[PackageSide] = mapped_column(code_of(PackageSide, "direction"))
    state: Mapped[PackageState] = mapped_column(code_of(PackageState, "state"))
    subject: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(120))
    parts: Mapped[str] = mapped_column(Text)
    office_code: Mapped[str] = mapped_column(String(36))
    office_name: Mapped[str] = mapped_column(String(80))
    copy_uid: Mapped[str] = mapped_column(String(32))
    token: Mapped[str] = mapped_column(String(64))
    people: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    ended_at: Mapped[dt.datetime | None]
    ended_by: Mapped[str] = mapped_column(String(80))
    cancel_reason: Mapped[str] = mapped_column(Text)


guard(
    Package,
    Trigger("package_keeps_delete", "package", "DELETE"),
    Trigger(
        "package_stays_update",
        "package",
        "UPDATE",
        "OLD.uid <> NEW.uid OR OLD.direction <> NEW.direction OR OLD.subject <> NEW.subject "
        "OR OLD.parts <> NEW.parts OR OLD.office_code <> NEW.office_code "
        "OR OLD.copy_uid <> NEW.copy_uid OR OLD.token <> NEW.token "
        "OR OLD.content_sha256 <> NEW.content_sha256 OR OLD.content <> NEW.content",
    ),
)
says("uq_package_uid", "这个外带包已经在这份数据里。请直接打开，不用再带入")
says("package_keeps_delete", "外带记录不能删除。没有收回的请作废，写明原因")
says("package_stays_update", "外带包带走时的内容不能改")


class PackageReturn(Base):
    """One time that a copy of a package came back (on the copy itself: was sent back).

    `content` is what came, against which the next one of the same copy is compared. `renamed` is
    JSON: what the copy called anew and the office calls otherwise. `counts` is JSON.
    """

    __tablename__ = "package_return"
    __label__ = "外带收回"
    __table_args__ = (CheckConstraint("edition >= 1", name="edition_from_one"),)

    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"), primary_key=True)
    copy_uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content_sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    renamed: Mapped[str] = mapped_column(Text)
    counts: Mapped[str] = mapped_column(Text)
    packed_at: Mapped[dt.datetime]
    packed_by: Mapped[str] = mapped_column(String(80))
    merged_at: Mapped[dt.datetime]
    merged_by: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text)


guard(PackageReturn, *append_only("package_return"))
says("pk_package_return", "这一次送回的内容刚被别人收回过，没有重复收回。请刷新后查看")
