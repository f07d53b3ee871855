"""One level of a page: what it shows, and the tools that stand above it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.ui.session import Session


class Level(QWidget):
    """`tools` stand in the page's head while the level is on show; subclasses fill both."""

    where_changed = Signal(str)
    # Another level is wanted, and what it shall show.
    wanted = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.stale = True
        self.narrow = True
        self.tools = QWidget()
        self.tool_row = QHBoxLayout(self.tools)
        self.tool_row.setContentsMargins(0, 0, 0, 0)
        self.tool_row.setSpacing(8)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self._where = ""
        # Until there is something to stand on, the keys are for the level itself.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def where(self) -> str:
        """What stands beside the page's title."""
        return self._where

    def say_where(self, where: str) -> None:
        """Say which part of the page this is."""
        self._where = where
        self.where_changed.emit(where)

    def refresh(self) -> None:
        """Read again what is shown."""

    def choose(self, matter_id: int) -> None:
        """Show one of those that stand on the level, where they can be opened."""

    def arrange(self, *, narrow: bool) -> None:
        """Fold what has no room."""
        self.narrow = narrow

    def hand_on_focus(self) -> None:
        """Give the focus on where it came before there was anything to stand on."""
        if self.hasFocus():
            self.main_control().setFocus(Qt.FocusReason.OtherFocusReason)

    def main_control(self) -> QWidget:
        """Where the focus goes."""
        return self
