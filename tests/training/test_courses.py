"""Courses, the rule of hours, classes and their sessions, on both engines."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.core.errors import Refused, UserError
from hrgrid.storage import journal
from hrgrid.training import service
from hrgrid.training.queries.class_card import class_card
from hrgrid.training.queries.classes import ClassFilter, classes, sessions_of
from hrgrid.training.queries.courses import course_row, courses, hour_versions, hours_in_force
from hrgrid.training.rules.hours import HourRules
from hrgrid.training.rules.words import ClassMode, ClassState, CourseKind
from hrgrid.training.service.classes import (
    ClassChange,
    ClassForm,
    back_to_planning,
    cancel_class,
    change_class,
    end_class,
    open_class,
    open_enrolment,
    resume_class,
    start_class,
)
from hrgrid.training.service.courses import (
    CourseChange,
    CourseForm,
    add_course,
    change_course,
    resume_course,
    stop_course,
)
from hrgrid.training.service.enrolling import enrol
from hrgrid.training.service.hours import save_hours
from hrgrid.training.service.sessions import (
    SessionChange,
    SessionForm,
    add_sessions,
    change_session,
    remove_session,
)
from hrgrid.ui.journal.words import ACTIONS
from tests.statements import recorded
from tests.training.town import (
    AFTERNOON,
    DAY,
    MORNING,
    all_present,
    area,
    confirmed,
    course,
    ended,
    person,
    planned,
    row,
    running,
    today,
)


def the_course(desk, course_id):
    return desk.read(lambda work: course_row(work, course_id))


def card(desk, class_id):
    return desk.read(lambda work: class_card(work, class_id))


def test_a_course_is_changed_and_changed_back(town):
    course_id = course(town, roles=("grid_worker",), validity_months=12)
    before = the_course(town, course_id)
    assert before.roles == (("grid_worker", "网格员"),)
    form = CourseForm("LX09", "消防轮训", CourseKind.SPECIAL, 180, tested=True, roles=("reporter",))
    change = CourseChange(course_id, before.version, form)
    inverse = town.write(lambda work: change_course(work, change))
    after = the_course(town, course_id)
    assert (after.code, after.kind, after.minutes, after.validity_months) == (
        "LX09",
        CourseKind.SPECIAL,
        180,
        None,
    )
    assert after.roles == (("reporter", "信息员"),)
    town.write(lambda work: change_course(work, inverse))
    assert replace(the_course(town, course_id), version=before.version) == before
    with pytest.raises(UserError, match="刚被别人改过"):
        town.write(lambda work: change_course(work, change))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"code": " "}, "不能空着"),
        ({"title": ""}, "不能空着"),
        ({"minutes": 0}, "大于 0"),
        ({"validity_months": 0}, "长期有效请留空"),
        ({"roles": ("nobody",)}, "岗位字典里没有“nobody”"),
    ],
)
def test_a_course_that_makes_no_sense_says_what_is_wrong(town, given, sentence):
    form = replace(CourseForm("A1", "课", CourseKind.ROTATION, 45), **given)
    with pytest.raises(UserError, match=sentence):
        town.write(lambda work: add_course(work, form))


def test_two_courses_have_two_codes(town):
    course(town)
    with pytest.raises(UserError, match="已有这个代码的课程"):
        course(town)


def test_a_stopped_course_takes_no_class_until_it_is_resumed(town):
    course_id = course(town)
    town.write(lambda work: stop_course(work, course_id))
    assert town.read(lambda work: courses(work, active=True)) == []
    with pytest.raises(UserError, match="已停用，不再开班"):
        planned(town, course_id)
    town.write(lambda work: resume_course(work, course_id))
    planned(town, course_id)
    assert the_course(town, course_id).classes == 1


def test_what_was_confirmed_wants_a_reason_to_change_its_course(town):
    course_id = course(town)
    confirmed(town, course_id)
    found = the_course(town, course_id)
    form = CourseForm(found.code, "新名", found.kind, found.minutes)
    change = CourseChange(course_id, found.version, form)
    with pytest.raises(UserError, match="须写明事由"):
        town.write(lambda work: change_course(work, change))
    town.write(lambda work: change_course(work, change), reason="按新大纲")


def test_hours_are_a_dated_rule_with_a_reason(town):
    day = today(town)
    shipped = town.read(lambda work: hours_in_force(work, day))
    assert (shipped.number, shipped.rules) == (0, HourRules())
    assert town.read(hour_versions) == []
    stricter = HourRules(yearly=48, share_bp=9_000)
    with pytest.raises(UserError, match="须写明事由"):
        town.write(lambda work: save_hours(work, stricter, day))
    town.write(lambda work: save_hours(work, stricter, day, "〔2026〕3号"), reason="新办法")
    now = town.read(lambda work: hours_in_force(work, day))
    before = town.read(lambda work: hours_in_force(work, day - DAY))
    assert (now.number, now.rules.yearly, before.number, before.rules.yearly) == (2, 48, 1, 40)
    assert [one.number for one in town.read(hour_versions)] == [2, 1]
    wrong = HourRules(together=50)
    with pytest.raises(UserError, match="不能多于全年学时"):
        town.write(lambda work: save_hours(work, wrong, day), reason="试")


def test_a_class_goes_its_way_step_by_step(town):
    class_id = planned(town, course(town))
    assert row(town, class_id).number == f"{today(town).year}-P001"
    first = card(town, class_id)
    assert (first.next_step.code, first.next_step.enabled) == ("open_enrolment", True)
    town.write(lambda work: open_enrolment(work, class_id))
    with pytest.raises(UserError, match="还没有参训人员"):
        town.write(lambda work: start_class(work, class_id))
    assert [one.kind for one in card(town, class_id).blockers] == ["member"]
    town.write(lambda work: back_to_planning(work, class_id))
    with pytest.raises(UserError, match="要在“报名中”时才能办这一步"):
        town.write(lambda work: start_class(work, class_id))
    assert [one.state.label for one in card(town, class_id).steps] == ["筹备中", "报名中", "筹备中"]


def test_a_class_without_sessions_is_not_opened(town):
    day = today(town)
    place = area(town, "示例区").id
    form = ClassForm(course(town), "空班", place, day, day, 10)
    class_id = town.write(lambda work: open_class(work, form))
    assert not card(town, class_id).next_step.enabled
    with pytest.raises(UserError, match="还没有排课次"):
        town.write(lambda work: open_enrolment(work, class_id))


def test_a_class_with_lessons_to_come_does_not_end(town):
    course_id = course(town)
    class_id = running(town, course_id)
    later = SessionForm(today(town) + DAY, *MORNING)
    town.write(lambda work: add_sessions(work, class_id, [later]))
    assert row(town, class_id).last_day == today(town) + DAY
    with pytest.raises(UserError, match="还有课，不能结课"):
        town.write(lambda work: end_class(work, class_id))
    assert [one.kind for one in card(town, class_id).blockers] == ["day"]


def test_an_ended_class_is_taken_up_again_with_a_reason(town):
    class_id = ended(town, course(town))
    with pytest.raises(UserError, match="须写明事由"):
        town.write(lambda work: resume_class(work, class_id))
    town.write(lambda work: resume_class(work, class_id), reason="还有一节补课")
    assert row(town, class_id).state is ClassState.RUNNING
    assert card(town, class_id).steps[-1].reason == "还有一节补课"


def test_a_cancelled_class_lets_rooms_and_people_go(town):
    course_id = course(town)
    class_id = running(town, course_id, place="大会议室")
    with pytest.raises(UserError, match="须写明事由"):
        town.write(lambda work: cancel_class(work, class_id))
    assert town.write(lambda work: cancel_class(work, class_id), reason="台风") == 5
    found = row(town, class_id)
    assert (found.state, found.held, found.cancel_reason) == (ClassState.CANCELLED, 0, "台风")
    running(town, course_id, place="大会议室")


def test_who_attended_keeps_a_class_from_being_cancelled(town):
    class_id = running(town, course(town))
    all_present(town, class_id)
    with pytest.raises(UserError, match="已经有签到记录，不能取消"):
        town.write(lambda work: cancel_class(work, class_id), reason="不办了")


def change_of(found, **given):
    names = ("number", "title", "first_day", "last_day", "capacity", "mode", "trainer")
    more = ("organiser", "document_no", "scan_sha256", "competition_id")
    now = {name: getattr(found, name) for name in (*names, *more)}
    return ClassChange(found.id, found.version, **(now | given))


def test_a_class_is_changed_and_changed_back(town):
    class_id = planned(town, course(town))
    before = row(town, class_id)
    change = change_of(before, title="第二期", capacity=12, trainer="王老师")
    inverse = town.write(lambda work: change_class(work, change))
    assert (row(town, class_id).title, row(town, class_id).capacity) == ("第二期", 12)
    town.write(lambda work: change_class(work, inverse))
    assert replace(row(town, class_id), version=before.version) == before


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"mode": ClassMode.JOINT}, "联训班“培训班”没有写举办单位"),
        ({"capacity": 0}, "名额要在 1 到"),
        ({"competition_id": 7}, "只有封闭集训对应一场比武"),
        ({"title": ""}, "不能空着"),
    ],
)
def test_a_change_of_a_class_that_makes_no_sense_is_refused(town, given, sentence):
    class_id = planned(town, course(town))
    change = change_of(row(town, class_id), **given)
    with pytest.raises(UserError, match=sentence):
        town.write(lambda work: change_class(work, change))


def test_fewer_places_than_people_and_days_without_their_sessions_are_refused(town):
    class_id = running(town, course(town))
    with pytest.raises(UserError, match="已有 5 人，名额不能改成 4"):
        town.write(lambda work: change_class(work, change_of(row(town, class_id), capacity=4)))
    tomorrow = today(town) + DAY
    moved = change_of(row(town, class_id), first_day=tomorrow, last_day=tomorrow)
    with pytest.raises(UserError, match="超出了培训起止日期"):
        town.write(lambda work: change_class(work, moved))


# --- sessions ---------------------------------------------------------------------------------


def test_a_room_holds_one_class_at_a_time_and_says_which(town):
    course_id = course(town)
    planned(town, course_id, place="党校 １０１ 室", title="甲班")
    with pytest.raises(UserError, match=r"“党校101室”.*已排给培训班“.*甲班”"):
        planned(town, course_id, place="党校101室", title="乙班")
    planned(town, course_id, place="党校101室", title="丙班", day=today(town) + DAY)


def test_a_class_has_one_session_at_a_time_but_two_in_a_row(town):
    class_id = planned(town, course(town))
    day = today(town)
    with pytest.raises(UserError, match="两节课冲突"):
        town.write(lambda work: add_sessions(work, class_id, [SessionForm(day, 600, 720)]))
    twice = [SessionForm(day, 1200, 1260), SessionForm(day, 1250, 1300)]
    with pytest.raises(UserError, match="两节课冲突"):
        town.write(lambda work: add_sessions(work, class_id, twice))
    with pytest.raises(UserError, match="不晚于上课时间"):
        town.write(lambda work: add_sessions(work, class_id, [SessionForm(day, 720, 720)]))
    town.write(lambda work: add_sessions(work, class_id, [SessionForm(day, 690, 720)]))
    assert row(town, class_id).minutes == 390


def test_a_moved_session_meets_what_everybody_in_it_sits_in(town):
    course_id = course(town)
    running(town, course_id, ("赵一",), title="甲班")
    other = planned(town, course_id, title="乙班", day=today(town) + DAY)
    who = person(town, "赵一")
    town.write(lambda work: enrol(work, other, [who]))
    first = town.read(lambda work: sessions_of(work, other))[0]
    moved = SessionChange(first.id, first.version, SessionForm(today(town), 700, 900))
    with pytest.raises(UserError) as refused:
        town.write(lambda work: change_session(work, moved))
    assert all(word in refused.value.sentence for word in ("赵一", "甲班", "乙班", "14:00–17:00"))
    free = SessionChange(first.id, first.version, SessionForm(today(town), 700, 800, "礼堂"))
    inverse = town.write(lambda work: change_session(work, free))
    assert row(town, other).first_day == today(town)
    town.write(lambda work: change_session(work, inverse))
    assert town.read(lambda work: sessions_of(work, other))[0].day == today(town) + DAY


def test_a_session_is_removed_and_put_back_unless_it_was_attended(town):
    class_id = planned(town, course(town))
    second = town.read(lambda work: sessions_of(work, class_id))[1]
    ours, form = town.write(lambda work: remove_session(work, second.id))
    assert (ours, form) == (class_id, SessionForm(today(town), *AFTERNOON))
    town.write(lambda work: add_sessions(work, class_id, [form]))
    attended = running(town, course(town, "LX02"), ("李四",))
    all_present(town, attended)
    one = town.read(lambda work: sessions_of(work, attended))[0]
    with pytest.raises(UserError, match="已有签到记录，不能删去"):
        town.write(lambda work: remove_session(work, one.id))


# --- lists and rights -------------------------------------------------------------------------


def test_the_list_of_classes_is_counted_in_three_statements_and_narrowed(town):
    course_id = course(town)
    for at in range(4):
        planned(town, course_id, day=today(town) + at * DAY, title=f"第 {at} 期")
    confirmed(town, course(town, "ZT01", kind=CourseKind.SPECIAL))
    with recorded() as statements:
        rows = town.read(classes)
    assert (len(rows), len(statements)) == (5, 3)
    assert rows[0].title == "第 3 期"
    last = rows[-2] if rows[-2].state is ClassState.CONFIRMED else rows[-1]
    assert (last.held, last.completed, last.minutes) == (5, 5, 360)
    for wanted, count in (
        (ClassFilter(kinds=(CourseKind.SPECIAL,)), 1),
        (ClassFilter(states=(ClassState.PLANNED,)), 4),
        (ClassFilter(text="第 2"), 1),
        (ClassFilter(year=today(town).year - 2), 0),
        (ClassFilter(course_id=course_id), 4),
        (ClassFilter(under="nowhere/"), 0),
    ):
        assert len(town.read(lambda work, wanted=wanted: classes(work, wanted))) == count, wanted


def test_only_who_runs_training_keeps_courses_and_opens_classes(double):
    viewer, clerk = double.desk(Role.VIEWER), double.desk(Role.CLERK)
    form = CourseForm("A1", "课", CourseKind.ROTATION, 45)
    with pytest.raises(Refused, match="办理培训与比武"):
        viewer.write(lambda work: add_course(work, form))
    with pytest.raises(Refused, match="办理培训与比武"):
        viewer.read(courses)
    clerk.write(lambda work: add_course(work, form))
    with pytest.raises(Refused, match="维护规则与节假日"):
        double.desk(Role.TRAINER).write(
            lambda work: save_hours(work, HourRules(yearly=50), work.today), reason="改"
        )


TAUGHT = (
    *("courses", "hours", "classes", "steps", "sessions", "enrolling", "places", "attending"),
    *("testing", "confirming", "earlier", "rotation"),
)


def test_every_deed_on_classes_has_its_words_in_the_journal():
    folder = Path(str(service.__file__)).parent
    told = {
        code
        for name in TAUGHT
        for code in re.findall(
            r'work\.record\(\s*"(\w+)"', (folder / f"{name}.py").read_text(encoding="utf-8")
        )
    }
    assert len(told) > 20
    assert told <= set(ACTIONS), told - set(ACTIONS)


def test_the_journal_tells_a_class_from_its_opening_to_its_results(town):
    confirmed(town, course(town))
    told = town.read(lambda work: journal.entries(work.session, journal.JournalFilter()))
    ours = [one.action for one in reversed(told) if "培训班" in one.subject]
    assert ours == [
        *("open_class", "add_sessions", "enrol", "step_class", "step_class"),
        *("key_attendance", "key_attendance", "step_class"),
        *("step_class", "confirm_results"),
    ]
