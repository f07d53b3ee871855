"""A window over its page in which a table is typed into, and what it says where the eye is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QVBoxLayout, QWidget

from hrgrid.ui import theme
from hrgrid.ui.forms import restyle
from hrgrid.ui.status import Elided
from hrgrid.ui.typing.grid import ENTERS, TypingGrid
from hrgrid.ui.typing.writing import Writer


class Says(Elided):
    """The line above the grid: a hint at rest, in red what was not taken (`refused`)."""

    def __init__(self, role: str = "caption") -> None:
        super().__init__("", role=role, px=theme.CAPTION)
        self.refused = False

    def refuse(self, sentence: str) -> None:
        """Say what was not taken; an empty sentence leaves what stands here."""
        if sentence:
            self._say(sentence, refused=True)

    def hint(self, text: str) -> None:
        """Say what may be typed."""
        self._say(text, refused=False)

    def _say(self, text: str, *, refused: bool) -> None:
        self.refused = refused
        restyle(self, "role", "captionBad" if refused else "caption")
        self.show_text(text)


class TypingWindow(QDialog):
    """As large as the window below it. Enter is for cells, it presses nothing."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        flags = Qt.WindowType.WindowMaximizeButtonHint | Qt.WindowType.WindowCloseButtonHint
        self.setWindowFlags(self.windowFlags() | flags)
        if parent is not None:
            self.resize(parent.window().size())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the grid drops what was typed before it closes anything."""
        if event.key() in ENTERS:
            event.accept()
            return
        super().keyPressEvent(event)


def tied(grid: TypingGrid[Any, Any], writer: Writer[Any, Any], says: Says) -> None:
    """Undo and redo by key, the cursor where they were, and what either of them refuses."""
    grid.undo_wanted.connect(writer.undo)
    grid.redo_wanted.connect(writer.redo)
    grid.refused_here.connect(says.refuse)
    writer.refused.connect(says.refuse)
    writer.went.connect(grid.go)


def card_of(bar: QWidget, grid: QWidget, empty: QWidget) -> QFrame:
    """The grid below its bar; `empty` stands in its place, hidden at first."""
    card = QFrame()
    card.setProperty("role", "panel")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.setSpacing(0)
    inside.addWidget(bar)
    inside.addWidget(grid, 1)
    inside.addWidget(empty, 1)
    empty.hide()
    return card
