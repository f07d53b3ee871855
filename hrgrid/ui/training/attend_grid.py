"""The keyboard of the sign-in sheet: one key a cell, times behind 迟到 and 早退, fill, paste."""

from __future__ import annotations

import enum
from collections.abc import Iterator

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from hrgrid.core.errors import UserError
from hrgrid.training.rules.presence import CellValue, check_cell
from hrgrid.ui import theme
from hrgrid.ui.cells.clipboard import block_of, tab_separated
from hrgrid.ui.scoring.frozen import FrozenColumns
from hrgrid.ui.training.attend_model import FROZEN, SheetModel
from hrgrid.ui.training.attend_painting import SheetPainter, row_height
from hrgrid.ui.training.attend_typing import BY_KEY, Choice, Typing, folded
from hrgrid.ui.training.attend_widths import widths_of

Cell = tuple[int, int]
_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_ENTERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_MODIFIED = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class Walk(enum.Enum):
    """Where the cursor goes when a cell is done."""

    BY_SESSION = "session"
    BY_PERSON = "person"


class SheetGrid(QTableView):
    """People by sessions; everything by keyboard, no editor: what is typed stands in the cell.

    `entered` carries cells by value (None empties one); `pasted` a list of cell and text;
    `refused_here` a sentence about what was not taken.
    """

    entered = Signal(object)
    pasted = Signal(object)
    refused_here = Signal(str)
    makeup_wanted = Signal(object)
    rest_wanted = Signal(int)
    moved = Signal(object)
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, model: SheetModel) -> None:
        super().__init__()
        self._model = model
        self.walk = Walk.BY_SESSION
        self.painter = SheetPainter(model, self)
        self.setModel(model)
        self.setItemDelegate(self.painter)
        self.setAccessibleName("签到表")
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
        self.frozen = FrozenColumns(self, len(FROZEN))
        self.frozen.setAccessibleName("参训人员")
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
        """The selected cells of the sheet, the cursor's alone where nothing else is selected."""
        indexes = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        found = (self._model.cell_at(index) for index in indexes)
        return [cell for cell in found if cell is not None]

    def begin_where_left(self) -> None:
        """The cursor on the first cell that says nothing yet, session after session."""
        for index in self._in_order(Walk.BY_SESSION):
            cell = self._model.cell_at(index)
            if cell is not None and cell not in self._model.values:
                self._go(index)
                return

    def _begin(self) -> None:
        self._drop_typed()
        self.selectionModel().clear()
        first = next(self._in_order(self.walk), None)
        if first is not None:
            self._go(first)
        self.fit()

    def _show_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        self._drop_typed()
        self.painter.current = QPersistentModelIndex(current)
        for index in (current, previous):
            if index.isValid():
                self.update(index)
        self.moved.emit(self._model.cell_at(current))

    def _in_order(self, walk: Walk) -> Iterator[QModelIndex]:
        """The cells that can be filled, in the order of the walk."""
        rows, columns = range(self._model.rowCount()), self._model.session_columns
        if walk is Walk.BY_SESSION:
            order = [(row, column) for column in columns for row in rows]
        else:
            order = [(row, column) for row in rows for column in columns]
        for row, column in order:
            index = self._model.index(row, column)
            cell = self._model.cell_at(index)
            if cell is not None and self._model.barred(cell) is None:
                yield index

    def _jump_on(self) -> None:
        """To the next cell of the walk."""
        here = self.currentIndex()
        by_session = self.walk is Walk.BY_SESSION

        def place(index: QModelIndex) -> tuple[int, int]:
            at = index.row(), index.column()
            return (at[1], at[0]) if by_session else at

        start = place(here)
        following = next((i for i in self._in_order(self.walk) if place(i) > start), None)
        if following is not None:
            self._go(following)

    # --- widths -------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what is left over to the hint and the unit."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Row height and widths for the text size and the window."""
        self.verticalHeader().setDefaultSectionSize(row_height())
        widths = widths_of(self._model, self.viewport().width())
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)
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
        # Esc drops what is typed before it closes anything.
        return event.key() == Qt.Key.Key_Escape and self.painter.typing is not None

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method commits all the same is taken as typed."""
        self._type(event.commitString())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key."""
        if self._shortcut(event) or self._step(event):
            return
        key = event.key()
        if key == Qt.Key.Key_Escape and self.painter.typing is not None:
            self._drop_typed()
            self._repaint_current()
        elif key == Qt.Key.Key_Backspace:
            self._type_less()
        elif key == Qt.Key.Key_Delete:
            self._clear()
        elif event.modifiers() & _MODIFIED:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_A:
            self._ask_rest()
        elif event.text().strip():
            # A letter would jump to a name; here it is a slip of the hand.
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
            self._paste()
        elif event.matches(keys.Copy):
            self._copy()
        elif event.key() == Qt.Key.Key_D and event.modifiers() & _MODIFIED:
            self._fill_down()
        else:
            return False
        return True

    def _step(self, event: QKeyEvent) -> bool:
        """Enter and Tab end a cell and go on; arrows end it and go where they point."""
        key = Qt.Key(event.key())
        if key in _ENTERS:
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

    # --- typing -------------------------------------------------------------------------------

    def _type(self, letters: str) -> None:
        typed = folded(letters)
        if self.painter.typing is not None:
            if typed:
                self._type_time(typed)
            return
        if len(typed) != 1 or self.cell is None:
            return
        if typed == "8":
            self._ask_makeup()
        elif (choice := BY_KEY.get(typed)) is not None:
            self.choose(choice)

    def choose(self, choice: Choice) -> None:
        """A status for the selected cells; one that has times waits for them."""
        cell = self.cell
        if cell is None:
            return
        if (barred := self._model.barred(cell)) is not None:
            self.refused_here.emit(f"{barred}。")
        elif choice.times:
            self.painter.typing = Typing(choice)
            self._repaint_current()
        elif self._hand_over(Typing(choice)):
            self._jump_on()

    def _type_time(self, typed: str) -> None:
        typing = self.painter.typing
        if typing is None:
            return
        if self.painter.refused:
            typing = Typing(typing.choice, typing.given)
            self.painter.refused = False
        typing = typing.add(typed)
        self.painter.typing = typing
        self._repaint_current()
        if typing.time.whole and self._take_time() and not self._typing_wants:
            self._finish_and_jump()

    @property
    def _typing_wants(self) -> bool:
        return self.painter.typing is not None and bool(self.painter.typing.wants)

    def _finish_and_jump(self) -> None:
        if self._finish_typed():
            self._jump_on()

    def _take_time(self) -> bool:
        """Take the time that is typed; False where it is none, or none of this session."""
        typing, cell = self.painter.typing, self.cell
        if typing is None or cell is None:
            return False
        minutes = typing.time.minutes
        if minutes is None:
            return self._refuse(f"“{typing.time.text}”不是时间，没有记下。例如 915 是 09:15。")
        taken = typing.take(minutes)
        if (said := self._wrong(cell, self._value(taken))) is not None:
            return self._refuse(f"{said}。")
        self.painter.typing = taken
        self._repaint_current()
        return True

    def _refuse(self, sentence: str) -> bool:
        self.painter.refused = True
        self._repaint_current()
        self.refused_here.emit(sentence)
        return False

    @staticmethod
    def _value(typing: Typing) -> CellValue:
        times = typing.times()
        return CellValue(typing.choice.presence, times.get("came"), times.get("departed"))

    def _wrong(self, cell: Cell, value: CellValue) -> str | None:
        session = self._model.session_of(cell)
        try:
            check_cell(value, session.begins, session.ends, self._model.named(cell))
        except UserError as error:
            return error.sentence.rstrip("。")
        return None

    def _finish_typed(self) -> bool:
        """Hand over what was typed; False where it cannot stand, and the cursor stays."""
        typing = self.painter.typing
        if typing is None:
            return True
        if typing.time.text and not self._take_time():
            return False
        typing = self.painter.typing
        self._drop_typed()
        self._repaint_current()
        return typing is None or self._hand_over(typing)

    def _hand_over(self, typing: Typing) -> bool:
        """The same for every selected cell; nothing where one of them cannot say it."""
        value = self._value(typing)
        cells = [cell for cell in self.cells() if self._model.barred(cell) is None]
        for cell in cells:
            if (said := self._wrong(cell, value)) is not None:
                self.refused_here.emit(f"{said}。")
                return False
        if cells:
            several = len(cells) > 1
            self.entered.emit(dict.fromkeys(cells, value))
            if several:
                self._go(self._model.index_of(cells[-1]))
        return True

    def _drop_typed(self) -> None:
        self.painter.typing, self.painter.refused = None, False

    def _repaint_current(self) -> None:
        self.update(self.currentIndex())

    def _type_less(self) -> None:
        if self.painter.typing is not None:
            self.painter.refused = False
            self.painter.typing = self.painter.typing.shorter()
            self._repaint_current()

    def _clear(self) -> None:
        if self.painter.typing is not None:
            self._drop_typed()
            self._repaint_current()
            return
        filled: dict[Cell, CellValue | None] = {
            cell: None
            for cell in self.cells()
            if cell in self._model.values and self._model.barred(cell) is None
        }
        if filled:
            self.entered.emit(filled)

    def _ask_rest(self) -> None:
        """全部到 for those of this session of whom the sheet says nothing yet."""
        if self.painter.typing is None and (cell := self.cell) is not None:
            self.rest_wanted.emit(cell[0])

    def _ask_makeup(self) -> None:
        cell = self.cell
        if cell is None:
            return
        if (barred := self._model.barred(cell)) is not None:
            self.refused_here.emit(f"{barred}。")
        else:
            self.makeup_wanted.emit(cell)

    # --- many at once -------------------------------------------------------------------------

    def _fill_down(self) -> None:
        """Ctrl+D: what stands in the topmost cell of each selected column, down to the lowest."""
        self._drop_typed()
        columns: dict[int, list[QModelIndex]] = {}
        for index in self.selectionModel().selectedIndexes():
            columns.setdefault(index.column(), []).append(index)
        values: dict[Cell, CellValue | None] = {}
        for indexes in columns.values():
            indexes.sort(key=lambda each: each.row())
            first = self._model.cell_at(indexes[0])
            value = None if first is None else self._model.values.get(first)
            for index in indexes[1:]:
                cell = self._model.cell_at(index)
                if value is not None and cell is not None and self._model.barred(cell) is None:
                    values[cell] = CellValue(value.presence, value.came, value.departed)
        if values:
            self.entered.emit(values)

    def _copy(self) -> None:
        indexes = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        lines: dict[int, list[str]] = {}
        for index in sorted(indexes, key=lambda each: (each.row(), each.column())):
            lines.setdefault(index.row(), []).append(str(index.data() or ""))
        QGuiApplication.clipboard().setText(tab_separated(list(lines.values())))

    def _paste(self) -> None:
        self._drop_typed()
        text = QGuiApplication.clipboard().text()
        if self.cell is not None and text.strip():
            self.pasted.emit(block_of(text))

    def cells_below(self, block: tuple[tuple[str, ...], ...]) -> list[tuple[Cell | None, str]]:
        """The cells that a pasted block covers from the cursor on, with their texts."""
        here = self.currentIndex()
        found: list[tuple[Cell | None, str]] = []
        for down, line in enumerate(block):
            for right, words in enumerate(line):
                index = self._model.index(here.row() + down, here.column() + right)
                if words.strip():
                    found.append((self._model.cell_at(index), words.strip()))
        return found

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
