"""网格与人员: selecting, copying, what the status bar tells."""

from __future__ import annotations

from PySide6.QtCore import Qt

from hrgrid.ui.cells.list_model import PAGE_SIZE
from tests.ui.hands import (
    clipboard,
    names,
)


def test_selected_rows_are_copied_as_they_stand(small, window, qtbot, settle):
    small.table.setFocus()
    qtbot.keyClick(small.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert small.lists.selection.text() == "已选 2 人"
    assert window.status._counts.text() == "已选 2 行"
    qtbot.keyClick(small.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = [line.split("\t") for line in clipboard().split("\n")]
    assert [line[0] for line in lines] == names(small)[:2]
    assert [len(line) for line in lines] == [8, 8]
    assert lines[0][1] == small.model.rows[0].id_masked
    assert "已复制 2 行" in window.messages.message.sentence


def test_with_shift_the_headings_are_copied_too(small, window, qtbot):
    small.table.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(small.table, Qt.Key.Key_C, both)
    headings, row = [line.split("\t") for line in clipboard().split("\n")]
    assert headings == ["姓名", "证件号", "街道", "网格", "类别", "岗位", "星级", "任职"]
    assert row[0] == names(small)[0]
    assert "已复制 1 行和表头" in window.messages.message.sentence


def test_the_status_bar_tells_sum_and_average_of_the_selected_rows(small, window, qtbot):
    small.table.show_column("posts", shown=True)
    small.table.setFocus()
    for _ in range(2):
        qtbot.keyClick(small.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert window.status._counts.text() == "已选 3 行 · 任职数：和 3 · 平均 1"


def test_ctrl_a_means_everybody_whom_the_conditions_find(page, people, window, qtbot, settle):
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.model.row_at(people.count - 1) is None
    assert page.lists.selection.text() == f"已选 {people.count} 人"
    qtbot.mouseClick(page.lists.copy, Qt.MouseButton.LeftButton)
    settle()
    lines = clipboard().split("\n")
    assert len(lines) == people.count
    assert [line.split("\t")[0] for line in lines[:PAGE_SIZE]] == names(page)[:PAGE_SIZE]
    assert page.model.row_at(people.count - 1) is None
    assert f"已复制 {people.count} 行" in window.messages.message.sentence


def test_rows_that_are_counted_after_ctrl_a_are_selected_too(people, window, qtbot, settle):
    window.show_page("workforce")
    page = window.page
    qtbot.waitUntil(lambda: page.model.rowCount() >= PAGE_SIZE)
    page.model.show_count(PAGE_SIZE)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    page.model.show_count(people.count)
    assert page.table.whole
    assert page.table.selected_count == people.count
    settle()
    place = page.table.visualRect(page.model.index(4, 0)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not page.table.whole
    assert page.lists.selection.text() == "已选 1 人"
