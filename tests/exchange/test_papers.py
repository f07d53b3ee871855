"""The workbook of rows to mend and the empty one to fill in: both go through the import again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from hrgrid.core.columns import Column, TableSpec, code_reader, text_reader
from hrgrid.core.errors import UserError
from hrgrid.exchange.papers import GUIDE, write_error_workbook, write_template
from hrgrid.exchange.service import open_drop, run_import
from hrgrid.overview.service import KINDS
from tests.exchange.samples import HEADINGS, KIND, LETTERS, PEOPLE, book

# Photos come in folders, not in tables.
TABLES = {code: kind for code, kind in KINDS.items() if not kind.takes_folders}
BAD = ["张", "329999199002300037", "=1+1", 7, "备\n注"]


def checked(desk, *paths):
    drop = desk.read(lambda work: open_drop(work, KIND, list(paths)))
    return drop, run_import(desk, KIND, drop, dry_run=True)


def rows_of(path, sheet=None):
    workbook = openpyxl.load_workbook(path)
    return [list(row) for row in (workbook[sheet] if sheet else workbook.active).values]


@pytest.fixture
def mended(tmp_path):
    return tmp_path / "问题.xlsx"


def test_only_the_bad_rows_come_back_with_their_problems(desk, tmp_path, mended):
    path = book(tmp_path / "a.xlsx", ("街道", [["题"], HEADINGS, PEOPLE[0], BAD, PEOPLE[1]]))
    drop, report = checked(desk, path)
    assert write_error_workbook(LETTERS, drop, report, mended) == 1
    first, second = rows_of(mended, "街道")
    assert first == [*HEADINGS, "问题"]
    assert second[:5] == ["张", "329999199002300037", "=1+1", 7, "备\n注"]
    assert second[5].splitlines() == [
        "姓名：姓名“张”只有1个字，应为2至30个字，请核对。",
        "身份证号：身份证号第7至14位不是真实的日期，请按证件逐位核对。",
        "手机号：手机号应为1开头的11位数字，请核对。",
        "编号：编码在表格里被存成了数字 7，开头的 0 已丢失，应是4位的“0007”，请确认。建议：0007。",
    ]


def test_what_comes_back_is_text_and_never_a_formula(desk, tmp_path, mended):
    drop, report = checked(desk, book(tmp_path / "a.xlsx", [HEADINGS, BAD]))
    write_error_workbook(LETTERS, drop, report, mended)
    sheet = openpyxl.load_workbook(mended).active
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "s", "n", "s", "s"]


def test_the_rows_to_mend_say_the_same_when_they_come_back_unmended(desk, tmp_path, mended):
    rows = [[*BAD, dt.date(2026, 7, 1)], ["李四", "x", "1", "0002", "", dt.date(2026, 7, 2)]]
    path = book(tmp_path / "a.xlsx", [[*HEADINGS, "入职日期"], *rows, [*PEOPLE[0], None]])
    drop, report = checked(desk, path)
    write_error_workbook(LETTERS, drop, report, mended)
    _, again = checked(desk, mended)
    assert [(p.column, p.code, p.value) for p in again.errors] == [
        (p.column, p.code, p.value) for p in report.errors
    ]
    assert rows_of(mended)[1][5] == dt.datetime(2026, 7, 1)  # noqa: DTZ001 - Excel knows no zones


def test_every_file_and_sheet_has_its_own_rows(desk, tmp_path, mended):
    first = book(tmp_path / "一.xlsx", ("甲", [HEADINGS, BAD]), ("乙", [HEADINGS, *PEOPLE]))
    second = book(tmp_path / "二.xlsx", ("甲", [HEADINGS, ["人", *BAD[1:]]]))
    drop, report = checked(desk, first, second)
    assert write_error_workbook(LETTERS, drop, report, mended) == 2
    assert openpyxl.load_workbook(mended).sheetnames == ["一 甲", "二 甲"]
    assert rows_of(mended, "二 甲")[1][0] == "人"


def test_a_missing_column_comes_back_with_every_row(desk, tmp_path, mended):
    drop, report = checked(desk, book(tmp_path / "a.xlsx", [["姓名", "备注"], ["甲一", "x"]]))
    assert write_error_workbook(LETTERS, drop, report, mended) == 1
    assert rows_of(mended) == [
        ["姓名", "备注", "问题"],
        ["甲一", "x", "编号：表里没有“编号”这一列，请补上这一列，或指定由哪一列填写。"],
    ]


def test_where_nothing_can_be_written_a_sentence_says_so(desk, tmp_path):
    drop, report = checked(desk, book(tmp_path / "a.xlsx", [HEADINGS, BAD]))
    blocked = tmp_path / "a.xlsx" / "问题.xlsx"
    with pytest.raises(UserError, match="写不进"):
        write_error_workbook(LETTERS, drop, report, blocked)


# --- the template


def test_a_template_holds_headings_example_lists_and_guide(tmp_path):
    path = tmp_path / "模板.xlsx"
    write_template(LETTERS, path)
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["聘书", GUIDE]
    sheet = workbook["聘书"]
    assert [cell.value for cell in sheet[1]] == [column.heading for column in LETTERS.columns]
    assert [cell.value for cell in sheet[2]] == ["张三", None, None, "0001", "专职", None, None]
    assert sheet["A2"].font.color.rgb == "FF8A94A0"
    (validation,) = sheet.data_validations.dataValidation
    assert (validation.formula1, str(validation.sqref)) == ('"专职,兼职"', "E2:E5001")
    assert sheet.column_dimensions["D"].number_format == "@"
    guide = rows_of(path, GUIDE)
    assert guide[1] == ["姓名", "必填", "与证件一致", "张三", None, "网格员姓名"]
    assert guide[5][4] == "专职、兼职"


def test_an_untouched_template_imports_nobody(desk, tmp_path):
    path = tmp_path / "模板.xlsx"
    write_template(LETTERS, path)
    drop, report = checked(desk, path)
    assert [table.found.sheet for table in drop.tables] == ["聘书"]
    assert report.rows == 0
    assert {p.code for p in report.warnings} == {"example_left_out", "sheet_left_out"}


def test_a_filled_template_is_imported_as_it_was_typed(desk, tmp_path):
    path = tmp_path / "模板.xlsx"
    write_template(LETTERS, path)
    workbook = openpyxl.load_workbook(path)
    for at, value in enumerate(["甲一", None, None, "0042", "兼职", "2026-07-01"], start=1):
        workbook["聘书"].cell(3, at, value)
    workbook.save(path)
    drop, report = checked(desk, path)
    assert (report.rows, report.new, report.errors) == (1, 1, ())
    assert drop.tables[0].found.rows[1].number == 3


def test_numbers_are_typed_as_numbers(tmp_path):
    columns = (
        Column("code", "编码", code_reader(), example="0001"),
        Column("count", "户数", text_reader(), example="380", numeric=True),
    )
    write_template(TableSpec("t", "表", columns), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["表"]
    assert (sheet["A2"].value, sheet["B2"].value) == ("0001", 380)
    assert sheet.column_dimensions["B"].number_format == "General"


@pytest.mark.parametrize("kind", TABLES.values(), ids=TABLES)
def test_the_template_of_every_kind_is_read_back_by_name_alone(desk, tmp_path, kind):
    path = Path(tmp_path, "模板.xlsx")
    write_template(kind.spec, path)
    drop = desk.read(lambda work: open_drop(work, kind, [path]))
    (table,) = drop.tables
    assert list(table.columns.indexes) == [column.key for column in kind.spec.columns]
    assert {guess.reason for guess in table.columns.guesses} == {"列名相同"}
