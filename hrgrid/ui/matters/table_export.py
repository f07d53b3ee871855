"""A table on the page to Excel as it is seen, with its sums."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hrgrid.core.progress import Progress
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, Value, write_workbook
from hrgrid.storage.files import paper_file
from hrgrid.ui.cells.figures import number_in
from hrgrid.ui.saving import Saving, Writing
from hrgrid.ui.tables import Column


def save_table(
    saving: Saving, name: str, columns: Sequence[Column[Any]], rows: Sequence[Any], title: str
) -> None:
    """Ask where to, then write these rows in these columns; figures stay figures."""
    forms = {True: CellForm.WHOLE, False: CellForm.TEXT}
    # A screen has some seven px for a letter of a sheet.
    heads = tuple(
        SheetColumn(column.title, max(column.width // 7, 8), forms[_whole(column, rows)])
        for column in columns
    )

    def cell(column: Column[Any], row: Any) -> Value:
        text = column.text(row)
        number = number_in(text) if _whole(column, rows) else None
        return int(number) if number is not None else text or None

    lines = [[cell(column, row) for column in columns] for row in rows]

    def write(path: Path, progress: Progress) -> int:
        progress.begin(f"正在导出{title}", len(lines))
        with paper_file(path) as part:
            return write_workbook(part, [SheetPlan(title, heads, lines)])[0]

    saving.save(Writing(name, write, f"正在导出{title}", dated=True))


def _whole(column: Column[Any], rows: Sequence[Any]) -> bool:
    """Whether a column holds whole numbers and nothing else."""
    if not column.right:
        return False
    numbers = [number_in(column.text(row)) for row in rows if column.text(row)]
    return all(one is not None and one == int(one) for one in numbers)
