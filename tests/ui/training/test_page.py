"""The page of training by clicks and keys: from the due list to confirmed hours, nothing cut."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from hrgrid.documents.queries import Wanted, certificates
from hrgrid.training.queries.classes import ClassFilter, classes
from hrgrid.training.queries.courses import courses, hours_in_force
from hrgrid.training.queries.of_person import training_of
from hrgrid.training.queries.results import results
from hrgrid.training.queries.rotation import RotationWish, rotation_year
from hrgrid.training.rules.certificates import batch_of_class
from hrgrid.training.rules.words import ClassState, CourseKind, EnrolmentState, Presence
from hrgrid.ui import theme
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.theme import Mode, TextSize
from hrgrid.ui.training.attend_view import AttendanceDialog
from hrgrid.ui.training.certifying import CertifyForm
from hrgrid.ui.training.class_form import NewClassDialog
from hrgrid.ui.training.confirming import ConfirmForm
from hrgrid.ui.training.courses import CourseDialog, CoursesDialog, minutes_of
from hrgrid.ui.training.earlier_form import EarlierDialog
from hrgrid.ui.training.enrolling import EnrolDialog
from hrgrid.ui.training.hours_form import HoursDialog
from hrgrid.ui.training.planning import PlanClassesDialog
from hrgrid.ui.training.sessions import AddSessionsDialog, SessionsDialog
from hrgrid.ui.training.tests_form import MARK_AT, TestsDialog
from tests.training.town import (
    NAMES,
    all_present,
    confirmed,
    course,
    ended,
    in_class,
    person,
    planned,
    row,
    running,
    the_sheet,
    today,
)
from tests.ui.hands import activate, in_dialog
from tests.ui.hiring.test_walk_through import Clerk, until
from tests.ui.honours.test_dialogs import refusal
from tests.ui.test_shell import laid_out_and_cut

KEY = Qt.Key
DAY = dt.timedelta(days=1)


def shown_texts(widget) -> list[str]:
    kinds = (QLabel, QPushButton)
    return [one.text() for kind in kinds for one in widget.findChildren(kind) if one.isVisible()]


def tick(box) -> None:
    """Click a tick where its box is; the space beside it takes no click."""
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, box.height() // 2))


def test_an_office_without_people_is_told_the_next_step(hand, window, desk):
    window.show_page("training")
    hand.settle()
    texts = shown_texts(window.page)
    assert f"{window.session.year} 年没有应训的人" in texts
    assert "导入网格和人员" in texts
    QTest.keyClick(window.page, KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
    hand.settle()
    assert f"{window.session.year} 年还没有培训班" in shown_texts(window.page)


def test_a_class_is_held_from_the_course_to_the_hours(page, hand, town):
    """Clicks and keys alone: course, class, sessions, people, sheet, results."""
    shown, clerk = page("classes"), Clerk(hand)
    day = today(town)

    def add_course(box: CourseDialog) -> None:
        clerk.type(box.code, "ZT01")
        clerk.type(box.title, "消防安全")
        clerk.type(box.hours, "8")
        tick(box.tested)
        clerk.click(box.act)

    def list_courses(box: CoursesDialog) -> None:
        clerk.in_dialog(CourseDialog, add_course)
        clerk.click(box.add)
        until(lambda: len(box.model.rows) == 1)
        clerk.click(box.away)

    # Without a course the button leads to the courses.
    clerk.in_dialog(CoursesDialog, list_courses)
    hand.press(shown.classes.first)
    hand.settle()
    [one] = town.read(courses)
    assert (one.code, one.minutes, one.tested) == ("ZT01", 360, False)
    assert one.kind is CourseKind.ROTATION

    def new(box: NewClassDialog) -> None:
        clerk.type(box.title, "消防安全第一期")
        clerk.day(box.first_day, day)
        clerk.day(box.last_day, day)
        clerk.type(box.capacity, "4")
        clerk.click(box.act)

    clerk.in_dialog(NewClassDialog, new)
    hand.press(shown.classes.first)
    hand.settle()
    board = shown.classes.board
    until(lambda: board.shown is not None)
    class_id = board.shown.row.id
    assert not board.primary.isEnabled()

    def sessions(box: SessionsDialog) -> None:
        def add(inner: AddSessionsDialog) -> None:
            if not inner.weekends.isChecked():
                tick(inner.weekends)
            until(lambda: inner.act.text() == "加 2 节课")
            clerk.click(inner.act)

        clerk.in_dialog(AddSessionsDialog, add)
        clerk.click(box.add)
        until(lambda: len(box.model.rows) == 2)
        clerk.click(box.away)

    clerk.in_dialog(SessionsDialog, sessions)
    board.deeds.show_sessions()
    hand.settle()
    assert len(board.shown.card.sessions) == 2

    def enrol(box: EnrolDialog) -> None:
        until(lambda: len(box.rows) == len(NAMES))
        assert box.act.text() == "加这 5 人"
        assert "空名额 4 个，1 人要候补" in box.counted.text()
        clerk.click(box.act)
        until(lambda: box.free == [])
        clerk.click(box.away)

    clerk.in_dialog(EnrolDialog, enrol)
    activate(hand.window, hand.qtbot)
    board.main_control().setFocus()
    QTest.keyClick(board.main_control(), KEY.Key_N, Qt.KeyboardModifier.ControlModifier)
    hand.settle()
    states = [one.state for one in in_class(town, class_id).values()]
    assert states.count(EnrolmentState.WAITING) == 1
    assert board.primary.isEnabled()

    clerk.primary()
    assert row(town, class_id).state is ClassState.OPEN
    clerk.primary()
    assert row(town, class_id).state is ClassState.RUNNING

    def sign(box: AttendanceDialog) -> None:
        until(lambda: box.model.sheet is not None)
        box.grid.setFocus()
        QTest.keyClicks(box.grid, "1151")
        QTest.keyClick(box.grid, KEY.Key_A)
        clerk.click(box.leave)

    clerk.in_dialog(AttendanceDialog, sign)
    hand.press(board.sign)
    hand.settle()
    hand.settle()
    until(lambda: sum(one.unknown for one in board.shown.people) == 0)
    clerk.primary()
    assert row(town, class_id).state is ClassState.ENDED

    def confirm(box: ConfirmForm) -> None:
        assert box.act.text() == "核定结果（4 人）"
        clerk.click(box.act)

    clerk.primary(ConfirmForm, confirm)
    found = town.read(lambda work: results(work, class_id))
    assert sorted(one.passed for one in found) == [False, True, True, True]
    assert {one.credited for one in found if one.passed} == {360}
    hand.settle()
    assert board.shown.row.state is ClassState.CONFIRMED
    print(f"\na class from its course to its hours: {hand.clicks} clicks, {clerk.keys} keys")


def test_classes_are_planned_from_the_due_list_and_undone(page, hand, window, town):
    course(town, roles=("grid_worker",))
    shown, clerk = page("rotation"), Clerk(hand)
    level = shown.rotation
    assert [one.street for one in level.model.rows] == ["东街道", "西街道"]
    assert level.total.text() == "应训 5 人，已训 0 人（0.00%）"
    assert level.plan.text() == "排下一期班（5 人没安排）"
    assert [one.name for one in level.people_model.rows] == list(NAMES[:3])

    def plan(box: PlanClassesDialog) -> None:
        clerk.type(box.capacity, "3")
        until(lambda: len(box.model.rows) == 2)
        assert [line.people for line in box.model.rows] == [3, 2]
        assert box.act.text() == "排 2 个班（5 人）"
        clerk.click(box.act)

    clerk.in_dialog(PlanClassesDialog, plan)
    hand.press(level.plan)
    hand.settle()
    hand.settle()
    made = town.read(classes)
    assert sorted(one.held for one in made) == [2, 3]
    assert {one.state for one in made} == {ClassState.PLANNED}
    assert shown.level is shown.classes
    whole = town.read(lambda work: rotation_year(work, RotationWish(today(town).year))).whole
    assert (whole.booked, whole.open) == (5, 0)
    window.session.undo.undo()
    hand.settle()
    assert {one.state for one in town.read(classes)} == {ClassState.CANCELLED}
    window.session.undo.redo()
    hand.settle()
    going = town.read(lambda work: classes(work, ClassFilter(states=(ClassState.PLANNED,))))
    assert sorted(one.held for one in going) == [2, 3]


def test_what_is_done_stands_in_the_bar_of_the_street(page, town):
    confirmed(town, course(town, roles=("grid_worker",)), NAMES[:2])
    shown = page("rotation")
    until(lambda: shown.rotation.read is not None)
    east = shown.rotation.model.rows[0]
    assert (east.street, east.due, east.done, east.booked, east.open) == ("东街道", 3, 2, 0, 1)
    assert shown.rotation.model.index(0, 1).data() == "66.67%"


def test_a_missing_entry_blocks_the_results_and_leads_to_the_sheet(page, hand, town):
    class_id = running(town, course(town))
    from hrgrid.training.service.classes import end_class

    town.write(lambda work: end_class(work, class_id))
    shown, clerk = page(f"classes/{class_id}"), Clerk(hand)
    board = shown.classes.board
    until(lambda: board.shown is not None and board.shown.row.id == class_id)
    assert not board.primary.isEnabled()
    links = [one for one in board.notices.findChildren(QPushButton) if one.text() == "登记签到"]
    assert links

    def sign(box: AttendanceDialog) -> None:
        until(lambda: box.model.sheet is not None)
        for _ in range(2):
            box.fill_rest(box.grid.cell[0])
            QTest.keyClick(box.grid, KEY.Key_Right)
        clerk.click(box.leave)

    clerk.in_dialog(AttendanceDialog, sign)
    QTest.mouseClick(links[0], Qt.MouseButton.LeftButton)
    hand.settle()
    hand.settle()
    until(board.primary.isEnabled)


def test_somebody_is_taken_out_with_a_reason_and_put_back_by_undo(page, hand, window, town):
    class_id = running(town, course(town), capacity=4)
    shown, clerk = page(f"classes/{class_id}"), Clerk(hand)
    board = shown.classes.board
    until(lambda: board.shown is not None)
    from hrgrid.ui.training.member_deeds import _cancel

    who = next(one for one in board.people.rows if one.state is not EnrolmentState.WAITING)

    def why(box: ReasonDialog) -> None:
        clerk.type(box.reason, "临时抽调到防汛值守")
        clerk.click(box.act)

    clerk.in_dialog(ReasonDialog, why)
    _cancel(board, who)
    hand.settle()
    assert who.member.name not in in_class(town, class_id)
    # Who waited has the place.
    assert all(one.state is not EnrolmentState.WAITING for one in in_class(town, class_id).values())
    window.session.undo.undo()
    hand.settle()
    assert who.member.name in in_class(town, class_id)


def test_marks_of_a_test_are_typed_down_a_column(page, hand, town):
    class_id = ended(town, course(town, tested=True))
    shown, clerk = page(f"classes/{class_id}"), Clerk(hand)
    board = shown.classes.board
    until(lambda: board.shown is not None)

    def key(box: TestsDialog) -> None:
        until(lambda: len(box.model.rows) == 5)
        QTest.keyClick(box.table, KEY.Key_8)
        until(lambda: QApplication.focusWidget() is not box.table)
        editor = QApplication.focusWidget()
        QTest.keyClicks(editor, "65")
        QTest.keyClick(editor, KEY.Key_Return)
        until(lambda: box.count.text() == "已录 1 / 5")
        box.table.setCurrentIndex(box.model.index(1, MARK_AT))
        QGuiApplication.clipboard().setText("100\n缺考\n59.5\n60\n")
        QTest.keyClick(box.table, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
        until(lambda: box.count.text() == "已录 5 / 5")
        assert [line.verdict for line in box.model.rows] == [
            "合格", "合格", "缺考", "不合格", "合格",
        ]  # fmt: skip
        clerk.click(box.away)

    clerk.in_dialog(TestsDialog, key)
    board.deeds.key_tests()
    hand.settle()
    said = the_sheet(town, class_id).tests
    assert sorted((one.value_milli is None, one.value_milli or 0) for one in said.values()) == [
        (False, 59_500), (False, 60_000), (False, 86_500), (False, 100_000), (True, 0),
    ]  # fmt: skip
    until(board.primary.isEnabled)


def test_a_mark_beyond_the_full_one_is_refused_and_not_stored(page, hand, town):
    class_id = ended(town, course(town, tested=True))
    shown = page(f"classes/{class_id}")
    until(lambda: shown.classes.board.shown is not None)
    box = TestsDialog(shown.session, class_id, shown.window())
    box.show()
    until(lambda: len(box.model.rows) == 5)
    assert "超出" in box.refusal("1010")
    assert box.refusal("") == "没有填成绩，缺考请写“缺考”"
    assert box.refusal("缺考") == ""
    box.reject()


def test_earlier_training_of_a_person_counts_and_is_undone(page, hand, window, town):
    shown, clerk = page("classes"), Clerk(hand)

    def fill(box: EarlierDialog) -> None:
        clerk.type(box.who, "赵一")
        clerk.type(box.title, "2025 年全市轮训")
        clerk.type(box.hours, "4.5")
        clerk.type(box.document, "示政法〔2025〕3号")
        clerk.click(box.act)

    clerk.in_dialog(EarlierDialog, fill)
    shown.classes.add_earlier()
    hand.settle()
    who = person(town, "赵一")
    [one] = town.read(lambda work: training_of(work, who)).rows
    assert (one.title, one.credited) == ("2025 年全市轮训", 4 * 45 + 22)
    window.session.undo.undo()
    hand.settle()
    assert town.read(lambda work: training_of(work, who)).rows == ()


def test_an_unknown_name_stays_typed_with_the_sentence(page, hand, town):
    shown, clerk = page("classes"), Clerk(hand)

    def fill(box: EarlierDialog) -> None:
        clerk.type(box.who, "没有这个人")
        clerk.type(box.title, "轮训")
        clerk.type(box.hours, "8")
        clerk.type(box.document, "一号")
        clerk.click(box.act)
        until(lambda: "没有叫“没有这个人”的在册人员" in refusal(box))
        assert box.title.text() == "轮训"
        clerk.click(box._away)

    in_dialog(EarlierDialog, fill)
    shown.classes.add_earlier()
    hand.settle()


def test_a_changed_rule_of_hours_is_a_new_version(page, hand, town):
    shown, clerk = page("classes"), Clerk(hand)

    def change(box: HoursDialog) -> None:
        until(lambda: "正在读取" not in box.told.text())
        clerk.type(box.share, "90%")
        clerk.type(box.reason, "按今年的培训通知")
        clerk.click(box.act)

    clerk.in_dialog(HoursDialog, change)
    shown.classes.show_hours()
    hand.settle()
    rule = town.read(lambda work: hours_in_force(work, work.today))
    assert rule.rules.share_bp == 9_000


def test_the_list_is_narrowed_and_its_conditions_are_cleared(page, hand, town):
    one = course(town)
    planned(town, one, title="第一期")
    confirmed(town, one, NAMES[:2], title="第二期", day=today(town))
    shown, clerk = page("classes"), Clerk(hand)
    level = shown.classes
    until(lambda: len(level.rows) == 2)
    clerk.type(level.search, "第二")
    until(lambda: [row.title for row in level.rows] == ["第二期"])
    clerk.type(level.search, "没有")
    until(lambda: "没有这样的培训班" in shown_texts(shown))
    [back] = [one for one in level.none.findChildren(QPushButton) if one.text() == "看全部"]
    clerk.click(back)
    until(lambda: len(level.rows) == 2)


def test_escape_leads_from_the_class_to_the_list_and_enter_back(page, hand, town):
    class_id = planned(town, course(town))
    shown = page(f"classes/{class_id}")
    board = shown.classes.board
    until(lambda: board.shown is not None)
    until(lambda: board.main_control() is not board.back)
    activate(hand.window, hand.qtbot)
    board.main_control().setFocus()
    QTest.keyClick(board.main_control(), KEY.Key_Escape)
    assert board.isHidden()
    table = shown.classes.table
    assert table.isVisible()
    table.setFocus()
    QTest.keyClick(table, KEY.Key_Return)
    assert not board.isHidden()


def test_another_day_is_for_looking_only(page, hand, window, town):
    class_id = running(town, course(town))
    all_present(town, class_id)
    window.session.look_at(today(town) - DAY)
    shown = page("classes")
    hand.settle()
    assert not shown.classes.new.isEnabled() or not shown.classes.new.isVisible()
    window.session.look_at(None)
    hand.settle()


@pytest.mark.parametrize("size", [TextSize.NORMAL, TextSize.LARGEST])
def test_nothing_is_cut_in_the_smallest_window(page, window, town, look, size):
    class_id = running(town, course(town, tested=True), capacity=4)
    theme.apply(look, Mode.LIGHT, size)
    window.resize(910, 512)
    for part in ("rotation", "classes", f"classes/{class_id}"):
        shown = page(part)
        if part == "classes":
            shown.classes.show_list()
        QApplication.processEvents()
        assert laid_out_and_cut(shown) == []
        assert shown.minimumSizeHint().width() <= 910 - 56
    box = AttendanceDialog(window.session, class_id, window)
    box.show()
    until(lambda: box.model.sheet is not None)
    QApplication.processEvents()
    assert laid_out_and_cut(box) == []
    assert box.grid.height() >= 200
    box.reject()


@pytest.mark.parametrize(
    ("text", "minutes"), [("8", 360), ("4.5", 202), ("８", 360), ("8 学时", 360), ("0", 0)]
)
def test_hours_are_typed_as_hours(text, minutes):
    from hrgrid.training.rules.hours import HourRules

    assert minutes_of(text, HourRules()) == minutes


def test_presence_words_of_the_sheet_are_those_of_the_keys():
    from hrgrid.training.rules.presence import KEYS
    from hrgrid.ui.training.attend_typing import CHOICES

    own = {one.key: one.presence for one in CHOICES if one.key in KEYS}
    assert own == KEYS
    assert {one.presence for one in CHOICES} == set(Presence)


def test_certificates_of_a_class_are_issued_on_a_document(page, town, hand):
    clerk = Clerk(hand)
    class_id = confirmed(town, course(town))
    board = page(f"classes/{class_id}").classes.board
    until(board.certify.isVisible)

    def issue(box: CertifyForm) -> None:
        assert box.act.text() == f"签发 {len(NAMES)} 张结业证书"
        clerk.click(box.act)
        until(lambda: bool(refusal(box)))
        clerk.type(box.document, "盐南政法〔2026〕21号")
        clerk.click(box.act)

    clerk.in_dialog(CertifyForm, issue)
    hand.press(board.certify)
    until(board.certify.isHidden)
    issued = town.read(lambda work: certificates(work, Wanted(batch_of_class(class_id))))
    assert sorted(one.name for one in issued) == sorted(NAMES)
    assert {one.document_no for one in issued} == {"盐南政法〔2026〕21号"}


def test_a_small_window_keeps_its_size_from_class_to_class(page, hand, window, town):
    empty = planned(town, course(town), capacity=4)
    class_id = running(town, course(town, code="LX02"), capacity=4)
    window.resize(910, 512)
    for part in ("rotation", "classes", f"classes/{empty}", f"classes/{class_id}", "classes"):
        page(part)
        hand.settle()
        assert (window.width(), window.height()) == (910, 512), part
