"""网格与人员: what narrows the list, and how it is told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from hrgrid.ui.workforce.conditions import Conditions, Place
from hrgrid.workforce.rules import Level
from tests.ui.hands import (
    chips,
    menu_entry,
    names,
    told,
)


def test_typing_searches_after_a_pause_and_the_chip_takes_it_back(small, qtbot, settle):
    qtbot.keyClicks(small.tools.search, "oyrs")
    assert chips(small) == []
    qtbot.waitUntil(lambda: small.conditions.text == "oyrs")
    settle()
    settle()
    assert names(small) == ["欧阳若水"]
    assert told(small) == "共 1 人（全部 8 人）"
    assert chips(small) == ["搜索：oyrs"]
    qtbot.mouseClick(small.strip.chips[0], Qt.MouseButton.LeftButton)
    settle()
    settle()
    assert small.tools.search.text() == ""
    assert small.model.rowCount() == 8


@pytest.mark.parametrize("typed", ["欧阳", "oyrs", "1234", "19900001234", "999999199001010017"])
def test_a_person_is_found_by_what_people_type(small, qtbot, settle, typed):
    small.tools.search.setText(typed)
    qtbot.keyClick(small.tools.search, Qt.Key.Key_Return)
    assert small.conditions.text == typed
    settle()
    assert names(small) == ["欧阳若水"]


def test_a_grid_code_finds_who_works_there(small, qtbot, settle):
    qtbot.keyClicks(small.tools.search, "G102")
    qtbot.keyClick(small.tools.search, Qt.Key.Key_Return)
    settle()
    assert names(small) == ["欧阳若水"]


def test_role_and_employment_narrow_together_and_are_cleared_at_once(small, qtbot, settle):
    small.tools.role.setCurrentIndex(small.tools.role.findText("联络员"))
    settle()
    assert names(small) == ["欧阳若水"]
    small.tools.employment.setCurrentIndex(small.tools.employment.findText("专职"))
    settle()
    settle()
    assert names(small) == []
    assert chips(small) == ["联络员", "专职"]
    qtbot.mouseClick(small.strip.clear, Qt.MouseButton.LeftButton)
    settle()
    assert small.model.rowCount() == 8
    assert small.tools.role.currentIndex() == small.tools.employment.currentIndex() == 0


def test_more_conditions_are_ticked_in_a_menu(small, settle):
    menu_entry(small.tools.more, "缺证件照").trigger()
    menu_entry(small.tools.more, "含历史人员（已离岗）").trigger()
    settle()
    assert small.conditions == Conditions(without_photo=True, past=True)
    assert chips(small) == ["缺证件照", "含历史人员"]
    assert menu_entry(small.tools.more, "缺证件照").isChecked()


def test_ticking_leaves_the_menu_open(small, qtbot, settle):
    menu = small.tools.more.menu()
    menu.popup(QPoint(0, 0))
    first = menu.actions()[0]
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(first).center())
    assert menu.isVisible()
    assert small.conditions.without_photo
    menu.setActiveAction(menu_entry(small.tools.more, "含历史人员（已离岗）"))
    qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    assert small.conditions.past
    menu.hide()
    settle()


def test_conditions_are_told_in_words():
    gusu, wu = Place(1, "姑苏区", Level.DISTRICT), Place(2, "吴中区", Level.DISTRICT)
    street = Place(3, "盘门街道", Level.STREET)
    cases = [
        ((gusu,), "区县：姑苏区"),
        ((gusu, wu), "区县：姑苏区、吴中区"),
        ((gusu, street), "区域：姑苏区、盘门街道"),
        ((gusu, wu, gusu, wu), "区县：姑苏区、吴中区、姑苏区等 4 个"),
    ]
    for places, words in cases:
        assert [text for text, _ in Conditions(places=places).parts()] == [words]
