"""Cells of the sign-in sheet on their way to the disk: each at once, and each can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.service.attending import KeyedCell, key_cells, make_up
from hrgrid.ui.session import Session
from hrgrid.ui.training.attend_model import Cell, SheetModel, Values
from hrgrid.ui.training.words import SHEET_TOPIC


class Keying(QUndoCommand):
    """One cell or one block: taken back and done again as a whole."""

    def __init__(self, text: str, before: Values, after: Values, write: Callable[[Values], None]):
        super().__init__(text)
        self.before, self.after = dict(before), dict(after)
        self.dead = False
        self._write = write
        self._quiet = True

    def undo(self) -> None:
        """What stood there before."""
        if not self.dead:
            self._write(self.before)

    def redo(self) -> None:
        """What was typed; it stands already when the command is pushed."""
        if self._quiet:
            self._quiet = False
        elif not self.dead:
            self._write(self.after)


class SheetWriter(QObject):
    """Shows a cell at once, writes it beside the screen, and takes it back where it is refused."""

    refused = Signal(str)
    went = Signal(object)
    stale = Signal()
    changed = Signal()

    def __init__(self, session: Session, model: SheetModel, over: QObject) -> None:
        super().__init__(over)
        self._session, self._model = session, model
        self.stack = QUndoStack(self)
        # Commits of our own of which the dialog has not been told yet, and all of them.
        self.own = self.written = 0

    def enter(self, values: Values) -> None:
        """Set these cells (None empties one), as one step that can be taken back."""
        before = {cell: self._model.values.get(cell) for cell in values}
        after = {cell: value for cell, value in values.items() if value != before[cell]}
        if not after:
            return
        before = {cell: before[cell] for cell in after}
        command = Keying(self._told(after), before, after, self._turn)
        self._write(after, before, command)
        self.stack.push(command)

    def undo(self) -> None:
        """Take the last step back; one that was refused is passed over."""
        self._turn_until(self.stack.canUndo, self.stack.undo, self.stack.undoText)

    def redo(self) -> None:
        """Do the last step that was taken back again."""
        self._turn_until(self.stack.canRedo, self.stack.redo, self.stack.redoText)

    def _turn_until(
        self, able: Callable[[], bool], turn: Callable[[], None], text: Callable[[], str]
    ) -> None:
        while able():
            live = bool(text())
            turn()
            if live:
                return

    def _turn(self, values: Values) -> None:
        before = {cell: self._model.values.get(cell) for cell in values}
        after = {cell: value for cell, value in values.items() if value != before[cell]}
        if after:
            self._write(after, before, None)
        if values:
            self.went.emit(next(iter(values)))

    def _told(self, values: Values) -> str:
        if len(values) > 1:
            return f"登记 {len(values)} 格签到"
        [(cell, value)] = values.items()
        return f"{self._model.named(cell)} {value.words if value else '清空'}"

    def _write(self, after: Values, before: Values, command: Keying | None) -> None:
        sheet = self._model.sheet
        if sheet is None:
            return
        class_id, values, seen = sheet.row.id, dict(after), dict(before)
        self._model.put(values)
        self._model.begin_saving(values)
        self.changed.emit()

        def job(work: UnitOfWork) -> list[KeyedCell]:
            return key_cells(work, class_id, values, seen=seen)

        self._session.tasks.write(
            job,
            topic=SHEET_TOPIC,
            done=lambda _: self._safe(values),
            failed=lambda sentence: self._back(values, seen, command, sentence),
            title="正在存签到",
        )

    def make_up(self, cell: Cell, session_id: int | None) -> None:
        """Say where a missed session was made up; what it counts is read anew."""

        def job(work: UnitOfWork) -> KeyedCell:
            return make_up(work, cell[1], cell[0], session_id)

        self._session.tasks.write(
            job,
            topic=SHEET_TOPIC,
            done=lambda _: self._made_up(),
            failed=self._say,
            title="正在登记补课",
        )

    def _made_up(self) -> None:
        self.own += 1
        self.written += 1
        self.stale.emit()

    def _say(self, sentence: str) -> None:
        if sentence:
            self.refused.emit(sentence)

    def _safe(self, values: Values) -> None:
        self.own += 1
        self.written += 1
        self._model.end_saving(values)
        self.changed.emit()
        # What a made-up session counts only the database knows.
        people = {cell[1] for cell in values}
        if any(
            value.makeup_session_id is not None
            for cell, value in self._model.values.items()
            if cell[1] in people
        ):
            self.stale.emit()

    def _back(self, values: Values, before: Values, command: Keying | None, sentence: str) -> None:
        self._model.end_saving(values)
        # What was typed over it meanwhile stays and has its own answer to come.
        mine = {
            cell: before[cell]
            for cell, value in values.items()
            if not self._model.is_pending(cell) and value == self._model.values.get(cell)
        }
        self._model.put(mine)
        if command is not None:
            command.dead = True
            command.setText("")
        self._say(sentence)
        self.changed.emit()
        self.stale.emit()
