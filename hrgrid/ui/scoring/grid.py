"""The keyboard of the score grid: digits, arrows, Delete, R, paste; the cursor jumps on."""

from __future__ import annotations

import enum
from collections.abc import Iterator

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from hrgrid.panels.rules.rows import Cell, MarkValue
from hrgrid.panels.rules.typing import Typed, decimals_of, folded, shown_mark
from hrgrid.panels.rules.values import refused
from hrgrid.ui import theme
from hrgrid.ui.cells.clipboard import block_of, tab_separated
from hrgrid.ui.scoring.model import FROZEN, MarkColumn, ScoreModel
from hrgrid.ui.scoring.painting import CellPainter, row_height
from hrgrid.ui.scoring.widths import widths_of
from hrgrid.ui.typing.frozen import FrozenColumns

_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class Walk(enum.Enum):
    """Where the cursor goes when a mark is complete."""

    BY_ENTRANT = "entrant"
    BY_JUDGE = "judge"


class ScoreGrid(QTableView):
    """Rows of marks; everything by keyboard, no editor: digits stand in the cell as typed.

    `entered` carries what was typed or cleared (cells by value, None for cleared); `pasted` the
    block and where it begins; `refused` a sentence about what was not taken.
    """

    entered = Signal(object)
    pasted = Signal(object)
    reason_wanted = Signal(object)
    refused_here = Signal(str)
    moved = Signal(object)
    undo_wanted = Signal()
    redo_wanted = Signal()
    finish_wanted = Signal()

    def __init__(self, model: ScoreModel) -> None:
        super().__init__()
        self._model = model
        self.walk = Walk.BY_ENTRANT
        # The digits that were a whole mark a moment ago, and how many keys still belong to them.
        self._jumped: Typed | None = None
        self._late = 0
        self.painter = CellPainter(model, self)
        self.setModel(model)
        self.setItemDelegate(self.painter)
        self.setAccessibleName("评分表")
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
        self.frozen = FrozenColumns(self, len(FROZEN), "选手")
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
        self._clear_frozen(index)

    def _clear_frozen(self, index: QModelIndex) -> None:
        """Bring a cell out from behind the columns that stay."""
        behind = self.frozen.reach() - self.visualRect(index).left()
        if behind > 0 and self._model.cell_at(index) is not None:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - behind)

    def cells(self) -> list[Cell]:
        """The selected marks, the cursor's alone where nothing else is selected."""
        indexes = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        found = (self._model.cell_at(index) for index in indexes)
        return [cell for cell in found if cell is not None]

    def _begin(self) -> None:
        self._drop_typed()
        self.selectionModel().clear()
        if marks := self._mark_columns():
            self._go(next(self._walk_on(None), self._model.index(0, marks[0])))
        self.fit()

    def begin_where_left(self) -> None:
        """The cursor on the first cell that waits for a mark."""
        for row in self._model.rows:
            if row.missing:
                self.go(row.missing[0])
                return

    def _show_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        self._drop_typed()
        self.painter.current = QPersistentModelIndex(current)
        for index in (current, previous):
            if index.isValid():
                self.update(index)
        self.moved.emit(self._model.cell_at(current))

    def _mark_columns(self) -> list[int]:
        columns = enumerate(self._model.columns)
        return [at for at, column in columns if isinstance(column, MarkColumn)]

    def _walk_on(self, start: QModelIndex | None) -> Iterator[QModelIndex]:
        """The cells to come in the direction of the walk, those that take no mark left out."""
        marks = self._mark_columns()
        rows = range(self._model.rowCount())
        if self.walk is Walk.BY_ENTRANT:
            order = [(row, column) for row in rows for column in marks]
        else:
            order = [(row, column) for column in marks for row in rows]
        begun = start is None
        for row, column in order:
            if begun:
                index = self._model.index(row, column)
                cell = self._model.cell_at(index)
                if cell is not None and self._model.barred(cell) is None:
                    yield index
            elif start is not None and (row, column) == (start.row(), start.column()):
                begun = True

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
        """Give what is left over to the hint, then to the unit."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Row height and widths for the text size and the window."""
        self.verticalHeader().setDefaultSectionSize(row_height())
        widths = widths_of(self._model.columns, self.viewport().width())
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)
        self.frozen.follow()

    # --- keys ---------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the grid's own while it has the focus; Tab walks inside."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and _is_step_back(event):
                event.accept()
                return True
            walks = event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
            if event.type() == QEvent.Type.KeyPress and walks:
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method commits all the same is taken as typed."""
        self._type(event.commitString())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key."""
        if not folded(event.text()):
            self._jumped, self._late = None, 0
        if self._shortcut(event) or self._step(event):
            return
        key = event.key()
        if key == Qt.Key.Key_Escape and self.painter.typed is not None:
            self._drop_typed()
            self._repaint_current()
        elif key == Qt.Key.Key_Backspace:
            self._type_less()
        elif key == Qt.Key.Key_Delete:
            self._clear()
        elif key == Qt.Key.Key_R and not event.modifiers() & _MODIFIED:
            self._ask_reason()
        elif not event.modifiers() & _MODIFIED and folded(event.text()):
            self._type(event.text())
        elif event.text() and not event.modifiers() & _MODIFIED:
            # A letter would jump to a name; here it is a slip of the hand.
            event.accept()
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
            self._paste()
        elif event.matches(keys.Copy):
            self._copy()
        elif (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            if self._finish_typed():
                self.finish_wanted.emit()
        else:
            return False
        return True

    def _step(self, event: QKeyEvent) -> bool:
        """Enter and Tab end a mark and go on; arrows end it and go where they point."""
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._finish_typed():
                self._jump_on()
            return True
        if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            if self._finish_typed():
                self._move(0, 1 if key == Qt.Key.Key_Tab else -1)
            return True
        if key in _ARROWS and not event.modifiers() & _MODIFIED:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                return False
            if self._finish_typed():
                self._move(*_ARROWS[key])
            return True
        return False

    def _move(self, down: int, right: int) -> None:
        here = self.currentIndex()
        there = self._model.index(here.row() + down, here.column() + right)
        if there.isValid() and self._model.cell_at(there) is not None:
            self._go(there)

    def _jump_on(self) -> None:
        following = next(self._walk_on(self.currentIndex()), None)
        if following is not None:
            self._go(following)

    # --- typing -------------------------------------------------------------------------------

    def _type(self, letters: str) -> None:
        cell = self.cell
        if cell is None or not folded(letters):
            return
        if (barred := self._model.barred(cell)) is not None:
            self.refused_here.emit(f"{barred}。")
            return
        typed = self.painter.typed
        if (typed is None or self.painter.refused) and self._is_late(folded(letters)):
            return
        self._late = 0
        if typed is None or self.painter.refused:
            typed = Typed(self._model.item_of(cell))
        self.painter.refused = False
        self.painter.typed = typed.add(letters)
        self._repaint_current()
        done = self.painter.typed
        if done.whole and self._finish_typed():
            self._jump_on()
            self._jumped = None if "." in done.text else done

    def _is_late(self, keys: str) -> bool:
        """A point after the digits that were a whole mark, and what is typed behind it.

        100.0 is 100, and the cursor is on already: its .0 is no mark of the next cell. Behind
        other digits the point says that they were meant otherwise.
        """
        if self._late and keys.isdigit():
            self._late -= len(keys)
            return True
        jumped, self._jumped = self._jumped, None
        if jumped is None or not keys.startswith("."):
            return False
        self._late = decimals_of(jumped.item)
        if jumped.mark != jumped.item.max_milli:
            shown = shown_mark(jumped.item, jumped.mark or 0)
            self.refused_here.emit(
                f"{jumped.text} 已经记作 {shown} 并跳格，后面的小数点没有记下。请核对上一格。"
            )
        return True

    def _type_less(self) -> None:
        typed = self.painter.typed
        if typed is None:
            return
        self.painter.refused = False
        self.painter.typed = typed.shorter() if len(typed.text) > 1 else None
        self._repaint_current()

    def _finish_typed(self) -> bool:
        """Hand over what was typed; False where it cannot stand, and the cursor stays."""
        typed, cell = self.painter.typed, self.cell
        if typed is None or cell is None:
            return True
        mark = typed.mark
        if mark is None:
            self._drop_typed()
            self._repaint_current()
            return True
        said = refused(typed.item, mark)
        if said is not None:
            self.painter.refused = True
            self._repaint_current()
            self.refused_here.emit(said)
            return False
        self._drop_typed()
        self._repaint_current()
        self.entered.emit({cell: mark})
        return True

    def _drop_typed(self) -> None:
        self.painter.typed, self.painter.refused = None, False

    def _repaint_current(self) -> None:
        self.update(self.currentIndex())

    def _clear(self) -> None:
        if self.painter.typed is not None:
            self._drop_typed()
            self._repaint_current()
            return
        filled: dict[Cell, MarkValue | None] = {
            cell: None for cell in self.cells() if cell in self._model.marks
        }
        if filled:
            self.entered.emit(filled)

    def _ask_reason(self) -> None:
        self._drop_typed()
        cell = self.cell
        if cell is None:
            return
        if (barred := self._model.barred(cell)) is not None:
            self.refused_here.emit(f"{barred}。")
        else:
            self.reason_wanted.emit(cell)

    # --- the clipboard ------------------------------------------------------------------------

    def _copy(self) -> None:
        indexes = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        lines: dict[int, list[str]] = {}
        for index in sorted(indexes, key=lambda each: (each.row(), each.column())):
            lines.setdefault(index.row(), []).append(str(index.data() or ""))
        QGuiApplication.clipboard().setText(tab_separated(list(lines.values())))

    def _paste(self) -> None:
        self._drop_typed()
        here, text = self.currentIndex(), QGuiApplication.clipboard().text()
        if self._model.cell_at(here) is None or not text.strip():
            return
        block = block_of(text)
        found: list[tuple[Cell | None, str]] = []
        for down, line in enumerate(block):
            for right, words in enumerate(line):
                index = self._model.index(here.row() + down, here.column() + right)
                if words.strip():
                    found.append((self._model.cell_at(index), words.strip()))
        self.pasted.emit(found)

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


_MODIFIED = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def _is_step_back(event: QKeyEvent) -> bool:
    keys = QKeySequence.StandardKey
    return event.matches(keys.Undo) or event.matches(keys.Redo)
