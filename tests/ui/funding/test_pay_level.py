"""The level of pay by real clicks and keys."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from hrgrid.funding.rules.words import PayItem, PayState
from hrgrid.ui.funding.pay import forms
from tests.funding import pay_office as town
from tests.funding.pay_office import MARCH, payroll, template
from tests.offices import Clock
from tests.ui.hands import activate, in_dialog, menu_entry

__all__ = ["payroll", "template"]
KEY = Qt.Key


@pytest.fixture
def clock() -> Clock:
    """In December of the year whose money it is."""
    import datetime as dt

    made = Clock()
    made.now = dt.datetime(2026, 12, 20, 10).astimezone()
    return made


@pytest.fixture
def level(window, payroll, settle, qtbot):
    """Opens the level, read, in an active window."""

    def show(part: str = "pay"):
        window.session.choose_year(2026)
        window.show_page("funding", part)
        activate(window, qtbot)
        settle()
        return window.page.pay

    return show


def texts(part) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel))


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_office_without_pay_is_offered_the_first_month(level, qtbot):
    shown = level()
    qtbot.waitUntil(shown.empty.isVisible)
    assert shown.first.isVisible()
    assert not shown.primary.isVisible()


def test_a_month_is_computed_checked_approved_and_paid(level, payroll, qtbot, settle):
    town.opened(payroll, MARCH)
    shown = level()
    assert shown.primary.text() == "计算薪酬"
    click(shown.primary)
    qtbot.waitUntil(lambda: shown.period.state is PayState.CALCULATED)
    qtbot.waitUntil(lambda: len(shown.model.rows) == 5)
    QAbstractItemModelTester(shown.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    settle()
    assert shown.primary.text() == "复核通过"
    click(shown.primary)
    qtbot.waitUntil(lambda: shown.period.state is PayState.REVIEWED)
    settle()
    in_dialog(forms.ApprovePay, lambda dialog: click(dialog.act))
    click(shown.primary)
    qtbot.waitUntil(lambda: shown.period.state is PayState.APPROVED)
    settle()
    in_dialog(forms.PaidForm, lambda dialog: (pick(dialog.on, payroll), click(dialog.act)))
    click(shown.primary)
    qtbot.waitUntil(lambda: shown.period.state is PayState.PAID)
    settle()
    assert shown.primary.text() == "锁定"


def pick(field, desk):
    field.put(desk.read(lambda work: work.today))


def test_the_card_tells_how_each_line_came_about(level, payroll, qtbot, settle):
    period, _ = town.computed(payroll)
    shown = level(f"pay/{period}")
    shown.search.insert("李四")
    qtbot.waitUntil(lambda: [row.name for row in shown.model.rows] == ["李四"])
    qtbot.waitUntil(lambda: shown.card.shown is not None and shown.card.shown.row.name == "李四")
    told = texts(shown.card)
    assert "月标准 1,750.00 元 × 22 ÷ 31 天" in told
    assert "没有登记工资卡" in told


def test_an_entry_is_typed_and_changes_are_shown(level, payroll, qtbot, settle):
    period, _ = town.computed(payroll)
    shown = level(f"pay/{period}")
    shown.search.insert("钱二")
    qtbot.waitUntil(lambda: [row.name for row in shown.model.rows] == ["钱二"])
    settle()

    def fill(dialog):
        dialog.item.choose(PayItem.BONUS)
        QTest.keyClicks(dialog.amount, "300")
        dialog.reason.insert("防汛值守")
        click(dialog.act)

    in_dialog(forms.EntryForm, fill)
    menu_entry(shown.more, "登记钱二的手工增减").trigger()
    settle()
    menu_entry(shown.more, "重新计算").trigger()
    qtbot.waitUntil(lambda: shown.period.computed == 2)
    settle()
    shown.search.clear()
    shown.shown.choose("changed")
    qtbot.waitUntil(lambda: [row.was_fen for row in shown.model.rows] == [250_000])
    assert shown.model.rows[0].net_fen == 280_000


def test_somebody_is_held_back_with_a_reason(level, payroll, qtbot, settle):
    period, _ = town.computed(payroll)
    shown = level(f"pay/{period}")
    shown.search.insert("赵一")
    qtbot.waitUntil(lambda: [row.name for row in shown.model.rows] == ["赵一"])
    settle()

    def fill(dialog):
        dialog.reason.insert("工资卡有误")
        QTest.keyClick(dialog.reason, KEY.Key_Return)

    in_dialog(forms.PayReason, fill)
    menu_entry(shown.more, "暂缓发放赵一").trigger()
    qtbot.waitUntil(lambda: [row.held_back for row in shown.model.rows] == ["工资卡有误"])
    qtbot.waitUntil(lambda: "暂缓发放：工资卡有误" in texts(shown.card))


def test_the_bank_file_is_written_with_whole_numbers(level, payroll, settle, tmp_path, monkeypatch):
    period = town.approved(payroll)
    town.carded(payroll, *town.PEOPLE)
    shown = level(f"pay/{period}")
    path = tmp_path / "代发.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    menu_entry(shown.more, "生成银行代发文件").trigger()
    settle()
    assert shown.period.bank_file is not None
    sheet = load_workbook(path).active
    rows = [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]]
    assert rows[0][1:3] == ("6228480000000000000", "赵一")
    assert sum(round(row[3] * 100) for row in rows) == 1_177_420
    menu_entry(shown.more, "作废代发文件")
    assert "生成银行代发文件" not in [action.text() for action in shown.more.menu().actions()]
