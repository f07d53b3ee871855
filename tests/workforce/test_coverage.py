"""一格一员 counted by itself at every level, as of any day."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from hrgrid.demo import places
from hrgrid.demo.people import Crowd
from hrgrid.overview.queries import staffing
from hrgrid.workforce.model import Post, StandIn
from hrgrid.workforce.queries import coverage, find_area, tree_index, vacant_grids
from hrgrid.workforce.queries.gaps import gaps
from hrgrid.workforce.rules import Employment, GridKind, Level, PostState
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from hrgrid.workforce.service.planting import AreaForm, Planting
from tests.overview.build import plant_city
from tests.workforce.build import SINCE, enlist, plant_street
from tests.workforce.test_queries import FIRST, looking_at


def test_yannan_counts_to_455_of_463_where_the_district_claims_all(desk):
    def build(work):
        planting = Planting(work)
        for row in places.district_rows():
            parent = None
            for heading, level in (
                ("区县", Level.DISTRICT),
                ("街道", Level.STREET),
                ("社区", Level.COMMUNITY),
            ):
                names = (*(planting.index.names_of[parent.id] if parent else ()), row[heading])
                found = planting.index.by_names.get(names)
                parent = found or planting.add(parent, AreaForm(level, row[heading]))
            kind = GridKind.GENERAL if row["网格类型"] == "综合网格" else GridKind.DEDICATED
            planting.add(parent, AreaForm(Level.GRID, row["网格名称"], row["网格编码"], kind))
        planting.write()

    def staff(work):
        index, crowd = tree_index(work, work.today), Crowd("盐南")
        enlisting = Enlisting(work, index)
        for street in places.YANNAN:
            path = find_area(work, f"盐南高新区/{street.name}", work.today).path
            grids = [
                row
                for row in index.by_code.values()
                if row.path.startswith(path) and row.kind is GridKind.GENERAL
            ]
            assert len(grids) == street.general
            for grid in grids[: street.workers]:
                person = crowd.next()
                post = PostForm(grid, enlisting.roles["网格员"], Employment.FULL, SINCE)
                enlisting.take(PersonForm(person.name, person.id_number), post)
        enlisting.write()

    desk.write(build)
    desk.write(staff)
    rows = {row.path: row for row in desk.read(lambda work: coverage(work, work.today))}
    district = rows["盐南高新区"]
    assert (district.general_grids, district.filled, district.vacant) == (463, 455, 8)
    assert district.rate_bp == 9827
    counts = [rows[f"盐南高新区/{street.name}"] for street in places.YANNAN]
    assert [row.general_grids for row in counts] == [222, 16, 66, 107, 52]
    assert [row.vacant for row in counts] == [0, 0, 0, 8, 0]
    assert rows["盐南高新区/科城街道"].rate_bp == 9252
    assert len(desk.read(lambda work: vacant_grids(work, work.today))) == 8


def test_a_past_day_gives_the_people_of_that_day(desk):
    grids = desk.write(plant_street)
    desk.write(lambda work: enlist(work, grids[0], "张三", 1, since=dt.date(2021, 5, 1)))
    counts = [
        desk.read(lambda work, on=on: coverage(work, on))[0].filled
        for on in (dt.date(2021, 4, 30), dt.date(2021, 5, 1))
    ]
    assert counts == [0, 1]
    before_all = desk.read(lambda work: coverage(work, dt.date(2019, 12, 31)))
    assert before_all == []

    def leave(work):
        post = work.session.scalars(select(Post)).one()
        post.state, post.valid_to = PostState.ENDED, dt.date(2023, 1, 1)

    desk.write(leave)
    assert desk.read(lambda work: coverage(work, dt.date(2022, 12, 31)))[0].filled == 1
    assert desk.read(lambda work: coverage(work, dt.date(2023, 1, 1)))[0].filled == 0


def test_a_stand_in_covers_a_post_but_fills_no_vacancy(desk):
    grids = desk.write(plant_street)
    desk.write(lambda work: enlist(work, grids[0], "张三", 1))
    desk.write(lambda work: enlist(work, grids[1], "李四", 3, employment=Employment.PART))

    def stand_in(work):
        for grid in grids[:2]:
            work.session.add(
                StandIn(
                    area_id=grid.id,
                    person_id=2,
                    reason="产假",
                    valid_from=SINCE,
                    valid_to=None,
                    pay_effect=None,
                    allowance_fen=None,
                )
            )

    desk.write(stand_in)
    row = desk.read(lambda work: coverage(work, work.today))[0]
    assert (row.general_grids, row.filled, row.covered, row.vacant) == (3, 1, 1, 2)


def test_vacant_grids_of_other_parts_are_not_told(desk):
    desk.write(lambda work: plant_city(work, {"甲区": 2, "乙区": 1}))
    first = looking_at(desk, FIRST)
    assert [row.code for row in first.read(lambda work: gaps(work, work.today))] == [
        "G100",
        "G101",
    ]
    both = looking_at(desk, FIRST, "3205/D2/").read(lambda work: staffing(work, work.today))
    assert [(part.name, part.vacant) for part in both.parts] == [("甲区", 2), ("乙区", 1)]
