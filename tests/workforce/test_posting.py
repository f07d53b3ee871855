"""Posts begin, end and move; a grid is looked after; the dictionary of roles is the office's."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.storage.checks import check
from hrgrid.storage.journal import JournalEntry
from hrgrid.workforce.model import Person, Post, StandIn
from hrgrid.workforce.queries import coverage, roles, tree_index
from hrgrid.workforce.rules import Employment, PayEffect
from hrgrid.workforce.service.correcting import correct_person
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from hrgrid.workforce.service.posting import (
    begin_post,
    begin_stand_in,
    end_post,
    end_stand_in,
    transfer_person,
    void_post,
)
from hrgrid.workforce.service.roles import RoleForm, add_role, change_role, remove_role
from tests.workforce.build import SINCE, enlist, id_number, plant_street

JUNE, JULY = dt.date(2026, 6, 30), dt.date(2026, 7, 1)


@pytest.fixture
def grids(desk):
    """Three general grids, 张三 in the first, 李四 in the second."""

    def job(work):
        made = plant_street(work)
        enlist(work, made[0], "张三", 1)
        enlist(work, made[1], "李四", 3)
        return made

    return desk.write(job)


def post_of(desk, name):
    query = select(Post.id).join(Person).where(Person.name == name).order_by(Post.id.desc())
    return desk.read(lambda work: work.session.scalar(query.limit(1)))


def person_of(desk, name):
    return desk.read(lambda work: work.session.scalar(select(Person.id).where(Person.name == name)))


def worker(work, grid, since=JULY, employment=Employment.FULL):
    role = next(row for row in roles(work) if row.label == "网格员")
    return PostForm(grid, role, employment, since, "示政法〔2026〕1号")


def filled(desk, on):
    return desk.read(lambda work: coverage(work, on))[0].filled


def test_a_post_ends_with_its_last_day_and_the_grid_is_vacant_from_the_next(desk, grids):
    desk.write(lambda work: end_post(work, post_of(desk, "张三"), JUNE), reason="合同到期")
    assert (filled(desk, JUNE), filled(desk, JULY)) == (2, 1)
    with pytest.raises(UserError, match="已经结束或作废"):
        desk.write(lambda work: end_post(work, post_of(desk, "张三"), JULY), reason="再结束")
    assert check(desk.database, keyring=desk.keyring) == []


def test_an_end_needs_a_reason_and_a_day_of_the_post(desk, grids):
    post = post_of(desk, "张三")
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: end_post(work, post, JUNE))
    with pytest.raises(UserError, match="从 2020-01-01 起任职，不能在 2019-12-31 结束"):
        desk.write(lambda work: end_post(work, post, dt.date(2019, 12, 31)), reason="错")


def test_a_transfer_is_both_or_neither(desk, grids):
    post = post_of(desk, "张三")
    with pytest.raises(UserError, match="已有专职网格员李四（2020-01-01 起）"):
        desk.write(lambda work: transfer_person(work, post, worker(work, grids[1])))
    assert filled(desk, JULY) == 2
    desk.write(lambda work: transfer_person(work, post, worker(work, grids[2])))
    held = desk.read(
        lambda work: [
            tuple(row)
            for row in work.session.execute(
                select(Post.area_id, Post.valid_from, Post.valid_to)
                .where(Post.person_id == person_of(desk, "张三"))
                .order_by(Post.id)
            )
        ]
    )
    assert held == [(grids[0].id, SINCE, JULY), (grids[2].id, JULY, None)]
    assert (filled(desk, JUNE), filled(desk, JULY)) == (2, 2)


def test_somebody_begins_once_in_a_post(desk, grids):
    person = person_of(desk, "张三")
    with pytest.raises(UserError, match="没有重复登记"):
        desk.write(lambda work: begin_post(work, person, worker(work, grids[0])))
    with pytest.raises(UserError, match="已在“示例区/示例街道/示例社区/示例社区第0网格”专职"):
        desk.write(lambda work: begin_post(work, person, worker(work, grids[2])))
    part = Employment.PART
    desk.write(lambda work: begin_post(work, person, worker(work, grids[2], employment=part)))


def test_a_post_that_never_was_counts_no_more(desk, grids):
    post = post_of(desk, "李四")
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: void_post(work, post))
    desk.write(lambda work: void_post(work, post), reason="登记错了网格")
    assert filled(desk, JUNE) == 1
    desk.write(lambda work: begin_post(work, person_of(desk, "李四"), worker(work, grids[1])))
    assert filled(desk, JULY) == 2


def test_a_grid_is_looked_after_once_at_a_time(desk, grids):
    li = person_of(desk, "李四")
    area = grids[0].id
    august = dt.date(2026, 8, 31)
    stand = desk.write(lambda work: begin_stand_in(work, area, li, JULY, None), reason="产假")
    row = desk.read(lambda work: coverage(work, JULY))[0]
    assert (row.filled, row.covered, row.vacant) == (2, 1, 1)
    with pytest.raises(UserError, match="从 2026-07-01 起已由李四代管"):
        desk.write(lambda work: begin_stand_in(work, area, li, august, None), reason="再代")
    desk.write(lambda work: end_stand_in(work, stand, august))
    assert desk.read(lambda work: coverage(work, dt.date(2026, 9, 1)))[0].covered == 0
    with pytest.raises(UserError, match="已经结束"):
        desk.write(lambda work: end_stand_in(work, stand, august))
    street = desk.read(lambda work: tree_index(work, JULY).named("示例街道")[0].id)
    with pytest.raises(UserError, match="只有网格才能代管"):
        desk.write(lambda work: begin_stand_in(work, street, li, JULY, None), reason="错")
    assert desk.read(lambda work: work.session.scalar(select(StandIn.reason))) == "产假"


def test_looking_after_a_grid_may_earn_an_allowance(desk, grids):
    li, zhang = person_of(desk, "李四"), person_of(desk, "张三")
    area = grids[0].id
    with pytest.raises(UserError, match="张三就是这个网格的专职网格员，不用代管"):
        desk.write(lambda work: begin_stand_in(work, area, zhang, JULY, None), reason="产假")
    with pytest.raises(UserError, match="须大于 0 元"):
        desk.write(
            lambda work: begin_stand_in(work, area, li, JULY, None, allowance_fen=0),
            reason="产假",
        )
    desk.write(lambda work: begin_stand_in(work, area, li, JULY, JULY), reason="病假")
    august = dt.date(2026, 8, 1)
    desk.write(
        lambda work: begin_stand_in(work, area, li, august, None, allowance_fen=50_000),
        reason="产假",
    )
    query = select(StandIn.pay_effect, StandIn.allowance_fen).order_by(StandIn.id)
    rows = desk.read(lambda work: [tuple(row) for row in work.session.execute(query)])
    assert rows == [(PayEffect.NONE, None), (PayEffect.ALLOWANCE, 50_000)]
    # Leave keeps the post: the grid is filled all the time.
    assert filled(desk, JULY) == filled(desk, august) == 2
    assert check(desk.database, keyring=desk.keyring) == []


# --- the dictionary of roles ----------------------------------------------------------------------


def labels(desk):
    return [row.label for row in desk.read(roles)]


def test_an_office_adds_changes_and_removes_its_own_roles(desk):
    role = desk.write(lambda work: add_role(work, RoleForm(" 楼栋长 ", front_line=True)))
    assert labels(desk)[-1] == "楼栋长"
    desk.write(lambda work: change_role(work, role.code, RoleForm("楼长", paid=True)))
    assert desk.read(roles)[-1].paid
    with pytest.raises(UserError, match="已经有“网格员”"):
        desk.write(lambda work: change_role(work, role.code, RoleForm("网格员")))
    with pytest.raises(UserError, match="已经有“网格员”"):
        desk.write(lambda work: add_role(work, RoleForm("网格员")))
    desk.write(lambda work: remove_role(work, role.code))
    assert "楼长" not in labels(desk)
    again = desk.write(lambda work: add_role(work, RoleForm("保安")))
    assert labels(desk)[-1] == again.label
    assert check(desk.database, keyring=desk.keyring) == []


def test_a_role_that_was_held_keeps_what_posts_copied(desk, grids):
    with pytest.raises(UserError, match="不能再改“计入一格一员”"):
        desk.write(lambda work: change_role(work, "grid_worker", RoleForm("网格员", paid=True)))
    with pytest.raises(UserError, match="已有人任过，不能删去"):
        desk.write(lambda work: remove_role(work, "grid_worker"))
    named = RoleForm("专职网格员", fills_grid=True, paid=True, front_line=True)
    desk.write(lambda work: change_role(work, "grid_worker", named))
    assert labels(desk)[0] == "专职网格员"


# --- what was typed wrong -------------------------------------------------------------------------


def test_a_name_is_corrected_with_a_reason_and_found_again(desk, grids):
    zhang = person_of(desk, "张三")
    form = PersonForm("欧阳三", id_number(9), phone="13900001111", number="A7")
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: correct_person(work, zhang, 1, form))
    version = desk.write(lambda work: correct_person(work, zhang, 1, form), reason="录错")
    with pytest.raises(UserError, match="刚被别人改过，没有覆盖"):
        desk.write(lambda work: correct_person(work, zhang, 1, form), reason="再改")

    def look(work):
        person = work.session.get_one(Person, zhang)
        assert (person.initials, person.number, person.version) == ("oys", "A7", version)
        assert work.keyring.open("person.id_number", person.id_number) == id_number(9)
        told = work.session.scalars(
            select(JournalEntry).where(JournalEntry.action == "correct_person")
        ).one()
        assert id_number(9) not in f"{told.before}{told.after}"
        assert "13900001111" not in f"{told.before}{told.after}"
        assert "欧阳三" in told.after

    desk.read(look)
    assert check(desk.database, keyring=desk.keyring) == []


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (PersonForm("张三", number="G0000002"), "工号“G0000002”已经是李四的"),
        (PersonForm("张三", id_number(3)), "已经登记在李四名下"),
    ],
)
def test_a_correction_never_takes_another_s_number(desk, grids, form, told):
    zhang = person_of(desk, "张三")
    with pytest.raises(UserError, match=told):
        desk.write(lambda work: correct_person(work, zhang, 1, form), reason="更正")
