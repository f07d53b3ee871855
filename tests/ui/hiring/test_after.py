"""What comes after a batch, and what is rare in one: reserves, lots, a void plan, erasing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from hrgrid.hiring.model import HiringPosition
from hrgrid.hiring.queries.places import reserves
from hrgrid.hiring.queries.plans import plans
from hrgrid.hiring.rules.words import BatchState, CandidateState, PlanState, ReserveState
from hrgrid.hiring.service.batches import cancel_batch
from hrgrid.hiring.service.plans import PlanForm, draft_plan
from hrgrid.hiring.service.substitutes import decline
from hrgrid.hiring.service.vetting import start_vetting
from hrgrid.ui.hiring.decision import HireReserveDialog
from hrgrid.ui.hiring.leaving import DeedForm
from hrgrid.ui.hiring.lots import LotDialog
from hrgrid.ui.hiring.plan_forms import VoidPlanDialog
from hrgrid.ui.hiring.publicity_ends import CloseDialog
from hrgrid.ui.hiring.publicity_form import PublicityDialog
from hrgrid.ui.hiring.reserve_list import CallDialog, ReservesDialog
from hrgrid.ui.hiring.retention_form import PurgeDialog
from hrgrid.ui.hiring.vetting import VettingDialog
from tests.hiring.build import DAY, applying, area, grid
from tests.hiring.course import Course, name_of
from tests.hiring.test_select import leave
from tests.ui.hands import menu_entry
from tests.ui.hiring.batches import marks_of
from tests.ui.hiring.test_walk_through import Clerk, until
from tests.ui.honours.test_dialogs import refusal

PEOPLE = 5


@pytest.fixture
def course(office, clock) -> Course:
    """Two grids, five people who are ranked, two of them to be kept in reserve."""
    found = Course(office, clock, applying(office, grids=2))

    def reserve(work) -> None:
        work.session.scalars(select(HiringPosition)).one().reserve = 2
        work.record("change_position", "两名储备")

    office.write(reserve)
    found.apply(PEOPLE)
    return found


@pytest.fixture
def clerk(hand) -> Clerk:
    return Clerk(hand)


@pytest.fixture
def closed(course) -> Course:
    """Decided and closed; then one of those hired leaves."""
    course.to_ranking(*marks_of(PEOPLE))
    course.to_public()
    course.take_down()
    course.decide()
    leave(course, grid(course.desk, "E000").id)
    return course


def board_of(page, course):
    found = page(f"batches/{course.batch_id}").batches.board
    until(lambda: found.shown is not None)
    return found


def tick(box) -> None:
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def kept(course):
    return course.desk.read(lambda work: reserves(work, course.batch_id))


def test_a_reserve_is_called_vetted_shown_and_hired_from_the_list(page, closed, clerk, clock, hand):
    board = board_of(page, closed)

    def step(box: ReservesDialog, text: str, kind, act) -> None:
        until(lambda: box.table.current is not None and box.act.text() == text)
        clerk.in_dialog(kind, act)
        clerk.click(box.act)
        hand.settle()
        box.table.selectRow(0)

    def call(form: CallDialog) -> None:
        until(lambda: form.grid.count() > 0)
        form.grid.choose(grid(closed.desk, "E000").id)
        clerk.click(form.act)
        until(lambda: "没有写事由" in refusal(form))
        clerk.type(form.reason, "原网格员辞职")
        clerk.click(form.act)

    def vet(form: VettingDialog) -> None:
        clerk.type(form.fields.by, "区医院")
        clerk.type(form.fields.document, "〔2026〕117号")
        clerk.click(form.act)

    def show(form: PublicityDialog) -> None:
        today = closed.desk.read(lambda work: work.today)
        clerk.day(form.first, today)
        until(lambda: form.last.value is not None and form.last.value > today)
        clerk.type(form.where, "街道公示栏")
        clerk.type(form.office, "区政法办")
        clerk.type(form.phone, "0515-12345678")
        clerk.click(form.act)

    def take_down(form: CloseDialog) -> None:
        until(form.reason.isVisible)
        assert form.reason.hasFocus()
        clerk.type(form.reason, "现场核对公示栏")
        clerk.click(form.act)

    def hire(form: HireReserveDialog) -> None:
        day = closed.desk.read(lambda work: work.today)
        clerk.type(form.name, "周立军")
        clerk.type(form.post, "主任")
        clerk.type(form.paper_no, "纪要〔2026〕7号")
        for field in (form.approved_on, form.decided_on, form.starts_on):
            clerk.day(field, day)
        clerk.type(form.document, "政法〔2026〕20号")
        clerk.type(form.employer, "社会治理服务中心")
        clerk.click(form.act)

    def take(box: ReservesDialog) -> None:
        until(lambda: box.model.rowCount() == 2)
        box.table.selectRow(0)
        step(box, "递补到空缺网格…", CallDialog, call)
        step(box, "登记体检、政审…", VettingDialog, vet)
        step(box, "登记体检、政审…", VettingDialog, vet)
        step(box, "发布公示…", PublicityDialog, show)
        clock.move(14 * DAY)
        step(box, "结束公示…", CloseDialog, take_down)
        step(box, "决定录用…", HireReserveDialog, hire)
        until(lambda: not box.act.isEnabled())
        box.reject()

    clerk.in_dialog(ReservesDialog, take)
    menu_entry(board.more, "储备人员…").trigger()
    hand.settle()
    assert closed.state(name_of_first(closed)) is CandidateState.HIRED
    assert [row.state for row in kept(closed)] == [ReserveState.CALLED, ReserveState.WAITING]


def name_of_first(course) -> str:
    return kept(course)[0].name


def test_a_reserve_lapses_with_a_reason(page, closed, clerk, hand):
    board = board_of(page, closed)

    def lapse(form: DeedForm) -> None:
        clerk.click(form.act)
        until(lambda: "没有写事由" in refusal(form))
        clerk.type(form.reason, "本人书面放弃")
        clerk.click(form.act)

    def take(box: ReservesDialog) -> None:
        until(lambda: box.model.rowCount() == 2)
        box.table.selectRow(0)
        clerk.in_dialog(DeedForm, lapse)
        clerk.click(box.lapse)
        until(lambda: box.model.rows[0].state is ReserveState.LAPSED)
        box.table.selectRow(0)
        until(lambda: not box.lapse.isEnabled())
        box.reject()

    clerk.in_dialog(ReservesDialog, take)
    menu_entry(board.more, "储备人员…").trigger()
    hand.settle()
    assert [row.state for row in kept(closed)] == [ReserveState.LAPSED, ReserveState.WAITING]


def test_equals_are_drawn_and_the_ranking_goes_on(page, course, clerk, hand):
    course.check()
    course.examine(written=True, reason="照样笔试")
    course.sit(dict.fromkeys((name_of(at) for at in range(PEOPLE)), "80"))
    course.interview(dict.fromkeys((name_of(at) for at in range(PEOPLE)), 80_000))
    board = board_of(page, course)

    def draw(box: LotDialog) -> None:
        fields = list(box.places.values())
        assert len(fields) == PEOPLE
        clerk.type(box.witnesses, "纪检组周立军")
        for field in fields:
            clerk.type(field, "1")
        clerk.click(box.act)
        until(lambda: "不重不漏" in refusal(box))
        for place, field in zip(range(PEOPLE, 0, -1), fields, strict=True):
            clerk.type(field, str(place))
        clerk.click(box.act)

    clerk.primary(LotDialog, draw)
    until(lambda: board.shown.count("ranked") == PEOPLE)
    course.do(start_vetting)
    people = course.people(CandidateState.MEDICAL)
    assert {one.name for one in people.values()} == {name_of(PEOPLE - 1), name_of(PEOPLE - 2)}


def test_a_plan_is_given_up_with_a_reason(page, office, clerk, hand):
    place, today = area(office, "示例区"), office.read(lambda work: work.today)
    office.write(lambda work: draft_plan(work, PlanForm(today.year, "年度计划", place.id, today)))
    shown = page("plans")
    until(lambda: shown.plans.card is not None)

    def void(box: VoidPlanDialog) -> None:
        clerk.click(box.act)
        until(lambda: "没有写事由" in refusal(box))
        clerk.type(box.reason, "机构调整，重新拟定")
        clerk.click(box.act)

    clerk.in_dialog(VoidPlanDialog, void)
    menu_entry(shown.plans.more, "作废这份计划…").trigger()
    hand.settle()
    [plan] = office.read(plans)
    assert plan.state is PlanState.VOID
    assert plan.void_reason == "机构调整，重新拟定"


def test_what_is_known_of_those_who_were_not_hired_is_erased(page, course, clerk, clock, hand):
    course.do(cancel_batch, reason="编制收回")
    clock.move(380 * DAY)
    board = board_of(page, course)

    def purge(box: PurgeDialog) -> None:
        assert not box.act.isEnabled()
        tick(box.sure)
        clerk.click(box.act)

    clerk.in_dialog(PurgeDialog, purge)
    menu_entry(board.more, "清除到期资料…").trigger()
    hand.settle()
    assert [one.purged_on is None for one in course.people().values()] == [False] * PEOPLE


def test_before_its_day_nothing_can_be_erased(page, course, clerk, hand):
    course.do(cancel_batch, reason="编制收回")
    board = board_of(page, course)

    def look(box: PurgeDialog) -> None:
        until(box.early.isVisible)
        tick(box.sure)
        assert not box.act.isEnabled()
        box.reject()

    clerk.in_dialog(PurgeDialog, look)
    menu_entry(board.more, "清除到期资料…").trigger()
    hand.settle()
    assert {one.purged_on for one in course.people().values()} == {None}


def test_whom_nobody_can_replace_leads_back_to_the_decision(page, course, clerk, hand):
    """A second round of vetting without anybody new ends by one press."""
    course.to_ranking(*marks_of(PEOPLE))
    course.to_public()
    fallen = next(iter(course.people(CandidateState.PUBLICISED).values())).id
    course.desk.write(lambda work: decline(work, fallen, "另有工作"))
    while people := course.people(CandidateState.MEDICAL):
        one = next(iter(people.values())).id
        course.desk.write(lambda work, one=one: decline(work, one, "另有工作"))
    board = board_of(page, course)
    assert board.shown.board.next.code == "resume_publicity"
    clerk.primary()
    until(lambda: board.shown.board.state is BatchState.PUBLICISING)
