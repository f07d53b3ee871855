"""Messages in the page instead of boxes in front of it: one sentence and at most three links."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.ui.buttons import BareButton, LinkButton
from hrgrid.ui.cards import Glyph
from hrgrid.ui.forms import label


class Kind(enum.Enum):
    """What a message is: its colour and its icon."""

    INFO = "info", "info-fill", "accent"
    OK = "ok", "check-circle-fill", "ok"
    WARN = "warn", "warning-fill", "warn"
    BAD = "bad", "warning-circle-fill", "bad"


@dataclass(frozen=True)
class Action:
    """A link of a message: what it says and what it does."""

    text: str
    does: Callable[[], object]


@dataclass(frozen=True)
class Message:
    """A sentence for the person at the screen."""

    sentence: str
    kind: Kind = Kind.INFO
    actions: tuple[Action, ...] = ()


class Banner(QFrame):
    """A message with its links; `closable` ones can be put away."""

    closed = Signal()

    def __init__(self, message: Message, *, closable: bool = False) -> None:
        super().__init__()
        self.message = message
        kind, glyph, colour = message.kind.value
        self.setProperty("kind", kind)
        self.setAccessibleName(message.sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(8)
        row.addWidget(Glyph(glyph, colour, 18))
        row.addWidget(label(message.sentence, "banner", wraps=True), 1)
        for action in message.actions[:3]:
            row.addWidget(LinkButton(action.text, does=action.does))
        if closable:
            row.addWidget(BareButton("x", "关闭这条消息", self.closed.emit))


class BannerStrip(QWidget):
    """Where the shell shows what just happened; good news goes by itself, bad news stays."""

    OK_STAYS_MS = 12_000

    def __init__(self) -> None:
        super().__init__()
        self._banner: Banner | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 0)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        self.hide()

    @property
    def message(self) -> Message | None:
        """The message on show."""
        return None if self._banner is None else self._banner.message

    def show_message(self, message: Message) -> None:
        """Show this message in place of the last."""
        self.clear()
        actions = tuple(Action(one.text, self._then_clear(one)) for one in message.actions)
        self._banner = Banner(
            Message(message.sentence, message.kind, actions),
            closable=True,
        )
        self._banner.closed.connect(self.clear)
        self._column.addWidget(self._banner)
        self.show()
        if message.kind is Kind.OK and not message.actions:
            self._timer.start(self.OK_STAYS_MS)

    def clear(self) -> None:
        """Put the message away."""
        self._timer.stop()
        if self._banner is not None:
            self._column.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        self.hide()

    def _then_clear(self, action: Action) -> Callable[[], None]:
        def run() -> None:
            self.clear()
            action.does()

        return run
