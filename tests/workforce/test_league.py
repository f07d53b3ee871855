"""一格一员 by unit: sums, ranks, and the month before; on both engines."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.paper.forms import Form
from hrgrid.workforce.model import Post
from hrgrid.workforce.papers import LeagueTable, write_league
from hrgrid.workforce.papers.league import notes, points, share
from hrgrid.workforce.queries import coverage, find_area
from hrgrid.workforce.queries.league import LeagueRow, Staffed, league, month_before, ranked
from hrgrid.workforce.rules import Employment, PostState
from tests.overview.build import plant_city
from tests.paper.measuring import texts_of
from tests.workforce.build import SINCE, enlist

counts = st.integers(0, 400).flatmap(lambda grids: st.tuples(st.just(grids), st.integers(0, grids)))


@pytest.fixture
def city(desk):
    """甲区 3 of 4, 乙区 2 of 2, 丙区 1 of 2 since this month, 丁区 without a general grid."""
    grids = desk.write(lambda work: plant_city(work, {"甲区": 4, "乙区": 2, "丙区": 2, "丁区": 0}))

    def staff(work):
        today = work.today
        number = 0
        for district, filled in (("甲区", 3), ("乙区", 2)):
            for grid in grids[district][:filled]:
                number += 1
                enlist(work, grid, f"{'王李张刘陈'[number - 1]}一", number)
        enlist(work, grids["丙区"][0], "赵新", 8, since=today.replace(day=1))
        enlist(work, grids["甲区"][0], "钱二", 9, role="志愿者", employment=Employment.PART)
        enlist(work, grids["乙区"][0], "钱二", 9, role="志愿者", employment=Employment.PART)

    desk.write(staff)
    return grids


def read(desk, **wanted):
    return desk.read(lambda work: league(work, wanted.pop("on", work.today), **wanted))


def test_units_are_ranked_by_their_rate_with_the_month_before(desk, city):
    found = read(desk)
    assert (found.name, found.unit) == ("示例市", "区县")
    assert [(row.name, row.rank, row.rank_before) for row in found.parts] == [
        ("乙区", 1, 1),
        ("甲区", 2, 2),
        ("丙区", 3, 3),
        ("丁区", None, None),
    ]
    third = found.parts[2]
    assert (third.now, third.before) == (Staffed(2, 1), Staffed(2, 0))
    assert (third.filled_change, third.rate_change) == (1, 5_000)
    assert (found.total.now, found.total.before) == (Staffed(8, 6), Staffed(8, 5))
    assert (found.total.filled_change, found.total.rate_change) == (1, 1_250)
    assert [row.name for row in found.lacking] == ["甲区", "丙区"]


def test_a_person_at_two_places_counts_at_each_so_that_the_parts_add_up(desk, city):
    found = read(desk)
    assert [row.volunteers for row in found.parts] == [1, 1, 0, 0]
    assert (found.total.volunteers, found.total.dedicated) == (2, 4)


def test_a_month_ago_is_its_last_day(desk, city):
    today = desk.read(lambda work: work.today)
    assert month_before(dt.date(2026, 3, 31)) == dt.date(2026, 2, 28)
    assert month_before(dt.date(2024, 3, 1)) == dt.date(2024, 2, 29)
    then = read(desk, on=month_before(today))
    assert then.total.now == Staffed(8, 5)


def test_the_figures_are_those_of_coverage_at_every_level(desk, city):
    rows = {row.path: row for row in desk.read(lambda work: coverage(work, work.today))}
    for path in ("示例市", "示例市/甲区", "示例市/甲区/甲区一街道"):
        area = desk.read(lambda work, path=path: find_area(work, path, work.today))
        found = read(desk, area_id=area.id)
        want = rows[path]
        assert found.total.now == Staffed(want.general_grids, want.filled)
        assert found.total.now.rate_bp == want.rate_bp
        for part in found.parts:
            if part.now.grids:
                below = rows[f"{path}/{part.name}"]
                assert part.now == Staffed(below.general_grids, below.filled)


def test_a_unit_that_is_new_has_no_month_before(desk, city):
    day = SINCE + dt.timedelta(days=3)
    found = read(desk, on=day)
    assert {row.before for row in found.parts} == {None}
    assert found.total.filled_change is None


def test_an_area_that_does_not_stand_is_told(desk, city):
    with pytest.raises(UserError, match="还没有这个区域"):
        read(desk, area_id=999_999)


@given(st.lists(counts, min_size=1, max_size=30))
def test_ranks_follow_the_published_rate_and_leave_places_empty_after_a_tie(units):
    rows = ranked([LeagueRow(at, str(at), Staffed(*each)) for at, each in enumerate(units)])
    held = [row for row in rows if row.rank is not None]
    assert [row.rank is None for row in rows] == sorted(row.rank is None for row in rows)
    for row in held:
        better = sum(other.now.rate_bp > row.now.rate_bp for other in held)
        same = sum(other.now.rate_bp == row.now.rate_bp for other in held)
        assert (row.rank, row.tied) == (better + 1, same > 1)


@given(counts)
def test_a_hundred_per_cent_stands_only_where_no_grid_is_vacant(unit):
    staffed = Staffed(*unit)
    assert (staffed.rate_bp == 10_000) == (staffed.grids > 0 and not staffed.vacant)


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        (share(9_252), "92.52%"),
        (share(10_000), "100.00%"),
        (share(None), "—"),
        (points(35), "+0.35"),
        (points(-120), "-1.20"),
        (points(0), "0.00"),
        (points(None), "—"),
    ],
)
def test_shares_and_changes_are_written_as_people_read_them(shown, told):
    assert shown == told


def test_the_sheet_computes_what_was_stored(desk, city, tmp_path):
    """The formulas are there, and what they come to stands beside them."""
    path = tmp_path / "覆盖表.xlsx"
    today = desk.read(lambda work: work.today)
    assert write_league(desk, LeagueTable(today), Form.XLSX, path, Progress()) == 4
    sheet = openpyxl.load_workbook(path).active
    stored = openpyxl.load_workbook(path, data_only=True).active
    assert sheet["A1"].value == f"示例市一格一员覆盖表（{today.year}年{today.month}月）"
    headings = [cell.value.replace("\n", "") for cell in sheet[3]]
    assert headings == [
        "名次", "区县", "综合网格", "有专职网格", "配备率", "缺口", "专属网格", "微网格",
        "微网格联络员", "志愿者", "有专职网格比上月", "配备率比上月（百分点）", "上月名次",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[4]][:6] == [
        "—",
        "合计",
        "=SUM(C5:C8)",
        "=SUM(D5:D8)",
        "=IF(D4<C4,MIN(ROUND(D4/C4,4),0.9999),1)",
        "=C4-D4",
    ]
    for letter in "CDGHIJ":
        parts = [stored[f"{letter}{row}"].value for row in range(5, 9)]
        assert stored[f"{letter}4"].value == sum(parts)
    assert Decimal(str(stored["E4"].value)) == Decimal("0.75")
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.freeze_panes, sheet.page_setup.orientation) == ("A4", "landscape")


def test_the_page_names_the_units_that_lack_people(desk, city, tmp_path):
    path = tmp_path / "覆盖表.pdf"
    today = desk.read(lambda work: work.today)
    write_league(desk, LeagueTable(today), Form.PDF, path, Progress())
    [page] = texts_of(path)
    assert "还缺 2 个：甲区 1 个、丙区 1 个。" in page
    assert "第 1 页，共 1 页" in page
    assert "75.00%" in page


def test_where_nobody_is_lacking_the_page_says_so(desk, city):
    def fill(work):
        enlist(work, city["甲区"][3], "孙四", 21)
        enlist(work, city["丙区"][1], "周五", 22)

    desk.write(fill)
    assert notes(read(desk))[0] == "各单位的综合网格都有专职网格员。"


def test_nothing_below_an_area_is_no_table(desk, city, tmp_path):
    today = desk.read(lambda work: work.today)
    area = desk.read(lambda work: find_area(work, "示例市/甲区/甲区一街道/甲区社区", today))
    with pytest.raises(UserError, match="没有可比的单位"):
        write_league(desk, LeagueTable(today, area.id), Form.PDF, tmp_path / "表.pdf", Progress())
    assert list(tmp_path.glob("*表*")) == []


def test_a_post_that_was_voided_counts_neither_now_nor_then(desk, city):
    def void(work):
        post = work.session.scalars(
            select(Post).where(Post.area_id == city["乙区"][0].id, Post.fills_grid)
        ).one()
        post.state, post.void_reason = PostState.VOIDED, "登记错了"

    desk.write(void)
    second = next(row for row in read(desk).parts if row.name == "乙区")
    assert (second.now, second.before) == (Staffed(2, 1), Staffed(2, 1))
