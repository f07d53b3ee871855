"""The line below the grid: how far the cells have come, and that they are safe."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from hrgrid.ui import theme
from hrgrid.ui.forms import label, restyle


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, theme.length(8))

    def show_share(self, done: int, whole: int) -> None:
        share = done / whole if whole else 0.0
        if share != self._share:
            self._share = share
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        area = QRectF(self.rect())
        radius = area.height() / 2
        painter.setBrush(theme.colour("track"))
        painter.drawRoundedRect(area, radius, radius)
        if self._share:
            area.setWidth(max(area.height(), area.width() * self._share))
            painter.setBrush(theme.colour("bar"))
            painter.drawRoundedRect(area, radius, radius)
        painter.end()


class Foot(QWidget):
    """已录 92 / 420, a bar from zero, and whether anything is still on its way to the disk.

    `verb` is what was done with a cell, `unit` what it holds, `safe` what stands there at rest.
    """

    def __init__(self, verb: str, unit: str, safe: str) -> None:
        super().__init__()
        self._verb, self._unit, self._safe = verb, unit, safe
        self.count = label("", "strong")
        self._bar = _Bar()
        self.safe = label(safe, "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.count)
        row.addWidget(self._bar, 1)
        row.addWidget(self.safe)

    def show_progress(self, done: int, whole: int, pending: int) -> None:
        """Show `done` of `whole` cells; `pending` are not safe yet."""
        waits = f"正在存 {pending} {self._unit}…" if pending else self._safe
        told = f"{self._verb} {done:,} / {whole:,}", waits
        if told == (self.count.text(), self.safe.text()):
            return
        self.count.setText(told[0])
        self._bar.show_share(done, whole)
        self.safe.setText(told[1])
        restyle(self.safe, "role", "captionWarn" if pending else "caption")
