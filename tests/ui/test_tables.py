"""Models and the view on them."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from hrgrid.accounts.queries import OperatorRow, RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.core.workdays import shipped_year
from hrgrid.storage.backup import BackupRow
from hrgrid.storage.journal import JournalRow
from hrgrid.ui import theme
from hrgrid.ui.journal.page import COLUMNS as JOURNAL
from hrgrid.ui.office.backups import COLUMNS as BACKUPS
from hrgrid.ui.office.backups import size_words
from hrgrid.ui.office.holidays import COLUMNS as HOLIDAYS
from hrgrid.ui.office.operators import COLUMNS as OPERATORS
from hrgrid.ui.office.operators import Listed, areas_of
from hrgrid.ui.tables import CHIP, STRONG, Column, RowsModel, Table

NOON = dt.datetime(2026, 3, 5, 12, 0, tzinfo=dt.UTC)


AREAS = "整个机构、姑苏区、3206/"


def operator(number: int, *, active: bool = True, temporary: bool = False) -> Listed:
    roles = (RoleRow(Role.CLERK, "3206/"), RoleRow(Role.TRAINER, "3205/"), RoleRow(Role.VIEWER, ""))
    row = OperatorRow(
        number, f"login{number}", f"姓名{number}", "", "", active, temporary, roles, 1
    )
    return Listed(row, areas_of(row, {"3205/": "姑苏区"}))


def entry(number: int) -> JournalRow:
    return JournalRow(
        number, NOON, "陈敏", "经办人", "姑苏区", "pc", "single", "sign_in", "陈敏", "", "", "",
        "0" * 64,
    )  # fmt: skip


def rows_of_each_kind(tmp_path):
    holidays = shipped_year(2026)
    assert holidays is not None
    return [
        (OPERATORS, [operator(1), operator(2, active=False), operator(3, temporary=True)]),
        (JOURNAL, [entry(number) for number in range(3)]),
        (HOLIDAYS, list(holidays.rows)),
        (BACKUPS, [BackupRow(tmp_path / "数据.hrg", NOON, 12_345_678, "f" * 64)]),
    ]


def test_every_model_keeps_qts_rules(qtmodeltester, tmp_path):
    for columns, rows in rows_of_each_kind(tmp_path):
        model = RowsModel(columns)
        qtmodeltester.check(model)
        model.show_rows(rows)
        qtmodeltester.check(model)
        assert model.rowCount() == len(rows)


def test_rows_read_as_people_say_them(tmp_path):
    kinds = rows_of_each_kind(tmp_path)
    texts = [[[column.text(row) for column in columns] for row in rows] for columns, rows in kinds]
    operators, journal, holidays, backups = texts
    assert operators[0] == [
        "姓名1",
        "login1",
        "经办人、评分录入员、查看人",
        "整个机构、姑苏区、3206/",
        "",
        "在用",
    ]
    assert [row[-1] for row in operators] == ["在用", "已停用", "临时密码"]
    assert journal[0][3] == "登录"
    assert holidays[0] == ["2026-01-01", "星期四", "休息", "元旦"]
    assert backups[0][1:] == ["数据.hrg", "12.3 MB", "f" * 16]


SIZES = [
    (12, "1 KB"), (640_000, "640 KB"), (999_999, "999 KB"), (1_000_000, "1.0 MB"),
    (1_250_000, "1.3 MB"), (2_345_678_900, "2,345.7 MB"),
]  # fmt: skip


@pytest.mark.parametrize(("count", "words"), SIZES)
def test_sizes_are_told_in_two_units(count, words):
    assert size_words(count) == words


NAMES = (
    Column[str]("姓名", lambda row: row, 100, strong=True),
    Column[str]("状态", lambda _: "在岗", 80, chip=lambda _: "ok"),
    Column[str]("备注", lambda _: "", 300, grows=True, drops=True),
    Column[str]("分", lambda _: "92.60", 80, right=True),
)


def test_a_model_without_rows_answers_nothing():
    model = RowsModel(NAMES)
    assert model.data(QModelIndex()) is None
    assert model.headerData(9, Qt.Orientation.Horizontal) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_chips_strong_text_and_numbers_are_told_to_the_delegate():
    model = RowsModel(NAMES)
    model.show_rows(["陈敏"])
    assert model.index(0, 0).data(STRONG) is True
    assert model.index(0, 1).data(CHIP) == "ok"
    assert model.index(0, 0).data(CHIP) is None
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert model.index(0, 3).data(Qt.ItemDataRole.TextAlignmentRole) == right
    title = model.headerData(3, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    assert title == right


@pytest.fixture
def table(qtbot, look):
    model = RowsModel(NAMES)
    made = Table(model, "名单")
    qtbot.addWidget(made)
    made.resize(700, 300)
    model.show_rows([f"姓名{number}" for number in range(40)])
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_the_end_of_the_list_asks_once_for_more(table, qtbot):
    model = table.model()
    asked = []
    model.show_rows(["陈敏"] * 30, lambda: asked.append(1))
    table.scrollToBottom()
    qtbot.waitUntil(lambda: asked == [1])
    assert not model.canFetchMore(QModelIndex())
    model.add_rows(["周立军"], None)
    assert model.rowCount() == 31
    assert model.rows[-1] == "周立军"


def test_enter_and_a_double_click_open_the_row(table, qtbot):
    opened = []
    table.opened.connect(opened.append)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == ["姓名1"]
    place = table.visualRect(table.model().index(3, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened[-1] == "姓名3"


def test_the_row_under_the_cursor_is_copied_as_it_is_seen(table, qtbot):
    control = Qt.KeyboardModifier.ControlModifier
    table.hideColumn(2)
    table.horizontalHeader().moveSection(3, 1)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_C, control)
    assert QGuiApplication.clipboard().text() == "姓名1\t92.60\t在岗"
    qtbot.keyClick(table, Qt.Key.Key_C, control | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == "姓名\t分\t状态\n姓名1\t92.60\t在岗"


def test_the_row_under_the_cursor_is_told(table, qtbot):
    chosen = []
    table.chosen.connect(chosen.append)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    table.model().show_rows([])
    assert chosen == ["姓名1", None]
    assert table.current is None


def test_the_widths_fill_the_window_and_less_needed_columns_go_first(table, qtbot):
    width = table.viewport().width()
    assert sum(table.columnWidth(at) for at in range(4)) == width
    table.resize(400, 300)
    qtbot.waitUntil(lambda: table.isColumnHidden(2))
    assert [table.isColumnHidden(at) for at in range(4)] == [False, False, True, False]
    table.resize(700, 300)
    qtbot.waitUntil(lambda: not table.isColumnHidden(2))


def test_rows_are_as_high_as_their_letters_need(table, look):
    from hrgrid.ui.tables import row_height
    from hrgrid.ui.theme import Mode, TextSize

    assert table.rowHeight(0) == row_height() == 34
    theme.apply(look, Mode.LIGHT, TextSize.LARGEST)
    table.fit()
    assert table.rowHeight(0) == row_height() > 38


def test_a_chip_is_painted_in_its_colours(table):
    index = table.model().index(0, 1)
    rect = table.visualRect(index)
    image = table.viewport().grab().toImage()
    colours = {
        image.pixelColor(x, rect.center().y()).name() for x in range(rect.left(), rect.right())
    }
    assert theme.LIGHT.ok_bg.lower() in colours


def test_rows_are_parted_by_a_line(table):
    rect = table.visualRect(table.model().index(2, 0))
    image = table.viewport().grab().toImage()
    assert image.pixelColor(rect.left() + 60, rect.bottom()).name() == theme.LIGHT.line.lower()
