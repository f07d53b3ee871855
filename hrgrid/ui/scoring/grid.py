"""The keyboard of the score grid: digits, R, Ctrl+Enter; a whole mark sends the cursor on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from hrgrid.panels.rules.rows import Cell, MarkValue
from hrgrid.panels.rules.typing import Typed, decimals_of, folded, shown_mark
from hrgrid.panels.rules.values import refused
from hrgrid.ui.scoring.model import FROZEN, ScoreModel
from hrgrid.ui.scoring.painting import MarkPainter
from hrgrid.ui.scoring.widths import widths_of
from hrgrid.ui.typing.cursor import Walk
from hrgrid.ui.typing.grid import ENTERS, MODIFIED, TypingGrid


class ScoreGrid(TypingGrid[Cell, MarkValue]):
    """Entrants by judges; `finish_wanted` when Ctrl+Enter ends the marking."""

    reason_wanted = Signal(object)
    finish_wanted = Signal()

    _model: ScoreModel
    painter: MarkPainter
    fills = False

    def __init__(self, model: ScoreModel) -> None:
        # The digits that were a whole mark a moment ago, and how many keys still belong to them.
        self._jumped: Typed | None = None
        self._late = 0
        super().__init__(model, MarkPainter(model), name="评分表", frozen=len(FROZEN), who="选手")
        self.walk = Walk.ALONG

    def begin_where_left(self) -> None:
        """The cursor on the first cell that waits for a mark."""
        for row in self._model.rows:
            if row.missing:
                self.go(row.missing[0])
                return

    def widths(self, room: int) -> list[int]:
        """What is left over goes to the hint, then to the unit."""
        return widths_of(self._model.columns, room)

    def clears(self, cell: Cell) -> bool:
        """A mark that may not go is refused with its reason where it is written."""
        return cell in self._model.values

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key; what is no digit ends what may still belong to the mark before."""
        if not folded(event.text()):
            self._jumped, self._late = None, 0
        if event.key() in ENTERS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.finish():
                self.finish_wanted.emit()
            return
        super().keyPressEvent(event)

    def own_key(self, event: QKeyEvent) -> bool:
        """R: why there is no mark."""
        if event.key() != Qt.Key.Key_R or event.modifiers() & MODIFIED:
            return False
        self._ask_reason()
        return True

    # --- typing -------------------------------------------------------------------------------

    def type_keys(self, letters: str) -> None:
        """Digits and a point; a whole mark is handed over at once."""
        cell = self.cell
        if cell is None or not folded(letters):
            return
        if (barred := self._model.barred(cell)) is not None:
            self.refused_here.emit(f"{barred}。")
            return
        typed = self.painter.typing
        if (typed is None or self.painter.refused) and self._is_late(folded(letters)):
            return
        self._late = 0
        if typed is None or self.painter.refused:
            typed = Typed(self._model.item_of(cell))
        self.painter.refused = False
        self.painter.typing = typed.add(letters)
        self.repaint_current()
        done = self.painter.typing
        if done.whole and self.finish():
            self.jump_on()
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

    def type_less(self) -> None:
        """The last digit."""
        typed = self.painter.typing
        if typed is None:
            return
        self.painter.refused = False
        self.painter.typing = typed.shorter() if len(typed.text) > 1 else None
        self.repaint_current()

    def finish(self) -> bool:
        """Hand over what was typed; False where it cannot stand, and the cursor stays."""
        typed, cell = self.painter.typing, self.cell
        if typed is None or cell is None:
            return True
        mark = typed.mark
        if mark is None:
            self.drop_typed()
            self.repaint_current()
            return True
        said = refused(typed.item, mark)
        if said is not None:
            self.painter.refused = True
            self.repaint_current()
            self.refused_here.emit(said)
            return False
        self.drop_typed()
        self.repaint_current()
        self.entered.emit({cell: mark})
        return True

    def _ask_reason(self) -> None:
        self.drop_typed()
        cell = self.cell
        if cell is None:
            return
        if (barred := self._model.barred(cell)) is not None:
            self.refused_here.emit(f"{barred}。")
        else:
            self.reason_wanted.emit(cell)
