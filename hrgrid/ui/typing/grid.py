"""The keyboard of a table that is typed into: typing, fill, copy and paste; no editor.

What is typed stands in the cell itself. Enter and Tab end it and go on, arrows end it and go where
they point, Esc drops it; where it cannot stand the cursor stays.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence

from hrgrid.ui.cells.clipboard import Block, tab_separated
from hrgrid.ui.typing.cursor import CursorGrid
from hrgrid.ui.typing.model import Key, Value

ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
ENTERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_TABS = {Qt.Key.Key_Tab: (0, 1), Qt.Key.Key_Backtab: (0, -1)}
MODIFIED = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class TypingGrid(CursorGrid[Key, Value]):
    """`entered` carries cells by value (None empties one), `pasted` a text for the cursor.

    `refused_here` is a sentence about what was not taken. A room says what keys type (`type_keys`,
    `type_less`, `finish`), how wide columns are, and which keys are its own.
    """

    entered = Signal(object)
    pasted = Signal(str)
    refused_here = Signal(str)
    undo_wanted = Signal()
    redo_wanted = Signal()

    # Whether Ctrl+D fills down.
    fills = True

    # --- what a room says ---------------------------------------------------------------------

    def type_keys(self, letters: str) -> None:
        """Take what was typed, as far as it means anything here."""
        raise NotImplementedError

    def type_less(self) -> None:
        """Backspace."""
        raise NotImplementedError

    def finish(self) -> bool:
        """Hand over what was typed; False where it cannot stand, and the cursor stays."""
        raise NotImplementedError

    def own_key(self, _event: QKeyEvent) -> bool:
        """Whether the room has taken a key that types nothing."""
        return False

    def after_enter(self) -> None:
        """Where Enter goes when the cell is done."""
        self.jump_on()

    def clears(self, cell: Key) -> bool:
        """Whether Delete empties this cell."""
        return cell in self._model.values and self._model.barred(cell) is None

    def copied(self, value: Value) -> Value:
        """What of a value goes into the cells that are filled with it."""
        return value

    # --- keys ---------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the grid's own while it has the focus; Tab walks inside."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._is_own(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in _TABS:
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
        self.type_keys(event.commitString())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key."""
        if self._shortcut(event) or self._step(event) or self.own_key(event):
            return
        key = event.key()
        if key == Qt.Key.Key_Escape and self.painter.typing is not None:
            self.drop_typed()
            self.repaint_current()
        elif key == Qt.Key.Key_Backspace:
            self.type_less()
        elif key == Qt.Key.Key_Delete:
            self._clear()
        elif event.text() and not event.modifiers() & MODIFIED:
            # A letter would jump to a name; here it is a slip of the hand.
            self.type_keys(event.text())
        else:
            super().keyPressEvent(event)

    def _shortcut(self, event: QKeyEvent) -> bool:
        keys = QKeySequence.StandardKey
        if event.matches(keys.Undo):
            self.drop_typed()
            self.undo_wanted.emit()
        elif event.matches(keys.Redo):
            self.drop_typed()
            self.redo_wanted.emit()
        elif event.matches(keys.Paste):
            self._paste()
        elif event.matches(keys.Copy):
            self._copy()
        elif self.fills and event.key() == Qt.Key.Key_D and event.modifiers() & MODIFIED:
            self._fill_down()
        else:
            return False
        return True

    def _step(self, event: QKeyEvent) -> bool:
        """Enter and Tab end a cell and go on; arrows end it and go where they point."""
        key = Qt.Key(event.key())
        if key in ENTERS:
            if self.finish():
                self.after_enter()
            return True
        step = _TABS.get(key)
        if step is None and not event.modifiers() & (MODIFIED | Qt.KeyboardModifier.ShiftModifier):
            step = ARROWS.get(key)
        if step is None:
            return False
        if self.finish():
            self._move(*step)
        return True

    # --- many at once -------------------------------------------------------------------------

    def _clear(self) -> None:
        if self.painter.typing is not None:
            self.drop_typed()
            self.repaint_current()
            return
        filled: dict[Key, Value | None] = {cell: None for cell in self.cells() if self.clears(cell)}
        if filled:
            self.entered.emit(filled)

    def _fill_down(self) -> None:
        """Ctrl+D: what stands in the topmost cell of each selected column, down to the lowest."""
        self.drop_typed()
        top: dict[int, Value | None] = {}
        values: dict[Key, Value | None] = {}
        for index in self._selected():
            cell, column = self._model.cell_at(index), index.column()
            if cell is None:
                continue
            if column not in top:
                top[column] = self._model.values.get(cell)
                continue
            value = top[column]
            if value is not None and self._model.barred(cell) is None:
                values[cell] = self.copied(value)
        if values:
            self.entered.emit(values)

    def _copy(self) -> None:
        lines: dict[int, list[str]] = {}
        for index in self._selected():
            lines.setdefault(index.row(), []).append(str(index.data() or ""))
        QGuiApplication.clipboard().setText(tab_separated(list(lines.values())))

    def _paste(self) -> None:
        self.drop_typed()
        text = QGuiApplication.clipboard().text()
        if self.cell is not None and text.strip():
            self.pasted.emit(text)

    def cells_below(self, block: Block) -> list[tuple[Key | None, str]]:
        """The cells that a pasted block covers from the cursor on, with their texts."""
        here = self.currentIndex()
        found: list[tuple[Key | None, str]] = []
        for down, line in enumerate(block):
            for right, words in enumerate(line):
                index = self._model.index(here.row() + down, here.column() + right)
                if words.strip():
                    found.append((self._model.cell_at(index), words.strip()))
        return found
