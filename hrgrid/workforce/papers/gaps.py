"""缺员清单: every vacant grid with its whole path, as a workbook or as pages.

Who worked there last is said inside the office only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.paper.forms import Form
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, Value, write_workbook
from hrgrid.paper.tables import Page, Side, Table, TableColumn, TableRow, write_table
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.papers.frame import Frame, read_frame
from hrgrid.workforce.queries.areas import areas_on
from hrgrid.workforce.queries.gaps import GapRow, gaps
from hrgrid.workforce.rules import Level

_ALWAYS = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)
NEVER = "没有配过"


@dataclass(frozen=True)
class GapList:
    """Which list: below an area (None is all that is seen) as of a day.

    `inside` adds who worked there last, for use within the office.
    """

    on: dt.date
    area_id: int | None = None
    inside: bool = False
    page: Page = Page.A4


def write_gaps(desk: Desk, asked: GapList, form: Form, path: Path, progress: Progress) -> int:
    """Write the list to `path`; returns how many grids stand on it.

    Raises UserError naming the grid that no font can print, or where it cannot be written.
    """

    def read(work: UnitOfWork) -> tuple[Frame, list[GapRow]]:
        under = ""
        if asked.area_id is not None:
            areas = areas_on(work, asked.on)
            under = next((row.path for row in areas if row.id == asked.area_id), "-")
        return read_frame(work, asked.on, asked.area_id), gaps(work, asked.on, under)

    frame, rows = desk.read(read, progress)
    progress.begin("导出缺员清单", len(rows))
    made = _List(frame, asked, rows)
    with paper_file(path) as part:
        if form is Form.XLSX:
            return write_workbook(part, [made.plan()])[0]
        write_table(part, made.table(), progress=progress)
        return len(rows)


@dataclass(frozen=True)
class _Column:
    heading: str
    width: int
    share: int
    form: CellForm = CellForm.TEXT
    side: Side = Side.LEFT


class _List:
    """The list with the columns that it needs: a level that no grid has gets none."""

    def __init__(self, frame: Frame, asked: GapList, rows: Sequence[GapRow]) -> None:
        self._frame, self._asked, self._rows = frame, asked, rows
        self._levels = [
            level for level in Level if level in _ALWAYS or any(level in row.above for row in rows)
        ]
        self._title = f"{frame.place}缺员网格清单{'（内部使用）' if asked.inside else ''}"
        self._right = f"共 {len(rows):,} 个　　{frame.made}"

    def plan(self) -> SheetPlan:
        """As a sheet."""
        return SheetPlan(
            "缺员网格",
            tuple(_sheet_column(one) for one in self._columns()),
            [tuple(self._values(number, row)) for number, row in self._numbered()],
            title=self._title,
            left=self._frame.left,
            right=self._right,
            large=self._asked.page is Page.A3,
        )

    def table(self) -> Table:
        """As pages."""
        return Table(
            self._title,
            tuple(TableColumn(one.heading, one.share, one.side) for one in self._columns()),
            self._lines,
            left=self._frame.left,
            right=self._right,
            notes=() if self._rows else ("没有缺员的综合网格。",),
            page=self._asked.page,
            size=900 if self._asked.page is Page.A4 else 1050,
            owner=1 + len(self._levels) + 1,
        )

    def _columns(self) -> Iterator[_Column]:
        yield _Column("序号", 6, 22, CellForm.WHOLE, Side.CENTRE)
        for level in self._levels:
            yield _Column(level.label, 14, 48)
        yield _Column("网格编码", 20, 62)
        yield _Column("网格名称", 22, 66)
        yield _Column("网格类型", 10, 40, side=Side.CENTRE)
        yield _Column("户数", 7, 24, CellForm.WHOLE, Side.RIGHT)
        yield _Column("空缺起", 12, 42, CellForm.DATE, Side.CENTRE)
        yield _Column("已空缺天数", 11, 44, CellForm.WHOLE, Side.RIGHT)
        if self._asked.inside:
            yield _Column("前任网格员", 11, 44)
        yield _Column("代管人", 10, 36)
        yield _Column("备注", 14, 40)

    def _numbered(self) -> Iterator[tuple[int, GapRow]]:
        return enumerate(self._rows, start=1)

    def _values(self, number: int, row: GapRow) -> Iterator[Value]:
        yield number
        yield from (row.above.get(level, "") for level in self._levels)
        yield from (row.code, row.name, row.kind.label, row.households)
        yield from (row.since, row.days(self._asked.on))
        if self._asked.inside:
            yield row.last_worker
        yield from (row.stand_in, NEVER if row.never else "")

    def _lines(self) -> Iterator[TableRow]:
        for number, row in self._numbered():
            yield TableRow(tuple(_text(value) for value in self._values(number, row)))


def _sheet_column(one: _Column) -> SheetColumn:
    return SheetColumn(one.heading, one.width, one.form, centred=one.side is Side.CENTRE)


def _text(value: Value) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
