"""The star that somebody has on a day, as other rooms show it; on both engines."""

from __future__ import annotations

import datetime as dt

import openpyxl

from hrgrid.assessment.model import StarAward
from hrgrid.assessment.queries.star_history import (
    RATINGS,
    grid_star_levels,
    star_levels,
    star_words,
)
from hrgrid.core.narrowing import Picked
from hrgrid.core.progress import Progress
from hrgrid.paper.forms import Form
from hrgrid.workforce.model import Person
from hrgrid.workforce.papers import Register, write_register
from hrgrid.workforce.queries import PeopleFilter, count_people
from hrgrid.workforce.queries import people as people_listed
from hrgrid.workforce.queries.narrowing import Heading
from hrgrid.workforce.queries.values import values_of
from hrgrid.workforce.rules import PersonState
from tests.assessment.office import grid, person
from tests.statements import recorded

FROM, TO = dt.date(2026, 1, 1), dt.date(2027, 1, 1)
WITHIN, BEHIND = dt.date(2026, 12, 31), TO


def award(desk, level, *, name=None, place=None, since=FROM, until=TO):
    """A star taken over from before."""
    person_id = person(desk, name) if name else None
    grid_id = grid(desk, place).id if place else None

    def write(work):
        work.session.add(
            StarAward(
                round_id=None,
                person_id=person_id,
                grid_id=grid_id,
                level=level,
                monthly_fen=0,
                valid_from=since,
                valid_to=until,
                lasts_to=until,
                ended_by_id=None,
                document_no="政法〔2025〕3号",
                void_reason="",
                import_operation=None,
                made_at=work.now,
                made_by="卫东",
            )
        )

    desk.write(write)
    return person_id or grid_id


def test_a_star_holds_from_its_first_day_to_its_last(office):
    zhao, place = award(office, 4, name="赵一"), award(office, 3, place="E001")
    before = FROM - dt.timedelta(days=1)
    for on, people, grids in (
        (before, {}, {}),
        (FROM, {zhao: 4}, {place: 3}),
        (WITHIN, {zhao: 4}, {place: 3}),
        (BEHIND, {}, {}),
    ):
        assert office.read(lambda work, on=on: star_levels(work, on)) == people
        assert office.read(lambda work, on=on: grid_star_levels(work, on)) == grids
    qian = person(office, "钱二")
    assert office.read(lambda work: star_levels(work, WITHIN, [qian])) == {}
    assert office.read(lambda work: star_words(work, [zhao, qian], WITHIN)) == {zhao: "四星"}
    assert office.read(lambda work: grid_star_levels(work, WITHIN, [place + 999])) == {}


def test_who_was_kept_has_the_star_of_the_one_merged_into_him(office):
    award(office, 4, name="赵一")
    zhao, qian, sun = (person(office, name) for name in ("赵一", "钱二", "孙三"))

    def merge(work):
        found = work.session.get(Person, zhao)
        found.state, found.merged_into_id = PersonState.MERGED, qian

    office.write(merge)
    assert office.read(lambda work: star_levels(work, WITHIN)) == {qian: 4}
    assert office.read(lambda work: star_levels(work, WITHIN, [qian, sun])) == {qian: 4}
    assert office.read(lambda work: star_levels(work, WITHIN, [sun])) == {}


def test_the_register_has_the_star_of_its_day(office, tmp_path):
    award(office, 4, name="赵一")
    path = tmp_path / "花名册.xlsx"
    for on, star in ((WITHIN, "四星"), (BEHIND, None)):
        asked = Register(on, stars=star_words)
        write_register(office, asked, Form.XLSX, path, Progress())
        sheet = openpyxl.load_workbook(path).active
        headings = [cell.value for cell in sheet[3]]
        name, at = headings.index("姓名"), headings.index("当前星级")
        shown = {row[name].value: row[at].value or None for row in sheet.iter_rows(min_row=4)}
        assert shown["赵一"] == star
        assert shown["钱二"] is None


def test_however_many_people_have_a_star_two_statements_tell_of_a_page(office):
    names = ("赵一", "钱二", "孙三", "李四")
    ids = [award(office, 3, name=name) for name in names]
    with recorded() as asked:
        found = office.read(lambda work: star_levels(work, WITHIN, ids))
    assert (len(found), len(asked)) == (4, 2)


def listed(desk, *values, on=WITHIN):
    """The list of people by name with their stars, narrowed to these."""
    narrowings = (Picked(Heading.STAR, values),) if values else ()

    def read(work):
        wanted = PeopleFilter(on, narrowings=narrowings, ratings=RATINGS)
        rows = people_listed(work, wanted)
        assert len(rows) == count_people(work, wanted)
        return {row.name: row.star for row in rows}

    return desk.read(read)


def test_the_list_of_people_shows_stars_and_narrows_by_them(office):
    award(office, 4, name="赵一")
    award(office, 3, name="钱二")
    award(office, 3, name="孙三", until=FROM)
    everybody = listed(office)
    assert everybody == dict.fromkeys(everybody, 0) | {"赵一": 4, "钱二": 3}
    assert listed(office, "4") == {"赵一": 4}
    assert listed(office, "3", "4") == {"赵一": 4, "钱二": 3}
    assert listed(office, "") == dict.fromkeys(set(everybody) - {"赵一", "钱二"}, 0)
    assert listed(office, "", "4").keys() == everybody.keys() - {"钱二"}
    assert listed(office, "4", on=BEHIND) == {}


def test_the_list_offers_each_star_with_how_many_have_it(office):
    award(office, 4, name="赵一")
    for name in ("钱二", "孙三"):
        award(office, 3, name=name)
    none = len(listed(office)) - 3

    def offered(work):
        # Its own tick does not count.
        wanted = PeopleFilter(WITHIN, narrowings=(Picked(Heading.STAR, ("4",)),), ratings=RATINGS)
        return [(row.value, row.label, row.count) for row in values_of(work, wanted, Heading.STAR)]

    rows = [("3", "三星", 2), ("4", "四星", 1), ("", "未评星", none)]
    assert office.read(offered) == rows


def test_of_a_merged_person_the_list_shows_the_better_star_once(office):
    award(office, 4, name="赵一")
    award(office, 2, name="钱二")
    zhao, qian = person(office, "赵一"), person(office, "钱二")

    def merge(work):
        found = work.session.get(Person, zhao)
        found.state, found.merged_into_id = PersonState.MERGED, qian

    office.write(merge)
    assert listed(office, "4") == {"钱二": 4}
    assert listed(office, "2") == {}
