"""The keyboard of the grid of figures: digits type into the cell, Enter goes down, Tab right."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from hrgrid.assessment.rules.fact_rows import Cell
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.typed import typed_figure
from hrgrid.core.errors import UserError
from hrgrid.ui import theme
from hrgrid.ui.cells.clipboard import tab_separated
from hrgrid.ui.schemes.figures_model import FROZEN, FiguresModel, Values
from hrgrid.ui.schemes.figures_painting import FiguresPainter
from hrgrid.ui.typing.frozen import FrozenColumns

_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}
_MODIFIED = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_LONGEST = 24
_LEAST, _NAME, _PLACE = 92, 84, 130


def folded(letters: str) -> str:
    """Digits, points and strokes as they were meant: full width ones are let pass."""
    narrow = unicodedata.normalize("NFKC", letters).replace("。", ".").replace("÷", "/")
    return "".join(sign for sign in narrow if sign.isdecimal() or sign in "./")


class FiguresGrid(QTableView):
    """`entered` carries figures by cell (None empties one); `pasted` a text for the cursor."""

    entered = Signal(object)
    pasted = Signal(str)
    refused_here = Signal(str)
    moved = Signal(object)
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, model: FiguresModel) -> None:
        super().__init__()
        self._model = model
        self.painter = FiguresPainter(model, self)
        self.setModel(model)
        self.setItemDelegate(self.painter)
        self.setAccessibleName("考核数据")
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
        self.frozen = FrozenColumns(self, len(FROZEN), "人员")
        model.modelReset.connect(self._begin)
        self.selectionModel().currentChanged.connect(self._show_current)

    # --- places -------------------------------------------------------------------------------

    @property
    def cell(self) -> Cell | None:
        """Where the cursor stands."""
        return self._model.cell_at(self.currentIndex())

    def go(self, cell: Cell) -> None:
        """Put the cursor on a cell and bring it into sight."""
        index = self._model.index_of(cell)
        if index.isValid():
            self._go(index)
        self.setFocus()

    def _go(self, index: QModelIndex) -> None:
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.scrollTo(index)
        behind = self.frozen.reach() - self.visualRect(index).left()
        if behind > 0 and self._model.cell_at(index) is not None:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - behind)

    def cells(self) -> list[Cell]:
        """The selected cells, the cursor's alone where nothing else is selected."""
        indexes = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        found = (self._model.cell_at(index) for index in indexes)
        return [cell for cell in found if cell is not None]

    def select_block(self, cells: list[Cell]) -> None:
        """Select what was pasted, so that it can be seen and cleared at once."""
        indexes = [index for cell in cells if (index := self._model.index_of(cell)).isValid()]
        if not indexes:
            return
        rows, columns = [i.row() for i in indexes], [i.column() for i in indexes]
        corner = self._model.index(min(rows), min(columns))
        self._go(corner)
        block = QItemSelection(corner, self._model.index(max(rows), max(columns)))
        self.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _begin(self) -> None:
        self._drop_typed()
        self.selectionModel().clear()
        if self._model.rowCount() and self._model.indicators:
            self._go(self._model.index(0, len(FROZEN)))
        self.fit()

    def begin_where_left(self) -> None:
        """The cursor on the first empty cell, indicator after indicator."""
        for column in range(len(FROZEN), self._model.columnCount()):
            for row in range(self._model.rowCount()):
                cell = self._model.cell_at(self._model.index(row, column))
                empty = cell is not None and cell not in self._model.values
                if cell is not None and empty and not self._model.barred(cell):
                    self._go(self._model.index(row, column))
                    return

    def _show_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        self._drop_typed()
        self.painter.current = QPersistentModelIndex(current)
        for index in (current, previous):
            if index.isValid():
                self.update(index)
        self.moved.emit(self._model.cell_at(current))

    # --- widths -------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what is left over to the indicators."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Row height and widths for the text size and the window."""
        self.verticalHeader().setDefaultSectionSize(QFontMetrics(theme.font()).height() + 11)
        letters = QFontMetrics(theme.font(theme.LABEL))
        # Two lines: what is counted, and its unit.
        self.horizontalHeader().setMinimumHeight(2 * letters.lineSpacing() + 10)
        widths = [theme.length(46), theme.length(_NAME), theme.length(_PLACE)]
        for row in self._model.indicators:
            wide = letters.horizontalAdvance(row.label) + 20
            widths.append(max(theme.length(_LEAST), min(wide, theme.length(170))))
        spare, count = self.viewport().width() - sum(widths), len(self._model.indicators)
        for at, width in enumerate(widths[: self._model.columnCount()]):
            more = min(theme.length(60), spare // count) if spare > 0 and count else 0
            self.setColumnWidth(at, width + (more if at >= len(FROZEN) else 0))
        self.frozen.follow()

    # --- keys ---------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the grid's own while it has the focus; Tab walks inside."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._is_own(event):
                event.accept()
                return True
            walks = event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
            if event.type() == QEvent.Type.KeyPress and walks:
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        keys = QKeySequence.StandardKey
        if event.matches(keys.Undo) or event.matches(keys.Redo):
            return True
        return event.key() == Qt.Key.Key_Escape and self.painter.typing is not None

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method commits all the same is taken as typed."""
        self._type(event.commitString())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key."""
        key = Qt.Key(event.key())
        if self._shortcut(event):
            return
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        stretches = shifted and key in {
            Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
        }  # fmt: skip
        if key in _ARROWS and not event.modifiers() & _MODIFIED and not stretches:
            if self._finish():
                self._move(*_ARROWS[key])
        elif key == Qt.Key.Key_Escape and self.painter.typing is not None:
            self._drop_typed()
            self.update(self.currentIndex())
        elif key == Qt.Key.Key_F2:
            self._edit()
        elif key == Qt.Key.Key_Backspace:
            self._type_less()
        elif key == Qt.Key.Key_Delete:
            self._clear()
        elif event.modifiers() & _MODIFIED:
            super().keyPressEvent(event)
        elif event.text().strip():
            self._type(event.text())
        else:
            super().keyPressEvent(event)

    def _shortcut(self, event: QKeyEvent) -> bool:
        keys = QKeySequence.StandardKey
        if event.matches(keys.Undo):
            self._drop_typed()
            self.undo_wanted.emit()
        elif event.matches(keys.Redo):
            self._drop_typed()
            self.redo_wanted.emit()
        elif event.matches(keys.Paste):
            self._drop_typed()
            text = QGuiApplication.clipboard().text()
            if self.cell is not None and text.strip():
                self.pasted.emit(text)
        elif event.matches(keys.Copy):
            self._copy()
        elif event.key() == Qt.Key.Key_D and event.modifiers() & _MODIFIED:
            self._fill_down()
        else:
            return False
        return True

    def _move(self, down: int, right: int) -> None:
        here = self.currentIndex()
        there = self._model.index(here.row() + down, here.column() + right)
        if there.isValid() and self._model.cell_at(there) is not None:
            self._go(there)

    # --- typing -------------------------------------------------------------------------------

    def _type(self, letters: str) -> None:
        typed, cell = folded(letters), self.cell
        if not typed or cell is None:
            return
        if barred := self._model.barred(cell):
            self.refused_here.emit(f"{barred}。")
            return
        self.painter.typing = ((self.painter.typing or "") + typed)[:_LONGEST]
        self.painter.refused = False
        self.update(self.currentIndex())

    def _edit(self) -> None:
        cell = self.cell
        if cell is not None and not self._model.barred(cell):
            self.painter.typing = self._model.text(cell)
            self.update(self.currentIndex())

    def _type_less(self) -> None:
        if self.painter.typing is None:
            self._edit()
        if self.painter.typing is not None:
            self.painter.typing = self.painter.typing[:-1]
            self.painter.refused = False
            self.update(self.currentIndex())

    def _finish(self) -> bool:
        """Hand over what was typed; False where it cannot stand, and the cursor stays."""
        typing, cell = self.painter.typing, self.cell
        if typing is None or cell is None:
            return True
        row = self._model.indicator_of(cell)
        try:
            figure = typed_figure(typing, row.based, self._model.named(cell))
        except UserError as error:
            self.painter.refused = True
            self.update(self.currentIndex())
            self.refused_here.emit(error.sentence.rstrip("。") + "。")
            return False
        self._drop_typed()
        self.update(self.currentIndex())
        self.entered.emit({cell: figure})
        return True

    def finish(self) -> bool:
        """What is typed goes in, where it can."""
        return self._finish()

    def _drop_typed(self) -> None:
        self.painter.typing, self.painter.refused = None, False

    def _clear(self) -> None:
        if self.painter.typing is not None:
            self._drop_typed()
            self.update(self.currentIndex())
            return
        gone: Values = {
            cell: None
            for cell in self.cells()
            if cell in self._model.values and not self._model.barred(cell)
        }
        if gone:
            self.entered.emit(gone)

    def _fill_down(self) -> None:
        """Ctrl+D: what stands in the topmost cell of each selected column, down to the lowest."""
        self._drop_typed()
        top: dict[str, Figure | None] = {}
        values: dict[Cell, Figure | None] = {}
        ordered = sorted(self.selectionModel().selectedIndexes(), key=lambda each: each.row())
        for index in ordered:
            cell = self._model.cell_at(index)
            if cell is None:
                continue
            if cell[1] not in top:
                top[cell[1]] = self._model.values.get(cell)
            elif top[cell[1]] is not None and not self._model.barred(cell):
                values[cell] = top[cell[1]]
        if values:
            self.entered.emit(values)

    def _copy(self) -> None:
        indexes = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        lines: dict[int, list[str]] = {}
        for index in sorted(indexes, key=lambda each: (each.row(), each.column())):
            lines.setdefault(index.row(), []).append(str(index.data() or ""))
        QGuiApplication.clipboard().setText(tab_separated(list(lines.values())))
