"""A small city whose campaigns the page shows, and a hand that presses and counts."""

from __future__ import annotations

import pytest

from hrgrid.honours.rules.words import Tier
from tests.ui.honours.campaigns import City, settle_city
from tests.ui.test_imports_page import Hand

SMALL = {"甲区": 7, "乙区": 5}
PLACES = {Tier.PIONEER: 2, Tier.EXCELLENT: 4, Tier.SKILLED: 4}


@pytest.fixture
def city(desk, tmp_path) -> City:
    """Two districts with fourteen and ten people."""
    return settle_city(desk, tmp_path, SMALL, PLACES)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the dialog for files begins."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def hand(qtbot, window, settle) -> Hand:
    """Presses as a person would."""
    return Hand(qtbot, window, settle)


@pytest.fixture
def page(hand, window):
    """Opens the page, as often as it is called, and hands it out read."""

    def show():
        window.show_page("honours")
        window.page.refresh()
        hand.settle()
        return window.page

    return show
