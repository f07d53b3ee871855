"""How a cell looks: white to type in, struck where dropped, amber where missing."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hrgrid.panels.rules.rows import Cell
from hrgrid.panels.rules.typing import Typed
from hrgrid.panels.rules.words import EntrantStatus, NoMark
from hrgrid.ui import theme
from hrgrid.ui.scoring.model import MarkColumn, Place, ScoreModel

_PAD = 8
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
# The first three by the colours of their medals.
_MEDALS = {1: "gold", 2: "text3", 3: "warn_bar"}


def row_height() -> int:
    """31 px at the standard text size."""
    return QFontMetrics(theme.font()).height() + 11


class _Inks:
    """Colours and letters of the look in force: made anew they cost more than drawing with them."""

    def __init__(self) -> None:
        self._look: tuple[object, ...] = ()
        self._colours: dict[str, QColor] = {}
        self._letters: dict[tuple[int, bool, bool], tuple[QFont, QFontMetrics]] = {}

    def follow(self) -> None:
        """Forget what was made for another look."""
        look = theme.tokens(), theme.text_size(), QApplication.font().family()
        if look != self._look:
            self._look = look
            self._colours.clear()
            self._letters.clear()

    def colour(self, name: str) -> QColor:
        """As theme.colour; not to be changed."""
        found = self._colours.get(name)
        if found is None:
            found = self._colours[name] = theme.colour(name)
        return found

    def letters(
        self, px: int, *, strong: bool = False, struck: bool = False
    ) -> tuple[QFont, QFontMetrics]:
        """As theme.font, with its measures."""
        key = px, strong, struck
        found = self._letters.get(key)
        if found is None:
            font = theme.font(px, strong=strong)
            font.setStrikeOut(struck)
            found = self._letters[key] = font, QFontMetrics(font)
        return found


class CellPainter(QStyledItemDelegate):
    """Draws every cell; `typed` is what was typed into the current one, `refused` its fault."""

    def __init__(self, model: ScoreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._inks = _Inks()
        self.typed: Typed | None = None
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
        self._inks.follow()
        column = self._model.columns[index.column()]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if isinstance(column, MarkColumn):
            cell = self._model.cell_at(index)
            assert cell is not None  # noqa: S101 - it is a column of marks
            self._mark(painter, option, index, cell, selected=selected)
        else:
            self._beside(painter, option, index, column)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, colour: str) -> None:
        area = option.rect
        painter.fillRect(area, self._inks.colour(colour))
        painter.setPen(self._inks.colour("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topRight(), area.bottomRight())

    def _mark(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        cell: Cell,
        *,
        selected: bool,
    ) -> None:
        model = self._model
        row = model.rows[index.row()]
        value, barred = model.marks.get(cell), model.barred(cell)
        missing = value is None and row.begun and cell in row.missing
        suspect = value is not None and model.is_suspect(cell)
        ground = "alt" if barred else "surface"
        ground = "warn_bg" if missing else "bad_bg" if suspect else ground
        self._ground(painter, option, "selection" if selected else ground)
        area = QRectF(option.rect).adjusted(_PAD, 0, -_PAD, 0)
        current = self.current.isValid() and index == self.current
        if current and self.typed is not None:
            self._typed(painter, area)
        elif missing:
            self._write(painter, area, "未录", "warn", px=theme.CAPTION)
        elif isinstance(value, NoMark) or not isinstance(value, int):
            self._write(painter, area, model.mark_text(cell), "text3", px=theme.CAPTION)
        else:
            dropped = cell in row.dropped
            quiet = dropped or row.entrant.status is not EntrantStatus.ENTERED
            self._write(
                painter,
                area,
                model.mark_text(cell),
                "bad" if suspect else "text3" if quiet else "text",
                strong=suspect,
                struck=dropped,
            )
        if model.is_pending(cell):
            self._dot(painter, option)
        if current:
            self._frame(painter, option)

    def _typed(self, painter: QPainter, area: QRectF) -> None:
        assert self.typed is not None  # noqa: S101 - asked before
        _, metrics = self._inks.letters(theme.BODY)
        shown = self.typed.text
        self._write(painter, area.adjusted(0, 0, -3, 0), shown, "bad" if self.refused else "text")
        painter.setPen(self._inks.colour("text"))
        height = metrics.height()
        top = area.center().y() - height / 2
        painter.drawLine(QPointF(area.right(), top), QPointF(area.right(), top + height))

    def _frame(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        painter.setPen(self._inks.colour("bad" if self.refused else "accent"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for inset in (0, 1):
            painter.drawRect(option.rect.adjusted(inset, inset, -1 - inset, -1 - inset))

    def _dot(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Not safe on the disk yet."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._inks.colour("accent"))
        side = theme.length(5)
        corner = option.rect.topLeft()
        painter.drawEllipse(QRectF(corner.x() + 4, corner.y() + 4, side, side))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _beside(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        place: Place,
    ) -> None:
        self._ground(painter, option, "alt")
        row = self._model.rows[index.row()]
        area = QRectF(option.rect).adjusted(_PAD, 0, -_PAD, 0)
        text = str(index.data() or "")
        gone = row.entrant.status is not EntrantStatus.ENTERED
        if place is Place.RANK and row.rank in _MEDALS:
            self._medal(painter, area, text, _MEDALS[row.rank])
        elif place in {Place.TOTAL, Place.RANK}:
            self._write(painter, area, text, "text", strong=True)
        elif place is Place.HINT:
            colour = self._model.hint(row)[1]
            self._write(painter, area, text, colour, px=theme.LABEL, right=False)
        elif place is Place.NAME:
            colour = "text3" if gone else "text"
            self._write(painter, area, text, colour, strong=not gone, right=False, struck=gone)
        else:
            self._write(painter, area, text, "text3" if gone else "text2", right=False)

    def _medal(self, painter: QPainter, area: QRectF, text: str, colour: str) -> None:
        side = min(area.height() - 6, theme.length(22))
        circle = QRectF(area.right() - side, area.center().y() - side / 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._inks.colour(colour))
        painter.drawEllipse(circle)
        painter.setPen(self._inks.colour("surface"))
        painter.setFont(self._inks.letters(theme.LABEL, strong=True)[0])
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, text)

    def _write(
        self,
        painter: QPainter,
        area: QRectF,
        text: str,
        colour: str,
        *,
        px: int = theme.BODY,
        strong: bool = False,
        struck: bool = False,
        right: bool = True,
    ) -> None:
        if not text:
            return
        font, metrics = self._inks.letters(px, strong=strong, struck=struck)
        painter.setFont(font)
        painter.setPen(self._inks.colour(colour))
        shown = text
        if not right:
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, _RIGHT if right else _LEFT, shown)
