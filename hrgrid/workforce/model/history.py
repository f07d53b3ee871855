"""What was before: values that changed on a day, posts put right, deeds that may be taken back."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.storage.base import ROW_ID, Base, RowHashed, Sealed, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, append_only
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys
from hrgrid.workforce.rules import FormerField, UndoKind


class FormerValue(RowHashed, Base):
    """What a person was called, or had for a telephone, until a day (变更).

    The person's own row says what holds now; `held_until` is the first day on which this no
    longer held. A telephone is kept sealed, `text` its mask. Who was merged keeps his own rows.
    """

    __tablename__ = "former_value"
    __label__ = "人员变更"
    __table_args__ = (
        UniqueConstraint("person_id", "field", "held_until"),
        CheckConstraint("field <> 'name' OR text <> ''", name="name_given"),
        CheckConstraint("field = 'phone' OR sealed IS NULL", name="only_phone_sealed"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    field: Mapped[FormerField] = mapped_column(code_of(FormerField, "field"))
    text: Mapped[str] = mapped_column(String(200))
    sealed: Mapped[bytes | None] = mapped_column(Sealed)
    held_until: Mapped[dt.date]
    document_no: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(200))
    operation_id: Mapped[str] = mapped_column(String(64), ForeignKey("operation.id"))


guard(FormerValue, *append_only("former_value"))
says(
    "uq_former_value_person_id_field_held_until",
    "同一项在这一天已经变更过一次。登记错了请用更正，或把日期改到另一天",
)


class PostCorrection(RowHashed, Base):
    """Which post stands for one that was typed wrong and voided (更正)."""

    __tablename__ = "post_correction"
    __label__ = "任职更正"
    __table_args__ = (
        UniqueConstraint("right_id"),
        CheckConstraint("wrong_id <> right_id", name="another"),
    )

    wrong_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    right_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    operation_id: Mapped[str] = mapped_column(String(64), ForeignKey("operation.id"))


guard(PostCorrection, *append_only("post_correction"))
says("pk_post_correction", "这条任职刚被别人更正过。请刷新后再看")


class ToldApart(RowHashed, Base):
    """Two people who look like one, and of whom somebody said that they are two."""

    __tablename__ = "told_apart"
    __label__ = "不是同一人"
    __table_args__ = (CheckConstraint("one_id < other_id", name="in_order"),)

    one_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    operation_id: Mapped[str] = mapped_column(String(64), ForeignKey("operation.id"))


guard(ToldApart, *append_only("told_apart"))
says("pk_told_apart", "这两个人已经标记为不是同一人。请刷新后再看")


class UndoNote(RowHashed, Base):
    """What takes a deed back, with the hashes of the rows that it left; no number stands in it.

    `subject_id` is the merged person, or the change of areas.
    """

    __tablename__ = "undo_note"
    __label__ = "可撤销的办理"
    __table_args__ = (
        CheckConstraint("(undone_at IS NULL) = (undone_by = '')", name="undone_by_whom"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    kind: Mapped[UndoKind] = mapped_column(code_of(UndoKind, "kind"))
    subject_id: Mapped[int]
    inverse: Mapped[str] = mapped_column(Text)
    operation_id: Mapped[str] = mapped_column(String(64), ForeignKey("operation.id"))
    noted_at: Mapped[dt.datetime]
    noted_by: Mapped[str] = mapped_column(String(80))
    undone_at: Mapped[dt.datetime | None]
    undone_by: Mapped[str] = mapped_column(String(80))


guard(
    UndoNote,
    AtMostOne("ux_undo_note_standing", "undo_note", ("kind", "subject_id"), "undone_at IS NULL"),
    Trigger("undo_note_keeps_delete", "undo_note", "DELETE"),
    Trigger(
        "undo_note_once",
        "undo_note",
        "UPDATE",
        "OLD.undone_at IS NOT NULL OR "
        + " OR ".join(
            f"OLD.{name} <> NEW.{name}"
            for name in ("kind", "subject_id", "inverse", "operation_id", "noted_at", "noted_by")
        ),
    ),
)
says("undo_note_once", "这一步已经撤销过了，没有重复撤销。请刷新后查看")
