"""An office with cases of exit, the page of exits, and a hand that presses."""

from __future__ import annotations

import pytest

from tests.ui.exits.led import settle as people
from tests.ui.hands import activate
from tests.ui.test_imports_page import Hand


@pytest.fixture
def template(template, furnished, request):
    """With the people already there for whoever asks for `office`."""
    if "office" not in request.fixturenames:
        return template
    return furnished("exits office", lambda desk: desk.write(people, reason="如实登记"))


@pytest.fixture
def office(desk):
    """The people of tests/exits/office.py."""
    return desk


@pytest.fixture
def hand(qtbot, window, settle) -> Hand:
    """Presses as a person would."""
    return Hand(qtbot, window, settle)


@pytest.fixture
def level(hand, window, office, qtbot):
    """Opens the level of cases, read, in an active window."""

    def show(part: str = "cases"):
        window.show_page("exits", part)
        activate(window, qtbot)
        hand.settle()
        return window.page.cases

    return show


@pytest.fixture
def board(level, hand, qtbot):
    """Opens the board of a case, read."""

    def show(case_id: int):
        view = level(f"cases/{case_id}").board
        qtbot.waitUntil(lambda: view.read is not None and view.read.row.id == case_id)
        hand.settle()
        return view

    return show
