"""Rosters as a workbook: text only, ready to print."""

from __future__ import annotations

import itertools
import zipfile

import openpyxl
import pytest

from hrgrid.core.errors import UserError
from hrgrid.paper.roster import Person, Roster, Section
from hrgrid.paper.rosterbook import write_roster_workbook
from tests.paper.honoured import TRACE, rosters


def written(tmp_path, *lists, trace=TRACE):
    path = tmp_path / "名单.xlsx"
    write_roster_workbook(path, lists, trace)
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("rosterbook") / "名单.xlsx"
    assert write_roster_workbook(path, rosters(), TRACE) == 1110
    return openpyxl.load_workbook(path)


def names_of(sheet):
    return [
        cell.value
        for row in sheet.iter_rows(min_row=6)
        for cell in row
        if cell.value and cell.font.name == "仿宋"
    ]


def test_a_sheet_a_list_with_everybody_in_order(whole):
    lists = rosters()
    assert whole.sheetnames == [roster.title for roster in lists]
    for roster, sheet in zip(lists[1:], whole.worksheets[1:], strict=True):
        people = [person.name for section in roster.sections for person in section.people]
        assert names_of(sheet) == people


def test_the_head_stands_as_published(whole):
    sheet = whole["优秀网格员名单"]
    assert [sheet.cell(row, 1).value for row in (1, 3, 4)] == [
        "附件2",
        "优秀网格员名单",
        "（100名）",
    ]
    assert sheet["B6"].value == "（一）张家港市（10名）"
    assert [sheet.cell(7, column).value for column in (2, 4, 6, 8, 10)] == [
        "叶江东",
        "刘海燕",
        "赵春敏",
        "潘怡",
        "高景云",
    ]
    assert sheet["H7"].alignment.horizontal == "distributed"


def test_pioneers_have_sex_unit_and_post(whole):
    sheet = whole["先锋网格员名单"]
    assert [sheet.cell(6, column).value for column in (2, 4, 5)] == [
        "翟卫华",
        "男",
        "锦丰镇永新社区网格书记（综合网格长）",
    ]
    assert "E6:K6" in {str(merged) for merged in sheet.merged_cells.ranges}


def test_every_cell_is_text_and_none_a_formula(tmp_path):
    people = tuple(Person(name) for name in ("=1+1", "+86", "@甲乙", "-丙丁", "张三"))
    path = written(tmp_path, Roster("=附件", "=名单", (Section("=SUM(A1)", people),)))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    values = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in values} == {"s"}
    assert {cell.number_format for cell in values} == {"@"}
    assert {"=1+1", "+86", "@甲乙", "-丙丁", "=名单"} <= {cell.value for cell in values}
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_only_fonts_are_named_that_every_office_has(whole):
    fonts = {
        cell.font.name
        for sheet in whole.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value
    }
    assert fonts == {"宋体", "黑体", "楷体", "仿宋"}


def test_it_prints_on_a4_with_numbers_at_the_outer_edges(whole):
    for sheet in whole.worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == ("9", "portrait") or (
            sheet.page_setup.paperSize,
            sheet.page_setup.orientation,
        ) == (9, "portrait")
        assert sheet.HeaderFooter.differentOddEven
        assert (sheet.oddFooter.right.text, sheet.evenFooter.left.text) == ("— &P —", "— &P —")
        assert sheet.print_title_rows == "$3:$4"
        assert sheet.print_area == f"'{sheet.title}'!$A$1:$K${sheet.max_row}"
        assert round(sheet.page_margins.left * 25.4) == 28
        assert round(sheet.page_margins.top * 25.4) == 37


def test_columns_are_no_wider_than_the_text_of_the_page(whole):
    """By the digits of 宋体; where they are narrower a name still has its three characters."""
    for sheet in whole.worksheets:
        widths = [sheet.column_dimensions[c].width for c in "ABCDEFGHIJK"]
        assert 540 < sum(round(width * 8 + 5) for width in widths) <= 156 / 25.4 * 96
        assert widths[1] * 7 + 5 > 3 * 16 * 96 / 72
    assert whole._fonts[0].name == "宋体"


def test_a_page_holds_what_fits_and_never_ends_with_a_heading(whole):
    sheet = whole["能手网格员名单"]
    breaks = [0, *(each.id for each in sheet.row_breaks.brk), sheet.max_row]
    assert len(breaks) > 10
    heights = {sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)}
    # The last of 22 lines must not slip to the next page: 225 mm are 637 points.
    assert heights == {28.5}
    assert 22 * 28.5 <= 225 / 25.4 * 72
    for number, (above, last) in enumerate(itertools.pairwise(breaks)):
        assert last - above <= 22 - (2 if number else 0)
        assert sheet.cell(last, 2).font.name != "楷体"


def test_longer_names_are_joined_cells(tmp_path):
    names = ("欧阳修文", "买买提·艾力", "张三", "古丽娜尔·阿不都热依木·吐尔逊江")
    roster = Roster("附件", "名单", (Section("某市", tuple(map(Person, names))),))
    sheet = openpyxl.load_workbook(written(tmp_path, roster)).worksheets[0]
    joined = {str(merged) for merged in sheet.merged_cells.ranges}
    assert {"B7:C7", "D7:G7", "B8:K8"} <= joined
    assert sheet["H7"].value == "张三"
    assert sheet["B8"].alignment.shrink_to_fit


def test_the_trace_is_the_last_row(tmp_path, whole):
    sheet = whole["优秀网格员名单"]
    assert sheet.cell(sheet.max_row, 1).value.startswith("留痕校验 9f3c2ab1d4e5f607 · 第1284条")
    (without,) = openpyxl.load_workbook(written(tmp_path, rosters()[1], trace=None)).worksheets
    assert not str(without.cell(without.max_row, 1).value or "").startswith("留痕")


def test_an_empty_list_is_refused(tmp_path):
    with pytest.raises(UserError, match="里没有人"):
        written(tmp_path, Roster("附件1", "名单", ()))
    assert list(tmp_path.iterdir()) == []
