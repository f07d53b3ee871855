"""Who may hold which role: pairs that exclude each other, one holder a grid, kinds of contract."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.storage.checks import check
from hrgrid.workforce.model import Contract, Person, Post
from hrgrid.workforce.queries import roles
from hrgrid.workforce.queries.role_rules import role_breaches, role_rules
from hrgrid.workforce.rules import Employment, Engagement, RoleRuleKind
from hrgrid.workforce.service.incumbents import PostForm, Refusal
from hrgrid.workforce.service.posting import begin_post, end_post, transfer_person
from hrgrid.workforce.service.roles import add_role_rule, remove_role, remove_role_rule
from tests.workforce.build import enlist, plant_street

JULY = dt.date(2026, 7, 1)
PART = Employment.PART


@pytest.fixture
def grids(desk):
    """张三 works in the first grid, which 王五 leads."""

    def job(work):
        made = plant_street(work)
        enlist(work, made[0], "张三", 1)
        enlist(work, made[0], "王五", 3, role="网格长", employment=PART)
        return made

    return desk.write(job)


def person_of(desk, name):
    return desk.read(lambda work: work.session.scalar(select(Person.id).where(Person.name == name)))


def post_of(desk, name):
    query = select(Post.id).join(Person).where(Person.name == name).order_by(Post.id.desc())
    return desk.read(lambda work: work.session.scalar(query.limit(1)))


def form(desk, grid, label, since=JULY, employment=PART):
    role = next(row for row in desk.read(roles) if row.label == label)
    return PostForm(grid, role, employment, since)


def begin(desk, name, post):
    person = person_of(desk, name)
    return desk.write(lambda work: begin_post(work, person, post))


def test_the_office_begins_with_the_rules_that_ship(desk, grids):
    assert [row.sentence for row in desk.read(role_rules)] == [
        "网格员和督查员不能在同一网格由一人兼任",
        "巡查员和督查员不能在同一网格由一人兼任",
        "一个网格只有一名网格长",
    ]
    assert all(row.id for row in desk.read(role_rules))
    assert check(desk.database, keyring=desk.keyring) == []


def test_who_works_in_a_grid_does_not_watch_over_it(desk, grids):
    told = (
        "张三在“示例社区第0网格”任网格员（2020-01-01 起），"
        "网格员和督查员不能在同一网格由一人兼任。请另选人，或先结束他的网格员任职。"
    )
    with pytest.raises(Refusal) as refused:
        begin(desk, "张三", form(desk, grids[0], "督查员"))
    assert (refused.value.sentence, refused.value.code) == (told, "roles_exclude")
    begin(desk, "张三", form(desk, grids[1], "督查员"))
    # And the other way round, by a transfer.
    new, post = form(desk, grids[1], "网格员", employment=Employment.FULL), post_of_worker(desk)
    with pytest.raises(Refusal, match="督查员和网格员不能在同一网格"):
        desk.write(lambda work: transfer_person(work, post, new))


def post_of_worker(desk):
    query = select(Post.id).join(Person).where(Person.name == "张三", Post.role == "grid_worker")
    return desk.read(lambda work: work.session.scalar(query))


def test_a_grid_has_one_leader_at_a_time(desk, grids):
    with pytest.raises(Refusal, match="已有网格长王五（2020-01-01 起），一个网格只有一名网格长"):
        begin(desk, "张三", form(desk, grids[0], "网格长"))
    desk.write(
        lambda work: end_post(work, post_of(desk, "王五"), JULY - dt.timedelta(days=1)),
        reason="换届",
    )
    begin(desk, "张三", form(desk, grids[0], "网格长"))
    assert desk.read(lambda work: role_breaches(work, JULY)) == []


def test_an_import_says_the_same_of_a_row(desk, grids):
    with pytest.raises(Refusal, match="一个网格只有一名网格长") as refused:
        desk.write(lambda work: enlist(work, grids[0], "赵六", 9, role="网格长", employment=PART))
    assert refused.value.column == "role"
    desk.write(lambda work: enlist(work, grids[1], "赵六", 9, role="网格长", employment=PART))


def test_a_role_may_ask_for_a_kind_of_contract(desk, grids):
    desk.write(
        lambda work: add_role_rule(
            work, RoleRuleKind.ENGAGEMENT, "liaison", engagement=Engagement.CONTRACT
        )
    )
    begin(desk, "王五", form(desk, grids[1], "联络员"))
    end = post_of(desk, "王五")
    desk.write(lambda work: end_post(work, end, JULY), reason="换人")

    def sign(work):
        work.session.add(
            Contract(
                person_id=person_of(desk, "王五"), kind=Engagement.VOLUNTEER, employer="",
                contract_no="", signed_on=None, probation_to=None, import_operation=None,
                valid_from=dt.date(2020, 1, 1), valid_to=None,
            )
        )  # fmt: skip

    desk.write(sign)
    later = form(desk, grids[2], "联络员", dt.date(2026, 9, 1))
    with pytest.raises(Refusal, match="聘用方式是志愿服务，任联络员须是劳动合同"):
        begin(desk, "王五", later)
    told = desk.read(lambda work: role_breaches(work, JULY))
    assert [(one.rule, one.people) for one in told] == [("任联络员须是劳动合同", ("王五",))]


def test_what_stood_before_a_rule_is_listed_and_not_refused(desk, grids):
    begin(desk, "张三", form(desk, grids[0], "联络员", dt.date(2020, 2, 1)))
    desk.write(lambda work: add_role_rule(work, RoleRuleKind.EXCLUSIVE, "liaison", "grid_worker"))
    found = desk.read(lambda work: role_breaches(work, JULY))
    assert [(one.place, one.people) for one in found] == [("示例社区第0网格", ("张三",))]
    assert found[0].rule == "网格员和联络员不能在同一网格由一人兼任"
    desk.write(lambda work: end_post(work, post_of(desk, "张三"), JULY), reason="不再兼任")
    assert desk.read(lambda work: role_breaches(work, JULY + dt.timedelta(days=1))) == []


def test_a_rule_is_said_once_and_goes_with_a_reason(desk, grids):
    with pytest.raises(UserError, match="已经有这条规则"):
        desk.write(
            lambda work: add_role_rule(work, RoleRuleKind.EXCLUSIVE, "supervisor", "grid_worker")
        )
    with pytest.raises(UserError, match="两个不同的岗位"):
        desk.write(lambda work: add_role_rule(work, RoleRuleKind.EXCLUSIVE, "liaison", "liaison"))
    single = next(row for row in desk.read(role_rules) if row.kind is RoleRuleKind.SINGLE)
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: remove_role_rule(work, single.id))
    desk.write(lambda work: remove_role_rule(work, single.id), reason="本区设正副网格长")
    begin(desk, "张三", form(desk, grids[0], "网格长"))
    desk.write(lambda work: remove_role(work, "patroller"))
    assert [row.kind for row in desk.read(role_rules)] == [RoleRuleKind.EXCLUSIVE]
