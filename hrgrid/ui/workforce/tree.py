"""The tree of areas with the people in each, down to the communities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from hrgrid.ui import icons, theme
from hrgrid.ui.workforce.conditions import Place
from hrgrid.workforce.queries import AreaRow

_Index = QModelIndex | QPersistentModelIndex
COUNT = int(Qt.ItemDataRole.UserRole) + 1
_CARET = 12
_NOTHING = QModelIndex()


class AreaModel(QAbstractItemModel):
    """Areas below their parents; an index carries the area's id.

    Children are looked up when the view opens an area, so that a closed branch costs nothing.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._areas: dict[int, AreaRow] = {}
        self._children: dict[int | None, list[int]] = {}
        self._places: dict[int, int] = {}
        self._counts: dict[int, int] = {}

    def show_areas(self, areas: Sequence[AreaRow], counts: dict[int, int]) -> None:
        """Show this tree: parents before their children, with the people in or below each."""
        self.beginResetModel()
        self._areas = {row.id: row for row in areas}
        self._children, self._places, self._counts = {}, {}, counts
        for row in areas:
            parent = row.parent_id if row.parent_id in self._areas else None
            siblings = self._children.setdefault(parent, [])
            self._places[row.id] = len(siblings)
            siblings.append(row.id)
        self.endResetModel()

    @property
    def tops(self) -> list[int]:
        """Ids of the areas without a parent."""
        return self._children.get(None, [])

    def area(self, index: _Index) -> AreaRow | None:
        """The area that an index stands on."""
        return self._areas.get(index.internalId()) if index.isValid() else None

    def names(self, area_id: int) -> tuple[str, ...]:
        """Names from the top down to an area."""
        names: list[str] = []
        row = self._areas.get(area_id)
        while row is not None:
            names.insert(0, row.name)
            row = self._areas.get(row.parent_id) if row.parent_id is not None else None
        return tuple(names)

    def index_of(self, area_id: int) -> QModelIndex:
        """The index of an area; an invalid one where the tree does not hold it."""
        if area_id not in self._places:
            return QModelIndex()
        return self.createIndex(self._places[area_id], 0, area_id)

    def index(self, row: int, column: int, parent: _Index = _NOTHING) -> QModelIndex:
        """The child at a place."""
        children = self._below(parent)
        if column or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, index: _Index = _NOTHING) -> QModelIndex:  # type: ignore[override]
        """The area above."""
        row = self.area(index)
        return self.index_of(row.parent_id) if row and row.parent_id else QModelIndex()

    def rowCount(self, parent: _Index = _NOTHING) -> int:
        """How many areas hang directly below."""
        return 0 if parent.column() > 0 else len(self._below(parent))

    def columnCount(self, _parent: _Index = _NOTHING) -> int:
        """One: the name, with the count beside it."""
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name and count."""
        row = self.area(index)
        if row is None:
            return None
        count = self._counts.get(row.id, 0)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.level.label}{row.name}，{count:,} 人"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.name}（{row.level.label}，编码 {row.code}）"
        return f"{count:,}" if role == COUNT else None

    def _below(self, parent: _Index) -> list[int]:
        return self._children.get(parent.internalId() if parent.isValid() else None, [])


class _AreaDelegate(QStyledItemDelegate):
    """Name at the left, count at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(theme.length(120), QFontMetrics(theme.font()).height() + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        area = QRectF(option.rect).adjusted(2, 0, -8, 0)
        count = str(index.data(COUNT) or "")
        font = theme.font(theme.BODY)
        metrics = QFontMetrics(font)
        painter.save()
        painter.setFont(font)
        painter.setPen(theme.colour("text" if chosen else "text2"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, count)
        room = int(area.width()) - metrics.horizontalAdvance(count) - 8
        name = metrics.elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, room)
        painter.setPen(theme.colour("text"))
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, name)
        painter.restore()


class AreaTree(QTreeView):
    """Chosen areas are told with `chosen`; several with Ctrl or Shift."""

    chosen = Signal()
    menu_wanted = Signal(object, object)

    def __init__(self, model: AreaModel) -> None:
        super().__init__()
        self._areas = model
        self._telling = True
        self.setModel(model)
        self.setAccessibleName("网格树")
        self.setItemDelegate(_AreaDelegate(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.fit()
        self.selectionModel().selectionChanged.connect(self._tell)

    @property
    def places(self) -> tuple[Place, ...]:
        """The chosen areas; none where everything is meant (the only top is chosen)."""
        rows = [self._areas.area(index) for index in self.selectionModel().selectedRows()]
        if len(self._areas.tops) == 1 and any(row and row.id in self._areas.tops for row in rows):
            return ()
        return tuple(Place(row.id, row.name, row.level) for row in rows if row)

    def fit(self) -> None:
        """Indentation for the text size."""
        self.setIndentation(theme.length(14))

    def show_areas(self, areas: Sequence[AreaRow], counts: dict[int, int]) -> None:
        """Show a tree; what was open and chosen stays so."""
        opened = [row.id for row in areas if self.isExpanded(self._areas.index_of(row.id))]
        chosen = [place.area_id for place in self.places]
        self._areas.show_areas(areas, counts)
        for area_id in opened or self._areas.tops[:1]:
            self.expand(self._areas.index_of(area_id))
        self.choose(chosen)

    def choose(self, area_ids: Iterable[int]) -> None:
        """Choose these areas without telling; the only top where none is given."""
        indexes = [self._areas.index_of(area_id) for area_id in area_ids]
        indexes = [index for index in indexes if index.isValid()]
        if not indexes and len(self._areas.tops) == 1:
            indexes = [self._areas.index_of(self._areas.tops[0])]
        selection = QItemSelection()
        for index in indexes:
            selection.select(index, index)
        model = self.selectionModel()
        self._telling = False
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if indexes:
            model.setCurrentIndex(indexes[0], QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(indexes[0])
        self._telling = True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu for the area under the mouse, or by key for the one under the cursor."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        area = self._areas.area(index)
        if area is not None:
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_wanted.emit(area, below if by_key else event.globalPos())

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The whole row in the colour of the selection: else it would come in two pieces."""
        if self.selectionModel().isSelected(index):
            painter.fillRect(option.rect, theme.colour("selection"))
        super().drawRow(painter, option, index)
        if self.hasFocus() and index == self.currentIndex():
            painter.setPen(theme.colour("accent"))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))

    def drawBranches(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        """A caret where there is something below."""
        if not self._areas.rowCount(index):
            return
        size = theme.length(_CARET)
        right = rect.right() - (self.indentation() - size) / 2
        area = QRectF(right - size, rect.center().y() - size / 2 + 1, size, size)
        name = "caret-down" if self.isExpanded(index) else "caret-right"
        icons.draw(painter, name, theme.colour("text2"), area)

    def _tell(self) -> None:
        if self._telling:
            self.chosen.emit()
