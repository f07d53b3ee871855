"""What the search field offers: the list behind its popup and how a row of it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hrgrid.ui import icons, theme

_Index = QModelIndex | QPersistentModelIndex
FIND = int(Qt.ItemDataRole.UserRole) + 1
_NOTHING = QModelIndex()


@dataclass(frozen=True)
class Find:
    """Something that can be found: what it is called, by which words, and where it is.

    What is no more is `quiet`.
    """

    title: str
    words: str
    page: str
    part: str = ""
    beside: str = ""
    glyph: str = "arrow-right"
    quiet: bool = False


class FindModel(QAbstractListModel):
    """What is offered, in order."""

    def __init__(self) -> None:
        super().__init__()
        self._finds: list[Find] = []

    @property
    def finds(self) -> list[Find]:
        """What is offered now."""
        return list(self._finds)

    def show_finds(self, finds: Sequence[Find]) -> None:
        """Offer these."""
        self.beginResetModel()
        self._finds = list(finds)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOTHING) -> int:
        """How many are offered."""
        return 0 if parent.isValid() else len(self._finds)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title; what stands beside it for screen readers."""
        if not index.isValid() or index.row() >= len(self._finds):
            return None
        find = self._finds[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return find.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{find.title}，{find.beside}" if find.beside else find.title
        return find if role == FIND else None


class FindDelegate(QStyledItemDelegate):
    """An icon, the title, and quietly what it is."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(theme.length(200), QFontMetrics(theme.font()).height() + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        find: Find = index.data(FIND)
        painter.save()
        area = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection"))
            painter.drawRoundedRect(area, 4, 4)
        size = theme.length(16)
        place = QRectF(area.left() + 8, area.center().y() - size / 2, size, size)
        icons.draw(painter, find.glyph, theme.colour("text2"), place)
        inner = area.adjusted(size + 16, 0, -8, 0)
        self._write(painter, inner, find)
        painter.restore()

    @staticmethod
    def _write(painter: QPainter, area: QRectF, find: Find) -> None:
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        elided = Qt.TextElideMode.ElideRight
        title, beside = theme.font(), theme.font(theme.CAPTION)
        metrics = QFontMetrics(title)
        shown = metrics.elidedText(find.title, elided, int(area.width()))
        painter.setFont(title)
        painter.setPen(theme.colour("text3" if find.quiet else "text"))
        painter.drawText(area, middle, shown)
        rest = area.adjusted(metrics.horizontalAdvance(shown) + 12, 0, 0, 0)
        painter.setFont(beside)
        painter.setPen(theme.colour("text3"))
        told = QFontMetrics(beside).elidedText(find.beside, elided, max(0, int(rest.width())))
        painter.drawText(rest, middle | right, told)
