"""Everything that stands in the way of the next step, each with a way to it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.rules.period_rows import Blocker, PeriodBoard
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.tables import Column, RowsModel, Table

COLUMNS: tuple[Column[Blocker], ...] = (
    Column("", lambda row: row.sentence, 300, grows=True),
    Column("", lambda row: "去处理" if row.where else "等候", 80, quiet=True),
)


class OpenDialog(Dialog):
    """`chosen` is the line that somebody wants to put right."""

    def __init__(self, board: PeriodBoard, parent: QWidget) -> None:
        many = len(board.blockers)
        super().__init__(f"还有 {many} 件事没有办完", parent)
        self.chosen: Blocker | None = None
        self.model: RowsModel[Blocker] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "没有办完的事")
        self.table.horizontalHeader().hide()
        self.model.show_rows(board.blockers)
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(600), room.width() - 60))
        rows = min(many, 8) * self.table.verticalHeader().defaultSectionSize() + 4
        self.table.setMinimumHeight(min(rows, max(90, room.height() - 260)))
        self.body.addWidget(self.table, 1)
        self.act = PrimaryButton("去处理", does=self._go)
        self.stay = Button("再看看", does=self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        for button in (self.stay, self.act):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.body.addLayout(foot)
        self.table.opened.connect(lambda _: self._go())
        self.table.setFocus()

    def _go(self) -> None:
        row = self.table.current
        if isinstance(row, Blocker) and row.where:
            self.chosen = row
            self.accept()
