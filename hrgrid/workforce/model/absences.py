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

from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import NoOverlap
from hrgrid.storage.violations import says
from hrgrid.workforce.model.parts import in_order
from hrgrid.workforce.rules import (
    PayEffect,
)


class StandIn(RowHashed, Versioned, Base):
    """代管: somebody looks after a grid whose worker is away; it fills no quota.

    `allowance_fen` is per month; rows of before nobody asked have no pay effect.
    """

    __tablename__ = "stand_in"
    __label__ = "代管"
    __table_args__ = (
        in_order(),
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


guard(StandIn, NoOverlap("ex_stand_in_one_a_grid", "stand_in", ("area_id",)))
says("ex_stand_in_one_a_grid", "这个网格在这段时间已有人代管。请先结束前一次代管")
