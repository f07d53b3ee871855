"""缺员网格: the general grids without their full-time worker, to look at and to copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.overview.papers import write_vacancies
from hrgrid.overview.queries import PartRow, VacantRow, vacancies
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cells.clipboard import tab_separated
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, clear, label
from hrgrid.ui.saving import Saving, Writing
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.tables import Column, RowsModel
from hrgrid.ui.workforce.table import SelectTable
from hrgrid.workforce.rules import Level


def _since(row: VacantRow) -> str:
    return f"{row.since:%Y-%m-%d}" if row.since else "没有配过"


COLUMNS: tuple[Column[VacantRow], ...] = (
    Column("区县", lambda row: row.above.get(Level.DISTRICT, ""), 96, drops=True),
    Column("街道", lambda row: row.above.get(Level.STREET, ""), 104, grows=True),
    Column("社区", lambda row: row.above.get(Level.COMMUNITY, ""), 104, grows=True),
    Column("网格", lambda row: row.name, 150, grows=True, strong=True),
    Column("网格编码", lambda row: row.code, 160, quiet=True, drops=True),
    Column("空缺起", _since, 100),
)


class VacanciesDialog(Dialog):
    """The vacant grids of the office or of one of its parts."""

    def __init__(
        self, session: Session, parts: Sequence[PartRow], under: str, parent: QWidget
    ) -> None:
        super().__init__("缺员网格", parent)
        self._session = session
        self._asked = 0
        entries = [("", "全部区域"), *((part.path, part.name) for part in parts if part.vacant)]
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

        def take(rows: list[VacantRow]) -> None:
            if asked == self._asked:
                self._show(rows)

        self._session.tasks.read(lambda work: vacancies(work, work.day, under), take)

    def _show(self, rows: list[VacantRow]) -> None:
        self.model.show_rows(rows)
        self.count.setText(f"共 {len(rows):,} 个")
        self._offer(rows)

    def _offer(self, rows: Sequence[VacantRow]) -> None:
        self.copy.setText(f"复制全部 {len(rows):,} 行")
        self.copy.setEnabled(bool(rows))
        self.look.setEnabled(bool(rows))
        self.export.setEnabled(bool(rows))

    def _export(self) -> None:
        rows = list(self.model.rows)
        place = self.part.currentText() if self.part.currentData() else ""
        self._saving.save(
            Writing(
                f"{place}缺员网格 {len(rows)} 个",
                lambda path, progress: write_vacancies(rows, path, progress),
                "正在导出缺员网格",
                dated=True,
            )
        )

    def _copy_all(self) -> None:
        self._copy(list(self.model.rows))

    def _copy_selected(self, headings: bool) -> None:
        self._copy(self.table.selected_rows, headings=headings)

    def _copy(self, rows: Sequence[VacantRow], *, headings: bool = False) -> None:
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
