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
from hrgrid.storage.triggers import AtMostOne, NoOverlap, Trigger, append_only
from hrgrid.storage.violations import says
from hrgrid.workforce.model.parts import LASTS, PLAIN, in_order_or_taken_back
from hrgrid.workforce.rules import (
    ChangeKind,
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


class AreaAlias(RowHashed, Base):
    """Another name that files use for an area (高新区 for 虎丘区)."""

    __tablename__ = "area_alias"
    __label__ = "区域别名"

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    alias: Mapped[str] = mapped_column(String(80), primary_key=True, index=True)


class AreaChange(RowHashed, Base):
    """What happened to areas on a day, and by which paper; written last, over its items.

    So the database itself can ask whether the items are whole: nothing comes or goes afterwards.
    """

    __tablename__ = "area_change"
    __label__ = "区域变更"
    __table_args__ = (
        CheckConstraint(
            "reason <> '' OR kind IN ('create', 'rename', 'move')", name="reason_given"
        ),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    kind: Mapped[ChangeKind] = mapped_column(code_of(ChangeKind, "kind"))
    effective_on: Mapped[dt.date] = mapped_column(index=True)
    document_no: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(200))
    operation_id: Mapped[str] = mapped_column(String(64), ForeignKey("operation.id"))


class AreaChangeItem(RowHashed, Base):
    """What of an area went where: no source for a new area, no destination for a closed one."""

    __tablename__ = "area_change_item"
    __label__ = "区域变更明细"
    __table_args__ = (
        CheckConstraint("from_area_id IS NOT NULL OR to_area_id IS NOT NULL", name="from_or_to"),
        CheckConstraint("share_bp BETWEEN 1 AND 10000", name="share_in_range"),
        CheckConstraint("from_area_id IS NOT NULL OR share_bp = 10000", name="new_is_whole"),
        UniqueConstraint("change_id", "from_area_id", "to_area_id"),
        Index("ix_area_change_item_from", "from_area_id"),
        Index("ix_area_change_item_to", "to_area_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    # The change comes after its items: the reference is asked at the commit.
    change_id: Mapped[int] = mapped_column(
        ForeignKey("area_change.id", deferrable=True, initially="DEFERRED")
    )
    from_area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    to_area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    share_bp: Mapped[int]


_ITEMS = "SELECT 1 FROM area_change_item AS item WHERE item.change_id = NEW.id"
guard(
    AreaChange,
    *append_only("area_change"),
    Trigger("area_change_has_items", "area_change", "INSERT", f"NOT EXISTS ({_ITEMS})"),
    Trigger(
        "area_change_shares_whole",
        "area_change",
        "INSERT",
        f"EXISTS ({_ITEMS} AND item.from_area_id IS NOT NULL "
        "GROUP BY item.from_area_id HAVING SUM(item.share_bp) <> 10000)",
    ),
)
guard(
    AreaChangeItem,
    *append_only("area_change_item"),
    Trigger(
        "area_change_item_in_time",
        "area_change_item",
        "INSERT",
        "EXISTS (SELECT 1 FROM area_change AS done WHERE done.id = NEW.change_id)",
    ),
)
says("area_change_shares_whole", "从一个网格分出去的份额合计不是 100%。请核对各网格的份额")


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
