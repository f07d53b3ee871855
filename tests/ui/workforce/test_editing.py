"""编辑 in the list of people: typing, pasting, filling, clearing and undoing, by real keys."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from hrgrid.accounts.queries import journal_entries
from hrgrid.accounts.service import add_operator, sign_in
from hrgrid.core.corrections import CellChange
from hrgrid.storage.journal import JournalFilter
from hrgrid.ui.cells.preview import PreviewDialog
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.ui.session import Session
from hrgrid.ui.workforce.people import COLUMNS
from hrgrid.workforce.queries import PeopleFilter, people
from hrgrid.workforce.service.sheet import correct_cells
from tests.ui.crew import crew
from tests.ui.hands import VIEWER, activate, in_dialog, opened

AT = {column.key: at for at, column in enumerate(COLUMNS)}
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(few, window, settle, qtbot):
    """Eight people, being edited for a reason."""
    page = opened(window, settle)
    activate(window, qtbot)
    qtbot.keyClick(page.table, Qt.Key.Key_E, CONTROL)
    page.editing.strip.reason.setText("核对花名册")
    return page


def go(page, row, key) -> None:
    flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    page.table.selectionModel().setCurrentIndex(page.model.index(row, AT[key]), flag)
    page.table.setFocus()


def select(page, first, last) -> None:
    (top, left), (bottom, right) = first, last
    model = page.model
    block = QItemSelection(model.index(top, AT[left]), model.index(bottom, AT[right]))
    go(page, top, left)
    page.table.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def editor(page, qtbot) -> QLineEdit:
    def found():
        focus = QApplication.focusWidget()
        return isinstance(focus, QLineEdit) and page.table.isAncestorOf(focus)

    qtbot.waitUntil(found)
    return QApplication.focusWidget()


def settled(page, qtbot, settle) -> None:
    settle()
    qtbot.waitUntil(lambda: not page.editing.busy)
    settle()


def column(page, key) -> list[str]:
    return [COLUMNS[AT[key]].text(row) for row in page.model.rows]


def stored(desk, key) -> list[str]:
    rows = desk.read(lambda work: people(work, PeopleFilter(work.today)))
    return [getattr(row, key) for row in rows]


def here(page) -> tuple[int, str]:
    index = page.table.currentIndex()
    return index.row(), COLUMNS[index.column()].key


def paste(page, qtbot, text) -> None:
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(page.table, Qt.Key.Key_V, CONTROL)


def test_the_mode_is_turned_by_key_and_shows_what_may_be_typed_into(page, qtbot, settle):
    assert page.editing.on
    assert page.editing.strip.isVisible()
    assert {"phone", "party", "education", "note"} <= set(page.table.shown_keys)
    qtbot.mouseClick(page.editing.strip.done, Qt.MouseButton.LeftButton)
    settle()
    assert not page.editing.on
    assert "note" not in page.table.shown_keys
    assert page.lists.selection.text() == "已选 1 人"


def test_typing_opens_the_cell_and_enter_goes_down(page, qtbot, settle, desk):
    go(page, 0, "note")
    qtbot.keyClick(page.table, "a")
    line = editor(page, qtbot)
    assert line.accessibleName() == f"{page.model.rows[0].name}，备注"
    qtbot.keyClicks(line, "bc")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert here(page) == (1, "note")
    settled(page, qtbot, settle)
    assert stored(desk, "note")[0] == column(page, "note")[0] == "abc"


def test_an_input_method_opens_the_cell_with_its_first_letters(page, qtbot, settle, desk):
    go(page, 1, "note")
    # Qt keeps the focus in the table until the first word is done, or the method would start anew.
    QApplication.sendEvent(page.table, QInputMethodEvent("gu", []))
    [line] = page.table.findChildren(QLineEdit)
    done = QInputMethodEvent()
    done.setCommitString("骨干")
    QApplication.sendEvent(page.table, done)
    assert editor(page, qtbot) is line
    assert line.text() == "骨干"
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    settled(page, qtbot, settle)
    assert stored(desk, "note")[1] == "骨干"


def test_f2_keeps_what_is_there_and_esc_changes_nothing(page, qtbot, settle, desk):
    go(page, 0, "party")
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    line = editor(page, qtbot)
    assert line.selectedText() == column(page, "party")[0]
    qtbot.keyClicks(line, "xyz")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    settled(page, qtbot, settle)
    assert "xyz" not in stored(desk, "party")
    assert here(page) == (0, "party")


def test_tab_goes_right_over_the_columns_on_show(page, qtbot, settle):
    go(page, 0, "party")
    qtbot.keyClick(page.table, "a")
    qtbot.keyClick(editor(page, qtbot), Qt.Key.Key_Tab)
    assert here(page) == (0, "education")
    qtbot.keyClick(page.table, Qt.Key.Key_Backtab)
    assert here(page) == (0, "party")
    settled(page, qtbot, settle)


def test_a_refused_text_stays_in_the_cell_with_its_sentence(page, window, qtbot, settle, desk):
    go(page, 0, "phone")
    qtbot.keyClick(page.table, "1")
    line = editor(page, qtbot)
    qtbot.keyClicks(line, "23")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.property("wrong") is True
    assert window.messages.message.sentence.endswith("没有记下。")
    qtbot.keyClicks(line, "00001234")
    line.setText("19900004321")
    line.setModified(True)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settled(page, qtbot, settle)
    assert stored(desk, "phone_masked")[0] == "199****4321"


def test_the_cell_one_goes_to_comes_into_sight_beside_the_name(page, window, qtbot, settle):
    window.resize(910, 512)
    qtbot.waitUntil(page.tools.tree.isVisible)
    for key in ("id_number", "street", "since", "number", "sex", "photo", "posts"):
        page.table.show_column(key, shown=True)
    table, name = page.table, page.table.columnWidth(0)
    go(page, 0, "place")
    for _ in range(len(table.places)):
        qtbot.keyClick(table, Qt.Key.Key_Tab)
        area = table.visualRect(table.currentIndex())
        assert (area.left() >= name, area.right() <= table.viewport().width()) == (True, True)
    assert here(page) == (0, "note")
    for _ in range(len(table.places) - 2):
        qtbot.keyClick(table, Qt.Key.Key_Left)
        assert table.visualRect(table.currentIndex()).left() >= name


def test_columns_that_are_corrected_on_the_card_open_no_editor(page, qtbot):
    go(page, 0, "name")
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    assert page.table.findChildren(QLineEdit) == []


def test_a_block_is_pasted_and_no_cell_outside_it_is_touched(page, qtbot, settle, desk):
    before = stored(desk, "education"), stored(desk, "note")
    go(page, 1, "party")
    paste(page, qtbot, "群众\t本科\r\n中共党员\t大专\r\n")
    settled(page, qtbot, settle)
    assert stored(desk, "party") == ["", "群众", "中共党员", *[""] * 5]
    assert stored(desk, "education") == ["", "本科", "大专", *before[0][3:]]
    assert stored(desk, "note") == before[1]
    assert column(page, "party")[1:3] == ["群众", "中共党员"]


def test_refused_cells_are_shown_and_the_others_go_in_alone(page, qtbot, settle, desk):
    seen = []

    def take(dialog: PreviewDialog) -> None:
        seen.extend((cell.row, cell.column, cell.text) for cell in dialog.model.rows)
        assert dialog.act.text() == "只粘贴能用的 1 格"
        qtbot.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    in_dialog(PreviewDialog, take)
    go(page, 0, "phone")
    paste(page, qtbot, "19900001111\n123\n")
    settled(page, qtbot, settle)
    assert seen == [(page.model.rows[1].name, "手机号", "123")]
    assert stored(desk, "phone_masked")[0] == "199****1111"


def test_a_block_with_refused_cells_may_be_left_alone(page, qtbot, settle, desk):
    before = stored(desk, "party")

    def leave(dialog: PreviewDialog) -> None:
        assert "2 格超出" in dialog.findChildren(type(page.lists.selection))[1].text()
        qtbot.mouseClick(dialog.stay, Qt.MouseButton.LeftButton)

    in_dialog(PreviewDialog, leave)
    go(page, 7, "party")
    paste(page, qtbot, "群众\n群众\n群众\n")
    settled(page, qtbot, settle)
    assert stored(desk, "party") == before


def test_one_value_goes_into_all_selected_cells_and_is_undone_at_once(
    page, window, qtbot, settle, desk
):
    select(page, (1, "party"), (3, "party"))
    paste(page, qtbot, "群众")
    settled(page, qtbot, settle)
    assert stored(desk, "party") == ["", "群众", "群众", "群众", *[""] * 4]
    assert window.top.undo.accessibleName() == "撤销“批量改政治面貌（3 人）”"
    qtbot.keyClick(page.table, Qt.Key.Key_Z, CONTROL)
    settled(page, qtbot, settle)
    assert stored(desk, "party") == [""] * 8
    assert column(page, "party") == [""] * 8
    told = desk.read(lambda work: journal_entries(work, JournalFilter(action="correct_person")))
    assert {entry.reason for entry in told} == {
        "核对花名册",
        "撤销或恢复：批量改政治面貌（3 人）",
    }
    qtbot.keyClick(page.table, Qt.Key.Key_Y, CONTROL)
    settled(page, qtbot, settle)
    assert stored(desk, "party")[1:4] == ["群众"] * 3


def test_steps_on_one_person_are_undone_one_after_the_other(page, qtbot, settle, desk):
    for key, text in (("party", "群众"), ("education", "本科")):
        go(page, 0, key)
        paste(page, qtbot, text)
    settled(page, qtbot, settle)
    assert (stored(desk, "party")[0], stored(desk, "education")[0]) == ("群众", "本科")
    for _ in range(2):
        qtbot.keyClick(page.table, Qt.Key.Key_Z, CONTROL)
    settled(page, qtbot, settle)
    assert (stored(desk, "party")[0], stored(desk, "education")[0]) == ("", "")


def test_what_somebody_changed_since_is_not_undone_and_said(page, window, qtbot, settle, desk):
    go(page, 0, "party")
    paste(page, qtbot, "群众")
    settled(page, qtbot, settle)
    row = page.model.rows[0]
    other = CellChange(row.id, row.version, "note", "别人写的")
    desk.write(lambda work: correct_cells(work, [other]), reason="别人的事由")
    qtbot.keyClick(page.table, Qt.Key.Key_Z, CONTROL)
    settled(page, qtbot, settle)
    told = window.messages.message.sentence
    assert re.search(rf"{row.name}的档案刚被{desk.actor.name}在 \d\d:\d\d 改过", told)
    assert stored(desk, "party")[0] == "群众"
    assert not window.session.undo.canUndo()
    assert not window.session.undo.canRedo()


def test_a_card_that_somebody_changed_is_shown_as_it_is_now(page, window, qtbot, settle, desk):
    row = page.model.rows[0]
    other = CellChange(row.id, row.version, "note", "别人写的")
    desk.write(lambda work: correct_cells(work, [other]), reason="别人的事由")
    go(page, 0, "party")
    paste(page, qtbot, "群众")
    settled(page, qtbot, settle)
    told = window.messages.message.sentence
    assert re.search(rf"{row.name}的档案刚被{desk.actor.name}在 \d\d:\d\d 改过", told)
    assert (column(page, "party")[0], column(page, "note")[0]) == ("", "别人写的")
    paste(page, qtbot, "群众")
    settled(page, qtbot, settle)
    assert (stored(desk, "party")[0], stored(desk, "note")[0]) == ("群众", "别人写的")


def test_all_cells_here_are_selected_and_counted(page, window, qtbot):
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_A, CONTROL)
    count = 8 * len(page.table.places)
    assert page.lists.selection.text() == f"已选 {count} 格"
    assert window.status._counts.text() == f"已选 {count} 格"
    assert not page.table.whole


def test_ctrl_d_fills_down_and_delete_clears(page, qtbot, settle, desk):
    go(page, 0, "education")
    paste(page, qtbot, "本科")
    settled(page, qtbot, settle)
    select(page, (0, "education"), (2, "education"))
    qtbot.keyClick(page.table, Qt.Key.Key_D, CONTROL)
    settled(page, qtbot, settle)
    assert stored(desk, "education") == ["本科"] * 3 + [""] * 5
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settled(page, qtbot, settle)
    assert stored(desk, "education") == [""] * 8


def test_ctrl_r_fills_right(page, qtbot, settle, desk):
    go(page, 0, "education")
    paste(page, qtbot, "本科")
    settled(page, qtbot, settle)
    select(page, (0, "education"), (0, "note"))
    qtbot.keyClick(page.table, Qt.Key.Key_R, CONTROL)
    settled(page, qtbot, settle)
    assert stored(desk, "note")[0] == "本科"


def test_phones_are_never_filled(page, window, qtbot, settle, desk):
    before = stored(desk, "phone_masked")
    select(page, (0, "phone"), (2, "phone"))
    qtbot.keyClick(page.table, Qt.Key.Key_D, CONTROL)
    settled(page, qtbot, settle)
    assert "不能填充" in window.messages.message.sentence
    assert stored(desk, "phone_masked") == before


def test_a_block_of_cells_is_copied_as_it_is_seen(page, qtbot):
    select(page, (0, "name"), (1, "place"))
    qtbot.keyClick(page.table, Qt.Key.Key_C, CONTROL)
    rows = page.model.rows[:2]
    expected = "\n".join(f"{row.name}\t{row.place}" for row in rows)
    assert QGuiApplication.clipboard().text() == expected


def test_the_reason_is_asked_once_and_kept(page, qtbot, settle, desk):
    page.editing.strip.reason.clear()

    def give(dialog: ReasonDialog) -> None:
        dialog.reason.setText("补录学历")
        qtbot.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    in_dialog(ReasonDialog, give)
    for row in (0, 1):
        go(page, row, "education")
        paste(page, qtbot, "大专")
        settled(page, qtbot, settle)
    assert stored(desk, "education")[:2] == ["大专", "大专"]
    assert page.editing.strip.reason.text() == "补录学历"


def test_without_a_reason_nothing_is_written(page, qtbot, settle, desk):
    page.editing.strip.reason.clear()
    in_dialog(ReasonDialog, lambda dialog: dialog.reject())
    go(page, 0, "education")
    paste(page, qtbot, "大专")
    settled(page, qtbot, settle)
    assert stored(desk, "education") == [""] * 8


def test_who_may_only_look_is_not_offered_the_mode(desk, database, qtbot, settings):
    crew(desk, part_timers=1)
    desk.write(lambda work: add_operator(work, VIEWER))
    session = Session(sign_in(database, "mayk", VIEWER.secret), settings)
    window = MainWindow(session, Standing("示例区委政法委", "数据.hrg", shared=False), PAGES)
    qtbot.addWidget(window)
    window.show()
    window.show_page("workforce")
    page = window.page
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    assert not page.lists.edit.isVisible()
    page.parts.edit()
    assert not page.editing.on
    session.close()
