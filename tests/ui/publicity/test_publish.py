"""The form of a notice by real keys: its last day at once, and nothing lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.accounts.queries import calendar
from hrgrid.publicity import queries
from hrgrid.publicity.rules import Entry
from hrgrid.publicity.service import publish_list
from hrgrid.ui.publicity.publish_dialog import Draft, PublishDialog
from tests.publicity.build import ENTRIES, FORM, SUBJECT
from tests.ui.hands import texts
from tests.ui.honours.test_dialogs import click, refusal, until
from tests.ui.publicity.hands import type_over, write


@pytest.fixture
def opened(session, over, settle, today, qtbot):
    """The form over a window, its days counted."""

    def show(entries=ENTRIES, submit=None, **changes):
        form = replace(FORM, **({"first_day": today} | changes))
        dialog = PublishDialog(session, Draft(form, entries), over, submit)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        settle()
        return dialog

    return show


def notices(desk):
    return desk.read(lambda work: queries.notice_by_subject(work, SUBJECT))


def test_the_last_day_follows_the_first_and_the_number_of_days(opened, settle):
    dialog = opened()
    type_over(dialog.first, "2026-11-25")
    settle()
    assert "公示 2026-11-25 至 2026-12-01，共 5 个工作日" in dialog.last.text()
    type_over(dialog.days, "7")
    settle()
    assert "至 2026-12-03，共 7 个工作日" in dialog.last.text()
    type_over(dialog.first, "2019年4月2日")
    type_over(dialog.days, "5")
    settle()
    assert "公示 2019-04-02 至 2019-04-09" in dialog.last.text()


def test_a_year_without_a_table_warns_and_days_that_cannot_be_read_say_so(opened, settle):
    dialog = opened()
    type_over(dialog.first, "2031-09-29")
    settle()
    until(lambda: any("2031 年节假日未维护" in text for text in texts(dialog)))
    type_over(dialog.first, "2026-11-25")
    settle()
    assert not any("未维护，" in text for text in texts(dialog))
    type_over(dialog.days, "五")
    settle()
    assert dialog.last.text() == "写上首日和工作日数，这里算出止日。"
    click(dialog.act)
    assert "工作日数要写成数字" in refusal(dialog)
    type_over(dialog.first, "没有这一天")
    click(dialog.act)
    until(lambda: "没有写公示首日" in refusal(dialog))


def test_a_click_publishes_what_was_typed_and_enter_does_not(opened, desk, today):
    dialog = opened()
    type_over(dialog.titled, "第二批拟录用人员公示")
    QTest.keyClick(dialog.titled, Qt.Key.Key_Return)
    QTest.keyClick(dialog.where, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert notices(desk) == []
    write(dialog.opening, "拟录用王小明等3人")
    click(dialog.act)
    until(lambda: not dialog.isVisible())
    (row,) = notices(desk)
    expected = desk.read(lambda work: calendar(work).add_workdays(today, 5).day)
    assert (row.title, row.first_day, row.last_day) == ("第二批拟录用人员公示", today, expected)
    assert row.opening == "拟录用王小明等3人"


def test_a_day_that_has_passed_asks_why_it_is_registered_now(opened, desk, today, settle):
    dialog = opened()
    assert not dialog.why.isVisible()
    early = today - dt.timedelta(days=3)
    type_over(dialog.first, early.isoformat())
    settle()
    assert dialog.why.isVisible()
    click(dialog.act)
    assert "须写明事由" in refusal(dialog)
    write(dialog.why, "当日已张贴")
    click(dialog.act)
    until(lambda: not dialog.isVisible())
    assert notices(desk)[0].late_note.endswith("事由：当日已张贴")


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("titled", "", "没有写公示的标题"),
        ("where", "", "没有写明在哪里公示"),
        ("phone", "", "请至少填一种联系方式"),
        ("titled", "公示 13912345678", "证件号或手机号"),
    ],
)
def test_what_cannot_be_published_is_said_and_stays_typed(opened, desk, field, text, told):
    dialog = opened()
    type_over(dialog.basis, "《招录公告》")
    control = getattr(dialog, field)
    control.selectAll()
    QTest.keyClick(control, Qt.Key.Key_Delete)
    write(control, text)
    click(dialog.act)
    assert told in refusal(dialog)
    assert dialog.basis.text() == "《招录公告》"
    assert control.text() == text
    assert dialog.act.isEnabled()
    assert notices(desk) == []


def test_a_list_with_a_number_in_it_is_refused_by_its_line(opened, desk):
    bad = (*ENTRIES, Entry("application:9", "周敏", "女", "示例街道13912345678"))
    dialog = opened(entries=bad)
    click(dialog.act)
    assert "名单第 4 行“周敏”里有证件号或手机号" in refusal(dialog)
    assert notices(desk) == []


def test_the_callers_room_may_do_more_in_the_same_write(opened, desk):
    came = []

    def submit(work, form):
        came.append(publish_list(work, replace(form, basis="《公告》"), ENTRIES))

    dialog = opened(submit=submit)
    click(dialog.act)
    until(lambda: not dialog.isVisible())
    assert [row.id for row in notices(desk)] == came
    assert notices(desk)[0].basis == "《公告》"
