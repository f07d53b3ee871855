"""Figures on their way to the disk: each at once, and each can be taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from hrgrid.assessment.rules.fact_rows import Cell, Delivered, FigureSheet
from hrgrid.assessment.service.figures import key_figures
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.schemes.figures_model import FiguresModel, Values
from hrgrid.ui.schemes.words import FIGURE_TOPIC
from hrgrid.ui.session import Session


class Keying(QUndoCommand):
    """One cell or one block: taken back and done again as a whole."""

    def __init__(self, before: Values, after: Values, write: Callable[[Values], None]) -> None:
        super().__init__(f"填 {len(after)} 格")
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


class FiguresWriter(QObject):
    """Shows a figure at once, writes it beside the screen, takes it back where it is refused."""

    refused = Signal(str)
    went = Signal(object)
    stale = Signal()
    changed = Signal()

    def __init__(self, session: Session, model: FiguresModel, over: QObject) -> None:
        super().__init__(over)
        self._session, self._model = session, model
        self.stack = QUndoStack(self)
        self.written = 0
        # By cell the number of what this desk saw or wrote last; writes come one after another,
        # and each reads here when it is its turn.
        self._seqs: dict[Cell, int] = {}

    def begin(self, sheet: FigureSheet) -> None:
        """What was read is what is seen."""
        self._seqs = {key: cell.seq for key, cell in sheet.cells.items()}

    def enter(self, values: Values) -> None:
        """Set these cells (None empties one), as one step that can be taken back."""
        before = {cell: self._model.values.get(cell) for cell in values}
        after = {cell: value for cell, value in values.items() if value != before[cell]}
        if after:
            before = {cell: before[cell] for cell in after}
            command = Keying(before, after, self._turn)
            self._write(after, before, command)
            self.stack.push(command)

    def undo(self) -> None:
        """Take the last step back; one that was refused is passed over."""
        while self.stack.canUndo():
            live = bool(self.stack.undoText())
            self.stack.undo()
            if live:
                return

    def redo(self) -> None:
        """Do the last step that was taken back again."""
        while self.stack.canRedo():
            live = bool(self.stack.redoText())
            self.stack.redo()
            if live:
                return

    def _turn(self, values: Values) -> None:
        before = {cell: self._model.values.get(cell) for cell in values}
        after = {cell: value for cell, value in values.items() if value != before[cell]}
        if after:
            self._write(after, before, None)
        if values:
            self.went.emit(next(iter(values)))

    def _write(self, after: Values, before: Values, command: Keying | None) -> None:
        sheet = self._model.sheet
        if sheet is None:
            return
        month, values, seen, seqs = sheet.month, dict(after), dict(before), self._seqs
        self._model.put(values)
        self._model.begin_saving(values)
        self.changed.emit()

        def job(work: UnitOfWork) -> Delivered:
            known = {cell: seqs.get(cell, 0) for cell in values}
            delivered = key_figures(work, month, values, seen=known)
            seqs.update(delivered.seqs)
            return delivered

        self._session.tasks.write(
            job,
            topic=FIGURE_TOPIC,
            done=lambda _: self._safe(values),
            failed=lambda sentence: self._back(values, seen, command, sentence),
            title="正在存考核数据",
        )

    def _safe(self, values: Values) -> None:
        self.written += 1
        self._model.end_saving(values)
        self.changed.emit()

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
        if sentence:
            self.refused.emit(sentence)
        self.changed.emit()
        self.stale.emit()
