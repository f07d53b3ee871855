"""Menus with ticks that stay open while one ticks, and chips that take a condition away."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from hrgrid.ui import icons, theme
from hrgrid.ui.cards import chip_size

_CROSS = 12


class TickMenu(QMenu):
    """Ticking an entry leaves it open, so that several may be ticked one after the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setStyleSheet("QMenu::indicator { image: none; }")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick without closing."""
        if not self._ticked(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space tick without closing."""
        keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
        if event.key() not in keys or not self._ticked(self.activeAction()):
            super().keyPressEvent(event)

    def add_heading(self, text: str) -> None:
        """A word above the entries that follow."""
        if self.actions():
            self.addSeparator()
        self.addAction(text).setEnabled(False)

    def add_tick(self, text: str, *, on: bool, does: Callable[[bool], object]) -> QAction:
        """An entry that is on or off."""
        action = self.addAction(text)
        action.setCheckable(True)
        action.setChecked(on)
        action.toggled.connect(does)
        return action

    def add_choice(
        self,
        entries: Iterable[tuple[object, str]],
        chosen: object,
        does: Callable[[object], object],
    ) -> QActionGroup:
        """Entries of which one is chosen: (value, text) pairs."""
        group = QActionGroup(self)
        for value, text in entries:
            action = self.addAction(text)
            action.setCheckable(True)
            action.setChecked(value == chosen)
            action.triggered.connect(lambda _=False, value=value: does(value))
            group.addAction(action)
        return group

    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the ticks: those of the style know no theme."""
        super().paintEvent(event)
        painter = QPainter(self)
        size = theme.length(14)
        for action in self.actions():
            if action.isChecked():
                area = self.actionGeometry(action)
                place = QRectF(area.left() + 7, area.center().y() - size / 2 + 1, size, size)
                icons.draw(painter, "check-bold", theme.colour("accent"), place)
        painter.end()

    @staticmethod
    def _ticked(action: QAction | None) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True


class ConditionChip(QAbstractButton):
    """A condition in force; a click or Space takes it away."""

    def __init__(
        self, text: str, does: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(f"去掉条件：{text}")
        self.setToolTip(f"去掉条件“{text}”")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda *_: does())

    def sizeHint(self) -> QSize:
        """The words, a cross, and some air."""
        size = chip_size(self.text())
        return QSize(size.width() + theme.length(_CROSS) + 6, size.height() + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill, the words and the cross."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(theme.colour("selection" if self.underMouse() else "tint"))
        painter.setPen(QPen(theme.colour("accent")) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setPen(theme.colour("accent"))
        painter.setFont(theme.font(theme.CAPTION))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area.adjusted(10, 0, 0, 0), middle, self.text())
        cross = theme.length(_CROSS)
        place = QRectF(area.right() - cross - 8, area.center().y() - cross / 2, cross, cross)
        icons.draw(painter, "x", theme.colour("accent"), place)
        painter.end()
