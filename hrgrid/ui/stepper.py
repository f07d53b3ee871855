"""Where one is in a few numbered steps; on a low screen a sentence says it instead."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hrgrid.ui import icons, theme

LOW_BELOW = 640


class Stepper(QWidget):
    """Numbered steps: done ones ticked, the present one outlined, the rest grey."""

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__()
        self._steps = tuple(steps)
        self._at = 0
        self._low = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.go(0)

    @property
    def step(self) -> int:
        """The present step from 0; their number where all are done."""
        return self._at

    @property
    def sentence(self) -> str:
        """The same in words, for low screens and screen readers."""
        if self._at == len(self._steps):
            return f"{self._at} 步都已办完"
        return f"第 {self._at + 1} 步，共 {len(self._steps)} 步：{self._steps[self._at]}"

    def go(self, step: int) -> None:
        """Show that step `step` (from 0) is the present one; past the last, that all are done."""
        self._at = step
        self.updateGeometry()
        self.setAccessibleName(self.sentence)
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """In a low window a sentence does."""
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The window may have become low."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        low = self.window().height() < LOW_BELOW
        if low != self._low:
            self._low = low
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """A row of circles with a word below each, or a line of text."""
        words = QFontMetrics(theme.font(theme.LABEL))
        if self._low:
            return QSize(words.horizontalAdvance(self.sentence), words.height())
        widest = max(words.horizontalAdvance(step) for step in self._steps)
        return QSize((widest + 24) * len(self._steps), theme.length(24) + words.height() + 8)

    def minimumSizeHint(self) -> QSize:
        """The same: words are never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw lines, then circles, then words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._low:
            painter.setFont(theme.font(theme.LABEL))
            painter.setPen(theme.colour("text3"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self.sentence)
            painter.end()
            return
        for step in range(1, len(self._steps)):
            self._draw_line(painter, step)
        for step in range(len(self._steps)):
            self._draw_circle(painter, step)
            self._draw_word(painter, step)
        painter.end()

    def _centre(self, step: int) -> QPointF:
        share = self.width() / len(self._steps)
        return QPointF(share * (step + 0.5), theme.length(24) / 2)

    def _draw_line(self, painter: QPainter, step: int) -> None:
        gap = theme.length(24) / 2 + 3
        start, end = self._centre(step - 1), self._centre(step)
        painter.setPen(QPen(theme.colour("accent" if step <= self._at else "border"), 2))
        painter.drawLine(QPointF(start.x() + gap, start.y()), QPointF(end.x() - gap, end.y()))

    def _draw_circle(self, painter: QPainter, step: int) -> None:
        radius = theme.length(24) / 2 - 1
        centre = self._centre(step)
        done, here = step < self._at, step == self._at
        painter.setPen(QPen(theme.colour("accent" if done or here else "off"), 2))
        painter.setBrush(theme.colour("accent" if done else "surface"))
        painter.drawEllipse(centre, radius, radius)
        area = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        if done:
            tick = area.adjusted(radius / 2, radius / 2, -radius / 2, -radius / 2)
            icons.draw(painter, "check", theme.colour("on_accent"), tick)
            return
        painter.setPen(theme.colour("accent" if here else "text3"))
        painter.setFont(theme.font(theme.CAPTION, strong=here))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(step + 1))

    def _draw_word(self, painter: QPainter, step: int) -> None:
        share = self.width() / len(self._steps)
        top = theme.length(24) + 4
        area = QRectF(share * step, top, share, self.height() - top)
        here = step == self._at
        painter.setPen(theme.colour("text" if here else "text2"))
        painter.setFont(theme.font(theme.LABEL, strong=here))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(area, flags, self._steps[step])
