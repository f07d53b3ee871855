"""Who sees the money, and who is offered which deed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import add_operator, sign_in
from hrgrid.funding.rules.budget_forms import MoveForm
from hrgrid.funding.rules.words import ActKind, ActState, Heading
from hrgrid.ui.funding.approving import SIGNED, ApproveDialog
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.ui.session import Session
from tests.funding.budgeted import drafted, issued
from tests.ui.funding.hands import typed
from tests.ui.hands import VIEWER, in_dialog


@pytest.fixture
def seat(qtbot, office, database, settings):
    """Signs in somebody with one role, and shows the page of funding."""
    made: list[tuple[Session, MainWindow]] = []

    def sit(role: Role) -> MainWindow:
        form = replace(VIEWER, login="zhang", name="张另外", roles=(RoleRow(role, ""),))
        office.write(lambda work: add_operator(work, form))
        session = Session(sign_in(database, "zhang", VIEWER.secret), settings)
        window = MainWindow(session, Standing("示例区委政法委", "数据.hrg", shared=False), PAGES)
        window.resize(1366, 768)
        made.append((session, window))
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.show_page("funding", "budgets")
        return window

    yield sit
    for session, window in made:
        window.close()
        session.tasks.close()
        session.close()


def test_who_may_only_look_at_people_has_no_page_of_money(seat, office):
    issued(office)
    assert seat(Role.VIEWER).page_key != "funding"


def test_the_approver_signs_and_is_offered_no_deed_of_the_clerk(seat, office, qtbot):
    ids = issued(office)
    drafted(office, ActKind.ALLOT, MoveForm(ids["示例区"], 100, heading=Heading.STAR))
    window = seat(Role.CHIEF)
    level = window.page.budgets
    qtbot.waitUntil(lambda: level.read is not None)
    assert level.primary.text() == "审批 1 份文件"
    assert not level.more.isVisible()
    QTest.mouseClick(level.primary, Qt.MouseButton.LeftButton)
    assert level.primary.text() == "审批这份文件…"

    def sign(dialog):
        assert [dialog.way.itemData(at) for at in range(dialog.way.count())] == [SIGNED]
        assert not dialog.paper.isVisible()
        typed(dialog.number, "2026-9")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    in_dialog(ApproveDialog, sign)
    QTest.mouseClick(level.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not level.read.waiting)
    assert {one.state for one in level.read.acts} == {ActState.APPROVED}
    assert not level.primary.isVisible()
    assert not level.card.buttons
