"""A keyboard that presses where the focus is, and counts its keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


class Keyboard:
    """Presses keys, and types what an input method or the digits put in."""

    def __init__(self) -> None:
        self.keys = 0

    def press(self, key, modifier=NONE) -> None:
        self.keys += 1
        QTest.keyClick(QApplication.focusWidget(), key, modifier)

    def type(self, text: str) -> None:
        for sign in text:
            self.keys += 1
            code = getattr(Qt.Key, f"Key_{sign}") if sign.isdecimal() else Qt.Key.Key_unknown
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(
                    QApplication.focusWidget(), QKeyEvent(kind, code, NONE, sign)
                )


def type_in(widget, text: str) -> None:
    """What an input method puts into a field: QTest knows no Chinese."""
    for sign in text:
        QApplication.sendEvent(
            widget, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, NONE, sign)
        )
