"""A workbook that is filled in elsewhere and comes back: what is known is locked, the rest open.

Its number stands in sight below the title and names a hidden sheet: whatever the file is called,
and whichever program saved it, one of the two is still there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hrgrid.paper.worksheets import CellForm, set_up_page, sheet_name, text_cell

HIDDEN = "表号 "
"""What the name of the hidden sheet begins with; the number follows."""
_HEAD = 5
_KNOWN, _OPEN = "F3F6FA", "FFFFFF"
_LINE, _LINE_HEIGHT = "BFC7D1", 15
_CHECKS = {
    "number": ("decimal", "greaterThanOrEqual", "0", "请填不小于 0 的数，没有的留空"),
    "whole": ("whole", "greaterThanOrEqual", "1", "请填 1、2、3 这样的整数"),
    "date": ("date", "greaterThanOrEqual", "18264", "请填日期，例如 2026-11-28"),
}


@dataclass(frozen=True)
class HandoutColumn:
    """A column; `choices` make a list; a hidden one is the mark.

    `check` is "number", "whole", "date", or "text:300" for so many signs at most.
    """

    heading: str
    width: int = 12
    asked: bool = False
    open: bool = False
    numeric: bool = False
    choices: tuple[str, ...] = ()
    check: str = ""
    hint: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Handout:
    """A unit's workbook; `number` as people read it, `seal` lines for the hidden sheet.

    A cell of an asked column that holds something already is locked like a known one; those of
    columns that are `open` may be written over. `spare` open rows follow where units may add some.
    """

    name: str
    title: str
    left: str
    right: str
    guide: str
    number: str
    edition: int
    columns: tuple[HandoutColumn, ...]
    rows: Sequence[Sequence[str]]
    seal: tuple[str, ...] = ()
    spare: int = 0


def write_handout(path: Path, plan: Handout) -> None:
    """Write the workbook."""
    import openpyxl

    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    sheet.title = sheet_name(plan.name)
    workbook.properties.creator = "hrgrid"
    workbook.properties.title = plan.title
    _head(sheet, plan)
    _rows(sheet, plan)
    _checks(sheet, plan)
    sheet.freeze_panes = sheet.cell(_HEAD + 1, 2)
    sheet.protection.sheet = True
    # Widths may be changed and rows looked for; what is known stays as it is.
    for allowed in ("formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(sheet.protection, allowed, False)
    set_up_page(sheet, f"{_HEAD}:{_HEAD}")
    hidden: Any = workbook.create_sheet(sheet_name(f"{HIDDEN}{plan.number}", [sheet.title]))
    hidden.sheet_state = "hidden"
    hidden.protection.sheet = True
    for row, line in enumerate((plan.number, *plan.seal), start=1):
        text_cell(hidden, row, 1, line)
    workbook.save(path)


def _head(sheet: Any, plan: Handout) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    shown = [at for at, one in enumerate(plan.columns, start=1) if not one.hidden]
    last = max(shown)
    wide = sum(plan.columns[at - 1].width + 1 for at in shown)
    lines = (
        (1, plan.title, Font(name="宋体", size=18, bold=True), "center", 30),
        (2, f"{plan.left}　　{plan.right}", Font(name="宋体", size=11), "left", 20),
        (3, plan.guide, Font(name="宋体", size=11), "left", _height(plan.guide, wide)),
        (
            4,
            f"表号：{plan.number}　第 {plan.edition} 版",
            Font(name="宋体", size=10, color="FF5B6673"),
            "left",
            18,
        ),
    )
    for row, text, font, side, height in lines:
        cell = text_cell(sheet, row, 1, text)
        cell.font = font
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=row == 3)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        sheet.row_dimensions[row].height = height
    line = Side(style="thin", color=_LINE)
    for at, column in enumerate(plan.columns, start=1):
        cell = text_cell(sheet, _HEAD, at, column.heading)
        cell.font = Font(name="黑体", size=11)
        colour = "FFF1D6" if column.asked else "E8F0FA"
        cell.fill = PatternFill("solid", fgColor=colour)
        cell.border = Border(left=line, right=line, top=line, bottom=line)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        dimension = sheet.column_dimensions[get_column_letter(at)]
        dimension.width = column.width + 1
        dimension.hidden = column.hidden
    tallest = max(_count(one.heading, one.width) for one in plan.columns if not one.hidden)
    sheet.row_dimensions[_HEAD].height = _LINE_HEIGHT * tallest + 8


def _rows(sheet: Any, plan: Handout) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    line = Side(style="thin", color=_LINE)
    border = Border(left=line, right=line, top=line, bottom=line)
    font = Font(name="宋体", size=11)
    shut = (Protection(locked=True), PatternFill("solid", fgColor=_KNOWN))
    opened = (Protection(locked=False), PatternFill("solid", fgColor=_OPEN))
    left, right = Alignment(vertical="center", wrap_text=True), Alignment(vertical="center")
    blank = [""] * len(plan.columns)
    for number, texts in enumerate([*plan.rows, *[blank] * plan.spare], start=_HEAD + 1):
        spare = number > _HEAD + len(plan.rows)
        for at, (column, text) in enumerate(zip(plan.columns, texts, strict=True), start=1):
            cell = text_cell(sheet, number, at, text)
            protection, fill = opened if _is_open(column, text, spare=spare) else shut
            cell.protection, cell.fill = protection, fill
            cell.border, cell.font = border, font
            cell.alignment = right if column.numeric else left
            if column.numeric:
                cell.number_format = CellForm.GENERAL.value
                if text:
                    _as_number(cell, text)


def _is_open(column: HandoutColumn, text: str, *, spare: bool) -> bool:
    return not column.hidden and (spare or column.open or (column.asked and not text))


def _as_number(cell: Any, text: str) -> None:
    from decimal import Decimal, InvalidOperation

    try:
        number = Decimal(text)
    except InvalidOperation:
        return
    cell.value = int(number) if number == number.to_integral_value() else number


def _checks(sheet: Any, plan: Handout) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    last = _HEAD + len(plan.rows) + plan.spare
    for at, column in enumerate(plan.columns, start=1):
        if not column.asked or not (column.choices or column.check):
            continue
        listed = ",".join(column.choices)
        if listed:
            # Excel takes 255 characters; a comma parts the choices.
            if len(listed) > 255 or any("," in one for one in column.choices):
                continue
            check = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
            told = f"请从列表中选择：{'、'.join(column.choices)}"
        else:
            kind, operator, bound, told = _check(column.check)
            check = DataValidation(type=kind, operator=operator, formula1=bound, allow_blank=True)
        check.showErrorMessage = True
        check.errorTitle = column.heading[:32]
        check.error = told[:255]
        if column.hint:
            check.showInputMessage = True
            check.promptTitle, check.prompt = column.heading[:32], column.hint[:255]
        letter = get_column_letter(at)
        check.add(f"{letter}{_HEAD + 1}:{letter}{last}")
        sheet.add_data_validation(check)


def _check(asked: str) -> tuple[str, str, str, str]:
    """Type, operator and bound of a check, and what is said of a wrong value."""
    kind, _, most = asked.partition(":")
    if kind == "text":
        return "textLength", "lessThanOrEqual", most, f"最多 {most} 字，请删减"
    return _CHECKS[kind]


def _count(text: str, width: int) -> int:
    wide = sum(1 if sign.isascii() else 2 for sign in text)
    return max(1, -(-wide // max(width, 1)))


def _height(text: str, width: int) -> int:
    return _LINE_HEIGHT * sum(_count(line, width) for line in text.split("\n")) + 6
