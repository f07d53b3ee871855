"""The list of people, the search and the counts: what they find, and for whom."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from hrgrid.core.errors import Refused
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.overview.queries import area_chain, headcount, staffing
from hrgrid.storage.base import DamagedRow
from hrgrid.storage.desk import Desk
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries import (
    PeopleFilter,
    PeopleOrder,
    areas_on,
    count_people,
    coverage,
    people,
    people_by_area,
    person_card,
    search,
    tree_index,
)
from hrgrid.workforce.rules import Employment, GridKind, Level
from hrgrid.workforce.service.bureaus import add_bureau
from tests.overview.build import plant_city
from tests.statements import recorded
from tests.storage.deeds import only
from tests.workforce.build import enlist, id_number

NAMES = ["王芳", "王芳", "王小明", "丁一", "欧阳晨", "张伟", "张伟强", "单雄信", "㛃珺", "赵六"]


@pytest.fixture
def template(template, furnished):
    """The office with its people, for all tests of this module."""
    return furnished("queries of the workforce", settle_city)


@pytest.fixture
def city(desk):
    """甲区 with four grids, 乙区 with three; ten people over them and one at an office of 甲区."""
    return desk.read(grids_of)


def grids_of(work):
    """The general grids by district, in their order."""
    rows = [row for row in areas_on(work, work.today) if row.kind is GridKind.GENERAL]
    rows.sort(key=lambda row: row.id)
    return {name: [row for row in rows if name in row.name] for name in ("甲区", "乙区")}


def settle_city(desk):
    """Plant the grids and enlist everybody."""
    grids = desk.write(lambda work: plant_city(work, {"甲区": 4, "乙区": 3}))
    places = [*grids["甲区"], *grids["乙区"]]

    def staff(work):
        for number, name in enumerate(NAMES):
            full = number < len(places)
            enlist(
                work,
                places[number % len(places)],
                name,
                number,
                role="网格员" if full else "信息员",
                employment=Employment.FULL if full else Employment.PART,
                phone=f"1900000{number:04d}",
            )
        bureau = add_bureau(work, tree_index(work, work.today).by_code["S1"], "联动中心")
        enlist(work, bureau, "钱七", 90, role="坐席员", employment=Employment.PART)

    desk.write(staff)
    assert desk.read(grids_of) == grids


def read(desk, job, *args):
    return desk.read(lambda work: job(work, *args))


def listed(desk, **wanted):
    return desk.read(lambda work: [row.name for row in people(work, filtered(work, **wanted))])


def filtered(work, **wanted):
    return PeopleFilter(work.today, **wanted)


def looking_at(desk, *paths, right=Right.VIEW_WORKFORCE):
    """Another person at the same data, who may look at these parts."""
    grants = frozenset(Grant(right, path) for path in paths)
    return Desk(desk.database, Actor(1, "查看人", "查看人", "示例区", grants), desk.keyring)


FIRST = "3205/D1/"


# --- the list ---------------------------------------------------------------------------------


@pytest.mark.parametrize("order", PeopleOrder)
@pytest.mark.parametrize("size", [1, 3, 11])
def test_pages_by_key_hold_everybody_once_in_order(desk, city, order, size):
    def all_pages(work):
        rows, after = [], None
        while page := people(work, filtered(work), order, after, size):
            rows += page
            after = page[-1].key, page[-1].id
        return rows

    rows = desk.read(all_pages)
    assert len({row.id for row in rows}) == len(rows) == 11
    keys = [(row.key, row.id) for row in rows]
    assert keys == sorted(keys)


@only("sqlite")
def test_a_page_deep_in_the_list_enters_the_index_at_its_place(desk, city):
    """On SQLite: the plan of a server depends on its statistics."""
    with recorded() as told:
        desk.read(lambda work: people(work, filtered(work), after=("5", 3)))
    (statement,) = [text for text in told if "FROM person" in text]
    with desk.database.raw(writes=False) as connection:
        marks = ("x",) * statement.count("?")
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", marks).all()
    assert any("USING INDEX ix_person_stroke (stroke_key>" in str(row) for row in plan), plan


@only("sqlite")
def test_a_common_surname_is_a_stretch_of_the_list(desk, city):
    """Sorting every 王 of a million people for each page would take seconds."""
    with recorded() as told:
        desk.read(lambda work: people(work, filtered(work, text="王")))
    statement = next(text for text in told if "person.stroke_key >=" in text)
    with desk.database.raw(writes=False) as connection:
        marks = ("x",) * statement.count("?")
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", marks).all()
    assert any("USING INDEX ix_person_stroke (stroke_key>" in str(row) for row in plan), plan
    assert not any("TEMP B-TREE" in str(row) for row in plan), plan


@pytest.mark.parametrize("text", ["王", "欧", "单", "㛃", "丁", "钱", "赵"])
def test_one_character_finds_the_same_people_in_every_order(desk, city, text):
    def found(order):
        def all_pages(work):
            rows, after = [], None
            while page := people(work, filtered(work, text=text), order, after, 1):
                rows += page
                after = page[-1].key, page[-1].id
            return rows

        rows = desk.read(all_pages)
        assert [(row.key, row.id) for row in rows] == sorted((row.key, row.id) for row in rows)
        return {row.id for row in rows}

    one, *others = map(found, PeopleOrder)
    assert one
    assert all(one == other for other in others)
    assert len(one) == desk.read(lambda work: count_people(work, filtered(work, text=text)))


def test_one_character_may_be_somebody_s_number(desk, city):
    def number(work):
        work.session.scalar(select(Person).where(Person.name == "赵六")).number = "王"

    desk.write(number)
    names = {row.name for row in rows_of(desk, text="王")}
    assert names == {"王芳", "王小明", "赵六"}


def test_the_number_of_statements_of_a_page_does_not_grow(desk, city):
    desk.read(lambda work: people(work, filtered(work)))
    with recorded() as told:
        desk.read(lambda work: people(work, filtered(work)))
    assert len(told) == 2


@pytest.mark.parametrize(
    ("model", "change"),
    [(Person, {"note": "改过"}), (Post, {"start_document": "改过"})],
)
def test_a_damaged_row_of_the_page_is_noticed_others_are_not_read(desk, city, model, change):
    with desk.database.raw(writes=True) as connection:
        where = model.__table__.c.id == 1
        connection.execute(update(model.__table__).where(where).values(**change))
    with pytest.raises(DamagedRow, match="第 1 行"):
        desk.read(lambda work: people(work, filtered(work)))
    assert listed(desk, text="赵六") == ["赵六"]


def test_who_works_at_an_office_stands_in_its_street(desk, city):
    street = read(desk, tree_index_of, "S1")
    (row,) = [row for row in rows_of(desk, area_ids=(street.id,)) if row.name == "钱七"]
    assert (row.place, row.street, row.role) == ("联动中心", "甲区一街道", "坐席员")


def tree_index_of(work, code):
    return tree_index(work, work.today).by_code[code]


def rows_of(desk, **wanted):
    return desk.read(lambda work: people(work, filtered(work, **wanted)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("王", {"王芳", "王小明"}),
        ("张伟", {"张伟", "张伟强"}),
        ("wxm", {"王小明"}),
        ("zhangwei", {"张伟", "张伟强"}),
        ("0005", {"张伟"}),
        ("19000000008", {"㛃珺"}),
        (id_number(3), {"丁一"}),
        ("G0000004", {"丁一"}),
        ("G200", {"欧阳晨"}),
        ("没有", set()),
    ],
)
def test_a_typed_text_finds_people_in_the_list_and_in_the_search(desk, city, text, found):
    assert set(listed(desk, text=text)) == found
    hits = desk.read(lambda work: search(work, text, work.today))
    assert {hit.title for hit in hits if hit.kind == "person"} == found


# --- the search -------------------------------------------------------------------------------


def test_the_search_gives_the_nearest_names_first_and_no_more_than_asked(desk, city):
    titles = [hit.title for hit in desk.read(lambda work: search(work, "张伟", work.today))]
    assert titles == ["张伟", "张伟强"]
    assert len(desk.read(lambda work: search(work, "王", work.today, 2))) == 2


def test_a_find_says_what_the_person_does_where(desk, city):
    (hit,) = desk.read(lambda work: search(work, "丁一", work.today))
    assert (hit.kind, hit.subtitle) == ("person", "网格员、甲区第3网格")


def test_areas_are_found_by_name_and_by_code_in_the_order_of_the_office(desk, city):
    hits = desk.read(lambda work: search(work, "甲区第", work.today))
    assert [hit.title for hit in hits] == [f"甲区第{number}网格" for number in range(4)]
    hits = desk.read(lambda work: search(work, "s2", work.today))
    assert [(hit.title, hit.subtitle) for hit in hits] == [("乙区一街道", "街道 S2")]


def test_a_search_for_blanks_asks_nothing(desk):
    with recorded() as told:
        assert desk.read(lambda work: search(work, "  ", work.today)) == []
    assert told == []


# --- counts by area ---------------------------------------------------------------------------


def test_people_of_an_office_and_with_several_posts_count_once_at_every_level(desk, city):
    def help_out(work):
        index = tree_index(work, work.today)
        for code in ("G100", "G101", "G200"):
            enlist(work, index.by_code[code], "王芳", 0, role="联络员", employment=Employment.PART)

    desk.write(help_out)
    counts = by_code(desk)
    assert counts["3205"] == 11
    # Eight of the ten stand here, and the one at the office.
    assert (counts["D1"], counts["S1"], counts["C1"]) == (8, 8, 7)
    assert (counts["G100"], counts["G101"], counts["D2"], counts["G200"]) == (2, 3, 4, 2)


def by_code(desk):
    def job(work):
        codes = {row.id: code for code, row in tree_index(work, work.today).by_code.items()}
        return {codes[key]: n for key, n in people_by_area(work, work.today).items()}

    return desk.read(job)


def test_counts_by_area_are_those_of_the_list(desk, city):
    counts = by_code(desk)

    def listed_at(work, code):
        area = tree_index(work, work.today).by_code[code]
        return count_people(work, filtered(work, area_ids=(area.id,)))

    assert {code: read(desk, listed_at, code) for code in counts} == counts


# --- who may look at a part -------------------------------------------------------------------


@pytest.fixture
def first(desk, city):
    """Somebody who may look at 甲区."""
    return looking_at(desk, FIRST)


def test_the_list_and_its_count_hold_the_people_of_the_part_only(desk, city, first):
    names = [row.name for row in rows_of(first)]
    assert sorted(names) == sorted([*NAMES[:4], *NAMES[7:], "钱七"])
    assert first.read(lambda work: count_people(work, filtered(work))) == len(names)
    assert sorted(listed(looking_at(desk, "3205/D2"))) == sorted(NAMES[4:7])
    assert len(rows_of(looking_at(desk, FIRST, "3205/D2/"))) == 11
    assert rows_of(looking_at(desk, "3205/D9/")) == []


def test_an_area_asked_for_is_met_with_what_may_be_seen(desk, city, first):
    ids = {code: read(desk, tree_index_of, code).id for code in ("3205", "D2", "C1", "S2")}

    def at(*codes):
        return sorted(listed(first, area_ids=tuple(ids[code] for code in codes)))

    whole = sorted(listed(first))
    assert at("3205") == whole
    assert at("D2") == at("S2") == []
    assert at("C1") == at("C1", "D2") == sorted(name for name in whole if name != "钱七")


def test_past_holders_of_the_part_are_found_others_are_not(desk, city, first):
    assert listed(first, past=True, text="张伟") == []
    assert set(listed(first, past=True, text="王")) == {"王芳", "王小明"}


@pytest.mark.parametrize("text", ["张伟", "zw", "0005", "G201", "乙区", "D2", id_number(5)])
def test_the_search_does_not_leave_the_part(desk, city, first, text):
    assert desk.read(lambda work: search(work, text, work.today))
    assert first.read(lambda work: search(work, text, work.today)) == []


def test_the_card_of_somebody_elsewhere_is_refused_and_that_is_recorded(desk, city, first):
    ids = desk.read(lambda work: dict(work.session.execute(select(Person.name, Person.id)).all()))
    assert first.read(lambda work: person_card(work, ids["钱七"])).name == "钱七"
    with pytest.raises(Refused, match="不在你能看的区域"):
        first.read(lambda work: person_card(work, ids["张伟"]))


def test_the_tree_shows_the_part_and_what_leads_to_it(desk, city, first):
    rows = first.read(lambda work: areas_on(work, work.today, Level.COMMUNITY))
    assert [row.code for row in rows] == ["3205", "D1", "S1", "C1"]
    assert by_code_seen(desk, first) == {"3205": 8, "D1": 8, "S1": 8, "C1": 7}


def by_code_seen(desk, seer):
    codes = {row.id: row.code for row in desk.read(lambda work: areas_on(work, work.today))}
    counts = seer.read(lambda work: people_by_area(work, work.today))
    return {codes[key]: n for key, n in counts.items() if not codes[key].startswith("G")}


def test_the_figures_are_those_of_the_part(desk, city, first):
    rows = first.read(lambda work: coverage(work, work.today))
    assert [row.path for row in rows] == [
        "示例市/甲区",
        "示例市/甲区/甲区一街道",
        "示例市/甲区/甲区一街道/甲区社区",
    ]
    figures = first.read(lambda work: staffing(work, work.today))
    assert (figures.grids, figures.filled) == (4, 4)
    assert first.read(lambda work: headcount(work, work.today)).people == 8
    grid = city["乙区"][0]
    assert desk.read(lambda work: area_chain(work, grid.id, work.today))
    assert first.read(lambda work: area_chain(work, grid.id, work.today)) == []


@pytest.mark.parametrize(
    "job",
    [
        lambda work: people(work, filtered(work)),
        lambda work: search(work, "张伟", work.today),
        lambda work: people_by_area(work, work.today),
        lambda work: coverage(work, work.today),
        lambda work: headcount(work, work.today),
    ],
)
def test_who_may_look_at_nothing_is_refused(desk, city, job):
    with pytest.raises(Refused, match="没有“查看网格与人员”的权限"):
        looking_at(desk, "", right=Right.READ_JOURNAL).read(job)


def test_the_whole_office_costs_no_statement_for_its_rights(desk, city):
    with recorded() as whole:
        looking_at(desk, "", FIRST).read(lambda work: people(work, filtered(work)))
    with recorded() as part:
        looking_at(desk, FIRST).read(lambda work: people(work, filtered(work)))
    assert len(part) == len(whole) + 1
