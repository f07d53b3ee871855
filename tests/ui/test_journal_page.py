"""操作留痕: list, filters, one entry, and the check of the chain."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import (
    OperatorChange,
    OperatorForm,
    add_operator,
    change_operator,
    keep_holidays,
)
from hrgrid.core.workdays import DayKind, DayRow
from hrgrid.storage.journal import JournalReport
from hrgrid.ui.banners import Banner, Kind
from hrgrid.ui.journal.entry import EntryDialog, entry_changes, entry_facts
from hrgrid.ui.journal.page import PAGE_SIZE, report_message
from hrgrid.ui.journal.words import action_label

FORM = OperatorForm("zhou", "周立军", "副科长", "示例区", (RoleRow(Role.CHIEF, ""),))


@pytest.fixture
def page(window, settle):
    window.show_page("journal")
    settle()
    return window.page


def change(work):
    operator_id = add_operator(work, FORM)
    form = OperatorChange("周立军", "科长", "示例区", (RoleRow(Role.CHIEF, ""),), 1)
    change_operator(work, operator_id, form)


def test_the_newest_entry_stands_first_and_is_shown_in_full(window, page, settle):
    window.session.tasks.write(change, topic="accounts", reason="职务变动")
    settle()
    settle()
    newest = page.model.rows[0]
    assert (newest.action, newest.subject) == ("change_operator", "周立军")
    assert page.detail._what.text() == f"第 {newest.seq:,} 条：变更操作员"
    assert ("事由", "职务变动") in entry_facts(newest)
    assert entry_changes(newest) == [("职务", "副科长 → 科长")]


def test_a_new_thing_is_shown_without_a_before(window, page, settle):
    window.session.tasks.write(lambda work: add_operator(work, FORM), topic="accounts")
    settle()
    settle()
    changes = entry_changes(page.model.rows[0])
    assert changes == [
        ("姓名", "周立军"), ("职务", "副科长"), ("单位", "示例区"), ("在用", "是"),
        ("角色", "审批人"),
    ]  # fmt: skip


def test_lists_of_a_change_read_as_words(window, page, settle):
    rows = [DayRow(dt.date(2031, 1, 1), DayKind.OFF, "元旦")]
    window.session.tasks.write(lambda work: keep_holidays(work, 2031, rows), topic="rules")
    settle()
    settle()
    assert entry_changes(page.model.rows[0]) == [("内容", "2031-01-01、休、元旦")]


def test_a_choice_of_action_narrows_the_list_and_can_be_cleared(qtbot, page, settle):
    every = page.model.rowCount()
    page.action.choose("sign_in")
    settle()
    assert {row.action for row in page.model.rows} == {"sign_in"}
    assert page.model.rowCount() < every
    assert page.clear.isVisible()
    qtbot.mouseClick(page.clear, Qt.MouseButton.LeftButton)
    settle()
    assert page.model.rowCount() == every
    assert not page.clear.isVisible()


def test_days_narrow_the_list(page, settle):
    today = page.model.rows[0].at.astimezone().date()
    page.since.put(today + dt.timedelta(days=1))
    settle()
    assert page.model.rowCount() == 0
    assert page.count.text() == "没有符合条件的留痕"
    page.since.put(today)
    settle()
    assert page.model.rowCount() > 0


def test_a_long_journal_comes_page_by_page(window, page, desk, settle, qtbot):
    def talk(work):
        for number in range(PAGE_SIZE + 20):
            work.record("approve", f"事项 {number}")

    desk.write(talk)
    window.show_page("dashboard")
    page.stale = True
    window.show_page("journal")
    settle()
    assert page.model.rowCount() == PAGE_SIZE
    assert page.count.text() == f"列出 {PAGE_SIZE} 条，往下翻还有"
    page.table.scrollToBottom()
    qtbot.waitUntil(lambda: page.model.rowCount() > PAGE_SIZE)
    settle()
    numbers = [row.seq for row in page.model.rows]
    assert numbers == sorted(set(numbers), reverse=True)
    assert numbers[-1] == 1


def test_the_head_is_shown_and_copied(qtbot, window, page):
    newest = page.model.rows[0]
    assert newest.hash in page._head_text.accessibleName()
    page._copy_head()
    assert QGuiApplication.clipboard().text() == newest.hash
    assert window.messages.message.kind is Kind.OK


def outcome(qtbot, page) -> list[str]:
    """What the check said, once it is on show."""

    def shown() -> list[Banner]:
        return [banner for banner in page.findChildren(Banner) if banner.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) > 0)
    return [banner.message.sentence for banner in shown()]


def test_the_check_says_that_the_chain_is_whole(qtbot, page, settle):
    qtbot.mouseClick(page.check, Qt.MouseButton.LeftButton)
    assert not page.check.isEnabled()
    settle()
    count = page.model.rowCount()
    assert outcome(qtbot, page) == [f"{count} 条留痕前后相接，签名全部相符，没有发现改动。"]
    assert page.check.isEnabled()


def test_the_check_names_an_entry_that_was_changed(qtbot, page, database, settle):
    with database.raw(writes=True) as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_entry_keeps_update")
        connection.exec_driver_sql("UPDATE journal_entry SET subject = '别人' WHERE seq = 2")
    qtbot.mouseClick(page.check, Qt.MouseButton.LeftButton)
    settle()
    assert "第 2 条的内容被改动过" in outcome(qtbot, page)[0]


def test_a_check_without_the_key_file_says_what_was_not_checked():
    message = report_message(JournalReport(5, "0" * 64, (), signed=False))
    assert message.kind is Kind.WARN
    assert "签名没有核对" in message.sentence


def test_many_findings_are_counted_and_the_first_ones_named():
    findings = tuple(f"第 {number} 条的内容被改动过" for number in range(1, 9))
    message = report_message(JournalReport(9, "0" * 64, findings, signed=True))
    assert message.kind is Kind.BAD
    assert "等 8 处" in message.sentence
    assert "第 4 条" not in message.sentence


def test_in_a_narrow_window_the_entry_opens_in_a_dialog(qtbot, window, page):
    assert page.detail.isVisible()
    window.resize(910, 512)
    qtbot.waitUntil(lambda: not page.detail.isVisible())
    assert page.open.isVisible()
    dialog = EntryDialog(page.model.rows[0], page)
    qtbot.addWidget(dialog)
    dialog.show()
    texts = [label.accessibleName() for label in dialog.findChildren(QLabel)]
    assert page.model.rows[0].hash in texts


def test_every_action_that_the_program_records_has_a_name():
    import re
    from pathlib import Path

    root = Path(__file__).parents[2] / "hrgrid"
    found = set()
    for path in root.rglob("*.py"):
        if "ui" not in path.parts:
            text = path.read_text(encoding="utf-8")
            found |= set(re.findall(r'work\.record\(\s*"([a-z_]+)"', text))
    assert len(found) > 10
    assert {code for code in found if action_label(code) == code} == set()


def test_before_and_after_are_json(page):
    for row in page.model.rows:
        for text in (row.before, row.after):
            assert text == "" or json.loads(text) is not None
