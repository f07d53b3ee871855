"""A list with boxes to tick, drawn in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from hrgrid.ui import icons, theme


class TickList(QListWidget):
    """Space or a click ticks an entry."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        size = theme.length(20)
        self.setStyleSheet(
            f"QListView::indicator {{ image: none; width: {size}px; height: {size}px; }}"
            "QListView::item { padding: 4px 4px; }"
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the boxes and ticks: those of the style know no theme."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        size = theme.length(14)
        for row in range(self.count()):
            item = self.item(row)
            area = self.visualItemRect(item)
            if item.isHidden() or not area.intersects(event.rect()):
                continue
            box = QRectF(area.left() + 8, area.center().y() - size / 2, size, size)
            painter.setPen(theme.colour("accent" if is_ticked(item) else "text3"))
            painter.setBrush(theme.colour("accent" if is_ticked(item) else "surface"))
            painter.drawRoundedRect(box, 3, 3)
            if is_ticked(item):
                icons.draw(painter, "check-bold", theme.colour("on_accent"), box)
        painter.end()


def tick(item: QListWidgetItem, *, on: bool) -> None:
    """Tick an entry or take its tick away."""
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def is_ticked(item: QListWidgetItem) -> bool:
    """Whether it is ticked."""
    return item.checkState() == Qt.CheckState.Checked
