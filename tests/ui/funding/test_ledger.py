"""台账 by clicks and keys: an expense filled in, checked, taken back; a month closed."""

from __future__ import annotations

import datetime as dt

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from hrgrid.funding.queries.ledger import months, postings
from hrgrid.funding.rules.ledger_rows import LedgerFilter
from hrgrid.funding.rules.words import MonthState, PostingKind, PostingState
from hrgrid.funding.service.items import item_coded
from hrgrid.ui.funding.ledger.card import POST, REVERSE, VOID
from hrgrid.ui.funding.ledger.forms import ExpenseDialog, LockDialog, ReverseDialog, VoidDialog
from tests.funding.budgeted import budgets, issued, year_of
from tests.ui.funding.test_budgets import texts, typed


@pytest.fixture
def ledger(level, office):
    """The level with the postings of the year's papers."""
    issued(office)
    return level("ledger")


def rows(desk):
    return desk.read(lambda work: postings(work, LedgerFilter(work.today.year)))


def filled(dialog, qtbot, desk, amount="1,200.50", memo="购买网格员马甲 12 件"):
    qtbot.waitUntil(lambda: bool(dialog.units))
    dialog.unit.choose(budgets(desk)["东街道"].area_id)
    dialog.item.choose(desk.read(lambda work: item_coded(work, "base").id))
    typed(dialog.amount, amount)
    typed(dialog.memo, memo)
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)


def spent(ledger, hand, qtbot, desk):
    """An expense through its form; its row stands on top and is chosen."""

    def fill(dialog):
        assert isinstance(dialog, ExpenseDialog)
        filled(dialog, qtbot, desk)

    hand.in_dialog(fill)
    hand.press(ledger.new)
    qtbot.waitUntil(lambda: POST in ledger.card.buttons)
    hand.settle()


def test_the_papers_of_the_year_are_booked_without_a_hand(ledger):
    kinds = [row.kind for row in ledger.model.rows]
    assert kinds == [PostingKind.TRANSFER, PostingKind.BUDGET]
    assert ledger.count.text().startswith("2 张，借方合计 41,000,000.00 元")


def test_an_expense_waits_is_checked_and_counts(ledger, hand, qtbot, office):
    spent(ledger, hand, qtbot, office)
    top = ledger.model.rows[0]
    assert (top.state, top.debit_fen) == (PostingState.DRAFT, 120_050)
    assert budgets(office)["东街道"].spent_fen == 0
    hand.press(ledger.card.buttons[POST])
    qtbot.waitUntil(lambda: ledger.model.rows[0].state is PostingState.POSTED)
    assert budgets(office)["东街道"].spent_fen == 120_050
    assert f"凭证号 {year_of(office)}-000003" in ledger.window().messages.message.sentence


def test_a_posted_one_is_taken_back_in_red(ledger, hand, qtbot, office):
    spent(ledger, hand, qtbot, office)
    hand.press(ledger.card.buttons[POST])
    qtbot.waitUntil(lambda: REVERSE in ledger.card.buttons)
    hand.settle()

    def fill(dialog):
        assert isinstance(dialog, ReverseDialog)
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        assert "没有写事由" in texts(dialog) or "事由" in texts(dialog)
        typed(dialog.reason, "单位记错")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    hand.in_dialog(fill)
    hand.press(ledger.card.buttons[REVERSE])
    qtbot.waitUntil(lambda: len(ledger.model.rows) == 4)
    back, first = rows(office)[0], rows(office)[1]
    assert (back.kind, back.reverses_no) == (PostingKind.REVERSAL, first.number)
    assert budgets(office)["东街道"].spent_fen == 0


def test_a_draft_is_given_up_with_its_reason(ledger, hand, qtbot, office):
    spent(ledger, hand, qtbot, office)

    def fill(dialog):
        assert isinstance(dialog, VoidDialog)
        typed(dialog.reason, "重复填制")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    hand.in_dialog(fill)
    hand.press(ledger.card.buttons[VOID])
    qtbot.waitUntil(lambda: rows(office)[0].state is PostingState.VOID)


def test_what_a_heading_lacks_is_told_when_it_is_posted(ledger, hand, qtbot, office):
    def fill(dialog):
        filled(dialog, qtbot, office, amount="2000万", memo="太大的一笔")

    hand.in_dialog(fill)
    hand.press(ledger.new)
    qtbot.waitUntil(lambda: POST in ledger.card.buttons)
    hand.press(ledger.card.buttons[POST])
    told = ledger.window().messages
    qtbot.waitUntil(lambda: told.message is not None and "超出" in told.message.sentence)
    assert "安排 11,950,000.00 元" in told.message.sentence
    assert rows(office)[0].state is PostingState.DRAFT


def test_filters_narrow_and_an_empty_answer_says_so(ledger, hand, qtbot):
    ledger.search.setFocus()
    QTest.keyClicks(ledger.search, "xyz")
    qtbot.waitUntil(ledger.none.isVisible)
    ledger.search.clear()
    qtbot.waitUntil(lambda: len(ledger.model.rows) == 2)


def test_a_closed_month_takes_nothing_any_more(ledger, hand, qtbot, office):
    def fill(dialog):
        assert isinstance(dialog, LockDialog)
        assert "不能撤销结账" in dialog.told.text()
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    hand.in_dialog(fill)
    hand.press(ledger.lock)
    qtbot.waitUntil(lambda: not ledger.lock.isEnabled())
    year = year_of(office)
    (row,) = office.read(lambda work: months(work, year))
    assert (row.month, row.state) == (year * 100 + 1, MonthState.LOCKED)
    assert row.locked_on >= dt.date(year, 1, 1)


def test_the_papers_of_the_year_and_of_a_voucher_are_written(
    ledger, qtbot, tmp_path, monkeypatch, office
):
    ledger.table.selectRow(0)
    menu = ledger.print.menu()
    menu.aboutToShow.emit()
    entries = [entry.text() for entry in menu.actions() if entry.text()]
    assert entries[:2] == ["记账凭证（PDF）…", "记账凭证（Excel）…"]
    assert "经费分配表（Excel）…" in entries
    path = tmp_path / "凭证.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    menu.actions()[0].trigger()
    qtbot.waitUntil(path.exists)
    year = year_of(office)
    assert f"{year}-000002" in PdfReader(path).pages[0].extract_text().replace(" ", "")


def test_the_overview_offers_the_papers_of_the_year(level, office):
    issued(office)
    shown = level("overview")
    assert shown.print.isVisible()
    shown.print.menu().aboutToShow.emit()
    labels = [entry.text() for entry in shown.print.menu().actions()]
    assert labels[0] == "经费分配表（PDF）…"
    assert "预算到结余（Excel）…" in labels
