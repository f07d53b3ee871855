"""The papers of a notice: what they say, what they never say, how they stand on the page."""

from __future__ import annotations

import re

import openpyxl
import pypdf
import pytest

from hrgrid.core.errors import UserError
from hrgrid.paper.fonts import bundled_fonts
from hrgrid.paper.forms import Form
from hrgrid.paper.official import LINES
from hrgrid.paper.public_list import ListColumn, PublicList, public_sheets, title_lines
from hrgrid.publicity.papers import write_notice, write_report
from hrgrid.publicity.rules import Entry, ObjectionHow
from hrgrid.publicity.service import (
    Finding,
    accept_objection,
    assign_investigator,
    close_notice,
    decide_objection,
    record_reply,
)
from tests.accounts.houses import entries_of, refused
from tests.paper.measuring import mm, place_of, signs
from tests.publicity.build import AFTER, CONTACT, MONDAY, OBJECTOR, at, objected, published


def flat(path):
    pages = pypdf.PdfReader(path).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def many(count):
    return [
        Entry(f"candidate:{number}", f"王{'一二三四五六七八九十'[number % 10]}明", "男", "示例街道")
        for number in range(count)
    ]


@pytest.fixture
def notice_id(alone):
    return published(
        alone,
        basis="《示例区专职网格员招录公告》",
        accepting_mail="zfw@example.cn",
        accepting_hours="上午8:30—12:00",
    )


def test_the_notice_says_its_days_where_to_turn_and_who_stands_on_it(alone, notice_id, tmp_path):
    made = write_notice(alone, notice_id, tmp_path / "公示.pdf", Form.PDF)
    text = flat(made.path)
    assert made.rows == 3
    assert made.pages == len(pypdf.PdfReader(made.path).pages) == 2
    assert "根据《示例区专职网格员招录公告》，经研究，拟定王小明等3人（名单附后）。" in text
    assert "公示期为5个工作日（2099年11月23日至2099年11月27日）" in text
    for said in (
        "受理部门：示例区委政法委综治科",
        "受理时间：上午8:30—12:00",
        "联系电话：0512-66001234",
        "电子邮箱：zfw@example.cn",
        "信函以邮戳日期为准",
        "附件：2026年专职网格员拟录用人员名单",
        "（3名）",
        "序号姓名性别单位及职务拟录用岗位",
        "李芳女示例街道示例社区",
    ):
        assert said in text, said
    assert "通信地址" not in text
    assert entries_of(alone.database, 1)[0].action == "write_notice"


def test_an_opening_of_ones_own_stands_in_place_of_the_common_one(alone, tmp_path):
    opening = "经公开报名、考试、体检和政审考察，拟录用王小明等3人为专职网格员"
    made = write_notice(alone, published(alone, opening=opening), tmp_path / "公示.pdf", Form.PDF)
    assert f"{opening}。为广泛听取意见" in flat(made.path)


def test_the_list_as_a_workbook_is_what_was_shown(alone, notice_id, tmp_path):
    made = write_notice(alone, notice_id, tmp_path / "名单.xlsx", Form.XLSX)
    sheet = openpyxl.load_workbook(made.path).active
    rows = [[cell for cell in row if cell is not None] for row in sheet.values]
    assert rows[0] == ["2026年专职网格员拟录用人员名单"]
    assert ["序号", "姓名", "性别", "单位及职务", "拟录用岗位"] in rows
    assert [1, "王小明", "男", "示例街道示例社区", "示例社区第1网格专职网格员"] in rows
    assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)


def test_the_report_tells_what_came_in_and_never_who_wrote(alone, clock, notice_id, tmp_path):
    one = objected(alone, notice_id)
    objected(
        alone,
        notice_id,
        target="application:3",
        how=ObjectionHow.ANONYMOUS,
        objector="",
        contact="",
        clue=False,
    )
    path = tmp_path / "报告.pdf"
    with pytest.raises(UserError, match="请先结束公示"):
        write_report(alone, notice_id, path)
    for verb, args in (
        (accept_objection, ()),
        (assign_investigator, (1,)),
        (
            decide_objection,
            (Finding(upheld=True, finding="学历证书与填报不符", decided_on=MONDAY),),
        ),
        (record_reply, (MONDAY, "电话答复")),
    ):
        alone.write(lambda work, verb=verb, args=args: verb(work, one, *args))
    clock.now = at(AFTER)
    alone.write(lambda work: close_notice(work, notice_id), reason="每天到公示栏看过")
    write_report(alone, notice_id, path, ["王小明由周敏递补。"])
    text = flat(path)
    for said in (
        "收到异议2件（实名1件、匿名1件），受理1件，不予受理1件",
        "异议1号（王小明）：成立，学历证书与填报不符",
        "异议2号（张伟）：不予受理",
        "公示无异议或异议不成立2人，异议成立、不再列入1人（王小明）",
        "五、递补情况王小明由周敏递补。",
        "单人核实：每天到公示栏看过",
        "编号收到日期反映方式被反映人办理情况答复日期",
    ):
        assert said in text, said
    assert OBJECTOR not in text
    assert CONTACT not in text
    # What needs to be believed stands on the notice too.
    write_notice(alone, notice_id, tmp_path / "公示.pdf", Form.PDF)
    assert "单人核实：每天到公示栏看过" in flat(tmp_path / "公示.pdf")


def test_who_may_not_print_writes_nothing(house, tmp_path):
    notice_id = published(house.desk("clerk"))
    path = tmp_path / "公示.pdf"
    for login in ("viewer", "chief"):
        with pytest.raises(UserError, match="打印证书与文书"):
            write_notice(house.desk(login), notice_id, path, Form.PDF)
    assert list(tmp_path.iterdir()) == []
    assert "办理招录" in refused(house, "viewer", _close(notice_id))


def _close(notice_id):
    return lambda work: close_notice(work, notice_id)


# --- the page ----------------------------------------------------------------------------------


COLUMNS = (
    ListColumn("序号", 13, centred=True),
    ListColumn("姓名", 27, centred=True),
    ListColumn("单位及职务", 116),
)


def pages_of(*rows):
    given = PublicList("附件", "名单", COLUMNS, rows, "（若干名）")
    return public_sheets(given, bundled_fonts())


def texts(sheet):
    return [text.text for line in sheet.lines for text in line.texts]


def test_a_long_list_repeats_its_headings_and_loses_nobody():
    rows = tuple((str(number), f"王{number}", "示例街道") for number in range(1, 269))
    sheets = pages_of(*rows)
    assert len(sheets) > 5
    assert all("姓名" in texts(sheet) for sheet in sheets)
    named = [text for sheet in sheets for text in texts(sheet) if text.startswith("王")]
    assert named == [row[1] for row in rows]
    room = LINES * 2953
    assert all(len(sheet.lines) * sheet.pitch <= room for sheet in sheets)


def test_a_row_is_not_parted_and_has_rules_around_it():
    long = "示例街道综合治理服务中心" * 8
    (sheet,) = pages_of(("1", "王小明", long), ("2", "李芳", "示例街道"))
    ruled = [line for line in sheet.lines if line.edges]
    assert ruled[0].above
    assert ruled[-1].below
    assert len({line.edges for line in ruled}) == 1
    assert "".join(text for text in texts(sheet) if text.startswith("示例") or text in long)
    spread = [text for line in sheet.lines for text in line.texts if text.spread]
    assert [text.text for text in spread] == ["李芳"]


@pytest.mark.parametrize("cell", ["13912345678", "99999919900101001X", "示例小区3号楼501室"])
def test_the_page_itself_refuses_personal_numbers(cell):
    with pytest.raises(UserError, match="第 2 行“李芳”"):
        pages_of(("1", "王小明", "示例街道"), ("2", "李芳", f"示例街道{cell}"))


def test_nobody_and_a_character_that_no_font_has_are_refused():
    with pytest.raises(UserError, match="没有人"):
        pages_of()
    with pytest.raises(UserError, match="王\U0002ebf0"):
        pages_of(("1", "王\U0002ebf0", "示例街道"))


def test_a_long_title_stands_in_two_lines_of_about_one_length():
    fonts = bundled_fonts()
    assert title_lines("拟录用人员公示", fonts) == ("拟录用人员公示",)
    long = "示例市示例区2026年第二批面向社会公开招录专职网格员拟录用人员公示"
    lines = title_lines(long, fonts)
    assert len(lines) == 2
    assert "".join(lines) == long
    assert abs(len(lines[0]) - len(lines[1])) < 8


def test_the_annex_stands_within_the_text_of_gb_t_9704(alone, tmp_path):
    notice_id = published(alone, many(60))
    made = write_notice(alone, notice_id, tmp_path / "公示.pdf", Form.PDF)
    for page in range(1, made.pages):
        found = [sign for sign in signs(made.path, page) if sign.text != "—" or sign.y < 262]
        inside = [sign for sign in found if sign.y < 264]
        assert min(sign.x for sign in inside) >= 27.9
        assert max(sign.ink[2] for sign in inside) <= 184.1
        assert max(sign.y for sign in inside) <= 262.1
    first = signs(made.path, 1)
    assert place_of(first, "附件").x == pytest.approx(28, abs=0.1)
    assert place_of(first, "王一明").size == pytest.approx(12, abs=0.1)
    assert mm(20) == pytest.approx(7.06, abs=0.01)
