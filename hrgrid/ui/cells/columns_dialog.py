"""Which columns a list shows and in which order: by mouse or by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidgetItem, QWidget

from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cells.ticks import TickList, is_ticked, tick
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import label

_KEY = int(Qt.ItemDataRole.UserRole)
_ALT = Qt.KeyboardModifier.AltModifier
_MOVES = {
    QKeyCombination(_ALT, Qt.Key.Key_Up): -1,
    QKeyCombination(_ALT, Qt.Key.Key_Down): 1,
}


@dataclass(frozen=True)
class ColumnChoice:
    """A column of a list: its key, its heading, and whether it is on show."""

    key: str
    heading: str
    shown: bool


class ColumnList(TickList):
    """Columns with ticks; they are dragged, or moved by Alt with an arrow."""

    def __init__(self) -> None:
        super().__init__("列，空格显示或隐藏，Alt 加上下箭头移动")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)

    @property
    def choices(self) -> list[ColumnChoice]:
        """What is chosen, from the top."""
        items = [self.item(row) for row in range(self.count())]
        return [ColumnChoice(item.data(_KEY), item.text(), is_ticked(item)) for item in items]

    def offer(self, choices: Sequence[ColumnChoice]) -> None:
        """Show these."""
        self.clear()
        for choice in choices:
            item = QListWidgetItem(choice.heading)
            item.setData(_KEY, choice.key)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            tick(item, on=choice.shown)
            self.addItem(item)
        self.setCurrentRow(0)

    def move_current(self, by: int) -> None:
        """Move the current column up (-1) or down (1)."""
        row = self.currentRow()
        goal = row + by
        if row >= 0 and 0 <= goal < self.count():
            self.insertItem(goal, self.takeItem(row))
            self.setCurrentRow(goal)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the column itself."""
        by = _MOVES.get(event.keyCombination())
        if by is None:
            super().keyPressEvent(event)
        else:
            self.move_current(by)


class ColumnsDialog(Dialog):
    """The list, two buttons that move, one that brings the usual columns back.

    The first column of the table, `fixed`, is always there and not offered.
    """

    def __init__(
        self,
        choices: Sequence[ColumnChoice],
        usual: Callable[[], Sequence[ColumnChoice]],
        *,
        fixed: str,
        parent: QWidget,
    ) -> None:
        super().__init__("显示哪些列，按什么顺序", parent)
        self._usual = usual
        self.reset = False
        told = f"“{fixed}”总在最前。空格显示或隐藏一列，拖动或按 Alt+↑、Alt+↓ 移动。"
        self.body.addWidget(label(told, "body2", wraps=True))
        self.list = ColumnList()
        self.list.offer(choices)
        self.list.setMinimumHeight(min(theme.length(300), self.highest() - 260))
        self.body.addWidget(self.list, 1)
        self.up = Button("上移", does=lambda: self.list.move_current(-1))
        self.down = Button("下移", does=lambda: self.list.move_current(1))
        self.usual = LinkButton("恢复默认的列", does=self._offer_usual)
        self.act = PrimaryButton("采用这些列", does=self.accept)
        self.stay = Button("不改", does=self.reject)
        self._lay_out()
        self.list.itemChanged.connect(self._forget_reset)
        self.list.model().rowsInserted.connect(self._forget_reset)
        self.list.setFocus()

    def _lay_out(self) -> None:
        moves = QHBoxLayout()
        for button in (self.up, self.down):
            moves.addWidget(button)
        moves.addStretch()
        moves.addWidget(self.usual)
        self.body.addLayout(moves)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.stay)
        foot.addWidget(self.act)
        self.body.addLayout(foot)
        for button in (self.up, self.down, self.usual, self.stay):
            button.setAutoDefault(False)
        self.act.setDefault(True)

    def _offer_usual(self) -> None:
        self.list.offer(self._usual())
        self.reset = True

    def _forget_reset(self, *_: object) -> None:
        self.reset = False
