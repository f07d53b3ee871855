"""花名册 and 缺员清单: columns to the letter, the order of the tree, a day of the past."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from sqlalchemy import select

from hrgrid.core.errors import Cancelled, UserError
from hrgrid.core.identity import mask_resident_id
from hrgrid.core.progress import Progress
from hrgrid.paper.forms import Form
from hrgrid.paper.tables import Page
from hrgrid.workforce.model import Area, Post
from hrgrid.workforce.papers import GapList, Register, write_gaps, write_register
from hrgrid.workforce.queries import find_area
from hrgrid.workforce.queries.gaps import gaps
from hrgrid.workforce.queries.register import register, register_count
from hrgrid.workforce.rules import Employment, GridKind, Level, PostState
from hrgrid.workforce.service.bureaus import add_bureau
from hrgrid.workforce.service.planting import AreaForm, Planting
from hrgrid.workforce.service.posting import begin_stand_in
from tests.overview.build import plant_city
from tests.paper.measuring import texts_of
from tests.workforce.build import SINCE, enlist, id_number

HEADINGS = [
    "序号", "区", "街道", "社区", "网格编码", "网格名称", "网格类型", "姓名", "性别", "身份证号",
    "角色", "专/兼职", "来源", "用工方式", "入职日期", "学历", "政治面貌", "手机", "当前星级",
    "备注",
]  # fmt: skip
PHONE = "13812341234"


@pytest.fixture
def city(desk):
    """甲区 with two grids, 乙区 with one; 丁一 works in 甲区 and helps in 乙区."""
    grids = desk.write(lambda work: plant_city(work, {"甲区": 2, "乙区": 1}))

    def staff(work):
        enlist(work, grids["乙区"][0], "王二", 2)
        enlist(work, grids["甲区"][0], "丁一", 1, phone=PHONE)
        enlist(work, grids["乙区"][0], "丁一", 1, role="网格长", employment=Employment.PART)

    desk.write(staff)
    return grids


def today(desk) -> dt.date:
    return desk.read(lambda work: work.today)


def rows_of(desk, area_id=None, on=None):
    return desk.read(lambda work: list(register(work, on or work.today, area_id)))


def test_people_stand_in_the_order_of_the_tree_once_each(desk, city):
    assert [(row.district, row.name, row.role) for row in rows_of(desk)] == [
        ("甲区", "丁一", "网格员"),
        ("乙区", "王二", "网格员"),
    ]
    assert rows_of(desk)[0].note == "另任乙区第0网格网格长"
    assert desk.read(lambda work: register_count(work, work.today)) == 2


def test_of_an_area_its_own_posts_count(desk, city):
    """Who has his main post elsewhere stands there with what he does here."""
    area = desk.read(
        lambda work: work.session.scalars(select(Area).where(Area.code == "D2")).one().id
    )
    found = [(row.name, row.role, row.note) for row in rows_of(desk, area)]
    assert found == [("王二", "网格员", ""), ("丁一", "网格长", "")]
    assert desk.read(lambda work: register_count(work, work.today, area)) == 2


def test_a_day_of_the_past_has_the_people_of_then(desk, city):
    gone = today(desk) - dt.timedelta(days=10)

    def leave(work):
        post = work.session.scalars(
            select(Post).where(Post.area_id == city["乙区"][0].id, Post.fills_grid)
        ).one()
        post.state, post.valid_to = PostState.ENDED, gone

    desk.write(leave)
    assert [row.name for row in rows_of(desk)] == ["丁一"]
    assert [row.name for row in rows_of(desk, on=gone - dt.timedelta(days=1))] == ["丁一", "王二"]


def test_people_of_an_office_stand_behind_those_of_its_area(desk, city):
    def add(work):
        area = find_area(work, "S1", work.today)
        bureau_id = add_bureau(work, area, "联动中心").id
        enlist(work, city["甲区"][1], "李三", 3)
        post = work.session.scalars(select(Post).where(Post.area_id == city["甲区"][1].id)).one()
        post.area_id, post.bureau_id, post.fills_grid = None, bureau_id, False

    desk.write(add)
    row = rows_of(desk)[0]
    assert (row.name, row.street, row.grid_code) == ("李三", "甲区一街道", "")
    assert row.note == "所在单位：联动中心"


def test_the_workbook_has_the_columns_to_the_letter(desk, city, tmp_path):
    path = tmp_path / "花名册.xlsx"
    made = write_register(desk, Register(today(desk)), Form.XLSX, path, Progress())
    sheet = openpyxl.load_workbook(path).active
    assert made.rows == 2
    assert sheet["A1"].value == "网格员花名册"
    assert sheet["A2"].value.startswith("制表单位：示例区委政法委　　统计截至：")
    assert [cell.value for cell in sheet[3]] == HEADINGS
    first = {cell.value: value.value for cell, value in zip(sheet[3], sheet[4], strict=True)}
    assert first["身份证号"] == mask_resident_id(id_number(1))
    assert (first["手机"], first["专/兼职"]) == ("138****1234", "专职")
    assert first["入职日期"].date() == SINCE
    texts = {cell.value for cell in sheet[3]} - {"序号", "入职日期"}
    assert {
        value.number_format
        for head, value in zip(sheet[3], sheet[4], strict=True)
        if head.value in texts
    } == {"@"}
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$3:$3")
    assert sheet.auto_filter.ref == "A3:T5"
    assert "&P" in sheet.oddFooter.center.text
    assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4


def test_a_large_sheet_is_printed_on_a3(desk, city, tmp_path):
    path = tmp_path / "花名册.xlsx"
    write_register(desk, Register(today(desk), page=Page.A3), Form.XLSX, path, Progress())
    sheet = openpyxl.load_workbook(path).active
    assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A3


@pytest.mark.parametrize("page", list(Page))
def test_the_pages_hold_the_same_people(desk, city, tmp_path, page):
    path = tmp_path / "花名册.pdf"
    made = write_register(desk, Register(today(desk), page=page), Form.PDF, path, Progress())
    [text] = texts_of(path)
    assert (made.pages, made.rows) == (1, 2)
    assert text.index("丁一") < text.index("王二")
    assert "138****1234" in text
    assert id_number(1) not in text


def test_a_name_without_a_glyph_stops_the_pages_and_is_named(desk, city, tmp_path):
    desk.write(lambda work: enlist(work, city["甲区"][1], "张\U0002ebf0", 5))
    with pytest.raises(UserError, match=r"张.*U\+2EBF0.*不会印出方框"):
        write_register(desk, Register(today(desk)), Form.PDF, tmp_path / "册.pdf", Progress())
    assert list(tmp_path.glob("*册*")) == []


def test_a_cancelled_roster_leaves_nothing(desk, city, tmp_path):
    progress = Progress()
    progress.cancel()
    for form in Form:
        with pytest.raises(Cancelled):
            write_register(desk, Register(today(desk)), form, tmp_path / "册", progress)
    assert list(tmp_path.glob("*册*")) == []


# --- 缺员清单 -------------------------------------------------------------------------------------


def vacant(desk, **more):
    return desk.read(lambda work: gaps(work, more.get("on", work.today)))


def test_a_gap_is_told_with_its_path_since_when_and_who_was_there(desk, city):
    gone = dt.date(2023, 5, 1)

    def leave(work):
        post = work.session.scalars(
            select(Post).where(Post.area_id == city["甲区"][0].id, Post.fills_grid)
        ).one()
        post.state, post.valid_to = PostState.ENDED, gone

    desk.write(leave)
    first, second = vacant(desk)
    assert first.path == "示例市/甲区/甲区一街道/甲区社区/甲区第0网格"
    assert (first.since, first.never, first.last_worker) == (gone, False, "丁一")
    assert (second.since, second.never, second.last_worker) == (SINCE, True, "")
    assert first.days(gone) == 1
    day_before = vacant(desk, on=gone - dt.timedelta(days=1))
    assert [row.name for row in day_before] == ["甲区第1网格"]


def test_nobody_knows_since_when_a_grid_without_a_date_stands_empty(desk, tmp_path):
    def plant(work):
        planting = Planting(work)
        top = planting.add(None, AreaForm(Level.DISTRICT, "甲区", "D1"))
        planting.add(top, AreaForm(Level.GRID, "第1网格", "G1", kind=GridKind.GENERAL))
        planting.write()

    desk.write(plant)
    first = vacant(desk)[0]
    assert (first.since, first.never, first.days(today(desk))) == (None, True, None)
    path = tmp_path / "缺员.xlsx"
    write_gaps(desk, GapList(today(desk)), Form.XLSX, path, Progress())
    sheet = openpyxl.load_workbook(path).active
    at = {cell.value: cell.column for cell in sheet[3]}
    line = [sheet.cell(4, at[name]).value for name in ("空缺起", "已空缺天数", "备注")]
    assert line == [None, None, "没有配过"]
    path = tmp_path / "缺员.pdf"
    write_gaps(desk, GapList(today(desk)), Form.PDF, path, Progress())
    assert "1949" not in "".join(texts_of(path))


def test_a_stand_in_does_not_fill_the_gap_but_is_named(desk, city):
    person = rows_of(desk)[1].person_id
    grid = city["甲区"][1].id
    desk.write(
        lambda work: begin_stand_in(work, grid, person, work.today, None), reason="暂时没有人"
    )
    [row] = vacant(desk)
    assert (row.name, row.stand_in) == ("甲区第1网格", "王二")


def headings_of(path):
    return [cell.value for cell in openpyxl.load_workbook(path).active[3]]


def test_the_last_worker_stands_on_the_inner_list_only(desk, city, tmp_path):
    for inside in (False, True):
        path = tmp_path / f"{inside}.xlsx"
        assert (
            write_gaps(desk, GapList(today(desk), inside=inside), Form.XLSX, path, Progress()) == 1
        )
        assert ("前任网格员" in headings_of(path)) is inside
    title = openpyxl.load_workbook(tmp_path / "True.xlsx").active["A1"].value
    assert title == "缺员网格清单（内部使用）"


def test_the_levels_that_no_gap_lies_in_have_no_column(desk, city, tmp_path):
    path = tmp_path / "缺员.xlsx"
    write_gaps(desk, GapList(today(desk)), Form.XLSX, path, Progress())
    assert headings_of(path)[:8] == [
        "序号", "市", "区县", "街道", "社区", "网格编码", "网格名称", "网格类型",
    ]  # fmt: skip
    assert Level.ZONE.label not in headings_of(path)


def test_a_list_without_gaps_says_so(desk, city, tmp_path):
    desk.write(lambda work: enlist(work, city["甲区"][1], "孙四", 21))
    path = tmp_path / "缺员.pdf"
    assert write_gaps(desk, GapList(today(desk)), Form.PDF, path, Progress()) == 0
    assert "没有缺员的综合网格。" in texts_of(path)[0]
