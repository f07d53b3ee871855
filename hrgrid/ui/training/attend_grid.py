"""The keyboard of the sign-in sheet: one key a cell, times behind 迟到 and 早退."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from hrgrid.core.errors import UserError
from hrgrid.training.rules.presence import CellValue, check_cell
from hrgrid.ui.training.attend_model import FROZEN, Cell, SheetModel
from hrgrid.ui.training.attend_painting import SheetPainter
from hrgrid.ui.training.attend_typing import BY_KEY, Choice, Typing, folded
from hrgrid.ui.training.attend_widths import widths_of
from hrgrid.ui.typing.grid import MODIFIED, TypingGrid


class SheetGrid(TypingGrid[Cell, CellValue]):
    """People by sessions; `rest_wanted` asks for 到 for the others of a session."""

    makeup_wanted = Signal(object)
    rest_wanted = Signal(int)

    _model: SheetModel
    painter: SheetPainter

    def __init__(self, model: SheetModel) -> None:
        super().__init__(
            model, SheetPainter(model), name="签到表", frozen=len(FROZEN), who="参训人员"
        )

    def widths(self, room: int) -> list[int]:
        """What is left over goes to the unit, the hint and the sessions."""
        return widths_of(self._model, room)

    def copied(self, value: CellValue) -> CellValue:
        """A note and where it was made up belong to one person."""
        return CellValue(value.presence, value.came, value.departed)

    def own_key(self, event: QKeyEvent) -> bool:
        """A: 到 for the rest of the session."""
        if event.key() != Qt.Key.Key_A or event.modifiers() & MODIFIED:
            return False
        if self.painter.typing is None and (cell := self.cell) is not None:
            self.rest_wanted.emit(cell[0])
        return True

    # --- typing -------------------------------------------------------------------------------

    def type_keys(self, letters: str) -> None:
        """A status, or a digit of its time."""
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
            self.repaint_current()
        elif self._hand_over(Typing(choice)):
            self.jump_on()

    def _type_time(self, typed: str) -> None:
        typing = self.painter.typing
        if typing is None:
            return
        if self.painter.refused:
            typing = Typing(typing.choice, typing.given)
            self.painter.refused = False
        typing = typing.add(typed)
        self.painter.typing = typing
        self.repaint_current()
        if typing.time.whole and self._take_time() and not self._typing_wants:
            self._finish_and_jump()

    @property
    def _typing_wants(self) -> bool:
        return self.painter.typing is not None and bool(self.painter.typing.wants)

    def _finish_and_jump(self) -> None:
        if self.finish():
            self.jump_on()

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
        self.repaint_current()
        return True

    def _refuse(self, sentence: str) -> bool:
        self.painter.refused = True
        self.repaint_current()
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

    def finish(self) -> bool:
        """Hand over what was typed; False where it cannot stand, and the cursor stays."""
        typing = self.painter.typing
        if typing is None:
            return True
        if typing.time.text and not self._take_time():
            return False
        typing = self.painter.typing
        self.drop_typed()
        self.repaint_current()
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

    def type_less(self) -> None:
        """A digit of a time, a time, the status."""
        if self.painter.typing is not None:
            self.painter.refused = False
            self.painter.typing = self.painter.typing.shorter()
            self.repaint_current()

    def _ask_makeup(self) -> None:
        cell = self.cell
        if cell is None:
            return
        if (barred := self._model.barred(cell)) is not None:
            self.refused_here.emit(f"{barred}。")
        else:
            self.makeup_wanted.emit(cell)
