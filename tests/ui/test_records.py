"""What the room of documents holds is on its page, not only in the data."""

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
    qtbot.waitUntil(lambda: not window.session.tasks.running)
    return window.page


def test_issued_certificates_are_listed(demo, qtbot):
    window, chosen = demo
    papers = shown(window, "documents", qtbot)
    assert papers.told.text() == f"共 {chosen} 张证书"
    assert papers.model.rowCount() == chosen
    assert papers.main_control() is papers.table


@pytest.mark.parametrize(("key", "title"), [("documents", "还没有可以打印的证书和报表")])
def test_an_empty_room_says_what_it_is_for(window, settle, key, title):
    window.show_page(key)
    settle()
    assert window.page.empty.isVisible()
    assert not window.page.table.isVisible()
    assert title in [label.text() for label in window.page.findChildren(QLabel)]
