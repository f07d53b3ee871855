"""How the marks of a panel stand in a table on paper: given, struck, kept out, or not there."""

from __future__ import annotations

from decimal import Decimal

from hrgrid.core.tabulation import MARK_PLACES, fixed_text, mark_text
from hrgrid.panels.rules.rows import Cell, PanelView
from hrgrid.panels.rules.totals import StandingRow
from hrgrid.panels.rules.words import NoMark
from hrgrid.paper.sheets import Struck, Value

RECUSED = "—"


def mark_value(view: PanelView, standing: StandingRow, cell: Cell) -> Value:
    """A mark as it was given; crossed out where it does not count.

    “—” where the judge keeps out of this entrant, the word where there is no mark, nothing where
    none was keyed: never 0.
    """
    if cell[1] in standing.recused:
        return RECUSED
    value = view.marks.get(cell)
    if value is None:
        return ""
    if isinstance(value, NoMark):
        return value.label
    shown = Decimal(as_given(view, cell[2], value))
    return Struck(shown) if cell in standing.dropped else shown


def as_given(view: PanelView, item_id: int, value: int) -> str:
    """A mark with the decimals of its item's steps."""
    step = next(item.step_milli for item in view.items if item.id == item_id)
    places = len(mark_text(step).partition(".")[2])
    unit = 10 ** (MARK_PLACES - places)
    return fixed_text(value // unit, places) if value % unit == 0 else mark_text(value)


def judges_words(view: PanelView, called: str = "评委", chief: str = "主评委") -> str:
    """Who sits where: 评委：1 某某（主评委）、2 某某; "" where nobody sits."""
    told = [
        f"{column.seat_no} {column.judge.name}{f'（{chief}）' if column.judge.chief else ''}"
        for column in view.columns
        if column.active
    ]
    return f"{called}：{'、'.join(told)}" if told else ""


def left_out_words(view: PanelView, what: str) -> str:
    """What was dropped to come to `what`, and what the signs of the table mean."""
    rule = view.rule
    gone = "、".join(
        f"{count} 个{which}"
        for count, which in ((rule.drop_high, "最高分"), (rule.drop_low, "最低分"))
        if count
    )
    trimmed = f"去掉 {gone}（划线的不计），以其余评分的平均分为{what}。" if gone else ""
    return f"{trimmed}回避的写“{RECUSED}”，不计入评分人数；没有评分的留空，不作 0 分。"
