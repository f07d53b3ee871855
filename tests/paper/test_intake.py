"""Tables as offices send them, and files that mean harm: text with row numbers, or a sentence."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import subprocess
import sys
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.paper.intake import Merge, isolation, read_table, read_text
from hrgrid.paper.intake.cells import PARTED_BY, cell_of
from hrgrid.paper.intake.child import packed_rows
from hrgrid.paper.intake.layout import layout_of, layouts_of_open_document


def book(path, rows, **cells):
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    for place, value in cells.items():
        workbook.active[place] = value
    workbook.save(path)
    return path


def repacked(path, name, change):
    """The workbook with one part changed by `change` (bytes to bytes)."""
    with zipfile.ZipFile(path) as old:
        parts = {entry.filename: old.read(entry) for entry in old.infolist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part, content in parts.items():
            new.writestr(part, content)
    return path


def texts(path):
    return [(row.number, row.cells) for row in read_table(path).only_sheet().rows]


SHEET = "xl/worksheets/sheet1.xml"


def refusal(path):
    with pytest.raises(UserError) as caught:
        read_table(path)
    assert f"“{path.name}”" in caught.value.sentence
    return caught.value.sentence


# --- what is read


def test_rows_keep_the_numbers_that_they_have_on_the_screen(tmp_path):
    path = book(tmp_path / "a.xlsx", [], C3="姓名", D5=3, A9="末")
    assert texts(path) == [(3, ("", "", "姓名")), (5, ("", "", "", "3")), (9, ("末",))]


def test_a_sheet_that_begins_in_a_later_column_keeps_its_columns(tmp_path):
    path = book(tmp_path / "a.xlsx", [], C3="姓名", D4="张三")
    assert texts(path) == [(3, ("", "", "姓名")), (4, ("", "", "", "张三"))]


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        (88.5, "88.5", "n"),
        (90.0, "90", "n"),
        (92.60000000000001, "92.6", "n"),
        (0.1 + 0.2, "0.3", "n"),
        (-0.0, "0", "n"),
        (1e-7, "0.0000001", "n"),
        (320508199001011234, "320508199001011000", "n"),
        (19900000001, "19900000001", "n"),
        ("0001", "0001", "t"),
        (True, "TRUE", "b"),
        (dt.date(2026, 7, 1), "2026-07-01", "d"),
        (dt.datetime(2026, 7, 1), "2026-07-01", "d"),  # noqa: DTZ001 - Excel knows no zones
        (dt.datetime(2026, 7, 1, 8, 30), "2026-07-01 08:30:00", "d"),  # noqa: DTZ001
    ],
)
def test_a_cell_comes_as_the_text_that_excel_shows(tmp_path, value, text, kind):
    path = book(tmp_path / "a.xlsx", [["值", value, "尾"]])
    (row,) = read_table(path).only_sheet().rows
    assert (row.cells[1], row.kinds[1]) == (text, kind)


def test_what_is_no_number_at_all_is_shown_as_it_is():
    assert cell_of(float("nan")) == ("nan", "n")
    assert cell_of(None) == ("", " ")


CELLS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.text())
TEXTS = st.sampled_from(["", " ", "\u3000", "甲", "a b", "\t", "x\ty"])


@given(st.one_of(st.lists(CELLS), st.lists(TEXTS)))
def test_a_row_is_read_as_each_of_its_cells(values):
    cells = list(map(cell_of, values))
    while cells and cells[-1][1] == " ":
        cells.pop()
    expected = [(7, *zip(*cells, strict=True))] if cells else []
    read = [
        (number, tuple(texts.split(PARTED_BY) if isinstance(texts, str) else texts), tuple(kinds))
        for number, texts, kinds in packed_rows([(7, values)])
    ]
    assert read == expected


def test_tabs_and_lines_within_cells_stay_there(tmp_path):
    rows = [["甲\t乙", "", "丙"], ["q\t", "x\ny", "z"], ["a", "b", "c\td"]]
    read = texts(book(tmp_path / "a.xlsx", rows))
    assert [cells for _, cells in read] == [tuple(row) for row in rows]


def test_an_error_and_a_formula_without_a_result_are_no_blank_cells(tmp_path):
    path = book(tmp_path / "a.xlsx", [["甲", "=1/0", "=A1"], ["乙", 1, 2]])
    error = b'<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    repacked(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<c r="B1"><f>1/0</f><v /></c>', error).replace(
            b'<c r="B1"><f>1/0</f><v></v></c>', error
        ),
    )
    first, second = read_table(path).only_sheet().rows
    assert (first.cells, first.kinds) == (("甲", "#DIV/0!", "公式未计算"), "tee")
    assert second.cells == ("乙", "1", "2")


def test_a_formula_whose_result_is_an_empty_text_is_blank(tmp_path):
    path = book(tmp_path / "a.xlsx", [["甲", "=A2", 7]])
    repacked(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<c r="B1"><f>', b'<c r="B1" t="str"><f>'),
    )
    (row,) = read_table(path).only_sheet().rows
    assert (row.cells, row.kinds) == (("甲", "", "7"), "t n")


@pytest.mark.parametrize("filling", ["", "f" * 40_000, ":f 8:f <fonts/>" * 9_000])
@pytest.mark.parametrize(
    "formula", ["<f>A1</f>", '<f t="shared" si="0"/>', "<x:f>A1</x:f>", "<f/>"]
)
def test_a_formula_is_found_whatever_else_has_its_letter(filling, formula):
    cell = f'<c r="B2">{formula}</c>'
    sheet = '<row r="2"><c r="A2" t="inlineStr"><is><t>{}</t></is></c>{}</row><firstFooter/>'
    with_it = layout_of([sheet.format(filling, cell).encode()])
    without = layout_of([sheet.format(filling, "<c/>").encode()])
    assert with_it.odd == {2: {1: ("公式未计算", "e")}}
    assert without.odd == {}


def test_hidden_sheets_are_named_and_not_read(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["看得见"])
    workbook.create_sheet("藏").append(["看不见"])
    workbook["藏"].sheet_state = "hidden"
    workbook.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx")
    assert [sheet.name for sheet in table.sheets] == ["Sheet"]
    assert table.hidden == ("藏",)


def test_several_filled_sheets_are_a_choice_that_nobody_makes_in_silence(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["一"])
    workbook.create_sheet("空")
    workbook.create_sheet("二").append(["二"])
    workbook.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx")
    with pytest.raises(UserError, match=r"“a\.xlsx”有几张工作表（“Sheet”、“二”）"):
        table.only_sheet()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_files_are_read_as_the_usual_programs_write_them(tmp_path, encoding, delimiter):
    path = tmp_path / "a.csv"
    text = '姓名,备注\r\n\r\n湖㳇镇,"两行\n字"\r\n,\r\n'.replace(",", delimiter)
    path.write_bytes(text.encode(encoding))
    assert texts(path) == [(1, ("姓名", "备注")), (3, ("湖㳇镇", "两行\n字"))]


def test_the_content_decides_not_the_name(tmp_path):
    book(tmp_path / "a.xlsx", [["甲", 1]]).rename(tmp_path / "a.csv")
    assert texts(tmp_path / "a.csv") == [(1, ("甲", "1"))]
    (tmp_path / "b.xlsx").write_text("甲,1\n", encoding="utf-8")
    assert texts(tmp_path / "b.xlsx") == [(1, ("甲", "1"))]


def test_a_lying_dimension_hides_no_row(tmp_path):
    path = book(tmp_path / "a.xlsx", [[n] for n in range(50)])
    repacked(
        path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'ref="A1:A50"', b'ref="A1:A2"')
    )
    assert len(texts(path)) == 50


def test_where_the_first_reader_dies_the_second_reads_every_row(tmp_path):
    path = book(tmp_path / "a.xlsx", [["甲", 1], ["乙", 2.5]], XFD1048576="飞")
    rows = texts(path)
    assert rows[:2] == [(1, ("甲", "1")), (2, ("乙", "2.5"))]
    number, cells = rows[2]
    assert (number, len(cells), cells[-1]) == (1048576, 16384, "飞")


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="表一"><table:table-row>
<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="88.5"><text:p>88.5</text:p>
</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>
</office:document-content>"""
MANIFEST = """<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/"
 manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"""


def test_an_open_document_is_read(tmp_path):
    parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", ODS.replace("\n", "")),
        ("META-INF/manifest.xml", MANIFEST),
    ]
    assert texts(zipped(tmp_path / "a.ods", parts)) == [(1, ("甲", "88.5"))]


# --- what is merged and hidden


def test_merged_cells_are_told(tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for number in range(1, 6):
        sheet.append([f"{number}", "乙", "丙"])
    for merge in ("A1:C1", "B2:B4"):
        sheet.merge_cells(merge)
    workbook.save(tmp_path / "a.xlsx")
    (sheet,) = read_table(tmp_path / "a.xlsx").sheets
    assert set(sheet.merges) == {Merge(1, 0, 1, 2), Merge(2, 1, 4, 1)}


def test_hidden_rows_and_columns_are_read_and_told(tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for number in range(1, 6):
        sheet.append([f"{number}", "乙", "丙"])
    for number in (2, 4, 9):
        sheet.row_dimensions[number].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions["F"].hidden = True
    workbook.save(tmp_path / "a.xlsx")
    (sheet,) = read_table(tmp_path / "a.xlsx").sheets
    assert len(sheet.rows) == 5
    # Row 9 and column F hold nothing.
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((2, 4), (1,))


def test_layouts_survive_the_second_reader(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["甲", "乙"])
    workbook.active.merge_cells("A1:A2")
    workbook.active.row_dimensions[1].hidden = True
    workbook.active["XFD1048576"] = "飞"
    workbook.save(tmp_path / "a.xlsx")
    (sheet,) = read_table(tmp_path / "a.xlsx").sheets
    assert sheet.merges == (Merge(1, 0, 2, 0),)
    assert sheet.hidden_rows == (1,)


def test_errors_in_every_spelling_are_no_blank_cells():
    xml = (
        b'<x:row r="1" hidden="true"><x:c s="1" t="e" r="C1"><x:v>#N/A</x:v></x:c>'
        b'<x:c r="D1"><x:f>1</x:f></x:c><x:c r="E1"><x:f>1</x:f><x:v>7</x:v></x:c>'
        b'<x:c r="AA1" t="str"><x:f>1</x:f><x:v></x:v></x:c><x:c r="F1" t="e"/></x:row>'
        b'<x:cols><x:col min="2" max="3" hidden="1"/></x:cols>'
    )
    layout = layout_of([xml])
    assert layout.odd == {1: {2: ("#N/A", "e"), 3: ("公式未计算", "e"), 5: ("#错误", "e")}}
    assert (layout.hidden_rows, layout.hidden_columns) == ([1], [1, 2])


ROWS = (
    b'<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1" '
    b't="inlineStr"><is><t>row> /row&gt;</t></is></c></row><row r="2" hidden="1"><c r="A2" t="e">'
    b'<v>#N/A</v></c></row><row r="3"/><row r="4"><c r="B4"><f>1</f></c></row></sheetData>'
    b'<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A4:A5"/></mergeCells>'
)


@given(st.integers(1, len(ROWS)), st.sampled_from([b"", b"x:"]))
def test_a_sheet_is_laid_out_the_same_wherever_its_xml_is_cut(size, prefix):
    xml = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1" + prefix, ROWS)
    layout = layout_of(xml[at : at + size] for at in range(0, len(xml), size))
    assert layout.odd == {2: {0: ("#N/A", "e")}, 4: {1: ("公式未计算", "e")}}
    assert layout.merges == [(1, 0, 1, 1), (4, 0, 5, 0)]
    assert (layout.hidden_rows, layout.hidden_columns) == ([2], [1])


def test_an_open_document_tells_its_merged_and_hidden_cells():
    xml = (
        b'<table:table table:name="A&amp;B"><table:table-column table:number-columns-repeated="2"/>'
        b'<table:table-column table:visibility="collapse"/>'
        b'<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        b'<table:table-row table:visibility="filter"><table:covered-table-cell/>'
        b'<table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="3">'
        b"<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
    )
    ((name, layout),) = layouts_of_open_document(xml)
    assert name == "A&B"
    assert layout.merges == [(4, 1, 5, 3)]
    assert (layout.hidden_rows, layout.hidden_columns) == ([4], [2])
    assert list(layouts_of_open_document(b'<table:table table:name="A"/>')) == []


def test_what_a_file_is_made_of_is_known_by_its_hash(tmp_path):
    path = book(tmp_path / "a.xlsx", [["甲"]])
    assert read_table(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


# --- pages that call themselves workbooks


def page(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def test_a_web_table_under_another_name_is_read(tmp_path):
    text = (
        "<html><meta charset=gb2312><style>td {}</style><table><tr><th>姓名<th>备注"
        "<tr><td>张&middot;三</td><td> 两<br>行\n字 </td></tr></table></html>"
    )
    path = page(tmp_path / "a.xls", text, "gb18030")
    assert texts(path) == [(1, ("姓名", "备注")), (2, ("张·三", "两\n行 字"))]


def test_spans_of_a_web_table_are_merged_cells(tmp_path):
    text = (
        "<table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr>"
        "<tr><td>丙</td><td rowspan=x>丁</td></tr><tr><td>戊<table><td>己</table></td></table>"
    )
    (sheet,) = read_table(page(tmp_path / "a.xls", text)).sheets
    assert [row.cells for row in sheet.rows] == [("甲", "乙"), ("", "丙", "丁"), ("戊己",)]
    assert set(sheet.merges) == {Merge(1, 0, 2, 0), Merge(1, 1, 1, 2)}


def test_several_tables_of_a_page_are_several_sheets(tmp_path):
    text = "<table><td>甲</table><table></table><table><td>乙<script>x</script></table>"
    table = read_table(page(tmp_path / "a.xls", text))
    assert [(s.name, s.rows[0].cells) for s in table.sheets] == [("表1", ("甲",)), ("表2", ("乙",))]


def test_a_page_with_monstrous_spans_stays_small(tmp_path):
    text = "<table>" + '<tr><td colspan="99999999" rowspan="9999999">甲</td></tr>' * 50
    (sheet,) = read_table(page(tmp_path / "a.xls", text)).sheets
    assert len(sheet.rows) == 50


# --- what is refused


def zipped(path, parts, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return path


def test_a_bomb_is_counted_while_it_is_unpacked(tmp_path):
    zeros = bytes(201 << 20)
    path = zipped(tmp_path / "a.xlsx", [("xl/workbook.xml", zeros)])
    content = bytearray(path.read_bytes())
    # The directory promises 10 bytes.
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.index(mark) + offset
        content[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(content)
    assert "已损坏" in refusal(path)
    zipped(path, [("xl/workbook.xml", zeros)])
    assert "解开后超过 200 MB" in refusal(path)


def test_a_package_of_thousands_of_parts_is_refused(tmp_path):
    parts = [("xl/workbook.xml", "x"), *((f"p{n}", "") for n in range(2000))]
    assert "里有 2001 个部件" in refusal(zipped(tmp_path / "a.xlsx", parts))


def test_an_unusual_compression_is_refused(tmp_path):
    path = zipped(tmp_path / "a.xlsx", [("xl/workbook.xml", "x")], zipfile.ZIP_BZIP2)
    assert "压缩方式" in refusal(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused(tmp_path, encoding):
    path = book(tmp_path / "a.xlsx", [["甲"]])
    entity = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x/>'.encode(encoding)
    repacked(path, "xl/styles.xml", lambda xml: entity)
    assert "（DTD）" in refusal(path)


def test_a_document_type_across_two_pieces_is_found(tmp_path):
    path = book(tmp_path / "a.xlsx", [["甲"]])
    for start in ((1 << 20) - 5, (1 << 20) - 9, (1 << 20) - 1):
        repacked(path, "xl/styles.xml", lambda xml, start=start: b" " * start + b"<!DOCTYPE x><x/>")
        assert "（DTD）" in refusal(path)


@pytest.mark.parametrize("kept", [3, 30, 1000, -30])
def test_a_torn_workbook_is_refused(tmp_path, kept):
    path = book(tmp_path / "a.xlsx", [["甲"]])
    path.write_bytes(path.read_bytes()[:kept])
    assert refusal(path)


def test_a_workbook_whose_sheet_is_no_xml_is_refused(tmp_path):
    path = book(tmp_path / "a.xlsx", [["甲"]])
    repacked(path, "xl/workbook.xml", lambda xml: b"<workbook><sheets><sheet")
    assert "读不出来" in refusal(path)


def test_an_old_workbook_of_rubbish_is_refused(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000))
    assert "已损坏或内容异常" in refusal(path)


def test_a_locked_workbook_asks_for_its_password_to_be_taken_off(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )
    assert "打开密码" in refusal(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><p>1</p></html>", "其实是网页，里面没有表格"),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?><Workbook/>", "是 XML 文件，不是工作簿"),
        (b"%PDF-1.7\n", "是 PDF、图片、文档或压缩包"),
        (b"\x89PNG\r\n\x1a\n", "是 PDF、图片、文档或压缩包"),
        (b"\x00\x01\x02\x03", "不是能识别的表格或文本"),
        (b"\xff\xff\xff\xff", "不是能识别的表格或文本"),
        (b"", "是空文件"),
        (b'a,b\n"1,2\n3,4\n', "第 2 行附近的引号"),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_what_it_is(tmp_path, content, words):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert words in refusal(path)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path):
    assert "像是压缩包或 Word 文件" in refusal(zipped(tmp_path / "a.docx", [("word/x.xml", "x")]))
    assert "二进制工作簿" in refusal(zipped(tmp_path / "a.xlsb", [("xl/workbook.bin", "x")]))


def test_what_cannot_be_opened_is_said(tmp_path):
    with pytest.raises(UserError, match=r"找不到文件“.*nix\.csv”"):
        read_table(tmp_path / "nix.csv")
    with pytest.raises(UserError, match="是文件夹"):
        read_table(tmp_path)


def test_a_workbook_is_no_text(tmp_path):
    with pytest.raises(UserError, match="不是文本文件"):
        read_text(book(tmp_path / "a.xlsx", [["甲"]]))


def test_an_empty_workbook_says_so(tmp_path):
    with pytest.raises(UserError, match=r"“a\.xlsx”里没有内容"):
        read_table(book(tmp_path / "a.xlsx", [])).only_sheet()


def test_a_cell_beyond_the_last_column_makes_no_row_wider(tmp_path):
    path = book(tmp_path / "a.xlsx", [["甲"], ["乙"]])
    repacked(path, SHEET, lambda xml: xml.replace(b'r="A2"', b'r="ZZZZ2"'))
    assert texts(path) == [(1, ("甲",))]


def test_a_sheet_of_more_cells_than_can_be_held_is_refused(tmp_path):
    cell = b'<c r="XFD%d"><v>1</v></c>'
    rows = b"".join(b'<row r="%d">' % n + cell % n + b"</row>" for n in range(1, 700))
    path = book(tmp_path / "a.xlsx", [["甲"]])
    repacked(path, SHEET, lambda xml: re.sub(b"<row.*</row>", rows, xml, flags=re.DOTALL))
    assert "超过 1,000 万个单元格" in refusal(path)


def test_a_title_does_not_hide_what_parts_the_cells(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("花名册\n姓名\t编号\n甲\t1\n", encoding="utf-8")
    assert texts(path)[1] == (2, ("姓名", "编号"))


def test_a_workbook_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(isolation, "SECONDS", 0)
    assert "0 秒还没读完" in refusal(book(tmp_path / "a.xlsx", [["甲"]]))


def test_tables_are_read_whatever_program_asks(tmp_path):
    book(tmp_path / "a.xlsx", [["甲", 1]])
    asks = (
        "from pathlib import Path; from hrgrid.paper.intake import read_table; "
        "print(read_table(Path('a.xlsx')).only_sheet().rows[0].cells)"
    )
    done = subprocess.run(
        [sys.executable, "-"],
        check=True,
        input=asks,
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert done.stdout == "('甲', '1')\n"
