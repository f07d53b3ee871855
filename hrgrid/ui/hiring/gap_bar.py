"""A bar in a cell: how many are vacant, from zero, on one scale down the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from hrgrid.ui import theme
from hrgrid.ui.tables import CellDelegate

_BAR = 12


class GapDelegate(CellDelegate):
    """Draws the cells of one column as bars, all others as text.

    `counted` gives the count of a row and `most` the highest, so that all bars share a scale;
    the text of the cell stands at the right.
    """

    def __init__(
        self,
        parent: QWidget,
        column: int,
        counted: Callable[[Any], int],
        most: Callable[[], int],
    ) -> None:
        super().__init__(parent)
        self._column, self._counted, self._most = column, counted, most

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Background and rule, the bar, the text."""
        if index.column() != self._column:
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, theme.colour("selection" if selected else "surface"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        area = QRectF(option.rect).adjusted(8, 0, -8, 0)
        told = str(index.data() or "")
        font = theme.font(theme.LABEL)
        painter.setFont(font)
        painter.setPen(theme.colour("text2"))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, flags, told)
        words = QFontMetrics(font).horizontalAdvance("100.0%") + 10
        count, most = self._counted(index.model().row(index)), self._most()  # type: ignore[attr-defined]
        room = max(0.0, area.width() - words)
        if count and most:
            height = theme.length(_BAR)
            bar = QRectF(area.left(), area.center().y() - height / 2, room * count / most, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("warn_bar"))
            painter.drawRoundedRect(bar, 3, 3)
        painter.restore()
