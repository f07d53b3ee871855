"""The papers on offer, what may be asked of each, and how each is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hrgrid.assessment.queries.star_history import star_words
from hrgrid.core.labelled import Labelled
from hrgrid.core.progress import Progress
from hrgrid.hiring.queries.of_person import sources_of
from hrgrid.paper.forms import Form
from hrgrid.paper.tables import Page
from hrgrid.storage.desk import Desk
from hrgrid.workforce.papers import (
    BoardOrder,
    DueList,
    GapList,
    LeagueTable,
    Register,
    write_boards,
    write_boards_due,
    write_gaps,
    write_league,
    write_register,
)
from hrgrid.workforce.queries.boards import BoardRow
from hrgrid.workforce.rules.boards import BoardSize
from hrgrid.workforce.service.boards import Issue, issue_boards

# So many people or boards are drawn to be looked at; files and printers get all.
_SEEN_PEOPLE, _SEEN_BOARDS = 150, 10


class PaperKind(Labelled):
    """What can be made; the explanation says what it is for."""

    REGISTER = "register", "花名册", "按网格列出每个人，证件号和手机号遮住"
    LEAGUE = "league", "一格一员覆盖表", "各单位配备率排名，和上月比"
    GAPS = "gaps", "缺员清单", "没有专职网格员的综合网格，从哪天起空缺"
    BOARD = "board", "网格员公示牌", "楼道、门厅、小区入口，按社区或街道成批印"
    DUE = "due", "待换牌清单", "人员、电话、区域变了，要换的公示牌"


@dataclass(frozen=True)
class Asked:
    """What is set for a paper; what its kind does not know is left as it is."""

    kind: PaperKind
    on: dt.date
    area_id: int | None = None
    place: str = ""
    page: Page = Page.A4
    inside: bool = False
    size: BoardSize = BoardSize.A4
    blue: bool = False
    copies: int = 1
    link: str = ""
    grid_ids: tuple[int, ...] = ()

    @property
    def has_workbook(self) -> bool:
        """Whether it can be a workbook too."""
        return self.kind is not PaperKind.BOARD

    @property
    def name(self) -> str:
        """What its file is called."""
        what = self.kind.label
        if self.kind is PaperKind.GAPS and self.inside:
            what = f"{what}（内部）"
        if self.kind is PaperKind.BOARD:
            what = f"{what} {_SIZES[self.size]}"
        return f"{self.place}{what} {self.on:%Y-%m-%d}"

    @property
    def board_order(self) -> BoardOrder:
        """The boards that are meant."""
        return BoardOrder(
            self.on, self.size, self.area_id, self.grid_ids, blue=self.blue, link=self.link
        )


_SIZES = {BoardSize.A4: "A4", BoardSize.A3: "A3", BoardSize.POSTER: "600×900"}


def write(desk: Desk, asked: Asked, form: Form, path: Path, progress: Progress) -> None:
    """Write a paper whole; boards go on the register."""
    if asked.kind is PaperKind.BOARD:
        write_boards(desk, asked.board_order, path, progress, _noting(desk, asked))
    else:
        _write(desk, asked, form, path, progress)


def write_preview(desk: Desk, asked: Asked, path: Path, progress: Progress) -> None:
    """Write the first pages as a PDF; nothing is noted."""
    if asked.kind is PaperKind.BOARD:
        write_boards(desk, replace(asked.board_order, most=_SEEN_BOARDS), path, progress)
    elif asked.kind is PaperKind.REGISTER:
        shown = Register(asked.on, asked.area_id, asked.page, _SEEN_PEOPLE, sources_of, star_words)
        write_register(desk, shown, Form.PDF, path, progress)
    else:
        _write(desk, asked, Form.PDF, path, progress)


def _write(desk: Desk, asked: Asked, form: Form, path: Path, progress: Progress) -> None:
    wanted = (asked.on, asked.area_id)
    if asked.kind is PaperKind.REGISTER:
        listed = Register(*wanted, asked.page, sources=sources_of, stars=star_words)
        write_register(desk, listed, form, path, progress)
    elif asked.kind is PaperKind.LEAGUE:
        write_league(desk, LeagueTable(*wanted), form, path, progress)
    elif asked.kind is PaperKind.GAPS:
        vacant = GapList(*wanted, inside=asked.inside, page=asked.page)
        write_gaps(desk, vacant, form, path, progress)
    else:
        write_boards_due(desk, DueList(*wanted), form, path, progress)


def _noting(desk: Desk, asked: Asked) -> Callable[[Sequence[BoardRow]], object]:
    def note(rows: Sequence[BoardRow]) -> object:
        printed = [Issue(row.area_id, row.says) for row in rows]
        return desk.write(
            lambda work: issue_boards(work, printed, asked.size, asked.on, asked.copies)
        )

    return note


def seen_words(kind: PaperKind) -> str:
    """What a preview leaves out."""
    if kind is PaperKind.REGISTER:
        return f"这里最多看前 {_SEEN_PEOPLE} 人，打印和导出的是全部"
    if kind is PaperKind.BOARD:
        return f"这里最多看前 {_SEEN_BOARDS} 块，打印和导出的是全部"
    return ""
