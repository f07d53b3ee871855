"""报表: which paper at the left, its pages in the middle; it is printed or saved from the head."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Action, Banner, Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.documents.frame import Drawer
from hrgrid.ui.documents.printers import Printers, print_file
from hrgrid.ui.forms import clear
from hrgrid.ui.papers.drawer import Source
from hrgrid.ui.papers.due import TOPIC, DueCard
from hrgrid.ui.papers.hints_dialog import HintsDialog
from hrgrid.ui.papers.kinds import Asked, PaperKind, seen_words, write, write_preview
from hrgrid.ui.papers.options import OptionsCard
from hrgrid.ui.papers.showing import PagesCard
from hrgrid.ui.papers.words_dialog import WordsDialog
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.workforce.papers.boards import ordered_boards
from hrgrid.workforce.queries import AreaRow, areas_on
from hrgrid.workforce.queries.boards import BoardRow
from hrgrid.workforce.rules import Level
from hrgrid.workforce.rules.boards import BoardSize

NARROW_BELOW = 1100


@dataclass(frozen=True)
class _Hints:
    asked: Asked
    rows: list[BoardRow]
    boards: int


class PapersView(QWidget):
    """Options tell what is asked; the view shows, saves and prints it."""

    back_wanted = Signal()

    def __init__(self, session: Session, printers: Printers) -> None:
        super().__init__()
        self._session, self._printers = session, printers
        self._asked: Asked | None = None
        self._day_read: object = None
        self._narrow = True
        self._boards = 0
        self.options = OptionsCard(session, printers)
        self.pages = PagesCard(session)
        self.due = DueCard(session)
        self.notices = QVBoxLayout()
        self.back = LinkButton("证书", glyph="caret-left", does=self.back_wanted.emit)
        self.back.setAccessibleName("回到证书")
        self.told = Elided("", role="crumb", px=theme.LABEL)
        self.choose = Button("选报表", glyph="list-checks", does=self._open_options)
        self.words = Button("牌上用语", glyph="pencil-simple", does=self._edit_words)
        self.workbook = Button("导出 Excel", glyph="download-simple", does=self._save_workbook)
        self.file = Button("导出 PDF", glyph="download-simple", does=self._save_pages)
        self.primary = PrimaryButton("打印", glyph="printer", does=self._act)
        self._saving = Saving(session, self)
        self._drawer = Drawer(self)
        self._middle = QHBoxLayout()
        # Without a widget of its own the stack would show its first page as a window.
        self._shown = QWidget()
        self._stack = QStackedLayout(self._shown)
        self._lay_out()
        self.options.changed.connect(self._take)
        self.due.counted.connect(lambda _: self._show_tools())
        self.due.table.selectionModel().selectionChanged.connect(lambda *_: self._show_tools())

    def main_control(self) -> QWidget:
        """The list of papers, or the button that opens it."""
        return self.choose if self._narrow else self.options.kinds

    def refresh(self) -> None:
        """Read again what is shown."""
        self._day_read = None
        self.pages.drawer.forget()
        self._asked = None
        self._take()

    def show_kind(self, kind: PaperKind) -> None:
        """Turn to a paper."""
        self.options.choose_kind(kind)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the options where there is no room."""
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """The options beside the pages, or under a button."""
        narrow = self.window().width() < theme.length(NARROW_BELOW)
        if narrow != self._narrow:
            self._fold(narrow=narrow)

    def fit(self) -> None:
        """Another text size."""
        self.options.fit()
        self.due.table.fit()
        self.arrange()
        self.pages.look_again()

    # --- building ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(self.told, 1)
        for tool in (self.choose, self.words, self.workbook, self.file, self.primary):
            head.addWidget(tool)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(10)
        body.addLayout(head)
        body.addLayout(self.notices)
        self._stack.addWidget(self.pages)
        self._stack.addWidget(self.due)
        self._middle.setSpacing(12)
        self._middle.addWidget(self._shown, 1)
        body.addLayout(self._middle, 1)
        self._fold(narrow=True)

    def _fold(self, *, narrow: bool) -> None:
        self._narrow = narrow
        self.choose.setVisible(narrow)
        if narrow:
            self._drawer.take(self.options)
        else:
            self._drawer.hide()
            self._middle.insertWidget(0, self.options)
            self.options.show()

    # --- what is asked -------------------------------------------------------------------------

    def _take(self) -> None:
        asked = self.options.asked()
        if asked is None:
            self._asked = None
            self._show_tools()
            return
        if asked.on != self._day_read:
            self._day_read = asked.on
            on = asked.on
            self._session.tasks.read(lambda work: areas_on(work, on, Level.GRID), self._show_areas)
            return
        if asked == self._asked:
            return
        self._asked = asked
        self._boards = 0
        is_list = asked.kind is PaperKind.DUE
        self._stack.setCurrentWidget(self.due if is_list else self.pages)
        clear(self.notices)
        if is_list:
            self.due.read(asked)
        else:
            self.pages.show_paper(self._source(asked))
        if asked.kind is PaperKind.BOARD:
            self._read_hints(asked)
        self._show_tools()

    def _source(self, asked: Asked) -> Source:
        desk = self._session.desk

        def write(path: Path, progress: Progress) -> None:
            write_preview(desk, asked, path, progress)

        return Source(asked, seen_words(asked.kind), write=write)

    def _show_areas(self, areas: list[AreaRow]) -> None:
        self.options.show_areas(areas)
        self._asked = None
        self._take()

    def _show_tools(self) -> None:
        asked = self._asked
        kind = asked.kind if asked else self.options.kind
        listed = kind is PaperKind.DUE
        board = kind is PaperKind.BOARD
        self.words.setVisible(board and self._session.may(Right.EDIT_WORKFORCE))
        self.workbook.setVisible(not board)
        self.file.setVisible(not listed and not self._saves(asked))
        place = asked.place if asked and asked.place else "全部区域"
        self.told.show_text(f"{kind.label} · {place} · {asked.on:%Y-%m-%d}" if asked else "")
        if listed:
            count = len(self.due.to_print)
            text = f"印新牌 {count:,} 种" if count else "印新牌"
            enabled = bool(count)
        else:
            what = f" {self._boards:,} 块" if board and self._boards else kind.label
            text = f"存为 PDF{what if board and self._boards else ''}"
            text = text if self._saves(asked) else f"打印{what}"
            enabled = asked is not None
        self.primary.setText(text)
        self.primary.setAccessibleName(text)
        self.primary.set_glyph("download-simple" if self._saves(asked) else "printer")
        self.primary.setEnabled(enabled)
        for tool in (self.workbook, self.file):
            tool.setEnabled(asked is not None)

    def _saves(self, asked: Asked | None) -> bool:
        """Whether it goes into a file rather than to the office's printer: posters do."""
        if asked is not None and asked.kind is PaperKind.DUE:
            return True
        poster = asked is not None and asked.kind is PaperKind.BOARD
        poster = poster and asked is not None and asked.size is BoardSize.POSTER
        return poster or not self.options.chosen_printer

    # --- boards --------------------------------------------------------------------------------

    def _read_hints(self, asked: Asked) -> None:
        def read(work: UnitOfWork) -> _Hints:
            rows = ordered_boards(work, asked.board_order)
            return _Hints(asked, [row for row in rows if row.hints], len(rows))

        def quiet(_: str) -> None:
            # The preview says the same.
            return

        self._session.tasks.read(read, self._show_hints, failed=quiet)

    def _show_hints(self, found: _Hints) -> None:
        if found.asked != self._asked:
            return
        self._boards = found.boards
        self._show_tools()
        if not found.rows:
            return
        kinds: dict[str, int] = {}
        for row in found.rows:
            for hint in row.hints:
                word = hint.partition("：")[0].partition("，")[0]
                kinds[word] = kinds.get(word, 0) + 1
        counted = "、".join(f"{count:,} 块{word}" for word, count in kinds.items())
        told = f"共 {found.boards:,} 块，其中 {counted}。"
        look = Action(f"核对 {len(found.rows):,} 块", lambda: self._check(found.rows))
        clear(self.notices)
        self.notices.addWidget(Banner(Message(told, Kind.WARN, (look,))))

    def _check(self, rows: list[BoardRow]) -> None:
        HintsDialog(self._session, rows, self).exec()

    def _edit_words(self) -> None:
        area = self.options.area.area
        if area is None:
            self._session.say("请先选一个区域，再填牌上用语。", Kind.INFO)
            return
        grid = area.level is Level.GRID
        WordsDialog(self._session, area.id, area.name, is_grid=grid, parent=self).exec()

    # --- files and paper -----------------------------------------------------------------------

    def _act(self) -> None:
        asked = self._asked
        if asked is None:
            return
        if asked.kind is PaperKind.DUE:
            self._print_new(asked)
        elif self._saves(asked):
            self._save(asked, Form.PDF)
        else:
            self._print(asked)

    def _save_workbook(self) -> None:
        if self._asked is not None:
            self._save(self._asked, Form.XLSX)

    def _save_pages(self) -> None:
        if self._asked is not None:
            self._save(self._asked, Form.PDF)

    def _save(self, asked: Asked, form: Form) -> None:
        desk = self._session.desk
        noted = asked.kind is PaperKind.BOARD
        each = f"每页印 {asked.copies} 份。" if noted and asked.copies > 1 else ""
        self._saving.save(
            Writing(
                asked.name,
                lambda path, progress: write(desk, asked, form, path, progress),
                f"正在生成{asked.kind.label}",
                told=f"{each}已登记，内容变了会列入待换牌清单。" if noted else "",
                topic=TOPIC if noted else "",
                kind=PAGES if form is Form.PDF else WORKBOOKS,
                seen=True,
            )
        )

    def _print_new(self, asked: Asked) -> None:
        """New boards for those selected, a file for the first size among them."""
        rows = self.due.to_print
        size = rows[0].board.size
        same = [row for row in rows if row.board.size is size]
        grids = tuple(dict.fromkeys(row.board.area_id for row in same))
        copies = max(row.board.copies for row in same)
        wanted = replace(asked, kind=PaperKind.BOARD, size=size, grid_ids=grids, copies=copies)
        self._save(wanted, Form.PDF)

    def _print(self, asked: Asked) -> None:
        name = self.options.chosen_printer
        desk, printers = self._session.desk, self._printers

        def call(progress: Progress) -> int:
            printer = printers.open(name)
            return _printed(desk, asked, printer, progress)

        noted = asked.kind is PaperKind.BOARD
        self._session.tasks.aside(
            call,
            lambda pages: self._session.say(f"已送打{asked.kind.label} {pages:,} 页到“{name}”。"),
            failed=self._refuse,
            title=f"正在打印{asked.kind.label}",
            topic=TOPIC if noted else "",
        )

    def _refuse(self, sentence: str) -> None:
        if sentence:
            self._session.say(sentence, Kind.BAD)

    def _open_options(self) -> None:
        self._drawer.open_below(self.choose, self.height() * 9 // 10)
        self.options.kinds.setFocus()


def _printed(desk: Desk, asked: Asked, printer: QPrinter, progress: Progress) -> int:
    """Write the paper into a file and put its pages on the printer; returns how many."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "报表.pdf"
        write(desk, asked, Form.PDF, path, progress)
        copies = asked.copies if asked.kind is PaperKind.BOARD else 1
        return print_file(printer, path, asked.name, progress, copies)
