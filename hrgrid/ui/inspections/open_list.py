"""What still stands in the way of the next step, as a list with a way to each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.rules.inspection_rows import Blocker
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.tables import Column, RowsModel, Table

COLUMNS: tuple[Column[Blocker], ...] = (
    Column("", lambda row: row.sentence, 320, grows=True),
    Column("", lambda row: "去处理" if row.where else "等候", 80, quiet=True),
)


class OpenListDialog(Dialog):
    """The list of what is open; `chosen` is the line that somebody wants to put right."""

    def __init__(self, act: str, blockers: Sequence[Blocker], parent: QWidget) -> None:
        super().__init__(f"{act}之前要办的事", parent)
        self.chosen: Blocker | None = None
        sentence = f"{act}之前还有 {len(blockers)} 件事要办。"
        self.body.addWidget(Banner(Message(sentence, Kind.WARN)))
        model: RowsModel[Blocker] = RowsModel(COLUMNS, self)
        self.table = Table(model, "没有办完的事")
        self.table.horizontalHeader().hide()
        model.show_rows(blockers)
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(560), room.width() - 60))
        rows = min(len(blockers), 8) * self.table.verticalHeader().defaultSectionSize() + 4
        self.table.setMinimumHeight(min(rows, max(90, room.height() - 260)))
        self.body.addWidget(self.table, 1)
        self.act = PrimaryButton("去处理", does=self._go)
        stay = Button("再看看", does=self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        for button in (stay, self.act):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.body.addLayout(foot)
        self.table.opened.connect(lambda _: self._go())
        self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the line under the cursor."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go()
            return
        super().keyPressEvent(event)

    def _go(self) -> None:
        self.chosen = self.table.current
        self.accept()

    def then(self, mend: Callable[[Blocker], object]) -> None:
        """Show it, then put right what was chosen."""
        if self.exec() and self.chosen is not None:
            mend(self.chosen)
