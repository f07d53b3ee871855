"""The lines of a scheme in a table: keys and mouse put them into another order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from hrgrid.assessment.rules.words import FormulaKind
from hrgrid.ui.schemes.draft import DraftItem
from hrgrid.ui.tables import Column, RowsModel, Table

_ALT = Qt.KeyboardModifier.AltModifier
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def full_words(item: DraftItem) -> str:
    """15, ≤ +5 for a bonus, ≤ −10 for what is taken off the total."""
    if item.kind is FormulaKind.VETO:
        return "否决"
    if item.kind is FormulaKind.BONUS:
        return f"≤ +{item.full}"
    return f"≤ −{item.full}" if item.deducted else item.full


class ItemTable(Table):
    """Alt+Up and Alt+Down or dragging move a line, Insert adds, Delete takes one away."""

    moved = Signal(int, int)
    add_wanted = Signal()
    drop_wanted = Signal()

    def __init__(self, fault: Callable[[DraftItem], str]) -> None:
        self.rows: RowsModel[DraftItem] = RowsModel(
            (
                Column("代码", lambda one: one.code, 52, quiet=True),
                Column("项目", lambda one: one.named, 120, grows=True, strong=True),
                Column("分", full_words, 58, right=True),
                Column("计分办法", lambda one: one.kind.label, 92, quiet=True, drops=True),
                Column(
                    "", lambda one: "要改" if fault(one) else "", 60,
                    chip=lambda one: "bad" if fault(one) else "",
                ),
            )
        )  # fmt: skip
        super().__init__(self.rows, "考核项目")
        self.rows.setParent(self)
        self.may_move = True
        self._dragged: int | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the table."""
        key = Qt.Key(event.key())
        if key in _STEPS and event.modifiers() & _ALT:
            self._move(self.currentIndex().row(), self.currentIndex().row() + _STEPS[key])
        elif key == Qt.Key.Key_Insert and self.may_move:
            self.add_wanted.emit()
        elif key == Qt.Key.Key_Delete and self.may_move:
            self.drop_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a line."""
        super().mousePressEvent(event)
        self._dragged = self._row_at(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The line follows the mouse."""
        at = self._row_at(event)
        if self._dragged is not None and at is not None and at != self._dragged:
            self._move(self._dragged, at)
            self._dragged = at

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._dragged = None
        super().mouseReleaseEvent(event)

    def _row_at(self, event: QMouseEvent) -> int | None:
        place = event.position()
        at = self.rowAt(QPoint(0, int(place.y())).y())
        return at if at >= 0 else None

    def _move(self, start: int, to: int) -> None:
        if self.may_move and 0 <= to < self.rows.rowCount() and start >= 0:
            self.moved.emit(start, to)
