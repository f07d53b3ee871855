"""A district that hires, its page, and a hand that presses and counts."""

from __future__ import annotations

import pytest

from tests.hiring.build import plant
from tests.ui.test_imports_page import Hand


@pytest.fixture
def template(template, furnished, request):
    """With the streets already there for whoever asks for `office`."""
    if "office" not in request.fixturenames:
        return template
    return furnished("hiring streets", lambda desk: desk.write(plant))


@pytest.fixture
def office(desk):
    """Two streets with five vacant grids, nobody in post."""
    return desk


@pytest.fixture
def hand(qtbot, window, settle) -> Hand:
    """Presses as a person would."""
    return Hand(qtbot, window, settle)


@pytest.fixture
def page(hand, window, office):
    """Opens the page, as often as it is called, and hands it out read."""

    def show(part: str = ""):
        window.show_page("hiring", part)
        hand.settle()
        hand.settle()
        return window.page

    return show
