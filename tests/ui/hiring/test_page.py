"""The page of hiring by clicks and keys: empty states, keyboard, refusals, nothing cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from hrgrid.hiring.rules.words import BatchKind, CandidateState
from hrgrid.ui import theme
from hrgrid.ui.hiring.candidate_forms import AddCandidateDialog
from hrgrid.ui.hiring.check_forms import FindingDialog, RejectDialog
from hrgrid.ui.hiring.checking import CheckingDialog
from hrgrid.ui.hiring.plan_forms import DraftPlanDialog
from hrgrid.ui.hiring.words import plan_name
from hrgrid.ui.matters.typed import with_point
from hrgrid.ui.theme import Mode, TextSize
from tests.hiring.build import applying, employ, grid
from tests.hiring.course import Course
from tests.ui.hiring.test_walk_through import Clerk, until
from tests.ui.honours.test_dialogs import refusal
from tests.ui.test_shell import laid_out_and_cut

KEY = Qt.Key


def shown_texts(widget) -> list[str]:
    kinds = (QLabel, QPushButton)
    return [one.text() for kind in kinds for one in widget.findChildren(kind) if one.isVisible()]


@pytest.fixture
def course(office, clock) -> Course:
    """A batch of five grids in one street that takes applications."""
    return Course(office, clock, applying(office))


def test_an_office_without_grids_is_told_the_next_step(hand, window, desk):
    window.show_page("hiring")
    hand.settle()
    assert "还没有要配专职网格员的网格" in shown_texts(window.page)
    assert "导入网格和人员" in shown_texts(window.page)
    focus = window.focusWidget()
    assert window.page is focus or window.page.isAncestorOf(focus)


def test_levels_without_anything_lead_to_the_one_before(page, hand):
    shown = page("plans")
    assert "还没有招录计划" in shown_texts(shown)
    shown = page("batches")
    assert "还没有招录批次" in shown_texts(shown)


def test_a_wrong_number_in_the_draft_is_told_and_what_was_typed_stays(page, hand):
    shown, clerk = page(), Clerk(hand)

    def draft(box: DraftPlanDialog) -> None:
        clerk.type(box.reserve, "一成")
        clerk.click(box.act)
        assert "储备比例" in refusal(box)
        assert box.reserve.text() == "一成"
        clerk.type(box.reserve, "10")
        clerk.click(box.act)

    clerk.primary(DraftPlanDialog, draft)
    hand.settle()
    assert shown.level is shown.plans
    assert [line.heads for line in shown.plans.model.rows] == [3, 2]


def test_a_candidate_with_a_wrong_id_number_is_refused_and_stays_typed(page, hand, course):
    shown, clerk = page(f"batches/{course.batch_id}"), Clerk(hand)

    def enter(box: AddCandidateDialog) -> None:
        clerk.type(box.fields.controls["name"], "王兰")
        clerk.type(box.fields.controls["id_number"], "99999919900501001")
        clerk.click(box.act)
        until(lambda: box.fields._fields["id_number"].problem != "")
        assert box.fields.text("name") == "王兰"
        assert box.entered == []
        clerk.click(box._away)

    clerk.in_dialog(AddCandidateDialog, enter)
    shown.batches.board.deeds.add_candidate()
    hand.settle()
    assert course.people() == {}


def test_somebody_on_file_is_found_by_name_for_an_internal_batch(page, hand, office, clock):
    office.write(lambda work: employ(work, grid(office, "W000"), "欧阳若水"))
    batch_id = applying(office, kind=BatchKind.INTERNAL)
    shown, clerk = page(f"batches/{batch_id}"), Clerk(hand)
    until(lambda: shown.batches.board.shown is not None)

    def enter(box: AddCandidateDialog) -> None:
        clerk.type(box.who, "欧阳")
        QTest.keyClick(box.who, KEY.Key_Return)
        until(lambda: "没有叫“欧阳”的在册人员" in refusal(box))
        clerk.type(box.who, "欧阳若水")
        QTest.keyClick(box.who, KEY.Key_Return)
        until(lambda: box.person is not None)
        assert box.fields.text("name") == "欧阳若水"
        clerk.click(box.act)
        until(lambda: len(box.entered) == 1)
        assert box.who.text() == ""
        clerk.click(box._away)

    clerk.in_dialog(AddCandidateDialog, enter)
    shown.batches.board.deeds.add_candidate()
    hand.settle()
    [one] = Course(office, clock, batch_id).people().values()
    assert one.person_id is not None


def test_conditions_are_judged_by_keys_one_candidate_after_another(page, hand, course):
    course.apply(2)
    shown, clerk = page(f"batches/{course.batch_id}"), Clerk(hand)

    def check(box: CheckingDialog) -> None:
        until(lambda: box.card is not None)
        first = box.card.number
        # P judges the condition under the cursor and goes on to the next one.
        QTest.keyClick(box.table, KEY.Key_P)
        until(lambda: box.card is not None and box.card.checks[0].passed is True)
        until(lambda: box.table.currentIndex().row() == 1)

        def find(form: FindingDialog) -> None:
            clerk.type(form.seen, "41 周岁")
            clerk.type(form.note, "户口簿出生日期不同")
            clerk.click(form.act)

        clerk.in_dialog(FindingDialog, find)
        QTest.keyClick(box.table, KEY.Key_F)
        until(lambda: box.card.checks[1].passed is False)
        assert not box.act.isEnabled()

        def reject(form: RejectDialog) -> None:
            clerk.click(form.act)

        clerk.in_dialog(RejectDialog, reject)
        QTest.keyClick(box.table, KEY.Key_R)
        until(lambda: box.people.rowCount() == 1 and box.card.number != first)
        # A passes what nobody looked at and qualifies; then nobody is left.
        QTest.keyClick(box.table, KEY.Key_A)
        until(lambda: not box.people.rowCount())
        clerk.click(box.away)

    clerk.primary(CheckingDialog, check)
    hand.settle()
    states = sorted(one.state.value for one in course.people().values())
    assert states == [CandidateState.QUALIFIED.value, CandidateState.REJECTED.value]
    assert shown.batches.board.shown.count("qualified") == 1


def test_the_stages_narrow_the_list_by_click_and_by_arrows(page, hand, course):
    course.apply(3)
    course.check()
    course.apply(2, start=10)
    board = page(f"batches/{course.batch_id}").batches.board
    until(lambda: board.people.whole)
    assert len(board.people.model.people) == 5
    first, second = board.strip.buttons[:2]
    hand.press(first)
    until(lambda: board.people.whole and len(board.people.model.people) == 2)
    QTest.keyClick(first, KEY.Key_Right)
    assert second.hasFocus()
    QTest.keyClick(second, KEY.Key_Return)
    until(lambda: board.people.whole and len(board.people.model.people) == 3)
    QTest.keyClick(second, KEY.Key_Escape)
    until(lambda: board.people.whole and len(board.people.model.people) == 5)


def test_the_cursor_passes_over_headings_and_the_card_follows(page, hand, course):
    course.apply(1)
    course.check()
    course.apply(1, start=10)
    board = page(f"batches/{course.batch_id}").batches.board
    until(lambda: board.people.whole)
    table = board.people.table
    assert [board.people.model.is_heading(at) for at in range(4)] == [True, False, True, False]
    table.setFocus()
    assert table.currentIndex().row() == 1
    QTest.keyClick(table, KEY.Key_Down)
    assert table.currentIndex().row() == 3
    wanted = table.current.id
    until(lambda: board.panel.view.card is not None and board.panel.view.card.id == wanted)
    assert board.panel.name.text() == table.current.name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("865", "86.5"), ("100", "100"), ("101", "10.1"), ("92.6", "92.6"), ("缺考", "缺考")],
)
def test_three_digits_are_a_mark_with_one_decimal(typed, meant):
    assert with_point(typed, 100_000) == meant


@pytest.mark.parametrize("size", [TextSize.NORMAL, TextSize.LARGEST])
def test_nothing_is_cut_in_the_smallest_window(page, window, course, look, size):
    course.apply(3)
    theme.apply(look, Mode.LIGHT, size)
    window.resize(910, 512)
    for part in ("vacancies", "plans", f"batches/{course.batch_id}"):
        shown = page(part)
        QApplication.processEvents()
        assert laid_out_and_cut(shown) == []
        assert shown.minimumSizeHint().width() <= 910 - 56


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("年度专职网格员招录计划", "2026 年度专职网格员招录计划"),
        ("第二批招录计划", "2026 年度第二批招录计划"),
    ],
)
def test_the_name_of_a_plan_says_year_once(title, told):
    assert plan_name(2026, title) == told
