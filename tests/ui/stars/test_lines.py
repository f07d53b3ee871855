"""The list of everybody's star: conditions by keys, and a window of a small screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.ui.stars.reading import LINES
from tests.ui.stars import rounds

LOW = 512


@pytest.fixture
def lines(board, office, qtbot):
    """The list of a round that was computed, with everybody in it."""
    key = rounds.open_over(office, 8)
    rounds.compute(office, key)
    view = board(key, LINES)
    qtbot.waitUntil(lambda: view.lines.parts is not None and rows(view) > 15)
    return view


def rows(view) -> int:
    return view.lines.parts.model.rowCount()


@pytest.mark.parametrize("held_by", ["search", "table", "tools"])
def test_escape_takes_the_conditions_away_and_only_then_the_round(lines, qtbot, hand, held_by):
    whole = rows(lines)
    lines.lines.level.setCurrentIndex(lines.lines.level.findData(2))
    qtbot.waitUntil(lambda: 0 < rows(lines) < whole)
    hand.settle()
    held = {
        "search": lines.lines.search,
        "table": lines.lines.parts.table,
        "tools": lines.papers,
    }[held_by]
    held.setFocus()
    QTest.keyClick(held, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: rows(lines) == whole)
    assert lines.isVisible()
    assert lines.lines.level.currentData() is None
    hand.settle()
    held.setFocus()
    QTest.keyClick(held, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not lines.isVisible())


def test_the_list_has_room_in_a_window_of_a_small_screen(lines, window, qtbot, hand):
    qtbot.waitUntil(lambda: not lines.notices.isHidden())
    # As somebody drags it: what folds on the way lets it become lower still.
    for _ in range(2):
        window.resize(1_200, LOW)
        hand.settle()
    assert window.height() == LOW
    assert lines.lines.parts.table.isVisible()
    assert lines.minimumSizeHint().height() <= lines.height()
    window.resize(1_366, 768)
    hand.settle()
    qtbot.waitUntil(lambda: not lines.notices.isHidden())
