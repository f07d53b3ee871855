"""网格与人员: empty lists, and how the rows are drawn."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from hrgrid.ui import theme
from hrgrid.ui.theme import Mode, TextSize
from hrgrid.ui.workforce.people import people_model
from hrgrid.ui.workforce.tree import AreaModel, AreaTree
from hrgrid.workforce.queries import PeopleOrder
from hrgrid.workforce.rules import Level
from tests.ui.hands import (
    activate,
    find,
    opened,
    told,
)


def test_an_office_without_people_offers_the_import(window, qtbot, settle):
    page = opened(window, settle)
    assert page.lists.empty.isVisible()
    assert not page.tools.roster.isVisible()
    button = page.main_control()
    assert button.text() == "导入花名册"
    assert told(page) == "共 0 人"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert window.page_key == "imports"


def test_where_nobody_matches_the_conditions_can_be_cleared(small, qtbot, settle):
    find(small, settle, "没有这个人")
    assert small.lists.none.isVisible()
    assert small.tools.roster.isVisible()
    button = small.lists.none.findChild(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert small.model.rowCount() == 8
    assert small.table.isVisible()


def colours(page, row: int) -> set[str]:
    table = page.table
    image = table.viewport().grab().toImage()
    y = table.rowViewportPosition(row) + table.rowHeight(row) // 2
    return {image.pixelColor(x, y).name() for x in range(image.width())}


def test_rows_are_drawn_with_selection_chips_and_text(small, look):
    selected, plain = colours(small, 0), colours(small, 4)
    light = theme.LIGHT
    assert light.selection.lower() in selected
    assert light.selection.lower() not in plain
    assert light.surface.lower() in plain
    assert {light.tint.lower(), light.track.lower()} & plain
    assert light.text.lower() in plain
    theme.apply(look, Mode.DARK, TextSize.NORMAL)
    dark = theme.DARK
    assert dark.surface.lower() in colours(small, 4)
    assert dark.text.lower() in colours(small, 4)


def test_below_the_last_row_nothing_is_left_of_what_was_there(page, settle, qtbot):
    full = colours(page, 10)
    assert theme.LIGHT.text.lower() in full
    find(page, settle)
    image = page.table.viewport().grab().toImage()
    y = page.table.rowHeight(0) * 5
    assert {image.pixelColor(x, y).name() for x in range(image.width())} == {
        theme.LIGHT.surface.lower()
    }


def scrolled_sideways(page, qtbot):
    """More columns than the window holds, scrolled to the right end."""
    for key in ("phone", "number", "sex", "photo", "posts", "since"):
        page.table.show_column(key, shown=True)
    bar = page.table.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())


def corner(widget, width: int, height: int) -> list[str]:
    """The colours of a widget's top left corner."""
    image = widget.grab().toImage()
    return [image.pixelColor(x, y).name() for x in range(width) for y in range(height)]


def test_the_name_stays_in_sight_when_the_list_is_scrolled_sideways(small, qtbot):
    table = small.table
    width, height = table.columnWidth(0) - 2, 8 * table.rowHeight(0)
    parts = [(table.viewport(), height), (table.horizontalHeader().viewport(), 30)]
    before = [corner(part, width, high) for part, high in parts]
    scrolled_sideways(small, qtbot)
    assert table.columnViewportPosition(1) < 0
    assert [corner(part, width, high) for part, high in parts] == before


def test_a_click_on_the_heading_that_stays_sorts_by_name(small, qtbot, settle):
    scrolled_sideways(small, qtbot)
    viewport = small.table.horizontalHeader().viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(20, 12))
    settle()
    assert small.model.order is PeopleOrder.PINYIN
    assert small.table.selected_count == 1


def test_larger_letters_reach_tree_list_and_card(small, window, look, settle):
    theme.apply(look, Mode.LIGHT, TextSize.LARGEST)
    window.session.look_changed.emit()
    assert small.panel.width() == theme.length(216)
    assert small.person.width() == theme.length(320)
    assert small.table.rowHeight(0) > 38


def test_the_focus_lands_in_the_list_and_ctrl_f_in_the_search(small, window, qtbot):
    assert window.focusWidget() is small.table
    activate(window, qtbot)
    qtbot.keyClick(small.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is small.tools.search


def test_the_models_keep_qts_rules(small, qtmodeltester, qtbot, desk):
    from hrgrid.workforce.queries import areas_on

    model = people_model()
    qtmodeltester.check(model)
    model.show_rows(small.model.rows)
    qtmodeltester.check(model)
    tree = AreaModel()
    qtmodeltester.check(tree)
    tree.show_areas(desk.read(lambda work: areas_on(work, work.today, Level.COMMUNITY)), {})
    qtmodeltester.check(tree)
    view = AreaTree(tree)
    qtbot.addWidget(view)
    assert tree.names(tree.tops[0]) == ("示例市",)
    assert not tree.index_of(10**9).isValid()
