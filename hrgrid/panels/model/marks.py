"""Sheets (one judge, one entrant), their typings, the marks, and points beside the marks."""

# ruff: noqa: S608 - the names in the SQL are our own

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.panels.model.panels import LIVE, closed_guards, elsewhere, in_a_panel
from hrgrid.panels.rules.words import AdjustmentKind, KeyingState, NoMark, SheetState
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, refused_when
from hrgrid.storage.violations import says


class Sheet(RowHashed, Versioned, Base):
    """The marks of one judge for one entrant; a correction is a new sheet with its reason.

    `seat_no` is the column: where a judge was replaced, his successor goes on in it.
    """

    __tablename__ = "panel_sheet"
    __label__ = "评分表"
    __table_args__ = (
        UniqueConstraint("entrant_id", "seat_id", "number"),
        UniqueConstraint("supersedes_id"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint(
            "supersedes_id IS NULL OR (number > 1 AND reason <> '')", name="correction_has_reason"
        ),
        CheckConstraint("state <> 'void' OR void_reason <> ''", name="void_has_reason"),
        Index("ix_panel_sheet_panel", "panel_id"),
        Index("ix_panel_sheet_seat", "seat_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    entrant_id: Mapped[int] = mapped_column(ForeignKey("panel_entrant.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("panel_seat.id"))
    seat_no: Mapped[int]
    number: Mapped[int]
    state: Mapped[SheetState] = mapped_column(code_of(SheetState, "state"))
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("panel_sheet.id"))
    reason: Mapped[str] = mapped_column(Text)
    void_reason: Mapped[str] = mapped_column(Text)


_OF_ITEM = "panel_item.panel_id = NEW.panel_id"
_OF_FIRST = (
    "SELECT 1 FROM panel_mark JOIN panel_keying ON panel_keying.id = panel_mark.keying_id "
    "WHERE panel_keying.sheet_id = NEW.id AND panel_keying.state = 'live' "
    "AND panel_mark.item_id = panel_item.id AND panel_keying.pass_no = 1"
)
_AGREED = (
    "SELECT 1 FROM panel_mark AS one JOIN panel_keying AS first ON first.id = one.keying_id "
    "JOIN panel_keying AS second ON second.sheet_id = first.sheet_id "
    "JOIN panel_mark AS two ON two.keying_id = second.id AND two.item_id = one.item_id "
    "WHERE first.sheet_id = NEW.id AND first.pass_no = 1 AND first.state = 'live' "
    "AND second.pass_no = 2 AND second.state = 'live' AND one.item_id = panel_item.id "
    "AND one.value_milli IS NOT DISTINCT FROM two.value_milli "
    "AND one.no_mark IS NOT DISTINCT FROM two.no_mark"
)
_SECOND_ASKED = (
    "((SELECT value FROM policy WHERE policy = 'second_entry') >= 1 "
    "OR EXISTS (SELECT 1 FROM panel_keying WHERE panel_keying.sheet_id = NEW.id "
    "AND panel_keying.pass_no = 2 AND panel_keying.state = 'live'))"
)
_BECOMES = "NEW.state = 'definitive' AND OLD.state <> 'definitive'"
guard(
    Sheet,
    AtMostOne(
        "ux_panel_sheet_one_live",
        "panel_sheet",
        ("entrant_id", "seat_no"),
        f"state IN ({LIVE})",
    ),
    *closed_guards("panel_sheet", "INSERT", "UPDATE"),
    Trigger(
        "panel_sheet_one_panel_insert",
        "panel_sheet",
        "INSERT",
        f"({elsewhere('NEW.seat_id', 'NEW.entrant_id')}) "
        "OR (SELECT seat_no FROM panel_seat WHERE panel_seat.id = NEW.seat_id) <> NEW.seat_no",
    ),
    Trigger(
        "panel_sheet_recused_insert",
        "panel_sheet",
        "INSERT",
        "EXISTS (SELECT 1 FROM panel_recusal WHERE panel_recusal.seat_id = NEW.seat_id "
        "AND panel_recusal.entrant_id = NEW.entrant_id)",
    ),
    Trigger(
        "panel_sheet_seat_insert",
        "panel_sheet",
        "INSERT",
        "(SELECT state FROM panel_seat WHERE panel_seat.id = NEW.seat_id) = 'struck'",
    ),
    Trigger(
        "panel_sheet_entrant_insert",
        "panel_sheet",
        "INSERT",
        "(SELECT status FROM panel_entrant WHERE panel_entrant.id = NEW.entrant_id) <> 'entered'",
    ),
    Trigger(
        "panel_sheet_weights_insert",
        "panel_sheet",
        "INSERT",
        f"(SELECT SUM(panel_item.weight_bp) FROM panel_item WHERE {_OF_ITEM}) <> 10000",
    ),
    Trigger("panel_sheet_begins_insert", "panel_sheet", "INSERT", "NEW.state <> 'entering'"),
    Trigger(
        "panel_sheet_stays_update",
        "panel_sheet",
        "UPDATE",
        "OLD.entrant_id <> NEW.entrant_id OR OLD.seat_id <> NEW.seat_id "
        "OR OLD.seat_no <> NEW.seat_no OR OLD.number <> NEW.number OR OLD.reason <> NEW.reason "
        "OR OLD.supersedes_id IS DISTINCT FROM NEW.supersedes_id",
    ),
    Trigger(
        "panel_sheet_final_update",
        "panel_sheet",
        "UPDATE",
        "OLD.state IN ('superseded', 'void') "
        "OR (OLD.state = 'definitive' "
        "AND NEW.state NOT IN ('definitive', 'superseded', 'void'))",
    ),
    Trigger(
        "panel_sheet_whole_update",
        "panel_sheet",
        "UPDATE",
        f"{_BECOMES} AND EXISTS (SELECT 1 FROM panel_item "
        f"WHERE {_OF_ITEM} AND NOT EXISTS ({_OF_FIRST}))",
    ),
    Trigger(
        "panel_sheet_second_update",
        "panel_sheet",
        "UPDATE",
        f"{_BECOMES} AND {_SECOND_ASKED} AND EXISTS (SELECT 1 FROM panel_item "
        f"WHERE {_OF_ITEM} AND NOT EXISTS ({_AGREED}))",
    ),
    Trigger("panel_sheet_keeps_delete", "panel_sheet", "DELETE"),
)
says("ux_panel_sheet_one_live", "这一格刚由别人录了分，没有覆盖。请刷新后核对")
says("uq_panel_sheet_entrant_id_seat_id_number", "这一格刚由别人录了分，没有覆盖。请刷新后核对")
says("uq_panel_sheet_supersedes_id", "这份评分刚由别人更正过。请刷新后再改")
says("panel_sheet_one_panel_insert", "评委和选手不在同一场评分里。请核对")
says("panel_sheet_recused_insert", "这名评委对这名选手回避，不能打分。弄错了请先取消回避")
says("panel_sheet_seat_insert", "这名评委已经除名，不能再录他的分")
says("panel_sheet_entrant_insert", "这名选手没有参加，不能录分。弄错了请先把状态改回“参加”")
says("panel_sheet_weights_insert", "各评分项的权重合计不是 100%，不能录分。请先调整权重")
says("panel_sheet_begins_insert", "评分表要从录入开始")
says("panel_sheet_stays_update", "评分表属于谁不能改。请作废后另录")
says("panel_sheet_final_update", "已定、已更正或已作废的评分表不能退回。要改请写明事由更正")
says("panel_sheet_whole_update", "这份评分表没有录完，不能定。请补上分数，或记下没有分的原因")
says("panel_sheet_second_update", "这份评分表没有由第二人录得一致，不能定。请先核对")
says("panel_sheet_keeps_delete", "评分表不能删除，作废后留底")


class Keying(RowHashed, Base):
    """One typing of a sheet, the first or the second.

    `alone` says that the office asked for no second person when it was keyed.
    """

    __tablename__ = "panel_keying"
    __label__ = "评分录入"
    __table_args__ = (
        CheckConstraint("pass_no IN (1, 2)", name="pass_no"),
        CheckConstraint("keyed_by <> ''", name="by_somebody"),
        CheckConstraint(
            "(state = 'discarded') = (discard_reason <> '')", name="discard_has_reason"
        ),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("panel_sheet.id"), index=True)
    pass_no: Mapped[int]
    state: Mapped[KeyingState] = mapped_column(code_of(KeyingState, "state"))
    keyed_by_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    keyed_by: Mapped[str] = mapped_column(String(80))
    keyed_at: Mapped[dt.datetime]
    alone: Mapped[bool]
    discard_reason: Mapped[str] = mapped_column(Text)


def _sheet_settled(sheet_id: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM panel_sheet JOIN panel ON panel.id = panel_sheet.panel_id "
        f"WHERE panel_sheet.id = {sheet_id} AND (panel.state = 'closed' "
        "OR panel_sheet.state IN ('definitive', 'superseded', 'void')))"
    )


guard(
    Keying,
    AtMostOne(
        "ux_panel_keying_one_a_pass", "panel_keying", ("sheet_id", "pass_no"), "state = 'live'"
    ),
    AtMostOne(
        "ux_panel_keying_other_person",
        "panel_keying",
        ("sheet_id", "keyed_by_id"),
        "state = 'live' AND NOT alone",
    ),
    *refused_when(
        "panel_keying",
        "alone",
        "NEW.alone AND NEW.state = 'live' "
        "AND (SELECT value FROM policy WHERE policy = 'second_entry') >= 1",
    ),
    Trigger(
        "panel_keying_settled_insert", "panel_keying", "INSERT", _sheet_settled("NEW.sheet_id")
    ),
    Trigger(
        "panel_keying_settled_update",
        "panel_keying",
        "UPDATE",
        "OLD.state = 'discarded' OR OLD.sheet_id <> NEW.sheet_id OR OLD.pass_no <> NEW.pass_no "
        f"OR {_sheet_settled('OLD.sheet_id')}",
    ),
    Trigger("panel_keying_keeps_delete", "panel_keying", "DELETE"),
)
_SETTLED = "这份评分已经定了，不能直接改。要改请写明事由更正"
says("ux_panel_keying_one_a_pass", "这一格刚由别人录了分，没有覆盖。请刷新后核对")
says("ux_panel_keying_other_person", "两遍要由两个人录。这一格的第一遍是同一个人录的，请换人核对")
for _event in ("insert", "update"):
    says(f"panel_keying_alone_{_event}", "本机构规定成绩由两人各录一遍，不能单人录入")
    says(f"panel_keying_settled_{_event}", _SETTLED)
says("panel_keying_keeps_delete", "录入记录不能删除，弃用后留底")


class Mark(RowHashed, Base):
    """A mark in thousandths, or why there is none; never both, never neither."""

    __tablename__ = "panel_mark"
    __label__ = "评分分数"
    __table_args__ = (
        CheckConstraint("(value_milli IS NULL) <> (no_mark IS NULL)", name="value_or_reason"),
        Index("ix_panel_mark_item", "item_id"),
    )

    keying_id: Mapped[int] = mapped_column(ForeignKey("panel_keying.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("panel_item.id"), primary_key=True)
    value_milli: Mapped[int | None]
    no_mark: Mapped[NoMark | None] = mapped_column(code_of(NoMark, "no_mark"))


def _mark_settled(row: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM panel_keying "
        "JOIN panel_sheet ON panel_sheet.id = panel_keying.sheet_id "
        "JOIN panel ON panel.id = panel_sheet.panel_id "
        f"WHERE panel_keying.id = {row}.keying_id AND (panel.state = 'closed' "
        "OR panel_keying.state = 'discarded' "
        "OR panel_sheet.state IN ('definitive', 'superseded', 'void')))"
    )


guard(
    Mark,
    *refused_when(
        "panel_mark",
        "scale",
        "EXISTS (SELECT 1 FROM panel_item WHERE panel_item.id = NEW.item_id "
        "AND (NEW.value_milli < 0 OR NEW.value_milli > panel_item.max_milli "
        "OR NEW.value_milli / panel_item.step_milli * panel_item.step_milli <> NEW.value_milli))",
    ),
    Trigger(
        "panel_mark_item_insert",
        "panel_mark",
        "INSERT",
        "(SELECT panel_id FROM panel_item WHERE panel_item.id = NEW.item_id) <> "
        "(SELECT panel_sheet.panel_id FROM panel_keying "
        "JOIN panel_sheet ON panel_sheet.id = panel_keying.sheet_id "
        "WHERE panel_keying.id = NEW.keying_id)",
    ),
    *refused_when(
        "panel_mark",
        "entrant",
        "EXISTS (SELECT 1 FROM panel_keying "
        "JOIN panel_sheet ON panel_sheet.id = panel_keying.sheet_id "
        "JOIN panel_entrant ON panel_entrant.id = panel_sheet.entrant_id "
        "WHERE panel_keying.id = NEW.keying_id AND panel_entrant.status <> 'entered')",
    ),
    Trigger("panel_mark_settled_insert", "panel_mark", "INSERT", _mark_settled("NEW")),
    Trigger(
        "panel_mark_settled_update",
        "panel_mark",
        "UPDATE",
        f"OLD.keying_id <> NEW.keying_id OR OLD.item_id <> NEW.item_id OR {_mark_settled('OLD')}",
    ),
    Trigger("panel_mark_settled_delete", "panel_mark", "DELETE", _mark_settled("OLD")),
)
says("ck_panel_mark_value_or_reason", "一格要么有分，要么有没有分的原因。请填其中一样")
says("panel_mark_item_insert", "这个评分项不属于这场评分。请刷新后再录")
says("pk_panel_mark", "这一格刚由别人录了分，没有覆盖。请刷新后核对")
for _event in ("insert", "update"):
    says(f"panel_mark_scale_{_event}", "这个分超出满分，或不合最小分档，没有记下。请核对")
    says(
        f"panel_mark_entrant_{_event}",
        "这名选手没有参加，不能录分。弄错了请先把状态改回“参加”",
    )
for _event in ("insert", "update", "delete"):
    says(f"panel_mark_settled_{_event}", _SETTLED)


class Adjustment(RowHashed, Versioned, Base):
    """Points beside the marks (thousandths, always positive): overtime, extra points."""

    __tablename__ = "panel_adjustment"
    __label__ = "加扣分"
    __table_args__ = (
        CheckConstraint("milli > 0", name="milli_positive"),
        CheckConstraint("label <> '' AND reason <> ''", name="named"),
        Index("ix_panel_adjustment_panel", "panel_id"),
        Index("ix_panel_adjustment_entrant", "entrant_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    entrant_id: Mapped[int] = mapped_column(ForeignKey("panel_entrant.id"))
    kind: Mapped[AdjustmentKind] = mapped_column(code_of(AdjustmentKind, "kind"))
    label: Mapped[str] = mapped_column(String(40))
    milli: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    # Empty while it counts.
    void_reason: Mapped[str] = mapped_column(Text)


guard(
    Adjustment,
    *closed_guards("panel_adjustment", "INSERT", "UPDATE"),
    Trigger(
        "panel_adjustment_one_panel_insert",
        "panel_adjustment",
        "INSERT",
        in_a_panel(
            "(SELECT panel_id FROM panel_entrant WHERE panel_entrant.id = NEW.entrant_id) "
            "<> NEW.panel_id"
        ),
    ),
    Trigger(
        "panel_adjustment_stays_update",
        "panel_adjustment",
        "UPDATE",
        "OLD.void_reason <> '' OR OLD.entrant_id <> NEW.entrant_id OR OLD.kind <> NEW.kind "
        "OR OLD.label <> NEW.label OR OLD.milli <> NEW.milli OR OLD.reason <> NEW.reason",
    ),
    Trigger("panel_adjustment_keeps_delete", "panel_adjustment", "DELETE"),
)
says("panel_adjustment_one_panel_insert", "选手不在这场评分里。请核对")
says("panel_adjustment_stays_update", "记下的加扣分不能改。请撤销后重新登记")
says("panel_adjustment_keeps_delete", "加扣分不能删除，撤销后留底")
