"""What only grids have, all of it dated: kind and households, 八定, what stands behind them.

Every fact has the form [valid_from, valid_to): a past day shows what held then.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import NoOverlap
from hrgrid.storage.violations import says
from hrgrid.workforce.model import areas  # noqa: F401 - foreign keys
from hrgrid.workforce.model.parts import LASTS, in_order_or_taken_back
from hrgrid.workforce.rules import GridKind


class Grid(RowHashed, Versioned, Base):
    """A grid's kind and households over a time; `requires_full_time` is where 一格一员 counts.

    Its rows cover the time of its area without a gap: a day of the area has one of them.
    """

    __tablename__ = "grid"
    __label__ = "网格"
    __table_args__ = (
        in_order_or_taken_back(),
        CheckConstraint("households >= 0", name="households_not_negative"),
        Index("ix_grid_area", "area_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    kind: Mapped[GridKind] = mapped_column(code_of(GridKind, "kind"))
    households: Mapped[int | None]
    requires_full_time: Mapped[bool]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


guard(Grid, NoOverlap("ex_grid_one_at_a_time", "grid", ("area_id",), LASTS))
says("ex_grid_one_at_a_time", "同一网格在同一天有两个类型或户数。请核对生效日期")
