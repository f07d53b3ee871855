"""送达 to 办结 by real keys: thirty days or pay, appeals, leaving, the settlement."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator
from hrgrid.exits.rules.case_forms import AppealForm
from hrgrid.exits.rules.words import Delivered, ExitPaper, ExitState, SettlementKind
from hrgrid.exits.service.appeals import file_appeal
from hrgrid.ui.exits.forms.endings import CloseDialog
from hrgrid.ui.exits.forms.lines import AddLineDialog, SettleLineDialog, WaiveLineDialog
from tests.exits import office as cases
from tests.exits.office import board, on
from tests.ui.assessment.pressing import click, down_to, typed
from tests.ui.exit_forms.doing import state, tick
from tests.ui.hands import activate, in_dialog

KEY = Qt.Key
S = ExitState
K = SettlementKind


def retype(field, text) -> None:
    """Another text in a field, left by the tabulator."""
    field.setFocus()
    field.selectAll()
    typed(field, text)
    QTest.keyClick(field, KEY.Key_Tab)


@pytest.fixture
def leaving(office):
    """Somebody whose exit was approved."""
    return cases.approved(office)


@pytest.fixture
def told(office):
    """Somebody whom the notice reached."""
    return cases.notified(office)


@pytest.fixture
def gone(office):
    """Somebody who left; his settlement is open."""
    return cases.executed(office)[0]


def test_thirty_days_are_offered_and_fewer_refused(office, leaving, step, done, refused):
    box = step(leaving, "notify")
    typed(box.delivery.number, "示解〔2026〕1号")
    assert (box.last.value - box.delivery.day).days == 30
    early = box.delivery.day + dt.timedelta(days=10)
    retype(box.last, early.isoformat())
    assert "只提前 10 天，不足 30 天" in box._told.text()
    assert "不足 30 天" in refused(box)
    retype(box.last, (box.delivery.day + dt.timedelta(days=31)).isoformat())
    assert "提前 31 天通知" in box._told.text()
    done(box)
    assert state(office, leaving) is S.NOTIFIED


def test_a_months_pay_stands_for_the_days(office, leaving, step, done, refused):
    box = step(leaving, "notify")
    typed(box.delivery.number, "示解〔2026〕1号")
    tick(box.way, "pay")
    assert box.last.value == box.delivery.day
    assert "代通知金" in refused(box)
    typed(box.pay, "4500")
    assert "代通知金 4,500.00 元" in box._told.text()
    done(box)
    assert board(office, leaving).card.in_lieu_fen == 450_000


def test_an_appeal_is_filed_and_denied_with_a_later_day(office, told, step, done, refused):
    box = step(told, "appeal")
    assert "处理期限到" in box._told.text()
    typed(box.content, "再考核没有按办法进行")
    done(box)
    answer = step(told, "decide_appeal")
    assert "没有选结论" in refused(answer)
    tick(answer.way, "denied")
    assert answer.last.value == answer.on.value
    typed(answer.by, "申诉处理小组")
    typed(answer.finding, "再考核程序无误")
    done(answer)
    found = board(office, told).card.row
    assert (found.state, found.effective_on) == (S.NOTIFIED, answer.on.value)


def test_an_upheld_appeal_cancels_the_exit(office, told, step, done):
    form = AppealForm(on(5, 6), "要求重新考核")
    office.write(lambda work: file_appeal(work, told, form))
    box = step(told, "decide_appeal")
    tick(box.way, "upheld")
    assert not box.last.isVisible()
    typed(box.by, "申诉处理小组")
    typed(box.finding, "再考核的人没有回避")
    done(box)
    assert state(office, told) is S.CANCELLED


def test_what_will_happen_is_listed_before_it_does(office, told, step, done):
    box = step(told, "execute")
    lines = "\n".join(box.told)
    assert "任职做到 2026-05-29 为止" in lines
    assert "成为缺额" in lines
    assert "劳动合同（示例区政法委）同日终止" in lines
    assert "经济补偿（还没有计算）" in lines
    assert not box.last.isEnabled()
    typed(box.number, "示证〔2026〕1号")
    QTest.keyClick(box.receipt.tick, KEY.Key_Space)
    done(box)
    assert state(office, told) is S.EXECUTED
    found = board(office, told)
    assert {row.kind for row in found.settlements} >= {K.WAGES, K.SEVERANCE}
    assert (ExitPaper.PROOF, "示证〔2026〕1号") in [
        (one.paper, one.number) for one in found.receipts
    ]


def test_severance_is_reckoned_while_it_is_typed(office, told, step, done, refused):
    box = step(told, "severance")
    assert "没有填工资" in refused(box)
    typed(box.pay, "4500")
    assert "6.5 ＝ 29,250.00 元" in box._sum.text()
    box.pay.selectAll()
    typed(box.pay, "4000 5000")
    assert "6.5 ＝ 29,250.00 元" in box._sum.text()
    box.pay.selectAll()
    typed(box.pay, "四千")
    assert "看不懂" in box._sum.text()
    box.pay.selectAll()
    typed(box.pay, "4500")
    done(box)
    assert board(office, told).card.severance_fen == 2_925_000


def test_the_settlement_is_worked_through_with_keys(office, gone, step, qtbot, settle):
    box = step(gone, "settle")
    activate(box, qtbot)
    rows = len(board(office, gone).settlements)
    assert box.table.current.kind is K.ASSETS

    def pay(form) -> None:
        if form.amount.isVisible():
            typed(form.amount, "1800")
        click(form.act)

    def waive(form) -> None:
        typed(form.reason, "没有领用物品")
        click(form.act)

    in_dialog(WaiveLineDialog, waive)
    QTest.keyClick(box.table, KEY.Key_Delete)
    settle()
    qtbot.waitUntil(lambda: box.table.current.kind is K.ACCOUNT)
    assert not box.close_case.isVisible()
    for left in range(rows - 2, -1, -1):
        in_dialog(SettleLineDialog, pay)
        QTest.keyClick(box.table, KEY.Key_Return)
        settle()
        qtbot.waitUntil(lambda left=left: f"还有 {left} 项" in box.count.text())
    in_dialog(CloseDialog, lambda form: click(form.act))
    click(box.close_case)
    qtbot.waitUntil(lambda: not box.isVisible())
    settle()
    assert state(office, gone) is S.CLOSED


def test_a_line_is_added_with_how_it_was_reckoned(office, gone, step, qtbot, settle):
    box = step(gone, "settle")
    activate(box, qtbot)

    def add(form) -> None:
        typed(form.what, "补发 4 月加班工资")
        typed(form.amount, "600")
        click(form.act)
        assert form.isVisible()
        typed(form.derivation, "3 天 × 200 元")
        click(form.act)

    in_dialog(AddLineDialog, add)
    QTest.keyClick(box.table, KEY.Key_Insert)
    settle()
    last = board(office, gone).settlements[-1]
    assert (last.label, last.amount_fen) == ("补发 4 月加班工资", 60_000)
    assert last.derivation == "3 天 × 200 元"


def test_a_case_with_open_lines_cannot_be_closed(gone, step):
    box = step(gone, "close")
    assert not box.act.isEnabled()


def test_cancelled_with_its_reason(office, told, step, done):
    box = step(told, "cancel")
    typed(box.reason, "核对后本人在医疗期内")
    done(box)
    assert state(office, told) is S.CANCELLED


def test_a_volunteer_says_his_last_day_when_he_leaves(office, step, done):
    case = cases.opened(office, "李四")
    box = step(case, "propose")
    tick(box.ground, list(box.ground.buttons)[-1])
    typed(box.facts, "本人已搬离本社区")
    done(box)
    approve = step(case, "approve")
    typed(approve.paper_no, "会议纪要〔2026〕2号")
    typed(approve.name, "刘书记")
    typed(approve.post, "书记")
    done(approve)
    leave = step(case, "execute")
    assert leave.last.isEnabled()
    assert not any("工资" in line for line in leave.told)
    done(leave)
    assert state(office, case) is S.EXECUTED


def test_a_receipt_of_any_paper(office, told, step, done):
    box = step(told, "receipt")
    down_to(box.paper, ExitPaper.REASSESSMENT)
    down_to(box.delivery.how, Delivered.MAILED)
    done(box)
    last = board(office, told).receipts[-1]
    assert (last.paper, last.how) == (ExitPaper.REASSESSMENT, Delivered.MAILED)


def test_nobody_to_hand_over_to_is_said(told, step, refused):
    box = step(told, "hand_over")
    assert "没有可以接手的人" in refused(box)


@pytest.fixture
def colleague(office) -> str:
    """Somebody else who may handle exits."""
    clerk = (RoleRow(Role.CLERK, ""),)
    form = OperatorForm("lilh", "李丽华", "科员", "示例区", clerk, "Zq7-mima-2026")
    office.write(lambda work: add_operator(work, form))
    return form.name


@pytest.fixture
def handed(told, step, done, colleague) -> int:
    """A case that the colleague has now."""
    box = step(told, "hand_over")
    assert box.who.currentText() == f"{colleague} 科员"
    typed(box.reason, "岗位调整")
    done(box)
    return told


def test_a_case_is_handed_over_and_back(office, handed, colleague, session, settle):
    assert board(office, handed).card.row.handler == colleague
    session.undo.undo()
    settle()
    assert board(office, handed).is_handler
