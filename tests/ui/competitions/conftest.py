"""An office, the level of competitions on its page, and a hand that presses and counts."""

from __future__ import annotations

import pytest

from tests.ui.hands import activate
from tests.ui.test_imports_page import Hand


@pytest.fixture
def hand(qtbot, window, settle) -> Hand:
    """Presses as a person would."""
    return Hand(qtbot, window, settle)


@pytest.fixture
def level(hand, window):
    """Opens the level, as often as it is called, and hands it out read."""

    def show(part: str = "competitions"):
        window.show_page("training", part)
        hand.settle()
        hand.settle()
        return window.page.competitions

    return show


@pytest.fixture
def board(level, hand, window, qtbot):
    """Opens the board of a competition, read."""

    def show(key: int, part: int = 0):
        view = level(f"competitions/{key}").board
        activate(window, qtbot)
        qtbot.waitUntil(lambda: view.read is not None and view.read.id == key)
        view.show_part(part)
        hand.settle()
        return view

    return show
