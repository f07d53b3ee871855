"""A year of changes in 盐南, told through the use cases, and looked at as of each month.

The district has the published figures: 463 general grids in five streets, 科城 eight short.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from hrgrid.core.progress import Progress
from hrgrid.demo.furnishing import Size, furnish
from hrgrid.overview.queries import staffing
from hrgrid.workforce.model import Post
from hrgrid.workforce.queries import areas_on, coverage, find_area, roles
from hrgrid.workforce.queries.areas import AreaRow, tree_index
from hrgrid.workforce.queries.changes import successors_on
from hrgrid.workforce.queries.dossier import grid_card
from hrgrid.workforce.queries.gaps import gaps
from hrgrid.workforce.queries.grids import grids_of
from hrgrid.workforce.rules import Employment, Level, PostState
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.posting import begin_post, begin_stand_in, end_post
from hrgrid.workforce.service.regridding import GridForm, Part, merge_grids, split_grid
from hrgrid.workforce.service.reshaping import rename_area

YEAR = 2025
STREETS = {"新都街道": 222, "伍佑街道": 16, "黄海街道": 66, "科城街道": 107, "新河街道": 52}
SPLIT, MERGED, RENAMED = dt.date(YEAR, 3, 10), dt.date(YEAR, 6, 1), dt.date(YEAR, 9, 1)


def first(month: int) -> dt.date:
    return dt.date(YEAR, month, 1)


class Office:
    """盐南 with its clerk; each verb is what happened on a day."""

    def __init__(self, desk, folder) -> None:
        self.desk = desk
        furnish(desk, folder, Size.TOWN, Progress())
        self.since = desk.read(lambda work: min(_post_days(work)))

    def grids(self, street: str, on: dt.date) -> list:
        def read(work) -> list:
            area = find_area(work, street, on)
            rows = grids_of(work, area.id, on)
            return [row for row in rows if row.cover is not None]

        return self.desk.read(read)

    def hire(self, grid_code: str, leader_of: str, on: dt.date) -> None:
        """The leader of another grid becomes full-time worker here."""

        def deed(work) -> None:
            index = tree_index(work, work.today)
            role = next(row for row in roles(work) if row.code == "grid_worker")
            form = PostForm(index.by_code[grid_code], role, Employment.FULL, on, "招录〔2025〕1 号")
            begin_post(work, _holder(work, index.by_code[leader_of], "grid_leader"), form)

        self.desk.write(deed, reason="补缺")

    def leave(self, grid_code: str, last_day: dt.date) -> None:
        def deed(work) -> None:
            grid = tree_index(work, work.today).by_code[grid_code]
            query = work.session.query(Post).filter_by(
                area_id=grid.id, role="grid_worker", state=PostState.ACTIVE
            )
            end_post(work, query.one().id, last_day)

        self.desk.write(deed, reason="本人辞职")

    def counts(self, on: dt.date) -> dict[str, tuple[int, int]]:
        rows = self.desk.read(lambda work: coverage(work, on))
        return {
            row.path.rsplit("/", 1)[-1]: (row.general_grids, row.filled)
            for row in rows
            if row.level in {Level.DISTRICT, Level.STREET}
        }


def _post_days(work) -> list[dt.date]:
    return [row[0] for row in work.session.query(Post.valid_from).distinct()]


def _holder(work, grid: AreaRow, role: str) -> int:
    found = work.session.query(Post).filter_by(area_id=grid.id, role=role).first()
    return found.person_id


@pytest.fixture
def office(desk, tmp_path):
    return Office(desk, tmp_path / "盐南")


def live_through(office: Office) -> dict[str, str]:
    """The year; returns the codes of the grids that it is about."""
    kecheng = office.grids("科城街道", first(1))
    vacant = [row.code for row in kecheng if not row.worker]
    assert len(vacant) == 8
    # January and February: two of the eight vacancies of 科城 are filled.
    office.hire(vacant[0], kecheng[0].code, dt.date(YEAR, 1, 13))
    office.hire(vacant[1], kecheng[1].code, dt.date(YEAR, 2, 17))
    # March: a grid of 新都 grew too large and is split by households, 65 to 35.
    xindu = office.grids("新都街道", first(3))
    large, neighbour = xindu[0], xindu[1]
    parts = (
        Part(6_500, GridForm(f"{large.name}东", f"{large.code}E", households=260)),
        Part(3_500, GridForm(f"{large.name}西", f"{large.code}W", households=140)),
    )
    desk = office.desk
    desk.write(
        lambda work: split_grid(work, large.id, parts, SPLIT, "盐南政法〔2025〕3 号"),
        reason="户数超过 400 户",
    )
    # April: the other half gets its worker.
    office.hire(f"{large.code}W", neighbour.code, dt.date(YEAR, 4, 1))
    # May: a worker of 黄海 leaves; the grid is looked after, which fills no quota.
    huanghai = office.grids("黄海街道", first(5))
    office.leave(huanghai[0].code, dt.date(YEAR, 5, 20))
    # June: two small grids of one community of 伍佑 become one; one worker stays.
    wuyou = office.grids("伍佑街道", first(6))
    pair = wuyou[0], wuyou[1]
    office.leave(pair[1].code, dt.date(YEAR, 5, 31))
    merged = GridForm(f"{pair[0].name}（合）", f"{pair[0].code}M", households=500)
    desk.write(
        lambda work: merge_grids(
            work, [row.id for row in pair], merged, MERGED, "盐南〔2025〕9 号"
        ),
        reason="两格合计不足 600 户",
    )
    # August: the grid of 黄海 is filled again; meanwhile one of 新河 is looked after.
    office.hire(huanghai[0].code, huanghai[1].code, dt.date(YEAR, 8, 4))
    xinhe = office.grids("新河街道", first(8))

    def look_after(work) -> None:
        person = _holder(work, tree_index(work, work.today).by_code[xinhe[1].code], "grid_leader")
        begin_stand_in(work, xinhe[0].id, person, first(8), dt.date(YEAR, 10, 31))

    desk.write(look_after, reason="网格员请假")

    # September: a community takes another name.
    def rename(work) -> None:
        community = grid_card(work, xinhe[0].id, work.today).above[-1]
        rename_area(work, find_area(work, community, work.today).id, "新河花苑社区", RENAMED)

    desk.write(rename, reason="社区更名")
    # October to December: two more vacancies of 科城 are filled, one worker there retires.
    office.hire(vacant[2], kecheng[2].code, dt.date(YEAR, 10, 9))
    office.hire(vacant[3], kecheng[3].code, dt.date(YEAR, 11, 3))
    office.leave(kecheng[4].code, dt.date(YEAR, 12, 15))
    return {"large": large.code, "pair": pair[0].code, "vacant": vacant[0]}


# Grids and filled grids of the district on the first of each month, and on New Year's Day.
MONTHS = {
    1: (463, 455), 2: (463, 456), 3: (463, 457), 4: (464, 458), 5: (464, 458), 6: (463, 456),
    7: (463, 456), 8: (463, 456), 9: (463, 457), 10: (463, 457), 11: (463, 458), 12: (463, 459),
}  # fmt: skip


def test_a_year_of_changes_month_by_month(office):
    before = office.counts(first(1))
    assert {name: before[name][0] for name in STREETS} == STREETS
    assert before["科城街道"] == (107, 99)
    grids = live_through(office)
    found = {month: office.counts(first(month))["盐南高新区"] for month in MONTHS}
    for month, (general, filled) in found.items():
        print(f"{YEAR}-{month:02d}: {general} grids, {filled} filled, {general - filled} vacant")
    assert found == MONTHS
    last = office.counts(dt.date(YEAR, 12, 31))
    assert last["盐南高新区"] == (463, 458)
    assert {name: last[name] for name in STREETS} == {
        "新都街道": (223, 223),
        "伍佑街道": (15, 15),
        "黄海街道": (66, 66),
        "科城街道": (107, 102),
        "新河街道": (52, 52),
    }
    # The year that was is as it was: what happened later changes no earlier day.
    assert office.counts(first(1)) == before
    assert grids["large"] not in {row.code for row in office.grids("新都街道", SPLIT)}
    assert grids["large"] in {row.code for row in office.grids("新都街道", SPLIT - dt.timedelta(1))}


def test_a_past_day_has_its_tree_its_names_and_its_shares(office):
    codes = live_through(office)
    desk = office.desk

    def names(on: dt.date) -> dict[str, str]:
        rows = desk.read(lambda work: areas_on(work, on))
        return {row.code: row.name for row in rows}

    old, new = names(first(1)), names(dt.date(YEAR, 12, 31))
    assert codes["large"] in old
    assert codes["large"] not in new
    assert {f"{codes['large']}E", f"{codes['large']}W", f"{codes['pair']}M"} <= set(new)
    assert "新河花苑社区" not in old.values()
    assert "新河花苑社区" in new.values()
    shares = desk.read(
        lambda work: successors_on(
            work, tree_index(work, first(1)).by_code[codes["large"]].id, first(1), work.today
        )
    )
    assert shares == {
        f"{codes['large']}E": Fraction(65, 100),
        f"{codes['large']}W": Fraction(35, 100),
    }
    # The desk looks at a day of before: figures, vacancies and cards are of that day.
    desk.day = SPLIT - dt.timedelta(days=1)
    figures = desk.read(lambda work: staffing(work, work.day))
    assert (figures.grids, figures.filled) == (463, 457)
    empty = {row.code for row in desk.read(lambda work: gaps(work, work.day))}
    assert len(empty) == 6
    assert codes["vacant"] not in empty
    large = desk.read(lambda work: tree_index(work, work.day).by_code[codes["large"]])
    card = desk.read(lambda work: grid_card(work, large.id, work.day))
    assert card.row.worker
    assert card.vacant_since is None
    desk.day = None
    card = desk.read(lambda work: grid_card(work, large.id, work.day))
    assert card.valid_to == SPLIT
