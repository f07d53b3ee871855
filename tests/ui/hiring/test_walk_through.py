"""From the vacancy to the hire by real clicks and keys, counted."""

from __future__ import annotations

import datetime as dt
import time

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from hrgrid.hiring.queries.batches import batches
from hrgrid.hiring.queries.marks import mark_rows
from hrgrid.hiring.rules.words import BatchState, CandidateState
from hrgrid.panels.queries import panels_like
from hrgrid.ui.banners import Banner, Kind
from hrgrid.ui.hiring.batch_forms import OpenBatchDialog, PublishDialog
from hrgrid.ui.hiring.candidate_forms import AddCandidateDialog
from hrgrid.ui.hiring.check_forms import ManyDialog
from hrgrid.ui.hiring.checking import CheckingDialog
from hrgrid.ui.hiring.decision import DecisionDialog
from hrgrid.ui.hiring.exam_forms import ExamPlanDialog, StartExamDialog
from hrgrid.ui.hiring.marks import MARK_AT, MarksDialog
from hrgrid.ui.hiring.plan_forms import ApprovePlanDialog, DraftPlanDialog
from hrgrid.ui.hiring.publicity_ends import CloseDialog
from hrgrid.ui.hiring.publicity_form import PublicityDialog
from hrgrid.ui.hiring.room_list import RoomsDialog
from hrgrid.ui.hiring.rooms import PlanInterviewsDialog
from hrgrid.ui.hiring.vetting import PassesDialog
from hrgrid.workforce.queries import coverage
from tests.hiring.build import id_number
from tests.hiring.course import Course, name_of
from tests.ui.hands import activate, in_dialog
from tests.ui.waiting import until

DAY = dt.timedelta(days=1)
CANDIDATES = 18


def refusals(dialog) -> list[str]:
    """Why a dialog that is still open did not do it."""
    banners = [one for one in dialog.findChildren(Banner) if one.isVisible()]
    return [one.message.sentence for one in banners if one.message.kind is Kind.BAD]


class Clerk:
    """Clicks buttons and types into the dialogs that they open; counts both."""

    def __init__(self, hand) -> None:
        self.hand = hand
        self.keys = 0

    @property
    def page(self):
        return self.hand.page

    def click(self, button) -> None:
        until(lambda: button.isVisible() and button.isEnabled())
        self.hand.clicks += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def type(self, field, text: str) -> None:
        """Tab into a field and type; what stood there is replaced."""
        field.setFocus()
        field.selectAll()
        self.keys += len(text) + 1
        for sign in text:
            # An input method hands over signs that no key of the keyboard has.
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                none = Qt.KeyboardModifier.NoModifier
                QApplication.sendEvent(field, QKeyEvent(kind, Qt.Key.Key_unknown, none, sign))

    def day(self, field, day: dt.date) -> None:
        self.type(field, day.isoformat())
        QTest.keyClick(field, Qt.Key.Key_Tab)

    def primary(self, kind=None, act=None) -> None:
        """Press the one primary button; fill in the dialog that it opens."""
        if kind is not None:
            in_dialog(kind, self._guarded(act))
        button = self._primary()
        self.hand.press(button)
        self.hand.settle()

    def _primary(self):
        level = self.page.level
        board = getattr(level, "board", None)
        return board.primary if board is not None and not board.isHidden() else level.primary

    def _guarded(self, act):
        def run(dialog) -> None:
            try:
                # Focus moves in the active window only.
                until(dialog.isActiveWindow)
                act(dialog)
                until(lambda: not dialog.isVisible() or refusals(dialog))
                assert refusals(dialog) == []
            except BaseException:
                # Left open, the dialog would hang the run.
                dialog.reject()
                raise

        return run

    def in_dialog(self, kind, act) -> None:
        in_dialog(kind, self._guarded(act))


def test_a_vacancy_becomes_a_hire_by_clicks_and_keys(hand, page, office, clock, window):
    clerk, began = Clerk(hand), time.monotonic()
    window.show_page("dashboard")
    hand.settle()
    hand.press(window.navigation.button("hiring"))
    hand.settle()
    shown = hand.page
    assert shown.vacancies.sum.vacant == 5
    assert shown.vacancies.total.text() == "合计 编制 5 − 在岗 0 − 拟录用 0 = 5"
    today = office.read(lambda work: work.today)
    assert shown.vacancies.primary.text() == f"拟定 {today.year} 年招录计划（5 个）"

    clerk.primary(DraftPlanDialog, lambda box: clerk.click(box.act))
    assert shown.level is shown.plans
    hand.settle()
    assert shown.plans.primary.text() == "批准计划（5 名）"

    def approve(box: ApprovePlanDialog) -> None:
        clerk.type(box.name, "周立军")
        clerk.type(box.post, "主任")
        clerk.type(box.paper_no, "会议纪要〔2026〕9号")
        assert box.document.text() == "会议纪要〔2026〕9号"
        clerk.click(box.act)

    clerk.primary(ApprovePlanDialog, approve)
    assert shown.plans.primary.text() == "按计划新建批次"
    clerk.primary(OpenBatchDialog, lambda box: clerk.click(box.act))
    hand.settle()
    assert shown.level is shown.batches
    board = shown.batches.board
    until(lambda: board.shown is not None)
    assert board.primary.text() == "发布公告（5 个网格）"
    batch_id = board.shown.row.id
    course = Course(office, clock, batch_id)

    def publish(box: PublishDialog) -> None:
        until(lambda: box.apply_to.value is not None)
        clerk.click(box.act)

    clerk.primary(PublishDialog, publish)
    clerk.primary()
    assert board.shown.board.state is BatchState.APPLYING

    _apply(clerk, course, board, window)
    _check(clerk, board)
    _examine(clerk, course, board, clock)
    _rank(clerk, course, board)
    _hire(clerk, course, board, clock)

    seconds = time.monotonic() - began
    rows = office.read(batches)
    assert rows[0].state is BatchState.CLOSED
    assert rows[0].hired == 5
    filled = {row.path: row.filled for row in office.read(lambda w: coverage(w, w.today))}
    assert filled["示例区"] == 5
    print(f"招录: {hand.clicks} clicks, {clerk.keys} keys, {seconds:.1f} s")
    assert hand.clicks <= 60


def _apply(clerk, course, board, window) -> None:
    """Two by hand without the mouse between them, the others as a form let in."""
    entered = []

    def by_hand(box: AddCandidateDialog) -> None:
        for at in (0, 1):
            texts = {
                "name": name_of(at),
                "id_number": id_number(at, dt.date(1990, 5, 1)),
                "phone": f"139{at:08d}",
            }
            for key, text in texts.items():
                clerk.type(box.fields.controls[key], text)
            box.fields.controls["education"].choose("大专")
            clerk.keys += 1
            QTest.keyClick(box, Qt.Key.Key_Return)
            until(lambda at=at: len(box.entered) == at + 1)
            entered.append(box.entered[-1].number)
            assert box.fields.controls["name"].text() == ""
        clerk.click(box._away)

    clerk.in_dialog(AddCandidateDialog, by_hand)
    activate(window, clerk.hand.qtbot)
    control = board.main_control()
    control.setFocus()
    until(control.hasFocus)
    clerk.hand.clicks += 1
    QTest.keyClick(control, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    clerk.hand.settle()
    assert entered == ["0001", "0002"]
    positions = list(course.positions().values())
    course.apply(CANDIDATES // 2 - 2, positions[0], start=2)
    course.apply(CANDIDATES // 2, positions[1], start=CANDIDATES // 2)
    clerk.page.refresh()
    clerk.hand.settle()
    assert board.primary.text() == f"审查 {CANDIDATES} 人"


def _check(clerk, board) -> None:
    def check(box: CheckingDialog) -> None:
        until(lambda: box.card is not None)
        clerk.click(box.by_data)
        until(lambda: all(row.checked for row in box.people.rows))

        def letter(form: ManyDialog) -> None:
            clerk.type(form.note, "公安分局核查函〔2026〕31号")
            clerk.click(form.act)

        clerk.in_dialog(ManyDialog, letter)
        clerk.click(box.many)
        until(lambda: all(row.checked >= 12 for row in box.people.rows))
        clerk.click(box.whole)
        until(lambda: not box.people.rowCount())
        clerk.click(box.away)

    clerk.primary(CheckingDialog, check)
    clerk.hand.settle()
    assert board.shown.count("qualified") == CANDIDATES


def _examine(clerk, course, board, clock) -> None:
    clock.move(20 * DAY)
    clerk.page.refresh()
    clerk.hand.settle()
    today = course.desk.read(lambda work: work.today)

    def start(box: StartExamDialog) -> None:
        until(lambda: "组织笔试" in box.told.text())
        clerk.click(box.act)

    clerk.primary(StartExamDialog, start)

    def plan(box: ExamPlanDialog) -> None:
        clerk.day(box.on, today)
        clerk.type(box.place, "实验学校")
        clerk.click(box.act)

    clerk.primary(ExamPlanDialog, plan)

    def marks(box: MarksDialog) -> None:
        until(lambda: box.model.rowCount() == CANDIDATES)
        # Three digits are a mark with one decimal; Enter goes on to the next candidate.
        for at, typed in enumerate(("905", "88")):
            box.table.setFocus()
            QTest.keyClick(box.table, typed[0])
            until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
            QTest.keyClicks(QApplication.focusWidget(), typed[1:])
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            clerk.keys += len(typed) + 1
            until(lambda at=at: box.table.currentIndex().row() == at + 1)
        column = [f"{87 - at}.5" for at in range(CANDIDATES - 2)]
        QGuiApplication.clipboard().setText("\n".join(column) + "\n")
        clerk.keys += 1
        QTest.keyClick(box.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        until(lambda: box.count.text() == f"已录 {CANDIDATES} / {CANDIDATES}")
        assert [line.text for line in box.model.rows][:3] == ["90.5", "88", "87.5"]
        assert box.table.currentIndex().column() == MARK_AT
        clerk.click(box.away)

    clerk.primary(MarksDialog, marks)
    rows = course.desk.read(lambda work: mark_rows(work, course.batch_id))
    assert max(row.first.shown for row in rows) == "90.5"


def _rank(clerk, course, board) -> None:
    clerk.primary()
    clerk.hand.settle()
    asked = board.shown.count("interview")
    assert asked >= 10
    today = course.desk.read(lambda work: work.today)

    def rooms(box: PlanInterviewsDialog) -> None:
        clerk.day(box.on, today)
        row = box.rooms[0]
        clerk.type(row.place, "301 室")
        clerk.type(row.examiners, "王兰、李强、周敏")
        clerk.click(box.act)

    clerk.primary(PlanInterviewsDialog, rooms)
    [panel] = course.desk.read(lambda work: panels_like(work, f"hiring:{course.batch_id}:"))
    people = course.people(CandidateState.INTERVIEW).values()
    # The score grid has its own walk-through.
    course.score(panel.id, {one.name: 70_000 + 500 * at for at, one in enumerate(people)})
    clerk.page.refresh()
    clerk.hand.settle()

    def close(box: RoomsDialog) -> None:
        until(lambda: box.model.rowCount() == 1)
        clerk.click(box.close_all)

    clerk.primary(RoomsDialog, close)
    clerk.primary()
    clerk.hand.settle()
    assert board.shown.count("ranked") == asked


def _hire(clerk, course, board, clock) -> None:
    clerk.primary()
    clerk.hand.settle()
    assert board.shown.count("medical") == 5
    for kind in range(2):

        def passes(box: PassesDialog, kind=kind) -> None:
            assert box.fields.kind.currentIndex() == kind
            clerk.type(box.fields.by, "区医院")
            clerk.type(box.fields.document, "〔2026〕117号")
            clerk.click(box.act)

        clerk.primary(PassesDialog, passes)
    assert board.shown.count("vetted") == 5
    clerk.primary()
    today = course.desk.read(lambda work: work.today)

    def show(box: PublicityDialog) -> None:
        clerk.day(box.first, today)
        until(lambda: box.last.value is not None and box.last.value > today)
        clerk.type(box.where, "街道公示栏")
        clerk.type(box.office, "区政法办")
        clerk.type(box.phone, "0515-12345678")
        clerk.click(box.act)

    clerk.primary(PublicityDialog, show)
    assert board.shown.board.state is BatchState.PUBLICISING
    assert not board.primary.isEnabled()
    clock.move(14 * DAY)
    clerk.page.refresh()
    clerk.hand.settle()

    def close(box: CloseDialog) -> None:
        until(box.reason.isVisible)
        clerk.type(box.reason, "现场核对公示栏")
        clerk.click(box.act)

    clerk.primary(CloseDialog, close)
    clerk.primary()
    day = course.desk.read(lambda work: work.today)

    def decide(box: DecisionDialog) -> None:
        clerk.type(box.name, "周立军")
        clerk.type(box.post, "主任")
        clerk.type(box.paper_no, "纪要〔2026〕3号")
        for field in (box.decided_on, box.starts_on):
            clerk.day(field, day)
        clerk.type(box.document, "政法〔2026〕18号")
        clerk.type(box.employer, "社会治理服务中心")
        clerk.click(box.act)

    clerk.primary(DecisionDialog, decide)
    clerk.hand.settle()
