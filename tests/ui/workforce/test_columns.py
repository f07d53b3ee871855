"""网格与人员: order and columns, remembered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from hrgrid.ui.cells.columns_dialog import ColumnsDialog
from hrgrid.ui.cells.layout import ListLayout
from hrgrid.ui.cells.list_table import ListTable
from hrgrid.ui.workforce.page import WorkforcePage
from hrgrid.ui.workforce.people import COLUMNS, people_model
from hrgrid.workforce.queries import PeopleOrder
from tests.ui.hands import (
    in_dialog,
    menu_entry,
    names,
)


def header_click(qtbot, page, key):
    table = page.table
    column = next(at for at, one in enumerate(COLUMNS) if one.key == key)
    place = QPoint(table.columnViewportPosition(column) + 20, 12)
    qtbot.mouseClick(table.horizontalHeader().viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_click_on_the_name_sorts_by_pinyin_and_again_by_strokes(small, qtbot, settle):
    header = Qt.Orientation.Horizontal
    by_strokes = names(small)
    assert small.model.headerData(0, header) == "姓名 笔画 ↑"
    header_click(qtbot, small, "name")
    settle()
    assert small.model.headerData(0, header) == "姓名 拼音 ↑"
    keys = [row.key for row in small.model.rows]
    assert keys == sorted(keys)
    assert sorted(names(small)) == sorted(by_strokes)
    header_click(qtbot, small, "name")
    settle()
    assert names(small) == by_strokes


def test_a_heading_that_sql_cannot_sort_by_does_nothing(small, qtbot, settle):
    before = small.model.rows
    header_click(qtbot, small, "role")
    settle()
    assert small.model.rows == before
    assert small.table.selected_count == 1


def test_the_order_is_remembered(small, settle, window, qtbot):
    menu_entry(small.tools.columns, "按工号").trigger()
    settle()
    numbers = [row.number for row in small.model.rows]
    assert numbers == sorted(numbers)
    again = WorkforcePage(window.session)
    qtbot.addWidget(again)
    assert again.model.order is PeopleOrder.NUMBER


def test_a_wide_window_shows_four_more_columns(small, window, qtbot):
    narrow = small.table.shown_keys
    usual = ("name", "id_number", "street", "place", "employment", "role", "star", "since")
    assert narrow == usual
    window.resize(1700, 900)
    qtbot.waitUntil(lambda: len(small.table.shown_keys) == 12)
    assert small.table.shown_keys == (*narrow, "phone", "number", "sex", "photo")


def test_columns_are_chosen_kept_and_reset(small, window, qtbot):
    menu_entry(small.tools.columns, "任职数").trigger()
    menu_entry(small.tools.columns, "街道").trigger()
    assert "posts" in small.table.shown_keys
    assert "street" not in small.table.shown_keys
    again = ListTable(people_model(), "人员名单", window.session.settings, "people")
    qtbot.addWidget(again)
    assert again.shown_keys == small.table.shown_keys
    menu_entry(small.tools.columns, "恢复默认的列").trigger()
    assert "posts" not in small.table.shown_keys
    assert "street" in small.table.shown_keys


def test_width_and_order_of_columns_are_kept_but_the_name_stays_first(small, window, qtbot):
    header = small.table.horizontalHeader()
    header.resizeSection(3, 333)
    header.moveSection(header.visualIndex(5), 1)
    again = ListTable(people_model(), "人员名单", window.session.settings, "people")
    qtbot.addWidget(again)
    kept = again.horizontalHeader()
    assert again.columnWidth(3) == 333
    assert [kept.logicalIndex(place) for place in range(3)] == [0, 5, 1]
    assert not header.isFirstSectionMovable()


def test_columns_are_put_in_order_by_keyboard_alone(small, window, qtbot):
    def arrange(dialog: ColumnsDialog) -> None:
        shown = [choice.heading for choice in dialog.list.choices if choice.shown]
        assert shown == ["证件号", "街道", "网格", "类别", "岗位", "星级", "任职"]
        alt = Qt.KeyboardModifier.AltModifier
        for key, modifier in (
            (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
            (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
            (Qt.Key.Key_Down, alt),
            (Qt.Key.Key_Down, alt),
            (Qt.Key.Key_Up, alt),
        ):
            qtbot.keyClick(dialog.list, key, modifier)
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)

    in_dialog(ColumnsDialog, arrange)
    menu_entry(small.tools.columns, "调整列的顺序…").trigger()
    titles = [column.title for column in small.table.shown_columns]
    assert titles == ["姓名", "网格", "街道", "类别", "岗位", "星级", "任职"]
    again = ListTable(people_model(), "人员名单", window.session.settings, "people")
    qtbot.addWidget(again)
    assert [column.title for column in again.shown_columns] == titles


def test_the_dialog_brings_the_usual_columns_back_for_every_window(small, qtbot):
    small.table.show_column("street", shown=False)

    def reset(dialog: ColumnsDialog) -> None:
        qtbot.mouseClick(dialog.usual, Qt.MouseButton.LeftButton)
        qtbot.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    in_dialog(ColumnsDialog, reset)
    menu_entry(small.tools.columns, "调整列的顺序…").trigger()
    assert "street" in small.table.shown_keys
    assert small.table._arrangement == ListLayout()


def test_a_dialog_left_by_esc_changes_no_columns(small, qtbot):
    before = small.table.shown_keys

    def leave(dialog: ColumnsDialog) -> None:
        qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
        qtbot.keyClick(dialog.list, Qt.Key.Key_Escape)

    in_dialog(ColumnsDialog, leave)
    menu_entry(small.tools.columns, "调整列的顺序…").trigger()
    assert small.table.shown_keys == before


@pytest.mark.parametrize(
    "damaged", ["", "{", "[]", '{"version": 0}', '{"version": 1, "order": 7}', "{}"]
)
def test_a_damaged_layout_means_the_usual_columns(small, settings, window, qtbot, damaged):
    settings._store.setValue("lists/people", damaged)
    table = ListTable(people_model(), "人员名单", settings, "people")
    qtbot.addWidget(table)
    assert table._arrangement == ListLayout()


def test_a_layout_is_written_and_read_back():
    layout = ListLayout(("name", "role"), ("name",), {"name": 120})
    assert ListLayout.read(layout.write()) == layout
