"""How a cell of the grid of figures looks: typed digits, a dot while it is not safe."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hrgrid.ui import theme
from hrgrid.ui.schemes.figures_model import FiguresModel

_PAD = 8
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FiguresPainter(QStyledItemDelegate):
    """`typing` is what is typed into the current cell, None where nothing is."""

    def __init__(self, model: FiguresModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.typing: str | None = None
        self.refused = False
        self.current = QPersistentModelIndex()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground, rules, what stands there, and the frame of the current cell."""
        painter.save()
        cell = self._model.cell_at(index)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and cell is not None
        quiet = cell is None or bool(self._model.barred(cell))
        ground = "selection" if chosen else "alt" if quiet else "surface"
        area = option.rect
        painter.fillRect(area, theme.colour(ground))
        painter.setPen(theme.colour("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topRight(), area.bottomRight())
        inner = QRectF(area).adjusted(_PAD, 0, -_PAD, 0)
        current = self.current.isValid() and index == self.current
        if cell is None:
            strong = index.column() == 1
            colour = "text" if strong else "text2"
            self._write(painter, inner, str(index.data() or ""), colour, _LEFT, strong=strong)
        elif current and self.typing is not None:
            self._typed(painter, inner)
        else:
            self._write(painter, inner, self._model.text(cell), "text", _RIGHT)
        if cell is not None and self._model.is_pending(cell):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            side = theme.length(5)
            painter.drawEllipse(QRectF(area.left() + 4, area.top() + 4, side, side))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if current and cell is not None:
            painter.setPen(theme.colour("bad" if self.refused else "accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for inset in (0, 1):
                painter.drawRect(area.adjusted(inset, inset, -1 - inset, -1 - inset))
        painter.restore()

    def _typed(self, painter: QPainter, area: QRectF) -> None:
        colour = "bad" if self.refused else "text"
        self._write(painter, area, self.typing or "", colour, _RIGHT)
        height = QFontMetrics(theme.font()).height()
        top = area.center().y() - height / 2
        painter.setPen(theme.colour("text"))
        painter.drawLine(QPointF(area.right() + 2, top), QPointF(area.right() + 2, top + height))

    def _write(
        self,
        painter: QPainter,
        area: QRectF,
        text: str,
        colour: str,
        side: Qt.AlignmentFlag,
        *,
        strong: bool = False,
    ) -> None:
        font = theme.font(strong=strong)
        painter.setFont(font)
        painter.setPen(theme.colour(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, side, shown)
