"""What the list of stars says of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from hrgrid.assessment.queries.star_lines import (
    anchors_of_star_lines,
    count_star_lines,
    place_of_star_line,
    star_lines,
    star_lines_of,
)
from hrgrid.assessment.rules.star_rows import Change, StarLineRow, StarOrder
from hrgrid.assessment.rules.star_words import HeldBack, StarSubject, star_label
from hrgrid.core.corrections import CellChange, Corrected
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.assessment.words import points
from hrgrid.ui.cells.list_model import ListColumn, ListModel
from hrgrid.ui.lists.editing import Sheet
from hrgrid.ui.lists.heading_filters import Headings
from hrgrid.ui.lists.parts import ListSpec
from hrgrid.ui.lists.saved import Usual
from hrgrid.ui.lists.source import Source
from hrgrid.ui.settings import Entry
from hrgrid.ui.stars.conditions import StarConditions, lapsed
from hrgrid.ui.stars.words import change_chip, rank_words

NAME = "star_lines"
SOURCE = Source(
    star_lines, anchors_of_star_lines, count_star_lines, place_of_star_line, star_lines_of, "人"
)
_SIGNS = {
    StarOrder.RANK: "↑",
    StarOrder.LEVEL: "↓",
    StarOrder.TOTAL: "↓",
    StarOrder.NAME: "笔画 ↑",
}
_USUAL = (
    Usual("升星的", StarConditions(change=Change.UP), "比原来的星级高"),
    Usual("降星的", StarConditions(change=Change.DOWN), "比原来的星级低"),
    Usual("名额已满", StarConditions(held=HeldBack.SHARE), "够分数线，本单位名额已满"),
    Usual("并列待裁定", StarConditions(at_line=True), "名额线上同分的人"),
)


def _nothing(_key: str, _text: str, _on: dt.date) -> str:
    return ""


def _no_rows(_work: UnitOfWork, _ids: Sequence[int]) -> list[StarLineRow]:
    return []


def _correct(_work: UnitOfWork, _changes: Sequence[CellChange]) -> Corrected:
    raise UserError("星级是评出来的，不在名单里改。请改考核结果或办法后重新计算")


def _shut(_work: UnitOfWork, _ids: Sequence[int]) -> dict[int, str]:
    return {}


# Nothing is corrected in this list: what is wrong is put right where it came from.
SHEET: Sheet[StarLineRow] = Sheet(
    (), "stars", Right.RUN_ASSESSMENT, _nothing, _correct, _no_rows, _shut, lambda _r, _k: ""
)


def outcome_words(row: StarLineRow) -> str:
    """The star, or that somebody took no part."""
    return "不参加" if row.left_out is not None else star_label(row.level)


def columns(subject: StarSubject) -> tuple[ListColumn[StarLineRow], ...]:
    """Name, star, change, unit, place, points, rank, the star before, what held it back."""
    person = subject is StarSubject.PERSON
    rank, total, name = (StarOrder.RANK,), (StarOrder.TOTAL,), (StarOrder.NAME,)
    return (
        ListColumn("姓名" if person else "网格", lambda row: row.name, 92 if person else 150,
                   strong=True, key="name", orders=name),
        ListColumn("星级", outcome_words, 98, key="level", orders=(StarOrder.LEVEL,),
                   stars=lambda row: row.level),
        ListColumn("变化", lambda row: row.change, 84, key="change", chip=change_chip),
        ListColumn("单位", lambda row: row.unit, 104, grows=True, key="unit", leaves=4),
        ListColumn("网格" if person else "社区", lambda row: row.place, 140, grows=True,
                   key="place", leaves=8),
        ListColumn("得分", lambda row: points(row.total_milli), 76, right=True, strong=True,
                   key="total", orders=total),
        ListColumn("单位名次", rank_words, 92, right=True, key="rank", orders=rank, leaves=6),
        ListColumn("原星级", lambda row: star_label(row.before_level), 98, key="before",
                   stars=lambda row: row.before_level, leaves=7),
        ListColumn("分数线给", lambda row: star_label(row.line_level), 84, key="line", quiet=True,
                   leaves=9),
        ListColumn("说明", lambda row: row.note, 150, quiet=True, key="note", leaves=5,
                   grows=True),
        ListColumn("工号", lambda row: row.number, 96, key="number", spare=True),
    )  # fmt: skip


def star_model(subject: StarSubject) -> ListModel[StarLineRow]:
    """An empty list, by unit and rank."""
    return ListModel(columns(subject), StarOrder.RANK, _SIGNS)


def star_spec(round_id: int, subject: StarSubject) -> ListSpec:
    """The list of one round."""
    usual = tuple(
        Usual(one.label, replace(one.conditions, round_id=round_id), one.hint) for one in _USUAL
    )
    measure = "人" if subject is StarSubject.PERSON else "个网格"
    return ListSpec(
        NAME,
        "星级名单",
        replace(SOURCE, measure=measure),
        Headings({}, lambda _work, _wanted, _heading: []),
        SHEET,
        StarConditions(round_id=round_id),
        lapsed,
        usual,
        Entry("lists/star_order", StarOrder.RANK, StarOrder, lambda order: str(order.value)),
    )
