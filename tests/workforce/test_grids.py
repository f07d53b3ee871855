"""一格一档: how a grid stands, who works there, and since when nobody does."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from hrgrid.core.errors import Refused
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries.dossier import grid_card
from hrgrid.workforce.queries.grids import grids_of, holders
from hrgrid.workforce.rules import Cover, Employment
from hrgrid.workforce.service.posting import begin_stand_in, end_post
from hrgrid.workforce.service.regridding import GridForm, Part, split_grid
from tests.workforce.build import SINCE, enlist, plant_street

JULY = dt.date(2026, 7, 1)


@pytest.fixture
def grids(desk):
    """张三 and 李四 in the first two of three general grids; 王五 leads the first."""

    def job(work):
        made = plant_street(work)
        enlist(work, made[0], "张三", 1)
        enlist(work, made[1], "李四", 3)
        enlist(work, made[0], "王五", 5, role="网格长", employment=Employment.PART)
        return made

    return desk.write(job)


def person(desk, name):
    return desk.read(lambda work: work.session.scalar(select(Person.id).where(Person.name == name)))


def test_the_grids_of_a_community_say_how_they_stand(desk, grids):
    li = person(desk, "李四")
    desk.write(lambda work: begin_stand_in(work, grids[0].id, li, JULY, None), reason="产假")
    parent = grids[0].parent_id
    rows = desk.read(lambda work: grids_of(work, parent, JULY))
    assert [(row.code, row.worker, row.stand_in, row.cover) for row in rows] == [
        ("0000", "张三", "李四", Cover.COVERED),
        ("0001", "李四", "", Cover.FILLED),
        ("0002", "", "", Cover.VACANT),
        ("0003", "", "", None),
    ]
    before = desk.read(lambda work: grids_of(work, parent, JULY - dt.timedelta(days=1)))
    assert before[0].cover is Cover.FILLED


def test_a_card_tells_posts_chain_stand_ins_and_vacancy(desk, grids):
    li = person(desk, "李四")
    desk.write(lambda work: begin_stand_in(work, grids[0].id, li, JULY, None), reason="产假")
    card = desk.read(lambda work: grid_card(work, grids[0].id, JULY))
    assert card.above == ("示例区", "示例街道", "示例社区")
    assert [(one.role, one.name, one.valid_from) for one in card.holders] == [
        ("网格员", "张三", SINCE),
        ("网格长", "王五", SINCE),
    ]
    assert [(role, [one.name for one in named]) for role, named in card.chain] == [
        ("镇村领导", []),
        ("包联干部", []),
        ("网格长", ["王五"]),
        ("网格员", ["张三"]),
    ]
    assert [(one.name, one.reason) for one in card.stand_ins] == [("李四", "产假")]
    assert card.vacant_since is None
    post = desk.read(lambda work: holders(work, [grids[1].id], JULY))[0].post_id
    desk.write(lambda work: end_post(work, post, JULY), reason="辞职")
    empty = desk.read(lambda work: grid_card(work, grids[1].id, dt.date(2026, 8, 1)))
    assert empty.vacant_since == dt.date(2026, 7, 2)
    assert desk.read(lambda work: grid_card(work, grids[2].id, JULY)).vacant_since == SINCE


def test_who_stands_behind_a_grid_may_hold_the_post_above_it(desk, grids):
    def at_the_community(work):
        wang = work.session.scalar(select(Post).join(Person).where(Person.name == "王五"))
        wang.area_id, wang.role = grids[0].parent_id, "linked_cadre"

    desk.write(at_the_community)
    chain = dict(desk.read(lambda work: grid_card(work, grids[2].id, JULY)).chain)
    assert [(one.name, one.place) for one in chain["包联干部"]] == [("王五", "示例社区")]


def test_the_card_of_a_grid_that_is_no_more_shows_its_last_day(desk, grids):
    parts = (Part(5_000, GridForm("东格", "D1")), Part(5_000, GridForm("西格", "X1")))
    desk.write(lambda work: split_grid(work, grids[0].id, parts, JULY), reason="太大")
    card = desk.read(lambda work: grid_card(work, grids[0].id, dt.date(2026, 9, 1)))
    assert (card.row.worker, card.valid_to) == ("张三", JULY)
    assert [item.to_name for item in card.history.changes[0].items] == ["东格", "西格"]


def test_a_card_of_another_part_stays_shut(desk, grids, database):
    from hrgrid.accounts.queries import RoleRow
    from hrgrid.accounts.rules import Role
    from hrgrid.accounts.service import OperatorForm, add_operator, sign_in

    other = OperatorForm(
        "mayk", "马永康", "", "别处", (RoleRow(Role.VIEWER, "9999/"),), "Zq7-mima-2026"
    )
    desk.write(lambda work: add_operator(work, other))
    viewer = sign_in(database, "mayk", other.secret)
    assert viewer.read(lambda work: grids_of(work, grids[0].parent_id, JULY)) == []
    with pytest.raises(Refused, match="不在你能看的区域里"):
        viewer.read(lambda work: grid_card(work, grids[0].id, JULY))
