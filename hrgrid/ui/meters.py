"""A meter: how much of something there is, as a number beside its whole and a thin bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hrgrid.ui import theme

# Height of the bar and the space above it; px.
_BAR, _GAP = 8, 6


class Meter(QWidget):
    """Name at the left, count and whole at the right, the share as a bar that begins at zero.

    `full` is its colour when nothing is missing.
    """

    def __init__(self, name: str, full: str = "gold") -> None:
        super().__init__()
        self._name, self._full = name, full
        self._count = self._whole = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_share(0, 0)

    @property
    def sentence(self) -> str:
        """For a screen reader."""
        return f"{self._name} {self._count:,}，共 {self._whole:,}"

    def show_share(self, count: int, whole: int) -> None:
        """Show `count` of `whole`."""
        self._count, self._whole = count, whole
        self.setAccessibleName(self.sentence)
        self.updateGeometry()
        self.update()

    def put_name(self, name: str) -> None:
        """Count something else."""
        self._name = name
        self.show_share(self._count, self._whole)

    def sizeHint(self) -> QSize:
        """A line of text and the bar below it."""
        words = QFontMetricsF(theme.font(theme.LABEL))
        strong = QFontMetricsF(theme.font(theme.BODY, strong=True))
        wide = words.horizontalAdvance(f"{self._name}   / {self._whole:,}")
        wide += strong.horizontalAdvance(f"{self._count:,}")
        return QSize(round(wide) + 12, round(strong.height()) + _GAP + theme.length(_BAR))

    def minimumSizeHint(self) -> QSize:
        """The same: figures are never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words, the track and the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QRectF(0, 0, self.width(), self.height() - _GAP - theme.length(_BAR))
        self._write(painter, line)
        bar = QRectF(0, line.bottom() + _GAP, self.width(), theme.length(_BAR))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("track"))
        painter.drawRoundedRect(bar, 3, 3)
        if self._count and self._whole:
            share = min(1.0, self._count / self._whole)
            painter.setBrush(theme.colour(self._full if self._count >= self._whole else "bar"))
            painter.drawRoundedRect(QRectF(0, bar.top(), bar.width() * share, bar.height()), 3, 3)
        painter.end()

    def _write(self, painter: QPainter, line: QRectF) -> None:
        painter.setFont(theme.font(theme.LABEL))
        painter.setPen(theme.colour("text2"))
        painter.drawText(
            line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._name
        )
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        whole = f" / {self._whole:,}"
        painter.drawText(line, right, whole)
        taken = QFontMetricsF(painter.font()).horizontalAdvance(whole)
        painter.setFont(theme.font(theme.BODY, strong=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(line.adjusted(0, 0, -taken, 0), right, f"{self._count:,}")
