"""网格与人员: list, conditions, tree, columns, copying, one person's card, empty states."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.exchange.service import open_drop, run_import
from hrgrid.storage import journal
from hrgrid.storage.journal import JournalFilter
from hrgrid.ui import theme
from hrgrid.ui.cells.columns_dialog import ColumnsDialog
from hrgrid.ui.cells.layout import ListLayout
from hrgrid.ui.cells.list_model import PAGE_SIZE
from hrgrid.ui.cells.list_table import ListTable
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.ui.session import Session
from hrgrid.ui.theme import Mode, TextSize
from hrgrid.ui.workforce.card import NumbersDialog, PersonDialog
from hrgrid.ui.workforce.conditions import Conditions, Place
from hrgrid.ui.workforce.page import WorkforcePage
from hrgrid.ui.workforce.people import COLUMNS, people_model
from hrgrid.ui.workforce.tree import AreaModel, AreaTree
from hrgrid.workforce.queries import PeopleOrder, person_card
from hrgrid.workforce.rules import Employment, Level
from hrgrid.workforce.service.imports import KINDS
from tests.statements import recorded
from tests.ui.crew import crew
from tests.workforce.build import enlist

VIEWER = OperatorForm("mayk", "马永康", "", "示例区", (RoleRow(Role.VIEWER, ""),), "Zq7-mima-2026")


@pytest.fixture
def people(desk):
    return crew(desk)


@pytest.fixture
def few(desk):
    return crew(desk, part_timers=4)


def opened(window, settle) -> WorkforcePage:
    """The page with everything read: rows, counts, tree."""
    window.show_page("workforce")
    settle()
    settle()
    return window.page


@pytest.fixture
def page(people, window, settle):
    return opened(window, settle)


@pytest.fixture
def small(few, window, settle):
    return opened(window, settle)


def activate(window, qtbot) -> None:
    """Shortcuts are for the active window only."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)


def names(page) -> list[str]:
    return [row.name for row in page.model.rows]


def chips(page) -> list[str]:
    return [chip.text() for chip in page.strip.chips]


def told(page) -> str:
    return page.strip._found.text() + page.strip._every.text() * page.strip._every.isVisible()


# --- the list ---------------------------------------------------------------------------------


def test_the_first_page_comes_with_the_count_of_all(page, people):
    assert page.model.rowCount() == PAGE_SIZE
    assert told(page) == f"共 {people.count} 人"
    assert chips(page) == []
    assert not page.strip.clear.isVisible()


def test_scrolling_brings_every_person_once_and_in_order(page, people, qtbot, settle):
    def scroll() -> bool:
        page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().maximum())
        return page.model.rowCount() == people.count

    qtbot.waitUntil(scroll)
    settle()
    keys = [(row.key, row.id) for row in page.model.rows]
    assert keys == sorted(keys)
    assert len(set(keys)) == people.count
    assert not page.model.canFetchMore(page.table.rootIndex())


def test_the_next_page_is_asked_for_before_the_end_is_seen(page, qtbot, settle):
    bar = page.table.verticalScrollBar()
    assert bar.maximum() > 5 * bar.pageStep()
    bar.setValue(bar.maximum() - 5 * bar.pageStep())
    settle()
    assert page.model.rowCount() == PAGE_SIZE
    bar.setValue(bar.maximum() - 3 * bar.pageStep())
    qtbot.waitUntil(lambda: page.model.rowCount() > PAGE_SIZE)


def test_a_page_takes_two_statements_however_many_people_there_are(page, settle):
    with recorded() as statements:
        page.model.fetchMore(page.table.rootIndex())
        settle()
    assert page.model.rowCount() == 2 * PAGE_SIZE
    assert len(statements) == 2


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


AREA_COUNT = int(Qt.ItemDataRole.UserRole) + 1


# --- conditions -------------------------------------------------------------------------------


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


def menu_entry(button, text):
    """An entry of a button's menu, made as it would be on opening."""
    menu = button.menu()
    menu.aboutToShow.emit()
    return next(action for action in menu.actions() if action.text() == text)


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


# --- the tree ---------------------------------------------------------------------------------


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


# --- order and columns ------------------------------------------------------------------------


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
    assert narrow == ("name", "id_number", "street", "place", "employment", "role", "since")
    window.resize(1700, 900)
    qtbot.waitUntil(lambda: len(small.table.shown_keys) == 11)
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


def in_dialog(kind, act) -> None:
    """Do something in the next modal dialog of this kind once keys go to it."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind) and QApplication.activeWindow() is dialog:
            act(dialog)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(10, look)


def test_columns_are_put_in_order_by_keyboard_alone(small, window, qtbot):
    def arrange(dialog: ColumnsDialog) -> None:
        shown = [choice.heading for choice in dialog.list.choices if choice.shown]
        assert shown == ["证件号", "街道", "网格", "类别", "岗位", "任职"]
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
    assert titles == ["姓名", "网格", "街道", "类别", "岗位", "任职"]
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
    table = ListTable(people_model(), settings)
    qtbot.addWidget(table)
    assert table._arrangement == ListLayout()


def test_a_layout_is_written_and_read_back():
    layout = ListLayout(("name", "role"), ("name",), {"name": 120})
    assert ListLayout.read(layout.write()) == layout


# --- selecting and copying --------------------------------------------------------------------


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_selected_rows_are_copied_as_they_stand(small, window, qtbot, settle):
    small.table.setFocus()
    qtbot.keyClick(small.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert small.lists.selection.text() == "已选 2 人"
    assert window.status._counts.text() == "已选 2 行"
    qtbot.keyClick(small.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = [line.split("\t") for line in clipboard().split("\n")]
    assert [line[0] for line in lines] == names(small)[:2]
    assert [len(line) for line in lines] == [7, 7]
    assert lines[0][1] == small.model.rows[0].id_masked
    assert "已复制 2 行" in window.messages.message.sentence


def test_with_shift_the_headings_are_copied_too(small, window, qtbot):
    small.table.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(small.table, Qt.Key.Key_C, both)
    headings, row = [line.split("\t") for line in clipboard().split("\n")]
    assert headings == ["姓名", "证件号", "街道", "网格", "类别", "岗位", "任职"]
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
    assert page.model.rowCount() == PAGE_SIZE
    assert page.lists.selection.text() == f"已选 {people.count} 人"
    qtbot.mouseClick(page.lists.copy, Qt.MouseButton.LeftButton)
    settle()
    lines = clipboard().split("\n")
    assert len(lines) == people.count
    assert [line.split("\t")[0] for line in lines[:PAGE_SIZE]] == names(page)
    assert f"已复制 {people.count} 行" in window.messages.message.sentence


def test_rows_that_come_after_ctrl_a_are_selected_too(page, qtbot, settle):
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    page.model.fetchMore(page.table.rootIndex())
    settle()
    assert page.table.whole
    assert page.table.selected_count == 2 * PAGE_SIZE
    place = page.table.visualRect(page.model.index(4, 0)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not page.table.whole
    assert page.lists.selection.text() == "已选 1 人"


# --- one person -------------------------------------------------------------------------------


def find(page, settle, name="欧阳若水"):
    page._want(Conditions(text=name))
    settle()
    settle()


def texts(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_enter_opens_the_card_which_follows_the_cursor_and_esc_closes_it(small, qtbot, settle):
    activate(small.window(), qtbot)
    small.table.setFocus()
    qtbot.keyClick(small.table, Qt.Key.Key_Return)
    settle()
    assert small.person.isVisible()
    assert small.person.view.card.name == names(small)[0]
    qtbot.keyClick(small.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: small.person.view.card.name == names(small)[1])
    qtbot.keyClick(small.table, Qt.Key.Key_Escape)
    assert not small.person.isVisible()
    assert small.window().focusWidget() is small.table


def test_the_card_tells_facts_posts_and_masked_numbers(small, qtbot, settle):
    find(small, settle)
    small.table.opened.emit(small.model.rows[0])
    qtbot.waitUntil(lambda: "没有聘用记录" in texts(small.person))
    shown = texts(small.person)
    numbers = {"999999********0017", "199****1234"}
    assert {"欧阳若水", "在册", "熟悉片区", "甲区第2网格", "没有聘用记录"} | numbers <= set(shown)
    assert "联络员 · 兼职，2020-01-01 起" in shown


def portrait(colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (300, 420), colour).save(made, "JPEG")
    return made.getvalue()


def test_the_card_shows_the_photo_and_a_damaged_one_says_why(
    small, desk, settle, tmp_path, database
):
    (tmp_path / "照片").mkdir()
    (tmp_path / "照片" / "欧阳若水.jpg").write_bytes(portrait("navy"))
    drop = desk.read(lambda work: open_drop(work, KINDS["photos"], [tmp_path / "照片"]))
    assert run_import(desk, KINDS["photos"], drop).new == 1
    small.refresh()
    settle()
    find(small, settle)
    small.table.opened.emit(small.table.current)
    settle()
    settle()
    photo = small.person.view.photo
    assert photo.accessibleName() == "欧阳若水的证件照"
    middle = photo.grab().toImage().pixelColor(photo.width() // 2, photo.height() // 2)
    assert (middle.red() < 30, middle.blue() > 100) == (True, True)
    [stored] = [file for file in tmp_path.rglob("*") if file.is_file() and is_jpeg(file)]
    stored.write_bytes(portrait("red"))
    small.person.read(small.table.current.id)
    settle()
    settle()
    assert small.person.view.photo.picture.isNull()
    assert "欧阳若水的证件照：" in small.person.view.photo.accessibleName()


def is_jpeg(file) -> bool:
    return file.parent.name != "照片" and file.read_bytes()[:2] == b"\xff\xd8"


def answer_numbers(qtbot, page, reason: str) -> list[str]:
    """Press 显示号码, type a reason, press the deed; returns the refusal, if any."""
    from hrgrid.ui.banners import Banner

    refusals: list[str] = []

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, NumbersDialog)
        dialog.reason.setText(reason)
        qtbot.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        if not reason.strip():
            qtbot.waitUntil(lambda: bool(dialog.findChildren(Banner)))
            refusals.extend(one.message.sentence for one in dialog.findChildren(Banner))
            dialog.reject()

    QTimer.singleShot(0, fill)
    qtbot.mouseClick(page.person.view.numbers.turn, Qt.MouseButton.LeftButton)
    return refusals


def shown_numbers(desk) -> list[tuple[str, str]]:
    rows = desk.read(
        lambda work: journal.entries(work.session, JournalFilter(action="show_numbers"), limit=9)
    )
    return [(row.subject, row.reason) for row in rows]


def test_full_numbers_are_shown_for_a_reason_and_on_record(small, qtbot, desk, settle):
    find(small, settle)
    small.table.opened.emit(small.model.rows[0])
    settle()
    numbers = small.person.view.numbers
    assert answer_numbers(qtbot, small, "核对劳动合同") == []
    settle()
    assert (numbers.id_number.text(), numbers.phone.text()) == (
        "999999199001010017",
        "19900001234",
    )
    number = small.model.rows[0].number
    assert shown_numbers(desk) == [(f"欧阳若水（{number}）", "核对劳动合同")]
    qtbot.mouseClick(numbers.turn, Qt.MouseButton.LeftButton)
    assert numbers.id_number.text() == "999999********0017"
    assert len(shown_numbers(desk)) == 1


def test_without_a_reason_no_number_is_shown(small, qtbot, desk, settle):
    find(small, settle)
    small.table.opened.emit(small.model.rows[0])
    settle()
    refusals = answer_numbers(qtbot, small, "  ")
    assert len(refusals) == 1
    assert refusals[0].startswith("这一步须写明事由")
    assert small.person.view.numbers.id_number.text() == "999999********0017"
    assert shown_numbers(desk) == []


def test_who_leaves_the_card_hides_the_numbers_again(small, qtbot, desk, settle):
    small.table.opened.emit(small.model.rows[0])
    settle()
    answer_numbers(qtbot, small, "核对劳动合同")
    settle()
    small.table.setFocus()
    qtbot.keyClick(small.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: small.person.view.card.name == names(small)[1])
    qtbot.keyClick(small.table, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: small.person.view.card.name == names(small)[0])
    assert "*" in small.person.view.numbers.id_number.text()


def test_who_may_not_see_numbers_is_not_offered_them(few, qtbot, desk, database, settings):
    desk.write(lambda work: add_operator(work, VIEWER))
    session = Session(sign_in(database, "mayk", VIEWER.secret), settings)
    window = MainWindow(session, Standing("示例区委政法委", "数据.hrg", shared=False), PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.show_page("workforce")
    qtbot.waitUntil(lambda: window.page.model.rowCount() == 8)
    window.page.table.opened.emit(window.page.model.rows[0])
    qtbot.waitUntil(lambda: window.page.person.view.card is not None)
    assert not window.page.person.view.numbers.turn.isVisible()
    assert not window.page.tools.roster.isVisible()
    session.close()


def test_in_a_narrow_window_the_card_is_a_dialog(small, window, qtbot, settle):
    window.resize(910, 512)
    qtbot.waitUntil(small.tools.tree.isVisible)
    seen = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PersonDialog)
        qtbot.waitUntil(lambda: dialog.view.card is not None)
        seen.append((dialog.windowTitle(), dialog.view.card.name))
        dialog.accept()

    QTimer.singleShot(0, look)
    small.table.setFocus()
    qtbot.keyClick(small.table, Qt.Key.Key_Return)
    first = names(small)[0]
    assert seen == [(first, first)]
    assert not small.person.isVisible()


# --- coming from elsewhere --------------------------------------------------------------------


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


# --- empty --------------------------------------------------------------------------------------


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


# --- how it looks -------------------------------------------------------------------------------


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
