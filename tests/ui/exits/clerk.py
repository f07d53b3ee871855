"""Who leads a case on the page of exits by real clicks and keys, and counts both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from hrgrid.ui.banners import Banner, Kind
from tests.ui.hands import in_dialog
from tests.ui.waiting import until

_NONE = Qt.KeyboardModifier.NoModifier


def refusals(box) -> list[str]:
    """Why a dialog that is still open did not do it."""
    banners = [one for one in box.findChildren(Banner) if one.isVisible()]
    return [one.message.sentence for one in banners if one.message.kind is Kind.BAD]


class Clerk:
    """One at the keyboard; a tabulator into a field is a key as well."""

    def __init__(self, hand) -> None:
        self.hand = hand
        self.clicks = self.keys = 0

    # --- single movements ---------------------------------------------------------------------

    def click(self, button) -> None:
        """Press what a person could press."""
        until(lambda: button.isVisible() and button.isEnabled())
        self.clicks += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def key(self, widget, key: Qt.Key) -> None:
        """One key."""
        self.keys += 1
        QTest.keyClick(widget, key)

    def type(self, field, text: str) -> None:
        """Tab into a field and type; what stood there is replaced."""
        assert field.isVisible()
        assert field.isEnabled()
        field.setFocus()
        field.selectAll()
        self.keys += len(text) + 1
        for sign in text:
            # An input method hands over signs that no key of the keyboard has.
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(field, QKeyEvent(kind, Qt.Key.Key_unknown, _NONE, sign))

    def day(self, field, day: dt.date) -> None:
        """A day as people write it, left by the tabulator."""
        self.type(field, day.isoformat())
        self.key(field, Qt.Key.Key_Tab)
        until(lambda: field.value == day)

    def choose(self, choice: QComboBox, value: object) -> None:
        """One of a closed list by the arrow keys."""
        choice.setFocus()
        self.keys += 1
        values = [choice.itemData(at) for at in range(choice.count())]
        wanted = values.index(value)
        while choice.currentIndex() != wanted:
            down = choice.currentIndex() < wanted
            self.key(choice, Qt.Key.Key_Down if down else Qt.Key.Key_Up)

    # --- dialogs ------------------------------------------------------------------------------

    def in_dialog(self, kind, fill: Callable[[object], object]) -> None:
        """Fill in the next dialog of a kind; it must close, or the sentence of why is told."""

        def run(box) -> None:
            try:
                until(box.isActiveWindow)
                fill(box)
                until(lambda: not box.isVisible() or refusals(box))
                assert refusals(box) == []
            except BaseException:
                # Left open, the dialog would hang the run.
                box.reject()
                raise

        in_dialog(kind, run)

    def step(self, view, words: str, kind, fill: Callable[[object], object]) -> None:
        """The one primary action of a board, which must be this one, with its dialog."""
        until(lambda: view.read is not None and view.primary.text() == words)

        def sent(box) -> None:
            if hasattr(box, "ask_terms"):
                until(lambda: box.terms is not None or not _asks(box))
            fill(box)
            self.click(box.act)

        self.in_dialog(kind, sent)
        self.click(view.primary)
        self.hand.settle()

    def fill(self, **given: object) -> Callable[[object], None]:
        """Fields of a form by name: days, choices, texts."""

        def run(box) -> None:
            for name, value in given.items():
                field = getattr(box, name)
                if isinstance(value, dt.date):
                    self.day(field, value)
                elif isinstance(field, QComboBox):
                    self.choose(field, value)
                else:
                    assert isinstance(value, str)
                    self.type(field, value)

        return run


def _asks(box) -> bool:
    """Whether a form reads the rules of its case when it opens."""
    from hrgrid.ui.exits.forms.base import ExitForm

    return type(box).take_terms is not ExitForm.take_terms
