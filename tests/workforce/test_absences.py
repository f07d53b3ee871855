"""Who is away: the post stays, the list says 请假 and never why, the return ends it."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from sqlalchemy import select

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.storage.checks import check
from hrgrid.storage.journal import JournalEntry
from hrgrid.workforce.model import Absence, Person, Post, StandIn
from hrgrid.workforce.queries import coverage, roles
from hrgrid.workforce.queries.absences import (
    absences_of,
    away_on,
    grids_of_worker,
)
from hrgrid.workforce.rules import AbsenceKind, AbsencePay, Employment, LeaveKind
from hrgrid.workforce.service.absences import (
    AbsenceForm,
    Cover,
    begin_absence,
    end_absence,
    plan_return,
    void_absence,
)
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.posting import (
    begin_stand_in,
    change_post,
    end_post,
    transfer_person,
)
from tests.workforce.build import enlist, plant_street

JULY, AUGUST = dt.date(2026, 7, 1), dt.date(2026, 8, 1)
DAY = dt.timedelta(days=1)
LEAVE = AbsenceForm(AbsenceKind.LEAVE, JULY, AUGUST - DAY, LeaveKind.MATERNITY)


@pytest.fixture
def grids(desk):
    """Three general grids, 张三 in the first, 李四 in the second."""

    def job(work):
        made = plant_street(work)
        enlist(work, made[0], "张三", 1)
        enlist(work, made[1], "李四", 3)
        return made

    return desk.write(job)


def person_of(desk, name):
    return desk.read(lambda work: work.session.scalar(select(Person.id).where(Person.name == name)))


def post_of(desk, name):
    query = select(Post.id).join(Person).where(Person.name == name).order_by(Post.id.desc())
    return desk.read(lambda work: work.session.scalar(query.limit(1)))


def begin(desk, name, form=LEAVE, covers=None):
    person = person_of(desk, name)
    return desk.write(lambda work: begin_absence(work, person, form, covers))


def counted(desk, on):
    row = desk.read(lambda work: coverage(work, on))[0]
    return row.filled, row.covered, row.vacant


def stand_ins(desk):
    query = select(StandIn.valid_from, StandIn.valid_to).order_by(StandIn.id)
    return desk.read(lambda work: [tuple(row) for row in work.session.execute(query)])


def test_leave_keeps_the_post_and_the_list_never_says_why(desk, grids):
    begin(desk, "张三")
    zhang = person_of(desk, "张三")
    assert desk.read(lambda work: away_on(work, [zhang], JULY)) == {zhang: "请假"}
    assert desk.read(lambda work: away_on(work, [zhang], JULY - DAY)) == {}
    assert counted(desk, JULY) == (2, 0, 1)
    entries = desk.read(
        lambda work: list(work.session.scalars(select(JournalEntry).order_by(JournalEntry.seq)))
    )
    assert entries[-1].action == "begin_absence"
    for word in ("maternity", "产假"):
        assert all(word not in f"{one.before}{one.after}{one.reason}" for one in entries)
    kept = desk.read(lambda work: work.session.scalar(select(Absence.leave_kind)))
    assert kept is not None
    assert b"maternity" not in kept
    assert check(desk.database, keyring=desk.keyring) == []


def test_of_what_kind_a_leave_is_takes_a_right_of_its_own(desk, grids):
    begin(desk, "张三")
    zhang = person_of(desk, "张三")
    row = desk.read(lambda work: absences_of(work, zhang))[0]
    assert (row.called, row.leave) == ("请假", LeaveKind.MATERNITY)
    looking = Actor(1, "马永康", "查看人", "示例区", frozenset({Grant(Right.VIEW_WORKFORCE)}))
    desk = dataclasses.replace(desk) if dataclasses.is_dataclass(desk) else desk
    desk.actor, desk._renew = looking, None
    row = desk.read(lambda work: absences_of(work, zhang))[0]
    assert (row.called, row.kind, row.leave) == ("请假", None, None)


def test_a_suspension_is_listed_as_being_away_and_nothing_more(desk, grids):
    begin(desk, "张三", AbsenceForm(AbsenceKind.SUSPENSION, JULY, pay=AbsencePay.REDUCED))
    zhang = person_of(desk, "张三")
    assert desk.read(lambda work: away_on(work, [zhang], JULY)) == {zhang: "暂离"}


def test_a_leave_brings_its_stand_in_and_the_return_ends_both(desk, grids):
    zhang, li = person_of(desk, "张三"), person_of(desk, "李四")
    held = desk.read(lambda work: grids_of_worker(work, zhang, JULY))
    assert [one.area_id for one in held] == [grids[0].id]
    absence = begin(desk, "张三", covers={grids[0].id: Cover(li, 50_000)})
    assert counted(desk, JULY) == (2, 1, 1)
    reason = desk.read(lambda work: work.session.scalar(select(StandIn.reason)))
    assert reason == "张三请假"
    back = JULY + 10 * DAY
    desk.write(lambda work: end_absence(work, absence, back))
    assert stand_ins(desk) == [(JULY, back)]
    assert counted(desk, back) == (2, 0, 1)
    with pytest.raises(UserError, match="已经结束或作废"):
        desk.write(lambda work: end_absence(work, absence, back))


def test_a_longer_leave_keeps_its_stand_in_as_long(desk, grids):
    absence = begin(desk, "张三", covers={grids[0].id: Cover(person_of(desk, "李四"))})
    later = AUGUST + 30 * DAY
    desk.write(lambda work: plan_return(work, absence, later - DAY))
    assert stand_ins(desk) == [(JULY, later)]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (AbsenceForm(AbsenceKind.LEAVE, JULY, JULY - DAY), "最后一天 2026-06-30 早于第一天"),
        (AbsenceForm(AbsenceKind.SECONDMENT, JULY), "没有写张三借调到哪个单位"),
        (AbsenceForm(AbsenceKind.LEAVE, dt.date(2019, 1, 1)), "在 2019-01-01 没有任职"),
        (AbsenceForm(AbsenceKind.LEAVE, JULY, pay=AbsencePay.HOST), "只有借调的报酬"),
    ],
)
def test_what_cannot_be_is_refused_by_name(desk, grids, form, told):
    with pytest.raises(UserError, match=told):
        begin(desk, "张三", form)


def test_nobody_is_away_twice_at_a_time(desk, grids):
    begin(desk, "张三")
    with pytest.raises(UserError, match="张三从 2026-07-01 起已请假。请先登记返岗"):
        begin(desk, "张三", AbsenceForm(AbsenceKind.TRAINING, AUGUST))
    # Nor looks after a grid meanwhile.
    zhang = person_of(desk, "张三")
    with pytest.raises(UserError, match="张三从 2026-07-01 起请假，不能代管"):
        desk.write(
            lambda work: begin_stand_in(work, grids[1].id, zhang, AUGUST, None), reason="学习"
        )


def test_who_looks_after_a_grid_is_replaced_before_he_leaves(desk, grids):
    li = person_of(desk, "李四")
    desk.write(lambda work: begin_stand_in(work, grids[2].id, li, JULY, None), reason="空缺")
    with pytest.raises(UserError, match="李四从 2026-07-01 起代管“示例社区第2网格”"):
        begin(desk, "李四", AbsenceForm(AbsenceKind.LEAVE, AUGUST))


def test_a_secondment_keeps_the_post_and_says_who_pays(desk, grids):
    form = AbsenceForm(
        AbsenceKind.SECONDMENT,
        JULY,
        host="区联动中心",
        document="示政法〔2026〕9 号",
        pay=AbsencePay.HOST,
    )
    begin(desk, "张三", form)
    row = desk.read(lambda work: absences_of(work, person_of(desk, "张三")))[0]
    assert (row.called, row.host, row.pay_during) == ("借调", "区联动中心", AbsencePay.HOST)
    assert row.is_open
    assert counted(desk, AUGUST) == (2, 0, 1)


def test_an_end_takes_the_absence_and_the_stand_in_along(desk, grids):
    li = person_of(desk, "李四")
    begin(desk, "张三", covers={grids[0].id: Cover(li)})
    last = JULY + 9 * DAY
    desk.write(lambda work: end_post(work, post_of(desk, "张三"), last), reason="辞职")
    row = desk.read(lambda work: absences_of(work, person_of(desk, "张三")))[0]
    assert row.valid_to == last + DAY
    assert stand_ins(desk) == [(JULY, last + DAY)]
    assert counted(desk, last + DAY) == (1, 0, 2)
    assert check(desk.database, keyring=desk.keyring) == []


def test_who_leaves_for_good_looks_after_no_grid(desk, grids):
    li = person_of(desk, "李四")
    desk.write(lambda work: begin_stand_in(work, grids[2].id, li, JULY, None), reason="空缺")
    desk.write(lambda work: end_post(work, post_of(desk, "李四"), AUGUST - DAY), reason="辞职")
    assert stand_ins(desk) == [(JULY, AUGUST)]


def test_a_transfer_leaves_the_absence_and_ends_the_stand_in(desk, grids):
    begin(desk, "张三", covers={grids[0].id: Cover(person_of(desk, "李四"))})
    role = next(row for row in desk.read(roles) if row.label == "网格员")
    new = PostForm(grids[2], role, Employment.FULL, JULY + DAY)
    desk.write(lambda work: transfer_person(work, post_of(desk, "张三"), new))
    assert stand_ins(desk) == [(JULY, JULY + DAY)]
    assert desk.read(lambda work: away_on(work, [person_of(desk, "张三")], AUGUST)) != {}


def test_an_absence_that_never_was_is_taken_back_and_stays_readable(desk, grids):
    absence = begin(desk, "张三")
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: void_absence(work, absence))
    desk.write(lambda work: void_absence(work, absence), reason="登记错了人")
    zhang = person_of(desk, "张三")
    assert desk.read(lambda work: away_on(work, [zhang], JULY)) == {}
    rows = desk.read(lambda work: absences_of(work, zhang))
    assert [row.void_reason for row in rows] == ["登记错了人"]
    begin(desk, "张三")
    assert check(desk.database, keyring=desk.keyring) == []


def test_another_role_or_employment_begins_on_a_day_and_keeps_the_days_before(desk, grids):
    post = post_of(desk, "张三")
    with pytest.raises(UserError, match="本来就是专职网格员"):
        desk.write(lambda work: change_post(work, post, JULY, employment=Employment.FULL))
    with pytest.raises(UserError, match=r"变更须在其后.*请用更正"):
        desk.write(
            lambda work: change_post(work, post, dt.date(2020, 1, 1), employment=Employment.PART)
        )
    desk.write(lambda work: change_post(work, post, JULY, employment=Employment.PART))
    assert counted(desk, JULY - DAY)[0] == 2
    assert counted(desk, JULY)[0] == 1


def test_who_may_edit_another_part_only_registers_nothing(desk, grids):
    elsewhere = frozenset({Grant(Right.EDIT_WORKFORCE, "别处/")})
    desk.actor, desk._renew = Actor(1, "马永康", "经办人", "别处", elsewhere), None
    with pytest.raises(Refused, match="没有“维护网格与人员”的权限"):
        desk.write(lambda work: begin_absence(work, 1, LEAVE))
