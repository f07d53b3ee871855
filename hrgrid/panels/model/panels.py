"""Panels with their items, judges' seats, entrants, and who does not mark whom."""

# ruff: noqa: S608 - the names in the SQL are our own

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.panels.rules.words import LIVE_SHEETS, EntrantStatus, Ground, PanelState, SeatState
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys

LIVE = ", ".join(f"'{state.value}'" for state in LIVE_SHEETS)
_CLOSED = "这场评分已经截止，不能再改。要改先写明事由重新开放"


def panel_closed(row: str) -> str:
    """Whether the panel of NEW or OLD is closed, for a trigger."""
    ours = f"panel.id = {row}.panel_id"
    return f"(SELECT state FROM panel WHERE {ours}) = 'closed'"


def marked(panel_id: str) -> str:
    """Whether any mark stands in the panel, for a trigger."""
    return (
        "EXISTS (SELECT 1 FROM panel_mark "
        "JOIN panel_keying ON panel_keying.id = panel_mark.keying_id "
        "JOIN panel_sheet ON panel_sheet.id = panel_keying.sheet_id "
        f"WHERE panel_sheet.panel_id = {panel_id})"
    )


def in_a_panel(condition: str) -> str:
    """`condition` where the panel of NEW is there; where it is not, the reference refuses."""
    return f"EXISTS (SELECT 1 FROM panel WHERE panel.id = NEW.panel_id) AND ({condition})"


def elsewhere(seat_id: str, entrant_id: str) -> str:
    """Whether judge or entrant is of another panel than NEW, for a trigger."""
    return in_a_panel(
        f"(SELECT panel_id FROM panel_seat WHERE panel_seat.id = {seat_id}) <> NEW.panel_id "
        f"OR (SELECT panel_id FROM panel_entrant WHERE panel_entrant.id = {entrant_id}) "
        "<> NEW.panel_id"
    )


def closed_guards(table: str, *events: str) -> tuple[Trigger, ...]:
    """A closed panel keeps its rows of `table`; `panel_id` itself never changes."""
    conditions = {
        "INSERT": panel_closed("NEW"),
        "UPDATE": f"NEW.panel_id <> OLD.panel_id OR {panel_closed('OLD')}",
        "DELETE": panel_closed("OLD"),
    }
    for event in events:
        says(f"{table}_closed_{event.lower()}", _CLOSED)
    return tuple(
        Trigger(f"{table}_closed_{event.lower()}", table, event, conditions[event])
        for event in events
    )


class Panel(RowHashed, Versioned, Base):
    """One round of marking for whatever `subject` names (the caller's key, "hiring:12").

    `rule` is canonical JSON (rules/rule.py). `run_right` and `enter_right` are what the caller
    asks of whoever runs it and of whoever keys marks, on `area_path`.
    """

    __tablename__ = "panel"
    __label__ = "评分"
    __table_args__ = (
        UniqueConstraint("subject"),
        CheckConstraint("subject <> '' AND title <> ''", name="named"),
        CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL) "
            "AND (closed_at IS NULL) = (closed_by = '')",
            name="closed_by_somebody",
        ),
        CheckConstraint("opening = 1 OR reopen_reason <> ''", name="reopening_has_reason"),
        CheckConstraint("opening >= 1", name="opening_from_one"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    subject: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(120))
    area_path: Mapped[str] = mapped_column(String(200))
    run_right: Mapped[str] = mapped_column(String(40))
    enter_right: Mapped[str] = mapped_column(String(40))
    rule: Mapped[str] = mapped_column(Text)
    state: Mapped[PanelState] = mapped_column(code_of(PanelState, "state"))
    # How often it was opened for marks: 2 after the first reopening.
    opening: Mapped[int]
    reopen_reason: Mapped[str] = mapped_column(Text)
    closed_at: Mapped[dt.datetime | None]
    closed_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


_OPEN_PAIR = (
    "EXISTS (SELECT 1 FROM panel_entrant JOIN panel_seat "
    "ON panel_seat.panel_id = panel_entrant.panel_id "
    "WHERE panel_entrant.panel_id = NEW.id AND panel_entrant.status = 'entered' "
    "AND panel_seat.state = 'active' "
    "AND NOT EXISTS (SELECT 1 FROM panel_recusal WHERE panel_recusal.seat_id = panel_seat.id "
    "AND panel_recusal.entrant_id = panel_entrant.id) "
    "AND NOT EXISTS (SELECT 1 FROM panel_sheet "
    "WHERE panel_sheet.entrant_id = panel_entrant.id "
    "AND panel_sheet.seat_no = panel_seat.seat_no AND panel_sheet.state = 'definitive'))"
)
guard(
    Panel,
    Trigger("panel_keeps_delete", "panel", "DELETE"),
    Trigger("panel_subject_stays", "panel", "UPDATE", "OLD.subject <> NEW.subject", ("subject",)),
    Trigger(
        "panel_rule_stays",
        "panel",
        "UPDATE",
        f"OLD.rule <> NEW.rule AND {marked('OLD.id')}",
        ("rule",),
    ),
    Trigger(
        "panel_complete_update",
        "panel",
        "UPDATE",
        f"OLD.state = 'open' AND NEW.state = 'closed' AND {_OPEN_PAIR}",
    ),
    Trigger(
        "panel_reopened_update",
        "panel",
        "UPDATE",
        "OLD.state = 'closed' AND NEW.state = 'open' AND NEW.opening <> OLD.opening + 1",
    ),
)
says("uq_panel_subject", "这场评分已经建好，没有再建。请刷新后打开")
says("panel_keeps_delete", "评分不能删除，截止后留底")
says("panel_subject_stays", "评分属于哪件事不能改")
says("panel_rule_stays", "已经有分数，评分规则不能再改。要改请先清空分数")
says("panel_complete_update", "还有选手的评分没有录完或没有核对一致，不能截止。请看“需要处理”")
says("panel_reopened_update", "重新开放要写明事由。请填上事由再办")


class PanelItem(RowHashed, Base):
    """What is marked: full mark and step in thousandths, weight in basis points of the total."""

    __tablename__ = "panel_item"
    __label__ = "评分项"
    __table_args__ = (
        UniqueConstraint("panel_id", "code"),
        UniqueConstraint("panel_id", "sort"),
        CheckConstraint("code <> '' AND label <> ''", name="named"),
        CheckConstraint(
            "max_milli > 0 AND step_milli > 0 AND max_milli / step_milli * step_milli = max_milli",
            name="scale",
        ),
        CheckConstraint("weight_bp BETWEEN 1 AND 10000", name="weight"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    code: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(40))
    sort: Mapped[int]
    max_milli: Mapped[int]
    step_milli: Mapped[int]
    weight_bp: Mapped[int]


guard(
    PanelItem,
    Trigger("panel_item_stays_insert", "panel_item", "INSERT", marked("NEW.panel_id")),
    Trigger("panel_item_stays_update", "panel_item", "UPDATE", marked("OLD.panel_id")),
    Trigger("panel_item_stays_delete", "panel_item", "DELETE", marked("OLD.panel_id")),
)
for _event in ("insert", "update", "delete"):
    says(f"panel_item_stays_{_event}", "已经有分数，评分项不能再改。要改请先清空分数")


class Seat(RowHashed, Versioned, Base):
    """Who judges in which seat; a successor takes the number of whom he replaces.

    `area_id` is the judge's own unit, for recusals, where it is known.
    """

    __tablename__ = "panel_seat"
    __label__ = "评委席"
    __table_args__ = (
        CheckConstraint("seat_no >= 1", name="seat_no_from_one"),
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("(state = 'active') = (reason = '')", name="end_has_reason"),
        CheckConstraint("NOT chief OR state = 'active'", name="chief_sits"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    seat_no: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str] = mapped_column(String(120))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    chief: Mapped[bool]
    state: Mapped[SeatState] = mapped_column(code_of(SeatState, "state"))
    reason: Mapped[str] = mapped_column(Text)


guard(
    Seat,
    AtMostOne(
        "ux_panel_seat_one_active", "panel_seat", ("panel_id", "seat_no"), "state = 'active'"
    ),
    AtMostOne(
        "ux_panel_seat_one_a_person",
        "panel_seat",
        ("panel_id", "person_id"),
        "person_id IS NOT NULL",
    ),
    AtMostOne(
        "ux_panel_seat_one_a_name",
        "panel_seat",
        ("panel_id", "name", "unit"),
        "person_id IS NULL",
    ),
    AtMostOne("ux_panel_seat_one_chief", "panel_seat", ("panel_id",), "chief"),
    *closed_guards("panel_seat", "INSERT", "UPDATE", "DELETE"),
    Trigger(
        "panel_seat_numbered_update",
        "panel_seat",
        "UPDATE",
        "OLD.seat_no <> NEW.seat_no "
        "AND EXISTS (SELECT 1 FROM panel_sheet WHERE panel_sheet.seat_id = OLD.id)",
    ),
    Trigger(
        "panel_seat_struck_update",
        "panel_seat",
        "UPDATE",
        "NEW.state = 'struck' AND EXISTS (SELECT 1 FROM panel_sheet "
        f"WHERE panel_sheet.seat_id = OLD.id AND panel_sheet.state IN ({LIVE}))",
    ),
)
says("ux_panel_seat_one_active", "这个席位已经有评委。请换一个席位号，或先换下原来的评委")
says("ux_panel_seat_one_a_person", "这个人已经是这场评分的评委。请核对人选")
says("ux_panel_seat_one_a_name", "同单位同姓名的人已经是这场评分的评委。请核对人选")
says("ux_panel_seat_one_chief", "主评委只能有一人。请先取消原来的主评委")
says("panel_seat_numbered_update", "这名评委已经打过分，席位号不能改")
says("panel_seat_struck_update", "除名评委的分要同时作废。请用“除名”办理")


class Entrant(RowHashed, Versioned, Base):
    """Who is marked: the caller's `key`, name and unit as shown, `area_id` for recusals."""

    __tablename__ = "panel_entrant"
    __label__ = "参评人"
    __table_args__ = (
        UniqueConstraint("panel_id", "key"),
        CheckConstraint("key <> '' AND name <> ''", name="named"),
        CheckConstraint("draw_no >= 1", name="draw_no_from_one"),
        CheckConstraint("(status = 'entered') = (reason = '')", name="status_has_reason"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    key: Mapped[str] = mapped_column(String(60))
    draw_no: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str] = mapped_column(String(120))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    guest: Mapped[bool]
    status: Mapped[EntrantStatus] = mapped_column(code_of(EntrantStatus, "status"))
    reason: Mapped[str] = mapped_column(Text)


guard(
    Entrant,
    AtMostOne(
        "ux_panel_entrant_draw_no",
        "panel_entrant",
        ("panel_id", "draw_no"),
        "draw_no IS NOT NULL",
    ),
    *closed_guards("panel_entrant", "INSERT", "UPDATE", "DELETE"),
)
says("uq_panel_entrant_panel_id_key", "这名选手已经在这场评分里，没有重复加入")
says("ux_panel_entrant_draw_no", "这个抽签号已经有人用了。请换一个号")


class Recusal(RowHashed, Base):
    """This judge does not mark this entrant."""

    __tablename__ = "panel_recusal"
    __label__ = "评委回避"
    __table_args__ = (
        CheckConstraint("ground <> 'other' OR note <> ''", name="other_has_note"),
        Index("ix_panel_recusal_panel", "panel_id"),
        Index("ix_panel_recusal_entrant", "entrant_id"),
    )

    seat_id: Mapped[int] = mapped_column(ForeignKey("panel_seat.id"), primary_key=True)
    entrant_id: Mapped[int] = mapped_column(ForeignKey("panel_entrant.id"), primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    ground: Mapped[Ground] = mapped_column(code_of(Ground, "ground"))
    note: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    Recusal,
    *closed_guards("panel_recusal", "INSERT", "DELETE"),
    Trigger(
        "panel_recusal_marked_insert",
        "panel_recusal",
        "INSERT",
        "EXISTS (SELECT 1 FROM panel_sheet WHERE panel_sheet.seat_id = NEW.seat_id "
        f"AND panel_sheet.entrant_id = NEW.entrant_id AND panel_sheet.state IN ({LIVE}))",
    ),
    Trigger(
        "panel_recusal_one_panel_insert",
        "panel_recusal",
        "INSERT",
        elsewhere("NEW.seat_id", "NEW.entrant_id"),
    ),
    Trigger("panel_recusal_stays_update", "panel_recusal", "UPDATE"),
)
says("pk_panel_recusal", "这名评委对这名选手已经登记回避")
says("panel_recusal_marked_insert", "这名评委已经给这名选手打了分。请先作废这份评分再登记回避")
says("panel_recusal_one_panel_insert", "评委和选手不在同一场评分里。请核对")
says("panel_recusal_stays_update", "回避登记不能改。请取消后重新登记")
