"""Panels for tests: judges, entrants, and marks as they might stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hrgrid.core.rights import Right
from hrgrid.panels import service
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.rows import Cell, PanelView
from hrgrid.panels.rules.rule import USUAL, WHOLE, Item, PanelRule
from hrgrid.storage.work import UnitOfWork

SURNAMES = "胡邓胡马曹张张宋吴陈邓何韩谢赵韩马周林徐郭朱王孙李"
GIVEN = ("丽华", "明辉", "文斌", "敏", "晨", "雪芳", "佳怡", "嘉宁", "永康", "晓燕", "立军", "建国")
UNITS = ("虎丘区", "昆山市", "太仓市", "相城区", "吴江区", "常熟市", "吴中区", "姑苏区", "工业园区")
# Seven judges and two items, the weights 60 and 40.
TWO_ITEMS = (
    Item("content", "答题内容", 100_000, 100, 6_000),
    Item("manner", "仪表举止", 100_000, 100, 4_000),
)


def seated(
    work: UnitOfWork,
    judges: int = 7,
    entrants: int = 3,
    *,
    rule: PanelRule = USUAL,
    items: Sequence[Item] = (WHOLE,),
    subject: str = "hiring:1",
    title: str = "2026 年网格员招录面试",
    units: bool = True,
) -> int:
    """A panel with judges 1 to n (the first is the chief) and entrants 1 to m; its id."""
    form = service.PanelForm(subject, title, Right.RUN_HIRING, rule=rule, items=tuple(items))
    panel_id = service.open_panel(work, form)
    for number in range(1, judges + 1):
        seat = service.SeatForm(f"评委{number}", "区委政法委", chief=number == 1)
        service.add_seat(work, panel_id, seat)
    service.add_entrants(
        work,
        panel_id,
        [
            service.EntrantForm(
                f"application:{number}",
                name_of(number),
                UNITS[number % len(UNITS)] if units else "",
                draw_no=number,
            )
            for number in range(1, entrants + 1)
        ],
    )
    return panel_id


def name_of(number: int) -> str:
    return SURNAMES[number % len(SURNAMES)] + GIVEN[number * 7 % len(GIVEN)]


def cells_of(view: PanelView) -> list[Cell]:
    """Every cell in the order of the grid."""
    return [
        (entrant.id, column.seat_no, item.id)
        for entrant in view.entrants
        for column in view.columns
        for item in view.items
    ]


def marked(work: UnitOfWork, panel_id: int, marks: Mapping[int, Sequence[int | None]]) -> None:
    """Marks (tenths of a point) by draw number, a row in the order of the grid; None: none."""
    view = panel_view(work, panel_id)
    values = {}
    for entrant in view.entrants:
        row = [cell for cell in cells_of(view) if cell[0] == entrant.id]
        for cell, mark in zip(row, marks.get(entrant.draw_no or 0, ()), strict=False):
            if mark is not None:
                values[cell] = mark * 100
    service.key_marks(work, panel_id, values)
