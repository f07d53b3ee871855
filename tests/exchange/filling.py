"""A unit at its workbook: opens what came, types into cells, saves under a name of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

HEAD = 5


def headings(sheet: Any) -> dict[str, int]:
    """The columns of a workbook by heading."""
    return {cell.value: cell.column for cell in sheet[HEAD] if cell.value}


def fill(
    path: Path, cells: Mapping[tuple[str, str], Any], to: Path | None = None, key: str = "姓名"
) -> Path:
    """Type values, each by whose row and which column; returns where it was saved."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = headings(sheet)
    rows = {sheet.cell(at, columns[key]).value: at for at in range(HEAD + 1, sheet.max_row + 1)}
    for (who, heading), value in cells.items():
        sheet.cell(rows[who], columns[heading]).value = value
    book.save(to or path)
    return to or path


def table(path: Path) -> list[dict[str, Any]]:
    """The rows of a workbook by heading."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    columns = headings(sheet)
    return [
        {heading: sheet.cell(at, column).value for heading, column in columns.items()}
        for at in range(HEAD + 1, sheet.max_row + 1)
    ]
