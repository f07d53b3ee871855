"""One-line tiles: a figure and its name, in a row above the problems."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from hrgrid.ui import theme

_GAP = 6
_SIDE = 12


class CountTile(QWidget):
    """A figure in a colour of the theme with its name beside it."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name, self._colour, self._count = name, colour, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    @property
    def count(self) -> int:
        """The figure on show."""
        return self._count

    def show_count(self, count: int) -> None:
        """Show another figure."""
        self._count = count
        self.setAccessibleName(f"{self._name} {count:,}")
        self.setToolTip(f"{self._name} {count:,}")
        self.update()

    def sizeHint(self) -> QSize:
        """Figure and name side by side."""
        width = self._figure_width() + QFontMetrics(theme.font(theme.LABEL)).horizontalAdvance(
            self._name
        )
        return QSize(width + 2 * _SIDE + _GAP, theme.length(40))

    def minimumSizeHint(self) -> QSize:
        """The figure is never cut."""
        return QSize(self._figure_width() + 2 * _SIDE + _GAP + theme.length(28), theme.length(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card, with a frame in the colour of faults while there are any."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        warns = self._colour == "bad" and self._count > 0
        painter.setPen(QPen(theme.colour("bad" if warns else "border"), 2 if warns else 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        area = QRectF(self.rect()).adjusted(_SIDE, 0, -_SIDE, 0)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(_figure_font())
        painter.setPen(theme.colour(self._colour if self._count else "text3"))
        painter.drawText(area, flags, f"{self._count:,}")
        area.setLeft(area.left() + self._figure_width() + _GAP)
        font = theme.font(theme.LABEL)
        painter.setFont(font)
        painter.setPen(theme.colour("text2"))
        painter.drawText(area, flags, self._name_within(QFontMetrics(font), int(area.width())))
        painter.end()

    def _name_within(self, metrics: QFontMetrics, room: int) -> str:
        """The whole name, or its first part where there is no room for the rest."""
        first = self._name.partition("，")[0]
        name = self._name if metrics.horizontalAdvance(self._name) <= room else first
        return metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)

    def _figure_width(self) -> int:
        return QFontMetrics(_figure_font()).horizontalAdvance(f"{self._count:,}")


def _figure_font() -> QFont:
    return theme.font(17, strong=True)


class CountRow(QWidget):
    """Tiles side by side."""

    def __init__(self, tiles: list[CountTile]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for tile in tiles:
            row.addWidget(tile, 1)
