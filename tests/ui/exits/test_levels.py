"""Looks, regulations, the numbers of the rules and the year, by clicks and keys."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from hrgrid.exits.queries.regulations import regulations
from hrgrid.exits.queries.rules import exit_rule_versions
from hrgrid.exits.rules.rows import RegulationForm
from hrgrid.exits.rules.words import ConsentLevel
from hrgrid.exits.service.regulations import add_regulation
from hrgrid.ui.exits.regulation_forms import SignDialog
from hrgrid.ui.exits.rule_forms import RulesDialog, read_number
from hrgrid.ui.exits.words import NO_GROUND
from hrgrid.workforce.rules import Engagement
from tests.exits.office import area

TOLD = "2026-02-10 全体网格员会议讨论通过"


def texts(part) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel))


def registered(office) -> None:
    street = area(office, "东街道").id

    def do(work):
        form = RegulationForm(
            "考核和退出管理办法",
            "姑政法〔2026〕12 号",
            street,
            TOLD,
            dt.date(2026, 2, 10),
            dt.date(2026, 2, 20),
        )
        return add_regulation(work, form)

    office.write(do, reason="如实登记")


def test_warnings_say_that_a_rank_is_no_ground(level, hand, window, qtbot):
    level("warnings")
    shown = window.page.warnings
    qtbot.waitUntil(shown.empty.isVisible)
    assert NO_GROUND in texts(shown)
    assert shown.first.text() == "筛查考核结果"


def test_all_who_did_not_sign_sign_at_once(level, office, hand, window, qtbot):
    registered(office)
    level("rules")
    part = window.page.rules.regulations
    qtbot.waitUntil(lambda: bool(part.model.rows))
    # The cursor is on the first of them.
    assert part.sign.text() == "登记 1 人签收"
    part.table.selectAll()
    count = len(part.model.rows)
    assert part.sign.text() == f"登记 {count} 人签收"
    form = SignDialog(part.session, window, part.read.row, part.chosen)
    qtbot.addWidget(form)
    form.show()
    QTest.mouseClick(form.act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: form.result_value == count)
    hand.settle()
    assert office.read(regulations)[0].signed == count
    qtbot.waitUntil(lambda: all(one.signed_on for one in part.model.rows))
    assert not part.sign.isEnabled()


def test_a_new_version_of_the_rules_says_what_it_changed(level, office, hand, window, qtbot):
    level("rules")
    shown = window.page.rules
    shown.part.choose("numbers")
    part = shown.numbers
    qtbot.waitUntil(lambda: part.version is not None)
    assert "60 分" in texts(part)
    form = RulesDialog(part.session, window, part.version.rules)
    qtbot.addWidget(form)
    form.show()
    form.fields["remedy_days"].setText("20")
    form.reason.setText("按新办法调整")
    QTest.mouseClick(form.act, Qt.MouseButton.LeftButton)
    assert form.result_value is None
    assert form.isVisible()
    form.fields["remedy_days"].setText("45")
    contract = form.levels[Engagement.CONTRACT].boxes
    # Nobody may be let go through no hands at all.
    for box in contract.values():
        QTest.keyClick(box, Qt.Key.Key_Space)
    QTest.mouseClick(form.act, Qt.MouseButton.LeftButton)
    assert form.result_value is None
    for level_ in ("street", "district"):
        QTest.keyClick(contract[level_], Qt.Key.Key_Space)
    QTest.keyClick(form.grades.boxes["quarter"], Qt.Key.Key_Space)
    QTest.mouseClick(form.act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: form.result_value == 2)
    hand.settle()
    rules = office.read(exit_rule_versions)[0].rules
    assert rules.remedy_days == 45
    assert rules.grade_kinds == ("half_year", "year")
    assert rules.levels_of(Engagement.CONTRACT) == (ConsentLevel.STREET, ConsentLevel.DISTRICT)
    assert rules.levels_of(Engagement.DISPATCH) == tuple(ConsentLevel)
    qtbot.waitUntil(lambda: "30 天 改为 45 天" in texts(part))
    assert "社区 → 街道 → 区委政法委 改为 街道 → 区委政法委" in texts(part)
    QApplication.processEvents()


def test_numbers_are_typed_in_their_unit():
    assert read_number("pass_milli", "60.5") == 60_500
    assert read_number("bottom_bp", "5%") == 500
    assert read_number("remedy_minutes", "16") == 720


def test_a_year_without_exits_says_so(level, hand, window, qtbot):
    level("year")
    shown = window.page.year
    qtbot.waitUntil(lambda: shown.read is not None)
    assert "没有预警和退出" in texts(shown)
