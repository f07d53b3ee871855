"""A distribution drawn with QPainter: columns that begin at zero, counts above, steps below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hrgrid.ui import theme

# Height of the columns' room, and the space between two columns; px.
_ROOM, _GAP = 150, 3


@dataclass(frozen=True)
class Step:
    """One column: what lies in it, how many, and whether it stands out."""

    name: str
    count: int
    marked: bool = False


class Histogram(QWidget):
    """How many lie in each step; a line above the column where the mean lies."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.steps: tuple[Step, ...] = ()
        self._told = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_steps(self, steps: Sequence[Step], told: str = "") -> None:
        """Show these; `told` says in words what the columns show."""
        self.steps, self._told = tuple(steps), told
        spoken = "；".join(f"{one.name} 分 {one.count:,} 人" for one in self.steps if one.count)
        self.setAccessibleName(f"{self._name}：{told}{spoken}" if steps else self._name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Columns with a line of text above and below."""
        words = QFontMetrics(theme.font(theme.CAPTION)).height()
        return QSize(theme.length(320), theme.length(_ROOM) + 2 * words + 8)

    def minimumSizeHint(self) -> QSize:
        """Narrower it says nothing."""
        return QSize(theme.length(200), self.sizeHint().height())

    def column_area(self, at: int) -> QRectF:
        """Where a column is drawn; as high as its share of the highest count."""
        words = QFontMetrics(theme.font(theme.CAPTION)).height()
        most = max((one.count for one in self.steps), default=0)
        width = self.width() / max(1, len(self.steps))
        room = self.height() - 2 * words - 8
        height = room * self.steps[at].count / most if most else 0
        top = words + 2 + room - height
        return QRectF(at * width + _GAP, top, width - 2 * _GAP, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The columns, the line that they stand on, counts and names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(theme.font(theme.CAPTION))
        words = metrics.height()
        floor = self.height() - words - 5.0
        painter.setFont(theme.font(theme.CAPTION))
        names = max((metrics.horizontalAdvance(one.name) for one in self.steps), default=0)
        width = self.width() / max(1, len(self.steps))
        every = 1 if names + 4 <= width else 2
        for at, one in enumerate(self.steps):
            area = self.column_area(at)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("warn_bar" if one.marked else "bar"))
            painter.drawRoundedRect(area, 2, 2)
            middle = Qt.AlignmentFlag.AlignHCenter
            count = f"{one.count:,}"
            if one.count and metrics.horizontalAdvance(count) <= width + 2 * _GAP:
                painter.setPen(theme.colour("text2"))
                above = QRectF(at * width - 8, area.top() - words - 1, width + 16, words)
                painter.drawText(above, middle | Qt.AlignmentFlag.AlignBottom, count)
            if at % every == 0:
                painter.setPen(theme.colour("text3"))
                below = QRectF(at * width - 8, floor + 3, width + 16, words)
                painter.drawText(below, middle | Qt.AlignmentFlag.AlignTop, one.name)
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawLine(0, round(floor), self.width(), round(floor))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say a column in full while the mouse rests on it."""
        if isinstance(event, QHelpEvent) and self.steps:
            at = int(event.pos().x() * len(self.steps) / max(1, self.width()))
            one = self.steps[min(at, len(self.steps) - 1)]
            QToolTip.showText(event.globalPos(), f"{one.name} 分：{one.count:,} 人", self)
            return True
        return super().event(event)
