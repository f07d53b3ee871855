"""The live screen by keys: entrant, points, negative, undo, rounds; and the ranking in the hall."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.ui.competitions.live import GivenPoint, LiveScreen, LiveState, values_in
from hrgrid.ui.competitions.live_parts import Runner
from hrgrid.ui.matters.second_screen import HallRow, HallTable, SecondScreen


def state(points=(), *, closed=False, out=""):
    runners = tuple(
        Runner(10 + at, at, f"第{at}队", "姑苏区", at * 10_000, out=out if at == 3 else "")
        for at in (1, 2, 3)
    )
    return LiveState("现场抢答", "抢答", runners, tuple(points), 1, closed)


@pytest.fixture
def live(qtbot):
    """The screen with three teams, and what it asked for."""
    screen = LiveScreen((10_000, 20_000))
    qtbot.addWidget(screen)
    screen.asked = []
    screen.given.connect(lambda *told: screen.asked.append(told))
    screen.undo_wanted.connect(lambda point: screen.asked.append(("undo", point)))
    screen.resize(1366, 768)
    screen.show()
    screen.show_state(state())
    return screen


def keys(screen, text):
    for sign in text:
        QTest.keyClicks(screen, sign)


def test_a_key_of_the_entrant_and_one_of_the_points(live):
    keys(live, "22")
    assert live.asked == [(12, 20_000, 1)]
    assert live.chosen is None


def test_a_minus_before_the_points_takes_them_away(live):
    keys(live, "1-1")
    assert live.asked == [(11, -10_000, 1)]


def test_escape_lets_the_entrant_go_and_nothing_is_given(live):
    keys(live, "1")
    QTest.keyClick(live, Qt.Key.Key_Escape)
    assert live.chosen is None
    keys(live, "9")
    assert live.asked == []


def test_page_down_begins_the_next_round(live):
    QTest.keyClick(live, Qt.Key.Key_PageDown)
    keys(live, "31")
    assert live.told_round.text() == "第 2 轮"
    assert live.asked == [(13, 10_000, 2)]


def test_undo_takes_the_last_point_that_counts(live):
    live.show_state(
        state([GivenPoint(8, 1, 1, "第1队", 10_000, undone=True), GivenPoint(7, 1, 2, "第2队", 1)])
    )
    QTest.keyClick(live, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert live.asked == [("undo", 7)]


def test_who_is_out_and_what_is_closed_takes_no_points(live):
    live.show_state(state(out="缺席"))
    keys(live, "31")
    assert live.chosen == 11
    live.show_state(state(closed=True))
    keys(live, "11")
    assert live.asked == []


def test_a_click_on_tile_and_button_does_the_same(live, qtbot):
    qtbot.mouseClick(live.tiles[0], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(live.buttons[3], Qt.MouseButton.LeftButton)
    assert live.asked == [(11, -20_000, 1)]


def test_other_amounts_make_other_buttons(live):
    live.amounts.setText("5、15、30")
    live.amounts.editingFinished.emit()
    keys(live, "13")
    assert live.asked == [(11, 30_000, 1)]
    live.amounts.setText("很多")
    live.amounts.editingFinished.emit()
    assert "很多" in live.notices.messages[0].sentence


def test_amounts_are_read_as_people_write_them():
    assert values_in("10，20 2.5") == [10_000, 20_000, 2_500]


def table(rows):
    told = tuple(
        HallRow(str(at), f"选手{at}", "姑苏区", f"{100 - at}.00") for at in range(1, rows + 1)
    )
    return HallTable("2026 年网格员技能比武", "个人总分", told)


def test_the_hall_turns_its_pages_stops_and_closes(qtbot):
    screen = SecondScreen([table(23)])
    screen.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(screen)
    screen.resize(1280, 720)
    screen.show()
    assert (screen.page, screen.pages) == (1, 3)
    screen.turning.timeout.emit()
    assert [row.place for row in screen.shown] == [str(at) for at in range(11, 21)]
    QTest.keyClick(screen, Qt.Key.Key_Space)
    assert screen.stopped
    QTest.keyClick(screen, Qt.Key.Key_Right)
    QTest.keyClick(screen, Qt.Key.Key_Right)
    assert screen.page == 1
    QTest.keyClick(screen, Qt.Key.Key_Plus)
    assert len(screen.shown) == 9
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert not screen.isVisible()


def test_new_figures_leave_the_page_where_it_is(qtbot):
    screen = SecondScreen([table(23)])
    qtbot.addWidget(screen)
    screen.turn(2)
    screen.show_tables([table(24)])
    assert screen.page == 3
    screen.show_tables([table(4)])
    assert screen.page == 1
