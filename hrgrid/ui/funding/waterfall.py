"""The bridge drawn: bars that hang where the one before ended, with their amounts as text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hrgrid.core.money import format_money
from hrgrid.funding.rules.bridge_steps import BridgeStep, StepKind
from hrgrid.ui import theme

# Height of a row and of its bar, space between name, bar and amount; px.
_ROW, _BAR, _GAP = 30, 16, 12
_COLOURS = {
    StepKind.WHOLE: "accent",
    StepKind.PART: "bar",
    StepKind.OUT: "warn_bar",
    StepKind.REST: "ok",
}
_STRONG = {StepKind.WHOLE, StepKind.REST}


class Waterfall(QWidget):
    """Steps one below the other on one scale from zero; each step says itself in a tooltip."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.steps: tuple[BridgeStep, ...] = ()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[BridgeStep]) -> None:
        """Show these, the first on top."""
        self.steps = tuple(steps)
        told = "；".join(step.sentence for step in self.steps)
        self.setAccessibleName(f"{self._name}：{told}" if told else self._name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All rows below each other."""
        return QSize(theme.length(520), len(self.steps) * theme.length(_ROW))

    def minimumSizeHint(self) -> QSize:
        """Names and amounts, and a little for the bars."""
        wide = self._names() + self._amounts() + 2 * theme.length(_GAP) + theme.length(60)
        return QSize(wide, self.sizeHint().height())

    def bar_area(self, at: int) -> QRectF:
        """Where the bar of a step is drawn."""
        step, row = self.steps[at], theme.length(_ROW)
        left = self._names() + theme.length(_GAP)
        room = max(0, self.width() - left - self._amounts() - theme.length(_GAP))
        scale = max((max(one.start, one.end) for one in self.steps), default=0)
        if not scale:
            return QRectF(left, at * row, 0, row)
        low, high = sorted((step.start, step.end))
        begins, ends = left + room * low / scale, left + room * high / scale
        high_px = theme.length(_BAR)
        # Whatever is not nought can be seen.
        wide = max(ends - begins, 2.0 if high > low else 0.0)
        return QRectF(begins, at * row + (row - high_px) / 2, wide, high_px)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rows, and thin lines from each end to the next beginning."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, step in enumerate(self.steps):
            self._draw(painter, at, step)
            if at:
                self._link(painter, at)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say a step in full while the mouse rests on it."""
        if isinstance(event, QHelpEvent):
            at = event.pos().y() // theme.length(_ROW)
            told = self.steps[at].sentence if 0 <= at < len(self.steps) else ""
            QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)

    def _draw(self, painter: QPainter, at: int, step: BridgeStep) -> None:
        row = QRectF(0, at * theme.length(_ROW), self.width(), theme.length(_ROW))
        strong = step.kind in _STRONG
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("text" if strong else "text2"))
        painter.setFont(theme.font(theme.LABEL, strong=strong))
        name = QRectF(row.left(), row.top(), self._names(), row.height())
        shown = QFontMetrics(painter.font()).elidedText(
            _named(step), Qt.TextElideMode.ElideRight, int(name.width())
        )
        painter.drawText(name, middle, shown)
        painter.setPen(theme.colour("text"))
        painter.drawText(row, middle | Qt.AlignmentFlag.AlignRight, format_money(step.fen))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(_COLOURS[step.kind]))
        painter.drawRoundedRect(self.bar_area(at), 2, 2)

    def _link(self, painter: QPainter, at: int) -> None:
        """What goes out hangs at the end of the step before: a line shows where."""
        if self.steps[at].kind is not StepKind.OUT:
            return
        before, here = self.bar_area(at - 1), self.bar_area(at)
        if abs(before.right() - here.right()) < 1:
            painter.setPen(QPen(theme.colour("text3"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(before.bottomRight(), here.topRight())

    def _names(self) -> int:
        metrics = QFontMetrics(theme.font(theme.LABEL, strong=True))
        widest = max((metrics.horizontalAdvance(_named(one)) for one in self.steps), default=0)
        return min(widest + 2, max(theme.length(150), round(self.width() * 0.42)))

    def _amounts(self) -> int:
        metrics = QFontMetrics(theme.font(theme.LABEL, strong=True))
        told = (format_money(one.fen) for one in self.steps)
        return max((metrics.horizontalAdvance(one) for one in told), default=0) + 2


def _named(step: BridgeStep) -> str:
    indent = "　" if step.kind is StepKind.PART else ""
    return f"{indent}{step.name}　{step.note}" if step.note else f"{indent}{step.name}"
