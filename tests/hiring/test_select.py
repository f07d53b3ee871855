"""Who steps in, who is held back, who is told: the second half of a batch in its stories."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Policy
from hrgrid.hiring.model import HiringPosition
from hrgrid.hiring.queries.batch_card import batch_card
from hrgrid.hiring.queries.candidate_card import candidate_card
from hrgrid.hiring.queries.marks import Keyed, mark_progress, mark_rows
from hrgrid.hiring.queries.places import place_rows, reserves, substitutions
from hrgrid.hiring.queries.stages import stage_board
from hrgrid.hiring.queries.standings import run_history, score_list
from hrgrid.hiring.rules.totals import LotNeeded
from hrgrid.hiring.rules.words import (
    BatchState,
    CandidateState,
    Outcome,
    ReserveState,
    RunStage,
    RunState,
    VettingKind,
    VettingResult,
)
from hrgrid.hiring.service.allotting import allot_seats, move_seat
from hrgrid.hiring.service.deciding import close_batch, decide, propose
from hrgrid.hiring.service.exam import ExamForm, plan_exam
from hrgrid.hiring.service.interviews import add_to_room
from hrgrid.hiring.service.marking import settle_exam_mark
from hrgrid.hiring.service.publishing import (
    PublicityForm,
    close_publicity,
    publicise_reserve,
    resume_publicity,
    settle_objections,
)
from hrgrid.hiring.service.ranking import LotForm, make_interview_list, make_ranking, record_lot
from hrgrid.hiring.service.reserves import call_reserve, hire_reserve, reserve_subject
from hrgrid.hiring.service.retention import purge_batch
from hrgrid.hiring.service.seats import drop_seats
from hrgrid.hiring.service.substitutes import decline, disqualify
from hrgrid.hiring.service.vetting import VettingForm, record_vetting, start_vetting
from hrgrid.publicity.queries import entries_of, notice_by_subject
from hrgrid.publicity.rules import ObjectionHow
from hrgrid.publicity.service import (
    Finding,
    ObjectionForm,
    accept_objection,
    assign_investigator,
    decide_objection,
    file_objection,
)
from hrgrid.storage.office import PolicyRow
from hrgrid.workforce.model import Contract, Person, Post
from hrgrid.workforce.queries import coverage
from hrgrid.workforce.service.posting import end_post
from tests.hiring.build import SINCE, applying, batch, employ, grid
from tests.hiring.course import DAY, Course, name_of

FALLING = (0, 1, 2, 3, 4, 5)


@pytest.fixture
def course(office, clock) -> Course:
    """Two grids, six people; the first of the names is the best."""
    made = Course(office, clock, applying(office, grids=2))
    made.apply(6)
    return made


def exam(count: int = 6) -> dict[str, str]:
    return {name_of(at): str(95 - at) for at in range(count)}


def interview(count: int = 6) -> dict[str, int]:
    return {name_of(at): 90_000 - 1_000 * at for at in range(count)}


def board(course: Course):
    return course.desk.read(lambda work: stage_board(work, course.batch_id))


def states(course: Course, *at: int) -> list[str]:
    return [course.state(name_of(each)).value for each in at]


def test_the_list_asks_two_a_place_and_tells_everybody_why(course) -> None:
    course.check()
    course.examine(written=True, reason="照样笔试")
    course.sit(exam() | {name_of(4): "92", name_of(5): "缺考"})
    course.do(make_interview_list)
    listed = course.desk.read(
        lambda work: score_list(work, course.batch_id, RunStage.INTERVIEW_LIST)
    )
    told = [(row.name, row.rank, row.outcome, row.why) for row in listed.rows]
    # The fourth place is shared: both are in.
    assert told[3:5] == [
        (name_of(3), 4, Outcome.IN, "92 分，末位并列全部入围，共 5 人"),
        (name_of(4), 4, Outcome.IN, "92 分，末位并列全部入围，共 5 人"),
    ]
    assert told[5][1:] == (None, Outcome.NO_RESULT, "没有笔试成绩")
    assert states(course, *FALLING) == ["interview"] * 5 + ["exam_absent"]
    assert board(course).next.label == "安排 5 人面试"


def test_a_corrected_mark_is_told_and_a_new_list_keeps_the_old_one(course) -> None:
    course.check()
    course.examine(written=True, reason="照样笔试")
    course.sit(exam())
    first = course.do(make_interview_list)
    last = course.named(name_of(5))
    course.desk.write(lambda work: settle_exam_mark(work, last.id, "99"), reason="登分错行")
    told = course.desk.read(lambda work: score_list(work, course.batch_id, RunStage.INTERVIEW_LIST))
    assert told.changed == (f"报名号 {last.number} 的笔试成绩由 90 改为 99",)
    assert board(course).notes == (f"面试名单之后有改动：{told.changed[0]}",)
    again = course.do(make_interview_list, reason="登分错行")
    assert first.input_hash != again.input_hash
    history = course.desk.read(
        lambda work: run_history(work, course.batch_id, RunStage.INTERVIEW_LIST)
    )
    assert [(run.number, run.state) for run in history] == [
        (2, RunState.APPLIED),
        (1, RunState.VOID),
    ]
    old = course.desk.read(
        lambda work: score_list(work, course.batch_id, RunStage.INTERVIEW_LIST, first.run_id)
    )
    assert [row.name for row in old.rows if row.outcome is Outcome.IN] == [
        name_of(at) for at in range(4)
    ]
    assert states(course, 3, 5) == ["examined", "interview"]


def test_two_people_key_and_differences_are_settled_with_a_reason(course) -> None:
    def second_entry(work) -> None:
        work.session.get_one(PolicyRow, Policy.SECOND_ENTRY).value = 1
        work.record("set_policy", "second_entry")

    course.desk.write(second_entry)
    course.check()
    course.examine(written=True, reason="照样笔试")
    today = course.desk.read(lambda work: work.today)
    course.do(plan_exam, ExamForm(today, "9:00", "党校", 2, 3, seed="当场抽定"))
    seated = sorted((one.exam_room, one.exam_seat) for one in course.people().values())
    assert seated == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]
    keyed = course.mark(exam())
    assert (keyed.done, keyed.waiting) == (0, 6)
    # The same person again is no second pass: it is the first one, typed anew.
    keyed = course.mark({name_of(0): "94"})
    assert keyed.waiting == 1
    progress = course.desk.read(lambda work: mark_progress(work, course.batch_id))
    assert (progress.people, progress.waiting, progress.done) == (6, 6, 0)
    assert board(course).next.label == "录 6 人的第二遍成绩"
    with pytest.raises(UserError, match="还没有定下笔试成绩"):
        course.do(make_interview_list)
    one = course.named(name_of(0)).id
    with pytest.raises(UserError, match="还没有录第二遍"):
        course.desk.write(lambda work: settle_exam_mark(work, one, "95"), reason="看错")
    rows = course.desk.read(lambda work: mark_rows(work, course.batch_id))
    assert {row.keyed for row in rows} == {Keyed.FIRST}


def test_a_tie_across_the_line_stops_until_a_lot_is_on_record(course) -> None:
    course.check()
    course.examine(written=True, reason="照样笔试")
    course.sit(dict.fromkeys(exam(), "80"))
    course.do(make_interview_list)
    course.meet(dict.fromkeys(interview(), 80_000))
    with pytest.raises(LotNeeded) as told:
        course.do(make_ranking)
    (tie,) = told.value.ties
    assert (len(tie.tied), tie.places) == (6, 2)
    assert f"{name_of(0)}（0001）" in told.value.sentence
    drawn = course.do(record_lot, LotForm("01", tie.tied, "纪检组王某", seed="现场种子 7"))
    assert sorted(drawn) == list(tie.tied)
    course.do(make_ranking)
    course.do(start_vetting)
    assert sorted(course.people(CandidateState.MEDICAL)) == sorted(drawn[:2])


def test_whoever_fails_or_declines_makes_room_for_the_next(course) -> None:
    course.to_ranking(exam(), interview())
    course.do(start_vetting)
    assert states(course, 0, 1, 2, 3) == ["medical", "medical", "ranked", "ranked"]
    today = course.desk.read(lambda work: work.today)
    fallen = course.named(name_of(0)).id
    fail = VettingForm(
        fallen, VettingKind.VETTING, VettingResult.FAIL, "派出所", today, "政审 9 号"
    )
    call = course.desk.write(lambda work: record_vetting(work, fail))
    assert call.next_key == course.named(name_of(2)).number
    assert course.named(name_of(0)).state_reason == "政审考察不合格（政审 9 号）"
    course.vet()
    course.do(allot_seats)
    gone = course.named(name_of(2)).id
    call = course.desk.write(lambda work: decline(work, gone, "另有工作"))
    assert call.passed == 2
    # The grid that he was to have is free for the one who steps in.
    course.vet()
    assert course.do(allot_seats) == 1
    rows = course.desk.read(lambda work: substitutions(work, course.batch_id))
    assert [(row.fallen_name, row.next_name, row.turn) for row in rows] == [
        (name_of(0), name_of(2), 1),
        (name_of(2), name_of(3), 2),
    ]
    held = course.desk.read(lambda work: place_rows(work, course.batch_id))
    assert {row.name for row in held} == {name_of(1), name_of(3)}


def test_an_upheld_objection_brings_the_next_who_is_shown_by_himself(course) -> None:
    course.to_ranking(exam(), interview())
    course.to_public()
    (notice,) = course.desk.read(lambda work: notice_by_subject(work, f"hiring:{course.batch_id}"))
    lines = course.desk.read(lambda work: entries_of(work, notice.id))
    assert all(not any(sign.isdigit() for sign in line.name) for line in lines)
    objected = course.named(name_of(0))
    object_to(course, notice.id, objected.id, upheld=True)
    closed = course.take_down()
    assert (closed.clear, closed.removed, closed.called) == (1, 1, 1)
    assert states(course, 0, 1, 2) == ["disqualified", "publicised", "medical"]
    assert board(course).state is BatchState.VETTING
    course.vet()
    course.do(allot_seats)
    course.hang_out()
    newest = course.desk.read(lambda work: notice_by_subject(work, f"hiring:{course.batch_id}"))[0]
    shown = course.desk.read(lambda work: entries_of(work, newest.id))
    assert (newest.round, [line.name for line in shown]) == (2, [name_of(2)])
    course.take_down()
    assert course.decide().hired == 2
    assert states(course, 1, 2) == ["hired", "hired"]


def test_an_open_objection_holds_back_the_named_one_alone(course) -> None:
    course.to_ranking(exam(), interview())
    course.to_public()
    (notice,) = course.desk.read(lambda work: notice_by_subject(work, f"hiring:{course.batch_id}"))
    waiting = course.named(name_of(0))
    objection = object_to(course, notice.id, waiting.id)
    closed = course.take_down()
    assert (closed.clear, closed.waiting) == (1, 1)
    decision = course.decide()
    assert (decision.hired, decision.closed) == (1, False)
    assert board(course).blockers == (f"{name_of(0)}的异议还没有结论",)
    find(course, objection, upheld=False)
    # A second proposal is approved by itself.
    course.do(propose)
    with pytest.raises(UserError, match="须有 1 人审批"):
        course.do(decide, course.decision("政法〔2026〕12 号"))
    course.approve()
    decision = course.do(decide, course.decision("政法〔2026〕12 号"))
    assert (decision.hired, decision.closed) == (1, True)


def test_one_held_back_and_taken_off_in_the_end_leaves_the_batch_to_be_closed(course) -> None:
    course.to_ranking(exam(), interview())
    course.to_public()
    (notice,) = course.desk.read(lambda work: notice_by_subject(work, f"hiring:{course.batch_id}"))
    # Nobody is left who could step in.
    for at in (2, 3):
        gone = course.named(name_of(at)).id
        course.desk.write(lambda work, gone=gone: disqualify(work, gone, "材料造假"))
    objection = object_to(course, notice.id, course.named(name_of(0)).id)
    course.take_down()
    course.decide()
    find(course, objection, upheld=True)
    settled = course.do(settle_objections)
    assert (settled.removed, settled.called) == (1, 0)
    assert board(course).next.code == "close"
    course.do(close_batch)
    assert board(course).state is BatchState.CLOSED


def test_a_grid_that_somebody_else_took_is_named_and_another_is_given(course) -> None:
    course.to_ranking(exam(), interview())
    course.to_public()
    course.take_down()
    course.do(propose)
    course.approve()
    mine = course.desk.read(lambda work: place_rows(work, course.batch_id))
    taken = next(row for row in mine if row.name == name_of(0))
    course.desk.write(lambda work: employ(work, grid(course.desk, taken.code), "外来户"))
    with pytest.raises(UserError) as told:
        course.do(decide, course.decision())
    assert f"{name_of(0)}拟录用的“示例区/东街道/东社区/东社区第1网格”已由外来户任职" in str(
        told.value
    )
    assert "2020-01-01 起" in str(told.value)
    assert board(course).blockers == (str(told.value).split("。请为", maxsplit=1)[0],)
    # Nobody was hired by half: the other one waits as well.
    assert states(course, 0, 1) == ["publicised", "publicised"]
    free = grid(course.desk, "E002")
    from hrgrid.hiring.model import HiringSeat

    def offer(work) -> int:
        position = work.session.scalars(select(HiringPosition)).one()
        seat = HiringSeat(
            batch_id=course.batch_id, position_id=position.id, area_id=free.id, open=True
        )
        work.session.add(seat)
        work.session.flush()
        work.record("add_seats", "补一个网格")
        return seat.id

    seat = course.desk.write(offer)
    one = course.named(name_of(0)).id
    course.desk.write(lambda work: move_seat(work, one, seat), reason="原网格已有人")
    assert course.do(decide, course.decision()).hired == 2
    rows = course.desk.read(lambda work: coverage(work, work.today))
    assert {row.path: row.filled for row in rows}["示例区/东街道"] == 3


def test_hired_people_have_their_contract_and_are_told_by_their_id_number(course) -> None:
    from tests.hiring.build import id_number

    known = id_number(0, dt.date(1990, 5, 1))
    course.desk.write(
        lambda work: employ(work, grid(course.desk, "W000"), name_of(0), known, since=SINCE)
    )
    person = course.desk.read(
        lambda work: work.session.scalars(select(Person).where(Person.name == name_of(0))).one()
    )
    post = course.desk.read(
        lambda work: work.session.scalars(select(Post).where(Post.person_id == person.id)).one()
    )
    today = course.desk.read(lambda work: work.today)
    course.desk.write(lambda work: end_post(work, post.id, today), reason="辞职")
    course.to_ranking(exam(), interview())
    course.to_public()
    course.take_down()
    course.decide()
    # The same person came back; nobody was made a second time.
    assert course.named(name_of(0)).person_id == person.id
    start = course.desk.read(lambda work: work.today)

    def contracts(work):
        return list(work.session.scalars(select(Contract).order_by(Contract.person_id)))

    found = course.desk.read(contracts)
    assert len(found) == 2
    for contract in found:
        assert contract.valid_from == start
        assert contract.valid_to.year == start.year + 3
        assert 27 <= (contract.probation_to - start).days <= 30


def test_reserves_are_kept_in_order_and_hired_while_they_last(course) -> None:
    def reserve(work) -> None:
        position = work.session.scalars(select(HiringPosition)).one()
        position.reserve = 2
        work.record("change_position", "两名储备")

    course.desk.write(reserve)
    course.to_ranking(exam(), interview())
    course.to_public()
    course.take_down()
    assert course.decide().reserves == 2
    desk = course.desk
    kept = desk.read(lambda work: reserves(work, course.batch_id))
    assert [(row.place, row.name, row.state) for row in kept] == [
        (1, name_of(2), ReserveState.WAITING),
        (2, name_of(3), ReserveState.WAITING),
    ]
    free = grid(desk, "E002")
    with pytest.raises(UserError, match="之前还有储备人员"):
        desk.write(lambda work: call_reserve(work, kept[1].id, free.id))
    with pytest.raises(UserError, match="不在岗位"):
        desk.write(lambda work: call_reserve(work, kept[0].id, grid(desk, "W000").id))
    held = grid(desk, "E000")
    with pytest.raises(UserError, match=r"已由.*任职"):
        desk.write(lambda work: call_reserve(work, kept[0].id, held.id))
    # He who was hired for it leaves, and the reserve of the very batch steps in.
    leave(course, held.id)
    desk.write(lambda work: call_reserve(work, kept[0].id, held.id))
    course.vet()
    today = desk.read(lambda work: work.today)
    public = PublicityForm(today, "公示栏", "政法委", "0512-65000000")
    course.do(publicise_reserve, public)
    with pytest.raises(UserError, match="公示还没有结束"):
        desk.write(lambda work: hire_reserve(work, kept[0].id, course.decision()))
    course.clock.move(14 * DAY)
    course.do(close_publicity, reason="现场核对公示栏")
    paper = PaperApproval("审批甲", "主任", today, "纪要 5 号")
    desk.write(lambda work: record_paper_approval(work, reserve_subject(work, kept[0].id), paper))
    desk.write(lambda work: hire_reserve(work, kept[0].id, course.decision("政法〔2026〕20 号")))
    assert states(course, 2, 3) == ["hired", "ranked"]
    course.clock.move(400 * DAY)
    with pytest.raises(UserError, match="已经过期"):
        desk.write(lambda work: call_reserve(work, kept[1].id, free.id))


def closed_with_reserves(course: Course):
    """Two hired, two reserves kept; the rows of the reserves."""

    def reserve(work) -> None:
        position = work.session.scalars(select(HiringPosition)).one()
        position.reserve = 2
        work.record("change_position", "两名储备")

    course.desk.write(reserve)
    course.to_ranking(exam(), interview())
    course.to_public()
    course.take_down()
    course.decide()
    return kept_of(course)


def kept_of(course: Course):
    return course.desk.read(lambda work: reserves(work, course.batch_id))


def test_a_reserve_goes_the_whole_way_from_a_leaver_to_the_hire(course) -> None:
    first, second = closed_with_reserves(course)
    desk = course.desk
    ways = [step.state for step in desk.read(lambda work: batch_card(work, course.batch_id)).steps]
    assert board(course).next.code == ""
    held = grid(desk, "E000")
    leave(course, held.id)
    assert desk.read(lambda work: coverage(work, work.today))[0].vacant == 4
    with pytest.raises(UserError, match="不是东街道要求配专职网格员的网格"):
        desk.write(lambda work: call_reserve(work, first.id, grid(desk, "E999").id))
    desk.write(lambda work: call_reserve(work, first.id, held.id))
    step = board(course).next
    assert (step.code, step.label) == ("record_vetting", "登记 1 人的体检政审结果")
    # He does not want it: the next in order may be called at once, for any batch's grid.
    desk.write(lambda work: decline(work, first.candidate_id, "另有工作"))
    assert [row.state for row in kept_of(course)] == [ReserveState.LAPSED, ReserveState.WAITING]
    assert board(course).next.code == ""
    elsewhere = batch(desk, grids=1)
    with pytest.raises(UserError, match=r"第1网格已在批次“.*”里招录"):
        desk.write(lambda work: call_reserve(work, second.id, held.id))
    desk.write(lambda work: drop_seats(work, elsewhere, [held.id]))
    desk.write(lambda work: call_reserve(work, second.id, held.id))
    with pytest.raises(UserError, match="要在“体检与政审”时才能办这一步"):
        course.hang_out()
    with pytest.raises(UserError, match="没有体检政审合格、等着公示的人"):
        course.do(publicise_reserve, shown_on(course))
    course.vet()
    assert board(course).next.label == "公示 1 人"
    # Each grid once, with who is to have it now and not with who had it before him.
    rows = desk.read(lambda work: place_rows(work, course.batch_id))
    assert [(row.code, row.name) for row in rows] == [("E000", name_of(3)), ("E001", name_of(1))]
    course.do(publicise_reserve, shown_on(course))
    step = board(course).next
    assert (step.code, step.enabled) == ("close_publicity", False)
    course.clock.move(14 * DAY)
    assert board(course).next.enabled
    course.do(close_publicity, reason="现场核对公示栏")
    assert board(course).next.label == "录用 1 名储备人员"
    form = course.decision("政法〔2026〕20 号")
    with pytest.raises(UserError, match="还没有递补"):
        desk.write(lambda work: hire_reserve(work, first.id, form))
    with pytest.raises(UserError, match="须有 1 人审批"):
        desk.write(lambda work: hire_reserve(work, second.id, form))
    paper = PaperApproval("审批甲", "主任", form.decided_on, "纪要 5 号")
    desk.write(lambda work: record_paper_approval(work, reserve_subject(work, second.id), paper))
    desk.write(lambda work: hire_reserve(work, second.id, form))
    assert desk.read(lambda work: coverage(work, work.today))[0].vacant == 3
    rows = desk.read(lambda work: place_rows(work, course.batch_id))
    assert [row.state.value for row in rows] == ["hired", "hired"]
    card = desk.read(lambda work: candidate_card(work, second.candidate_id))
    assert [step.state.value for step in card.steps][-4:] == [
        "medical",
        "vetted",
        "publicised",
        "hired",
    ]
    assert card.steps[-1].document_no == "政法〔2026〕20 号"
    # The batch itself stays as it was closed.
    shown = board(course)
    assert (shown.state, shown.next.code) == (BatchState.CLOSED, "")
    assert [
        step.state for step in desk.read(lambda work: batch_card(work, course.batch_id)).steps
    ] == ways


def test_reserves_do_not_wait_for_each_other(course) -> None:
    first, second = closed_with_reserves(course)
    desk = course.desk
    desk.write(lambda work: call_reserve(work, first.id, grid(desk, "E002").id))
    course.vet()
    course.do(publicise_reserve, shown_on(course))
    course.clock.move(10 * DAY)
    leave(course, grid(desk, "E000").id)
    desk.write(lambda work: call_reserve(work, second.id, grid(desk, "E000").id))
    course.vet()
    course.do(publicise_reserve, shown_on(course))
    assert board(course).next.enabled
    came = course.do(close_publicity, reason="现场核对公示栏")
    assert (came.clear, board(course).next.label) == (1, "录用 1 名储备人员")
    with pytest.raises(UserError, match="才满"):
        course.do(close_publicity, reason="现场核对公示栏")


def test_what_is_known_of_a_reserve_stays_while_he_is_on_his_way(course) -> None:
    first, _ = closed_with_reserves(course)
    desk = course.desk
    last = desk.read(lambda work: work.today)
    course.clock.move(first.valid_to - last)
    desk.write(lambda work: call_reserve(work, first.id, grid(desk, "E002").id))
    course.clock.move(60 * DAY)
    course.do(purge_batch)
    assert course.named(name_of(2)).state is CandidateState.MEDICAL
    desk.write(lambda work: decline(work, first.candidate_id, "另有工作"))
    course.do(purge_batch)
    assert {one.name for one in course.people().values()} == {name_of(0), name_of(1), ""}


def shown_on(course: Course) -> PublicityForm:
    today = course.desk.read(lambda work: work.today)
    return PublicityForm(today, "公示栏", "政法委", "0512-65000000")


def test_somebody_who_comes_onto_the_list_later_gets_a_room(course) -> None:
    course.check()
    course.examine(written=True, reason="照样笔试")
    course.sit(exam())
    course.do(make_interview_list)
    today = course.desk.read(lambda work: work.today)
    from hrgrid.hiring.service.interviews import RoomForm, close_interviews, plan_interviews
    from hrgrid.panels.service import SeatForm

    examiners = tuple(SeatForm(f"考官{letter}") for letter in "甲乙丙")
    (panel,) = course.do(plan_interviews, today, [RoomForm("一室", "9:00", examiners)], "种子")
    late = course.named(name_of(5)).id
    course.desk.write(lambda work: settle_exam_mark(work, late, "99"), reason="登分错行")
    course.do(make_interview_list, reason="登分错行")
    assert board(course).next.label == "给 1 人排面试考场"
    course.desk.write(lambda work: add_to_room(work, course.batch_id, 1, late))
    assert board(course).next.label == "录 1 个考场的面试成绩"
    # Who is on the list no more is marked all the same; he has no total.
    course.score(panel, interview())
    course.do(close_interviews)
    course.do(make_ranking)
    listed = course.desk.read(lambda work: score_list(work, course.batch_id, RunStage.TOTAL))
    assert {row.name for row in listed.rows} == {name_of(at) for at in (0, 1, 2, 5)}


def test_nobody_left_to_step_in_leaves_a_place_empty_and_the_others_go_on(course) -> None:
    course.to_ranking(exam(), interview())
    course.to_public()
    one = course.named(name_of(0)).id
    call = course.desk.write(lambda work: decline(work, one, "另有工作"))
    assert call.next_key is not None
    for _ in range(4):
        stepped = next(iter(course.people(CandidateState.MEDICAL).values()), None)
        if stepped is None:
            break
        course.desk.write(lambda work, own=stepped.id: decline(work, own, "另有工作"))
    rows = course.desk.read(lambda work: substitutions(work, course.batch_id))
    assert rows[-1].next_name == ""
    assert rows[-1].why == "没有可递补的人了，名额空缺"
    assert board(course).next.code == "resume_publicity"
    course.do(resume_publicity)
    course.take_down()
    assert course.decide().hired == 1


@pytest.mark.parametrize(
    ("first", "last"),
    [
        # 清明 lies between, and the first day counts (rules.md 0).
        (dt.date(2019, 4, 2), dt.date(2019, 4, 9)),
        (dt.date(2026, 11, 25), dt.date(2026, 12, 1)),
    ],
)
def test_five_working_days_of_publicity_go_around_holidays(course, first, last) -> None:
    course.to_ranking(exam(), interview())
    course.do(start_vetting)
    course.vet()
    course.do(allot_seats)
    from hrgrid.hiring.service.publishing import publicise

    form = PublicityForm(first, "公示栏", "区委政法委", "0512-65000000")
    course.do(publicise, form, reason="补录纸上的公示")
    (notice,) = course.desk.read(lambda work: notice_by_subject(work, f"hiring:{course.batch_id}"))
    assert (notice.first_day, notice.last_day, notice.workdays) == (first, last, 5)
    entries = course.desk.read(lambda work: entries_of(work, notice.id))
    assert notice.opening == (
        "经报名、资格审查、笔试、面试、体检和政审考察，"
        f"拟录用{entries[0].name}等{len(entries)}人（名单附后）。"
    )
    # A grid that is named after its community says it once, and nothing above the street.
    assert {entry.remark for entry in entries} <= {
        f"东街道东社区第{number}网格" for number in range(1, 100)
    }


def leave(course: Course, area_id: int) -> None:
    """Today is the last day of whoever works at a grid; it is tomorrow then."""

    def deed(work) -> None:
        post = work.session.scalars(select(Post).where(Post.area_id == area_id)).one()
        end_post(work, post.id, work.today)

    course.desk.write(deed, reason="本人辞职")
    course.clock.move(DAY)


def object_to(course: Course, notice: int, candidate: int, *, upheld: bool | None = None) -> int:
    """An objection with a name, decided at once where `upheld` is given; its id."""

    def deed(work) -> int:
        form = ObjectionForm(
            f"candidate:{candidate}",
            ObjectionHow.NAMED,
            "学历与事实不符，有同事可以作证",
            work.today,
            "李某",
            "13900000001",
        )
        return file_objection(work, notice, form)

    objection = course.desk.write(deed)
    if upheld is not None:
        find(course, objection, upheld=upheld)
    return objection


def find(course: Course, objection: int, *, upheld: bool) -> None:
    """Accepted, investigated and decided."""
    desk = course.desk
    desk.write(lambda work: accept_objection(work, objection))
    desk.write(lambda work: assign_investigator(work, objection, work.actor.operator_id))

    def decide_it(work) -> None:
        decide_objection(work, objection, Finding(upheld, "经核查学历证明", work.today))

    desk.write(decide_it)
