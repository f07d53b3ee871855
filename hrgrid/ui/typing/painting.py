"""How a cell looks: its ground, what stands in it or is typed into it, a dot while it is not safe.

Every pixel of a cell is drawn.
"""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hrgrid.ui import theme
from hrgrid.ui.typing.model import CellModel, Index, Key, Value

Typing = TypeVar("Typing")
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignCenter
_PAD = 8


def row_height() -> int:
    """31 px at the standard text size."""
    return QFontMetrics(theme.font()).height() + 11


class Look(NamedTuple):
    """How a place is drawn; colours by their names in the theme, `px` as theme.font has it.

    `whole` is never cut off: half a number would be another number.
    """

    text: str = ""
    colour: str = "text"
    ground: str = "surface"
    px: int = theme.BODY
    side: Qt.AlignmentFlag = LEFT
    strong: bool = False
    struck: bool = False
    whole: bool = False


class Inks:
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


class CellPainter(QStyledItemDelegate, Generic[Key, Value, Typing]):
    """`typing` is what is typed into the cell `current`, None where nothing is.

    `refused` says that it cannot stand there. A room says how its places look (`look`, `beside`)
    and what is seen of what is typed (`shown`).
    """

    # Room at the sides of a cell, and how what is typed stands in it.
    pad = _PAD
    typed = Look(side=RIGHT)

    def __init__(self, model: CellModel[Key, Value], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.inks = Inks()
        self.typing: Typing | None = None
        self.refused = False
        self.current = QPersistentModelIndex()

    # --- what a room says ---------------------------------------------------------------------

    def look(self, cell: Key, row: int) -> Look:
        """How a cell looks at rest."""
        raise NotImplementedError

    def beside(self, index: Index, text: str) -> Look:
        """How a place beside the cells looks."""
        raise NotImplementedError

    def shown(self, typing: Typing) -> str:
        """What is typed, as it stands in the cell."""
        raise NotImplementedError

    # --- drawing ------------------------------------------------------------------------------

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground, rules, what stands there, and the frame of the current cell."""
        painter.save()
        self.inks.follow()
        cell, area = self._model.cell_at(index), option.rect
        if cell is None:
            look = self.beside(index, str(index.data() or ""))
            self._ground(painter, area, look.ground)
            self.draw_beside(painter, QRectF(area).adjusted(_PAD, 0, -_PAD, 0), index, look)
            painter.restore()
            return
        look = self.look(cell, index.row())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._ground(painter, area, "selection" if chosen else look.ground)
        inside = QRectF(area).adjusted(self.pad, 0, -self.pad, 0)
        current = self.current.isValid() and index == self.current
        if current and self.typing is not None:
            self._draw_typed(painter, inside, self.shown(self.typing))
        else:
            self.write(painter, inside, look)
        if self._model.is_pending(cell):
            self._dot(painter, area)
        if current:
            self._frame(painter, area)
        painter.restore()

    def draw_beside(self, painter: QPainter, area: QRectF, _index: Index, look: Look) -> None:
        """What stands beside the cells; its ground is drawn."""
        self.write(painter, area, look)

    def write(self, painter: QPainter, area: QRectF, look: Look) -> None:
        """The text of a look."""
        if not look.text:
            return
        font, metrics = self.inks.letters(look.px, strong=look.strong, struck=look.struck)
        painter.setFont(font)
        painter.setPen(self.inks.colour(look.colour))
        shown = look.text
        if not look.whole:
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, look.side, shown)

    def _ground(self, painter: QPainter, area: QRect, colour: str) -> None:
        painter.fillRect(area, self.inks.colour(colour))
        painter.setPen(self.inks.colour("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topRight(), area.bottomRight())

    def _draw_typed(self, painter: QPainter, area: QRectF, shown: str) -> None:
        look = self.typed._replace(text=shown, colour="bad" if self.refused else "text")
        self.write(painter, area, look)
        _, metrics = self.inks.letters(look.px)
        right = area.right()
        if look.side is MIDDLE:
            right = min(right - 2, area.center().x() + metrics.horizontalAdvance(shown) / 2)
        top = area.center().y() - metrics.height() / 2
        painter.setPen(self.inks.colour("text"))
        painter.drawLine(QPointF(right + 2, top), QPointF(right + 2, top + metrics.height()))

    def _frame(self, painter: QPainter, area: QRect) -> None:
        painter.setPen(self.inks.colour("bad" if self.refused else "accent"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for inset in (0, 1):
            painter.drawRect(area.adjusted(inset, inset, -1 - inset, -1 - inset))

    def _dot(self, painter: QPainter, area: QRect) -> None:
        """Not safe on the disk yet."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.inks.colour("accent"))
        side = theme.length(5)
        painter.drawEllipse(QRectF(area.left() + 4, area.top() + 4, side, side))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
