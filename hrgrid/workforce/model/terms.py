"""八定: what is written for a grid, over a time."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import NoOverlap
from hrgrid.storage.violations import says
from hrgrid.workforce.model import areas  # noqa: F401 - foreign keys
from hrgrid.workforce.model.parts import LASTS, in_order_or_taken_back
from hrgrid.workforce.rules.eight import EightKind


class GridTerm(RowHashed, Versioned, Base):
    """One of 八定 as written for a grid, or for an area above whose grids inherit it."""

    __tablename__ = "grid_term"
    __label__ = "八定"
    __table_args__ = (
        in_order_or_taken_back(),
        CheckConstraint("text <> ''", name="text_given"),
        # Who works there and as what the posts say.
        CheckConstraint("kind NOT IN ('person', 'posts')", name="not_derived"),
        Index("ix_grid_term_area", "area_id", "kind", "valid_from"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    kind: Mapped[EightKind] = mapped_column(code_of(EightKind, "kind"))
    text: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


guard(GridTerm, NoOverlap("ex_grid_term_one_at_a_time", "grid_term", ("area_id", "kind"), LASTS))
says("ex_grid_term_one_at_a_time", "同一项八定在同一天写了两次。请核对生效日期")
