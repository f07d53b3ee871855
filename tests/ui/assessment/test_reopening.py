"""重开 by real keys: the reason, then the approval; and two computations compared."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.assessment.queries.board import period_board
from hrgrid.assessment.rules.words import PeriodState
from hrgrid.assessment.service.periods import open_appeals
from hrgrid.ui.assessment.reopening import ProposeReopening, ReopenDialog
from hrgrid.ui.assessment.runs import RunsDialog
from tests.ui.assessment import terms
from tests.ui.assessment.pressing import click, open_menu, pick, typed
from tests.ui.hands import activate, in_dialog, texts

KEY = Qt.Key


@pytest.fixture
def locked(office, clock) -> int:
    """September, in the archive."""
    key = terms.begin(office, "示例区", 2026, 9)
    terms.give(office, key, 202609)
    terms.score(office, key)
    terms.decide(office, key)
    terms.show(office, key)
    office.write(lambda work: open_appeals(work, key))
    terms.settle(office, clock, key, lock=True)
    return key


def row_of(desk, key):
    return desk.read(lambda work: period_board(work, key)).card.row


def test_a_period_is_opened_again_with_its_reason_and_approval(  # noqa: PLR0917 - fixtures
    board, locked, office, qtbot, hand, window
):
    view = board(locked)

    def propose(box: ProposeReopening) -> None:
        click(box.act)
        qtbot.waitUntil(lambda: "没有写事由" in "".join(texts(box)))
        typed(box.reason, "东街道漏报巡查数据，经核实")
        # The approval follows at once; this time somebody turns away.
        in_dialog(ReopenDialog, lambda after: QTest.keyClick(after, KEY.Key_Escape))
        QTest.keyClick(box.reason, KEY.Key_Return)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(ProposeReopening, propose)
    pick(qtbot, open_menu(view.more), "重开")
    hand.settle()
    assert row_of(office, locked).state is PeriodState.LOCKED

    def approve(box: ReopenDialog) -> None:
        hand.settle()
        click(box.act)
        qtbot.waitUntil(lambda: "要写明审批人、职务和文号" in "".join(texts(box)))
        typed(box.name, "周立军")
        typed(box.post, "分管副书记")
        typed(box.paper_no, "考核领导小组会议纪要〔2026〕5号")
        click(box.act)
        qtbot.waitUntil(lambda: not box.isVisible())

    activate(window, qtbot)
    in_dialog(ReopenDialog, approve)
    pick(qtbot, open_menu(view.more), "重开")
    hand.settle()
    row = row_of(office, locked)
    assert (row.state, row.revision) == (PeriodState.SCORING, 2)
    qtbot.waitUntil(lambda: view.read.board.card.row.revision == 2)


def test_two_computations_are_compared_person_by_person(board, office, qtbot, hand):
    key = terms.begin(office, "示例区", 2026, 9)
    terms.give(office, key, 202609)
    terms.score(office, key)
    terms.score(office, key, "复核一遍")
    terms.give(office, key, 202609, alike=1)
    terms.score(office, key, "补报了巡查")
    view = board(key)
    told: list[str] = []
    names: list[str] = []

    def look(box: RunsDialog) -> None:
        hand.settle()
        assert box.later.count() == 3
        told.append(box.told.text())
        names.extend(row.name for row in box.model.rows if row.before_milli != row.after_milli)
        box.later.setFocus()
        QTest.keyClick(box.later, KEY.Key_Down)
        hand.settle()
        told.append(box.told.text())
        assert not box.model.rows
        assert not box.export.isEnabled()
        QTest.keyClick(box.later, KEY.Key_Down)
        hand.settle()
        told.append(box.told.text())
        click(box.away)

    in_dialog(RunsDialog, look)
    pick(qtbot, open_menu(view.more), "各次计算比较")
    hand.settle()
    assert told[0].startswith("事由：补报了巡查。")
    assert told[1] == "事由：复核一遍。两次完全一致。"
    assert told[2] == "只计算过一次，没有可比的。"
    assert len(names) == 1
