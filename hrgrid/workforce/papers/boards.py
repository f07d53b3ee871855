"""网格员公示牌 (documents.md 7): the boards of an area in one batch, and 待换牌清单."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.paper import board as pages
from hrgrid.paper import board_layouts
from hrgrid.paper.forms import Form
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, Value, write_workbook
from hrgrid.paper.tables import Page, Table, TableColumn, TableRow, write_table
from hrgrid.storage.attachments import content_of
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.papers.frame import Frame, read_frame
from hrgrid.workforce.queries.board_register import DueRow, boards_due
from hrgrid.workforce.queries.boards import BoardRow, board_grids, boards
from hrgrid.workforce.rules.boards import BoardSize

MOST_BOARDS = 2_000
LAYOUTS = {
    BoardSize.A4: board_layouts.A4,
    BoardSize.A3: board_layouts.A3,
    BoardSize.POSTER: board_layouts.POSTER,
}


@dataclass(frozen=True)
class BoardOrder:
    """Which boards: of these grids, or where none are named of all below an area.

    `link` is what a code on them says, "" prints none; `most` narrows to the first (a preview).
    """

    on: dt.date
    size: BoardSize
    area_id: int | None = None
    grid_ids: tuple[int, ...] = ()
    blue: bool = False
    link: str = ""
    most: int | None = None


def ordered_boards(work: UnitOfWork, order: BoardOrder) -> list[BoardRow]:
    """The boards that an order means. Raises UserError where there are none, or too many."""
    grids = list(order.grid_ids) or board_grids(work, order.on, order.area_id)
    if order.most is None and len(grids) > MOST_BOARDS:
        raise UserError(
            f"这里有 {len(grids):,} 个网格，一次最多印 {MOST_BOARDS:,} 块。请按街道或社区分批印"
        )
    found = boards(work, order.on, grids[: order.most] if order.most else grids)
    if not found:
        raise UserError("这里没有网格，没有公示牌可印。请换个区域或日期")
    return found


def write_boards(
    desk: Desk,
    order: BoardOrder,
    path: Path,
    progress: Progress,
    tell: Callable[[Sequence[BoardRow]], object] | None = None,
) -> int:
    """Write the boards as a PDF, a page each; returns how many.

    `tell` puts them on the register before the file gets its name; a preview has none. Raises
    UserError naming whose text does not fit and which character no font draws.
    """

    def read(work: UnitOfWork) -> list[tuple[BoardRow, pages.Board]]:
        work.require_somewhere(Right.PRINT_PAPERS)
        rows = ordered_boards(work, order)
        work.progress.begin("读取公示牌", len(rows))
        return [(row, _board(work, order, row)) for row in rows]

    made = desk.read(read, progress)
    progress.begin("排印公示牌", len(made))
    with paper_file(path) as part:
        count = pages.write_boards(
            part,
            [board for _, board in made],
            LAYOUTS[order.size],
            progress,
            colour=pages.BLUE if order.blue else pages.RED,
        )
        if tell is not None:
            tell([row for row, _ in made])
    return count


def _board(work: UnitOfWork, order: BoardOrder, row: BoardRow) -> pages.Board:
    says = row.says
    photo = content_of(work, row.photo_sha256) if row.photo_sha256 else None
    work.progress.step()
    return pages.Board(
        owner=says.title,
        title=says.title,
        name=says.name,
        duty=says.duty,
        phone=_shown(row.phone),
        scope=says.scope,
        posts=says.posts,
        duties=says.duties,
        promise=says.promise,
        oversight=says.oversight,
        updated=official_day(order.on),
        code=says.code,
        photo=photo,
        link=order.link,
    )


def _shown(phone: str) -> str:
    """A mobile in groups, as it is dialled."""
    plain = phone.isdecimal() and len(phone) == _MOBILE
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}" if plain else phone


_MOBILE = 11


# --- 待换牌清单 -----------------------------------------------------------------------------------

_COLUMNS = (
    ("序号", 6, 20),
    ("网格编码", 20, 60),
    ("公示牌名称", 34, 100),
    ("规格", 18, 50),
    ("第几版", 8, 24),
    ("块数", 7, 20),
    ("印制日期", 12, 40),
    ("变了什么", 24, 70),
    ("牌上的网格员", 12, 42),
    ("现在的网格员", 12, 42),
    ("要做什么", 18, 56),
)
_NUMBERS = {"序号", "第几版", "块数"}


@dataclass(frozen=True)
class DueList:
    """Which list of boards to be replaced: below an area (None is all that is seen) on a day."""

    on: dt.date
    area_id: int | None = None


def write_boards_due(desk: Desk, asked: DueList, form: Form, path: Path, progress: Progress) -> int:
    """Write the list; returns how many boards are on it."""

    def read(work: UnitOfWork) -> tuple[Frame, list[DueRow]]:
        wanted = (asked.on, asked.area_id)
        return read_frame(work, *wanted), boards_due(work, *wanted)

    frame, rows = desk.read(read, progress)
    progress.begin("导出待换牌清单", len(rows))
    title = f"{frame.place}待换公示牌清单"
    right = f"共 {len(rows):,} 块　　{frame.made}"
    with paper_file(path) as part:
        if form is Form.XLSX:
            columns = tuple(
                SheetColumn(
                    heading,
                    width,
                    CellForm.DATE
                    if heading == "印制日期"
                    else CellForm.WHOLE
                    if heading in _NUMBERS
                    else CellForm.TEXT,
                    centred=heading in _NUMBERS,
                )
                for heading, width, _ in _COLUMNS
            )
            listed = [tuple(_values(number, row)) for number, row in enumerate(rows, start=1)]
            plan = SheetPlan("待换牌", columns, listed, title=title, left=frame.left, right=right)
            return write_workbook(part, [plan])[0]
        table = Table(
            title,
            tuple(TableColumn(heading, share) for heading, _, share in _COLUMNS),
            lambda: _lines(rows),
            left=frame.left,
            right=right,
            notes=() if rows else ("没有要换的公示牌：牌上写的都与现在一致。",),
            page=Page.A4,
            owner=2,
        )
        write_table(part, table, progress=progress)
    return len(rows)


def _values(number: int, row: DueRow) -> Iterator[Value]:
    board = row.board
    yield from (number, board.code, board.says.title, board.size.label)
    yield from (board.edition, board.copies, board.issued_at.astimezone().date())
    yield from ("、".join(row.reasons), board.says.name)
    yield from (row.now.says.name if row.now else "", row.told)


def _lines(rows: Sequence[DueRow]) -> Iterator[TableRow]:
    for number, row in enumerate(rows, start=1):
        yield TableRow(
            tuple(
                value.isoformat() if isinstance(value, dt.date) else str(value)
                for value in _values(number, row)
            )
        )
