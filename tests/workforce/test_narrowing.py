"""What headings narrow the list to, and which values they offer with their counts."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.core.identity import Sex
from hrgrid.workforce.queries import PeopleFilter, people, tree_index
from hrgrid.workforce.queries.narrowing import Dated, Heading, Picked, Worded
from hrgrid.workforce.queries.values import values_of
from hrgrid.workforce.rules import Employment
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from tests.overview.build import plant_city
from tests.workforce.build import id_number

SINCE = dt.date(2020, 1, 1)


@pytest.fixture
def city(desk):
    grids = desk.write(lambda work: plant_city(work, {"甲区": 2, "乙区": 2}))

    def enlist(work) -> None:
        enlisting = Enlisting(work, tree_index(work, work.today))
        full, part = Employment.FULL, Employment.PART
        for at, (name, party, education, grid, role, employment, year) in enumerate(
            [
                ("丁一", "中共党员", "大专", grids["甲区"][0], "网格员", full, 2019),
                ("王二", "群众", "", grids["甲区"][0], "网格员", part, 2020),
                ("李三", "群众", "本科", grids["甲区"][1], "网格长", part, 2021),
                ("王%四", "", "本科", grids["乙区"][0], "联络员", part, 2022),
            ]
        ):
            sex = Sex.MALE if at == 0 else None
            form = PersonForm(name, id_number(at), sex, party=party, education=education)
            since = dt.date(year, 7, 1)
            enlisting.take(form, PostForm(grid, enlisting.roles[role], employment, since))
        enlisting.write()

    desk.write(enlist)
    return grids


def found(desk, *narrowings, **others) -> list[str]:
    def job(work):
        wanted = PeopleFilter(work.today, narrowings=narrowings, **others)
        return sorted(row.name for row in people(work, wanted))

    return desk.read(job)


def offered(desk, heading, *narrowings) -> list[tuple[str, int]]:
    def job(work):
        wanted = PeopleFilter(work.today, narrowings=narrowings)
        return [(row.label, row.count) for row in values_of(work, wanted, heading)]

    return desk.read(job)


CASES = [
    ([Picked(Heading.PARTY, ("群众",))], ["李三", "王二"]),
    ([Picked(Heading.PARTY, ("",))], ["王%四"]),
    ([Picked(Heading.PARTY, ("", "中共党员"))], ["丁一", "王%四"]),
    ([Picked(Heading.EDUCATION, ("本科", ""))], ["李三", "王%四", "王二"]),
    ([Picked(Heading.ROLE, ("grid_leader", "liaison"))], ["李三", "王%四"]),
    ([Picked(Heading.EMPLOYMENT, ("full",))], ["丁一"]),
    ([Picked(Heading.SEX, ("male",))], ["丁一"]),
    ([Picked(Heading.SEX, ("", "female"))], ["李三", "王%四", "王二"]),
    ([Picked(Heading.PHOTO, ("1",))], []),
    ([Picked(Heading.PHOTO, ("1", ""))], ["丁一", "李三", "王%四", "王二"]),
    ([Worded(Heading.NAME, "王", begins=True)], ["王%四", "王二"]),
    ([Worded(Heading.NAME, "%")], ["王%四"]),
    ([Worded(Heading.NAME, "四", begins=True)], []),
    ([Worded(Heading.NUMBER, "3")], ["李三"]),
    ([Worded(Heading.PLACE, "乙区")], ["王%四"]),
    ([Worded(Heading.PLACE, "第1网格")], ["李三"]),
    ([Dated(Heading.SINCE, dt.date(2020, 7, 1), dt.date(2021, 7, 1))], ["李三", "王二"]),
    ([Dated(Heading.SINCE, None, dt.date(2020, 6, 30))], ["丁一"]),
    ([Dated(Heading.SINCE, dt.date(2022, 1, 1), None)], ["王%四"]),
    ([Picked(Heading.PARTY, ("群众",)), Picked(Heading.EDUCATION, ("本科",))], ["李三"]),
]


@pytest.mark.parametrize(("narrowings", "names"), CASES)
def test_headings_narrow_the_list(desk, city, narrowings, names):
    assert found(desk, *narrowings) == sorted(names)


def test_a_street_is_offered_and_narrows_by_its_id(desk, city):
    def job(work):
        return values_of(work, PeopleFilter(work.today), Heading.STREET)

    rows = desk.read(job)
    assert [(row.label, row.count) for row in rows] == [("甲区一街道", 3), ("乙区一街道", 1)]
    assert found(desk, Picked(Heading.STREET, (rows[1].value,))) == ["王%四"]


OFFERS = [
    (Heading.PARTY, [("群众", 2), ("中共党员", 1), ("（空白）", 1)]),
    (Heading.SEX, [("男", 1), ("（空白）", 3)]),
    (Heading.EDUCATION, [("本科", 2), ("大专", 1), ("（空白）", 1)]),
    (Heading.EMPLOYMENT, [("兼职", 3), ("专职", 1)]),
    (Heading.ROLE, [("网格员", 2), ("网格长", 1), ("联络员", 1)]),
    (Heading.PHOTO, [("缺", 4)]),
]


@pytest.mark.parametrize(("heading", "rows"), OFFERS)
def test_values_are_offered_with_how_many_people_have_them(desk, city, heading, rows):
    assert offered(desk, heading) == rows


def test_counts_heed_the_other_headings_but_not_their_own(desk, city):
    party = Picked(Heading.PARTY, ("群众",))
    assert offered(desk, Heading.PARTY, party) == offered(desk, Heading.PARTY)
    assert offered(desk, Heading.ROLE, party) == [("网格员", 1), ("网格长", 1)]
    liaison = Picked(Heading.ROLE, ("liaison",))
    assert offered(desk, Heading.PARTY, liaison) == [("（空白）", 1)]


def test_workers_who_share_a_grid_are_found(desk, city):
    assert found(desk, shared_grid=True) == ["丁一", "王二"]


def test_who_sees_one_district_is_offered_its_values_only(desk, database, city):
    district = "/".join(city["乙区"][0].path.split("/")[:2]) + "/"
    roles = (RoleRow(Role.VIEWER, district),)
    form = OperatorForm("mayk", "马永康", "", "", roles, "Zq7-mima-2026")
    desk.write(lambda work: add_operator(work, form))
    viewer = sign_in(database, "mayk", form.secret)
    assert offered(viewer, Heading.ROLE) == [("联络员", 1)]
    assert offered(viewer, Heading.PARTY) == [("（空白）", 1)]
    assert offered(viewer, Heading.STREET) == [("乙区一街道", 1)]
    assert found(viewer) == ["王%四"]
