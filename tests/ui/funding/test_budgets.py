"""Budgets by clicks and keys: from the empty year to what the streets have."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel

from hrgrid.core.money import parse_money
from hrgrid.funding.queries.acts import acts
from hrgrid.funding.rules.budget_forms import MoveForm
from hrgrid.funding.rules.words import ActKind, ActState, Carry, Heading, Source
from hrgrid.ui.funding.act_forms import AllotDialog, GiveDialog, IssueDialog, TransferDialog
from hrgrid.ui.funding.approving import ApproveDialog, VoidActDialog
from hrgrid.ui.funding.year_end import YearEndDialog
from tests.funding.budgeted import WHOLE, approved, budgets, drafted, issued, opened, year_of
from tests.ui.funding.hands import typed

DRAFT = ActState.DRAFT


def texts(part) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel))


def approve_on_paper(hand, button) -> None:
    """Press, and write down what stands on the paper."""

    def fill(dialog):
        assert isinstance(dialog, ApproveDialog)
        typed(dialog.number, "姑政法〔2026〕3 号")
        typed(dialog.name, "王建国")
        typed(dialog.post, "书记")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    hand.in_dialog(fill)
    hand.press(button)


def test_an_empty_year_leads_to_its_budget(level, hand, office, qtbot):
    shown = level("overview")
    qtbot.waitUntil(shown.empty.isVisible)
    assert f"{year_of(office)} 年还没有经费预算" in texts(shown.empty)

    def fill(dialog):
        assert isinstance(dialog, IssueDialog)
        qtbot.waitUntil(lambda: dialog.unit.currentText() == "示例区")
        typed(dialog.amounts.fields[Source.DISTRICT], "2000万")
        typed(dialog.amounts.fields[Source.CITY], "２００万")
        assert dialog.sum.text() == "合计 22,000,000.00 元"
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    hand.in_dialog(fill)
    shown.begin()
    hand.settle()
    qtbot.waitUntil(shown.cards.isVisible)
    assert budgets(office)["示例区"].total_fen == 0
    assert shown.primary.text() == "审批 1 份经费文件"


def test_what_waits_is_approved_from_the_page(level, hand, office, qtbot):
    top = opened(office, "示例区")["示例区"]
    drafted(office, ActKind.ISSUE, MoveForm(top, WHOLE, payer=Source.DISTRICT))
    shown = level("budgets")
    assert shown.primary.text() == "审批 1 份文件"
    hand.press(shown.primary)
    assert shown.primary.text() == "审批这份文件…"
    approve_on_paper(hand, shown.primary)
    qtbot.waitUntil(lambda: not shown.read.waiting)
    assert budgets(office)["示例区"].total_fen == WHOLE
    hand.press(shown.by_act)
    assert [row.total_fen for row in shown.units.rows] == [WHOLE]
    assert shown.primary.text() == "分给下级…"


def test_streets_are_filled_from_a_pasted_block(level, hand, office, qtbot):
    top = opened(office, "示例区")["示例区"]
    act = drafted(office, ActKind.ISSUE, MoveForm(top, WHOLE, payer=Source.DISTRICT))
    approved(office, act)
    shown = level("budgets")

    def fill(dialog):
        assert isinstance(dialog, GiveDialog)
        qtbot.waitUntil(lambda: len(dialog.amounts.fields) == 2)
        QGuiApplication.clipboard().setText("西街道\t700万\n东街道\t1,200万\n南街道\t1万\n")
        field = next(iter(dialog.amounts.fields.values()))
        QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert "分后还剩 3,000,000.00 元" in dialog.sum.text()
        assert "没有填进去：南街道" in dialog.sum.text()
        # One fen more than there is: the deed is off before anything is sent.
        field.setText("1500.00万")
        field.setText(field.text().replace("1500.00万", "15,000,000.01"))
        assert not dialog.act.isEnabled()
        assert "不够" in dialog.sum.text()
        QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert dialog.act.isEnabled()
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    hand.in_dialog(fill)
    hand.press(shown.primary)
    qtbot.waitUntil(lambda: len(shown.read.waiting) == 1)
    assert shown.read.waiting[0].fen == parse_money("1900万")
    rows = {row.area: row.parent_id for row in shown.units.rows}
    assert rows == {"示例区": None, "东街道": top, "西街道": top}


def test_a_heading_is_set_aside_and_a_draft_taken_back(level, hand, office, window, qtbot):
    issued(office)
    shown = level("budgets")
    assert shown.primary.text() == "安排到科目…"

    def fill(dialog):
        assert isinstance(dialog, AllotDialog)
        qtbot.waitUntil(lambda: bool(dialog.amounts.fields))
        typed(dialog.amounts.fields[Heading.STAR], "1000")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    hand.in_dialog(fill)
    hand.press(shown.primary)
    qtbot.waitUntil(lambda: len(shown.read.waiting) == 1)
    window.session.undo.undo()
    hand.settle()
    qtbot.waitUntil(lambda: not shown.read.waiting)
    assert [one.state for one in shown.read.acts].count(ActState.VOID) == 1
    window.session.undo.redo()
    hand.settle()
    qtbot.waitUntil(lambda: len(shown.read.waiting) == 1)


def test_streets_pass_money_to_each_other(level, hand, office, qtbot):
    issued(office)
    shown = level("budgets")
    names = [row.area for row in shown.units.rows]
    shown.tree.selectRow(names.index("西街道"))
    qtbot.waitUntil(lambda: "西街道" in texts(shown.card))

    def fill(dialog):
        assert isinstance(dialog, TransferDialog)
        assert (dialog.giver.currentText(), dialog.taker.currentText()) == ("西街道", "东街道")
        typed(dialog.amount, "50万")
        assert dialog.sum.text() == "西街道调后未分配 0.00 元"
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    hand.in_dialog(fill)
    shown.open_form(ActKind.TRANSFER)
    hand.settle()
    qtbot.waitUntil(lambda: len(shown.read.waiting) == 1)


def test_a_paper_is_voided_with_its_reason(level, hand, office, qtbot):
    top = opened(office, "示例区")["示例区"]
    drafted(office, ActKind.ISSUE, MoveForm(top, WHOLE, payer=Source.DISTRICT))
    shown = level("budgets")
    hand.press(shown.primary)
    qtbot.waitUntil(lambda: "作废…" in shown.card.buttons)

    def fill(dialog):
        assert isinstance(dialog, VoidActDialog)
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        assert dialog.result() != QDialog.DialogCode.Accepted
        typed(dialog.reason, "金额填错")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    hand.in_dialog(fill)
    hand.press(shown.card.buttons["作废…"])
    qtbot.waitUntil(lambda: not shown.read.waiting)
    assert "金额填错" in {one.void_reason for one in shown.read.acts}


def test_the_bridge_tells_what_is_left(level, office, qtbot):
    issued(office)
    shown = level("overview")
    qtbot.waitUntil(lambda: bool(shown.water.steps))
    told = shown.water.accessibleName()
    assert "年度总额 22,000,000.00 元" in told
    assert "薪酬以外可用 3,550,000.00 元" in told
    # What goes out hangs at the end of the sum before.
    at = next(at for at, one in enumerate(shown.water.steps) if one.name == "薪酬保障")
    whole, out = shown.water.bar_area(0), shown.water.bar_area(at)
    assert abs(whole.right() - out.right()) < 1
    assert shown.primary.text() == "计算本月工资"


def test_the_end_of_a_year_asks_what_becomes_of_the_rest(level, hand, office, qtbot):
    issued(office)
    year = year_of(office)
    shown = level("budgets")

    def fill(dialog):
        assert isinstance(dialog, YearEndDialog)
        dialog.how.choose(Carry.RETURN)
        assert "从这一年减去" in dialog.told.text()
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        if office.read(lambda work: work.today.month) < 12:
            qtbot.waitUntil(lambda: f"{year} 年还没有结束" in texts(dialog))
            dialog.reject()

    shown.more.menu().aboutToShow.emit()
    end = [one for one in shown.more.menu().actions() if one.text() == "年终结转或收回…"]
    hand.in_dialog(fill)
    end[0].trigger()
    hand.settle()
    drafts = [one.title for one in office.read(lambda work: acts(work, year)) if one.state is DRAFT]
    late = office.read(lambda work: work.today.month) == 12
    assert drafts == ([f"{year} 年度结余收回"] if late else [])
