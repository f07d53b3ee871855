"""The heading of a long list: its first column stays in sight when the others are scrolled."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget


class Heading(QHeaderView):
    """Draws the first section over what would hide it, and takes its clicks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._held = False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all, then the first once more at the left edge."""
        super().paintEvent(event)
        if self.offset():
            painter = QPainter(self.viewport())
            area = QRect(0, 0, self.sectionSize(0), self.height())
            painter.fillRect(area, self.palette().base())
            self.paintSection(painter, area, 0)
            painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the first section is not one on the section below it."""
        self._held = bool(self.offset()) and event.position().x() < self.sectionSize(0)
        if not self._held:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Click it."""
        if not self._held:
            super().mouseReleaseEvent(event)
            return
        self._held = False
        self.sectionClicked.emit(0)
