"""Draws the rows of a long list itself: a cell through a delegate costs ten times as much.

Texts are laid out once and kept while they are likely to be seen again; a step of the wheel moves
what is on the screen and draws only the rows that come into sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap, QStaticText, QTransform

from hrgrid.ui import theme
from hrgrid.ui.cards import chip_size, draw_chip
from hrgrid.ui.star_marks import draw_stars, stars_size
from hrgrid.ui.tables import Column

# Space at both sides of a cell's text, as in the heading.
_PAD = 8
# Laid-out texts that are kept; some forty screens of rows.
_KEPT = 12_000


class Letters:
    """Texts of one font, laid out and cut to a width once."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetrics(font)
        self._whole: dict[str, tuple[QStaticText, float]] = {}
        self._cut: dict[tuple[str, int], tuple[QStaticText, float]] = {}

    def laid_out(self, text: str, width: int) -> tuple[QStaticText, float]:
        """The text, cut with an ellipsis where it is wider than `width`, and its width."""
        found = self._whole.get(text)
        if found is None:
            found = self._keep(self._whole, text, text)
        if found[1] <= width:
            return found
        key = text, width
        cut = self._cut.get(key)
        if cut is None:
            shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            cut = self._keep(self._cut, key, shown)
        return cut

    def _keep(self, kept: dict[Any, tuple[QStaticText, float]], key: Any, text: str) -> Any:
        if len(kept) >= _KEPT:
            kept.clear()
        made = QStaticText(text.replace("\n", " "))
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        made.prepare(QTransform(), self.font)
        kept[key] = found = made, made.size().width()
        return found


@dataclass(frozen=True)
class Line:
    """One row in sight: where it is, what it shows (None: not read yet), whether it is selected."""

    area: QRect
    row: Any
    selected: bool


class RowPainter:
    """Draws rows with the colours and the text size in force; made anew when these change."""

    def __init__(self, ratio: float) -> None:
        self._made_for = theme.tokens(), theme.text_size(), ratio
        self._ratio = ratio
        self._plain = Letters(theme.font(theme.BODY))
        self._strong = Letters(theme.font(theme.BODY, strong=True))
        self._height = QFontMetrics(self._plain.font).height()
        self._chips: dict[tuple[str, str], QPixmap] = {}
        self._stars: dict[int, QPixmap] = {}
        self._colours = {
            name: theme.colour(name)
            for name in ("surface", "selection", "line", "text", "text2", "accent")
        }

    def suits(self, ratio: float) -> bool:
        """Whether colours, text size and the screen's scale are still these."""
        return self._made_for == (theme.tokens(), theme.text_size(), ratio)

    def blank(self, painter: QPainter, area: QRect) -> None:
        """Where there are no rows."""
        painter.fillRect(area, self._colours["surface"])

    def ground(self, painter: QPainter, lines: Sequence[Line]) -> None:
        """Background and rule of each row."""
        painter.setPen(self._colours["line"])
        for line in lines:
            area = line.area
            painter.fillRect(area, self._colours["selection" if line.selected else "surface"])
            painter.drawLine(area.bottomLeft(), area.bottomRight())

    def column(
        self, painter: QPainter, lines: Sequence[Line], column: Column[Any], left: int, width: int
    ) -> None:
        """One column of all rows: the painter is set up once, which is half of the cost."""
        letters = self._strong if column.strong else self._plain
        painter.setFont(letters.font)
        painter.setPen(self._colours["text2" if column.quiet else "text"])
        room = width - 2 * _PAD
        for line in lines:
            if line.row is None:
                continue
            text = column.text(line.row)
            kind = column.chip(line.row) if column.chip else ""
            level = column.stars(line.row) if column.stars else 0
            if kind and text:
                self._chip(painter, line.area, left + _PAD, text, kind)
            elif level:
                self._draw_stars(painter, line.area, left + _PAD, level)
            elif text:
                laid_out, length = letters.laid_out(text, room)
                at = left + _PAD + (room - length if column.right else 0)
                top = line.area.top() + (line.area.height() - self._height) // 2
                painter.drawStaticText(QPointF(at, top), laid_out)

    def frozen(
        self, painter: QPainter, lines: Sequence[Line], column: Column[Any], width: int
    ) -> None:
        """The column that stays at the left edge, over what was scrolled below it."""
        cells = [
            Line(QRect(0, line.area.top(), width, line.area.height()), line.row, line.selected)
            for line in lines
        ]
        self.ground(painter, cells)
        for cell in cells:
            painter.drawLine(cell.area.topRight(), cell.area.bottomRight())
        self.column(painter, cells, column, 0, width)

    def frame(self, painter: QPainter, area: QRect) -> None:
        """The row under the cursor, where several are selected."""
        painter.setPen(self._colours["accent"])
        painter.drawRect(area.adjusted(0, 0, -1, -2))

    def _chip(self, painter: QPainter, area: QRect, left: int, text: str, kind: str) -> None:
        picture = self._chips.get((text, kind))
        if picture is None:
            picture = self._chips[text, kind] = self._drawn(text, kind)
        height = round(picture.height() / self._ratio)
        painter.drawPixmap(left, area.top() + (area.height() - height) // 2, picture)

    def _drawn(self, text: str, kind: str) -> QPixmap:
        size = chip_size(text)
        picture = self._empty(size)
        painter = QPainter(picture)
        draw_chip(painter, QRectF(0, 0, size.width(), size.height()), text, kind)
        painter.end()
        return picture

    def _draw_stars(self, painter: QPainter, area: QRect, left: int, level: int) -> None:
        picture = self._stars.get(level)
        if picture is None:
            size = stars_size()
            picture = self._stars[level] = self._empty(size)
            drawing = QPainter(picture)
            drawing.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_stars(drawing, QRectF(0, 0, size.width(), size.height()), level)
            drawing.end()
        height = round(picture.height() / self._ratio)
        painter.drawPixmap(left, area.top() + (area.height() - height) // 2, picture)

    def _empty(self, size: QSize) -> QPixmap:
        picture = QPixmap(size * self._ratio)
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture
