"""花名册 (documents.md 10): the columns in their order, as a workbook or as pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.paper.forms import Form
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, Value, write_workbook
from hrgrid.paper.tables import Page, Side, Table, TableColumn, TableRow, write_table
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.papers.frame import Frame, read_frame
from hrgrid.workforce.queries.register import RegisterRow, Sources, Stars, register, register_count


@dataclass(frozen=True)
class _Column:
    """A heading, its width on a sheet in characters, its share of a page."""

    heading: str
    width: int
    share: int
    form: CellForm = CellForm.TEXT
    side: Side = Side.LEFT


_COLUMNS = (
    _Column("序号", 6, 20, CellForm.WHOLE, Side.CENTRE),
    _Column("区", 11, 34),
    _Column("街道", 12, 44),
    _Column("社区", 14, 44),
    _Column("网格编码", 19, 56),
    _Column("网格名称", 20, 58),
    _Column("网格类型", 10, 31, side=Side.CENTRE),
    _Column("姓名", 9, 34),
    _Column("性别", 6, 14, side=Side.CENTRE),
    _Column("身份证号", 20, 67),
    _Column("角色", 11, 34),
    _Column("专/兼职", 8, 26, side=Side.CENTRE),
    _Column("来源", 8, 20),
    _Column("用工方式", 10, 31),
    _Column("入职日期", 11, 40, CellForm.DATE, Side.CENTRE),
    _Column("学历", 7, 24),
    _Column("政治面貌", 10, 34),
    _Column("手机", 13, 42),
    _Column("当前星级", 9, 31, side=Side.CENTRE),
    _Column("备注", 24, 35),
)
_NAME = 7
# Type that keeps a resident's number and a grid's code in one line, in hundredths of a point.
_SIZES = {Page.A4: 650, Page.A3: 900}


@dataclass(frozen=True)
class Register:
    """Which roster: of an area (None is all that is seen) as of a day; the page of a PDF.

    `most` narrows to the first people (a preview); `sources` tells how people came, `stars` which
    star they have.
    """

    on: dt.date
    area_id: int | None = None
    page: Page = Page.A4
    most: int | None = None
    sources: Sources | None = None
    stars: Stars | None = None


@dataclass(frozen=True)
class Made:
    """What a paper came to: its pages (0 of a workbook) and rows."""

    pages: int
    rows: int


def write_register(desk: Desk, asked: Register, form: Form, path: Path, progress: Progress) -> Made:
    """Write the roster to `path`.

    Raises UserError naming whom no font can print, or where the file cannot be written.
    """
    with paper_file(path) as part:
        return desk.read(lambda work: _write(work, asked, form, part), progress)


def _write(work: UnitOfWork, asked: Register, form: Form, part: Path) -> Made:
    frame = read_frame(work, asked.on, asked.area_id)
    count = register_count(work, asked.on, asked.area_id)
    title = f"{frame.place}网格员花名册"
    right = f"共 {count:,} 人　　{frame.made}"
    work.progress.begin("读取花名册", count)
    rows = islice(register(work, asked.on, asked.area_id, asked.sources, asked.stars), asked.most)
    if form is Form.XLSX:
        return Made(0, _sheet(part, asked, frame, (title, right), rows))
    written = _Counted(rows, work.progress)
    table = Table(
        title,
        tuple(TableColumn(each.heading, each.share, each.side) for each in _COLUMNS),
        written.lines,
        left=frame.left,
        right=right,
        page=asked.page,
        size=_SIZES[asked.page],
        owner=_NAME,
    )
    return Made(write_table(part, table, progress=work.progress), written.count)


class _Counted:
    """The rows as they are printed, read once; then the pages are drawn."""

    def __init__(self, rows: Iterator[RegisterRow], progress: Progress) -> None:
        self._rows, self._progress = rows, progress
        self.count = 0

    def lines(self) -> Iterator[TableRow]:
        """Every row once."""
        for row in self._rows:
            self.count += 1
            yield TableRow(tuple(_texts(self.count, row)))
        self._progress.begin("排印花名册", self.count)


def _sheet(
    part: Path, asked: Register, frame: Frame, facts: tuple[str, str], rows: Iterator[RegisterRow]
) -> int:
    columns = tuple(_sheet_column(each) for each in _COLUMNS)
    plan = SheetPlan(
        "花名册",
        columns,
        (tuple(_values(number, row)) for number, row in enumerate(rows, start=1)),
        title=facts[0],
        left=frame.left,
        right=facts[1],
        large=asked.page is Page.A3,
    )
    return write_workbook(part, [plan])[0]


def _sheet_column(each: _Column) -> SheetColumn:
    centred = each.side is Side.CENTRE
    return SheetColumn(each.heading, each.width, each.form, centred=centred)


def _values(number: int, row: RegisterRow) -> Iterator[Value]:
    yield number
    yield from (row.district, row.street, row.community, row.grid_code, row.grid_name, row.kind)
    yield from (row.name, row.sex, row.id_masked, row.role, row.employment)
    yield from (row.source, row.engagement, row.since, row.education, row.party, row.phone_masked)
    yield from (row.star, row.note)


def _texts(number: int, row: RegisterRow) -> Iterator[str]:
    for value in _values(number, row):
        yield value.isoformat() if isinstance(value, dt.date) else str(value)
