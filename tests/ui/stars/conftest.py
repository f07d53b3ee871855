"""An office whose months are confirmed, its page, and a hand that presses and counts."""

from __future__ import annotations

import pytest

from tests.assessment.office import settle as people_office
from tests.ui.hands import activate
from tests.ui.stars import rounds
from tests.ui.test_imports_page import Hand


@pytest.fixture
def template(template, furnished, request):
    """With the people already there for whoever asks for `office`."""
    if "office" not in request.fixturenames:
        return template
    return furnished("assessment office", lambda desk: desk.write(people_office, reason="如实登记"))


@pytest.fixture
def office(desk, clock):
    """Twenty-two workers in four streets; August is confirmed, three of a street are equal."""
    rounds.confirmed_month(desk, clock, 8, alike=3)
    return desk


@pytest.fixture
def hand(qtbot, window, settle) -> Hand:
    """Presses as a person would."""
    return Hand(qtbot, window, settle)


@pytest.fixture
def level(hand, window, office):
    """Opens the level of stars, as often as it is called, and hands it out read."""

    def show(part: str = "stars"):
        window.show_page("assessment", part)
        hand.settle()
        hand.settle()
        return window.page.stars

    return show


@pytest.fixture
def board(level, hand, window, qtbot):
    """Opens the board of a round, read, on one of its parts."""

    def show(key: int, part: int | None = None):
        view = level(f"stars/{key}").board
        activate(window, qtbot)
        qtbot.waitUntil(lambda: view.read is not None and view.read.id == key)
        if part is not None:
            view.show_part(part)
            qtbot.waitUntil(lambda: view.read.part == part)
        hand.settle()
        return view

    return show
