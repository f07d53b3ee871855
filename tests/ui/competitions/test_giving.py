"""Prizes that no ranking gives, and certificates of all that are held, by clicks and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.documents.queries import Wanted, certificates
from hrgrid.documents.rules import CertificateState
from hrgrid.training.queries.competition_prizes import awards_of
from hrgrid.training.rules.certificates import batch_of_competition
from hrgrid.training.rules.competing import AwardState, Level
from hrgrid.ui.banners import Banner
from hrgrid.ui.competitions.awarding import WithdrawDialog
from hrgrid.ui.competitions.giving import ENTRANT, UNIT, GiveDialog, read_units
from tests.hiring.build import plant
from tests.panels.build import UNITS
from tests.ui.competitions import contests
from tests.ui.competitions.choosing import choose
from tests.ui.hands import in_dialog, menu_entry

PRIZES = 3
ORGANISED = "优秀组织奖"


@pytest.fixture
def awarded(desk, clock) -> int:
    """Six prizes given by rank; two for good organisation are not given yet."""
    # The unit that sent two people comes last in the tree.
    desk.write(lambda work: plant(work, {UNITS[5]: 1, UNITS[0]: 1}))
    key = contests.competition(desk, "姑苏区网格员技能比武")
    contests.start(desk, key)
    contests.mark(desk, key)
    contests.close(desk, key)
    contests.lock(desk, clock, key)
    prizes = [("person", "一等奖", 2), ("person", "二等奖", 4), ("", ORGANISED, 2)]

    def deed(work) -> None:
        contests.services.publish(work, key, "苏政法〔2026〕21号", work.today)
        contests.services.put_prizes(work, key, prizes)
        contests.services.award(work, key, (), ())

    desk.write(deed)
    return key


def given(desk, key):
    """Those who hold the prize for good organisation."""
    rows = desk.read(lambda work: awards_of(work, key))
    return [one for one in rows if one.label == ORGANISED and one.state is AwardState.HELD]


def in_force(desk, key) -> list[str]:
    """Names on the certificates in force."""
    rows = desk.read(lambda work: certificates(work, Wanted(batch_of_competition(key))))
    return [one.name for one in rows if one.state is CertificateState.ISSUED]


def refusals(box) -> list[str]:
    return [one.message.sentence for one in box.findChildren(Banner) if not one.isHidden()]


def click(button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_unit_is_given_a_prize_with_the_reason(board, awarded, desk, hand):
    view = board(awarded, PRIZES)

    def give(box: GiveDialog) -> None:
        assert box.way.currentData() == UNIT
        assert box.unit.isVisible()
        assert not box.entrant.isVisible()
        # Who sent most comes first.
        assert box.unit.currentText() == f"示例区/{UNITS[0]}（2 人参赛）"
        click(box.act)
        hand.qtbot.waitUntil(lambda: bool(refusals(box)))
        assert refusals(box)[0].startswith("没有写依据")
        box.unit.setFocus()
        QTest.keyClick(box.unit, Qt.Key.Key_Down)
        QTest.keyClicks(box.reason, "zu zhi you li")
        click(box.act)
        hand.qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(GiveDialog, give)
    hand.press(view.give)
    hand.settle()
    [held] = given(desk, awarded)
    assert (held.name, held.competitor_id, held.reason) == (UNITS[5], None, "zu zhi you li")
    hand.qtbot.waitUntil(lambda: any(one.name == UNITS[5] for one in view.read.awards))

    def give_again(box: GiveDialog) -> None:
        # Nobody gets the same prize twice.
        assert held.area_id not in [box.unit.itemData(at) for at in range(box.unit.count())]
        box.way.setFocus()
        QTest.keyClick(box.way, Qt.Key.Key_Down)
        assert box.way.currentData() == ENTRANT
        assert box.entrant.isVisible()
        assert not box.unit.isVisible()
        QTest.keyClicks(box.reason, "chu jing")
        click(box.act)
        hand.qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(GiveDialog, give_again)
    hand.press(view.give)
    hand.settle()
    assert [one.number for one in given(desk, awarded)] == [None, 1]


def test_certificates_are_issued_once_and_again_after_a_correction(board, awarded, desk, hand):
    view = board(awarded, PRIZES)
    assert view.certify.text() == "签发 6 张获奖证书"
    hand.press(view.certify)
    hand.qtbot.waitUntil(view.certify.isHidden)
    assert len(in_force(desk, awarded)) == 6
    assert "已签发 6 张获奖证书，在“文书”里打印。" in [
        one.sentence for one in view.notices.messages
    ]

    units = desk.read(lambda work: read_units(work, Level.TOWN))
    area = next(one.id for one in units if one.name == UNITS[0])
    prize = next(one.id for one in view.read.prizes if not one.ranking)
    desk.write(
        lambda work: contests.services.give_prize(work, prize, None, area), reason="组织有力"
    )
    view.refresh()
    hand.qtbot.waitUntil(view.certify.isVisible)
    assert view.certify.text() == "签发 1 张获奖证书"
    # Also in the menu of the board.
    assert menu_entry(view.more, "签发获奖证书").isEnabled()
    hand.press(view.certify)
    hand.qtbot.waitUntil(view.certify.isHidden)
    assert in_force(desk, awarded).count(UNITS[0]) == 1
    assert len(in_force(desk, awarded)) == 7

    def take_back(box: WithdrawDialog) -> None:
        QTest.keyClicks(box.reason, "ping cuo le")
        click(box.act)
        hand.qtbot.waitUntil(lambda: not box.isVisible())

    [row] = given(desk, awarded)
    in_dialog(WithdrawDialog, take_back)
    table = view.prizes.table
    choose(table, row.id)
    QTest.keyClick(table, Qt.Key.Key_Return)
    hand.settle()
    # What was taken back asks for no certificate, and has none in force any more.
    assert UNITS[0] not in in_force(desk, awarded)
    hand.qtbot.waitUntil(lambda: not any(one.state is AwardState.HELD and one.area_id == area
                                    for one in view.read.awards))  # fmt: skip
    assert view.certify.isHidden()
