"""Cells on their way to the disk: each at once, by the writer's thread, and each can be undone."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Generic

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.session import Session
from hrgrid.ui.typing.model import CellModel, Key, Value

# The writer and the screen share one interpreter: the writer begins when the cell was painted, so
# many seconds later. Waiting for the paint itself would wake the writer in the midst of it.
_PAINT_S = 0.02


class Step(QUndoCommand, Generic[Key, Value]):
    """One cell or one block: taken back and done again as a whole.

    `dead` is one that was refused: undo and redo pass over it.
    """

    def __init__(
        self,
        text: str,
        before: Mapping[Key, Value | None],
        after: Mapping[Key, Value | None],
        write: Callable[[Mapping[Key, Value | None]], None],
    ) -> None:
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
        """What was typed; it stands already when the step is pushed."""
        if self._quiet:
            self._quiet = False
        elif not self.dead:
            self._write(self.after)


class Writer(QObject, Generic[Key, Value]):
    """Shows a cell at once, writes it beside the screen, and takes it back where it is refused.

    A room says what is written (`job`) and how a step is called (`told`); where it must, which
    cells may be written (`allows`) and what follows from the answer (`kept`).
    """

    topic = ""
    title = "正在保存"

    refused = Signal(str)
    went = Signal(object)
    stale = Signal()
    changed = Signal()

    def __init__(self, session: Session, model: CellModel[Key, Value], over: QObject) -> None:
        super().__init__(over)
        self._session, self._model = session, model
        self.stack = QUndoStack(self)
        self.reason = ""
        # Commits of our own: those of which this page has not been told yet, and all of them.
        self.own = self.written = 0

    # --- what a room says ---------------------------------------------------------------------

    def job(
        self, values: dict[Key, Value | None], seen: dict[Key, Value | None]
    ) -> Callable[[UnitOfWork], Any] | None:
        """What writes `values` where `seen` stood; None while nothing has been read."""
        raise NotImplementedError

    def told(self, values: Mapping[Key, Value | None]) -> str:
        """What a step is called; never empty."""
        raise NotImplementedError

    def allows(self, _values: Mapping[Key, Value | None]) -> bool:
        """Whether these may be written; whoever must be asked is asked here."""
        return True

    def kept(self, values: Mapping[Key, Value | None], answer: Any) -> None:
        """They are on the disk, and this is what the job handed back."""

    # --- steps --------------------------------------------------------------------------------

    def enter(self, values: Mapping[Key, Value | None]) -> None:
        """Set these cells (None empties one), as one step that can be taken back."""
        before, after = self._changes(values)
        if after and self.allows(after):
            step = Step(self.told(after), before, after, self._turn)
            self._write(after, before, step)
            self.stack.push(step)

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

    def _turn(self, values: Mapping[Key, Value | None]) -> None:
        before, after = self._changes(values)
        if after and self.allows(after):
            self._write(after, before, None)
        if values:
            self.went.emit(next(iter(values)))

    def _changes(
        self, values: Mapping[Key, Value | None]
    ) -> tuple[dict[Key, Value | None], dict[Key, Value | None]]:
        """What stands in those cells that `values` would change, and what would stand there."""
        now = self._model.values
        after = {cell: value for cell, value in values.items() if _differs(value, now.get(cell))}
        return {cell: now.get(cell) for cell in after}, after

    # --- on the way ---------------------------------------------------------------------------

    def _write(
        self,
        values: dict[Key, Value | None],
        seen: dict[Key, Value | None],
        step: Step[Key, Value] | None,
    ) -> None:
        job = self.job(values, seen)
        if job is None:
            return
        self._model.put(values)
        self._model.begin_saving(values)
        self.changed.emit()
        self._session.tasks.write(
            job,
            topic=self.topic,
            done=lambda answer: self._safe(values, answer),
            failed=lambda sentence: self._back(values, seen, step, sentence),
            title=self.title,
            reason=self.reason,
            ready=lambda: time.sleep(_PAINT_S),
        )

    def _safe(self, values: dict[Key, Value | None], answer: Any) -> None:
        self.own += 1
        self.written += 1
        self._model.end_saving(values)
        self.kept(values, answer)
        self.changed.emit()

    def _back(
        self,
        values: dict[Key, Value | None],
        seen: dict[Key, Value | None],
        step: Step[Key, Value] | None,
        sentence: str,
    ) -> None:
        model = self._model
        model.end_saving(values)
        # What was typed over it meanwhile stays and has its own answer to come.
        mine = {
            cell: seen[cell]
            for cell, value in values.items()
            if not model.is_pending(cell) and not _differs(value, model.values.get(cell))
        }
        model.put(mine)
        if step is not None:
            step.dead = True
            step.setText("")
        self.say(sentence)
        self.changed.emit()
        self.stale.emit()

    def say(self, sentence: str) -> None:
        """Tell what was refused, where there is anything to tell."""
        if sentence:
            self.refused.emit(sentence)


def _differs(one: object, other: object) -> bool:
    # A word and a number may be equal: a reason for no mark is none of the marks.
    return type(one) is not type(other) or one != other
