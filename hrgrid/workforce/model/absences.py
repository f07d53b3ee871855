"""Who is away, and who looks after a grid meanwhile."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.storage.base import ROW_ID, Base, RowHashed, Sealed, Versioned, code_of, guard
from hrgrid.storage.triggers import NoOverlap, Trigger
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys
from hrgrid.workforce.model.parts import LASTS, in_order_or_taken_back
from hrgrid.workforce.rules import AbsenceKind, AbsencePay, PayEffect


class StandIn(RowHashed, Versioned, Base):
    """代管: somebody looks after a grid whose worker is away; it fills no quota.

    `allowance_fen` is per month; rows of before nobody asked have no pay effect.
    """

    __tablename__ = "stand_in"
    __label__ = "代管"
    __table_args__ = (
        in_order_or_taken_back(),
        CheckConstraint(
            "(pay_effect IS NOT NULL AND pay_effect = 'allowance') = (allowance_fen IS NOT NULL)",
            name="allowance_given",
        ),
        CheckConstraint("allowance_fen > 0", name="allowance_positive"),
        Index("ix_stand_in_area", "area_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    pay_effect: Mapped[PayEffect | None] = mapped_column(code_of(PayEffect, "pay_effect"))
    allowance_fen: Mapped[int | None]


guard(StandIn, NoOverlap("ex_stand_in_one_a_grid", "stand_in", ("area_id",), LASTS))
says("ex_stand_in_one_a_grid", "这个网格在这段时间已有人代管。请先结束前一次代管")


class Absence(RowHashed, Versioned, Base):
    """Somebody in post is not there: on leave, learning elsewhere, lent to another office.

    The post stays. `planned_to` is the first day back as planned, `valid_to` the real one. Of
    what kind a leave is lies sealed. One typed wrong is taken back: its time becomes empty.
    """

    __tablename__ = "absence"
    __label__ = "离岗"
    __table_args__ = (
        in_order_or_taken_back(),
        CheckConstraint("planned_to > valid_from", name="plan_in_order"),
        CheckConstraint(
            "(valid_to IS NOT NULL AND valid_to = valid_from) = (void_reason <> '')",
            name="taken_back_why",
        ),
        CheckConstraint("(kind = 'secondment') = (host <> '')", name="host_given"),
        CheckConstraint("kind = 'leave' OR leave_kind IS NULL", name="only_leave_has_kind"),
        Index("ix_absence_person", "person_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[AbsenceKind] = mapped_column(code_of(AbsenceKind, "kind"))
    leave_kind: Mapped[bytes | None] = mapped_column(Sealed)
    host: Mapped[str] = mapped_column(String(80))
    document_no: Mapped[str] = mapped_column(String(80))
    pay_during: Mapped[AbsencePay] = mapped_column(code_of(AbsencePay, "pay_during"))
    valid_from: Mapped[dt.date]
    planned_to: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    void_reason: Mapped[str] = mapped_column(String(200))


guard(
    Absence,
    NoOverlap("ex_absence_one_at_a_time", "absence", ("person_id",), LASTS),
    Trigger("absence_keeps_delete", "absence", "DELETE"),
)
says("ex_absence_one_at_a_time", "这个人在这段时间已经离岗（请假、学习或借调）。请先登记返岗")
says("absence_keeps_delete", "离岗记录不能删除。登记错了请作废，写明原因")
