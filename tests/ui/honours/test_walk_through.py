"""The row 十百千 of the walk-throughs by real clicks: from a year's plan to its three lists."""

from __future__ import annotations

import time

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from hrgrid.honours import service
from hrgrid.honours.rules.tallies import Tally
from hrgrid.honours.rules.words import CampaignState, Outcome, Tier
from hrgrid.ui.honours.opening import NewCampaignDialog
from hrgrid.ui.imports.page import OUTCOME, REVIEW
from hrgrid.ui.publicity.publish_dialog import PublishDialog
from tests.ui.hands import activate
from tests.ui.honours import campaigns
from tests.ui.honours.campaigns import MEETING, PLACES, forms, ranked, reviewed, settle_city
from tests.ui.honours.conftest import PLACES as SMALL
from tests.ui.test_exporting import when_shown
from tests.ui.test_imports_page import link


def drop(hand, paths) -> None:
    """One movement of the mouse over the page."""
    hand.clicks += 1
    page = hand.page
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    held = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    enter = QDragEnterEvent(page.rect().center(), *held)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(page.rect().center()), *held))
    hand.settle()


def press_tab(hand, at: int) -> None:
    tabs = hand.page.head.tabs
    hand.clicks += 1
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(at).center())
    hand.settle()


def test_from_the_plan_of_a_year_to_its_three_lists(hand, window, desk, tmp_path):
    city = settle_city(desk, tmp_path)
    # Last year's forms had these headings: their mapping is remembered.
    reviewed(city, year=2024)
    hand.clicks, began = 0, time.monotonic()

    hand.press(window.navigation.button("honours"))
    page = hand.page

    def open_it(dialog: NewCampaignDialog) -> None:
        hand.settle()
        assert dialog.places[Tier.EXCELLENT].text() == "60"
        hand.clicks += 1
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    when_shown(NewCampaignDialog, open_it)
    hand.clicks += 1
    activate(window, hand.qtbot)
    page.main_control().setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    hand.settle()
    hand.settle()
    assert page.head.primary.text() == "定下名额，开始推荐"
    assert [unit.places for unit in page.board.tiers[0].units] == [1] * 10
    hand.press(page.head.primary)
    assert page.board.campaign.state is CampaignState.NOMINATING
    assert not page.head.primary.isEnabled()
    assert "还没有一个推荐对象" in page.notices.messages[0].sentence

    drop(hand, forms(city, page.board.campaign.id))
    assert window.page_key == "imports"
    imports = hand.page
    assert imports.files.chosen_kind == "nominations"
    assert len(imports.paths) == 10
    assert imports.files.primary.text() == "下一步：检查数据"
    hand.press(imports.files.primary)
    assert (imports.step, imports.review.bad.count) == (REVIEW, 0)
    hand.press(imports.review.primary)
    assert imports.step == OUTCOME
    hand.press(link(window, "看评选"))
    assert window.page_key == "honours"
    assert page.middle.quotas.model.rows[0].tally.shown == "齐"
    assert page.head.primary.text() == "截止推荐，计算排名"
    hand.press(page.head.primary)
    hand.settle()
    assert page.board.campaign.state is CampaignState.SELECTED
    for at, (tier, places) in enumerate(PLACES.items()):
        if at:
            press_tab(hand, at)
        assert page.head.tier is tier
        rows = [row for row in page.board.nominees(tier) if row.outcome is Outcome.SELECTED]
        assert len(rows) == places
    seconds = time.monotonic() - began
    assert hand.clicks <= 11
    print(f"十百千: {hand.clicks} clicks, of them 1 shortcut, {seconds:.1f} s")


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


def test_the_list_hangs_out_and_its_paper_is_there(hand, window, desk, tmp_path, monkeypatch):
    """公示: the step, its deed, the paper; what the form asks beyond is typed once a year."""
    city = settle_city(desk, tmp_path, {"甲区": 7, "乙区": 5}, SMALL)
    campaign_id = ranked(city)
    desk.write(lambda work: service.record_committee(work, campaign_id, MEETING))
    window.show_page("honours")
    window.page.refresh()
    hand.settle()
    page, target = window.page, tmp_path / "公示.pdf"
    hand.clicks, keys = 0, 0

    def publish(dialog: PublishDialog) -> None:
        nonlocal keys
        hand.settle()
        for field, text in (
            (dialog.where, "公示栏"),
            (dialog.office, "综治科"),
            (dialog.phone, "0512-66001234"),
        ):
            field.setFocus()
            field.insert(text)
            keys += len(text)
        hand.clicks += 1
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    when_shown(PublishDialog, publish)
    hand.press(page.head.primary)
    hand.qtbot.waitUntil(lambda: page.head.primary.text() == "结束公示")

    def choose(*_) -> tuple[str, str]:
        # Enter in the system's own dialog, with the name that it offers.
        nonlocal keys
        keys += 1
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    hand.press(link(window, "生成公示"))
    hand.qtbot.waitUntil(lambda: target.exists() and not window.session.tasks.running)
    assert target.read_bytes().startswith(b"%PDF")
    assert hand.clicks <= 3
    print(f"公示: {hand.clicks} clicks, {keys} keys")
