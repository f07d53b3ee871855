"""Differences from a middle drawn with QPainter: bars to the left and right of zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hrgrid.ui import theme

_ROW, _BAR, _GAP = 30, 12, 8


@dataclass(frozen=True)
class Difference:
    """One row: its name, by how much in thousandths (None: nothing to compare), and as text."""

    name: str
    milli: int | None
    told: str
    beside: str = ""
    marked: bool = False


class DifferenceChart(QWidget):
    """Rows on one scale with zero in the middle; what is above goes right, what is below left."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.rows: tuple[Difference, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_rows(self, rows: Sequence[Difference]) -> None:
        """Show these, the first on top."""
        self.rows = tuple(rows)
        spoken = "；".join(f"{one.name} {one.told}，{one.beside}" for one in rows)
        self.setAccessibleName(f"{self._name}：{spoken}" if spoken else self._name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All rows below each other."""
        return QSize(theme.length(360), max(1, len(self.rows)) * theme.length(_ROW))

    def minimumSizeHint(self) -> QSize:
        """Names and figures need some width."""
        return QSize(theme.length(260), self.sizeHint().height())

    def bar_area(self, at: int) -> QRectF:
        """Where the bar of a row is drawn: from zero, as long as its share of the largest."""
        height, row = theme.length(_BAR), theme.length(_ROW)
        left, right = self._names() + _GAP, self.width() - self._told() - _GAP
        middle = (left + right) / 2
        most = max((abs(one.milli or 0) for one in self.rows), default=0)
        value = self.rows[at].milli or 0
        length = (right - left) / 2 * abs(value) / most if most else 0
        start = middle if value >= 0 else middle - length
        return QRectF(start, at * row + (row - height) / 2, length, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Names, the line of zero, bars, figures."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = theme.length(_ROW)
        plain, strong = theme.font(theme.LABEL), theme.font(theme.LABEL, strong=True)
        for at, one in enumerate(self.rows):
            line = QRectF(0, at * row, self.width(), row)
            painter.setFont(plain)
            painter.setPen(theme.colour("text"))
            name = QFontMetrics(plain).elidedText(
                one.name, Qt.TextElideMode.ElideRight, int(self._names())
            )
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
            painter.setFont(strong)
            painter.setPen(theme.colour("warn" if one.marked else "text"))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(line, right, one.told)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("warn_bar" if one.marked else "bar"))
            painter.drawRoundedRect(self.bar_area(at), 2, 2)
        if self.rows:
            left, right_end = self._names() + _GAP, self.width() - self._told() - _GAP
            painter.setPen(QPen(theme.colour("border"), 1))
            middle = round((left + right_end) / 2)
            painter.drawLine(middle, 0, middle, len(self.rows) * row)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say a row in full while the mouse rests on it."""
        if isinstance(event, QHelpEvent):
            at = int(event.pos().y() // theme.length(_ROW))
            if 0 <= at < len(self.rows):
                one = self.rows[at]
                QToolTip.showText(event.globalPos(), f"{one.name} {one.told}。{one.beside}", self)
            return True
        return super().event(event)

    def _names(self) -> float:
        metrics = QFontMetrics(theme.font(theme.LABEL))
        widest = max((metrics.horizontalAdvance(one.name) for one in self.rows), default=0)
        return min(float(widest) + 1, self.width() * 0.3)

    def _told(self) -> float:
        metrics = QFontMetrics(theme.font(theme.LABEL, strong=True))
        return max((metrics.horizontalAdvance(one.told) for one in self.rows), default=0) + 1.0
