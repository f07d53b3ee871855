"""Sentences above the cards: what blocks the next step, what changed, what was refused."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.ui.banners import Banner, Message
from hrgrid.ui.forms import clear

_MOST = 2


class Notices(QWidget):
    """What was said last stands on top and can be put away; the rest follows from the state."""

    def __init__(self) -> None:
        super().__init__()
        self._said: Message | None = None
        self._standing: list[Message] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._renew()

    @property
    def messages(self) -> list[Message]:
        """What is on show."""
        said = [self._said] if self._said else []
        return [*said, *self._standing][:_MOST]

    def say(self, message: Message | None) -> None:
        """Show what just happened."""
        self._said = message
        self._renew()

    def show_standing(self, messages: list[Message]) -> None:
        """Show what follows from the state."""
        if messages != self._standing:
            self._standing = messages
            self._renew()

    def _renew(self) -> None:
        clear(self._column)
        for message in self.messages:
            banner = Banner(message, closable=message is self._said)
            banner.closed.connect(lambda: self.say(None))
            self._column.addWidget(banner)
        self.setVisible(bool(self.messages))
