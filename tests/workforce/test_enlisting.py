"""People and posts: one full-time worker a grid, one full-time post a person, on both engines."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from hrgrid.accounts.service import OfficeForm, set_up_office, sign_in
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Setting
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.storage.checks import check
from hrgrid.storage.database import Database
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.queries.listing import PHONE, PHONE_TAIL
from hrgrid.workforce.rules import Employment, Level, PersonState, PostState
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from hrgrid.workforce.service.planting import AreaForm, Planting
from tests.workforce.build import SINCE, enlist, id_number, plant_street


def test_a_person_is_stored_sealed_and_found_again(desk):
    grids = desk.write(plant_street)
    desk.write(lambda work: enlist(work, grids[0], "欧阳修", 11, phone="13812341234"))

    def look(work):
        found = work.session.scalars(select(Person)).one()
        assert work.keyring.open("person.id_number", found.id_number) == id_number(11)
        assert work.keyring.open(PHONE, found.phone) == "13812341234"
        assert found.phone_tail_mac == work.keyring.mac(PHONE_TAIL, "1234")
        assert (found.id_masked, found.phone_masked) == ("999999********0112", "138****1234")
        assert (found.pinyin, found.initials) == ("ouyangxiu", "oyx")
        return found.number

    assert desk.read(look) == "G0000001"
    assert check(desk.database, keyring=desk.keyring) == []


def test_a_second_worker_of_a_grid_is_refused_by_the_name_of_the_first(desk):
    grids = desk.write(plant_street)
    desk.write(lambda work: enlist(work, grids[0], "张三", 1))
    with pytest.raises(UserError, match="已有专职网格员张三（2020-01-01 起）"):
        desk.write(lambda work: enlist(work, grids[0], "李四", 3))
    desk.write(lambda work: enlist(work, grids[0], "李四", 3, employment=Employment.PART))


def test_a_second_full_time_post_of_a_person_is_refused_by_its_place(desk):
    grids = desk.write(plant_street)
    desk.write(lambda work: enlist(work, grids[0], "张三", 1))
    with pytest.raises(UserError, match="已在“示例区/示例街道/示例社区/示例社区第0网格”专职"):
        desk.write(lambda work: enlist(work, grids[1], "张三", 1))


def test_the_same_row_twice_changes_nothing_and_a_new_phone_is_a_change(desk):
    grids = desk.write(plant_street)
    assert desk.write(lambda work: enlist(work, grids[0], "张三", 1)).counts.new == 1
    again = desk.write(lambda work: enlist(work, grids[0], "张三", 1))
    assert (again.counts.new, again.counts.changed, again.counts.unchanged) == (0, 0, 1)
    changed = desk.write(lambda work: enlist(work, grids[0], "张三", 1, phone="13900001111"))
    assert (changed.counts.changed, len(changed.before)) == (1, 1)
    assert check(desk.database, keyring=desk.keyring) == []


def test_an_id_number_of_another_name_is_refused(desk):
    grids = desk.write(plant_street)
    desk.write(lambda work: enlist(work, grids[0], "张三", 1))
    with pytest.raises(UserError, match="已经登记在“张三”名下"):
        desk.write(lambda work: enlist(work, grids[1], "李四", 1))


def test_namesakes_without_numbers_stay_two_people(desk):
    grids = desk.write(plant_street)
    desk.write(lambda work: enlist(work, grids[0], "陈龙"))
    desk.write(lambda work: enlist(work, grids[1], "陈龙"))
    assert desk.read(lambda work: work.session.scalar(select(func.count(Person.id)))) == 2


def test_no_personal_data_before_the_recovery_code_is_safe(empty_place):
    set_up_office(empty_place, OfficeForm("示例", "示例", Setting.SINGLE))
    with Database.open(empty_place) as database:
        desk = sign_in(database, "经办人")
        grids = desk.write(plant_street)
        with pytest.raises(UserError, match="恢复码还没有确认保存"):
            desk.write(lambda work: enlist(work, grids[0], "张三", 1))
        # Past the use case, the database itself refuses.
        with pytest.raises(UserError, match="恢复码还没有确认保存"):
            desk.write(lambda work: insert_rows(work, Person, [_bare_person(work)]))


_TEXTS = ("match_key", "stroke_key", "pinyin", "initials", "id_masked", "phone_masked")


def _bare_person(work):
    row = dict.fromkeys(column.name for column in Person.__table__.columns)
    del row["version"], row["row_hash"]
    row |= dict.fromkeys((*_TEXTS, "party", "education", "note"), "")
    row |= {"number": "1", "name": "张三", "state": PersonState.PRESENT}
    return row | {"id": reserve_ids(work, Person, 1)[0]}


@pytest.mark.parametrize("round_no", range(3))
def test_of_sixteen_clients_one_gets_the_grid_and_the_others_are_told_who(desk, round_no):
    grids = desk.write(plant_street)
    barrier = Barrier(16)

    def race(number: int):
        def job(work):
            enlisting = Enlisting(work, tree_index(work, work.today))
            post = PostForm(grids[0], enlisting.roles["网格员"], Employment.FULL, SINCE)
            enlisting.take(PersonForm(f"赛手{number}号", id_number(100 + number)), post)
            enlisting.write()

        barrier.wait()
        try:
            desk.write(job)
        except UserError as refusal:
            return refusal.sentence
        return None

    with ThreadPoolExecutor(16) as pool:
        told = list(pool.map(race, range(16)))
    assert told.count(None) == 1, told
    winner = f"赛手{told.index(None)}号"
    holder = desk.read(
        lambda work: work.session.scalar(
            select(Person.name)
            .join(Post, Post.person_id == Person.id)
            .where(Post.state == PostState.ACTIVE)
        )
    )
    assert holder == winner
    assert all("专职网格员" in sentence for sentence in told if sentence), told


def test_history_must_not_overlap_either(desk):
    grids = desk.write(plant_street)
    desk.write(lambda work: enlist(work, grids[0], "张三", 1))

    def leave(work):
        post = work.session.scalars(select(Post)).one()
        post.state, post.valid_to, post.end_reason = PostState.ENDED, dt.date(2022, 1, 1), "调离"

    desk.write(leave)
    with pytest.raises(UserError, match="张三（2020-01-01 至 2022-01-01）"):
        desk.write(lambda work: enlist(work, grids[0], "李四", 3, since=dt.date(2021, 6, 1)))
    desk.write(lambda work: enlist(work, grids[0], "李四", 3, since=dt.date(2022, 1, 1)))

    def pull_back(work):
        work.session.scalars(select(Post).where(Post.person_id == 2)).one().valid_from = SINCE

    with pytest.raises(UserError, match="在这段时间已有专职网格员"):
        desk.write(pull_back)


def test_an_area_cannot_hang_under_a_lower_one_or_take_a_code_in_use(desk):
    grids = desk.write(plant_street)

    def wrong_level(work):
        Planting(work).add(grids[0], AreaForm(Level.STREET, "某街道"))

    def same_code(work):
        parent = tree_index(work, work.today).by_name["示例社区"][0]
        Planting(work).add(parent, AreaForm(Level.GRID, "另一个网格", "0001"))

    with pytest.raises(UserError, match="街道“某街道”不能放在网格"):
        desk.write(wrong_level)
    with pytest.raises(
        UserError, match="编码“0001”已经是“示例区/示例街道/示例社区/示例社区第1网格”"
    ):
        desk.write(same_code)
