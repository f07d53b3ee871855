"""A row of a table under the cursor, by the keys of a person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest


def choose(table, row_id: int) -> None:
    """The cursor on somebody, as the arrow keys put it there."""
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _ in range(table.model().rowCount()):
        if getattr(table.current, "id", None) == row_id:
            return
        QTest.keyClick(table, Qt.Key.Key_Down)
    raise AssertionError(row_id)
