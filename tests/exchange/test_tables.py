"""Where the table of a sheet lies: headings in any shape, and rows that are no data."""

from __future__ import annotations

import pytest

from hrgrid.core.errors import UserError
from hrgrid.exchange.rules import tables
from hrgrid.exchange.rules.headings import column_letters
from hrgrid.exchange.rules.tables import Left, find_table, is_unknown
from tests.exchange.samples import HEADINGS, LETTERS, PEOPLE, sheet


def found(*rows, merges=(), **more):
    return find_table("x", sheet(*rows, merges=merges, **more), LETTERS)


def numbers(table):
    return [row.number for row in table.rows]


def left(table):
    return {row.number: row.why for row in table.left}


def test_headings_in_the_first_row_are_found():
    table = found(HEADINGS, *PEOPLE)
    assert table.headings.rows == (1,)
    assert numbers(table) == [2, 3, 4]
    assert table.left == ()


def test_titles_above_the_headings_are_no_data():
    table = found(["花名册"], ["填报单位：某街道"], [], HEADINGS, *PEOPLE)
    assert table.headings.rows == (4,)
    assert left(table) == {1: Left.TITLE, 2: Left.TITLE}


def test_headings_of_two_rows_are_read_through_their_merged_cells():
    rows = [
        ["花名册"],
        ["序号", "基本信息", "", "", "备注"],
        ["", "姓名", "手机号", "编号", ""],
        [1, "王小明", "19900000001", "0001", "一"],
    ]
    merges = [(1, 0, 1, 4), (2, 0, 3, 0), (2, 1, 2, 3), (2, 4, 3, 4)]
    table = found(*rows, merges=merges)
    assert table.headings.rows == (2, 3)
    assert [cell.text for cell in table.headings.cells] == [
        "序号",
        "姓名",
        "手机号",
        "编号",
        "备注",
    ]
    assert table.headings.cells[2].above == "基本信息"
    assert numbers(table) == [4]


def test_merged_cells_tie_an_upper_row_to_headings_that_are_known_without_it():
    rows = [["序号", "基本信息", ""], ["", "姓名", "手机号"], [1, "王小明", "19900000001"]]
    table = found(*rows, merges=[(1, 0, 2, 0), (1, 1, 1, 2)])
    assert table.headings.rows == (1, 2)
    assert table.headings.cells[0].text == "序号"


def test_headings_of_three_rows_are_found():
    rows = [
        ["网格员花名册信息", "", ""],
        ["姓名", "联系方式", ""],
        ["", "手机号", "编号"],
        ["王小明", "19900000001", "0001"],
    ]
    table = found(*rows, merges=[(1, 0, 1, 2), (2, 0, 3, 0), (2, 1, 2, 2)])
    assert table.headings.rows == (2, 3)
    assert table.headings.known == 3


def test_the_words_above_tell_equal_headings_apart():
    rows = [["网格员", "", "网格长", ""], ["姓名", "手机号", "姓名", "手机号"], *PEOPLE]
    table = found(*rows, merges=[(1, 0, 1, 1), (1, 2, 1, 3)])
    assert table.headings.rows == (2,)
    table = found(
        ["网格员", "", "网格长", "编号"],
        ["姓名", "手机号", "姓名", ""],
        *PEOPLE,
        merges=[(1, 0, 1, 1), (1, 3, 2, 3)],
    )
    assert [cell.keys[0] for cell in table.headings.cells] == [
        "网格员姓名",
        "网格员手机号",
        "网格长姓名",
        "编号",
    ]


def test_text_rows_below_the_headings_stay_data():
    table = found(["姓名", "备注"], ["王小明", "一"], ["李四", "二"])
    assert table.headings.rows == (1,)
    assert numbers(table) == [2, 3]


def test_a_list_of_column_names_is_no_heading():
    rows = [
        ["列", "要求", "示例"],
        ["姓名", "必填", "张三"],
        ["编号", "必填", "0001"],
        ["备注", "选填", ""],
    ]
    assert is_unknown(found(*rows).headings, LETTERS)


def test_unknown_headings_over_data_are_still_headings():
    table = found(["甲", "乙", "丙"], ["王小明", "19900000001", "x"])
    assert table.headings.rows == (1,)
    assert is_unknown(table.headings, LETTERS)
    assert [table.shown(at) for at in range(3)] == ["甲", "乙", "丙"]


def test_a_sheet_without_headings_is_data_from_its_first_row():
    table = found(*PEOPLE)
    assert table.headings.rows == ()
    assert numbers(table) == [1, 2, 3]
    assert table.shown(1) == "B 列"


@pytest.mark.parametrize(
    ("closing", "why"),
    [
        (["合计", 10], Left.TOTAL),
        (["合  计："], Left.TOTAL),
        (["", "总计", 3], Left.TOTAL),
        (["小计3人"], Left.TOTAL),
        (["填表人：示例    审核人：示例    联系电话：19900000000"], Left.SIGNATURE),
        (["制表人:", "张三"], Left.SIGNATURE),
        (["单位负责人（签字）：", "", "", "日期："], Left.SIGNATURE),
        (["注：本表一式两份"], Left.NOTE),
        (["说明1、本表由街道填写"], Left.NOTE),
        (HEADINGS, Left.AGAIN),
    ],
)
def test_what_closes_a_table_is_no_person(closing, why):
    table = found(HEADINGS, *PEOPLE, closing)
    assert numbers(table) == [2, 3, 4]
    assert left(table) == {5: why}


@pytest.mark.parametrize("name", ["单田芳", "合肥", "总工会", "注册", "单位"])
def test_a_person_whose_row_begins_like_a_closing_stays(name):
    table = found(HEADINGS, [name, *PEOPLE[0][1:]])
    assert numbers(table) == [2]


def test_a_row_that_numbers_the_columns_is_no_data():
    table = found(HEADINGS, ["1", "2", "3", "4", "5"], *PEOPLE)
    assert left(table) == {2: Left.NUMBERS}


def test_a_line_across_the_table_is_no_person():
    table = found(HEADINGS, ["示例街道"], *PEOPLE, ["孤零零"], merges=[(2, 0, 2, 4)])
    assert left(table) == {2: Left.SECTION}
    assert numbers(table) == [3, 4, 5, 6]


def test_cells_merged_downwards_count_for_every_row():
    rows = [
        ["姓名", "编号", "备注"],
        ["甲一", "0001", "x"],
        ["乙二", "", ""],
        ["丙三"],
        ["丁四", "", "y"],
    ]
    table = found(*rows, merges=[(2, 1, 4, 1), (2, 2, 4, 2)])
    assert [row.cells for row in table.rows] == [
        ("甲一", "0001", "x"),
        ("乙二", "0001", "x"),
        ("丙三", "0001", "x"),
        ("丁四", "", "y"),
    ]
    assert table.rows[2].kinds == "ttt"


def test_a_number_that_is_merged_downwards_stays_a_number():
    table = found(["姓名", "编号"], ["甲一", 1], ["乙二", ""], merges=[(2, 1, 3, 1)])
    assert table.rows[1].kinds == "tn"


def test_merged_cells_past_all_measure_are_refused(monkeypatch):
    monkeypatch.setattr(tables, "_MOST_FILLED", 3)
    with pytest.raises(UserError, match="合并单元格太多"):
        found(HEADINGS, *PEOPLE, *PEOPLE, merges=[(2, 0, 6, 0)])


def test_only_rows_with_data_count_as_hidden():
    table = found(["题"], HEADINGS, *PEOPLE, hidden_rows=(1, 3, 5), hidden_columns=(1,))
    assert (table.hidden_rows, table.hidden_columns) == (2, (1,))


def test_columns_have_the_letters_of_the_screen():
    assert [column_letters(index) for index in (0, 25, 26, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    ]
