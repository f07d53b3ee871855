"""Marks on their way to the disk: each at once, by the writer's thread, and each can be undone."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import QDialog, QWidget

from hrgrid.panels.rules.rows import Cell, MarkValue
from hrgrid.panels.rules.values import value_text
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.scoring.model import ScoreModel
from hrgrid.ui.session import Session

if TYPE_CHECKING:
    from hrgrid.panels.service import Keyed

Values = Mapping[Cell, MarkValue | None]
TOPIC = "panels"
# The writer and the screen share one interpreter: the writer begins when the mark was painted, so
# many seconds later. Waiting for the paint itself would wake the writer in the midst of it.
_PAINT_S = 0.02


class Marking(QUndoCommand):
    """One mark, one reason, or one block: taken back and done again as a whole."""

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


class Writer(QObject):
    """Shows a mark at once, writes it beside the screen, and takes it back where it is refused."""

    refused = Signal(str)
    went = Signal(object)
    stale = Signal()
    changed = Signal()

    def __init__(self, session: Session, model: ScoreModel, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._model, self._over = session, model, over
        self.stack = QUndoStack(self)
        self._reason = ""
        # Commits of our own of which the pages have not been told yet.
        self.own = 0

    def enter(self, values: Values) -> None:
        """Set these cells (None empties one), as one step that can be taken back."""
        before = {cell: self._model.marks.get(cell) for cell in values}
        after = {cell: value for cell, value in values.items() if _differs(value, before[cell])}
        if not after or not self._has_reason(after):
            return
        before = {cell: before[cell] for cell in after}
        command = Marking(self._told(after), before, after, self._turn)
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
        before = {cell: self._model.marks.get(cell) for cell in values}
        after = {cell: value for cell, value in values.items() if _differs(value, before[cell])}
        if after and self._has_reason(after):
            self._write(after, before, None)
        if values:
            self.went.emit(next(iter(values)))

    def _told(self, values: Values) -> str:
        cell, value = next(iter(values.items()))
        if len(values) > 1:
            return f"录入 {len(values)} 格评分"
        return f"{self._model.named(cell)} {value_text(value) or '清空'}"

    def _has_reason(self, values: Values) -> bool:
        """A correction of what is definitive asks why, once in a sitting after a reopening."""
        fixed = next((cell for cell in values if self._model.is_definitive(cell)), None)
        view = self._model.view
        if fixed is None or view is None or view.reopen_reason or self._reason:
            return True
        dialog = ReasonDialog(
            "更正已定的评分",
            "更正评分",
            self._over,
            example="如：评委 3 的原始评分表是 91.5，抄成了 95.1",
            told=f"{self._model.named(fixed)}已经定了。更正另存一版，原来的留底。",
            missing="更正要写明事由，如“原始评分表是 91.5，抄成了 95.1”。",
        )
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return False
        self._reason = dialog.reason.text().strip()
        return True

    def _write(self, after: Values, before: Values, command: Marking | None) -> None:
        view = self._model.view
        if view is None:
            return
        panel_id, pass_no = view.id, view.pass_no
        values, seen = dict(after), {cell: before[cell] for cell in after}
        self._model.put(values)
        self._model.begin_saving(values)
        self.changed.emit()

        def job(work: UnitOfWork) -> list[Keyed]:
            from hrgrid.panels.service import key_marks

            return key_marks(work, panel_id, values, seen=seen, pass_no=pass_no)

        self._session.tasks.write(
            job,
            topic=TOPIC,
            done=lambda keyed: self._safe(values, keyed),
            failed=lambda sentence: self._back(values, seen, command, sentence),
            title="正在存分",
            reason=self._reason,
            ready=lambda: time.sleep(_PAINT_S),
        )

    def _safe(self, values: Values, keyed: Sequence[Keyed]) -> None:
        self.own += 1
        self._model.end_saving(values)
        self._model.settle(each.sheet for each in keyed if each.sheet is not None)
        self.changed.emit()

    def _back(self, values: Values, before: Values, command: Marking | None, sentence: str) -> None:
        self._model.end_saving(values)
        # What was typed over it meanwhile stays and has its own answer to come.
        mine = {
            cell: before[cell]
            for cell, value in values.items()
            if not self._model.is_pending(cell) and not _differs(value, self._model.marks.get(cell))
        }
        self._model.put(mine)
        if command is not None:
            command.dead = True
            command.setText("")
        if sentence:
            self.refused.emit(sentence)
        self.changed.emit()
        self.stale.emit()


def _differs(one: MarkValue | None, other: MarkValue | None) -> bool:
    return type(one) is not type(other) or one != other
