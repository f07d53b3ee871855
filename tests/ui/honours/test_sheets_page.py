"""Who only keys the judges' marks: his sheets by clicks, and nothing else of the selection."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import add_operator, sign_in
from hrgrid.honours import service
from hrgrid.honours.queries import review_panels
from hrgrid.honours.rules.words import Tier
from hrgrid.honours.service import ReviewForm
from hrgrid.panels.queries import panel_view
from hrgrid.panels.service import SeatForm, key_marks
from hrgrid.ui.honours.sheets_page import SheetsPage
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.ui.scoring import ScoringDialog
from hrgrid.ui.session import Session
from tests.ui.hands import VIEWER
from tests.ui.honours import campaigns
from tests.ui.honours.test_dialogs import acting, click
from tests.ui.waiting import until

TRAINER = replace(VIEWER, roles=(RoleRow(Role.TRAINER, ""),))


@pytest.fixture
def scorer(qtbot, desk, database, settings):
    """The window of somebody who keys marks and no more, on the page of the selection."""
    desk.write(lambda work: add_operator(work, TRAINER))
    session = Session(sign_in(database, TRAINER.login, TRAINER.secret), settings)
    window = MainWindow(session, Standing("示例区委政法委", "数据.hrg", shared=False), PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()

    def show() -> SheetsPage:
        window.show_page("honours")
        window.page.refresh()
        until(lambda: not session.tasks.running)
        return window.page

    yield show
    session.tasks.close()
    session.close()


def test_without_a_panel_the_page_says_what_will_stand_there(city, scorer):
    campaigns.reviewed(city)
    found = scorer()
    assert isinstance(found, SheetsPage)
    assert found.empty.isVisible()
    assert not found.score.isVisible()


def test_the_marks_of_others_are_covered_and_ones_own_are_typed(city, desk, scorer):
    campaign_id = campaigns.reviewed(city)
    seats = (SeatForm("诸葛明", "市委组织部"), SeatForm("欧阳文", "市公安局"))
    form = ReviewForm(Tier.EXCELLENT, (seats,))
    [panel_id] = desk.write(lambda work: service.open_review(work, campaign_id, form))

    def read():
        return desk.read(lambda work: panel_view(work, panel_id))

    view = read()
    entrant, item = view.entrants[0].id, view.items[0].id
    desk.write(lambda work: key_marks(work, panel_id, {(entrant, 1, item): 91_000}))
    found = scorer()
    assert [row.id for row in found.model.rows] == [panel_id]
    # What he may not see is in all the same.
    assert found.model.rows[0].progress.done == 1

    def key(box: ScoringDialog) -> None:
        until(lambda: box.view.model.view is not None)
        model, grid = box.view.model, box.view.grid
        theirs, own = model.index_of((entrant, 1, item)), model.index_of((entrant, 2, item))
        assert theirs.data() == "已录"
        assert "91" not in str(theirs.data(Qt.ItemDataRole.ToolTipRole))
        grid.setCurrentIndex(theirs)
        QTest.keyClicks(grid, "50")
        QTest.keyClick(grid, Qt.Key.Key_Return)
        assert theirs.data() == "已录"
        grid.setCurrentIndex(own)
        QTest.keyClicks(grid, "88")
        QTest.keyClick(grid, Qt.Key.Key_Return)
        until(
            lambda: (entrant, 2, item) in desk.read(lambda work: panel_view(work, panel_id)).marks
        )
        box.reject()

    seen = acting(ScoringDialog, key)
    click(found.score)
    until(lambda: bool(seen) and not found.session.tasks.running)
    marks = read().marks
    assert marks[entrant, 1, item] == 91_000
    assert marks[entrant, 2, item] == 88_000
    [panel] = desk.read(lambda work: review_panels(work, campaign_id))
    assert panel.progress.done == 2
