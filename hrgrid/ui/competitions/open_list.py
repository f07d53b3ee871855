"""What still stands in the way, as a list with a way to each; none left, and Enter goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.training.rules.competition_rows import Blocker
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import label
from hrgrid.ui.tables import Column, RowsModel, Table

COLUMNS: tuple[Column[Blocker], ...] = (
    Column("", lambda row: row.sentence, 300, grows=True),
    Column("", lambda row: "去处理" if row.where else "等候", 80, quiet=True),
)


class OpenListDialog(Dialog):
    """The list of what is open; with none the step itself, on Enter.

    `chosen` is the line that somebody wants to put right, None where the step may be done.
    """

    def __init__(
        self,
        title: str,
        act: str,
        blockers: Sequence[Blocker],
        told: str,
        parent: QWidget,
        *,
        approvers: Sequence[str] = (),
    ) -> None:
        super().__init__(title, parent)
        self.chosen: Blocker | None = None
        self._blockers = list(blockers)
        count = len(self._blockers)
        sentence = f"还有 {count} 件事没有办完，办完才能{act}。" if count else told
        kind = Kind.WARN if count else Kind.OK
        self.body.addWidget(Banner(Message(sentence, kind)))
        self.model: RowsModel[Blocker] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "没有办完的事")
        self.table.horizontalHeader().hide()
        self.model.show_rows(self._blockers)
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(560), room.width() - 60))
        if count:
            rows = min(count, 8) * (self.table.verticalHeader().defaultSectionSize()) + 4
            self.table.setMinimumHeight(min(rows, max(90, room.height() - 260)))
            self.body.addWidget(self.table, 1)
        else:
            self.table.hide()
        if approvers:
            names = "、".join(approvers)
            self.body.addWidget(label(f"由谁审批：{names}。", "label", wraps=True))
        self.act = PrimaryButton("去处理" if count else act, does=self._go)
        self.stay = Button("再看看", does=self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        for button in (self.stay, self.act):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.body.addLayout(foot)
        self.table.opened.connect(lambda _: self._go())
        (self.table if count else self.act).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what the button says: it was asked for by Ctrl+Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go()
            return
        super().keyPressEvent(event)

    def _go(self) -> None:
        if self._blockers:
            row = self.table.current
            self.chosen = row if row is not None and row.where else self._blockers[0]
        self.accept()

    def then(self, mend: Callable[[Blocker], object], act: Callable[[], object]) -> None:
        """Show it, then do what was chosen."""
        if not self.exec():
            return
        if self.chosen is not None:
            mend(self.chosen)
        elif not self._blockers:
            act()
