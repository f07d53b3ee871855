"""How a cell of the sign-in sheet looks: amber where it is missing, a dot while it is not safe."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hrgrid.training.rules.words import Presence
from hrgrid.ui import theme
from hrgrid.ui.training.attend_model import Cell, Place, SheetModel
from hrgrid.ui.training.attend_typing import Typing
from hrgrid.ui.training.words import PRESENCE_COLOURS

_PAD = 6
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def row_height() -> int:
    """31 px at the standard text size."""
    return QFontMetrics(theme.font()).height() + 11


class SheetPainter(QStyledItemDelegate):
    """Draws every cell; `typing` is what is typed into the current one, `refused` its fault."""

    def __init__(self, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.typing: Typing | None = None
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
        if cell is None:
            self._beside(painter, option, index)
        else:
            self._session(painter, option, index, cell)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, colour: str) -> None:
        area = option.rect
        painter.fillRect(area, theme.colour(colour))
        painter.setPen(theme.colour("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topRight(), area.bottomRight())

    def _session(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        cell: Cell,
    ) -> None:
        model = self._model
        value = model.values.get(cell)
        missing = value is None and model.begun(cell[0])
        absent = value is not None and value.presence is Presence.ABSENT
        ground = "alt" if model.barred(cell) else "surface"
        ground = "warn_bg" if missing else "bad_bg" if absent else ground
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._ground(painter, option, "selection" if selected else ground)
        area = QRectF(option.rect).adjusted(_PAD, 0, -_PAD, 0)
        current = self.current.isValid() and index == self.current
        if current and self.typing is not None:
            self._typed(painter, area)
        elif missing:
            self._write(painter, area, "未登记", "warn", _MIDDLE, px=theme.CAPTION)
        elif value is not None:
            plain = value.presence is Presence.PRESENT
            colour = PRESENCE_COLOURS[value.presence]
            px = theme.BODY if plain else theme.LABEL
            self._write(painter, area, value.words, colour, _MIDDLE, px=px)
        if model.is_pending(cell):
            self._dot(painter, option)
        if current:
            self._frame(painter, option)

    def _typed(self, painter: QPainter, area: QRectF) -> None:
        assert self.typing is not None  # noqa: S101 - asked before
        colour = "bad" if self.refused else "text"
        self._write(painter, area, self.typing.shown, colour, _MIDDLE, px=theme.LABEL)
        font = theme.font(theme.LABEL)
        wide = QFontMetrics(font).horizontalAdvance(self.typing.shown)
        right = min(area.right(), area.center().x() + wide / 2 + 2)
        height = QFontMetrics(font).height()
        top = area.center().y() - height / 2
        painter.setPen(theme.colour("text"))
        painter.drawLine(QPointF(right, top), QPointF(right, top + height))

    def _frame(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        painter.setPen(theme.colour("bad" if self.refused else "accent"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for inset in (0, 1):
            painter.drawRect(option.rect.adjusted(inset, inset, -1 - inset, -1 - inset))

    def _dot(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Not safe on the disk yet."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        side = theme.length(5)
        corner = option.rect.topLeft()
        painter.drawEllipse(QRectF(corner.x() + 4, corner.y() + 4, side, side))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _beside(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        self._ground(painter, option, "alt")
        area = QRectF(option.rect).adjusted(8, 0, -8, 0)
        place, text = self._model.columns[index.column()], str(index.data() or "")
        sheet = self._model.sheet
        if place is Place.HINT and sheet is not None:
            colour = self._model.hint(sheet.members[index.row()].enrolment_id)[1]
            self._write(painter, area, text, colour, _LEFT, px=theme.LABEL)
        elif place is Place.NAME:
            self._write(painter, area, text, "text", _LEFT, strong=True)
        else:
            side = _RIGHT if place is Place.HOURS else _LEFT
            self._write(painter, area, text, "text2", side)

    def _write(
        self,
        painter: QPainter,
        area: QRectF,
        text: str,
        colour: str,
        side: Qt.AlignmentFlag,
        *,
        px: int = theme.BODY,
        strong: bool = False,
    ) -> None:
        if not text:
            return
        font = theme.font(px, strong=strong)
        painter.setFont(font)
        painter.setPen(theme.colour(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, side, shown)
