"""Parts of worksheets that openpyxl writes: text cells, names of sheets, titles, printed pages."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from typing import Any

MOST_TEXT = 32_767
_FORBIDDEN = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff\\ud800-\\udfff]")
_BAD_NAME = re.compile(r"[\\/*?:\[\]]")


class CellForm(enum.Enum):
    """How the cells of a column are shown and typed."""

    TEXT = "@"
    GENERAL = "General"
    WHOLE = "#,##0"
    TWO_PLACES = "#,##0.00"
    SHARE = "0.00%"
    CHANGE = "+#,##0;-#,##0;0"
    POINTS = "+0.00;-0.00;0.00"
    DATE = "yyyy-mm-dd"


def head_lines(sheet: Any, columns: int, title: str, left: str, right: str) -> None:
    """Title and facts in rows 1 and 2, across the columns."""
    from openpyxl.styles import Alignment, Font

    middle = max(columns // 2, 1)
    places = (
        (1, 1, columns, title, Font(name="宋体", size=18, bold=True), "center"),
        (2, 1, middle, left, Font(name="宋体", size=11), "left"),
        (2, middle + 1, columns, right, Font(name="宋体", size=11), "right"),
    )
    for row, first, last, text, font, side in places:
        if first > columns:
            continue
        cell = text_cell(sheet, row, first, text)
        cell.font = font
        cell.alignment = Alignment(horizontal=side, vertical="center")
        if last > first:
            sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    sheet.row_dimensions[1].height = 30
    sheet.row_dimensions[2].height = 20


def set_up_page(sheet: Any, headings: str, *, large: bool = False, standing: bool = False) -> None:
    """How a sheet is printed: as wide as the page, headings and numbers on each."""
    sheet.print_title_rows = headings
    sheet.page_setup.orientation = "portrait" if standing else "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if large else sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.7, 0.3, 0.3
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.oddFooter.center.font, sheet.oddFooter.center.size = "宋体,Regular", 9


def text_cell(sheet: Any, row: int, column: int, text: str) -> Any:
    """A cell of openpyxl that holds text, whatever it begins with."""
    cell = sheet.cell(row, column)
    cell.value = clean(text)[:MOST_TEXT] or None
    if cell.value is not None:
        cell.data_type = "s"
    cell.number_format = CellForm.TEXT.value
    return cell


def sheet_name(name: str, taken: Sequence[str] = ()) -> str:
    """A name that Excel takes: 1–31 signs, none of \\ / * ? : [ ], and not taken yet."""
    plain = _BAD_NAME.sub(" ", clean(name)).strip(" '") or "表"
    short, number = plain[:31], 1
    known = {each.casefold() for each in taken}
    while short.casefold() in known:
        number += 1
        short = f"{plain[: 30 - len(str(number))]}_{number}"
    return short


def clean(text: str) -> str:
    """Without the signs that no workbook takes."""
    return _FORBIDDEN.sub("", text)
