"""Volunteers: which roles count as such, and how many have no name."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys


class VolunteerKind(RowHashed, Base):
    """Which roles of the dictionary of posts are counted as volunteers, in this order.

    A volunteer with a name is a post in such a role: counted, perhaps honoured, never paid.
    """

    __tablename__ = "volunteer_kind"
    __label__ = "志愿者类别"

    role: Mapped[str] = mapped_column(String(30), ForeignKey("post_role.code"), primary_key=True)
    sort: Mapped[int]


class VolunteerCount(RowHashed, Versioned, Base):
    """How many volunteers of a kind a grid had on the day they were counted, without names."""

    __tablename__ = "volunteer_count"
    __label__ = "志愿者人数"
    __table_args__ = (
        CheckConstraint("heads >= 0", name="heads_not_negative"),
        UniqueConstraint("area_id", "role", "counted_on"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    role: Mapped[str] = mapped_column(String(30), ForeignKey("volunteer_kind.role"))
    heads: Mapped[int]
    counted_on: Mapped[dt.date]


says(
    "uq_volunteer_count_area_id_role_counted_on",
    "这个网格这一天的人数刚被别人登记过。请刷新后再改",
)
