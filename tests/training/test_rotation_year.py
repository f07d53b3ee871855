"""Who is due in a year, done, booked and open; hours against the rule; classes from the list."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.core.errors import UserError
from hrgrid.training.queries.classes import classes
from hrgrid.training.queries.hours_of_year import hours_of_year
from hrgrid.training.queries.must_have import must_have
from hrgrid.training.queries.rotation import (
    RotationWish,
    due_people,
    rotation_roles,
    rotation_year,
)
from hrgrid.training.rules.words import ClassState, CourseKind, Source
from hrgrid.training.service.classes import open_enrolment
from hrgrid.training.service.confirming import reopen_results
from hrgrid.training.service.courses import stop_course
from hrgrid.training.service.earlier import EarlierForm, add_earlier
from hrgrid.training.service.enrolling import enrol
from hrgrid.training.service.rotation import PlanForm, plan_from_due, preview_plan, undo_plan
from hrgrid.training.service.sessions import SessionForm
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.rules import GridKind, Level
from hrgrid.workforce.service.planting import AreaForm, Planting
from tests.hiring.build import SINCE, employ, id_number
from tests.statements import recorded
from tests.training.town import (
    AFTERNOON,
    DAY,
    EAST,
    MORNING,
    NAMES,
    area,
    confirmed,
    course,
    in_class,
    person,
    planned,
    row,
    today,
)


def year_of(desk, **given):
    wish = RotationWish(today(desk).year, **given)
    return desk.read(lambda work: rotation_year(work, wish))


def open_names(desk, **given):
    wish = RotationWish(today(desk).year, **given)
    return [one.name for one in desk.read(lambda work: due_people(work, wish))]


def counts(found):
    return {one.street: (one.due, one.done, one.booked, one.open) for one in found}


def test_a_year_is_told_by_street_and_role(town):
    course_id = course(town)
    confirmed(town, course_id, ("赵一", "李四"))
    booked = planned(town, course_id, capacity=1)
    ids = [person(town, name) for name in ("钱二", "孙三")]
    town.write(lambda work: enrol(work, booked, ids))
    found = year_of(town)
    # 孙三 only waits: that books nothing.
    assert counts(found.streets) == {"东街道": (3, 1, 1, 1), "西街道": (2, 1, 0, 1)}
    assert counts([found.whole]) == {"合计": (5, 2, 1, 2)}
    assert counts(found.by_role) == {"网格员": (5, 2, 1, 2)}
    assert found.street_ids == {
        "东街道": area(town, "东街道").id,
        "西街道": area(town, "西街道").id,
    }
    assert open_names(town) == ["孙三", "周五"]
    assert open_names(town, area_ids=(area(town, "西街道").id,)) == ["周五"]
    last_year = RotationWish(today(town).year - 1)
    assert counts(town.read(lambda work: rotation_year(work, last_year)).streets) == {
        "东街道": (3, 0, 0, 3),
        "西街道": (2, 0, 0, 2),
    }


def test_only_confirmed_results_are_done_and_another_kind_never_counts(town):
    class_id = confirmed(town, course(town), ("赵一",))
    confirmed(town, course(town, "ZT01", kind=CourseKind.SPECIAL), ("钱二",))
    assert open_names(town) == ["钱二", "孙三", "李四", "周五"]
    town.write(lambda work: reopen_results(work, class_id), reason="签到有误")
    assert counts(year_of(town).streets)["东街道"] == (3, 0, 1, 2)


def test_earlier_rotation_training_counts_for_its_year(town):
    form = EarlierForm(
        person(town, "周五"), "轮训", today(town), 360, rotation=True, document_no="1号"
    )
    town.write(lambda work: add_earlier(work, form))
    assert counts(year_of(town).streets)["西街道"] == (2, 1, 0, 1)


def test_roles_are_those_of_the_courses_else_grid_workers(town):
    assert town.read(rotation_roles) == (("grid_worker", "网格员"),)
    course_id = course(town, roles=("grid_leader", "patroller"))
    assert {code for code, _ in town.read(rotation_roles)} == {"grid_leader", "patroller"}
    assert open_names(town) == []
    assert len(open_names(town, roles=("grid_worker",))) == len(NAMES)
    town.write(lambda work: stop_course(work, course_id))
    assert len(open_names(town)) == len(NAMES)


def test_of_another_day_those_count_who_were_in_post_then(town):
    grown = today(town)

    def newcomer(work):
        planting = Planting(work, SINCE)
        under = tree_index(work, work.today).named("西社区")[0]
        planting.add(under, AreaForm(Level.GRID, "西九网格", "W009", GridKind.GENERAL, 300))
        planting.write()
        home = tree_index(work, work.today).by_code["W009"]
        employ(work, home, "新来", id_number(90), since=grown)

    town.write(newcomer)
    assert "新来" in open_names(town)
    assert "新来" not in open_names(town, on=grown - DAY)


def plan(desk, **given):
    day = today(desk)
    sessions = (SessionForm(day, *MORNING, "礼堂"), SessionForm(day, *AFTERNOON, "礼堂"))
    return PlanForm(
        **{
            "wish": RotationWish(day.year),
            "course_id": given.pop("course_id", None) or course(desk),
            "area_id": area(desk, "示例区").id,
            "capacity": 2,
            "first_day": day,
            "last_day": day,
            "days_apart": 1,
            "sessions": sessions,
            "title": "轮训第 {n} 期",
        }
        | given
    )


def test_the_next_classes_come_from_the_due_list_with_their_members(town):
    form = plan(town)
    preview = town.read(lambda work: preview_plan(work, form))
    done = town.write(lambda work: plan_from_due(work, form))
    assert (len(done.class_ids), done.members, done.left_over) == (3, 5, 0)
    found = [set(in_class(town, class_id)) for class_id in done.class_ids]
    assert found == [{one.name for one in members} for members in preview]
    assert found == [{"赵一", "钱二"}, {"孙三", "李四"}, {"周五"}]
    first, last = row(town, done.class_ids[0]), row(town, done.class_ids[2])
    assert (first.title, first.state, first.sessions) == ("轮训第 1 期", ClassState.PLANNED, 2)
    assert last.first_day == today(town) + 2 * DAY
    assert in_class(town, done.class_ids[0])["赵一"].source is Source.DUE
    # A class of tomorrow may lie in the next year.
    if last.last_day.year == today(town).year:
        assert open_names(town) == []
        with pytest.raises(UserError, match="没有应训未训的人可以编班"):
            town.write(lambda work: plan_from_due(work, form))
    assert town.write(lambda work: undo_plan(work, done.class_ids)) == 3
    assert len(open_names(town)) == len(NAMES)
    town.write(lambda work: plan_from_due(work, form))


def test_a_plan_stands_whole_or_not_at_all(town):
    form = plan(town)
    planned(town, form.course_id, day=today(town) + DAY, place="礼堂", title="别的班")
    with pytest.raises(UserError, match=r"“礼堂”.*别的班"):
        town.write(lambda work: plan_from_due(work, form))
    assert [one.title for one in town.read(classes)] == ["别的班"]
    assert len(open_names(town)) == len(NAMES)


def test_a_plan_leaves_who_is_busy_a_rest_that_is_too_small_and_what_it_was_told(town):
    busy = planned(town, course(town, "ZT01", kind=CourseKind.SPECIAL))
    who = person(town, "赵一")
    town.write(lambda work: enrol(work, busy, [who]))
    form = plan(town, at_most=1)
    done = town.write(lambda work: plan_from_due(work, form))
    assert (len(done.class_ids), done.members, done.left_over) == (1, 1, 4)
    assert set(in_class(town, done.class_ids[0])) == {"钱二"}


def test_undo_of_a_plan_wants_all_of_it_still_in_planning(town):
    form = plan(town)
    done = town.write(lambda work: plan_from_due(work, form))
    town.write(lambda work: open_enrolment(work, done.class_ids[1]))
    with pytest.raises(UserError, match="现在是“报名中”"):
        town.write(lambda work: undo_plan(work, done.class_ids))
    assert row(town, done.class_ids[0]).state is ClassState.PLANNED


# --- hours ------------------------------------------------------------------------------------


def hours(desk, year=None):
    found = desk.read(lambda work: hours_of_year(work, year or work.today.year))
    return {one.name: one for one in found.rows}


def test_hours_of_a_year_are_held_against_the_rule(town):
    # 40 hours of 45 minutes, 16 of them together.
    confirmed(town, course(town, minutes=360), ("赵一",))
    earlier = EarlierForm(person(town, "赵一"), "网络课", today(town), 1_440, document_no="1号")
    town.write(lambda work: add_earlier(work, earlier))
    found = hours(town)
    one = found["赵一"]
    assert (one.credited, one.together, one.asked, one.asked_together) == (1_800, 360, 1_800, 720)
    assert (one.missing, one.done) == ("集中差 8 学时", False)
    assert found["钱二"].missing == "全年差 40 学时，集中差 16 学时"
    assert set(list(found)[:3]) == set(EAST)
    assert hours(town, today(town).year - 1)["赵一"].credited == 0


def test_who_began_in_the_year_is_asked_for_pre_service_training(town):
    since = dt.date(today(town).year, 1, 1)

    def newcomer(work):
        planting = Planting(work, SINCE)
        under = tree_index(work, work.today).named("西社区")[0]
        planting.add(under, AreaForm(Level.GRID, "西九网格", "W009", GridKind.GENERAL, 300))
        planting.write()
        home = tree_index(work, work.today).by_code["W009"]
        employ(work, home, "新来", id_number(90), since=since)

    town.write(newcomer)
    assert "岗前差 24 学时" in hours(town)["新来"].missing
    assert "岗前" not in hours(town)["赵一"].missing
    pre = course(town, "GQ01", kind=CourseKind.PRE_SERVICE, minutes=2_000)
    confirmed(town, pre, ("新来",))
    one = hours(town)["新来"]
    assert (one.pre_service, one.credited) == (360, 360)
    assert "岗前差 16 学时" in one.missing


def test_what_a_role_must_have_is_asked_until_it_is_passed_and_again_when_it_ran_out(town):
    course_id = course(town, roles=("grid_worker",), validity_months=1)

    def lacking(on):
        return {one.name: one.expired_on for one in town.read(lambda w: must_have(w, on))}

    day = today(town)
    assert set(lacking(day)) == set(NAMES)
    confirmed(town, course_id, ("赵一",))
    assert set(lacking(day)) == set(NAMES) - {"赵一"}
    later = day + 40 * DAY
    assert lacking(later)["赵一"] is not None
    assert lacking(later)["钱二"] is None
    town.write(lambda work: stop_course(work, course_id))
    assert lacking(day) == {}


# --- sizes ------------------------------------------------------------------------------------


def test_lists_take_as_many_statements_for_many_as_for_few(town):
    confirmed(town, course(town, roles=("grid_worker",)), ("赵一",))
    wish = RotationWish(today(town).year)

    def statements(ask):
        with recorded() as told:
            town.read(ask)
        return len(told)

    asked = (
        (lambda work: rotation_year(work, wish), 10),
        (lambda work: due_people(work, wish), 8),
        (lambda work: hours_of_year(work, wish.year), 9),
        (lambda work: must_have(work, work.today), 6),
    )
    few = [statements(ask) for ask, _ in asked]
    assert all(count <= most for count, (_, most) in zip(few, asked, strict=True)), few

    def many(work):
        planting = Planting(work, SINCE)
        under = tree_index(work, work.today).named("西社区")[0]
        for at in range(40):
            planting.add(
                under, AreaForm(Level.GRID, f"西{at}网格", f"X{at:03d}", GridKind.GENERAL, 300)
            )
        planting.write()
        index = tree_index(work, work.today)
        for at in range(40):
            employ(work, index.by_code[f"X{at:03d}"], f"王{at}", id_number(100 + at))

    town.write(many)
    assert len(open_names(town)) == 44
    assert [statements(ask) for ask, _ in asked] == few
