"""网格与人员: the tree beside the list or under its button."""

from __future__ import annotations

from PySide6.QtCore import Qt

from hrgrid.ui.workforce.conditions import Conditions
from hrgrid.workforce.queries import person_card
from tests.ui.hands import (
    AREA_COUNT,
    chips,
    menu_entry,
    names,
)


def at(page, *rows):
    index = page.panel.tree.rootIndex()
    for row in rows:
        index = page.panel.model.index(row, 0, index)
    return index


def click(qtbot, page, index, modifier=Qt.KeyboardModifier.NoModifier):
    tree = page.panel.tree
    place = tree.visualRect(index).center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def test_the_tree_shows_the_people_in_or_below_each_area(small):
    model = small.panel.model
    shown = [
        (model.data(at(small, *rows)), model.data(at(small, *rows), AREA_COUNT))
        for rows in ((0,), (0, 0), (0, 1), (0, 0, 0), (0, 0, 0, 0))
    ]
    assert shown == [
        ("示例市", "8"), ("甲区", "3"), ("乙区", "5"), ("甲区一街道", "3"), ("甲区社区", "3"),
    ]  # fmt: skip
    assert model.rowCount(at(small, 0, 0, 0, 0)) == 0


def test_an_area_narrows_the_list_and_is_told_in_crumb_and_chip(small, window, qtbot, settle):
    click(qtbot, small, at(small, 0, 0))
    settle()
    settle()
    assert small.model.rowCount() == 3
    assert chips(small) == ["区县：甲区"]
    assert window.top._crumb.accessibleName() == "示例市 / 甲区"
    click(qtbot, small, at(small, 0, 1), Qt.KeyboardModifier.ControlModifier)
    settle()
    assert chips(small) == ["区县：甲区、乙区"]
    assert small.model.rowCount() == 8


def test_the_only_top_of_the_tree_means_everybody(small, qtbot, settle):
    click(qtbot, small, at(small, 0, 0))
    click(qtbot, small, at(small, 0))
    settle()
    assert small.conditions == Conditions()
    assert small.model.rowCount() == 8


def test_taking_the_chip_of_an_area_away_goes_back_to_the_top(small, qtbot, settle):
    click(qtbot, small, at(small, 0, 1))
    settle()
    qtbot.mouseClick(small.strip.chips[0], Qt.MouseButton.LeftButton)
    settle()
    assert small.panel.tree.currentIndex() == at(small, 0)
    assert small.model.rowCount() == 8


def test_the_tree_is_walked_by_keyboard(small, qtbot, settle):
    tree = small.panel.tree
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    qtbot.keyClick(tree, Qt.Key.Key_Right)
    settle()
    assert small.conditions.places[0].name == "甲区"
    assert tree.isExpanded(at(small, 0, 0))


def test_what_was_open_and_chosen_stays_so_when_the_tree_is_read_anew(small, qtbot, settle):
    small.panel.tree.expand(at(small, 0, 1))
    click(qtbot, small, at(small, 0, 1))
    settle()
    small.refresh()
    settle()
    settle()
    assert small.panel.tree.isExpanded(at(small, 0, 1))
    assert [place.name for place in small.panel.tree.places] == ["乙区"]


def test_in_a_narrow_window_the_tree_drops_from_a_button(small, window, qtbot, settle):
    assert small.panel.isVisible()
    assert not small.tools.tree.isVisible()
    window.resize(910, 512)
    qtbot.waitUntil(small.tools.tree.isVisible)
    assert not small.panel.isVisible()
    assert not small.tools.role.isVisible()
    qtbot.mouseClick(small.tools.tree, Qt.MouseButton.LeftButton)
    assert small.panel.isVisible()
    assert small.popup.isVisible()
    click(qtbot, small, at(small, 0, 0))
    settle()
    assert chips(small) == ["区县：甲区"]
    window.resize(1366, 768)
    qtbot.waitUntil(small.tools.role.isVisible)
    assert not small.popup.isVisible()
    assert small.panel.parent() is not small.popup


def test_in_a_narrow_window_all_conditions_are_in_one_menu(small, window, qtbot, settle):
    window.resize(910, 512)
    qtbot.waitUntil(small.tools.tree.isVisible)
    menu_entry(small.tools.more, "联络员").trigger()
    settle()
    assert names(small) == ["欧阳若水"]
    menu_entry(small.tools.more, "兼职").trigger()
    settle()
    assert chips(small) == ["联络员", "兼职"]


def test_a_person_is_opened_by_id(small, window, desk, settle):
    wanted = small.model.rows[3]
    window.show_page("dashboard")
    window.session.go("workforce", f"person/{wanted.id}")
    settle()
    settle()
    assert window.page is small
    assert small.person.view.card == desk.read(lambda work: person_card(work, wanted.id))


def test_an_area_is_chosen_in_the_tree_by_id(few, window, settle):
    street = few.grids["乙区"][0]
    window.session.go("workforce", f"area/{street.id}")
    settle()
    settle()
    settle()
    page = window.page
    assert chips(page) == ["网格：乙区第0网格"]
    assert page.model.rowCount() == 1
    # The tree ends at the community; the crumb goes on to the grid.
    assert page.panel.model.area(page.panel.tree.currentIndex()).name == "乙区社区"
    assert page.crumb == "示例市 / 乙区 / 乙区一街道 / 乙区社区 / 乙区第0网格"
