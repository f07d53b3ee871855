"""Stars drawn in a row: five of them, as many in gold as were given."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hrgrid.assessment.rules.star_words import HIGHEST, star_label
from hrgrid.ui import icons, theme

# Side of a star and the space between two; px.
_STAR, _GAP = 14, 2


def stars_size() -> QSize:
    """How large five stars are at the text size in force."""
    side = theme.length(_STAR)
    return QSize(HIGHEST * side + (HIGHEST - 1) * _GAP, side)


def draw_stars(painter: QPainter, area: QRectF, level: int) -> None:
    """Draw five stars from the left of `area`, in its middle; the first `level` in gold."""
    side = theme.length(_STAR)
    top = area.top() + (area.height() - side) / 2
    for at in range(HIGHEST):
        colour = theme.colour("gold" if at < level else "off")
        place = QRectF(area.left() + at * (side + _GAP), top, side, side)
        icons.draw(painter, "star-fill", colour, place)


class StarMarks(QWidget):
    """The stars of one level on a card; none are drawn for nought."""

    def __init__(self, level: int = 0) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.level = 0
        self.show_level(level)

    def show_level(self, level: int) -> None:
        """Show another level."""
        self.level = level
        self.setAccessibleName(star_label(level))
        self.setToolTip(star_label(level))
        self.update()

    def sizeHint(self) -> QSize:
        """Five stars."""
        return stars_size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_stars(painter, QRectF(self.rect()), self.level)
        painter.end()
