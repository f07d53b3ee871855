"""The cursor of a table that is typed into: where it stands, where it goes, what is in sight."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any, Generic

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from hrgrid.ui import theme
from hrgrid.ui.typing.frozen import FrozenColumns
from hrgrid.ui.typing.model import CellModel, Key, Value
from hrgrid.ui.typing.painting import CellPainter, row_height

_ALONE = QItemSelectionModel.SelectionFlag.ClearAndSelect


class Walk(enum.Enum):
    """Where the cursor goes when a cell is done: along its row first, or down its column."""

    ALONG = "along"
    DOWN = "down"


class CursorGrid(QTableView, Generic[Key, Value]):
    """Rows of cells, of which the first `frozen` columns say whose they are and stay in sight.

    `moved` carries the cell of the cursor, None beside the cells.
    """

    moved = Signal(object)

    def __init__(
        self,
        model: CellModel[Key, Value],
        painter: CellPainter[Key, Value, Any],
        *,
        name: str,
        frozen: int,
        who: str,
    ) -> None:
        super().__init__()
        self._model = model
        self.painter = painter
        self.walk = Walk.DOWN
        painter.setParent(self)
        self.setModel(model)
        self.setItemDelegate(painter)
        self.setAccessibleName(name)
        # Chinese input methods would swallow the digits.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(theme.length(36))
        # Every pixel is drawn here: then Qt moves what scrolls and only draws the row that comes.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.frozen = FrozenColumns(self, frozen, who)
        model.modelReset.connect(self._begin)
        self.selectionModel().currentChanged.connect(self._show_current)

    def widths(self, room: int) -> list[int]:
        """The width of each column in px, in a viewport that is `room` wide."""
        raise NotImplementedError

    def drop_typed(self) -> None:
        """Forget what is typed."""
        self.painter.typing, self.painter.refused = None, False

    def repaint_current(self) -> None:
        """Show what is typed by now."""
        self.update(self.currentIndex())

    # --- places -------------------------------------------------------------------------------

    @property
    def cell(self) -> Key | None:
        """Where the cursor stands."""
        return self._model.cell_at(self.currentIndex())

    def go(self, cell: Key) -> None:
        """Put the cursor on a cell and bring it into sight."""
        index = self._model.index_of(cell)
        if index.isValid():
            self._go(index)
        self.setFocus()

    def _go(self, index: QModelIndex) -> None:
        self.selectionModel().setCurrentIndex(index, _ALONE)
        self.scrollTo(index)
        # Out from behind the columns that stay.
        behind = self.frozen.reach() - self.visualRect(index).left()
        if behind > 0 and self._model.cell_at(index) is not None:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - behind)

    def cells(self) -> list[Key]:
        """The selected cells, the cursor's alone where nothing else is selected."""
        found = (self._model.cell_at(index) for index in self._selected())
        return [cell for cell in found if cell is not None]

    def _selected(self) -> list[QModelIndex]:
        """The selected places row by row, the cursor's alone where nothing else is selected."""
        indexes = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        return sorted(indexes, key=lambda each: (each.row(), each.column()))

    def select_block(self, cells: list[Key]) -> None:
        """Select what was pasted, so that it can be seen and cleared at once."""
        indexes = [index for cell in cells if (index := self._model.index_of(cell)).isValid()]
        if not indexes:
            return
        rows, columns = [i.row() for i in indexes], [i.column() for i in indexes]
        corner = self._model.index(min(rows), min(columns))
        self._go(corner)
        block = QItemSelection(corner, self._model.index(max(rows), max(columns)))
        self.selectionModel().select(block, _ALONE)

    def begin_where_left(self) -> None:
        """The cursor on the first empty cell, column after column."""
        for index in self.in_order(Walk.DOWN):
            if self._model.cell_at(index) not in self._model.values:
                self._go(index)
                return

    def _begin(self) -> None:
        """The first cell that can be filled; where none can, they are still looked at by keys."""
        self.drop_typed()
        self.selectionModel().clear()
        columns = self._model.typed_columns
        if columns and self._model.rowCount():
            self._go(next(self.in_order(self.walk), self._model.index(0, columns[0])))
        self.fit()

    def _show_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        self.drop_typed()
        self.painter.current = QPersistentModelIndex(current)
        for index in (current, previous):
            if index.isValid():
                self.update(index)
        self.moved.emit(self._model.cell_at(current))

    def in_order(self, walk: Walk, behind: QModelIndex | None = None) -> Iterator[QModelIndex]:
        """The cells that can be filled, in the order of the walk, those `behind` a place alone."""
        rows, columns = self._model.rowCount(), self._model.typed_columns
        inner = rows if walk is Walk.DOWN else len(columns)
        if not rows or not columns:
            return
        start = 0
        if behind is not None and behind.column() in columns:
            row, at = behind.row(), columns.index(behind.column())
            start = 1 + (at * inner + row if walk is Walk.DOWN else row * inner + at)
        for place in range(start, rows * len(columns)):
            far, near = divmod(place, inner)
            row, at = (near, far) if walk is Walk.DOWN else (far, near)
            index = self._model.index(row, columns[at])
            cell = self._model.cell_at(index)
            if cell is not None and self._model.barred(cell) is None:
                yield index

    def jump_on(self) -> None:
        """To the next cell of the walk."""
        following = next(self.in_order(self.walk, self.currentIndex()), None)
        if following is not None:
            self._go(following)

    def _move(self, down: int, right: int) -> None:
        here = self.currentIndex()
        there = self._model.index(here.row() + down, here.column() + right)
        if there.isValid() and self._model.cell_at(there) is not None:
            self._go(there)

    # --- painting and widths ------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, and the ground beyond the last of them."""
        last = self._model.index(self._model.rowCount() - 1, self._model.columnCount() - 1)
        beyond = event.region().subtracted(QRegion(self._reach(last)))
        if not beyond.isEmpty():
            painter = QPainter(self.viewport())
            painter.setClipRegion(beyond)
            painter.fillRect(self.viewport().rect(), theme.colour("surface"))
            painter.end()
        super().paintEvent(event)

    def _reach(self, last: QModelIndex) -> QRect:
        """The part of the viewport that cells fill."""
        if not last.isValid():
            return QRect()
        row, column = last.row(), last.column()
        right = self.columnViewportPosition(column) + self.columnWidth(column)
        return QRect(0, 0, right, self.rowViewportPosition(row) + self.rowHeight(row))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out what is left over."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Row height and widths for the text size and the window."""
        self.verticalHeader().setDefaultSectionSize(row_height())
        for at, width in enumerate(self.widths(self.viewport().width())):
            self.setColumnWidth(at, width)
        self.frozen.follow()
