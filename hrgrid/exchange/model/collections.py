"""Workbooks handed out to units and collected again: what was asked, and what came.

A workbook is kept as it went out and as it came, for differences are told from both. Which rows
become what is the matter of the room that asks (`kind`, `subject`).
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.exchange.rules.words import CollectionState, CollectKind, SheetState
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger
from hrgrid.storage.violations import says


class Collection(RowHashed, Versioned, Base):
    """One asking round: which units are asked for what until when.

    `subject` is the key of what it belongs to ("period:12"), `columns` JSON of the keys asked for
    and of those shown only. Two open rounds of one kind and subject would ask the same twice.
    """

    __tablename__ = "collection"
    __label__ = "下发收集"
    __table_args__ = (
        CheckConstraint("title <> '' AND subject <> ''", name="named"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_some_day"),
        CheckConstraint("(ended_at IS NULL) = (ended_by = '')", name="ended_by_somebody"),
        CheckConstraint("state <> 'cancelled' OR end_reason <> ''", name="cancelled_why"),
        Index("ix_collection_subject", "subject"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    kind: Mapped[CollectKind] = mapped_column(code_of(CollectKind, "kind"))
    subject: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(120))
    area_path: Mapped[str] = mapped_column(String(400))
    columns: Mapped[str] = mapped_column(Text)
    due_on: Mapped[dt.date]
    state: Mapped[CollectionState] = mapped_column(code_of(CollectionState, "state"))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    ended_at: Mapped[dt.datetime | None]
    ended_by: Mapped[str] = mapped_column(String(80))
    end_reason: Mapped[str] = mapped_column(Text)


guard(
    Collection,
    AtMostOne("ux_collection_one_open", "collection", ("kind", "subject"), "state = 'open'"),
    Trigger("collection_keeps_delete", "collection", "DELETE"),
    Trigger("collection_ended_stays", "collection", "UPDATE", "OLD.state <> 'open'"),
)
says("ux_collection_one_open", "这件事已有一轮收集没有结束。请在原来那一轮里补发")
says("collection_keeps_delete", "收集记录不能删除。不收了请取消，写明原因")
says("collection_ended_stays", "这一轮收集已经结束，不能再改")


class CollectionSheet(RowHashed, Versioned, Base):
    """The workbook of one unit; handed out again it is a new edition, the old one stays.

    `uid` stands inside the workbook, so that a file is known whatever it is called. `content` is
    canonical JSON of its rows as they went out.
    """

    __tablename__ = "collection_sheet"
    __label__ = "下发的表"
    __table_args__ = (
        UniqueConstraint("collection_id", "unit_path", "edition"),
        CheckConstraint("edition >= 1 AND row_count >= 0", name="counts_sound"),
        CheckConstraint("state <> 'excused' OR note <> ''", name="excused_why"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id"))
    # The path of its area, and its name as it was then.
    unit_path: Mapped[str] = mapped_column(String(400))
    unit_name: Mapped[str] = mapped_column(String(120))
    edition: Mapped[int]
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    state: Mapped[SheetState] = mapped_column(code_of(SheetState, "state"))
    row_count: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    reminded_on: Mapped[dt.date | None]


guard(
    CollectionSheet,
    AtMostOne(
        "ux_collection_sheet_one_current",
        "collection_sheet",
        ("collection_id", "unit_path"),
        "state <> 'replaced'",
    ),
    Trigger("collection_sheet_keeps_delete", "collection_sheet", "DELETE"),
    Trigger(
        "collection_sheet_stays_update",
        "collection_sheet",
        "UPDATE",
        "OLD.uid <> NEW.uid OR OLD.content <> NEW.content OR OLD.edition <> NEW.edition "
        "OR OLD.unit_path <> NEW.unit_path OR OLD.collection_id <> NEW.collection_id",
    ),
)
says("ux_collection_sheet_one_current", "这个单位已有一份在外的表。请刷新后查看")
says("collection_sheet_keeps_delete", "下发的表不能删除。不用报的请登记免报")
says("collection_sheet_stays_update", "下发时的内容不能改。要改请重新下发")


class CollectionReturn(RowHashed, Versioned, Base):
    """One time that a unit's workbook came back: what stood in it, and whether it was taken over.

    `counts` is JSON of what was found; `import_operation` names the import that took it over.
    """

    __tablename__ = "collection_return"
    __label__ = "收回的表"
    __table_args__ = (
        UniqueConstraint("sheet_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("(merged_at IS NULL) = (merged_by = '')", name="merged_by_somebody"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("collection_sheet.id"))
    number: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(200))
    file_sha256: Mapped[str] = mapped_column(String(64), index=True)
    content: Mapped[str] = mapped_column(Text)
    counts: Mapped[str] = mapped_column(Text)
    received_at: Mapped[dt.datetime]
    received_by: Mapped[str] = mapped_column(String(80))
    merged_at: Mapped[dt.datetime | None]
    merged_by: Mapped[str] = mapped_column(String(80))
    import_operation: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("operation.id"), index=True
    )


guard(
    CollectionReturn,
    Trigger("collection_return_keeps_delete", "collection_return", "DELETE"),
    Trigger(
        "collection_return_stays_update",
        "collection_return",
        "UPDATE",
        "OLD.content <> NEW.content OR OLD.file_sha256 <> NEW.file_sha256 "
        "OR OLD.sheet_id <> NEW.sheet_id OR OLD.number <> NEW.number",
    ),
)
says("uq_collection_return_sheet_id_number", "这份表刚被别人收过。请刷新后再收")
says("collection_return_keeps_delete", "收回的表不能删除")
says("collection_return_stays_update", "收回时的内容不能改。请让单位改好后再收一次")
