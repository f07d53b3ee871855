"""The list of grids: order, pages by key, conditions, values, and who sees what."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.narrowing import Counted, Picked, Worded
from hrgrid.workforce.queries.gridlist import (
    GridFilter,
    GridHeading,
    GridOrder,
    anchors_of_grids,
    count_grids,
    grid_values,
    grids,
    grids_by_ids,
    place_of_grid,
)
from hrgrid.workforce.rules import GridKind, GridSizes, Level
from hrgrid.workforce.service.planting import AreaForm, Planting
from hrgrid.workforce.service.sizes import keep_grid_sizes
from tests.workforce.build import SINCE, enlist

HOUSEHOLDS = {"A1": 400, "A2": 120, "A3": None, "B1": 500, "B2": 900, "B3": 300}


@pytest.fixture
def streets(desk):
    """甲街道 with A1 to A3, 乙街道 with B1 to B3 and a school; 丁一 works at A1."""

    def plant(work):
        planting = Planting(work, SINCE)
        top = planting.add(None, AreaForm(Level.DISTRICT, "示例区", "D"))
        for name, letter in (("甲", "A"), ("乙", "B")):
            street = planting.add(top, AreaForm(Level.STREET, f"{name}街道", f"S{letter}"))
            community = planting.add(street, AreaForm(Level.COMMUNITY, f"{name}社区", f"C{letter}"))
            for number in (1, 2, 3):
                code = f"{letter}{number}"
                form = AreaForm(
                    Level.GRID, f"{name}{number}格", code, GridKind.GENERAL, HOUSEHOLDS[code]
                )
                planting.add(community, form)
        school = AreaForm(Level.GRID, "乙学校", "BX", GridKind.DEDICATED, 5)
        planting.add(community, school)
        planting.write()

    desk.write(plant)
    first = listed(desk)[0]
    from hrgrid.workforce.queries import tree_index

    area = desk.read(lambda work: tree_index(work, work.today).by_code[first.code])
    desk.write(lambda work: enlist(work, area, "丁一", 1))
    return desk


def wanted(work, **conditions) -> GridFilter:
    return GridFilter(work.today, **conditions)


def listed(desk, order=GridOrder.TREE, **conditions):
    return desk.read(lambda work: grids(work, wanted(work, **conditions), order, None, 50))


def codes(rows) -> list[str]:
    return [row.code for row in rows]


def narrowed(desk, *narrowings) -> list[str]:
    return codes(listed(desk, narrowings=narrowings))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (GridOrder.TREE, ["A1", "A2", "A3", "B1", "B2", "B3", "BX"]),
        (GridOrder.CODE, ["A1", "A2", "A3", "B1", "B2", "B3", "BX"]),
        (GridOrder.FEWEST, ["A3", "BX", "A2", "B3", "A1", "B1", "B2"]),
        (GridOrder.MOST, ["B2", "B1", "A1", "B3", "A2", "BX", "A3"]),
    ],
)
def test_grids_come_in_every_order_and_page_by_page(streets, order, expected):
    assert codes(listed(streets, order)) == expected
    pages, after = [], None
    while True:
        page = streets.read(lambda work: grids(work, wanted(work), order, after, 3))  # noqa: B023
        pages += page
        if len(page) < 3:
            break
        after = page[-1].key, page[-1].id
    assert codes(pages) == expected


@pytest.mark.parametrize("order", list(GridOrder))
def test_anchors_and_places_agree_with_the_pages(streets, order):
    rows = listed(streets, order)
    found = streets.read(lambda work: anchors_of_grids(work, wanted(work), order, 2))
    assert found.count == len(rows) == 7
    assert [one[1] for one in found.after] == [rows[at].id for at in (1, 3, 5)]
    for at, row in enumerate(rows):
        mark = row.key, row.id
        place = streets.read(lambda work: place_of_grid(work, wanted(work), order, mark))  # noqa: B023
        assert place == at


def test_a_row_tells_where_the_grid_lies_and_how_it_stands(streets):
    row = listed(streets)[0]
    told = (row.name, row.street, row.community, row.worker, row.cover.label, row.households)
    assert told == ("甲1格", "甲街道", "甲社区", "丁一", "有人", 400)
    assert listed(streets)[-1].cover is None


def test_headings_narrow(streets):
    head = GridHeading
    assert narrowed(streets, Counted(head.HOUSEHOLDS, 300, 500)) == ["A1", "B1", "B3"]
    assert narrowed(streets, Counted(head.HOUSEHOLDS, None, 100)) == ["BX"]
    assert narrowed(streets, Picked(head.KIND, ("dedicated",))) == ["BX"]
    assert narrowed(streets, Picked(head.COVER, ("filled", ""))) == ["A1", "BX"]
    assert narrowed(streets, Worded(head.WORKER, "丁")) == ["A1"]
    assert narrowed(streets, Worded(head.COMMUNITY, "乙")) == ["B1", "B2", "B3", "BX"]
    assert narrowed(streets, Worded(head.NAME, "2格")) == ["A2", "B2"]
    assert narrowed(streets, Worded(head.CODE, "B", begins=True), Worded(head.NAME, "校")) == ["BX"]


def test_values_are_counted_under_the_other_conditions(streets):
    def values(heading, *narrowings):
        rows = streets.read(
            lambda work: grid_values(work, wanted(work, narrowings=narrowings), heading)
        )
        return {row.label: row.count for row in rows}

    assert values(GridHeading.COVER) == {"空缺": 5, "有人": 1, "不要求": 1}
    assert values(GridHeading.KIND) == {"综合网格": 6, "专属网格": 1}
    assert values(GridHeading.STREET) == {"甲街道": 3, "乙街道": 4}
    many = Counted(GridHeading.HOUSEHOLDS, 300, None)
    assert values(GridHeading.STREET, many) == {"甲街道": 1, "乙街道": 3}
    street = streets.read(lambda work: grid_values(work, wanted(work), GridHeading.STREET))[0]
    assert narrowed(streets, Picked(GridHeading.STREET, (street.value,)))[0] == "B1"


def test_odd_sizes_follow_the_rule_in_force(streets):
    assert codes(listed(streets, odd_size=True)) == ["A2", "B2"]
    assert codes(listed(streets, uncounted=True)) == ["A3"]
    sizes = GridSizes(general_least=450, general_most=1_000)
    day = streets.read(lambda work: work.today)
    streets.write(lambda work: keep_grid_sizes(work, sizes, day), reason="省里新标准")
    assert codes(listed(streets, odd_size=True)) == ["A1", "A2", "B3"]
    yesterday = day - dt.timedelta(days=1)
    before = GridFilter(yesterday, odd_size=True)
    assert codes(streets.read(lambda work: grids(work, before))) == ["A2", "B2"]


def test_sizes_that_are_no_range_are_refused(streets):
    with pytest.raises(UserError, match="综合网格的建议户数 500–300 不成范围"):
        GridSizes(general_least=500, general_most=300).check()


def test_what_is_typed_finds_name_code_or_worker(streets):
    assert codes(listed(streets, text="甲2")) == ["A2"]
    assert codes(listed(streets, text="b")) == ["B1", "B2", "B3", "BX"]
    assert codes(listed(streets, text="丁一")) == ["A1"]
    assert codes(listed(streets, text="%")) == []


def test_who_looks_at_a_part_gets_its_grids_only(streets, database):
    path = "D/SA/"
    form = OperatorForm("mayk", "马永康", "", "", (RoleRow(Role.VIEWER, path),), "Zq7-mima-2026")
    streets.write(lambda work: add_operator(work, form))
    viewer = sign_in(database, "mayk", form.secret)
    assert codes(listed(viewer)) == ["A1", "A2", "A3"]
    assert viewer.read(lambda work: count_grids(work, wanted(work))) == 3
    ids = [row.id for row in listed(streets)]
    assert len(viewer.read(lambda work: grids_by_ids(work, ids, wanted(work)))) == 3
    with pytest.raises(Refused):
        viewer.write(
            lambda work: keep_grid_sizes(work, GridSizes(), work.today), reason="没有这个权限"
        )
