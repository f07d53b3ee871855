"""A list whose cells may be selected one by one, typed into, pasted into and filled.

In the mode of cells the keys are those of Excel; in the other mode the list is one of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyledItemDelegate, QTableView, QWidget

from hrgrid.ui import theme
from hrgrid.ui.cells.clipboard import Block, block_of, tab_separated
from hrgrid.ui.cells.list_model import ListModel
from hrgrid.ui.cells.painting import Line
from hrgrid.ui.cells.plan import At
from hrgrid.ui.cells.select_table import SelectTable
from hrgrid.ui.forms import restyle

_CONTROL = Qt.KeyboardModifier.ControlModifier
_STEPS = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}


class CellEditor(QStyledItemDelegate):
    """A line of text over the cell; a text that is refused stays until it is mended or let go."""

    def __init__(self, table: CellTable) -> None:
        super().__init__(table)
        self._table = table

    def createEditor(self, parent: QWidget, _option: Any, index: Any) -> QWidget:
        """A line named after its column, for screen readers."""
        line = QLineEdit(parent)
        line.setAccessibleName(self._table.cell_name(index))
        return line

    def setEditorData(self, editor: QWidget, index: Any) -> None:
        """Begin with what is there; a masked number begins empty."""
        line = cast("QLineEdit", editor)
        if line.isModified():
            # Rows that are read anew while somebody types take nothing out of his hands.
            return
        line.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        line.selectAll()

    def setModelData(self, editor: QWidget, _model: Any, index: Any) -> None:
        """Hand the text on; one that is refused is not taken."""
        line = cast("QLineEdit", editor)
        if line.isModified():
            self._table.typed.emit(index, line.text())

    def updateEditorGeometry(self, editor: QWidget, option: Any, _index: Any) -> None:
        """As large as the cell."""
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter goes down and Tab right, once the text is taken."""
        if event.type() == QEvent.Type.KeyPress and isinstance(editor, QLineEdit):
            step = _STEPS.get(Qt.Key(cast("QKeyEvent", event).key()))
            if step is not None:
                self._finish(editor, step)
                return True
        return super().eventFilter(editor, event)

    def _finish(self, editor: QLineEdit, step: At) -> None:
        table = self._table
        if editor.isModified():
            refused = table.refuses(table.currentIndex(), editor.text())
            restyle(editor, "wrong", bool(refused))
            editor.setAccessibleDescription(refused)
            editor.setToolTip(refused)
            if refused:
                table.refused.emit(refused)
                return
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        table.setFocus()
        table.step(*step)


class CellTable(SelectTable):
    """`show_cells` turns the mode; what is typed, pasted, cleared or filled is only told."""

    typed = Signal(QModelIndex, str)
    refused = Signal(str)
    pasted = Signal(object)
    cleared = Signal()
    filled = Signal(int)

    _cells = False

    def __init__(self, model: ListModel[Any], name: str) -> None:
        super().__init__(model, name)
        self.refuses: Callable[[QModelIndex, str], str] = lambda _index, _text: ""
        self._editable: frozenset[int] = frozenset()
        self._rows_delegate = self.itemDelegate()
        self._cell_editor = CellEditor(self)

    @property
    def cells(self) -> bool:
        """Whether cells are selected rather than rows."""
        return self._cells

    def show_cells(self, editable: Iterable[int] | None) -> None:
        """Select cells, of which these columns may be typed into; None: rows again."""
        self._cells = editable is not None
        self._editable = frozenset(editable or ())
        behaviour, trigger = QAbstractItemView.SelectionBehavior, QAbstractItemView.EditTrigger
        current = self.currentIndex()
        on = self._cells
        self.setSelectionBehavior(behaviour.SelectItems if on else behaviour.SelectRows)
        keys = trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked
        self.setEditTriggers(keys if on else trigger.NoEditTriggers)
        self.setItemDelegate(self._cell_editor if on else self._rows_delegate)
        self.setTabKeyNavigation(on)
        self.clearSelection()
        row = max(0, current.row())
        if on and self._model.rowCount():
            self._stand_on(row, min(self._editable, default=0))
        elif self._model.rowCount():
            self.selectRow(row)
        self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        """A double click on a cell types into it and opens nothing."""
        if not self._cells:
            super()._open(index)

    def _keep_a_row(self) -> None:
        if self._cells and self._model.rowCount():
            self._stand_on(0, min(self._editable, default=0))
        else:
            super()._keep_a_row()

    def cell_name(self, index: Any) -> str:
        """A cell as a screen reader says it: whose row, which column."""
        header = self._model.columns[index.column()].title
        return f"{self._model.index(index.row(), 0).data()}，{header}"

    # --- where cells are ----------------------------------------------------------------------

    @property
    def places(self) -> list[int]:
        """The columns on show, in their order on the screen."""
        header = self.horizontalHeader()
        order = (header.logicalIndex(place) for place in range(header.count()))
        return [at for at in order if not self.isColumnHidden(at)]

    def selected_cells(self) -> list[At]:
        """The selected cells on show as (row, place)."""
        place_of = {column: place for place, column in enumerate(self.places)}
        selection = self.selectionModel().selection()
        parts = [selection.at(part) for part in range(selection.count())]
        return sorted(
            {
                (row, place_of[column])
                for part in parts
                for row in range(part.top(), part.bottom() + 1)
                for column in range(part.left(), part.right() + 1)
                if column in place_of
            }
        )

    @property
    def selected_cell_count(self) -> int:
        """How many cells on show are selected; quick, however many there are."""
        selection, places = self.selectionModel().selection(), self.places
        parts = [selection.at(part) for part in range(selection.count())]
        return sum(
            part.height() * sum(part.left() <= at <= part.right() for at in places)
            for part in parts
        )

    def corner(self) -> At:
        """Where a block begins: the top left of the selection, or the current cell."""
        cells = self.selected_cells()
        if cells:
            return min(row for row, _ in cells), min(place for _, place in cells)
        current = self.currentIndex()
        return current.row(), self.places.index(current.column())

    def step(self, down: int, right: int) -> None:
        """Move the current cell, as far as the table goes."""
        places, current = self.places, self.currentIndex()
        row = min(max(0, current.row() + down), self._model.rowCount() - 1)
        place = places.index(current.column()) + right
        if 0 <= place < len(places) and row >= 0:
            self._stand_on(row, places[place])

    def _stand_on(self, row: int, column: int) -> None:
        # Said outright: Qt would ask which modifier keys are held down.
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        index = self._model.index(row, column)
        self.selectionModel().setCurrentIndex(index, flag)
        self.show_cell(index)

    def show_cell(self, index: QModelIndex) -> None:
        """Scroll a cell into sight, beside the column that stays."""
        self.scrollTo(index)
        hidden = self.columnWidth(0) - self.columnViewportPosition(index.column())
        if index.column() and hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    # --- keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Excel's keys while cells are selected."""
        if not self._cells:
            super().keyPressEvent(event)
        elif not self._take_key(event):
            before = self.currentIndex()
            super().keyPressEvent(event)
            if self.currentIndex() != before:
                self.show_cell(self.currentIndex())

    def _take_key(self, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(self._clipboard())
        elif key in {Qt.Key.Key_D, Qt.Key.Key_R} and modifiers == _CONTROL:
            self.filled.emit(0 if key == Qt.Key.Key_D else 1)
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.cleared.emit()
        elif key in _STEPS:
            self.step(*_STEPS[key])
        else:
            return False
        return True

    def event(self, event: QEvent) -> bool:
        """Qt takes Tab before it comes as a key; the keys of the shell must not take Ctrl+D."""
        if self._cells and event.type() == QEvent.Type.KeyPress:
            key = cast("QKeyEvent", event)
            if Qt.Key(key.key()) in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
                self.keyPressEvent(key)
                return True
        return super().event(event)

    @staticmethod
    def _clipboard() -> Block:
        return block_of(QGuiApplication.clipboard().text())

    def selectAll(self) -> None:
        """All cells, here or not; rows where rows are selected."""
        if self._cells:
            QTableView.selectAll(self)
        else:
            super().selectAll()

    def copy_cells(self, *, headings: bool) -> None:
        """The rectangle around the selected cells; what is not selected in it stays empty.

        Their rows must be here.
        """
        cells = set(self.selected_cells())
        if not cells:
            return
        places = self.places
        rows = sorted({row for row, _ in cells})
        width = range(min(at for _, at in cells), max(at for _, at in cells) + 1)
        titles = [[self._model.columns[places[at]].title for at in width]] if headings else []
        texts = self.texts_of(cells)
        lines = [[texts.get((row, at), "") for at in width] for row in rows]
        QGuiApplication.clipboard().setText(tab_separated([*titles, *lines]))

    def texts_of(self, cells: Iterable[At]) -> dict[At, str]:
        """What cells show; those of rows that are not here are left out."""
        columns, places, found = self._model.columns, self.places, {}
        for at in cells:
            row = self._model.row_at(at[0])
            if row is not None:
                found[at] = columns[places[at[1]]].text(row)
        return found

    # --- painting -----------------------------------------------------------------------------

    def _draw_lines(self, painter: QPainter, lines: list[Line]) -> None:
        if not self._cells:
            super()._draw_lines(painter, lines)
            return
        plain = [Line(line.area, line.row, selected=False) for line in lines]
        self._painter.ground(painter, plain)
        selection, height = self.selectionModel(), self.rowHeight(0)
        for at, column in enumerate(self._model.columns):
            if self.isColumnHidden(at):
                continue
            left, width = self.columnViewportPosition(at), self.columnWidth(at)
            for line in plain:
                area = QRect(left, line.area.top(), width, height - 1)
                if selection.isSelected(self._model.index(self.rowAt(line.area.top()), at)):
                    painter.fillRect(area, theme.colour("selection"))
                elif at not in self._editable:
                    painter.fillRect(area, theme.colour("alt"))
            self._painter.column(painter, plain, column, left, width)
        if self.horizontalOffset():
            self._painter.frozen(painter, plain, self._model.columns[0], self.columnWidth(0))
        current = self.currentIndex()
        if current.isValid():
            painter.setPen(theme.colour("accent"))
            area = self.visualRect(current)
            for inset in (0, 1):
                painter.drawRect(area.adjusted(inset, inset, -1 - inset, -2 - inset))
