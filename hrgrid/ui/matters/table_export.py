"""A table on the page to Excel as it is seen, with its sums."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from hrgrid.core.progress import Progress
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, Value, write_workbook
from hrgrid.storage.files import paper_file
from hrgrid.ui.cells.figures import number_in
from hrgrid.ui.saving import Saving, Writing
from hrgrid.ui.tables import Column

_NOTHING = frozenset({"–", "—", "-"})


def save_table(
    saving: Saving, name: str, columns: Sequence[Column[Any]], rows: Sequence[Any], title: str
) -> None:
    """Ask where to, then write these rows in these columns; figures stay figures."""
    forms = [_form(column, rows) for column in columns]
    # A screen has some seven px for a letter of a sheet.
    heads = tuple(
        SheetColumn(column.title, max(column.width // 7, 8), form)
        for column, form in zip(columns, forms, strict=True)
    )

    def cell(column: Column[Any], form: CellForm, row: Any) -> Value:
        text = column.text(row)
        number = None if form is CellForm.TEXT else _number(text)
        if number is None:
            return text or None
        return int(number) if form is CellForm.WHOLE else number

    lines = [
        [cell(column, form, row) for column, form in zip(columns, forms, strict=True)]
        for row in rows
    ]

    def write(path: Path, progress: Progress) -> int:
        progress.begin(f"正在导出{title}", len(lines))
        with paper_file(path) as part:
            return write_workbook(part, [SheetPlan(title, heads, lines)])[0]

    saving.save(Writing(name, write, f"正在导出{title}", dated=True))


def _form(column: Column[Any], rows: Sequence[Any]) -> CellForm:
    """How a column of figures is written; words and codes stay text.

    A dash is no figure and does not make words of the figures beside it.
    """
    if not column.right:
        return CellForm.TEXT
    texts = [text for row in rows if (text := column.text(row)) and text not in _NOTHING]
    numbers = [number for text in texts if (number := _number(text)) is not None]
    if len(numbers) < len(texts):
        return CellForm.TEXT
    places = {_places(number) for number in numbers}
    if all(number == int(number) for number in numbers):
        return CellForm.WHOLE
    return CellForm.TWO_PLACES if places == {2} else CellForm.GENERAL


def _number(text: str) -> Decimal | None:
    """As `number_in`, with the minus sign of print as well."""
    return number_in(text.replace("−", "-"))


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
