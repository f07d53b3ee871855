"""A district that trains, its page, and a hand that presses and counts."""

from __future__ import annotations

import pytest

from tests.training.town import settle as people_town
from tests.ui.test_imports_page import Hand


@pytest.fixture
def template(template, furnished, request):
    """With the people already there for whoever asks for `town`."""
    if "town" not in request.fixturenames:
        return template
    return furnished("training town", lambda desk: desk.write(people_town))


@pytest.fixture
def town(desk):
    """Three workers in one street, two in the other."""
    return desk


@pytest.fixture
def hand(qtbot, window, settle) -> Hand:
    """Presses as a person would."""
    return Hand(qtbot, window, settle)


@pytest.fixture
def page(hand, window, town):
    """Opens the page, as often as it is called, and hands it out read."""

    def show(part: str = ""):
        window.show_page("training", part)
        hand.settle()
        hand.settle()
        return window.page

    return show
