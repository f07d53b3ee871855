"""What stands above every step: its title, where one is, and messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.ui.banners import Banner, Message
from hrgrid.ui.buttons import Button
from hrgrid.ui.forms import clear, label
from hrgrid.ui.imports.view import framed
from hrgrid.ui.status import Elided
from hrgrid.ui.stepper import Stepper


class Frame(QWidget):
    """Title, files, the button to give up, the steps; on a low screen a sentence for the steps."""

    def __init__(self, steps: Sequence[str], give_up: Callable[[], object]) -> None:
        super().__init__()
        self.stepper = Stepper(steps)
        self.cancel = Button("取消", does=give_up)
        self._first, self._low = True, False
        self._banners: list[Banner] = []
        self._title = label("", "section")
        self._beside = Elided(role="crumb", px=13)
        self._where = label("", "crumb")
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._beside, 1)
        head.addWidget(self._where)
        head.addWidget(self.cancel)
        self._steps = framed(self.stepper)
        inside = self._steps.layout()
        if inside is not None:
            inside.setContentsMargins(16, 10, 16, 6)
        self._notices = QVBoxLayout()
        self._notices.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._head)
        column.addWidget(self._steps)
        column.addLayout(self._notices)

    def show_step(self, step: int, title: str, beside: str, *, may_cancel: bool) -> None:
        """Show which step this is, and of what."""
        self._first = step == 0
        self.stepper.go(step)
        self._title.setText(title)
        self._beside.show_text(beside)
        self.cancel.setVisible(may_cancel)
        self.fold(low=self._low)

    def fold(self, *, low: bool) -> None:
        """Take less room on a low screen; the first step has no title of its own."""
        self._low = low
        self._steps.setHidden(low)
        self._where.setHidden(not low)
        self._where.setText(self.stepper.sentence)
        self._head.setVisible(not self._first)

    @property
    def messages(self) -> list[Message]:
        """The messages on show."""
        return [banner.message for banner in self._banners]

    def say(self, *messages: Message) -> None:
        """Show messages in place of the last ones."""
        clear(self._notices)
        self._banners = [Banner(message, closable=True) for message in messages]
        for banner in self._banners:
            banner.closed.connect(lambda banner=banner: self._put_away(banner))
            self._notices.addWidget(banner)

    def _put_away(self, banner: Banner) -> None:
        self._banners.remove(banner)
        banner.hide()
