"""The dashboard's figures, vacant grids with where they lie, and the chain above an area."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from hrgrid.overview.queries import (
    LOW_BP,
    HeadcountRow,
    PartRow,
    StaffingRow,
    area_chain,
    headcount,
    staffing,
)
from hrgrid.storage.attachments import attach
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries import coverage, tree_index
from hrgrid.workforce.rules import Employment, Level, PostState
from hrgrid.workforce.service.planting import AreaForm, Planting
from tests.overview.build import plant_city
from tests.statements import recorded
from tests.workforce.build import SINCE, enlist, plant_street


def read(desk, job, *args):
    return desk.read(lambda work: job(work, work.today, *args))


def test_an_office_without_grids_has_only_zeros(desk):
    assert read(desk, staffing) == StaffingRow(0, 0, ())
    assert read(desk, headcount) == HeadcountRow(0, 0, 0)


@pytest.fixture
def city(desk):
    """甲区 two of four grids filled, 乙区 two of two, 丙区 none of one; two part-timers."""
    grids = desk.write(lambda work: plant_city(work, {"甲区": 4, "乙区": 2, "丙区": 1}))

    def staff(work):
        filled = [*grids["甲区"][:2], *grids["乙区"]]
        for number, grid in enumerate(filled, start=1):
            enlist(work, grid, f"专职{'一二三四'[number - 1]}", number)
        part = Employment.PART
        enlist(work, grids["甲区"][0], "兼职一", 11, role="网格长", employment=part)
        enlist(work, grids["甲区"][1], "兼职一", 11, role="网格长", employment=part)
        enlist(work, grids["丙区"][0], "兼职二", 12, role="网格员", employment=part)
        enlist(work, grids["丙区"][0], "专职一", 1, role="联络员", employment=part)

    desk.write(staff)
    return grids


def test_a_city_is_compared_by_district_the_most_vacant_first(desk, city):
    found = read(desk, staffing)
    counts = [(part.name, part.grids, part.filled, part.vacant) for part in found.parts]
    assert counts == [("甲区", 4, 2, 2), ("丙区", 1, 0, 1), ("乙区", 2, 2, 0)]
    assert (found.grids, found.filled, found.vacant) == (7, 4, 3)


def test_the_figures_agree_with_the_coverage_of_every_level(desk, city):
    by_path = {row.path: row for row in read(desk, coverage)}
    found = read(desk, staffing)
    for part in found.parts:
        row = by_path[f"示例市/{part.name}"]
        assert (part.grids, part.filled, part.rate_bp) == (
            row.general_grids,
            row.filled,
            row.rate_bp,
        )
    assert (found.grids, found.filled) == (
        by_path["示例市"].general_grids,
        by_path["示例市"].filled,
    )


def test_who_holds_two_posts_is_one_person_and_full_time_where_one_post_is(desk, city):
    found = read(desk, headcount)
    assert (found.people, found.full_time, found.part_time) == (6, 4, 2)


def test_a_photo_counts_while_its_person_holds_a_post(desk, city):
    def picture(work):
        sha256 = attach(work, "照片.jpg", b"a photo", "image/jpeg").sha256
        for person in work.session.scalars(select(Person).where(Person.name != "兼职二")):
            person.photo_sha256 = sha256

    desk.write(picture)
    found = read(desk, headcount)
    assert (found.people, found.with_photo, found.without_photo) == (6, 5, 1)
    before = SINCE - dt.timedelta(days=1)
    assert desk.read(lambda work: headcount(work, before)) == HeadcountRow(0, 0, 0)


def test_a_past_day_counts_nobody_who_came_later(desk, city):
    before = SINCE - dt.timedelta(days=1)
    assert desk.read(lambda work: staffing(work, before)).grids == 0
    assert desk.read(lambda work: headcount(work, before)).people == 0
    assert desk.read(lambda work: headcount(work, SINCE)).people == 6


def test_a_voided_post_counts_neither_person_nor_grid(desk, city):
    def void(work):
        post = work.session.scalars(
            select(Post).where(Post.area_id == city["乙区"][0].id, Post.fills_grid)
        ).one()
        post.state, post.void_reason = PostState.VOIDED, "登记错人"

    desk.write(void)
    assert read(desk, headcount) == HeadcountRow(5, 3, 0)
    assert read(desk, staffing).filled == 3


def test_a_district_alone_is_compared_by_what_lies_below_it(desk):
    grids = desk.write(plant_street)
    desk.write(lambda work: enlist(work, grids[0], "张三", 1))
    found = read(desk, staffing)
    assert [(part.name, part.vacant) for part in found.parts] == [("示例社区", 2)]


def test_districts_without_a_city_above_are_compared_too(desk):
    desk.write(lambda work: plant_city(work, {"甲区": 1, "乙区": 2}, city=""))
    found = read(desk, staffing)
    assert [(part.name, part.vacant) for part in found.parts] == [("乙区", 2), ("甲区", 1)]


def test_a_grid_above_what_is_compared_is_in_the_total(desk, city):
    def add(work):
        planting = Planting(work, SINCE)
        top = planting.index.by_code["3205"]
        planting.add(top, AreaForm(Level.GRID, "市直第一网格", "G999"))
        planting.write()
        enlist(work, tree_index(work, work.today).by_code["G999"], "专职五", 21)

    desk.write(add)
    found = read(desk, staffing)
    assert sum(part.grids for part in found.parts) == 7
    assert (found.grids, found.filled, found.vacant) == (8, 5, 3)


@pytest.mark.parametrize(
    ("grids", "filled", "rate", "low"),
    [
        (3, 2, 6_666, True),
        (10_000, 9_699, 9_699, True),
        (10_000, 9_700, 9_700, False),
        (40_000, 39_999, 9_999, False),
        (5, 5, 10_000, False),
        (0, 0, 10_000, False),
    ],
)
def test_rates_are_rounded_down_and_marked_below_97_per_cent(grids, filled, rate, low):
    part = PartRow(1, "甲区", "3205/", grids, filled)
    assert (part.rate_bp, part.low) == (rate, low)
    assert LOW_BP == 9_700


def test_the_chain_of_a_grid_leads_from_the_top(desk, city):
    grid = city["乙区"][1]
    chain = read(desk, lambda work, on: area_chain(work, grid.id, on))
    assert [(link.name, link.level) for link in chain] == [
        ("示例市", Level.CITY),
        ("乙区", Level.DISTRICT),
        ("乙区一街道", Level.STREET),
        ("乙区社区", Level.COMMUNITY),
        ("乙区第1网格", Level.GRID),
    ]
    assert read(desk, lambda work, on: area_chain(work, 999_999, on)) == []


@pytest.mark.parametrize(("job", "most"), [(staffing, 4), (headcount, 2)])
def test_the_number_of_statements_does_not_grow_with_the_office(desk, city, job, most):
    read(desk, job)
    with recorded() as told:
        read(desk, job)
    assert len(told) == most
