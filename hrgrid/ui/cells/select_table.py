"""Lists from which rows are copied to Excel: several may be selected, Ctrl+C takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QKeyCombination,
    QModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView

from hrgrid.ui.cells.heading import Heading
from hrgrid.ui.cells.list_model import ListModel
from hrgrid.ui.cells.painting import Line, RowPainter
from hrgrid.ui.tables import RowsModel, Table

_OPENS_FILTER = QKeyCombination(Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Down)
# How many screenfuls above and below what is seen are asked for.
_AHEAD = 2


class SelectTable(Table):
    """A list with many rows, of which those in sight are asked for; its first column stays.

    `whole` is set by Ctrl+A: rows that are counted later are selected too, until the selection
    is changed. `looked_at` tells which rows are in sight or nearly so.
    """

    copy_wanted = Signal(bool)
    selected = Signal()
    looked_at = Signal(int, int)

    def __init__(self, model: RowsModel[Any], name: str) -> None:
        super().__init__(model, name)
        self.whole = False
        self._selecting = False
        self.heading = heading = Heading(self)
        heading.setMinimumSectionSize(self.horizontalHeader().minimumSectionSize())
        self.setHorizontalHeader(heading)
        if isinstance(model, ListModel):
            model.heading_told = heading.section_told
        # A heading forgets the selection when the model is reset: choose the first row after it.
        model.modelReset.disconnect(self._keep_a_row)
        model.modelReset.connect(self._keep_a_row)
        # Sorting on, or a click on a heading would select everything; rows are sorted elsewhere.
        self.setSortingEnabled(True)
        heading.setSortIndicatorShown(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAutoScroll(False)
        # Every point is drawn here, so that scrolling may move what is on the screen.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._painter = RowPainter(self.devicePixelRatioF())
        self.selectionModel().selectionChanged.connect(self._notice)
        model.rowsInserted.connect(self._select_new)
        model.modelReset.connect(self._notice)
        self.verticalScrollBar().valueChanged.connect(self.look)
        model.rowsInserted.connect(self.look)

    @property
    def selected_places(self) -> list[int]:
        """Where the selected rows stand, from the top."""
        selection = self.selectionModel().selection()
        parts = [selection.at(part) for part in range(selection.count())]
        return sorted({at for part in parts for at in range(part.top(), part.bottom() + 1)})

    @property
    def selected_rows(self) -> list[Any]:
        """The selected rows that are here, from the top."""
        found = map(self._model.row_at, self.selected_places)
        return [row for row in found if row is not None]

    @property
    def selected_count(self) -> int:
        """How many rows are selected."""
        selection = self.selectionModel().selection()
        return sum(selection.at(part).height() for part in range(selection.count()))

    def selectAll(self) -> None:
        """Everything that the conditions find, here or not."""
        self._quietly(super().selectAll)
        self.whole = True
        self.selected.emit()

    def copy(self, *, headings: bool) -> None:
        """Ask for a copy of the rows, with a line of headings or without: some may not be here."""
        self.copy_wanted.emit(headings)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens the filter of the column under the cursor; the list follows the cursor."""
        if event.keyCombination() == _OPENS_FILTER:
            self.heading.ask_filter(self.currentIndex().column())
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self._follow(self.currentIndex())

    def _follow(self, index: QModelIndex) -> None:
        # Qt's own way would follow the mouse too, and leave the first columns for the current one.
        bar = self.horizontalScrollBar()
        value = bar.value()
        self.scrollTo(index)
        bar.setValue(value)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows in sight."""
        ratio = self.devicePixelRatioF()
        if not self._painter.suits(ratio):
            self._painter = RowPainter(ratio)
        painter = QPainter(self.viewport())
        self._painter.blank(painter, event.rect())
        self._draw_lines(painter, self._lines(event.rect()))
        painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Sideways everything is drawn anew: the first column must not move along."""
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()
            self.horizontalHeader().viewport().update()

    def _lines(self, area: QRect) -> list[Line]:
        """The rows that an area shows a part of."""
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return []
        model, selection, root = self._model, self.selectionModel(), self.rootIndex()
        width, height = self.viewport().width(), self.rowHeight(first)
        return [
            Line(
                QRect(0, self.rowViewportPosition(at), width, height),
                model.row_at(at),
                selection.isRowSelected(at, root),
            )
            for at in range(first, model.rowCount() if last < 0 else last + 1)
        ]

    def _draw_lines(self, painter: QPainter, lines: list[Line]) -> None:
        self._painter.ground(painter, lines)
        for at, column in enumerate(self._model.columns):
            if not self.isColumnHidden(at):
                left, width = self.columnViewportPosition(at), self.columnWidth(at)
                self._painter.column(painter, lines, column, left, width)
        if self.horizontalOffset():
            self._painter.frozen(painter, lines, self._model.columns[0], self.columnWidth(0))
        if self.hasFocus() and not self.selectionModel().isSelected(self.currentIndex()):
            self._painter.frame(painter, self._row_area(self.currentIndex().row()))

    def _row_area(self, at: int) -> QRect:
        return QRect(0, self.rowViewportPosition(at), self.viewport().width(), self.rowHeight(at))

    def _quietly(self, call: Callable[[], None]) -> None:
        self._selecting = True
        call()
        self._selecting = False

    def _notice(self) -> None:
        if not self._selecting:
            self.whole = False
            self.selected.emit()

    def _select_new(self, _parent: object, first: int, last: int) -> None:
        if self.whole:
            model = self._model
            new = QItemSelection(model.index(first, 0), model.index(last, 0))
            flags = (
                QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            )
            self._quietly(lambda: self.selectionModel().select(new, flags))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A larger window shows more rows."""
        super().resizeEvent(event)
        self.look()

    def look(self, *_: object) -> None:
        """Tell which rows are in sight, with some screenfuls around them."""
        count = self._model.rowCount()
        if count:
            first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
            last = count - 1 if last < 0 else last
            around = _AHEAD * (last - max(0, first) + 1)
            self.looked_at.emit(max(0, first - around), min(count - 1, last + around))
