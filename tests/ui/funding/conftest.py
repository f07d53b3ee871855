"""示例区 with two streets, the page of funding, and a hand that presses."""

from __future__ import annotations

import pytest

from tests.funding.budgeted import settle as areas
from tests.ui.hands import activate
from tests.ui.test_imports_page import Hand


@pytest.fixture
def template(template, furnished, request):
    """With the areas already there for whoever asks for `office`."""
    if "office" not in request.fixturenames:
        return template
    return furnished("funding areas", lambda desk: desk.write(areas, reason="如实登记"))


@pytest.fixture
def office(desk):
    """The areas of tests/funding/budgeted.py."""
    return desk


@pytest.fixture
def hand(qtbot, window, settle) -> Hand:
    """Presses as a person would."""
    return Hand(qtbot, window, settle)


@pytest.fixture
def level(hand, window, office, qtbot):
    """Opens a level, read, in an active window."""

    def show(key: str):
        window.show_page("funding", key)
        activate(window, qtbot)
        hand.settle()
        shown = window.page.levels[key]
        qtbot.waitUntil(lambda: shown.read is not None)
        hand.settle()
        return shown

    return show
