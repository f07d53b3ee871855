"""Who gets into a class, who waits, who is busy elsewhere, on both engines."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.training.queries.choosing import Choice, people_for
from hrgrid.training.queries.sheets import members
from hrgrid.training.rules.words import EnrolmentState, Source
from hrgrid.training.service.classes import ClassChange, change_class
from hrgrid.training.service.enrolling import (
    accept,
    cancel_enrolments,
    enrol,
    move_in_turn,
    restore_enrolments,
    transfer,
)
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.rules import PersonState, PostState
from hrgrid.workforce.service.merging import merge_people
from tests.hiring.build import employ, grid, id_number
from tests.statements import recorded
from tests.training.town import (
    DAY,
    EAST,
    NAMES,
    all_present,
    area,
    confirmed,
    course,
    in_class,
    person,
    planned,
    row,
    running,
    today,
)


def take_in(desk, class_id, names, source=Source.ASSIGNED):
    ids = [person(desk, name) for name in names]
    return desk.write(lambda work: enrol(work, class_id, ids, source))


def states(desk, class_id):
    return {name: one.state.label for name, one in in_class(desk, class_id).items()}


def turns(desk, class_id):
    found = in_class(desk, class_id).values()
    waiting = [one for one in found if one.waiting_place is not None]
    return [one.name for one in sorted(waiting, key=lambda one: one.waiting_place)]


def leave(desk, class_id, *names, reason="有任务"):
    there = in_class(desk, class_id)
    ids = [there[name].enrolment_id for name in names]
    return desk.write(lambda work: cancel_enrolments(work, ids), reason=reason)


def test_the_assigned_are_told_and_who_reports_himself_is_in(town):
    class_id = planned(town, course(town))
    take_in(town, class_id, ("赵一",))
    take_in(town, class_id, ("钱二",), Source.SELF)
    assert states(town, class_id) == {"赵一": "已通知", "钱二": "已报名"}
    one = in_class(town, class_id)["赵一"]
    assert (one.street, one.place, one.role, one.source) == (
        "东街道",
        "东社区第1网格",
        "网格员",
        Source.ASSIGNED,
    )
    assert town.write(lambda work: accept(work, [one.enrolment_id])) == 1
    assert town.write(lambda work: accept(work, [one.enrolment_id])) == 0
    assert states(town, class_id)["赵一"] == "已报名"


def test_who_finds_no_place_waits_in_turn_and_moves_up(town):
    class_id = planned(town, course(town), capacity=2)
    done = take_in(town, class_id, NAMES)
    assert (len(done.placed), len(done.waiting)) == (2, 3)
    assert turns(town, class_id) == ["孙三", "李四", "周五"]
    freed = leave(town, class_id, "赵一")
    assert (freed.cancelled, len(freed.moved_up)) == (1, 1)
    assert states(town, class_id)["孙三"] == "已通知"
    assert turns(town, class_id) == ["李四", "周五"]
    gone = in_class(town, class_id)
    with pytest.raises(UserError, match="须写明事由"):
        town.write(lambda work: cancel_enrolments(work, [gone["钱二"].enrolment_id]))


def test_another_turn_wants_a_reason_and_a_place_that_there_is(town):
    class_id = planned(town, course(town), capacity=1)
    take_in(town, class_id, NAMES)
    last = in_class(town, class_id)["周五"].enrolment_id
    with pytest.raises(UserError, match="须写明事由"):
        town.write(lambda work: move_in_turn(work, last, 1))
    with pytest.raises(UserError, match="没有第 9 位"):
        town.write(lambda work: move_in_turn(work, last, 9), reason="急")
    town.write(lambda work: move_in_turn(work, last, 1), reason="岗位急需")
    assert turns(town, class_id) == ["周五", "钱二", "孙三", "李四"]
    placed = in_class(town, class_id)["赵一"].enrolment_id
    with pytest.raises(UserError, match="不在候补名单里"):
        town.write(lambda work: move_in_turn(work, placed, 1), reason="急")


def test_more_places_let_the_waiting_move_up(town):
    class_id = planned(town, course(town), capacity=2)
    take_in(town, class_id, NAMES)
    found = row(town, class_id)
    more = ClassChange(
        class_id,
        found.version,
        found.number,
        found.title,
        found.first_day,
        found.last_day,
        4,
        found.mode,
    )
    town.write(lambda work: change_class(work, more))
    assert turns(town, class_id) == ["周五"]
    assert row(town, class_id).held == 4


def test_who_is_busy_by_now_keeps_waiting_and_the_next_moves_up(town):
    course_id = course(town)
    class_id = planned(town, course_id, capacity=1, title="甲班")
    take_in(town, class_id, ("赵一", "钱二", "孙三"))
    other = planned(town, course_id, title="乙班")
    take_in(town, other, ("钱二",))
    leave(town, class_id, "赵一")
    assert states(town, class_id) == {"钱二": "候补", "孙三": "已通知"}


def test_two_classes_at_one_time_are_told_with_both_names(town):
    course_id = course(town)
    running(town, course_id, ("赵一",), title="甲班")
    other = planned(town, course_id, title="乙班")
    with pytest.raises(UserError) as refused:
        take_in(town, other, ("赵一",))
    told = refused.value.sentence
    assert all(word in told for word in ("赵一", "甲班", "乙班", "08:30–11:30", "请换班")), told
    several = take_in(town, other, ("赵一", "钱二"))
    assert len(several.placed) == 1
    assert [one.name for one in several.refused] == ["赵一"]
    later = planned(town, course_id, day=today(town) + DAY)
    assert len(take_in(town, later, ("赵一",)).placed) == 1


def test_nobody_is_in_a_class_twice_and_nobody_who_left_is_in_one(town):
    class_id = planned(town, course(town))
    take_in(town, class_id, ("赵一",))
    with pytest.raises(UserError, match="已经在培训班"):
        take_in(town, class_id, ("赵一",))
    gone = person(town, "钱二")

    def depart(work):
        work.session.get_one(Person, gone).state = PersonState.LEFT

    town.write(depart)
    with pytest.raises(UserError, match="现在是“离开”，不能报名"):
        take_in(town, class_id, ("钱二",))
    with pytest.raises(UserError, match="没有选要报名"):
        town.write(lambda work: enrol(work, class_id, []))


def test_who_was_cancelled_comes_back_behind_who_waits(town):
    class_id = planned(town, course(town), capacity=2)
    take_in(town, class_id, ("赵一", "钱二", "孙三"))
    left = in_class(town, class_id)["赵一"].enrolment_id
    leave(town, class_id, "赵一")
    done = town.write(lambda work: restore_enrolments(work, [left]))
    assert (done.placed, done.waiting) == ((), (left,))
    assert turns(town, class_id) == ["赵一"]
    everybody = town.read(lambda work: members(work, class_id, cancelled=True))
    assert [one.state for one in everybody if one.name == "赵一"] == [EnrolmentState.WAITING]


def test_somebody_is_moved_to_another_class_or_nothing_happens(town):
    course_id = course(town)
    first = planned(town, course_id, title="甲班")
    second = planned(town, course_id, title="乙班", day=today(town) + DAY)
    busy = planned(town, course(town, "ZT01"), title="丙班", day=today(town) + DAY)
    take_in(town, first, ("赵一", "钱二"))
    take_in(town, busy, ("钱二",))
    there = in_class(town, first)
    town.write(lambda work: transfer(work, there["赵一"].enrolment_id, second))
    assert "赵一" in in_class(town, second)
    with pytest.raises(UserError, match="丙班"):
        town.write(lambda work: transfer(work, there["钱二"].enrolment_id, second))
    assert states(town, first) == {"钱二": "已通知"}
    with pytest.raises(UserError, match="请选另一个班"):
        town.write(lambda work: transfer(work, there["钱二"].enrolment_id, first))


def test_of_whom_the_sheet_says_something_is_not_taken_out(town):
    class_id = running(town, course(town), ("赵一", "钱二"))
    all_present(town, class_id)
    with pytest.raises(UserError, match="赵一已有签到记录，不能取消"):
        leave(town, class_id, "赵一")


def test_a_class_that_is_settled_takes_nobody(town):
    class_id = confirmed(town, course(town), ("赵一",))
    with pytest.raises(UserError, match="现在是“结果已定”"):
        take_in(town, class_id, ("钱二",))


def test_people_are_offered_by_area_and_role_with_what_stands_against_them(town):
    course_id = course(town)
    running(town, course_id, ("赵一",), title="甲班")
    class_id = planned(town, course_id, title="乙班")
    take_in(town, class_id, ("钱二",))
    east = area(town, "东街道").id

    def offered(**given):
        wanted = Choice(class_id, **given)
        return town.read(lambda work: people_for(work, wanted))

    with recorded() as statements:
        rows = offered(area_ids=(east,))
    assert {one.name: one.free for one in rows} == {"赵一": False, "钱二": False, "孙三": True}
    assert "甲班" in next(one.clash for one in rows if one.name == "赵一")
    assert [one.name for one in offered(text="李")] == ["李四"]
    assert offered(roles=("supervisor",)) == []
    assert len(offered()) == len(NAMES)
    assert len(EAST) == len(rows)
    # Five for the class's row, one each for parts of the tree, posts, streets, roles, states, …
    assert len(statements) <= 13


def test_who_was_merged_is_in_a_class_as_who_is_kept(town):
    course_id = course(town)
    home = grid(town, "E999")

    def twin(work):
        employ(work, home, "赵壹", id_number(77))

    town.write(twin)
    class_id = planned(town, course_id)
    take_in(town, class_id, ("赵壹",))
    kept, merged = person(town, "赵一"), person(town, "赵壹")

    def end_and_merge(work):
        for post in work.session.scalars(select(Post).where(Post.person_id == merged)):
            post.state, post.void_reason = PostState.VOIDED, "重复登记"
        work.session.flush()
        merge_people(work, kept, merged)

    town.write(end_and_merge, reason="同一人登记两次")
    assert [one.person_id for one in in_class(town, class_id).values()] == [kept]
    with pytest.raises(UserError, match=r"赵一.*已经在培训班"):
        take_in(town, class_id, ("赵一",))
    later = planned(town, course_id, day=today(town) + DAY)
    town.write(lambda work: enrol(work, later, [merged]))
    assert [one.person_id for one in in_class(town, later).values()] == [kept]
