"""A bar in a cell: done and booked of those who are due, every street on its own whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from hrgrid.training.rules.rotation import StreetProgress
from hrgrid.ui import theme
from hrgrid.ui.tables import CellDelegate

_BAR = 12


class ShareDelegate(CellDelegate):
    """Draws the cells of one column as bars from zero to everybody who is due; text at the right.

    Dark is done, light is booked, the track is who is open.
    """

    def __init__(
        self, parent: QWidget, column: int, progress: Callable[[Any], StreetProgress]
    ) -> None:
        super().__init__(parent)
        self._column, self._progress = column, progress

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Background and rule, the bar, the share."""
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
        font = theme.font(theme.LABEL)
        painter.setFont(font)
        painter.setPen(theme.colour("text2"))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, flags, str(index.data() or ""))
        words = QFontMetrics(font).horizontalAdvance("100.00%") + 10
        one = self._progress(index.model().row(index))  # type: ignore[attr-defined]
        self._bar(painter, area.adjusted(0, 0, -words, 0), one)
        painter.restore()

    @staticmethod
    def _bar(painter: QPainter, area: QRectF, one: StreetProgress) -> None:
        if not one.due or area.width() <= 0:
            return
        height = theme.length(_BAR)
        whole = QRectF(area.left(), area.center().y() - height / 2, area.width(), height)
        painter.setPen(Qt.PenStyle.NoPen)
        for count, colour in (
            (one.due, "track"),
            (one.done + one.booked, "selection"),
            (one.done, "ok" if one.done >= one.due else "bar"),
        ):
            if count:
                part = QRectF(whole)
                part.setWidth(max(3.0, whole.width() * count / one.due))
                painter.setBrush(theme.colour(colour))
                painter.drawRoundedRect(part, 3, 3)
