"""Bad input in every deed from the exam to the hire: a sentence, and nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import HiringSeat
from hrgrid.hiring.rules.words import CandidateState, VettingKind, VettingResult
from hrgrid.hiring.service.allotting import allot_seats, move_seat
from hrgrid.hiring.service.deciding import close_batch, decide, decision_subject, propose
from hrgrid.hiring.service.exam import ExamForm, plan_exam, start_examining
from hrgrid.hiring.service.interviews import (
    RoomForm,
    add_to_room,
    close_interviews,
    mark_absent,
    panel_of,
    plan_interviews,
)
from hrgrid.hiring.service.marking import (
    key_exam_mark,
    key_exam_marks,
    paste_exam_marks,
    settle_exam_mark,
)
from hrgrid.hiring.service.publishing import (
    PublicityForm,
    close_publicity,
    publicise,
    resume_publicity,
)
from hrgrid.hiring.service.ranking import LotForm, make_interview_list, make_ranking, record_lot
from hrgrid.hiring.service.reserves import call_reserve, hire_reserve, lapse_reserve
from hrgrid.hiring.service.substitutes import decline, disqualify, withdraw
from hrgrid.hiring.service.vetting import VettingForm, record_passes, record_vetting, start_vetting
from hrgrid.panels.service import SeatForm
from hrgrid.schema import metadata
from tests.hiring.build import applying
from tests.hiring.course import DAY, Course


def everything(course: Course) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""

    def read(work) -> dict[str, list[tuple[object, ...]]]:
        connection = work.session.connection()
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }

    return course.desk.read(read)


def refused(
    course: Course, words: str, deed: Callable[..., object], *given: object, reason: str = ""
) -> None:
    """The deed on the batch is refused with these words, and nothing is otherwise than before."""
    refused_work(course, words, lambda work: deed(work, course.batch_id, *given), reason)


def refused_work(course: Course, words: str, deed, reason: str = "") -> None:
    before = everything(course)
    with pytest.raises(UserError) as told:
        course.desk.write(deed, reason=reason)
    assert words in told.value.sentence
    assert told.value.sentence.endswith("。")
    assert everything(course) == before


def test_bad_input_changes_nothing(office, clock) -> None:
    course = Course(office, clock, applying(office, grids=2))
    names = course.apply(5)
    today = office.read(lambda work: work.today)
    refused(course, "还没有截止", start_examining)
    clock.move(20 * DAY)
    refused(course, "还有 5 人没有完成资格审查", start_examining)
    course.check()
    refused(course, "须写明事由", lambda work, batch: start_examining(work, batch, written=True))
    refused(course, "要在“笔试与面试”时", make_interview_list)
    course.do(start_examining, written=True, reason="照样笔试")

    # --- exam
    today = office.read(lambda work: work.today)
    exam = ExamForm(today, "9:00", "党校", 1, 30)
    refused(course, "时间和地点没有写全", plan_exam, replace(exam, place=" "))
    refused(course, "坐不下 5 人", plan_exam, replace(exam, seats=4))
    refused(course, "至少是 1", plan_exam, replace(exam, rooms=0))
    refused(course, "早于报名截止", plan_exam, replace(exam, on=today - 30 * DAY))
    course.do(plan_exam, exam)
    one = course.named(names[0])
    for text, words in (
        ("101", "超出 0 到 100 分"),
        ("-1", "超出 0 到 100 分"),
        ("八十", "不是分数"),
        ("80.1234", "超过 3 位小数"),
        ("", "没有填"),
    ):
        refused_work(course, words, lambda work, text=text: key_exam_mark(work, one.id, text))
    refused_work(course, "不在了", lambda work: key_exam_mark(work, 987_654, "80"))
    refused(course, "没有这个准考证号", key_exam_marks, [("9999", "80")])
    refused(course, "出现了两次", key_exam_marks, [(one.number, "80"), (one.number, "81")])
    refused(course, "不是两列", paste_exam_marks, f"{one.number}\t80\t好")
    refused(course, "没有粘贴任何成绩", paste_exam_marks, " \n ")
    # One bad row, and the good ones are not kept either.
    refused(course, "第 2 行", key_exam_marks, [(one.number, "80"), ("9999", "80")])
    settle = lambda work: settle_exam_mark(work, one.id, "80")  # noqa: E731
    refused_work(course, "须写明事由", settle)
    refused_work(course, "还没有录过成绩", settle, "看错")
    refused(course, "还没有定下笔试成绩", make_interview_list)
    course.mark({name: str(90 - at) for at, name in enumerate(names)})
    refused_work(course, "已定", lambda work: key_exam_mark(work, one.id, "70"))
    refused(course, "考场和准考证号不能再改", plan_exam, exam)

    # --- interviews and totals
    refused(course, "还没有面试名单", make_ranking)
    refused(course, "没有入围面试的人", plan_interviews, today, [], "种子")
    course.do(make_interview_list)
    refused(course, "须写明事由", make_interview_list)
    refused(course, "还没有安排面试考场", make_ranking)
    room = RoomForm("第 1 会议室", "9:00", (SeatForm("甲"), SeatForm("乙"), SeatForm("丙")))
    refused(course, "没有写抽签种子", plan_interviews, today, [room], " ")
    refused(course, "至少是 1 个", plan_interviews, today, [], "种子")
    refused(course, "排不满 5 个考场", plan_interviews, today, [room] * 5, "种子")
    refused(course, "地点或时间", plan_interviews, today, [RoomForm("", "9:00")], "种子")
    early = today - 5 * DAY
    refused(course, "早于笔试日期", plan_interviews, early, [room], "种子")
    many = RoomForm("一室", "9:00", tuple(SeatForm(f"考官{at}") for at in range(8)))
    refused(course, "方案规定 7 名", plan_interviews, today, [many], "种子")
    (panel,) = course.do(plan_interviews, today, [room], "种子")
    refused(course, "已经安排过面试", plan_interviews, today, [room], "种子")
    refused(course, "没有第 9 面试考场", panel_of, 9)
    refused(course, "没有这个入围面试的人", add_to_room, 1, 987_654)
    refused(course, "没有这个人", mark_absent, 1, 987_654)
    refused(course, "还不能截止评分", close_interviews)
    refused(course, "还在录分", make_ranking)
    course.score(panel, dict.fromkeys(names, 80000))
    course.do(close_interviews)
    position = "01"
    lot = LotForm(position, ("0001", "0002"), "监督员甲")
    refused(course, "没有岗位", record_lot, replace(lot, position="99"))
    refused(course, "没有写见证人", record_lot, replace(lot, witnesses=""))
    refused(course, "至少要有两个不同", record_lot, replace(lot, numbers=("0001", "0001")))
    refused(course, "没有报名号“9999”", record_lot, replace(lot, numbers=("0001", "9999")))
    refused(course, "还没有排总成绩", start_vetting)
    course.do(make_ranking)
    refused(course, "面试名单不能再改", make_interview_list, reason="重排")
    refused(course, "须写明事由", make_ranking)

    # --- vetting, grids
    course.do(start_vetting)
    medical = next(iter(course.people(CandidateState.MEDICAL).values()))
    form = VettingForm(medical.id, VettingKind.MEDICAL, VettingResult.PASS, "医院", today, "1 号")
    for changed, words in (
        (replace(form, document_no=" "), "文号"),
        (replace(form, examined_by=""), "办理单位"),
        (replace(form, examined_on=today + 99 * DAY), "在今天之后"),
        (replace(form, candidate_id=987_654), "没有第 987654 号报名记录"),
    ):
        refused_work(course, words, lambda work, given=changed: record_vetting(work, given))
    fail = replace(form, result=VettingResult.FAIL)
    refused(course, "要逐个登记", record_passes, [fail])
    refused(course, "不在体检政审中", record_passes, [replace(form, candidate_id=987_654)])
    for leave in (decline, withdraw, disqualify):
        refused_work(course, "须写明原因", lambda work, leave=leave: leave(work, medical.id, " "))
    refused(course, "没有等着分配网格的人", allot_seats)
    public = PublicityForm(today, "公示栏", "政法委", "0512-65000000")
    refused(course, "还没有结果", publicise, public)
    course.vet()
    refused(course, "还没有分到网格", publicise, public)
    refused_work(course, "须写明事由", lambda work: move_seat(work, medical.id, 1))
    move = lambda work: move_seat(work, medical.id, 987_654)  # noqa: E731
    refused_work(course, "不在这个批次里", move, "调换")
    course.do(allot_seats)
    holder = office.read(lambda work: work.session.scalars(select(HiringSeat.id)).all())

    def taken(work) -> None:
        for seat in holder:
            move_seat(work, medical.id, seat)

    refused_work(course, "已经拟录用", taken, "调换")

    # --- publicity and decision
    refused(course, "有新合格的人", resume_publicity)
    refused(course, "没有写明在哪里公示", publicise, replace(public, where_shown=""))
    course.hang_out()
    refused(course, "公示到", propose)
    refused(course, "公示到", close_publicity, reason="核对")
    refused(course, "还不到审批", decision_subject)
    course.take_down()
    course.do(propose)
    good = course.decision()
    refused(course, "没有写录用决定的文号", decide, replace(good, document_no=" "))
    refused(course, "在今天之后", decide, replace(good, decided_on=good.decided_on + DAY))
    refused(course, "早于决定日期", decide, replace(good, starts_on=good.decided_on - DAY))
    refused(course, "没有写用人单位", decide, replace(good, employer=""))
    refused(course, "还有拟录用的人没有结论", close_batch)
    for deed in (call_reserve, lapse_reserve, hire_reserve):
        given = () if deed is lapse_reserve else (1,)
        refused_work(course, "储备", lambda work, d=deed, g=given: d(work, 987_654, *g), "x")
    course.approve()
    course.do(decide, good)
    refused(course, "已办结", decide, good)
