"""A list as pages and as sheets: several in one document, bars, struck marks, repeated headings."""

from __future__ import annotations

import re
from decimal import Decimal

import openpyxl
import pytest

from hrgrid.core.errors import UserError
from hrgrid.paper.forms import Form
from hrgrid.paper.lists import (
    Column,
    Listed,
    Row,
    bar,
    middle,
    named,
    number,
    numbered,
    points,
    text,
    write_lists,
)
from hrgrid.paper.sheets import CellForm, Struck
from hrgrid.paper.tables import Side
from tests.paper.measuring import signs, texts_of

JUDGES, ENTRANTS = 9, 60


def matrix(name: str = "实务操作", entrants: int = ENTRANTS) -> Listed:
    """Sixty entrants by nine judges: the highest is the first judge's, the lowest the second's."""
    columns = (
        middle("抽签号", 8, 19),
        named(34, 12),
        text("代表队或单位", 20, 44),
        *(Column(f"评委{at}", 9, 23, CellForm.GENERAL, Side.RIGHT) for at in range(1, JUDGES + 1)),
        Column("得分", 10, 26, CellForm.TWO_PLACES, Side.RIGHT),
    )

    def row(at: int) -> Row:
        given = [Decimal(f"{80 + (at * 7 + judge * 3) % 17}.{judge}") for judge in range(JUDGES)]
        given[0], given[1] = Decimal("99.5"), Decimal("60.5")
        kept = given[2:]
        shown = [Struck(given[0]), Struck(given[1]), *kept]
        mean = (sum(kept) / len(kept)).quantize(Decimal("0.01"))
        unit = "示例区高新技术产业开发区社会治理综合服务中心" if at == 7 else f"第{at}代表队"
        return Row((f"{at:02d}", f"选手{at}号", unit, *shown, mean))

    rows = tuple(row(at) for at in range(1, entrants + 1))
    return Listed(f"{name}评分明细表", name, columns, rows, "左", "右", ("划线的不计。",), owner=1)


def test_the_heading_of_sixty_by_nine_comes_again_on_every_page(tmp_path):
    path = tmp_path / "a.pdf"
    pages = write_lists(path, [matrix()], Form.PDF)
    found = texts_of(path)
    assert len(found) == pages > 1
    assert all("评委9" in page for page in found)
    assert [f"第 {at} 页，共 {pages} 页" in page for at, page in enumerate(found, start=1)] == [
        True
    ] * pages
    whole = "".join(found)
    assert [whole.count(f"选手{at}号") for at in range(1, ENTRANTS + 1)] == [1] * ENTRANTS
    # No character stands outside the margins of the page.
    for at in range(pages):
        inks = [sign.ink for sign in signs(path, at)]
        assert min(ink[0] for ink in inks) > 11.9
        assert max(ink[2] for ink in inks) < 297 - 11.9


def test_tables_of_one_paper_are_one_document_counted_through(tmp_path):
    path = tmp_path / "a.pdf"
    lists = [matrix("理论笔试", 3), matrix("实务操作", 40), matrix("现场展示", 2)]
    pages = write_lists(path, lists, Form.PDF)
    found = texts_of(path)
    assert pages == len(found) == 4
    assert [page.count("评分明细表") for page in found] == [1, 1, 0, 1]
    assert [re.search("第 ([0-9]+) 页，共 ([0-9]+) 页", page).groups() for page in found] == [
        (str(at), "4") for at in range(1, 5)
    ]


def test_struck_marks_are_struck_in_the_workbook_and_stay_numbers(tmp_path):
    path = tmp_path / "a.xlsx"
    assert write_lists(path, [matrix("甲", 5), matrix("乙", 6)], Form.XLSX) == 2
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["甲", "乙"]
    for row in book["乙"].iter_rows(min_row=4, max_row=9):
        marks = row[3 : 3 + JUDGES]
        assert [cell.font.strike or False for cell in marks] == [True] * 2 + [False] * 7
        kept = [Decimal(str(cell.value)) for cell in marks if not cell.font.strike]
        mean = (sum(kept) / len(kept)).quantize(Decimal("0.01"))
        assert Decimal(str(row[-1].value)) == mean


def shares() -> Listed:
    """Three streets with their shares, and the whole."""
    columns = (number("序号"), text("街道", 20, 60), bar("完成率", 110))
    rows = numbered(
        [
            Row(("东街道", Decimal(1))),
            Row(("西街道", Decimal("0.25"))),
            Row(("南街道", Decimal(0))),
            Row(("北街道", None)),
        ]
    )
    return Listed("完成情况表", "完成情况", columns, rows, "", "")


def test_a_share_has_a_bar_as_long_as_it_is(tmp_path):
    import pypdfium2

    path = tmp_path / "a.pdf"
    write_lists(path, [shares()], Form.PDF)
    with pypdfium2.PdfDocument(path) as document:
        image = document[0].render(scale=4).to_pil().convert("RGB")
    dots = 4 * 72 / 25.4
    blue = (0xC9, 0xE0, 0xF7)
    lengths = []
    for sign in (one for one in signs(path) if one.text == "%"):
        y = round((sign.y + 1) * dots)
        run = [at for at in range(image.width) if image.getpixel((at, y)) == blue]
        lengths.append((run[-1] - run[0]) / dots if run else 0)
    whole, quarter, none = lengths
    assert none == 0
    assert quarter == pytest.approx(whole / 4, rel=0.02)
    # 110 of 190 parts of a line of 273 mm.
    assert whole == pytest.approx(273 * 110 / 190, rel=0.02)


def test_bars_of_a_workbook_run_from_nothing_to_all(tmp_path):
    path = tmp_path / "a.xlsx"
    write_lists(path, [shares()], Form.XLSX)
    sheet = openpyxl.load_workbook(path).active
    (ranges,) = sheet.conditional_formatting
    (rule,) = ranges.rules
    assert str(ranges.sqref).startswith("C4:C")
    assert [(one.type, one.val) for one in rule.dataBar.cfvo] == [("num", 0), ("num", 1)]
    assert [sheet.cell(row, 3).value for row in range(4, 8)] == [1, 0.25, 0, None]


def test_facts_too_long_for_a_line_shrink_and_do_not_cover_each_other(tmp_path):
    path = tmp_path / "a.pdf"
    left = "主办单位：示例区委政法委（区社会治理服务中心）　　编号：2026-P001"
    right = "2026年11月22日至2026年11月23日　　制表日期：2026年11月25日"
    given = matrix("甲", 1)
    write_lists(
        path,
        [
            Listed(
                given.title,
                given.name,
                given.columns,
                given.rows,
                left,
                right,
                standing=True,
            )
        ],
        Form.PDF,
    )
    found = signs(path)
    whole = "".join(one.text for one in found)
    end = found[whole.index("2026-P001") + len("2026-P001") - 1]
    begin = found[whole.index("2026年11月22日")]
    assert end.ink[2] < begin.ink[0]
    assert end.y == pytest.approx(begin.y, abs=0.01)


def test_a_name_that_no_font_draws_is_named_and_nothing_is_written(tmp_path):
    given = matrix("甲", 1)
    row = Row(("01", "张\U0002ebf0", *given.rows[0].values[2:]))
    broken = Listed(given.title, given.name, given.columns, (row,), "", "", owner=1)
    with pytest.raises(UserError, match=r"张.*U\+2EBF0"):
        write_lists(tmp_path / "a.pdf", [matrix("乙", 1), broken], Form.PDF)


def test_a_reason_in_the_place_of_a_mark_stays_a_text():
    assert points("90.02") == Decimal("90.02")
    assert (points("弃权"), points("—"), points(""), points("９")) == ("弃权", "—", "", "９")


def test_a_long_text_of_a_narrow_column_is_wrapped_and_its_row_high_enough(tmp_path):
    columns = (named(28, 12), text("单位", 16, 30))
    rows = (Row(("甲", "东街道")), Row(("阿卜杜热合曼·买买提艾力", "高新区社会治理综合服务中心")))
    path = tmp_path / "a.xlsx"
    write_lists(path, [Listed("表", "表", columns, rows, "左", "右")], Form.XLSX)
    sheet = openpyxl.load_workbook(path)["表"]
    assert [sheet.cell(5, at).alignment.wrap_text for at in (1, 2)] == [True, True]
    assert [sheet.row_dimensions[row].height for row in (4, 5)] == [None, 30]
