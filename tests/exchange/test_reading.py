"""Cells to values: what is said about them, and the user's answers."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from hrgrid.core.columns import Cell, ReadingContext, Severity
from hrgrid.exchange.rules.mapping import guess_columns
from hrgrid.exchange.rules.reading import read_rows
from hrgrid.exchange.rules.rows import Answers, InRow
from hrgrid.exchange.rules.tables import find_table
from tests.exchange.samples import HEADINGS, LETTERS, PEOPLE, sheet

CONTEXT = ReadingContext(dt.date(2026, 11, 21))


def read(*rows, answers=None, change=lambda columns: columns, **more):
    table = find_table("x", sheet(*rows, **more), LETTERS)
    columns = change(guess_columns(table, LETTERS))
    return read_rows(table, columns, LETTERS, CONTEXT, answers or Answers())


def told(result):
    found = [(p.row, p.column, p.code, p.severity) for p in result.problems]
    return sorted(found, key=lambda one: one[:2])


def test_rows_come_with_a_value_for_every_column():
    result = read(HEADINGS, *PEOPLE)
    assert (result.count, result.problems) == (3, [])
    first = result.rows[0]
    assert (first.file, first.sheet, first.number) == ("x", "表", 2)
    assert list(first.values) == [column.key for column in LETTERS.columns]
    assert first.values["name"] == "王小明"
    assert first.values["id_number"].number == "329999199001010038"
    assert first.values["since"] is None
    assert dict(first.raw) == dict(
        zip(("name", "id_number", "phone", "code", "note"), PEOPLE[0], strict=True)
    )


def test_a_row_knows_which_cells_were_numbers():
    (row,) = read(["姓名", "编号", "备注"], ["甲一", 1234, "x"]).rows
    assert [row.held_as_number(key) for key in ("name", "code", "note", "phone")] == [
        False,
        True,
        False,
        False,
    ]
    assert not InRow("表", 1, {}, {"code": "1"}).held_as_number("code")


def test_rows_of_several_sheets_are_one_sequence_and_have_columns():
    heading = ["姓名", "编号", "备注"]
    first = read(heading, ["甲一", "0001", 7], ["乙二", "0002", "z"], ["", "", "x"]).rows
    nothing = read(heading).rows
    last = read(["姓名", "编号"], ["丙三", "0003"]).rows
    rows = first + nothing + last
    names = ["甲一", "乙二", "丙三"]
    assert [row.values["name"] for row in rows] == names
    assert [rows[at].values["name"] for at in (0, 1, -1)] == ["甲一", "乙二", "丙三"]
    assert [row.number for row in rows[1:]] == [3, 2]
    assert rows.column("name") == names
    assert rows.column("note") == ["7", "z", None]
    assert [rows.held_as_number(at, "note") for at in range(3)] == [True, False, False]
    assert list(rows) == rows[:]
    with pytest.raises(IndexError):
        rows[3]


def test_a_bad_cell_keeps_its_row_out_and_only_that():
    result = read(HEADINGS, PEOPLE[0], ["乙二", "1", "19900000002", "0002"], PEOPLE[2])
    assert [row.number for row in result.rows] == [2, 4]
    assert told(result) == [(3, "id_number", "id_number_wrong", Severity.ERROR)]
    assert result.problems[0].value == "1"
    assert result.count == 3


def test_a_required_cell_that_is_blank_is_missing_once():
    result = read(HEADINGS, ["", *PEOPLE[0][1:]], ["张", *PEOPLE[1][1:]])
    assert told(result) == [
        (2, "name", "missing", Severity.ERROR),
        (3, "name", "name_wrong", Severity.ERROR),
    ]
    assert "“姓名”没有填写，请补填。" in [problem.message for problem in result.problems]


def test_a_required_column_that_is_missing_keeps_everybody_out():
    result = read(["姓名", "备注"], ["甲一", "x"], ["张", "y"])
    assert not result.rows
    assert result.count == 2
    assert told(result) == [
        (1, "编号", "column_missing", Severity.ERROR),
        (3, "name", "name_wrong", Severity.ERROR),
    ]


def test_rows_that_only_number_themselves_are_no_rows():
    result = read(["序号", "姓名", "编号"], [1, "甲一", "0001"], [2, "", ""], [3, "", " "])
    assert result.count == 1


def test_a_formula_without_a_result_is_asked_about():
    table = sheet(HEADINGS, PEOPLE[0])
    rows = (table.rows[0], type(table.rows[1])(2, ("#N/A", *PEOPLE[0][1:]), "etttt"))
    found = find_table("x", type(table)("表", rows), LETTERS)
    result = read_rows(found, guess_columns(found, LETTERS), LETTERS, CONTEXT, Answers())
    assert told(result) == [(2, "name", "broken_formula", Severity.ERROR)]


def test_a_date_that_the_workbook_held_is_taken_as_it_is():
    result = read(["姓名", "编号", "到岗时间"], ["甲一", "0001", dt.date(2026, 7, 1)])
    assert result.rows[0].values["since"] == dt.date(2026, 7, 1)


# --- answers

LOST = (["姓名", "编号"], ["甲一", 1], ["乙二", 2], ["丙三", "0003"])


def test_lost_zeros_wait_for_a_word():
    result = read(*LOST)
    assert [row.number for row in result.rows] == [4]
    assert told(result) == [
        (2, "code", "zeros_lost", Severity.ERROR),
        (3, "code", "zeros_lost", Severity.ERROR),
    ]
    assert [problem.suggestion for problem in result.problems] == ["0001", "0002"]


def test_suggestions_are_taken_for_a_whole_code():
    result = read(*LOST, answers=Answers(take=frozenset({"zeros_lost"})))
    assert [row.values["code"] for row in result.rows] == ["0001", "0002", "0003"]
    assert result.problems == []


def test_values_may_be_kept_as_they_are():
    result = read(*LOST, answers=Answers(keep=frozenset({"zeros_lost"})))
    assert [row.values["code"] for row in result.rows] == ["1", "2", "0003"]
    assert {problem.severity for problem in result.problems} == {Severity.WARNING}


def test_a_cell_may_be_mended_in_place():
    edits = {("x", "表", 2, "code"): "0007", ("x", "别的表", 3, "code"): "0008"}
    result = read(*LOST, answers=Answers(edits=edits))
    assert [(row.number, row.values["code"]) for row in result.rows] == [(2, "0007"), (4, "0003")]


def test_a_mended_cell_goes_through_the_same_checks():
    result = read(HEADINGS, PEOPLE[0], answers=Answers(edits={("x", "表", 2, "name"): "张"}))
    assert told(result) == [(2, "name", "name_wrong", Severity.ERROR)]
    assert result.problems[0].value == "张"


def test_a_column_that_the_sheet_lacks_may_be_mended_too():
    edits = {("x", "表", 2, "since"): "2026-07-01"}
    result = read(HEADINGS, *PEOPLE, answers=Answers(edits=edits))
    assert [row.values["since"] for row in result.rows] == [dt.date(2026, 7, 1), None, None]


# --- what is told of sheets and columns


def test_what_is_not_read_is_named():
    rows = [["姓名", "编号", "多余列", "户主姓名", "姓名"], ["甲一", "0001", "x", "y", "z"]]
    result = read(["题"], *rows, ["合计"], hidden_rows=(3,), hidden_columns=(1,))
    assert {(p.row, p.column, p.code) for p in result.problems} == {
        (0, "", "hidden_rows"),
        (0, "", "hidden_columns"),
        (0, "", "rows_left_out"),
        (2, "多余列", "unknown_column"),
        (2, "户主姓名", "dropped_column"),
        (2, "姓名", "repeated_column"),
    }
    messages = {p.code: p.message for p in result.problems}
    assert messages["hidden_columns"] == "有 1 列隐藏（“编号”），也一并读取，请核对是否需要。"
    assert messages["rows_left_out"] == (
        "第 1 行（表头以上的标题）、第 4 行（合计行）共 2 行不是数据，没有导入。"
    )
    assert len(result.rows) == 1


def test_a_stray_cell_far_to_the_right_is_told_and_makes_nothing_slow():
    far = [*PEOPLE[1], *[""] * 16_000, "飞"]
    result = read(HEADINGS, PEOPLE[0], far, *[PEOPLE[2]] * 3_000)
    assert len(result.rows) == 3_002
    assert told(result) == [(0, "", "columns_left_out", Severity.WARNING)]
    assert result.problems[0].message == "只读前 500 列，SG 列起的内容没有导入，请核对。"


def test_columns_that_lie_far_apart_are_read_alike():
    rows = [[p[0], *[""] * 100, p[3]] for p in PEOPLE]
    result = read(["姓名", *[""] * 100, "编号"], *rows, ["李四"])
    assert [(r.values["name"], r.values["code"]) for r in result.rows] == [
        (p[0], p[3]) for p in PEOPLE
    ]
    assert told(result) == [(5, "code", "missing", Severity.ERROR)]


def test_a_guess_by_content_is_shown_for_a_look():
    rows = [["人", "编号"], *[[p[0], p[3]] for p in PEOPLE]]
    assert told(read(*rows)) == [(1, "人", "guessed_column", Severity.WARNING)]


def test_the_example_of_the_template_is_nobody():
    result = read(["姓名", "编号", "专兼职"], ["张三", "0001", "专职"], ["张三", "0001", "兼职"])
    assert [row.number for row in result.rows] == [3]
    assert told(result) == [(0, "", "example_left_out", Severity.INFO)]


def test_a_person_like_the_example_further_down_stays():
    result = read(["姓名", "编号"], ["李四", "0002"], ["张三", "0001"])
    assert len(result.rows) == 2


@pytest.mark.parametrize("seed", range(5))
def test_reading_by_columns_is_reading_cell_by_cell(seed):
    """Caches and turned columns change nothing: every order of rows reads the same."""
    texts = ["王小明", "", "张", " 李 四 ", "王小明"]
    codes = ["0001", 2, "", "0004", 12345]
    rows = [[n, "", "", c, "x"] for n, c in itertools.product(texts, codes)]
    rows = rows[seed:] + rows[:seed]
    result = read(HEADINGS, *rows)
    name, code = LETTERS.column("name"), LETTERS.column("code")
    good = []
    for number, cells in enumerate(rows, start=2):
        readings = [
            name.read(Cell(cells[0]), CONTEXT),
            code.read(Cell(str(cells[3]), isinstance(cells[3], int)), CONTEXT),
        ]
        bad = any(
            remark.severity is Severity.ERROR or remark.must_confirm
            for reading in readings
            for remark in reading.remarks
        )
        if not bad and all(reading.value for reading in readings):
            good.append((number, readings[0].value, readings[1].value))
    assert [(r.number, r.values["name"], r.values["code"]) for r in result.rows] == good
    assert len(good) > 5
