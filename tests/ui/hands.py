"""What tests of the lists do with a page: open it, find somebody, press, read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm
from hrgrid.ui.workforce.conditions import Conditions
from hrgrid.ui.workforce.page import WorkforcePage
from tests.patience import MILLISECONDS

VIEWER = OperatorForm("mayk", "马永康", "", "示例区", (RoleRow(Role.VIEWER, ""),), "Zq7-mima-2026")


AREA_COUNT = int(Qt.ItemDataRole.UserRole) + 1


def today() -> dt.date:
    """The desk's day, asked when it is needed: a run may begin before midnight and end after."""
    return dt.date.today()  # noqa: DTZ011 - the desk's day


def opened(window, settle) -> WorkforcePage:
    """The page with everything read: rows, counts, tree."""
    window.show_page("workforce")
    settle()
    settle()
    return window.page


def activate(window, qtbot) -> None:
    """Shortcuts are for the active window only."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)


def let_fall(widget: QWidget, *paths: Path) -> None:
    """Files dragged over a widget and let fall there, by real events."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    held = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    enter = QDragEnterEvent(widget.rect().center(), *held)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(widget.rect().center()), *held))


def names(page) -> list[str]:
    return [row.name for row in page.model.rows]


def chips(page) -> list[str]:
    return [chip.text() for chip in page.strip.chips]


def told(page) -> str:
    return page.strip._found.text() + page.strip._every.text() * page.strip._every.isVisible()


def menu_entry(button, text):
    """An entry of a button's menu, made as it would be on opening."""
    menu = button.menu()
    menu.aboutToShow.emit()
    return next(action for action in menu.actions() if action.text() == text)


def in_dialog(kind, act) -> None:
    """Do something in the next modal dialog of this kind once it is on show and keys go to it.

    A dialog in which it goes wrong, or that nobody closes, is closed: it would hang the run.
    """
    one = object()
    _WAITING[one] = getattr(kind, "__name__", str(kind))

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if one not in _WAITING:
            return
        if not isinstance(dialog, kind) or QApplication.activeWindow() is not dialog:
            QTimer.singleShot(10, look)
            return
        del _WAITING[one]
        QTimer.singleShot(MILLISECONDS, dialog, dialog.reject)
        try:
            act(dialog)
        except BaseException:
            dialog.reject()
            raise

    QTimer.singleShot(10, look)


_WAITING: dict[object, str] = {}


def still_waiting() -> list[str]:
    """The kinds of dialogs that were waited for and never came; nobody waits for them any more."""
    left = list(_WAITING.values())
    _WAITING.clear()
    return left


def find(page, settle, name="欧阳若水"):
    page._want(Conditions(text=name))
    settle()
    settle()


def texts(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def clipboard() -> str:
    return QGuiApplication.clipboard().text()
