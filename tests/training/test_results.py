"""Results: what blocks them, who approves, versions, reopening, the rule that they rest on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, text

from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import PaperApproval, approve, record_paper_approval, set_policy
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.periods import add_months
from hrgrid.core.policies import Policy
from hrgrid.training.model import Enrolment, TrainingResult
from hrgrid.training.queries.class_card import class_card
from hrgrid.training.queries.courses import course_row, hour_versions
from hrgrid.training.queries.of_person import training_of
from hrgrid.training.queries.results import results
from hrgrid.training.rules.exams import ExamValue
from hrgrid.training.rules.hours import HourRules
from hrgrid.training.rules.presence import CellValue
from hrgrid.training.rules.words import (
    ClassMode,
    ClassState,
    CourseKind,
    EnrolmentState,
    Presence,
)
from hrgrid.training.service.attending import key_cells
from hrgrid.training.service.classes import (
    ClassChange,
    archive_class,
    change_class,
    end_class,
    open_enrolment,
    start_class,
)
from hrgrid.training.service.confirming import (
    confirm_results,
    propose_results,
    reopen_results,
    results_subject,
)
from hrgrid.training.service.courses import CourseChange, CourseForm, change_course
from hrgrid.training.service.earlier import (
    EarlierChange,
    EarlierForm,
    add_earlier,
    correct_earlier,
    remove_earlier,
)
from hrgrid.training.service.enrolling import enrol
from hrgrid.training.service.hours import save_hours
from hrgrid.training.service.testing import key_tests
from tests.training.town import (
    AWAY,
    DAY,
    HERE,
    all_present,
    cell,
    confirmed,
    course,
    ended,
    in_class,
    person,
    planned,
    row,
    running,
    settle,
    the_sheet,
    today,
)


def card(desk, class_id):
    return desk.read(lambda work: class_card(work, class_id))


def told(desk, class_id, version=None):
    rows = desk.read(lambda work: results(work, class_id, version))
    return {one.name: (one.attended, one.credited, one.passed) for one in rows}


def test_results_follow_from_the_sheet_and_are_kept_with_their_rule(town):
    class_id = running(town, course(town, validity_months=12), ("赵一", "钱二"))
    missed = cell(town, class_id, "钱二", 1)
    town.write(lambda work: key_cells(work, class_id, {missed: AWAY}))
    all_present(town, class_id)
    town.write(lambda work: end_class(work, class_id))
    done = town.write(lambda work: confirm_results(work, class_id))
    assert (done.version, done.passed, done.failed) == (1, 1, 1)
    assert told(town, class_id) == {"赵一": (360, 360, True), "钱二": (180, 0, False)}
    by_name = {one.name: one for one in town.read(lambda work: results(work, class_id))}
    assert by_name["赵一"].valid_to == add_months(today(town), 12)
    assert by_name["钱二"].valid_to is None
    assert by_name["钱二"].why == "出勤 4 学时，应到 8 学时，不到 80%"
    (rule,) = town.read(hour_versions)
    assert (rule.sha256, bool(rule.locked_for)) == (by_name["赵一"].rule_sha256, True)
    states = {name: one.state for name, one in in_class(town, class_id).items()}
    assert states == {"赵一": EnrolmentState.COMPLETED, "钱二": EnrolmentState.FAILED}


def test_a_course_counts_at_most_its_minutes(town):
    class_id = confirmed(town, course(town, minutes=270), ("赵一",))
    assert told(town, class_id) == {"赵一": (360, 270, True)}
    (one,) = town.read(lambda work: results(work, class_id))
    assert one.why.endswith("课程最多计 6 学时")


def test_silence_is_no_absence_and_blocks_by_name(town):
    class_id = running(town, course(town), ("赵一", "钱二"))
    here = cell(town, class_id, "赵一")
    town.write(lambda work: key_cells(work, class_id, {here: HERE}))
    town.write(lambda work: end_class(work, class_id))
    (blocker,) = card(town, class_id).blockers
    assert (blocker.kind, blocker.count) == ("attendance", 3)
    with pytest.raises(UserError, match="赵一、钱二还有 3 格没有签到记录"):
        town.write(lambda work: confirm_results(work, class_id))


def test_a_test_that_nobody_sat_blocks_and_its_mark_decides(town):
    class_id = ended(town, course(town, tested=True), ("赵一", "钱二", "孙三"))
    assert [one.kind for one in card(town, class_id).blockers] == ["test"]
    there = in_class(town, class_id)
    day = today(town)
    marks = {
        (there["赵一"].enrolment_id, 1): ExamValue(59_500, day),
        (there["赵一"].enrolment_id, 2): ExamValue(60_000, day),
        (there["钱二"].enrolment_id, 1): ExamValue(59_999, day),
        (there["孙三"].enrolment_id, 1): ExamValue(None, day),
    }
    town.write(lambda work: key_tests(work, class_id, marks))
    town.write(lambda work: confirm_results(work, class_id))
    assert {name: one[2] for name, one in told(town, class_id).items()} == {
        "赵一": True,
        "钱二": False,
        "孙三": False,
    }


@pytest.mark.parametrize(
    ("kind", "mode", "word"),
    [
        (CourseKind.ROTATION, ClassMode.EXTERNAL, "外训"),
        (CourseKind.ROTATION, ClassMode.JOINT, "联训"),
        (CourseKind.CLOSED, ClassMode.OWN, "封闭集训"),
    ],
)
def test_what_is_believed_for_a_paper_has_its_number(town, kind, mode, word):
    organiser = "" if mode is ClassMode.OWN else "市委党校"
    class_id = ended(town, course(town, kind=kind), ("赵一",), mode=mode, organiser=organiser)
    assert [one.kind for one in card(town, class_id).blockers] == ["document"]
    with pytest.raises(UserError, match=f"{word}须写明文号才能核定"):
        town.write(lambda work: confirm_results(work, class_id))
    found = row(town, class_id)
    change = ClassChange(
        class_id,
        found.version,
        found.number,
        found.title,
        found.first_day,
        found.last_day,
        found.capacity,
        mode,
        organiser=organiser,
        document_no="市党校〔2026〕8号",
    )
    town.write(lambda work: change_class(work, change))
    assert town.write(lambda work: confirm_results(work, class_id)).passed == 1


def test_a_reopened_class_makes_a_second_version_beside_the_first(town):
    class_id = confirmed(town, course(town), ("赵一", "钱二"))
    at = cell(town, class_id, "钱二")
    with pytest.raises(UserError, match="须写明事由"):
        town.write(lambda work: reopen_results(work, class_id))
    town.write(lambda work: reopen_results(work, class_id), reason="签到表有误")
    who = person(town, "钱二")
    assert town.read(lambda work: training_of(work, who)).years == ()
    town.write(lambda work: key_cells(work, class_id, {at: AWAY}))
    assert town.write(lambda work: confirm_results(work, class_id)).version == 2
    assert told(town, class_id)["钱二"] == (180, 0, False)
    assert told(town, class_id, 1)["钱二"] == (360, 360, True)
    town.write(lambda work: archive_class(work, class_id))
    with pytest.raises(UserError, match="现在是“已归档”"):
        town.write(lambda work: reopen_results(work, class_id), reason="再改")


def test_who_never_got_a_place_goes_out_with_the_results(town):
    class_id = planned(town, course(town), capacity=1)
    ids = [person(town, name) for name in ("赵一", "钱二")]
    town.write(lambda work: enrol(work, class_id, ids))
    town.write(lambda work: open_enrolment(work, class_id))
    town.write(lambda work: start_class(work, class_id))
    all_present(town, class_id)
    town.write(lambda work: end_class(work, class_id))
    town.write(lambda work: confirm_results(work, class_id))
    assert set(told(town, class_id)) == set(in_class(town, class_id)) == {"赵一"}

    def why(work):
        query = select(Enrolment.state_reason).where(Enrolment.person_id == ids[1])
        return work.session.scalar(query)

    assert town.read(why) == "培训班已结束，没有轮到"


def test_the_rule_of_the_last_day_counts_whatever_came_after(town):
    class_id = running(town, course(town), ("赵一",))
    at = cell(town, class_id, "赵一", 1)
    early = CellValue(Presence.LEFT_EARLY, departed=930)
    town.write(lambda work: key_cells(work, class_id, {at: early}))
    all_present(town, class_id)
    town.write(lambda work: end_class(work, class_id))
    assert card(town, class_id).next_step.enabled
    day = today(town)
    assert next(iter(the_sheet(town, class_id).credits.values())).passed is False
    town.write(lambda work: save_hours(work, HourRules(share_bp=7_500), day + DAY), reason="改")
    assert next(iter(the_sheet(town, class_id).credits.values())).passed is False
    town.write(lambda work: save_hours(work, HourRules(share_bp=7_500), day), reason="改")
    assert town.write(lambda work: confirm_results(work, class_id)).passed == 1


def test_a_later_course_leaves_what_was_confirmed(town):
    course_id = course(town)
    class_id = confirmed(town, course_id, ("赵一",))
    found = town.read(lambda work: course_row(work, course_id))
    form = CourseForm(found.code, found.title, found.kind, 45)
    change = CourseChange(course_id, found.version, form)
    town.write(lambda work: change_course(work, change), reason="新大纲")
    assert told(town, class_id) == {"赵一": (360, 360, True)}


def test_where_the_policy_asks_somebody_else_approves_exactly_these_numbers(town):
    class_id = ended(town, course(town), ("赵一",))
    town.write(lambda work: set_policy(work, Policy.OTHER_APPROVER, 1), reason="规定")
    assert card(town, class_id).next_step.code == "propose"
    with pytest.raises(UserError, match="还不到审批"):
        town.read(lambda work: results_subject(work, class_id))
    town.write(lambda work: propose_results(work, class_id))
    found = card(town, class_id)
    assert (found.next_step.code, found.next_step.enabled) == ("confirm", False)
    assert [one.kind for one in found.blockers] == ["approval"]
    with pytest.raises(Refused, match="须有 1 人审批"):
        town.write(lambda work: confirm_results(work, class_id))
    with pytest.raises(Refused, match="经办人不能审批自己经办的事项"):
        town.write(lambda work: approve(work, results_subject(work, class_id)))
    paper = PaperApproval("刘主任", "副书记", today(town), "会纪〔2026〕3号")

    def given(work):
        record_paper_approval(work, results_subject(work, class_id), paper)

    town.write(given)
    assert card(town, class_id).next_step.enabled
    at = cell(town, class_id, "赵一")
    late = CellValue(Presence.LATE, came=540)
    town.write(lambda work: key_cells(work, class_id, {at: late}))
    with pytest.raises(Refused, match="须有 1 人审批"):
        town.write(lambda work: confirm_results(work, class_id))
    town.write(lambda work: key_cells(work, class_id, {at: HERE}))
    assert town.write(lambda work: confirm_results(work, class_id)).passed == 1


def test_a_clerk_proposes_and_the_chief_approves(double):
    clerk, chief = double.desk(Role.CLERK), double.desk(Role.CHIEF)
    clerk.write(settle)
    class_id = ended(clerk, course(clerk), ("赵一",))
    clerk.write(lambda work: propose_results(work, class_id))
    chief.write(lambda work: approve(work, results_subject(work, class_id)))
    assert clerk.write(lambda work: confirm_results(work, class_id)).passed == 1


def test_the_database_keeps_a_settled_class_by_itself(town):
    class_id = confirmed(town, course(town), ("赵一",))
    assert row(town, class_id).state is ClassState.CONFIRMED
    for statement, word in (
        ("UPDATE attendance SET presence = 'absent'", "签到不能再改"),
        ("DELETE FROM attendance", "签到不能再改"),
        ("UPDATE enrolment SET source = 'self'", "名单不能再改"),
        ("UPDATE training_session SET topic = 'x'", "课次不能再改"),
        ("UPDATE training_class SET state = 'planned'", "不能从现在的状态走这一步"),
    ):
        with pytest.raises(UserError, match=word):
            town.write(lambda work, statement=statement: work.session.execute(text(statement)))

    def count(work):
        return len(list(work.session.scalars(select(TrainingResult))))

    assert town.read(count) == 1


# --- earlier training -------------------------------------------------------------------------


def history(desk, name):
    who = person(desk, name)
    return desk.read(lambda work: training_of(work, who))


def test_earlier_training_is_put_down_corrected_and_taken_away(town):
    who = person(town, "赵一")
    last_year = today(town) - 366 * DAY
    form = EarlierForm(
        who,
        "省级轮训",
        last_year,
        720,
        rotation=True,
        organiser="省委党校",
        document_no="证〔2025〕12号",
    )
    earlier_id = town.write(lambda work: add_earlier(work, form))
    found = history(town, "赵一")
    assert [(one.title, one.credited, one.rotation) for one in found.rows] == [
        ("省级轮训", 720, True)
    ]
    assert [(one.year, one.credited, one.rotation) for one in found.years] == [
        (last_year.year, 720, True)
    ]
    change = EarlierChange(earlier_id, found.rows[0].version, replace(form, minutes=360))
    inverse = town.write(lambda work: correct_earlier(work, change), reason="抄错")
    assert history(town, "赵一").rows[0].credited == 360
    town.write(lambda work: correct_earlier(work, inverse), reason="撤销")
    gone = town.write(lambda work: remove_earlier(work, earlier_id), reason="登记错人")
    assert (gone, history(town, "赵一").rows) == (form, ())
    town.write(lambda work: add_earlier(work, gone))
    with pytest.raises(UserError, match="这次培训已经登记过"):
        town.write(lambda work: add_earlier(work, form))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"document_no": ""}, "没有依据"),
        ({"minutes": 0}, "没有写学时"),
        ({"title": " "}, "没有写名称"),
    ],
)
def test_earlier_training_without_evidence_is_not_believed(town, given, sentence):
    form = EarlierForm(person(town, "赵一"), "轮训", today(town), 90, document_no="1号")
    with pytest.raises(UserError, match=f"赵一的.*{sentence}"):
        town.write(lambda work: add_earlier(work, replace(form, **given)))
    tomorrow = replace(form, ended_on=today(town) + DAY)
    with pytest.raises(UserError, match="在今天之后"):
        town.write(lambda work: add_earlier(work, tomorrow))


def test_a_history_tells_classes_and_years(town):
    class_id = confirmed(town, course(town, validity_months=24), ("赵一",))
    planned_id = planned(town, course(town, "ZT01"), day=today(town) + DAY, title="明天的班")
    who = person(town, "赵一")
    town.write(lambda work: enrol(work, planned_id, [who]))
    found = history(town, "赵一")
    assert [(one.title, one.credited, one.state.label) for one in found.rows] == [
        ("明天的班", None, "已通知"),
        ("培训班", 360, "合格"),
    ]
    assert found.rows[1].class_id == class_id
    assert [(one.credited, one.together, one.rotation) for one in found.years] == [(360, 360, True)]
    assert history(town, "钱二").rows == ()
