"""What each right on exits shows on the page, what may be pressed, and that others see nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtWidgets import QLabel

from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.exits.rules.words import ExitState
from hrgrid.storage.desk import Desk
from hrgrid.ui.exits.page import ExitsPage
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.ui.session import Session
from tests.exits.office import area, board, consented, on, opened, reviewed, warned
from tests.ui.hands import menu_entry
from tests.ui.waiting import until

VIEW, RUN, DECIDE = Right.VIEW_EXITS, Right.RUN_EXITS, Right.DECIDE_EXITS
JOURNAL = Right.READ_JOURNAL
OTHERS = tuple(right for right in Right if right not in (VIEW, RUN, DECIDE, JOURNAL))


@pytest.fixture
def seated(look, office, settings, qtbot):
    """Opens the program for somebody with these rights alone; at the page of exits, read."""

    @contextmanager
    def sit(*rights: Right, path: str = "") -> Iterator[MainWindow]:
        grants = frozenset(Grant(right, path) for right in rights)
        actor = Actor(office.actor.operator_id, "某人", "经办人", "示例区", grants)
        session = Session(Desk(office.database, actor, office.keyring), settings)
        window = MainWindow(session, Standing("示例区", "数据.hrg", shared=False), PAGES)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        with qtbot.waitExposed(window):
            window.show()
        try:
            yield window
        finally:
            session.tasks.close()
            session.close()

    return sit


def resting(window) -> None:
    until(lambda: not window.session.tasks.running)


def at_board(window, case_id: int):
    """The board of a case, read."""
    window.show_page("exits", f"cases/{case_id}")
    board = window.page.cases.board
    until(lambda: board.read is not None and board.read.row.id == case_id)
    resting(window)
    return board


def told(part) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel) if one.isVisible())


def test_who_may_only_look_presses_nothing(seated, office):
    case = warned(office)
    with seated(VIEW) as window:
        view = at_board(window, case)
        assert view.primary.text() == "登记约谈"
        assert not view.primary.isEnabled()
        assert "没有办理退出的权限" in view.primary.toolTip()
        menu = view.more.menu()
        menu.aboutToShow.emit()
        assert not any(one.isEnabled() for one in menu.actions())
        level = window.page.cases
        level.show_list()
        assert [row.id for row in level.rows] == [case]
        assert not level.new.isVisible()
        window.show_page("exits", "warnings")
        resting(window)
        assert not window.page.warnings.new.isVisible()
        assert window.page.warnings.empty.isVisible()
        window.show_page("exits", "rules")
        resting(window)
        rules = window.page.rules
        assert not rules.regulations.sign.isVisible()
        rules.part.choose("numbers")
        until(lambda: rules.numbers.version is not None)
        assert not rules.numbers.edit.isVisible()


def test_who_runs_leads_on_and_opens(seated, office):
    case = warned(office)
    with seated(VIEW, RUN, Right.VIEW_WORKFORCE) as window:
        view = at_board(window, case)
        assert view.primary.isEnabled()
        assert menu_entry(view.more, "解除预警…").isEnabled()
        window.page.cases.show_list()
        assert window.page.cases.new.isEnabled()
        window.show_page("exits", "warnings")
        resting(window)
        assert window.page.warnings.first.isVisible()


def test_who_decides_approves_and_does_nothing_else(seated, office):
    going, waiting = warned(office, "周五"), reviewed(office)
    consented(office, waiting, on(4, 27))
    with seated(VIEW, DECIDE, Right.APPROVE) as window:
        view = at_board(window, waiting)
        assert view.read.row.state is ExitState.LEGAL_REVIEWED
        assert view.primary.text() == "批准退出"
        assert view.primary.isEnabled()
        for words in ("撤销…", "核对保护情形…", "移交经办…"):
            assert not menu_entry(view.more, words).isEnabled()
        assert not at_board(window, going).primary.isEnabled()
        window.page.cases.show_list()
        assert not window.page.cases.new.isVisible()


def test_a_neighbour_sees_an_empty_page(seated, office):
    opened(office)
    with seated(VIEW, RUN, path=area(office, "西街道").path) as window:
        window.show_page("exits")
        resting(window)
        until(window.page.cases.empty.isVisible)
        assert "赵一" not in told(window)


def test_nobody_else_is_shown_a_case_anywhere(seated, office):
    case = warned(office)
    number = at_number(office, case)
    with seated(*OTHERS) as window:
        window.show_page("exits", f"cases/{case}")
        assert not isinstance(window.page, ExitsPage)
        for page in PAGES:
            window.show_page(page.key)
            resting(window)
            shown = told(window)
            assert number not in shown, page.key
            assert "已预警" not in shown, page.key
            assert "退出管理" not in shown, page.key


def test_who_reads_the_journal_is_told_a_number_and_no_person(seated, office):
    number = at_number(office, warned(office))
    with seated(*OTHERS, JOURNAL) as window:
        window.show_page("dashboard")
        resting(window)
        until(lambda: number in told(window))
        assert "赵一" not in told(window)


def at_number(office, case_id: int) -> str:
    return board(office, case_id).card.row.number
