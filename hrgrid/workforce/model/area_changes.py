"""What happened to areas, told by shares."""

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

from hrgrid.storage.base import ROW_ID, Base, RowHashed, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only
from hrgrid.storage.violations import says
from hrgrid.workforce.model import areas  # noqa: F401 - foreign keys
from hrgrid.workforce.rules import ChangeKind


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
