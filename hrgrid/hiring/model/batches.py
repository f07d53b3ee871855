"""Batches with the steps they took, the positions on offer and the grids behind them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.hiring.rules.words import BATCH_ARROWS, ENDED, BatchKind, BatchState
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, append_only, listed, off_the_arrows
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys


class HiringBatch(RowHashed, Versioned, Base):
    """One batch; `written` is known once it is: with few candidates interviews decide alone.

    `rule_number` is the version of the scheme; `retain_until` the last day on which the data
    of those who were not hired is kept.
    """

    __tablename__ = "hiring_batch"
    __label__ = "招录批次"
    __table_args__ = (
        CheckConstraint("number <> '' AND title <> ''", name="named"),
        CheckConstraint("apply_to IS NULL OR apply_from IS NOT NULL", name="applying_begins"),
        CheckConstraint("apply_to >= apply_from", name="applying_in_order"),
        CheckConstraint("announced_on <= apply_from", name="announced_before"),
        CheckConstraint("exam_on >= apply_to", name="exam_afterwards"),
        CheckConstraint("interview_on >= exam_on", name="interview_afterwards"),
        CheckConstraint(
            f"state NOT IN ({listed(BatchState.PUBLISHED, BatchState.APPLYING)}) OR "
            "(announced_on IS NOT NULL AND apply_from IS NOT NULL AND apply_to IS NOT NULL)",
            name="announcement_dated",
        ),
        CheckConstraint(
            "state <> 'closed' OR (document_no <> '' AND decided_on IS NOT NULL "
            "AND approval_words <> '' AND retain_until IS NOT NULL)",
            name="decision_has_document",
        ),
        CheckConstraint(
            "state NOT IN ('deciding', 'closed') OR proposer_id IS NOT NULL",
            name="deciding_has_proposer",
        ),
        CheckConstraint(
            "state <> 'cancelled' OR (cancel_reason <> '' AND retain_until IS NOT NULL)",
            name="cancelled_why",
        ),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(80))
    kind: Mapped[BatchKind] = mapped_column(code_of(BatchKind, "kind"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("hiring_plan.id"))
    area_path: Mapped[str] = mapped_column(String(400))
    rule_number: Mapped[int]
    state: Mapped[BatchState] = mapped_column(code_of(BatchState, "state"))
    announced_on: Mapped[dt.date | None]
    apply_from: Mapped[dt.date | None]
    apply_to: Mapped[dt.date | None]
    written: Mapped[bool | None]
    exam_on: Mapped[dt.date | None]
    exam_time: Mapped[str] = mapped_column(String(40))
    exam_place: Mapped[str] = mapped_column(String(120))
    interview_on: Mapped[dt.date | None]
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    document_no: Mapped[str] = mapped_column(String(80))
    decided_on: Mapped[dt.date | None]
    approval_words: Mapped[str] = mapped_column(Text)
    cancel_reason: Mapped[str] = mapped_column(String(200))
    retain_until: Mapped[dt.date | None]
    note: Mapped[str] = mapped_column(Text)


_EDITED = " OR ".join(
    f"OLD.{name} IS DISTINCT FROM NEW.{name}"
    for name in (
        "number",
        "title",
        "kind",
        "plan_id",
        "area_path",
        "rule_number",
        "announced_on",
        "apply_from",
        "apply_to",
        "written",
        "document_no",
        "decided_on",
        "approval_words",
    )
)
guard(
    HiringBatch,
    Trigger("hiring_batch_keeps_delete", "hiring_batch", "DELETE"),
    Trigger("hiring_batch_goes_forward", "hiring_batch", "UPDATE", off_the_arrows(BATCH_ARROWS)),
    Trigger(
        "hiring_batch_ended",
        "hiring_batch",
        "UPDATE",
        f"OLD.state IN ({listed(*ENDED)}) AND ({_EDITED})",
    ),
)
says("uq_hiring_batch_number", "已有这个编号的招录批次。请换一个编号")
says("hiring_batch_keeps_delete", "招录批次不能删除。不办了请取消，写明原因")
says("hiring_batch_goes_forward", "招录批次不能从现在的状态走这一步。请刷新后查看办到了哪一步")
says("hiring_batch_ended", "招录批次已经办结或取消，不能再改")


class HiringStep(Base):
    """One arrow that a batch went: who, when, why, on what evidence."""

    __tablename__ = "hiring_step"
    __label__ = "招录办理过程"
    __table_args__ = (CheckConstraint("seq >= 1", name="seq_from_one"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("hiring_batch.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[BatchState] = mapped_column(code_of(BatchState, "state"))
    at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(80))
    happened_on: Mapped[dt.date | None]
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))


guard(HiringStep, *append_only("hiring_step"))


class HiringPosition(RowHashed, Versioned, Base):
    """What candidates apply for (岗位): so many grids of one area, ranked among themselves."""

    __tablename__ = "hiring_position"
    __label__ = "招录岗位"
    __table_args__ = (
        UniqueConstraint("batch_id", "code"),
        CheckConstraint("code <> '' AND title <> ''", name="named"),
        CheckConstraint("reserve >= 0", name="reserve_not_negative"),
        Index("ix_hiring_position_batch", "batch_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    batch_id: Mapped[int] = mapped_column(ForeignKey("hiring_batch.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(30), ForeignKey("post_role.code"))
    reserve: Mapped[int]
    note: Mapped[str] = mapped_column(String(200))


says("uq_hiring_position_batch_id_code", "这个批次里已有这个岗位代码。请换一个代码")


class HiringSeat(RowHashed, Versioned, Base):
    """One grid on offer; a grid is on offer in one running batch at a time."""

    __tablename__ = "hiring_seat"
    __label__ = "招录的网格"
    __table_args__ = (
        UniqueConstraint("batch_id", "area_id"),
        Index("ix_hiring_seat_position", "position_id"),
        Index("ix_hiring_seat_area", "area_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    batch_id: Mapped[int] = mapped_column(ForeignKey("hiring_batch.id"))
    position_id: Mapped[int] = mapped_column(ForeignKey("hiring_position.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    # False once the batch has ended or the grid was taken off; a closed batch claims no grid.
    open: Mapped[bool]


guard(HiringSeat, AtMostOne("ux_hiring_seat_one_batch", "hiring_seat", ("area_id",), "open"))
says("uq_hiring_seat_batch_id_area_id", "这个网格已经在这个批次里。请刷新后查看")
says("ux_hiring_seat_one_batch", "这个网格已经在另一个没有办结的批次里招录。请先从那个批次去掉")
