"""按格测算, its rules and the items, by clicks and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from hrgrid.funding.queries.items import items
from hrgrid.funding.queries.rule_versions import rule_versions
from hrgrid.funding.rules.items import SHIPPED
from hrgrid.funding.rules.words import GrantState
from hrgrid.ui.dialogs import Confirmation
from hrgrid.ui.funding.grant_forms import ComputeDialog, GridsDialog
from hrgrid.ui.funding.items_dialog import ItemDialog, ItemsDialog
from hrgrid.ui.funding.rule_dialog import RulesDialog
from hrgrid.ui.funding.rule_forms import EditRulesDialog, Scaled, WageDialog
from tests.funding.budgeted import issued
from tests.ui.funding.hands import typed
from tests.ui.hands import in_dialog


def texts(part) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel))


def press(button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def computed(shown, hand, qtbot) -> None:
    """Once more, from the button that stands there."""
    runs = len(shown.read.runs)

    def fill(dialog):
        assert isinstance(dialog, ComputeDialog)
        qtbot.waitUntil(lambda: dialog.unit.currentText() == "示例区")
        press(dialog.act)

    hand.in_dialog(fill)
    shown.compute()
    hand.settle()
    qtbot.waitUntil(lambda: len(shown.read.runs) == runs + 1)
    qtbot.waitUntil(lambda: shown.shown is not None and shown.shown.row == shown.table.current)


def test_a_year_is_computed_told_by_unit_and_adopted(level, hand, office, qtbot):
    issued(office)
    shown = level("grants")
    qtbot.waitUntil(shown.empty.isVisible)
    computed(shown, hand, qtbot)
    row = shown.table.current
    assert (row.number, row.grid_count, row.total_fen) == (1, 9, 7 * 3_000_000)
    assert sum(one.fen for one in shown.units.rows) == row.total_fen
    assert shown.primary.text() == "采用第 1 次测算"

    def agree(dialog):
        assert isinstance(dialog, Confirmation)
        press(dialog.act)

    hand.in_dialog(agree)
    hand.press(shown.primary)
    qtbot.waitUntil(lambda: shown.read.runs[0].state is GrantState.APPLIED)
    assert len(shown.read.acts) == 1
    qtbot.waitUntil(lambda: "待审批" in texts(shown.notices))


def test_what_differs_from_the_run_before_is_shown(level, hand, office, window, qtbot):
    issued(office)
    shown = level("grants")
    computed(shown, hand, qtbot)
    edit_rate(shown, hand, qtbot, "36000")
    computed(shown, hand, qtbot)
    qtbot.waitUntil(shown.differ.isVisible)
    assert "7 个网格不同" in shown.told.text()
    hand.press(shown.differ)
    assert len(shown.differences.rows) == 7
    assert shown.difference_table.isVisible()
    assert shown.card.title.text() == "和上次的差异"


def edit_rate(shown, hand, qtbot, text: str) -> None:
    """A new version of the rules from the dialog, from the first of the year."""

    def change(dialog):
        assert isinstance(dialog, EditRulesDialog)
        typed(next(iter(dialog.rates.values())), text)
        typed(dialog.since, f"{shown.session.year}-01-01")
        typed(dialog.reason, "按新办法调整")
        press(dialog.act)

    def fill(dialog):
        assert isinstance(dialog, RulesDialog)
        in_dialog(EditRulesDialog, change)
        press(dialog.edit)

    hand.in_dialog(fill)
    hand.press(shown.rules)


def test_rules_are_kept_as_versions(level, hand, office, qtbot):
    shown = level("grants")
    edit_rate(shown, hand, qtbot, "36000")
    qtbot.waitUntil(lambda: len(office.read(rule_versions)) == 2)
    newest = office.read(rule_versions)[0]
    assert newest.in_force
    assert any("改为 36,000.00 元" in one for one in newest.changes)

    def add(dialog):
        assert isinstance(dialog, WageDialog)
        typed(dialog.amount, "2490")
        typed(dialog.source, "省人社厅公告")
        typed(dialog.reason, "登记最低工资")
        press(dialog.act)

    def fill(dialog):
        in_dialog(WageDialog, add)
        press(dialog.wage)

    hand.in_dialog(fill)
    hand.press(shown.rules)
    qtbot.waitUntil(lambda: len(office.read(rule_versions)) == 3)
    assert [one.fen for one in office.read(rule_versions)[0].rules.minimum_wages] == [249_000]


def test_a_unit_opens_its_grids(level, hand, office, qtbot):
    issued(office)
    shown = level("grants")
    computed(shown, hand, qtbot)
    names = []

    def look(dialog):
        assert isinstance(dialog, GridsDialog)
        qtbot.waitUntil(lambda: bool(dialog.model.rows))
        names.extend(row.grid for row in dialog.model.rows)
        dialog.reject()

    hand.in_dialog(look)
    shown.unit_table.setFocus()
    QTest.keyClick(shown.unit_table, Qt.Key.Key_Return)
    assert len(names) == shown.unit_table.current.grids


def test_an_item_is_added(level, hand, office, qtbot):
    shown = level("grants")

    def add(dialog):
        assert isinstance(dialog, ItemDialog)
        typed(dialog.label, "雨衣雨鞋")
        typed(dialog.code, "raincoat")
        press(dialog.act)

    def fill(dialog):
        assert isinstance(dialog, ItemsDialog)
        qtbot.waitUntil(lambda: len(dialog.model.rows) == len(SHIPPED))
        in_dialog(ItemDialog, add)
        press(dialog.add)
        qtbot.waitUntil(lambda: len(dialog.model.rows) == len(SHIPPED) + 1)
        dialog.reject()

    hand.in_dialog(fill)
    hand.press(shown.items)
    qtbot.waitUntil(lambda: "雨衣雨鞋" in [one.label for one in office.read(items)])


@pytest.mark.parametrize(
    ("text", "value"), [("1.2", 1_200), ("０。８", 800), ("0.5", 500), ("2", 2_000)]
)
def test_a_coefficient_is_read_to_the_thousandth(qtbot, text, value):
    box = Scaled("系数", 1_000, scale=1_000)
    qtbot.addWidget(box)
    assert box.text() == "1"
    box.setText(text)
    assert box.value == value
