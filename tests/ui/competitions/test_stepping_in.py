"""A substitute takes the place of a regular member, from the menu of either."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from hrgrid.training.queries.competitors import competitors_of
from hrgrid.training.rules.competing import EntrantState, MemberRole
from hrgrid.ui.banners import Banner
from hrgrid.ui.competitions.step_in_form import StepInDialog
from tests.ui.competitions import contests
from tests.ui.competitions.choosing import choose
from tests.ui.hands import in_dialog

ENTRANTS = 1


@pytest.fixture
def running(desk) -> int:
    """Two teams of four; the last of each is a substitute."""
    key = contests.competition(desk, "姑苏区网格员技能比武", people=8, teams=True)
    contests.spare(desk, key)
    contests.start(desk, key)
    return key


@pytest.fixture
def members(desk, running):
    """The members of the first team, by number."""

    def look():
        rows = desk.read(lambda work: competitors_of(work, running))
        first = next(one.team_id for one in rows if one.team_id is not None)
        return [one for one in rows if one.team_id == first]

    return look


def click_in_menu(text: str | None) -> list[str]:
    """Click this entry of the next menu, or close it; fills in what it offered."""
    offered: list[str] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            QTimer.singleShot(10, look)
            return
        offered.extend(one.text() for one in menu.actions())
        found = next((one for one in menu.actions() if one.text() == text), None)
        if found is None:
            menu.close()
            return
        place = menu.actionGeometry(found).center()
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)

    QTimer.singleShot(10, look)
    return offered


def test_a_substitute_steps_in_with_the_reason(board, running, members, hand):
    view = board(running, ENTRANTS)
    first, *_, spare = members()
    choose(view.entrants.table, spare.id)
    told = []

    def fill(box: StepInDialog) -> None:
        assert [box.other.itemData(at) for at in range(box.other.count())] == [
            one.id for one in members()[:3]
        ]
        QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
        hand.qtbot.waitUntil(lambda: any(not one.isHidden() for one in box.findChildren(Banner)))
        told.extend(one.message.sentence for one in box.findChildren(Banner) if not one.isHidden())
        QTest.keyClicks(box.reason, "shou shang")
        QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
        hand.qtbot.waitUntil(lambda: not box.isVisible())
        told.append("closed")

    in_dialog(StepInDialog, fill)
    click_in_menu("替补上场…")
    QTest.keyClick(view.entrants.table, Qt.Key.Key_Return)
    # The menu opens when its turn comes: nothing runs before that either.
    hand.qtbot.waitUntil(lambda: "closed" in told)
    hand.settle()
    assert told[0].startswith("没有写事由")
    rows = {one.id: one for one in members()}
    assert (rows[spare.id].role, rows[spare.id].state) == (
        MemberRole.REGULAR, EntrantState.ENTERED
    )  # fmt: skip
    assert rows[first.id].state is EntrantState.WITHDRAWN
    assert rows[first.id].state_reason == f"由{spare.name}替补：shou shang"


def test_the_menu_of_a_regular_offers_his_substitute(board, running, members, hand):
    view = board(running, ENTRANTS)
    _, second, _, spare = members()
    choose(view.entrants.table, second.id)

    closed = []

    def fill(box: StepInDialog) -> None:
        assert [box.other.itemData(at) for at in range(box.other.count())] == [spare.id]
        QTest.keyClicks(box.reason, "sheng bing")
        QTest.keyClick(box.reason, Qt.Key.Key_Return)
        hand.qtbot.waitUntil(lambda: not box.isVisible())
        closed.append(box)

    in_dialog(StepInDialog, fill)
    click_in_menu("由替补队员替下…")
    QTest.keyClick(view.entrants.table, Qt.Key.Key_Return)
    hand.qtbot.waitUntil(lambda: bool(closed))
    hand.settle()
    rows = {one.id: one for one in members()}
    assert rows[second.id].state is EntrantState.WITHDRAWN
    assert rows[spare.id].role is MemberRole.REGULAR
    # Nobody is left to step in.
    hand.qtbot.waitUntil(lambda: any(
        one.id == spare.id and one.role is MemberRole.REGULAR for one in view.read.competitors
    ))  # fmt: skip
    choose(view.entrants.table, members()[0].id)
    offered = click_in_menu(None)
    QTest.keyClick(view.entrants.table, Qt.Key.Key_Return)
    hand.qtbot.waitUntil(lambda: bool(offered))
    assert not [one for one in offered if "替补" in one]
