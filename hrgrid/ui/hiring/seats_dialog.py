"""The vacant grids of one area with their arithmetic, and the batch that has them on offer."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.hiring.queries.vacancies import SeatRow, VacancyRow, seats
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Tick, clear, label
from hrgrid.ui.matters.table_export import save_table
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.workforce.rules import Level

COLUMNS: tuple[Column[SeatRow], ...] = (
    Column("网格", lambda row: row.name, 150, grows=True, strong=True),
    Column("社区", lambda row: row.above.get(Level.COMMUNITY, ""), 110, grows=True),
    Column("街道", lambda row: row.above.get(Level.STREET, ""), 100, grows=True, drops=True),
    Column("编码", lambda row: row.code, 150, quiet=True, drops=True),
    Column("空缺起", lambda row: full_day(row.since) or _never(row), 100),
    Column("招录批次", lambda row: row.batch, 110),
)


def _never(row: SeatRow) -> str:
    return "没有配过" if row.count.vacant else ""


class SeatsDialog(Dialog):
    """Vacant grids, or all that require a full-time worker."""

    def __init__(self, session: Session, area: VacancyRow, parent: QWidget) -> None:
        super().__init__(f"{area.name}的缺员网格", parent)
        self.session, self._area = session, area
        self._asked = 0
        self.every = Tick("也看不缺的")
        self.count = label("", "label")
        self.model: RowsModel[SeatRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "缺员网格")
        self.told = Elided("", role="crumb", px=theme.LABEL)
        self.export = PrimaryButton("导出 Excel", glyph="download-simple", does=self._export)
        self.look = Button("打开网格档案", does=self._look)
        self._saving = Saving(session, self, self._tell)
        self._outcome = QVBoxLayout()
        self._lay_out(parent)
        self.every.toggled.connect(lambda _: self._read())
        self.table.chosen.connect(lambda row: self.told.show_text(row.message if row else ""))
        self.table.opened.connect(lambda _: self._look())
        self._read()
        self.table.setFocus()

    def _lay_out(self, parent: QWidget) -> None:
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(780), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(380), max(120, room.height() - 250)))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.count)
        head.addWidget(self.told, 1)
        head.addWidget(self.every)
        self.body.addLayout(head)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._outcome)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        away = Button("关闭", does=self.reject)
        for button in (away, self.look, self.export):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.body.addLayout(foot)

    def _read(self) -> None:
        self._asked += 1
        asked, path, every = self._asked, self._area.path, self.every.isChecked()

        def take(rows: list[SeatRow]) -> None:
            if asked == self._asked:
                self._show(rows)

        self.session.tasks.read(
            lambda work: seats(work, work.day, path, only_vacant=not every), take
        )

    def _show(self, rows: list[SeatRow]) -> None:
        self.model.show_rows(rows)
        self.count.setText(f"共 {len(rows):,} 个")
        for button in (self.look, self.export):
            button.setEnabled(bool(rows))

    def _look(self) -> None:
        if (row := self.table.current) is not None:
            self.accept()
            self.session.go("workforce", f"grid/{row.area_id}")

    def _export(self) -> None:
        rows = list(self.model.rows)
        name = f"{self._area.name}缺员网格 {len(rows)} 个"
        save_table(self._saving, name, COLUMNS, rows, "缺员网格")

    def _tell(self, message: Message) -> None:
        clear(self._outcome)
        self._outcome.addWidget(Banner(message))
