"""What stands behind grids: 党支部, 警格 and 工作站, over a time, and what was found there."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import NoOverlap, append_only
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys
from hrgrid.workforce.model.parts import LASTS, in_order, in_order_or_taken_back
from hrgrid.workforce.rules.eight import BodyKind


class GridBody(RowHashed, Versioned, Base):
    """A 网格党支部, 警格 or 工作站 under an area; what it is called stands in GridBodyStand."""

    __tablename__ = "grid_body"
    __label__ = "党支部、警格和工作站"
    __table_args__ = (
        in_order(),
        # Where it reaches copies the kind, so that a grid has one of each.
        UniqueConstraint("id", "kind"),
        Index("ix_grid_body_area", "area_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    kind: Mapped[BodyKind] = mapped_column(code_of(BodyKind, "kind"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


class GridBodyStand(RowHashed, Versioned, Base):
    """Its name, who leads it, where it is and its telephone of duty over a time.

    Who leads it is a person on file, or for who is none a name.
    """

    __tablename__ = "grid_body_stand"
    __label__ = "党支部、警格和工作站的情况"
    __table_args__ = (
        in_order(),
        CheckConstraint("name <> ''", name="name_given"),
        CheckConstraint("leader_id IS NULL OR leader = ''", name="one_leader"),
        Index("ix_grid_body_stand_body", "body_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    body_id: Mapped[int] = mapped_column(ForeignKey("grid_body.id"))
    name: Mapped[str] = mapped_column(String(80))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    leader: Mapped[str] = mapped_column(String(40))
    bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureau.id"))
    place_words: Mapped[str] = mapped_column(String(120))
    duty_telephone: Mapped[str] = mapped_column(String(40))
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


guard(GridBodyStand, NoOverlap("ex_grid_body_stand_one_at_a_time", "grid_body_stand", ("body_id",)))
says("ex_grid_body_stand_one_at_a_time", "同一组织在同一天有两种情况。请核对生效日期")


class GridBodyReach(RowHashed, Versioned, Base):
    """Which grids a body serves over a time; a grid has at most one of each kind."""

    __tablename__ = "grid_body_reach"
    __label__ = "党支部、警格和工作站服务的网格"
    __table_args__ = (
        in_order_or_taken_back(),
        ForeignKeyConstraint(["body_id", "kind"], ["grid_body.id", "grid_body.kind"]),
        Index("ix_grid_body_reach_area", "area_id", "valid_from"),
        Index("ix_grid_body_reach_body", "body_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    body_id: Mapped[int] = mapped_column(ROW_ID)
    kind: Mapped[BodyKind] = mapped_column(code_of(BodyKind, "kind"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


guard(
    GridBodyReach,
    NoOverlap("ex_grid_body_reach_one_of_a_kind", "grid_body_reach", ("area_id", "kind"), LASTS),
)
says(
    "ex_grid_body_reach_one_of_a_kind",
    "这个网格在这段时间已有同类的党支部、警格或工作站。请先让它退出原来的，再加进来",
)


class StationCheck(RowHashed, Base):
    """四有: what somebody found of one item at a station on a day; a later line corrects it."""

    __tablename__ = "station_check"
    __label__ = "工作站四有核查"
    __table_args__ = (
        CheckConstraint("item <> ''", name="item_given"),
        CheckConstraint("checked_by <> ''", name="checker_given"),
        Index("ix_station_check_body", "body_id", "checked_on"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    body_id: Mapped[int] = mapped_column(ForeignKey("grid_body.id"))
    item: Mapped[str] = mapped_column(String(30))
    passed: Mapped[bool]
    checked_on: Mapped[dt.date]
    checked_by: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text)


guard(StationCheck, *append_only("station_check"))
