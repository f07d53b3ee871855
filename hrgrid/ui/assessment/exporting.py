"""The list of results to Excel as it is seen: its columns, its order, points as numbers."""

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
from hrgrid.ui.assessment.reading import Heads
from hrgrid.ui.cells.figures import number_in
from hrgrid.ui.lists.parts import ListParts
from hrgrid.ui.saving import Saving, Writing

_AT_ONCE = 1_000
_WHOLE = {"rank": lambda row: row.rank, "days": lambda row: row.served_days}


def export_results(parts: ListParts, heads: Heads, title: str, over: QWidget) -> None:
    """Ask where to, then write what the conditions find, in the columns on show."""
    desk, source, conditions = parts.session.desk, parts.spec.source, parts.conditions
    order, found = parts.model.order, parts.reader.found
    columns: list[Any] = parts.table.shown_columns
    full = {f"item_{code}": name for code, name, _ in heads.items}
    plan = tuple(
        SheetColumn(
            full.get(one.key, one.title),
            max(one.width // 7, 8),
            _form(one),
        )
        for one in columns
    )

    def cell(column: Any, row: Any) -> Value:
        if column.key in _WHOLE:
            whole: int | None = _WHOLE[column.key](row)
            return whole
        text = column.text(row)
        number = number_in(text) if column.right else None
        return number if number is not None else text or None

    def rows(work: UnitOfWork) -> Iterator[list[Value]]:
        wanted = conditions.wanted(work.day)
        work.progress.begin("正在导出考核结果", found or 0)
        after: Mark | None = None
        while True:
            page = source.page(work, wanted, order, after, _AT_ONCE)
            for row in page:
                yield [cell(column, row) for column in columns]
            work.progress.step(len(page))
            if len(page) < _AT_ONCE:
                return
            after = page[-1].key, page[-1].id

    def sheet(work: UnitOfWork, part: Path) -> int:
        return write_workbook(part, [SheetPlan("考核结果", plan, rows(work))])[0]

    def write(path: Path, progress: Progress) -> int:
        with paper_file(path) as part:
            return desk.read(lambda work: sheet(work, part), progress)

    unit = conditions.unit[1] if conditions.unit else ""
    count = f" {found} 人" if found is not None else ""
    name = f"{title}{unit}考核结果{count}"
    Saving(parts.session, over).save(Writing(name, write, "正在导出考核结果"))


def _form(column: Any) -> CellForm:
    if column.key in _WHOLE:
        return CellForm.WHOLE
    return CellForm.TWO_PLACES if column.right else CellForm.TEXT
