"""Filters in the headings of the list of people: by mouse, by keyboard, and their chips."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt

from hrgrid.core.narrowing import Dated, Picked, Worded
from hrgrid.ui.cells.filter_popup import DaysPopup, ValuesPopup, WordsPopup
from hrgrid.ui.cells.ticks import is_ticked
from hrgrid.ui.workforce.people import COLUMNS
from hrgrid.workforce.queries.narrowing import Heading
from tests.ui.hands import chips, names

AT = {column.key: at for at, column in enumerate(COLUMNS)}


def press_funnel(qtbot, page, key) -> None:
    heading = page.table.heading
    place = heading.funnel(AT[key]).center()
    qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=place)


def popup(qtbot, page, kind):
    qtbot.waitUntil(lambda: isinstance(page.filters.popup, kind) and page.filters.popup.isVisible())
    return page.filters.popup


def offered(box) -> list[str]:
    return [box.list.item(row).text() for row in range(box.list.count())]


def test_a_funnel_offers_values_with_counts_and_ticks_narrow(small, qtbot, settle):
    press_funnel(qtbot, small, "role")
    box = popup(qtbot, small, ValuesPopup)
    assert offered(box) == ["网格长　4", "网格员　3", "联络员　1"]
    qtbot.mouseClick(box.none, Qt.MouseButton.LeftButton)
    for row in (0, 2):
        place = box.list.visualItemRect(box.list.item(row)).center()
        place.setX(16)
        qtbot.mouseClick(box.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)
    settle()
    settle()
    assert len(names(small)) == 5
    assert chips(small) == ["岗位：网格长、联络员"]
    [one] = small.conditions.narrowed
    assert one.narrowing == Picked(Heading.ROLE, ("grid_leader", "liaison"))


def test_the_chip_takes_the_condition_away_and_the_box_shows_what_is_ticked(small, qtbot, settle):
    press_funnel(qtbot, small, "employment")
    box = popup(qtbot, small, ValuesPopup)
    box.list.setFocus()
    qtbot.keyClick(box.list, Qt.Key.Key_Space)
    qtbot.keyClick(box.list, Qt.Key.Key_Return)
    settle()
    settle()
    assert chips(small) == ["类别：专职"]
    assert len(names(small)) == 3
    press_funnel(qtbot, small, "employment")
    again = popup(qtbot, small, ValuesPopup)
    assert [is_ticked(again.list.item(row)) for row in range(2)] == [False, True]
    qtbot.keyClick(again.list, Qt.Key.Key_Escape)
    assert chips(small) == ["类别：专职"]
    qtbot.mouseClick(small.strip.chips[0], Qt.MouseButton.LeftButton)
    settle()
    settle()
    assert len(names(small)) == 8


def test_a_press_on_the_funnel_does_not_sort(small, qtbot, settle):
    before = small.model.order
    press_funnel(qtbot, small, "name")
    box = popup(qtbot, small, WordsPopup)
    assert small.model.order is before
    box.words.insert("欧阳")
    qtbot.keyClick(box.words, Qt.Key.Key_Return)
    settle()
    settle()
    assert names(small) == ["欧阳若水"]
    assert chips(small) == ["姓名：包含“欧阳”"]


def test_alt_down_opens_the_filter_of_the_column_under_the_cursor(small, qtbot, settle):
    table = small.table
    table.setFocus()
    place = table.visualRect(small.model.index(0, AT["place"])).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    box = popup(qtbot, small, WordsPopup)
    box.way.setCurrentIndex(1)
    box.words.insert("甲区")
    qtbot.keyClick(box.words, Qt.Key.Key_Return)
    settle()
    settle()
    assert chips(small) == ["网格：开头是“甲区”"]
    assert len(names(small)) == 3
    [one] = small.conditions.narrowed
    assert one.narrowing == Worded(Heading.PLACE, "甲区", begins=True)


def test_days_narrow_from_and_to_and_a_wrong_one_is_told(small, qtbot, settle):
    press_funnel(qtbot, small, "since")
    box = popup(qtbot, small, DaysPopup)
    qtbot.keyClicks(box.first, "2020.13.1")
    qtbot.keyClick(box.first, Qt.Key.Key_Return)
    assert box.isVisible()
    assert box._problem.text()
    box.first.clear()
    qtbot.keyClicks(box.first, "2020-01-02")
    qtbot.keyClicks(box.last, "2019-01-01")
    qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)
    assert "没有一天" in box._problem.text()
    box.last.clear()
    qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)
    settle()
    settle()
    assert names(small) == []
    assert chips(small) == ["任职：从 2020-01-02"]
    [one] = small.conditions.narrowed
    assert one.narrowing == Dated(Heading.SINCE, dt.date(2020, 1, 2), None)


def test_a_word_narrows_what_is_offered_and_only_that_is_taken(small, qtbot, settle):
    press_funnel(qtbot, small, "role")
    box = popup(qtbot, small, ValuesPopup)
    box.search.insert("联络")
    qtbot.keyClick(box.search, Qt.Key.Key_Return)
    settle()
    settle()
    assert chips(small) == ["岗位：联络员"]
    assert names(small) == ["欧阳若水"]


def test_all_values_or_none_are_no_condition(small, qtbot, settle):
    for button in ("all", "none"):
        press_funnel(qtbot, small, "role")
        box = popup(qtbot, small, ValuesPopup)
        qtbot.mouseClick(getattr(box, button), Qt.MouseButton.LeftButton)
        qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)
        assert chips(small) == []
        qtbot.waitUntil(lambda: small.filters.popup is None)


def test_every_column_that_narrows_is_in_the_menu_shown_or_not(small, qtbot, settle):
    menu = small.tools.more.menu()
    menu.aboutToShow.emit()
    [columns] = [action.menu() for action in menu.actions() if action.menu()]
    entries = {action.text(): action for action in columns.actions()}
    assert "政治面貌…" in entries
    entries["政治面貌…"].trigger()
    box = popup(qtbot, small, ValuesPopup)
    assert offered(box) == ["（空白）　8"]
    box.close()


def test_what_narrows_is_drawn_in_the_heading(small, qtbot, settle):
    def drawn(key: str):
        heading = small.table.heading
        return heading.viewport().grab(heading.funnel(AT[key])).toImage()

    before = drawn("role"), drawn("employment")
    press_funnel(qtbot, small, "role")
    box = popup(qtbot, small, ValuesPopup)
    qtbot.keyClick(box.list, Qt.Key.Key_Space)
    qtbot.keyClick(box.list, Qt.Key.Key_Return)
    settle()
    settle()
    assert drawn("role") != before[0]
    assert drawn("employment") == before[1]


def test_usual_filters_are_a_click_away(small, desk, qtbot, settle):
    links = small.strip.usual.links
    qtbot.mouseClick(links["一格多员"], Qt.MouseButton.LeftButton)
    settle()
    settle()
    assert chips(small) == ["一格多员"]
    assert names(small) == []
    assert not links["一格多员"].isEnabled()
    qtbot.mouseClick(links["缺证件照"], Qt.MouseButton.LeftButton)
    settle()
    settle()
    assert chips(small) == ["缺证件照"]
    assert len(names(small)) == 8
