"""A list of three thousand people, far down: editing, undo, and what others do meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from hrgrid.core.corrections import MOST_CELLS
from hrgrid.ui.workforce.people import COLUMNS
from hrgrid.workforce.queries import PeopleFilter, count_people, people
from hrgrid.workforce.rules import Employment
from tests.ui.hands import opened
from tests.workforce.build import enlist

AT = {column.key: at for at, column in enumerate(COLUMNS)}
CONTROL = Qt.KeyboardModifier.ControlModifier
COUNT, DEEP = 3_004, 2_345


@pytest.fixture
def page(many, window, settle, qtbot):
    """Everybody counted, the cursor deep in the list."""
    assert many.count == COUNT
    page = opened(window, settle)
    qtbot.waitUntil(lambda: page.model.rowCount() == COUNT)
    settle()
    stand(page, DEEP, "name")
    qtbot.waitUntil(lambda: page.model.row_at(DEEP) is not None)
    settle()
    return page


def stand(page, row, key) -> None:
    flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    if not page.table.cells:
        flag |= QItemSelectionModel.SelectionFlag.Rows
    index = page.model.index(row, AT[key])
    page.table.selectionModel().setCurrentIndex(index, flag)
    page.table.scrollTo(index)
    page.table.setFocus()


def edit(page, qtbot) -> None:
    page.parts.edit()
    page.editing.strip.reason.setText("核对花名册")


def done(page, qtbot, settle) -> None:
    settle()
    qtbot.waitUntil(lambda: not page.editing.busy)
    settle()


def paste(page, qtbot, text) -> None:
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(page.table, Qt.Key.Key_V, CONTROL)


def stored(desk, key) -> list[str]:
    return [getattr(row, key) for row in desk.read(_everybody)]


def _everybody(work):
    return people(work, PeopleFilter(work.today), limit=5_000)


def test_only_what_is_near_the_eye_is_here_and_it_is_what_stands_there(page, desk):
    rows = desk.read(_everybody)
    assert len(rows) == page.model.rowCount() == COUNT
    assert len(page.model.pages) < 10
    for at in range(DEEP - 20, DEEP + 20):
        assert page.model.row_at(at).id == rows[at].id
    assert page.model.row_at(1_000) is None


def test_a_block_is_pasted_undone_and_redone_far_down(page, desk, qtbot, settle):
    edit(page, qtbot)
    stand(page, DEEP, "party")
    paste(page, qtbot, "群众\t本科\r\n中共党员\t大专\r\n")
    done(page, qtbot, settle)
    expected = ["", "群众", "中共党员", ""]
    assert stored(desk, "party")[DEEP - 1 : DEEP + 3] == expected
    assert [page.model.row_at(at).party for at in range(DEEP - 1, DEEP + 3)] == expected
    qtbot.keyClick(page.table, Qt.Key.Key_Z, CONTROL)
    done(page, qtbot, settle)
    assert set(stored(desk, "party")) == {""}
    assert page.model.row_at(DEEP).party == ""
    qtbot.keyClick(page.table, Qt.Key.Key_Y, CONTROL)
    done(page, qtbot, settle)
    assert stored(desk, "party")[DEEP - 1 : DEEP + 3] == expected


def test_one_value_goes_into_rows_that_were_never_seen(page, desk, qtbot, settle):
    edit(page, qtbot)
    first, last = 400, 1_900
    assert page.model.row_at(last) is None
    block = QItemSelection(
        page.model.index(first, AT["party"]), page.model.index(last, AT["party"])
    )
    page.table.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    paste(page, qtbot, "群众")
    done(page, qtbot, settle)
    kept = stored(desk, "party")
    assert set(kept[first : last + 1]) == {"群众"}
    assert set(kept[:first] + kept[last + 1 :]) == {""}
    page.session.undo.undo()
    done(page, qtbot, settle)
    assert set(stored(desk, "party")) == {""}


def test_more_cells_than_one_action_takes_are_told_before_anything_is_done(
    page, window, desk, qtbot, settle
):
    edit(page, qtbot)
    qtbot.keyClick(page.table, Qt.Key.Key_A, CONTROL)
    assert page.table.selected_cell_count > MOST_CELLS
    for act in (
        lambda: paste(page, qtbot, "群众"),
        lambda: qtbot.keyClick(page.table, Qt.Key.Key_Delete),
        lambda: qtbot.keyClick(page.table, Qt.Key.Key_D, CONTROL),
    ):
        window.messages.hide()
        act()
        assert f"一次最多改 {MOST_CELLS:,} 格，没有改" in window.messages.message.sentence
    done(page, qtbot, settle)
    assert set(stored(desk, "party")) == {""}


def test_rows_that_others_put_above_move_nothing_under_the_hand(page, window, desk, qtbot, settle):
    table = page.table
    row, top = table.current, table.visualRect(table.currentIndex()).top()
    grid = _grid(desk)
    for number, name in enumerate(("一一", "丁一", "丁二")):
        desk.write(lambda work, n=number, name=name: enlist(work, grid, name, 300 + n, **_PART))
    assert desk.read(_place(row)) == DEEP + 3
    window.session.tasks.changed.emit("workforce")
    qtbot.waitUntil(lambda: table.currentIndex().row() == DEEP + 3)
    settle()
    assert table.current.id == row.id
    assert table.visualRect(table.currentIndex()).top() == top
    assert page.model.rowCount() == COUNT + 3 == desk.read(_count)


def test_a_row_that_goes_leaves_the_cursor_where_it_was(page, window, desk, qtbot, settle):
    from hrgrid.workforce.queries import person_card
    from hrgrid.workforce.service.posting import void_post

    row = page.table.current
    following = page.model.row_at(DEEP + 1)
    card = desk.read(lambda work: person_card(work, row.id))
    desk.write(lambda work: void_post(work, card.posts[0].id), reason="登记错了")
    window.session.tasks.changed.emit("workforce")
    qtbot.waitUntil(lambda: page.model.rowCount() == COUNT - 1)
    settle()
    assert page.table.currentIndex().row() == DEEP
    assert page.table.current.id == following.id


def test_ending_the_editing_stays_there(page, qtbot, settle):
    edit(page, qtbot)
    stand(page, DEEP, "note")
    value = page.table.verticalScrollBar().value()
    page.parts.edit()
    settle()
    settle()
    assert page.table.currentIndex().row() == DEEP
    assert page.table.verticalScrollBar().value() == value
    assert page.model.row_at(DEEP) is not None


def _line(page) -> QLineEdit | None:
    focus = QApplication.focusWidget()
    return focus if isinstance(focus, QLineEdit) and page.table.isAncestorOf(focus) else None


def test_composing_loses_no_letter_and_esc_gives_the_old_value_back(page, desk, qtbot, settle):
    edit(page, qtbot)
    stand(page, DEEP, "note")
    paste(page, qtbot, "旧的")
    done(page, qtbot, settle)
    stand(page, DEEP, "note")
    # What an input method sends for gugan: the letters one by one, then the word.
    for letters in ("g", "gu", "gu'g", "gu'gan"):
        QApplication.sendEvent(page.table, QInputMethodEvent(letters, []))
    [line] = page.table.findChildren(QLineEdit)
    done_word = QInputMethodEvent()
    done_word.setCommitString("骨干")
    QApplication.sendEvent(page.table, done_word)
    qtbot.waitUntil(lambda: _line(page) is line)
    assert line.text() == "骨干"
    more = QInputMethodEvent()
    more.setCommitString("网格员")
    QApplication.sendEvent(line, more)
    assert line.text() == "骨干网格员"
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    done(page, qtbot, settle)
    assert page.model.row_at(DEEP).note == "旧的"
    assert stored(desk, "note")[DEEP] == "旧的"


def test_a_screen_reader_hears_whose_cell_it_is(page):
    row = page.model.row_at(DEEP)
    said = Qt.ItemDataRole.AccessibleTextRole
    assert page.model.index(DEEP, AT["role"]).data(said) == f"{row.name}，岗位，网格长"
    assert page.model.index(DEEP, AT["note"]).data(said) == f"{row.name}，备注，空白"
    assert page.model.index(1_000, 0).data(said) == "正在读取"
    head = page.model.headerData(AT["role"], Qt.Orientation.Horizontal, said)
    assert head == "岗位，可筛选（Alt+下箭头）"


_PART = {"role": "网格长", "employment": Employment.PART}


def _grid(desk):
    from hrgrid.workforce.queries import tree_index

    return desk.read(lambda work: tree_index(work, work.today).by_code["G201"])


def _count(work) -> int:
    return count_people(work, PeopleFilter(work.today))


def _place(row):
    def place(work) -> int:
        ids = [one.id for one in _everybody(work)]
        return ids.index(row.id)

    return place
