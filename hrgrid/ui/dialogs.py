"""Dialogs: only for what takes something away, leaves the office, or needs a form of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, DangerButton, PrimaryButton
from hrgrid.ui.forms import clear, label
from hrgrid.ui.page import Scroll

# What a scroll bar takes, and a little air.
_BAR = 14


class Dialog(QDialog):
    """A box with its title as a sentence; Esc closes it and changes nothing."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self.setMinimumWidth(theme.length(420))
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(20, 16, 20, 16)
        self.body.setSpacing(12)
        self.body.addWidget(label(title, "section", wraps=True))

    def showEvent(self, event: QShowEvent) -> None:
        """As high as the text needs at this width."""
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take the height that the text needs at this width, but no more than the screen has."""
        width = max(self.width(), self.body.totalMinimumSize().width())
        wanted = self.body.totalHeightForWidth(width)
        if wanted < 0:
            wanted = self.body.totalSizeHint().height()
        self.resize(width, min(wanted, self.highest()))

    def highest(self) -> int:
        """The height that the screen leaves to a dialog."""
        return self.screen().availableGeometry().height() - 48


class Confirmation(Dialog):
    """Says what will happen; the button repeats it as a verb, Enter does not press it."""

    def __init__(
        self,
        sentence: str,
        act: str,
        *,
        title: str,
        stay: str = "再看看",
        takes_away: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self.body.addWidget(label(sentence, "body2", wraps=True))
        kind = DangerButton if takes_away else PrimaryButton
        self.act = kind(act, does=self.accept)
        self.act.setAutoDefault(False)
        self.stay = Button(stay, does=self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.stay)
        row.addWidget(self.act)
        self.body.addLayout(row)
        self.stay.setFocus()


def confirmed(
    parent: QWidget,
    sentence: str,
    act: str,
    *,
    title: str,
    stay: str = "再看看",
    takes_away: bool = False,
) -> bool:
    """Ask, and tell whether the deed was chosen."""
    box = Confirmation(sentence, act, title=title, stay=stay, takes_away=takes_away, parent=parent)
    return box.exec() == QDialog.DialogCode.Accepted


def _outermost(widget: QWidget) -> QWidget:
    """The window that a dialog on a dialog stands before in the end."""
    window = widget.window()
    while (behind := window.parentWidget()) is not None:
        window = behind.window()
    return window


class FormDialog(Dialog):
    """A form with one deed; it stays open, with the sentence, until the deed succeeds.

    `WIDTH` in px at the standard text size; a form is never wider than the main window.
    """

    WIDTH = 400

    def __init__(
        self, title: str, act: str, parent: QWidget | None = None, *, takes_away: bool = False
    ) -> None:
        super().__init__(title, parent)
        self._scroll = Scroll(inside=True)
        margins = self.body.contentsMargins()
        # A scroll bar takes nothing from the fields.
        beside = margins.left() + margins.right() + _BAR
        self._width = theme.length(self.WIDTH)
        if parent is not None and theme.length(FormDialog.WIDTH) < self._width:
            self._width = min(self._width, _outermost(parent).width() - beside - 2 * _BAR)
        self._scroll.setMinimumWidth(self._width)
        self.setMinimumWidth(self._width + beside)
        self.form = self._scroll.column
        self.body.addWidget(self._scroll, 1)
        self._refusal = QVBoxLayout()
        self.body.addLayout(self._refusal)
        kind = DangerButton if takes_away else PrimaryButton
        self.act = kind(act, does=self._try)
        self.act.setDefault(True)
        self._away = Button("不保存", does=self.reject)
        self._away.setAutoDefault(False)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._away)
        row.addWidget(self.act)
        self.body.addLayout(row)
        self._deed: Callable[[], object] = lambda: None

    def on_act(self, deed: Callable[[], object]) -> None:
        """What the button does; it calls `accept` or `refuse` when it knows."""
        self._deed = deed

    def fit(self) -> None:
        """A form that is higher than the screen scrolls; its buttons stay in sight."""
        inner = self.form
        rest = self.body.totalMinimumSize().height() - self._scroll.minimumHeight()
        room = self.highest() - rest
        width = self.width() - self.body.contentsMargins().left() * 2
        wanted = max(inner.totalHeightForWidth(width), inner.totalMinimumSize().height())
        inner.setContentsMargins(0, 0, _BAR if wanted > room else 0, 0)
        self._scroll.setMinimumSize(
            max(self._width, inner.totalMinimumSize().width()), min(wanted, room)
        )
        super().fit()

    def fit_soon(self) -> None:
        """Take another height when what was just put in has been laid out."""
        QTimer.singleShot(0, self, self.fit)

    def refuse(self, sentence: str) -> None:
        """Show why it was refused and let the person go on typing; empty after a cancel."""
        self._clear_refusal()
        self.act.setEnabled(True)
        if sentence:
            self._refusal.addWidget(Banner(Message(sentence, Kind.BAD)))
        self.fit()
        # A sentence of two lines knows its height only once it is shown.
        self.fit_soon()

    def _try(self) -> None:
        self._clear_refusal()
        self.act.setEnabled(False)
        self._deed()

    def _clear_refusal(self) -> None:
        clear(self._refusal)
