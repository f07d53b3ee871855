"""The window before anybody has signed in: first start, or sign-in, in one card."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.ui import theme
from hrgrid.ui.banners import Action, Banner, Kind, Message
from hrgrid.ui.cards import Glyph
from hrgrid.ui.forms import clear, label
from hrgrid.ui.page import Scroll


class Gate(QWidget):
    """A quiet page with one card in the middle."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("gate")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("网格员队伍管理")
        self._content: QWidget | None = None
        self._messages = QVBoxLayout()
        self._card = QFrame()
        self._card.setProperty("role", "panel")
        self._inside = QVBoxLayout(self._card)
        self._inside.setContentsMargins(24, 20, 24, 20)
        self._inside.setSpacing(12)
        self._lay_out()
        self.resize(920, 640)

    @property
    def content(self) -> QWidget | None:
        """What the card shows."""
        return self._content

    def minimumSizeHint(self) -> QSize:
        """Fits 1366x768 at 150 %; what is higher scrolls."""
        return QSize(600, 420)

    def show_content(self, content: QWidget, width: int) -> None:
        """Put `content` in the card, which is at most `width` px wide."""
        clear(self._messages)
        clear(self._inside)
        self._card.setMaximumWidth(theme.length(width))
        self._content = content
        self._inside.addWidget(content)
        content.show()

    def say(self, sentence: str, kind: Kind = Kind.BAD, *actions: Action) -> None:
        """Show a sentence above the card's content; an empty one takes it back."""
        clear(self._messages)
        if sentence:
            self._messages.addWidget(Banner(Message(sentence, kind, actions)))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody wants to sign in."""
        super().closeEvent(event)
        self.closed.emit()

    def _lay_out(self) -> None:
        scroll = Scroll()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        body = scroll.column
        body.setContentsMargins(16, 16, 16, 16)
        body.addStretch()
        brand = QHBoxLayout()
        brand.setSpacing(10)
        brand.addStretch()
        brand.addWidget(Glyph("squares-four-fill", "logo", 24))
        brand.addWidget(label("网格员队伍管理", "section"))
        brand.addStretch()
        body.addLayout(brand)
        middle = QVBoxLayout()
        middle.setSpacing(12)
        middle.addLayout(self._messages)
        middle.addWidget(self._card)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(middle, 1_000)
        row.addStretch(1)
        body.addLayout(row)
        body.addStretch()
