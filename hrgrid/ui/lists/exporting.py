"""A list written to Excel as it is seen: its columns, its order, everything that is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from hrgrid.core.paging import Mark
from hrgrid.core.progress import Progress
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, Value, write_workbook
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.cells.figures import number_in
from hrgrid.ui.lists.parts import ListParts
from hrgrid.ui.saving import Saving, Writing

_AT_ONCE = 1_000


def export_seen(parts: ListParts, over: QWidget) -> None:
    """Ask where to, then write what the conditions find, in the columns on show."""
    desk, spec, conditions = parts.session.desk, parts.spec, parts.conditions
    order, columns, found = parts.model.order, parts.table.shown_columns, parts.reader.found
    forms = {True: CellForm.WHOLE, False: CellForm.TEXT}
    # A screen has some seven px for a letter of a sheet.
    heads = tuple(
        SheetColumn(column.title, max(column.width // 7, 8), forms[column.right])
        for column in columns
    )

    def cell(column: Any, row: Any) -> Value:
        text = column.text(row)
        number = number_in(text) if column.right else None
        return int(number) if number is not None else text or None

    def rows(work: UnitOfWork) -> Iterator[list[Value]]:
        wanted = conditions.wanted(work.day)
        work.progress.begin(f"正在导出{spec.title}", found or 0)
        after: Mark | None = None
        while True:
            page = spec.source.page(work, wanted, order, after, _AT_ONCE)
            for row in page:
                yield [cell(column, row) for column in columns]
            work.progress.step(len(page))
            if len(page) < _AT_ONCE:
                return
            after = page[-1].key, page[-1].id

    def sheet(work: UnitOfWork, part: Path) -> int:
        return write_workbook(part, [SheetPlan(spec.title, heads, rows(work))])[0]

    def write(path: Path, progress: Progress) -> int:
        with paper_file(path) as part:
            return desk.read(lambda work: sheet(work, part), progress)

    place = conditions.places[0].name if len(conditions.places) == 1 else ""
    count = f" {found} 行" if found is not None else ""
    name = f"{place}{spec.title}{count}"
    Saving(parts.session, over).save(Writing(name, write, f"正在导出{spec.title}", dated=True))
