"""A clerk at the page of certificates: presses and types as a person would, and counts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog

from tests.ui.documents.conftest import rest
from tests.ui.hands import in_dialog


class Clerk:
    """At the page, with everything read."""

    def __init__(self, qtbot, page) -> None:
        self.qtbot, self.page = qtbot, page
        self.clicks = self.keys = 0

    def press(self, button: QAbstractButton) -> None:
        self.qtbot.waitUntil(lambda: button.isVisible() and button.isEnabled())
        self.clicks += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def press_in_dialog(self, button: QAbstractButton) -> None:
        """Press what opens a confirmation, and its deed: two clicks."""

        agreed = []

        def agree(dialog: QDialog) -> None:
            self.clicks += 1
            agreed.append(dialog)
            QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

        self.in_dialog(agree)
        self.press(button)
        self.qtbot.waitUntil(lambda: bool(agreed) and not agreed[0].isVisible())
        # Offscreen no window manager gives the focus back.
        self.page.window().activateWindow()

    def type(self, text: str) -> None:
        """Into whatever has the focus."""
        for letter in text:
            self.keys += 1
            QTest.keyClick(QApplication.focusWidget(), letter)

    def enter(self) -> None:
        self.keys += 1
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    def asked(self) -> None:
        """Wait for the question after a pack."""
        question = self.page.question
        self.qtbot.waitUntil(question.isVisible)
        answers = (question.all_good, question.none_came)
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() in answers)

    def in_dialog(self, act) -> None:
        """Do something in the next modal dialog once it is on show."""
        in_dialog(QDialog, act)

    def choose_deed(self, text: str, act) -> None:
        """Open the menu of the certificate, choose a deed, act in its dialog."""
        deeds = self.page.viewer.deeds
        self.qtbot.waitUntil(deeds.isEnabled)
        menu = deeds.menu()
        menu.aboutToShow.emit()
        [action] = [one for one in menu.actions() if one.text().startswith(text)]
        self.in_dialog(act)
        action.trigger()
        self.rest()

    def rest(self) -> None:
        """Wait until nothing runs or pauses; what came may have asked for more."""
        for _ in range(3):
            rest(self.qtbot, self.page)

    def says(self, text: str) -> None:
        """Wait until the primary button says this."""
        primary = self.page.head.primary
        self.qtbot.waitUntil(lambda: primary.text() == text)
        self.rest()

    def ask_for(self, text: str) -> None:
        """Type a range in place of the one that is there."""
        field = self.page.setup.range
        field.setFocus()
        field.selectAll()
        if text:
            QTest.keyClicks(field, text)
        else:
            QTest.keyClick(field, Qt.Key.Key_Delete)
        self.rest()
