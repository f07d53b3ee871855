"""An order that one makes: steps one below the other, moved up and down, taken in and out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from hrgrid.ui.buttons import Button
from hrgrid.ui.forms import Choice
from hrgrid.ui.tables import row_height

_VALUE = int(Qt.ItemDataRole.UserRole) + 1


class OrderedList(QFrame):
    """The chosen steps in their order; Alt+Up and Alt+Down move, Delete takes one out."""

    changed = Signal()

    def __init__(
        self,
        name: str,
        entries: Sequence[tuple[object, str]],
        chosen: Sequence[object],
        *,
        most: int = 6,
    ) -> None:
        super().__init__()
        self._labels = dict(entries)
        self._entries = list(entries)
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setFixedHeight(row_height() * min(most, max(3, len(chosen))) + 4)
        self.more = Choice("再加一步")
        self.add = Button("加上", glyph="plus", does=self._add)
        self.up = Button("上移", glyph="caret-up", does=lambda: self._move(-1))
        self.down = Button("下移", glyph="caret-down", does=lambda: self._move(1))
        self.drop = Button("去掉", glyph="x", does=self._drop)
        for button in (self.add, self.up, self.down, self.drop):
            button.setAutoDefault(False)
        self._lay_out()
        for keys, does in (
            ("Alt+Up", lambda: self._move(-1)),
            ("Alt+Down", lambda: self._move(1)),
            ("Del", self._drop),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(does)
        self.list.currentRowChanged.connect(lambda _: self._renew())
        self.put(chosen)

    def _lay_out(self) -> None:
        beside = QVBoxLayout()
        beside.setSpacing(6)
        for button in (self.up, self.down, self.drop):
            beside.addWidget(button)
        beside.addStretch()
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.list, 1)
        top.addLayout(beside)
        low = QHBoxLayout()
        low.setSpacing(8)
        low.addWidget(self.more, 1)
        low.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(low)

    @property
    def values(self) -> tuple[object, ...]:
        """The steps in their order."""
        return tuple(self.list.item(at).data(_VALUE) for at in range(self.list.count()))

    def put(self, values: Sequence[object]) -> None:
        """Show these."""
        self.list.clear()
        for value in values:
            self._append(value)
        self.list.setCurrentRow(0)
        self._renew()

    def offer(self, entries: Sequence[tuple[object, str]]) -> None:
        """Other steps may be chosen now; chosen ones that are gone fall out."""
        kept = [value for value in self.values if value in dict(entries)]
        self._entries, self._labels = list(entries), dict(entries)
        self.put(kept)

    def _append(self, value: object) -> None:
        item = QListWidgetItem(self._labels.get(value, str(value)))
        item.setData(_VALUE, value)
        self.list.addItem(item)

    def _add(self) -> None:
        value = self.more.currentData()
        if value is not None:
            self._append(value)
            self.list.setCurrentRow(self.list.count() - 1)
            self._said()

    def _move(self, step: int) -> None:
        at = self.list.currentRow()
        to = at + step
        if at < 0 or not 0 <= to < self.list.count():
            return
        self.list.insertItem(to, self.list.takeItem(at))
        self.list.setCurrentRow(to)
        self._said()

    def _drop(self) -> None:
        if self.list.currentRow() >= 0:
            self.list.takeItem(self.list.currentRow())
            self._said()

    def _said(self) -> None:
        self._renew()
        self.changed.emit()

    def _renew(self) -> None:
        values, at = self.values, self.list.currentRow()
        left = [(value, text) for value, text in self._entries if value not in values]
        self.more.fill(left)
        self.more.setEnabled(bool(left))
        self.add.setEnabled(bool(left))
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < len(values) - 1)
        self.drop.setEnabled(at >= 0)
