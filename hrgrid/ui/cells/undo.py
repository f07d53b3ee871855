"""Steps that can be taken back: each is a write of its own, off the screen's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QUndoCommand, QUndoStack


class Deed(QUndoCommand):
    """Something that was done; undoing and redoing both run `run` with the inverse at hand.

    It is pushed after it was done, so the first redo does nothing.
    """

    def __init__(self, text: str, inverse: Any, run: Callable[[Deed], None]) -> None:
        super().__init__(text)
        self.inverse = inverse
        self._run = run
        self._quiet = True

    def redo(self) -> None:
        """Do it again."""
        self._turn()

    def undo(self) -> None:
        """Take it back."""
        self._turn()

    def forget(self, stack: QUndoStack) -> None:
        """It was refused: take it off the stack, whose index has moved over it already."""
        at, mine = stack.index(), self.text()
        self._quiet = True
        self.setObsolete(True)
        if at < stack.count() and stack.text(at) == mine:
            stack.redo()
        elif at > 0 and stack.text(at - 1) == mine:
            stack.undo()
        else:
            stack.clear()

    def _turn(self) -> None:
        if self._quiet:
            self._quiet = False
        else:
            self._run(self)
