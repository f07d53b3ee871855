"""The list of vacant grids as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.overview.queries import VacantRow
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, Value, write_workbook
from hrgrid.storage.files import paper_file
from hrgrid.workforce.columns import AREAS
from hrgrid.workforce.rules import Level

_LEVELS = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)
_KEYS = (*(level.value for level in _LEVELS), "grid_code", "grid_name")


def write_vacancies(rows: Sequence[VacantRow], path: Path, progress: Progress) -> int:
    """Write vacant grids to `path`; returns how many. Raises UserError where it cannot be."""
    columns = [AREAS.column(key) for key in _KEYS]
    plan = SheetPlan(
        "缺员网格",
        (
            *(SheetColumn(column.heading, max(column.width, 14)) for column in columns),
            SheetColumn("空缺起", 12, CellForm.DATE),
        ),
        (tuple(_cells(row)) for row in rows),
    )
    progress.begin("导出缺员网格", len(rows))
    with paper_file(path) as part:
        (count,) = write_workbook(part, [plan])
    return count


def _cells(row: VacantRow) -> Iterator[Value]:
    yield from (row.above.get(level, "") for level in _LEVELS)
    yield from (row.code, row.name, row.since or "没有配过")
