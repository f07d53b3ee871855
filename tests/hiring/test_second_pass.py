"""Written marks under 双人复核: keyed blind by two people, differences settled from the paper."""

from __future__ import annotations

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.policies import Setting
from hrgrid.hiring.queries.marks import Keyed, mark_progress, mark_rows
from hrgrid.hiring.queries.stages import stage_board
from hrgrid.hiring.rules.words import CandidateState
from hrgrid.hiring.service.exam import ExamForm, plan_exam
from hrgrid.hiring.service.marking import key_exam_marks, settle_exam_mark
from hrgrid.hiring.service.ranking import make_interview_list
from hrgrid.storage.pace import Pace
from tests.hiring.build import applying, plant
from tests.hiring.course import Course, name_of


@pytest.fixture
def house(houses, clock):
    """双人复核, on the clock of the test."""
    with houses.open(Setting.DOUBLE) as opened:
        opened.database.clock = clock
        opened.database.pace = Pace(clock, None)
        yield opened


@pytest.fixture
def course(house, clock) -> Course:
    """Two grids, six people before their written exam, run by the clerk."""
    clerk = house.desk(Role.CLERK)
    clerk.write(plant)
    made = Course(clerk, clock, applying(clerk, grids=2))
    made.apply(6)
    made.check()
    made.examine(written=True, reason="照样笔试")
    today = clerk.read(lambda work: work.today)
    made.do(plan_exam, ExamForm(today, "9:00", "党校", 1, 30))
    return made


def key(course, desk, marks):
    people = {one.name: one.number for one in course.people().values()}
    rows = [(people[name_of(at)], mark) for at, mark in marks.items()]
    return desk.write(lambda work: key_exam_marks(work, course.batch_id, rows))


def rows_for(desk, course):
    rows = desk.read(lambda work: mark_rows(work, course.batch_id))
    return {row.name: row for row in rows}


FIRST = {0: "95", 1: "94.5", 2: "93", 3: "82", 4: "缺考", 5: "90"}


def test_a_mark_counts_once_two_people_keyed_the_same(course, house):
    clerk, typist = course.desk, house.desk(Role.TRAINER)
    assert key(course, clerk, FIRST).waiting == 6
    # The second does not see what the first one keyed.
    assert {(row.keyed, row.first) for row in rows_for(typist, course).values()} == {
        (Keyed.FIRST, None)
    }
    keyed = key(course, typist, FIRST | {3: "28", 4: "40"})
    assert (keyed.done, keyed.waiting, keyed.different) == (4, 0, 2)
    assert course.state(name_of(0)) is CandidateState.EXAMINED
    for name in (name_of(3), name_of(4)):
        assert course.state(name) is CandidateState.QUALIFIED
    differing = rows_for(clerk, course)[name_of(3)]
    assert differing.keyed is Keyed.DIFFERENT
    assert (differing.first.shown, differing.second.shown) == ("82", "28")
    step = clerk.read(lambda work: stage_board(work, course.batch_id)).next
    assert (step.code, step.label) == ("settle_marks", "核定 2 人的笔试成绩")
    with pytest.raises(UserError, match="还没有定下笔试成绩"):
        course.do(make_interview_list)


def test_what_differs_is_settled_by_whoever_runs_the_batch_with_a_reason(course, house):
    clerk, typist = course.desk, house.desk(Role.TRAINER)
    key(course, clerk, FIRST)
    key(course, typist, FIRST | {3: "28", 4: "40"})
    third, away = course.named(name_of(3)).id, course.named(name_of(4)).id
    with pytest.raises(Refused):
        typist.write(lambda work: settle_exam_mark(work, third, "82"), reason="对照试卷")
    with pytest.raises(UserError, match="事由"):
        clerk.write(lambda work: settle_exam_mark(work, third, "82"))
    clerk.write(lambda work: settle_exam_mark(work, third, "82"), reason="对照试卷，第二遍看倒了")
    clerk.write(lambda work: settle_exam_mark(work, away, "缺考"), reason="签到表没有签名")
    progress = clerk.read(lambda work: mark_progress(work, course.batch_id))
    assert (progress.done, progress.different, progress.waiting) == (6, 0, 0)
    assert course.state(name_of(3)) is CandidateState.EXAMINED
    assert course.state(name_of(4)) is CandidateState.EXAM_ABSENT
    with pytest.raises(UserError, match="成绩已定"):
        key(course, typist, {3: "28"})
    told = next(one for one in house.entries() if one.action == "settle_exam_mark")
    assert told.reason == "签到表没有签名"
    assert course.do(make_interview_list).outcomes


def test_a_typist_puts_his_own_pass_right_and_both_agree(course, house):
    clerk, typist = course.desk, house.desk(Role.TRAINER)
    key(course, clerk, FIRST)
    assert key(course, typist, FIRST | {3: "28"}).different == 1
    assert key(course, typist, {3: "82"}).done == 1
    assert course.state(name_of(3)) is CandidateState.EXAMINED
