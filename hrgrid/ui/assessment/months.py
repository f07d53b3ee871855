"""各月考核期: what a longer period is put together from; one of them may be opened."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.queries.periods import parts_of_period
from hrgrid.assessment.rules.period_rows import PartRow, PeriodRow
from hrgrid.ui import theme
from hrgrid.ui.assessment.words import period_chip
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table


def _counted(row: PartRow) -> str:
    if row.before:
        return "当时还没有考核，不计"
    return "已确认，计入" if row.settled else "确认以后才计入"


COLUMNS: tuple[Column[PartRow], ...] = (
    Column("月份", lambda row: row.span.title, 140, grows=True, strong=True),
    Column(
        "办到",
        lambda row: row.state.label if row.state else "还没有建",
        110,
        chip=lambda row: period_chip(row.state) if row.state else "mute",
    ),
    Column("计入", _counted, 150),
)


class MonthsDialog(Dialog):
    """`chosen` is the id of the month to open."""

    def __init__(self, session: Session, row: PeriodRow, parent: QWidget) -> None:
        super().__init__(f"{row.title}：各月考核期", parent)
        self.chosen: int | None = None
        self.model: RowsModel[PartRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "各月考核期")
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(520), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(300), room.height() - 200))
        self.body.addWidget(self.table, 1)
        self.act = PrimaryButton("打开这个月", does=self._go)
        self.away = Button("关闭", does=self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.away)
        foot.addWidget(self.act)
        self.body.addLayout(foot)
        self.table.opened.connect(lambda _: self._go())
        self.table.chosen.connect(self._offer)
        self.table.setFocus()
        key = row.id
        session.tasks.read(lambda work: parts_of_period(work, key), self.model.show_rows)

    def _offer(self, row: object) -> None:
        self.act.setEnabled(isinstance(row, PartRow) and row.period_id is not None)

    def _go(self) -> None:
        row = self.table.current
        if isinstance(row, PartRow) and row.period_id is not None:
            self.chosen = row.period_id
            self.accept()
