"""缺员网格: the general grids without their full-time worker, to look at and to copy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.progress import Progress
from hrgrid.overview.queries import PartRow
from hrgrid.paper.forms import Form
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cells.clipboard import tab_separated
from hrgrid.ui.cells.select_table import SelectTable
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, clear, label
from hrgrid.ui.saving import Saving, Writing
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.tables import Column, RowsModel
from hrgrid.workforce.papers import GapList, write_gaps
from hrgrid.workforce.queries.gaps import GapRow, gaps
from hrgrid.workforce.rules import Level


def _since(row: GapRow) -> str:
    return "没有配过" if row.never or row.since is None else f"{row.since:%Y-%m-%d}"


COLUMNS: tuple[Column[GapRow], ...] = (
    Column("区县", lambda row: row.above.get(Level.DISTRICT, ""), 96, drops=True),
    Column("街道", lambda row: row.above.get(Level.STREET, ""), 104, grows=True),
    Column("社区", lambda row: row.above.get(Level.COMMUNITY, ""), 104, grows=True),
    Column("网格", lambda row: row.name, 150, grows=True, strong=True),
    Column("网格编码", lambda row: row.code, 160, quiet=True, drops=True),
    Column("空缺起", _since, 100),
    Column("前任", lambda row: row.last_worker, 84, drops=True),
    Column("代管人", lambda row: row.stand_in, 84, drops=True),
)


class VacanciesDialog(Dialog):
    """The vacant grids of the office or of one of its parts."""

    def __init__(
        self, session: Session, parts: Sequence[PartRow], under: str, parent: QWidget
    ) -> None:
        super().__init__("缺员网格", parent)
        self._session = session
        self._asked = 0
        lacking = [part for part in parts if part.vacant]
        self._ids = {part.path: part.area_id for part in lacking}
        entries = [("", "全部区域"), *((part.path, part.name) for part in lacking)]
        self.part = Choice("区域", entries)
        self.part.choose(under)
        self.count = label("", "label")
        self.model = RowsModel(COLUMNS, self)
        self.table = SelectTable(self.model, "缺员网格")
        self.copy = LinkButton("复制全部", glyph="copy", does=self._copy_all)
        self.look = Button("看这个网格的人", does=self._look)
        self.export = PrimaryButton("导出 Excel", glyph="download-simple", does=self._export)
        self._saving = Saving(session, self, self._tell)
        self._outcome = QVBoxLayout()
        self._lay_out(parent.window().size())
        self.part.currentIndexChanged.connect(lambda _: self._read())
        self.table.opened.connect(lambda _: self._look())
        self.table.copy_wanted.connect(self._copy_selected)
        self.table.setFocus()
        self._offer([])
        self._read()

    def _lay_out(self, room: QSize) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.part)
        head.addWidget(self.count, 1)
        head.addWidget(self.copy)
        self.part.setMinimumWidth(theme.length(150))
        self.body.addLayout(head)
        self.setMinimumWidth(min(theme.length(840), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(420), room.height() - 260))
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._outcome)
        foot = QHBoxLayout()
        told = "没有在岗专职网格员的综合网格。Ctrl+C 复制选中的行"
        foot.addWidget(Elided(told, role="crumb", px=theme.LABEL), 1)
        close = Button("关闭", does=self.reject)
        for button in (close, self.look):
            button.setAutoDefault(False)
            foot.addWidget(button)
        foot.addWidget(self.export)
        self.body.addLayout(foot)

    def _read(self) -> None:
        self._asked += 1
        asked, under = self._asked, str(self.part.currentData() or "")

        def take(rows: list[GapRow]) -> None:
            if asked == self._asked:
                self._show(rows)

        self._session.tasks.read(lambda work: gaps(work, work.day, under), take)

    def _show(self, rows: list[GapRow]) -> None:
        self.model.show_rows(rows)
        self.count.setText(f"共 {len(rows):,} 个")
        self._offer(rows)

    def _offer(self, rows: Sequence[GapRow]) -> None:
        self.copy.setText(f"复制全部 {len(rows):,} 行")
        self.copy.setEnabled(bool(rows))
        self.look.setEnabled(bool(rows))
        self.export.setEnabled(bool(rows))

    def _export(self) -> None:
        under = str(self.part.currentData() or "")
        place = self.part.currentText() if under else ""
        desk, area_id = self._session.desk, self._ids.get(under)

        def write(path: Path, progress: Progress) -> int:
            asked = GapList(desk.read(lambda work: work.day), area_id)
            return write_gaps(desk, asked, Form.XLSX, path, progress)

        count = self.model.rowCount()
        told = f"{place}缺员网格 {count} 个"
        self._saving.save(Writing(told, write, "正在导出缺员网格", dated=True))

    def _copy_all(self) -> None:
        self._copy(list(self.model.rows))

    def _copy_selected(self, headings: bool) -> None:
        self._copy(self.table.selected_rows, headings=headings)

    def _copy(self, rows: Sequence[GapRow], *, headings: bool = False) -> None:
        # Hidden columns go along: the sheet has room for them.
        titles = [[column.title for column in COLUMNS]] if headings else []
        lines = [[column.text(row) for column in COLUMNS] for row in rows]
        QGuiApplication.clipboard().setText(tab_separated([*titles, *lines]))
        self._tell(Message(f"已复制 {len(rows):,} 行，到 Excel 里粘贴即可。", Kind.OK))

    def _tell(self, message: Message) -> None:
        """Below the list: the shell's own place for it is behind the dialog."""
        clear(self._outcome)
        self._outcome.addWidget(Banner(message))

    def _look(self) -> None:
        row = self.table.current
        if row is not None:
            self.accept()
            self._session.go("workforce", f"area/{row.area_id}")
