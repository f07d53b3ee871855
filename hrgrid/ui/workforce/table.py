"""Lists from which rows are copied to Excel: several may be selected, Ctrl+C takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QKeyCombination,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView

from hrgrid.ui.tables import RowsModel, Table
from hrgrid.ui.workforce.heading import Heading
from hrgrid.ui.workforce.painting import Line, RowPainter

_OPENS_FILTER = QKeyCombination(Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Down)
# How many screenfuls before the end the next rows are asked for.
_AHEAD = 4


class SelectTable(Table):
    """A list with many rows on show and more behind; its first column stays in sight.

    `whole` is set by Ctrl+A: rows that come in later are selected too, until the selection is
    changed.
    """

    copy_wanted = Signal(bool)
    selected = Signal()

    def __init__(self, model: RowsModel[Any], name: str) -> None:
        super().__init__(model, name)
        self.whole = False
        self._selecting = False
        self.heading = heading = Heading(self)
        heading.setMinimumSectionSize(self.horizontalHeader().minimumSectionSize())
        self.setHorizontalHeader(heading)
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
        self.verticalScrollBar().valueChanged.connect(self._look_ahead)

    @property
    def selected_rows(self) -> list[Any]:
        """The selected rows that are loaded, from the top."""
        rows = self._model.rows
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [rows[at] for at in places]

    @property
    def selected_count(self) -> int:
        """How many loaded rows are selected."""
        selection = self.selectionModel().selection()
        return sum(selection.at(part).height() for part in range(selection.count()))

    def selectAll(self) -> None:
        """Everything that the conditions find, loaded or not."""
        self._quietly(super().selectAll)
        self.whole = True
        self.selected.emit()

    def copy(self, *, headings: bool) -> None:
        """Ask for a copy of the rows, with a line of headings or without: some may not be here."""
        self.copy_wanted.emit(headings)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens the filter of the column under the cursor."""
        if event.keyCombination() == _OPENS_FILTER:
            self.heading.ask_filter(self.currentIndex().column())
            return
        super().keyPressEvent(event)

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
        rows, selection, root = self._model.rows, self.selectionModel(), self.rootIndex()
        width, height = self.viewport().width(), self.rowHeight(first)
        return [
            Line(
                QRect(0, self.rowViewportPosition(at), width, height),
                rows[at],
                selection.isRowSelected(at, root),
            )
            for at in range(first, len(rows) if last < 0 else last + 1)
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

    def _look_ahead(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if bar.maximum() - value < _AHEAD * bar.pageStep():
            root = self.rootIndex()
            if self._model.canFetchMore(root):
                self._model.fetchMore(root)
