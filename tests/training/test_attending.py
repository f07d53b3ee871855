"""The sheet: cell by cell, the rest at once, pasted, made up, with undo, on both engines."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hrgrid.accounts.rules import Role
from hrgrid.core.errors import Refused, UserError
from hrgrid.training.model import TrainingClass
from hrgrid.training.queries.pasting import read_pasted, read_pasted_marks
from hrgrid.training.queries.sheets import make_up_sessions
from hrgrid.training.rules.exams import ExamValue
from hrgrid.training.rules.presence import CellValue
from hrgrid.training.rules.words import ClassState, CourseKind, Presence
from hrgrid.training.service.attending import (
    PasteRefused,
    key_cells,
    make_up,
    mark_rest_present,
    paste_attendance,
)
from hrgrid.training.service.classes import (
    ClassForm,
    open_class,
    open_enrolment,
    start_class,
)
from hrgrid.training.service.courses import CourseForm, add_course
from hrgrid.training.service.enrolling import enrol
from hrgrid.training.service.sessions import SessionForm, add_sessions
from hrgrid.training.service.testing import key_tests, paste_tests
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.rules import GridKind, Level
from hrgrid.workforce.service.planting import AreaForm, Planting
from tests.hiring.build import SINCE, employ, id_number
from tests.statements import recorded
from tests.training.town import (
    AWAY,
    DAY,
    HERE,
    NAMES,
    all_present,
    cell,
    confirmed,
    course,
    in_class,
    planned,
    running,
    the_sheet,
    today,
)

P = Presence


def key(desk, class_id, cells, **how):
    return desk.write(lambda work: key_cells(work, class_id, cells, **how))


def numbers(desk, class_id):
    return {name: one.number for name, one in in_class(desk, class_id).items()}


def test_a_cell_is_keyed_changed_and_taken_back(town):
    class_id = running(town, course(town))
    at = cell(town, class_id, "赵一")
    late = CellValue(P.LATE, came=540, note="堵车")
    (first,) = key(town, class_id, {at: HERE}, seen={at: None})
    (second,) = key(town, class_id, {at: late}, seen={at: HERE})
    assert (first.before, second.before, second.after) == (None, HERE, late)
    assert the_sheet(town, class_id).cells == {at: late}
    key(town, class_id, {at: second.before}, seen={at: second.after})
    key(town, class_id, {at: first.before}, seen={at: first.after})
    assert the_sheet(town, class_id).cells == {}
    assert key(town, class_id, {at: None}) == []


def test_what_somebody_else_keyed_meanwhile_is_not_overwritten(town):
    class_id = running(town, course(town))
    at, other = cell(town, class_id, "赵一"), cell(town, class_id, "钱二")
    key(town, class_id, {at: AWAY})
    with pytest.raises(UserError, match=r"赵一 .* 刚被别人登记为“缺勤”"):
        key(town, class_id, {other: HERE, at: HERE}, seen={at: None, other: None})
    assert the_sheet(town, class_id).cells == {at: AWAY}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (CellValue(P.LATE, came=300), "不在这一节的 08:30–11:30 之内"),
        (CellValue(P.PRESENT, came=540), "又写了时间"),
        (CellValue(P.ABSENT, makeup_session_id=999), "不能在选的那一节补课"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_with_its_person(town, value, sentence):
    class_id = running(town, course(town))
    at = cell(town, class_id, "赵一")
    with pytest.raises(UserError, match=f"赵一.*{sentence}"):
        key(town, class_id, {at: value})


def test_of_a_session_to_come_only_leave_is_known(town):
    class_id = running(town, course(town), day=today(town) + DAY)
    at = cell(town, class_id, "赵一")
    with pytest.raises(UserError, match="还没有上课，只能先登记请假或免修"):
        key(town, class_id, {at: HERE})
    key(town, class_id, {at: CellValue(P.LEAVE)})


def test_cells_of_another_class_and_of_a_class_not_begun_are_refused(town):
    course_id = course(town)
    class_id = running(town, course_id, ("赵一",))
    other = running(town, course(town, "ZT01"), ("钱二",))
    strange = (cell(town, other, "钱二")[0], cell(town, class_id, "赵一")[1])
    with pytest.raises(UserError, match="课次或名单刚被改过"):
        key(town, class_id, {strange: HERE})
    waiting = planned(town, course_id, day=today(town) + DAY)
    with pytest.raises(UserError, match="要在“上课中”、“已结课”时"):
        key(town, waiting, {})


def test_the_rest_are_present_and_who_is_told_stays(town):
    class_id = running(town, course(town))
    at = cell(town, class_id, "孙三")
    key(town, class_id, {at: AWAY})
    done = town.write(lambda work: mark_rest_present(work, class_id, at[0]))
    assert len(done) == 4
    found = the_sheet(town, class_id).cells
    assert (found[at], sum(value == HERE for value in found.values())) == (AWAY, 4)
    key(town, class_id, {one.cell: one.before for one in done})
    assert the_sheet(town, class_id).cells == {at: AWAY}


def test_minutes_follow_the_sheet(town):
    class_id = running(town, course(town), ("赵一", "钱二", "孙三"))
    first, second = (cell(town, class_id, "赵一", at) for at in (0, 1))
    key(
        town,
        class_id,
        {
            first: CellValue(P.LATE, came=570),
            second: HERE,
            cell(town, class_id, "钱二", 0): CellValue(P.LATE, came=520),
            cell(town, class_id, "钱二", 1): CellValue(P.LEFT_EARLY, departed=960),
        },
    )
    found = the_sheet(town, class_id)
    by_name = {one.name: found.credits[one.enrolment_id] for one in found.members}
    assert (by_name["赵一"].attended, by_name["赵一"].credited) == (300, 300)
    # Ten minutes late are none; an hour early is one.
    assert by_name["钱二"].attended == 300
    assert by_name["孙三"].unknown == tuple(one.id for one in found.sessions)


def test_a_missed_session_is_made_up_in_another_class_of_the_course(town):
    course_id = course(town)
    class_id = running(town, course_id, ("赵一",), title="甲班")
    other = running(town, course_id, ("钱二",), title="乙班")
    special = course(town, "ZT01", kind=CourseKind.SPECIAL)
    running(town, special, ("孙三",), title="丙班")
    missed, also = cell(town, class_id, "赵一", 0), cell(town, class_id, "赵一", 1)
    key(town, class_id, {missed: AWAY, also: HERE})
    offered = town.read(lambda work: make_up_sessions(work, missed[1], missed[0]))
    # The afternoon of 乙班 runs into his own.
    assert [(one.class_title, one.session.begins) for one in offered] == [("乙班", 510)]
    goal = offered[0].session.id
    done = town.write(lambda work: make_up(work, missed[1], missed[0], goal))
    assert done.after.words == "缺勤（已补）"
    assert the_sheet(town, class_id).credits[missed[1]].attended == 360
    town.write(lambda work: make_up(work, missed[1], missed[0], None))
    assert the_sheet(town, class_id).credits[missed[1]].attended == 180
    with pytest.raises(UserError, match="只有登记为请假或缺勤的一节可以补课"):
        town.write(lambda work: make_up(work, also[1], also[0], goal))
    assert other != class_id


def paste(desk, class_id, text, at=0, **how):
    session_id = the_sheet(desk, class_id).sessions[at].id
    return desk.write(lambda work: paste_attendance(work, class_id, session_id, text, **how))


def read(desk, class_id, text, at=0):
    session_id = the_sheet(desk, class_id).sessions[at].id
    return desk.read(lambda work: read_pasted(work, class_id, session_id, text))


def test_a_pasted_list_is_read_by_name_number_and_id_number(town):
    class_id = running(town, course(town))
    number = numbers(town, class_id)["钱二"]
    text = f"1. 赵一\n2\t{number}\t迟到 8:50\n\n3、{id_number(3)} 缺勤\n李 四"
    pasted = read(town, class_id, text)
    assert pasted.problems == ()
    assert [(one.line, one.member.name, one.value.words) for one in pasted.rows] == [
        (1, "赵一", "到"),
        (2, "钱二", "迟到 08:50"),
        (4, "孙三", "缺勤"),
        (5, "李四", "到"),
    ]
    assert [one.name for one in pasted.absent] == ["周五"]
    assert len(paste(town, class_id, text)) == 4
    assert len(the_sheet(town, class_id).cells) == 4


def test_names_may_stand_in_one_line(town):
    class_id = running(town, course(town))
    pasted = read(town, class_id, "赵一、钱二，孙三")
    assert [one.member.name for one in pasted.rows] == ["赵一", "钱二", "孙三"]


def test_each_pasted_line_that_cannot_be_says_why_and_masks_numbers(town):
    class_id = running(town, course(town), ("赵一", "钱二"))
    number = numbers(town, class_id)["赵一"]
    text = f"赵一\n赵一\n王麻子\n110105199003070012\n钱二 来了\n{number} 钱二"
    pasted = read(town, class_id, text)
    assert [(one.line, one.sentence[:12]) for one in pasted.problems] == [
        (2, "赵一在第 1 行已经写过"),
        (3, "“王麻子”不在这个班的名"),
        (4, "“110105*****"),
        (5, "钱二的“来了”读不出来。"),
        (6, "这一行的姓名和工号、证件"),
    ]
    assert all("199003070012" not in one.text for one in pasted.problems)
    with pytest.raises(
        PasteRefused, match=r"第 2 行：赵一在第 1 行已经写过.*共 5 行有问题"
    ) as told:
        paste(town, class_id, text)
    assert len(told.value.problems) == 5
    assert the_sheet(town, class_id).cells == {}
    assert len(paste(town, class_id, text, partial=True)) == 1
    with pytest.raises(UserError, match="没有可以登记的人"):
        paste(town, class_id, " \n")


def test_namesakes_are_told_apart_by_number(town):
    town.write(lambda work: employ(work, _another_grid(work), "赵一"))
    class_id = planned(town, course(town))
    _everybody(town, class_id)
    pasted = read(town, class_id, "赵一")
    assert "叫“赵一”的有 2 人" in pasted.problems[0].sentence
    both = the_sheet(town, class_id).members
    number = next(one.number for one in both if one.name == "赵一")
    assert read(town, class_id, f"赵一 {number}").rows[0].member.number == number


def _another_grid(work):
    planting = Planting(work, SINCE)
    under = tree_index(work, work.today).named("东社区")[0]
    planting.add(under, AreaForm(Level.GRID, "东社区第9网格", "E009", GridKind.GENERAL, 300))
    planting.write()
    return tree_index(work, work.today).by_code["E009"]


def _everybody(desk, class_id):
    ids = desk.read(lambda work: list(work.session.scalars(select(Person.id))))
    desk.write(lambda work: enrol(work, class_id, ids))
    desk.write(lambda work: open_enrolment(work, class_id))
    desk.write(lambda work: start_class(work, class_id))


# --- tests ------------------------------------------------------------------------------------


def test_marks_come_by_attempt_and_an_absence_is_said(town):
    class_id = running(town, course(town, tested=True), ("赵一", "钱二"))
    day = today(town)
    there = in_class(town, class_id)
    one, two = there["赵一"].enrolment_id, there["钱二"].enrolment_id

    def mark(cells, **how):
        return town.write(lambda work: key_tests(work, class_id, cells, **how))

    done = mark({(one, 1): ExamValue(55_000, day), (two, 1): ExamValue(None, day)})
    assert len(done) == 2
    mark({(one, 2): ExamValue(71_500, day)})
    with pytest.raises(UserError, match="没有第 2 次测试的成绩，录不了第 3 次"):
        mark({(two, 3): ExamValue(80_000, day)})
    with pytest.raises(UserError, match="没有第 1 次测试"):
        mark({(one, 1): None})
    with pytest.raises(UserError, match="不在 0 到 100 之间"):
        mark({(two, 2): ExamValue(100_500, day)})
    with pytest.raises(UserError, match="在今天之后"):
        mark({(two, 2): ExamValue(90_000, day + DAY)})
    with pytest.raises(UserError, match=r"刚被别人录为“71\.5”"):
        mark({(one, 2): ExamValue(72_000, day)}, seen={(one, 2): None})
    mark({(one, 2): None}, seen={(one, 2): ExamValue(71_500, day)})
    assert the_sheet(town, class_id).tests == {
        (one, 1): ExamValue(55_000, day),
        (two, 1): ExamValue(None, day),
    }


def test_a_course_without_a_test_takes_no_mark(town):
    class_id = running(town, course(town), ("赵一",))
    one = in_class(town, class_id)["赵一"].enrolment_id
    with pytest.raises(UserError, match="不测试，没有成绩可录"):
        town.write(lambda work: key_tests(work, class_id, {(one, 1): ExamValue(1, work.today)}))


def test_marks_are_pasted_with_problems_by_line(town):
    class_id = running(town, course(town, tested=True), ("赵一", "钱二", "孙三"))
    day = today(town)
    text = "赵一\t92.5\n钱二 缺考\n孙三 101\n李四 80"
    pasted = town.read(lambda work: read_pasted_marks(work, class_id, text))
    assert [(one.member.name, one.value_milli) for one in pasted.rows] == [
        ("赵一", 92_500),
        ("钱二", None),
    ]
    assert [one.line for one in pasted.problems] == [3, 4]
    with pytest.raises(PasteRefused):
        town.write(lambda work: paste_tests(work, class_id, text, day))
    done = town.write(lambda work: paste_tests(work, class_id, text, day, partial=True))
    assert len(done) == 2
    with pytest.raises(PasteRefused, match="没有成绩"):
        town.write(lambda work: paste_tests(work, class_id, "孙三", day))


# --- rights, sizes, the database's own word ----------------------------------------------------


def test_a_keyer_keys_and_a_viewer_does_not(double):
    clerk, trainer = double.desk(Role.CLERK), double.desk(Role.TRAINER)

    def found(work):
        planting = Planting(work, SINCE)
        planting.add(None, AreaForm(Level.DISTRICT, "示例区"))
        planting.write()
        area_id = tree_index(work, work.today).named("示例区")[0].id
        course_id = add_course(work, CourseForm("A1", "课", CourseKind.ROTATION, 45))
        form = ClassForm(course_id, "班", area_id, work.today, work.today, 5)
        class_id = open_class(work, form)
        add_sessions(work, class_id, [SessionForm(work.today, 510, 600)])
        work.session.get_one(TrainingClass, class_id).state = ClassState.OPEN
        work.session.flush()
        work.session.get_one(TrainingClass, class_id).state = ClassState.RUNNING
        return class_id

    class_id = clerk.write(found)
    assert trainer.write(lambda work: key_cells(work, class_id, {})) == []
    with pytest.raises(Refused):
        double.desk(Role.VIEWER).write(lambda work: key_cells(work, class_id, {}))
    with pytest.raises(Refused):
        double.desk(Role.VIEWER).read(lambda work: make_up_sessions(work, 1, 1))


def test_a_settled_sheet_is_not_keyed(town):
    class_id = confirmed(town, course(town), ("赵一",))
    with pytest.raises(UserError, match="现在是“结果已定”"):
        key(town, class_id, {})


def test_a_sheet_is_read_in_as_many_statements_however_large_it_is(town):
    small = running(town, course(town), ("赵一",))
    large = running(town, course(town, "ZT01"), NAMES[1:])
    for class_id in (small, large):
        all_present(town, class_id)

    def statements(class_id):
        with recorded() as told:
            the_sheet(town, class_id)
        return len(told)

    assert statements(small) == statements(large) <= 17
