"""日程安排 by keys: days move the dates, a typed date holds, a second version asks why."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.honours import queries
from hrgrid.honours.queries.timetable import timetable
from hrgrid.honours.rules.timetable import SHIPPED_DAYS, Stage, TimetableForm
from hrgrid.honours.service.timetable import plan_timetable
from hrgrid.ui.banners import Banner, Kind
from hrgrid.ui.honours.opening import NewCampaignDialog
from hrgrid.ui.honours.timetable import TimetableDialog
from tests.honours import years
from tests.ui.hands import in_dialog
from tests.ui.waiting import until


@pytest.fixture
def template(template, furnished):
    return furnished("honours of several years", years.build)


@pytest.fixture
def opened(window, hand):
    """Opens the box from the menu and acts in it once it was read."""

    def run(act):
        window.show_page("honours")
        hand.settle()
        menu = window.page.head.more.menu()
        menu.aboutToShow.emit()
        entry = next(one for one in menu.actions() if one.text() == "日程安排…")
        seen = []

        def in_it(box):
            seen.append(box)
            try:
                until(lambda: box.found is not None)
                hand.settle()
                act(box)
            except BaseException:
                box.reject()
                raise

        in_dialog(TimetableDialog, in_it)
        entry.trigger()
        until(lambda: bool(seen))
        hand.settle()

    return run


def typed(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Tab)


def saved(box):
    QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)


def test_days_move_the_dates_a_typed_date_holds_and_a_change_asks_why(opened, desk, hand):
    campaign_id = desk.read(queries.campaigns)[0].id

    def first(box):
        assert not box._reason_field.isVisible()
        typed(box.fields.starts, "2025-09-15")
        hand.settle()
        ends = box.fields.lines[Stage.NOMINATING].ends
        until(lambda: ends.value == dt.date(2025, 9, 26))
        typed(box.fields.lines[Stage.NOMINATING].days, "3")
        until(lambda: ends.value == dt.date(2025, 9, 17))
        typed(box.fields.lines[Stage.REVIEW].ends, "2025-12-01")
        until(lambda: box.fields.lines[Stage.MEETING].ends.value == dt.date(2025, 12, 4))
        typed(box.fields.lines[Stage.REVIEW].ends, "2025-09-01")
        hand.settle()
        told = [one.message for one in box.findChildren(Banner) if one.isVisible()]
        assert [one.kind for one in told] == [Kind.BAD]
        assert "“评审”定在 2025-09-01" in told[0].sentence
        typed(box.fields.lines[Stage.REVIEW].ends, "2025-12-01")
        hand.settle()
        saved(box)
        until(lambda: not box.isVisible())

    opened(first)
    found = desk.read(lambda work: timetable(work, campaign_id))
    assert found.form.fixed == {Stage.REVIEW: dt.date(2025, 12, 1)}
    assert found.form.days[Stage.NOMINATING] == 3

    def second(box):
        assert "颁证要晚" in box.told.text()
        assert box.standing[Stage.REVIEW].how.text().endswith("（定）")
        assert box.sheet.isEnabled()
        # Emptied, the day follows the working days again.
        box.fields.lines[Stage.REVIEW].ends.setFocus()
        box.fields.lines[Stage.REVIEW].ends.clear()
        QTest.keyClick(box.fields.lines[Stage.REVIEW].ends, Qt.Key.Key_Tab)
        until(lambda: box.fields.lines[Stage.REVIEW].ends.value not in {None, dt.date(2025, 12, 1)})
        saved(box)
        until(lambda: any("事由" in one.message.sentence for one in box.findChildren(Banner)))
        box.reason.insert("会议提前")
        saved(box)
        until(lambda: not box.isVisible())

    opened(second)
    found = desk.read(lambda work: timetable(work, campaign_id))
    assert [row.reason for row in found.versions] == ["", "会议提前"]
    assert found.form.fixed == {}


def test_a_new_campaign_begins_with_the_days_of_the_last_moved_to_its_year(window, desk, hand):
    last = desk.read(queries.campaigns)[0]
    form = TimetableForm(dt.date(2025, 9, 15), {**SHIPPED_DAYS, Stage.REVIEW: 9})
    desk.write(lambda work: plan_timetable(work, last.id, form))
    window.show_page("honours")
    hand.settle()
    menu = window.page.head.more.menu()
    menu.aboutToShow.emit()
    entry = next(one for one in menu.actions() if one.text().startswith("新建年度评选…"))
    seen = []

    def in_it(box):
        seen.append(box)
        try:
            hand.settle()
            # A year whose holidays nobody knows has that working day in August already.
            typed(box.year, "2040")
            until(lambda: box.days.starts.value is not None and box.days.starts.value.year == 2040)
            hand.settle()
            assert box.with_days.isChecked()
            assert "照 2025 年度的按工作日顺延" in box.with_days.text()
            lines = box.days.lines
            assert lines[Stage.REVIEW].days.text() == "9"
            typed(lines[Stage.REVIEW].days, "x")
            QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
            until(lambda: any("“评审”的工作日数“x”不是整数" in one for one in told(box)))
            typed(lines[Stage.REVIEW].days, "4")
            hand.settle()
            QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
            until(lambda: not box.isVisible())
        except BaseException:
            box.reject()
            raise

    in_dialog(NewCampaignDialog, in_it)
    entry.trigger()
    until(lambda: bool(seen))
    hand.settle()
    newest = desk.read(queries.campaigns)[0]
    assert newest.year == 2040
    plan = desk.read(lambda work: timetable(work, newest.id))
    assert plan.form.days[Stage.REVIEW] == 4
    assert plan.version.number == 1
    assert plan.form.starts_on.isoformat()[:7] == "2040-08"


def told(box):
    return [one.message.sentence for one in box.findChildren(Banner) if one.isVisible()]
