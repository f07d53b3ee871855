"""What tests of these forms do and look at in each of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.exits.rules.words import ExitState
from tests.exits.office import board


def state(desk, case_id) -> ExitState:
    """How far a case has come."""
    return board(desk, case_id).card.row.state


def tick(box, value) -> None:
    """Choose a way by the space bar, as who goes through them with the keyboard."""
    button = box.buttons[value]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert button.isChecked()
