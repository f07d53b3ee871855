"""A look at results that were confirmed by assessment itself, walked through by clicks and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.exits.queries.board import case_board
from hrgrid.exits.queries.looks import look_board, looks
from hrgrid.exits.rules.words import ExitState, FlagState
from hrgrid.ui.exits.forms.opening import OpenCaseDialog
from hrgrid.ui.exits.look_form import NewLook, ReasonDeed
from hrgrid.ui.exits.words import NO_GROUND
from tests.assessment import office as town
from tests.exits import looked
from tests.ui.assessment.pressing import open_menu, pick
from tests.ui.exits.clerk import Clerk
from tests.ui.hands import activate, texts
from tests.ui.waiting import until

KEY = Qt.Key


@pytest.fixture
def template(template, furnished):
    """With three months whose results are confirmed."""
    return furnished("looked office", looked.furnish)


@pytest.fixture
def shown(hand, window, qtbot):
    """The level of looks, read, nothing kept yet."""
    window.show_page("exits", "warnings")
    activate(window, qtbot)
    hand.settle()
    level = window.page.warnings
    until(level.empty.isVisible)
    return level


@pytest.fixture
def clerk(hand) -> Clerk:
    """One at the keyboard."""
    return Clerk(hand)


def keep(clerk, level, reason: str = ""):
    """Preview the newest month and keep its list; what the preview told."""
    told: list[str] = []

    def fill(box: NewLook) -> None:
        until(lambda: box.preview is not None)
        assert box.which.currentData().title == "2026 年 9 月"
        told.append(box.told.text())
        told.extend(f"{row.name} {row.words}" for row in box.model.rows)
        if reason:
            clerk.type(box.reason, reason)
        clerk.click(box.act)

    clerk.in_dialog(NewLook, fill)
    clerk.click(level.first if level.empty.isVisible() else level.new)
    clerk.hand.settle()
    until(lambda: level.board.isVisible() and level.board.read is not None)
    return told


def go_to(clerk, board, name: str) -> None:
    """The cursor on somebody of the list by the arrow keys."""
    board.table.setFocus()
    names = [row.name for row in board.model.rows]
    while board.flag.name != name:
        at = names.index(board.flag.name)
        clerk.key(board.table, KEY.Key_Down if at < names.index(name) else KEY.Key_Up)


def kept_look(desk):
    """The look that counts, with its list."""
    [row] = desk.read(looks)
    return desk.read(lambda work: look_board(work, row.id))


def put_aside(clerk, board, name: str, reason: str) -> None:
    """不立案 of somebody, with the reason."""

    def fill(box: ReasonDeed) -> None:
        clerk.type(box.reason, reason)
        clerk.click(box.act)

    go_to(clerk, board, name)
    clerk.in_dialog(ReasonDeed, fill)
    clerk.click(board.aside)
    clerk.hand.settle()


def test_a_preview_is_seen_before_anything_is_kept(shown, clerk, desk):
    told: list[str] = []

    def look(box: NewLook) -> None:
        until(lambda: box.preview is not None)
        told.append(box.told.text())
        told.extend(row.name for row in box.model.rows)
        clerk.choose(box.which, box.which.itemData(2))
        until(lambda: box.preview is not None and "7 月" in box.preview.title)
        assert not box.model.rows
        box.reject()

    clerk.in_dialog(NewLook, look)
    clerk.click(shown.first)
    clerk.hand.settle()
    assert "20 人有结果，会提醒 3 人" in told[0]
    assert NO_GROUND in told[0]
    assert {"褚秋", "孙三", "李四", "严早"} <= set(told)
    assert not {"周五", "何水"} & set(told), "who is on leave is told nowhere"
    assert desk.read(looks) == []


def test_one_becomes_a_case_and_another_is_put_aside(shown, clerk, desk, window):
    told = keep(clerk, shown)
    board = shown.board
    assert "褚秋 2026 年 9 月 50 分，低于合格线 60 分。" in told
    assert {row.name for row in board.model.rows} == {"褚秋", "孙三", "李四"}
    assert any("界线上并列 2 人，都列出" in one.sentence for one in board.notices.messages)

    put_aside(clerk, board, "孙三", "核对原始记录，两次漏报已更正")
    aside = looked.by_name(kept_look(desk).flags)["孙三"]
    assert (aside.state, aside.aside_reason) == (
        FlagState.PUT_ASIDE,
        "核对原始记录，两次漏报已更正",
    )
    until(lambda: board.flag.state is FlagState.PUT_ASIDE)
    assert not board.primary.isEnabled()
    assert "核对原始记录，两次漏报已更正" in "\n".join(texts(board.card))

    def take_up(box: OpenCaseDialog) -> None:
        until(lambda: box.chosen is not None)
        # The list says why; who put the results forward judged them first.
        assert "50 分" in box.words.toPlainText()
        until(lambda: box.first.text() == desk.actor.name)
        clerk.click(box.act)

    go_to(clerk, board, "褚秋")
    clerk.in_dialog(OpenCaseDialog, take_up)
    clerk.click(board.primary)
    clerk.hand.settle()
    cases = window.page.cases
    until(lambda: cases.board.isVisible() and cases.board.read is not None)
    taken = looked.by_name(kept_look(desk).flags)["褚秋"]
    assert taken.state is FlagState.TAKEN_UP
    card = desk.read(lambda work: case_board(work, taken.case_id)).card
    assert (card.row.name, card.row.state) == ("褚秋", ExitState.REVIEWING)
    assert card.first_assessor == desk.actor.name
    assert cases.board.read.row.id == taken.case_id
    assert clerk.clicks <= 6
    print(f"预警筛查: {clerk.clicks} clicks, {clerk.keys} keys")


def test_a_second_look_asks_why_and_the_first_is_void(shown, clerk, desk, hand):
    keep(clerk, shown)
    put_aside(clerk, shown.board, "李四", "结果有误")
    # Shortcuts are for the active window, which the dialog was.
    activate(hand.window, hand.qtbot)
    shown.board.table.setFocus()
    until(shown.board.table.hasFocus)
    clerk.key(shown.board.table, KEY.Key_Escape)
    until(lambda: bool(shown.rows) and shown.board.isHidden())
    hand.settle()
    told = keep(clerk, shown, "合格线核对后重做")
    assert "已经筛查过" in told[0]
    board = kept_look(desk)
    # Who was put aside for the same words stays put aside.
    assert looked.by_name(board.flags)["李四"].aside_reason == "结果有误"
    assert [bool(row.void_reason) for row in desk.read(lambda work: looks(work, void=True))] == [
        False,
        True,
    ]


def test_who_was_put_aside_is_brought_back_by_the_menu(shown, clerk, desk, qtbot):
    keep(clerk, shown)
    board = shown.board
    put_aside(clerk, board, "李四", "结果有误")
    until(lambda: board.flag.state is FlagState.PUT_ASIDE)

    def fill(box: ReasonDeed) -> None:
        clerk.type(box.reason, "复核后仍然低于合格线")
        clerk.click(box.act)

    clerk.in_dialog(ReasonDeed, fill)
    pick(qtbot, open_menu(board.more), "恢复待处理")
    clerk.hand.settle()
    assert looked.by_name(kept_look(desk).flags)["李四"].state is FlagState.OPEN
    until(lambda: board.flag.state is FlagState.OPEN)
    assert board.primary.isEnabled()
    # Whoever has too few months stands apart and becomes no case.
    entries = [board.which.itemText(row) for row in range(board.which.count())]
    left_out = next(at for at, text in enumerate(entries) if "未列入" in text)
    clerk.choose(board.which, board.which.itemData(left_out))
    assert {row.name for row in board.model.rows} == {"严早", *town.TOO_FEW}
    assert not board.primary.isEnabled()
    QTest.keyClick(board.table, KEY.Key_Return)
    assert len(kept_look(desk).flags) == 3
