"""Areas: names and parents are dated, what happened to them is told by shares."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, NoOverlap, Trigger
from hrgrid.storage.violations import says
from hrgrid.workforce.model.parts import LASTS, PLAIN, in_order_or_taken_back
from hrgrid.workforce.rules import (
    Level,
)


class Area(RowHashed, Versioned, Base):
    """A node of the tree; what it is called and where it hangs stands in AreaStand."""

    __tablename__ = "area"
    __label__ = "区域"
    __table_args__ = (
        CheckConstraint("code <> ''", name="code_given"),
        in_order_or_taken_back(),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(40))
    level: Mapped[Level] = mapped_column(code_of(Level, "level"))
    sort: Mapped[int]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    # The import that brought the row, while it may still be taken back as a whole.
    import_operation: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("operation.id"), index=True
    )


guard(
    Area,
    AtMostOne("ux_area_code", "area", ("code",), "valid_to IS NULL"),
    Trigger("area_keeps_delete", "area", "DELETE", "OLD.import_operation IS NULL"),
)
says("ux_area_code", "这个区域编码已经有在用的区域了。请核对编码，或先停用原来的区域")
says("area_keeps_delete", "区域不能删除，只能停用：以前的人和账还挂在它下面。请改为停用")


class AreaStand(RowHashed, Base):
    """The name and parent of an area over a time; `path` is the codes from the top, each with /."""

    __tablename__ = "area_stand"
    __label__ = "区域名称与隶属"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name_given"),
        in_order_or_taken_back(),
        CheckConstraint("parent_id IS NULL OR parent_id <> area_id", name="not_its_own_parent"),
        Index("ix_area_stand_area", "area_id", "valid_from"),
        Index("ix_area_stand_parent", "parent_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    name: Mapped[str] = mapped_column(String(80), index=True)
    path: Mapped[str] = mapped_column(PLAIN, index=True)
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


guard(AreaStand, NoOverlap("ex_area_stand_one_at_a_time", "area_stand", ("area_id",), LASTS))
says("ex_area_stand_one_at_a_time", "同一区域在同一天有两个名称或隶属。请核对改动的生效日期")


class AreaClosure(Base):
    """Every ancestor of every area over a time, itself at depth 0: roll-ups of a past day."""

    __tablename__ = "area_closure"
    __label__ = "区域层级"
    __table_args__ = (Index("ix_area_closure_descendant", "descendant_id"),)

    ancestor_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    descendant_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    valid_from: Mapped[dt.date] = mapped_column(primary_key=True)
    valid_to: Mapped[dt.date | None]
    depth: Mapped[int]


class Bureau(RowHashed, Versioned, Base):
    """An office that is no area, where people hold posts: 联动中心, 派出所, 街道机关."""

    __tablename__ = "bureau"
    __label__ = "机关单位"
    __table_args__ = (
        UniqueConstraint("area_id", "name"),
        CheckConstraint("name <> ''", name="name_given"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    name: Mapped[str] = mapped_column(String(80))
