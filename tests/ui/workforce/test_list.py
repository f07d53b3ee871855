"""网格与人员: the rows that come, and those that come again."""

from __future__ import annotations

from PySide6.QtCore import Qt

from hrgrid.ui.workforce.conditions import Conditions
from hrgrid.workforce.rules import Employment
from tests.statements import recorded
from tests.ui.hands import (
    AREA_COUNT,
    chips,
    names,
    told,
)
from tests.workforce.build import enlist


def test_the_first_page_comes_with_the_count_of_all(page, people):
    assert page.model.rowCount() == people.count
    assert page.model.pages >= {0}
    assert told(page) == f"共 {people.count} 人"
    assert chips(page) == []
    assert not page.strip.clear.isVisible()


def test_what_is_scrolled_into_sight_comes_once_and_in_order(page, people, qtbot, settle):
    bar = page.table.verticalScrollBar()
    for value in range(0, bar.maximum() + 1, bar.pageStep()):
        bar.setValue(value)
        settle()
    rows = page.model.rows
    keys = [(row.key, row.id) for row in rows]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(rows) == people.count


def test_the_end_is_as_near_as_the_beginning(page, people, qtbot, settle):
    assert page.model.row_at(people.count - 1) is None
    qtbot.keyClick(page.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    last = people.count - 1
    assert page.table.currentIndex().row() == last
    qtbot.waitUntil(lambda: page.model.row_at(last) is not None)
    settle()
    first, here = page.model.row_at(0), page.model.row_at(last)
    assert (first.key, first.id) < (here.key, here.id)
    assert here.name == page.model.index(last, 0).data()


def test_the_list_follows_the_cursor_and_not_the_columns(page, people, qtbot):
    table = page.table
    sight = table.viewport().rect()
    for key in (*[Qt.Key.Key_Down] * 60, Qt.Key.Key_PageDown, *[Qt.Key.Key_Up] * 50):
        qtbot.keyClick(table, key)
        assert sight.contains(table.visualRect(table.currentIndex()).center())
    assert table.currentIndex().row() > 10
    assert table.horizontalScrollBar().value() == 0


def test_a_page_takes_four_statements_wherever_it_lies(page, people, settle):
    # What the page asked when it was opened is over before anything is counted.
    settle()
    settle()
    with recorded() as statements:
        page.reader.look(people.count - 10, people.count - 1)
        settle()
    assert page.model.row_at(people.count - 1) is not None
    # People, their posts, who was merged, their stars.
    assert len(statements) == 4


def test_an_answer_to_an_older_question_is_let_go(small, settle):
    small._want(Conditions(text="没有这个人"))
    small._want(Conditions(employment=Employment.FULL))
    settle()
    settle()
    assert len(names(small)) == 3
    assert told(small) == "共 3 人（全部 8 人）"


def test_the_list_is_read_anew_when_people_change(small, few, window, settle):
    grid = few.grids["甲区"][2]
    window.session.tasks.write(lambda work: enlist(work, grid, "新来的人", 77), topic="workforce")
    settle()
    settle()
    settle()
    assert "新来的人" in names(small)
    assert told(small) == "共 9 人"
    assert small.panel.model.data(small.panel.model.index(0, 0), AREA_COUNT) == "9"
