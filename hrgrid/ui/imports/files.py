"""Step 1: what to import, the files with their sheets, and the imports of the last weeks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.exchange.queries import ImportRow
from hrgrid.exchange.service import DroppedFile, DroppedTable
from hrgrid.overview.service import KINDS
from hrgrid.ui import theme
from hrgrid.ui.buttons import BareButton, LinkButton
from hrgrid.ui.cards import Card, Glyph
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import Choice, Tick, clear, label
from hrgrid.ui.imports.drop_area import DropArea
from hrgrid.ui.imports.opening import Opened
from hrgrid.ui.imports.recent import RecentCard
from hrgrid.ui.imports.view import StepView
from hrgrid.ui.imports.words import guess_words, is_plain
from hrgrid.ui.page import Scroll
from hrgrid.ui.status import Elided

Place = tuple[str, str]


class FileRow(QWidget):
    """A file, a tick for each of its sheets, and a way to leave it out."""

    removed = Signal(object)
    ticked = Signal()

    def __init__(self, file: DroppedFile, tables: list[DroppedTable]) -> None:
        super().__init__()
        self.path = Path(file.path)
        self.ticks: dict[Place, Tick] = {}
        sheets = Flow(gap=12)
        for table in tables:
            sheets.addWidget(self._tick(table))
        name = Elided(file.name, role="", px=theme.BODY)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(name)
        names.addLayout(sheets)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(Glyph("file-text"))
        row.addLayout(names, 1)
        row.addWidget(BareButton("x", f"去掉“{file.name}”", lambda: self.removed.emit(self.path)))

    def _tick(self, table: DroppedTable) -> Tick:
        sheet, count = table.found.sheet, f"{len(table.found.rows):,} 行"
        made = Tick(f"工作表“{sheet}”，{count}" if sheet else count)
        made.setAccessibleName(f"{Path(table.found.file).name}，{made.text()}")
        made.setChecked(True)
        made.toggled.connect(self.ticked)
        self.ticks[table.place] = made
        return made


class FilesView(StepView):
    """Takes files, shows what was found in them."""

    files_dropped = Signal(list)
    file_removed = Signal(object)
    kind_chosen = Signal()
    template_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("下一步：对应列")
        self._opened: Opened | None = None
        self.rows: list[FileRow] = []
        auto = ("", "按列名自动识别")
        kinds = [(code, kind.spec.label) for code, kind in KINDS.items()]
        self.kind = Choice("导入什么", [auto, *kinds])
        self.guess = label("", "caption")
        self.template = LinkButton("下载空白模板", glyph="download-simple", does=self._offer)
        self.area = DropArea()
        self.list = Card("要导入的文件")
        self.recent = RecentCard()
        self._scroll = Scroll(inside=True)
        self._scroll.setMinimumHeight(theme.length(40))
        self._lay_out()
        self.area.dropped.connect(self.files_dropped)
        self.kind.currentIndexChanged.connect(lambda _: self.kind_chosen.emit())
        self.show_opened(None)

    def main_control(self) -> QWidget:
        """The next thing to do: choose files, or go on."""
        return self.primary if self.chosen else self.area.choose

    @property
    def chosen_kind(self) -> str:
        """The code of the kind that was chosen, "" where the headings shall tell."""
        return str(self.kind.currentData() or "")

    def choose_kind(self, code: str) -> None:
        """Import this kind of table; files that are there already are read anew as such."""
        self.kind.choose(code)

    @property
    def chosen(self) -> list[Place]:
        """The ticked sheets."""
        return [place for row in self.rows for place, tick in row.ticks.items() if tick.isChecked()]

    def show_opened(self, opened: Opened | None) -> None:
        """Show what is in the files, or that there are none."""
        self._opened = opened
        clear(self._scroll.column)
        self.rows = []
        files = opened.drop.files if opened is not None else ()
        for file in files:
            self._add_row(file)
        for remark in opened.drop.remarks if opened is not None else ():
            self._scroll.column.addWidget(label(remark.message, "caption", wraps=True))
        self._scroll.column.addStretch()
        # What goes goes first: both on show for a moment would make the window grow.
        self.list.hide()
        self.recent.set_aside(aside=bool(files))
        self.area.show_state(first=not files)
        self.column.setStretchFactor(self.area, 0 if files else 2)
        self.list.setVisible(bool(files))
        told = opened is not None and opened.guessed and bool(files)
        self.guess.setText(guess_words(opened.kind) if opened and told else "")
        self._show_next()

    def show_recent(self, rows: list[ImportRow]) -> None:
        """Show the last imports."""
        self.recent.show_rows(rows)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        caption = label("导入什么", "label")
        caption.setBuddy(self.kind)
        self.kind.setMinimumWidth(theme.length(168))
        for tool in (caption, self.kind, self.guess):
            tools.addWidget(tool)
        tools.addStretch()
        tools.addWidget(self.template)
        self.column.addLayout(tools)
        self.column.addWidget(self.area, 2)
        self.list.column.addWidget(self._scroll, 1)
        self.column.addWidget(self.list, 3)
        self.column.addWidget(self.recent, 3)
        self.add_foot()

    def _add_row(self, file: DroppedFile) -> None:
        tables = self._opened.drop.tables if self._opened else ()
        row = FileRow(file, [table for table in tables if table.found.file == file.path])
        row.removed.connect(self.file_removed)
        row.ticked.connect(self._show_next)
        self.rows.append(row)
        self._scroll.column.addWidget(row)

    def _show_next(self) -> None:
        """The primary button is there with the files; without a ticked sheet it cannot run."""
        chosen = set(self.chosen)
        tables = [
            t for t in (self._opened.drop.tables if self._opened else ()) if t.place in chosen
        ]
        plain = bool(tables) and self._opened is not None and is_plain(self._opened.kind)
        remembered = bool(tables) and all(table.remembered for table in tables)
        for part in (self.primary, self.note):
            part.setVisible(bool(self.rows))
        self.primary.setEnabled(bool(tables))
        self.primary.setText("下一步：检查数据" if remembered or plain else "下一步：对应列")
        self.primary.setAccessibleName(self.primary.text())
        count = sum(len(table.found.rows) for table in tables)
        self.list.beside.setText(f"{len(self.rows)} 个文件，选中 {len(tables)} 张表，{count:,} 行")
        if not tables:
            self.note.setText("没有选中工作表，至少勾选一张才能往下走。")
        elif remembered and not plain:
            self.note.setText("和上次相同的表头，沿用上次的对应关系，直接检查。")
        else:
            self.note.setText("现在还没有写入任何数据。")

    def _offer(self) -> None:
        menu = QMenu(self)
        for code, kind in KINDS.items():
            if not is_plain(kind):
                self._add_offer(menu, code, kind.spec.label)
        menu.popup(self.template.mapToGlobal(self.template.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _add_offer(self, menu: QMenu, code: str, words: str) -> None:
        menu.addAction(f"{words}模板").triggered.connect(lambda *_: self.template_wanted.emit(code))
