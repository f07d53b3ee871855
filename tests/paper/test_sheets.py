"""Rows to a workbook: text stays text, and every reader finds what was written."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import tracemalloc
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from hrgrid.core.errors import UserError
from hrgrid.paper import sheets
from hrgrid.paper.intake import read_table
from hrgrid.paper.sheets import (
    CellForm,
    Formula,
    SheetColumn,
    SheetPlan,
    Struck,
    sheet_name,
    write_workbook,
)

ANYTHING = [
    "=1+1",
    "+86",
    "-1",
    "@SUM(A1)",
    "0001",
    "329999199001010038",
    "  两边有空格 ",
    "一\n二",
    "<b>&amp;</b>",
    "_x0041_",
    "_x_下划线",
    "𬱖云䶮㛃",
    "a\x00b\x0bc\ufffed",
    "'撇号",
    '"引号"',
    "\x7f",
]


def columns(*headings, form=CellForm.TEXT):
    return tuple(SheetColumn(heading, form=form) for heading in headings)


def written(tmp_path, *plans):
    path = tmp_path / "出.xlsx"
    counts = write_workbook(path, plans)
    return path, counts


def test_text_comes_back_as_it_was_and_is_no_formula(tmp_path):
    rows = [(text, text) for text in ANYTHING]
    path, counts = written(tmp_path, SheetPlan("表", columns("=甲", "乙"), rows))
    assert counts == [len(ANYTHING)]
    sheet = openpyxl.load_workbook(path)["表"]
    assert sheet["A1"].value == "=甲"
    for number, text in enumerate(ANYTHING, start=2):
        cell = sheet.cell(number, 1)
        lost = str.maketrans("", "", "\x00\x0b\ufffe")
        # Excel reads _x0041_ as A and _x005F_ as an underscore; openpyxl reads neither.
        assert cell.value.replace("_x005F_", "_") == text.translate(lost)
        assert cell.data_type == "s"
    with zipfile.ZipFile(path) as archive:
        assert not re.search(b"<f[ >]", archive.read("xl/worksheets/sheet1.xml"))


def test_every_reader_sees_the_same_rows(tmp_path):
    rows = [("甲", None, 3), ("", "乙", None), ("丙", "丁", 12)]
    form = (*columns("一", "二"), SheetColumn("三", form=CellForm.WHOLE))
    path, _ = written(tmp_path, SheetPlan("表", form, rows))
    (sheet,) = read_table(path).sheets
    assert [(row.number, row.cells, row.kinds) for row in sheet.rows] == [
        (1, ("一", "二", "三"), "ttt"),
        (2, ("甲", "", "3"), "t n"),
        (3, ("", "乙"), " t"),
        (4, ("丙", "丁", "12"), "ttn"),
    ]
    streamed = openpyxl.load_workbook(path, read_only=True)["表"]
    assert [row[0].value for row in streamed.iter_rows()] == ["一", "甲", None, "丙"]


@pytest.mark.parametrize(
    ("value", "form", "read"),
    [
        (7, CellForm.WHOLE, 7),
        (0, CellForm.WHOLE, 0),
        (-3, CellForm.GENERAL, -3),
        (Decimal("18450.05"), CellForm.TWO_PLACES, 18450.05),
        (Decimal("1E+3"), CellForm.WHOLE, 1000),
        (123456789012345, CellForm.GENERAL, 123456789012345),
        (1234567890123456, CellForm.GENERAL, "1234567890123456"),
        (dt.date(2026, 7, 1), CellForm.DATE, dt.datetime(2026, 7, 1)),  # noqa: DTZ001
        (dt.date(1900, 3, 1), CellForm.DATE, dt.datetime(1900, 3, 1)),  # noqa: DTZ001
        (None, CellForm.WHOLE, None),
    ],
)
def test_numbers_and_days_are_numbers_and_days(tmp_path, value, form, read):
    path, _ = written(tmp_path, SheetPlan("表", columns("值", form=form), [(value,)]))
    cell = openpyxl.load_workbook(path)["表"]["A2"]
    assert cell.value == read
    assert cell.number_format == (form.value if value is not None else "General")


@pytest.mark.parametrize("value", [1.5, True, b"x"])
def test_what_has_no_exact_form_is_a_fault(tmp_path, value):
    with pytest.raises(TypeError, match="is no value of a sheet"):
        written(tmp_path, SheetPlan("表", columns("值"), [(value,)]))


def test_what_looks_like_a_coded_sign_is_coded(tmp_path):
    path, _ = written(tmp_path, SheetPlan("表", columns("一"), [("_x0041_",), ("_x_",)]))
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert ">_x005F_x0041_<" in xml
    assert ">_x_<" in xml


def test_a_row_of_another_width_is_a_fault(tmp_path):
    with pytest.raises(ValueError, match="zip"):
        written(tmp_path, SheetPlan("表", columns("一", "二"), [("甲",)]))


def test_headings_stay_in_view_and_filter_every_row(tmp_path):
    plans = [
        SheetPlan("甲/乙", columns("一", "二"), [("a", "b")] * 700),
        SheetPlan("甲\\乙", columns("一"), []),
    ]
    path, counts = written(tmp_path, *plans)
    assert counts == [700, 0]
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["甲 乙", "甲 乙_2"]
    first, second = workbook
    assert (first.freeze_panes, first.auto_filter.ref) == ("A2", "A1:B701")
    assert second.auto_filter.ref == "A1:A1"
    assert first.print_title_rows == "$1:$1"
    with zipfile.ZipFile(path) as archive:
        book = archive.read("xl/workbook.xml").decode()
    assert "$A$1:$B$701" in book
    assert first.max_row == 701


def test_fonts_are_those_that_every_office_has(tmp_path):
    path, _ = written(tmp_path, SheetPlan("表", columns("一"), [("示例",), ("真",)], grey=1))
    sheet = openpyxl.load_workbook(path)["表"]
    assert sheet["A1"].font.name == "黑体"
    assert (sheet["A2"].font.name, sheet["A2"].font.color.rgb) == ("宋体", "FF8A94A0")
    assert sheet["A3"].font.color.rgb == "FF000000"


def test_prepared_rows_have_their_form_and_their_choices(tmp_path):
    form = (
        SheetColumn("专兼职", choices=("专职", "兼职")),
        SheetColumn("日期", 20, CellForm.DATE, choices=("x" * 300,)),
    )
    path, _ = written(tmp_path, SheetPlan("表", form, [], prepared=500))
    sheet = openpyxl.load_workbook(path)["表"]
    (validation,) = sheet.data_validations.dataValidation
    assert validation.formula1 == '"专职,兼职"'
    assert str(validation.sqref) == "A2:A501"
    assert sheet.column_dimensions["A"].number_format == "@"
    assert sheet.column_dimensions["B"].width == 21


def test_a_sheet_takes_no_more_rows_than_excel_holds(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "_MOST_ROWS", 3)
    _, counts = written(tmp_path, SheetPlan("表", columns("一"), [("a",)] * 2))
    assert counts == [2]
    with pytest.raises(UserError, match="“表”超过 2 行"):
        written(tmp_path, SheetPlan("表", columns("一"), [("a",)] * 3))


def test_a_long_text_is_cut_where_excel_cuts_it(tmp_path):
    path, _ = written(tmp_path, SheetPlan("表", columns("一"), [("长" * 40_000,)]))
    assert len(openpyxl.load_workbook(path)["表"]["A2"].value) == 32_767


def test_memory_does_not_grow_with_the_rows(tmp_path):
    def peak(count):
        rows = ((f"第{n}行", n) for n in range(count))
        form = (SheetColumn("一"), SheetColumn("二", form=CellForm.WHOLE))
        tracemalloc.start()
        written(tmp_path, SheetPlan("表", form, rows))
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(10)
    assert peak(20_000) < peak(1_000) + (1 << 20)


def test_names_of_sheets_are_such_as_excel_takes():
    assert sheet_name("") == "表"
    assert sheet_name("[甲]:乙?*") == "甲  乙"
    assert sheet_name("'甲'") == "甲"
    assert len(sheet_name("长" * 40)) == 31
    taken: list[str] = []
    for _ in range(12):
        taken.append(sheet_name("长" * 40, taken))
    assert len(set(taken)) == 12
    assert all(len(name) <= 31 for name in taken)
    assert sheet_name("ABC", ["abc"]) == "ABC_2"


def test_columns_beyond_z_keep_their_letters(tmp_path):
    headings = [f"列{n}" for n in range(800)]
    path, _ = written(tmp_path, SheetPlan("表", columns(*headings), [tuple(headings)]))
    (sheet,) = read_table(path).sheets
    assert [row.cells for row in sheet.rows] == list(itertools.repeat(tuple(headings), 2))


def test_a_row_is_as_high_as_its_wrapped_text_needs(tmp_path):
    long = (SheetColumn("说明", 20, wrapped=True), SheetColumn("名", 10))
    rows = [("短", "甲"), ("十个汉字占二十个字符宽" * 3, "乙"), ("两\n行", "丙")]
    path, _ = written(tmp_path, SheetPlan("表", long, rows))
    sheet = openpyxl.load_workbook(path)["表"]
    assert [sheet.row_dimensions[row].height for row in (2, 3, 4)] == [None, 60, 30]


def test_no_row_is_higher_than_excel_takes(tmp_path):
    long = (SheetColumn("说明", 20, wrapped=True),)
    path, _ = written(tmp_path, SheetPlan("表", long, [("字" * 1000,)]))
    assert openpyxl.load_workbook(path)["表"].row_dimensions[2].height == 409


def test_a_title_stands_above_the_headings_and_notes_below_the_rows(tmp_path):
    plan = SheetPlan(
        "表",
        columns("甲", "乙"),
        [("合计", "1"), ("一", "")],
        title="示例表",
        left="制表单位：甲",
        right="制表日期：乙",
        strong=1,
        notes=("说明。",),
        large=True,
    )
    path, counts = written(tmp_path, plan)
    sheet = openpyxl.load_workbook(path)["表"]
    assert counts == [2]
    assert (sheet["A1"].value, sheet["A2"].value, sheet["B2"].value) == (
        "示例表",
        "制表单位：甲",
        "制表日期：乙",
    )
    assert ([cell.value for cell in sheet[3]], sheet["A7"].value) == (["甲", "乙"], "说明。")
    assert (sheet["A4"].font.bold, sheet["A5"].font.bold) == (True, False)
    # Empty cells have their borders too.
    assert sheet["B5"].border.left.style == "thin"
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A3:B5", "A4")
    assert sheet.print_title_rows == "$3:$3"


def test_a_formula_stands_with_what_it_comes_to(tmp_path):
    number = (SheetColumn("数", 10, CellForm.WHOLE),)
    plan = SheetPlan("表", number, [(Formula("SUM(A3:A4)", 5),), (2,), (3,)])
    path, _ = written(tmp_path, plan)
    assert openpyxl.load_workbook(path)["表"]["A2"].value == "=SUM(A3:A4)"
    assert openpyxl.load_workbook(path, data_only=True)["表"]["A2"].value == 5


def test_what_is_struck_is_crossed_out_and_stays_a_number(tmp_path):
    path = tmp_path / "分.xlsx"
    columns = (SheetColumn("姓名"), SheetColumn("评分", form=CellForm.TWO_PLACES))
    rows = [("张三", Struck(Decimal("88.5"))), ("李四", Decimal("90.0")), ("王五", Struck("—"))]
    write_workbook(path, [SheetPlan("分", columns, rows, title="评分", standing=True)])
    sheet = openpyxl.load_workbook(path)["分"]
    marks = [sheet.cell(row, 2) for row in (4, 5, 6)]
    assert [bool(cell.font.strike) for cell in marks] == [True, False, True]
    assert [cell.value for cell in marks] == [88.5, 90, "—"]
    assert sheet.page_setup.orientation == "portrait"
