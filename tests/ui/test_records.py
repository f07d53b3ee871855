"""What the room of honours holds is on its page, not only in the data."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from hrgrid.accounts.service import sign_in
from hrgrid.demo.furnishing import Size
from hrgrid.demo.office import OPERATOR, make_demo
from hrgrid.storage.database import Database
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.ui.session import Session


@pytest.fixture
def demo(qtbot, settings, tmp_path):
    """A window on the demonstration of a village."""
    made = make_demo(tmp_path / "demo", Size.VILLAGE)
    session = Session(sign_in(Database.open(made.data), OPERATOR), settings)
    window = MainWindow(session, Standing("示例", "数据.hrg", shared=False), PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    yield window, sum(made.honours.values())
    session.close()


def shown(window, key, qtbot):
    window.show_page(key)
    qtbot.waitUntil(lambda: not window.session.tasks.running, timeout=20_000)
    return window.page


def test_a_decided_campaign_is_listed(demo, qtbot):
    window, _ = demo
    page = shown(window, "honours", qtbot)
    assert page.told.text() == "共 1 次评选"
    (campaign,) = page.model.rows
    texts = [column.text(campaign) for column in page.model.columns]
    assert texts[0] == str(campaign.year)
    assert texts[-1] == "证书已发"
    assert page.table.isVisible()
    assert not page.empty.isVisible()


def test_an_empty_room_says_what_it_is_for(window, settle):
    window.show_page("honours")
    settle()
    assert window.page.empty.isVisible()
    assert not window.page.table.isVisible()
    assert "还没有年度评选" in [label.text() for label in window.page.findChildren(QLabel)]
