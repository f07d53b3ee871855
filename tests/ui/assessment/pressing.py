"""What tests of the dialogs of assessment do as a person would: type, click, choose in a menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QTableView, QWidget

_NONE = Qt.KeyboardModifier.NoModifier


def typed(field: QWidget, text: str) -> None:
    """What an input method puts in, a key a sign."""
    field.setFocus()
    for sign in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, Qt.Key.Key_unknown, _NONE, sign))


def click(button: QAbstractButton) -> None:
    """Only what a person could press."""
    assert button.isVisible(), button.text()
    assert button.isEnabled(), button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def down_to(choice, value) -> None:
    """Choose in a closed list by the arrow keys."""
    choice.setFocus()
    values = [choice.itemData(at) for at in range(choice.count())]
    while choice.currentIndex() < values.index(value):
        QTest.keyClick(choice, Qt.Key.Key_Down)
    while choice.currentIndex() > values.index(value):
        QTest.keyClick(choice, Qt.Key.Key_Up)


def pick(qtbot, opens: Callable[[], object], text: str) -> list[str]:
    """Open a menu and click the entry that begins with `text`; every entry that could be chosen."""
    offered: list[str] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            QTimer.singleShot(10, look)
            return
        entries = [one for one in menu.actions() if not one.isSeparator() and one.isEnabled()]
        offered.extend(one.text() for one in entries)
        found = [one for one in entries if text and one.text().startswith(text)]
        if found:
            place = menu.actionGeometry(found[0]).center()
            QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
        else:
            menu.close()
        assert found or not text, offered

    QTimer.singleShot(10, look)
    opens()
    qtbot.waitUntil(lambda: bool(offered))
    return offered


def open_menu(button: QAbstractButton) -> Callable[[], object]:
    """The menu of a button, opened by a click."""
    return lambda: click(button)


def menu_of_row(table: QTableView) -> Callable[[], object]:
    """The menu of the row under the cursor, opened by the right button."""

    def opens() -> None:
        place: QPoint = table.visualRect(table.currentIndex()).center()
        at = table.viewport().mapToGlobal(place)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, at)
        QApplication.sendEvent(table.viewport(), event)

    return opens
