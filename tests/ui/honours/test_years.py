"""A campaign as offices hold it: ten workbooks in one drop, and a year of two titles only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from hrgrid.honours.rules.tallies import Tally
from hrgrid.honours.rules.words import CampaignState, Outcome, Tier
from hrgrid.ui.imports.page import REVIEW
from tests.ui.hands import let_fall
from tests.ui.honours import campaigns
from tests.ui.honours.campaigns import forms, ranked, reviewed, settle_city
from tests.ui.test_imports_page import link


def drop(hand, paths) -> None:
    """One movement of the mouse over the page."""
    page = hand.page
    let_fall(page, *paths)
    hand.settle()


def press_tab(hand, at: int) -> None:
    tabs = hand.page.head.tabs
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(at).center())
    hand.settle()


def test_ten_workbooks_in_one_drop_with_a_bad_one_among_them(hand, window, desk, tmp_path):
    """The bad file is named with what is wrong; those that are sound come in whole."""
    city = settle_city(desk, tmp_path)
    reviewed(city, year=2024)
    campaign_id = campaigns.nominating(city)
    paths = forms(city, campaign_id)
    paths[3].write_bytes(b"PK\x03\x04 half a workbook")
    window.show_page("honours")
    hand.page.refresh()
    hand.settle()
    drop(hand, paths)
    imports = hand.page
    told = "".join(one.text() for one in imports.findChildren(QLabel) if one.isVisible())
    assert f"“{paths[3].name}”已损坏，打不开" in told
    assert (window.page_key, len(imports.paths)) == ("imports", 9)
    hand.press(imports.files.primary)
    assert (imports.step, imports.review.bad.count) == (REVIEW, 0)
    hand.press(imports.review.primary)
    hand.press(link(window, "看评选"))
    rows = hand.page.middle.quotas.model.rows
    short = [row.name for row in rows if row.tally.tally is Tally.SHORT]
    assert short == [list(city.people)[3]]
    came = {row.district for row in hand.page.board.candidates}
    assert len(came) == 9


def test_a_year_of_two_titles_from_its_draft_to_its_decision(hand, window, desk, tmp_path):
    """The highest title was given up: two tabs in every state, and nothing asks for the third."""
    two = {Tier.EXCELLENT: 4, Tier.SKILLED: 4}
    city = settle_city(desk, tmp_path, {"甲区": 7, "乙区": 5}, two)
    window.show_page("honours")
    seen = []
    builds = (campaigns.draft, campaigns.nominating, reviewed, ranked, campaigns.decided)
    for year, build in enumerate(builds, start=2021):
        campaign_id = build(city, year=year)
        hand.page.refresh()
        hand.settle()
        page = hand.page
        page.choose(campaign_id)
        hand.settle()
        seen.append(page.board.campaign.state)
        assert page.head.tabs.count() == 2
        for at, tier in enumerate(two):
            press_tab(hand, at)
            assert page.head.tier is tier
            if build in builds[-2:]:
                chosen = [
                    row for row in page.board.nominees(tier) if row.outcome is Outcome.SELECTED
                ]
                assert len(chosen) == two[tier]
    assert seen[-1] is CampaignState.DECIDED
    assert len(set(seen)) == 5
