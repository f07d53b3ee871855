"""A district that inspects, the level of inspections on a page, and a hand that presses."""

from __future__ import annotations

import pytest

from tests.assessment.office import settle as people
from tests.ui.hands import activate
from tests.ui.test_imports_page import Hand


@pytest.fixture
def template(template, furnished, request):
    """With the people already there for whoever asks for `office`."""
    if "office" not in request.fixturenames:
        return template
    return furnished("assessment office", lambda desk: desk.write(people, reason="如实登记"))


@pytest.fixture
def office(desk):
    """The people of tests/assessment/office.py."""
    return desk


@pytest.fixture
def hand(qtbot, window, settle) -> Hand:
    """Presses as a person would."""
    return Hand(qtbot, window, settle)


@pytest.fixture
def level(hand, window, office):
    """Opens the level, as often as it is called, and hands it out read."""

    def show(part: str = "inspections"):
        window.show_page("assessment", part)
        hand.settle()
        return window.page.inspections

    return show


@pytest.fixture
def board(level, hand, window, qtbot):
    """Opens the board of an inspection, read."""

    def show(key: int, part: int | None = None):
        view = level(f"inspections/{key}").board
        activate(window, qtbot)
        qtbot.waitUntil(lambda: view.read is not None and view.read.id == key)
        if part is not None:
            view.show_part(part)
        hand.settle()
        return view

    return show
