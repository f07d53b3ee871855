"""The board of a period through real keys and clicks: results, changes, showing, appeals."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hrgrid.assessment.queries.appeals import appeals_of
from hrgrid.assessment.queries.people import assessees_of
from hrgrid.assessment.queries.result_decisions import moderations_of
from hrgrid.assessment.queries.results import results
from hrgrid.assessment.queries.shown import shown_units
from hrgrid.assessment.rules.result_rows import Problem, ResultFilter
from hrgrid.assessment.rules.words import LeftOut, ModerationState, PeriodState
from hrgrid.ui.assessment.appeal_forms import FileAppealDialog
from hrgrid.ui.assessment.forms import AssessmentReason
from hrgrid.ui.assessment.moderating import ApproveModerations, ModerationDialog
from hrgrid.ui.assessment.open_list import OpenDialog
from hrgrid.ui.assessment.reading import APPEALS, DECISIONS, DELIVERED, RESULTS, SHOWN
from hrgrid.ui.assessment.showing import ShowDialog
from tests.ui.assessment import terms
from tests.ui.hands import activate, in_dialog, texts

MONTH = 202609


@pytest.fixture
def scoring(office):
    """September, computed; two people have no patrols."""
    key = terms.begin(office, "示例区", 2026, 9)
    terms.give(office, key, MONTH, lacking=2)
    terms.score(office, key)
    return key


@pytest.fixture
def shown(office):
    """September, shown to nobody yet."""
    key = terms.begin(office, "示例区", 2026, 9)
    terms.give(office, key, MONTH)
    terms.score(office, key)
    terms.decide(office, key)
    terms.show(office, key, units=0)
    return key


def typed(field, text):
    """What an input method puts in, a key a sign."""
    none = Qt.KeyboardModifier.NoModifier
    for sign in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, Qt.Key.Key_unknown, none, sign))


def rows_of(desk, key):
    found = desk.read(lambda work: results(work, ResultFilter(key), limit=1_000))
    return {row.name: row for row in found}


def on(view, name):
    """Put the cursor on somebody."""
    model = view.results.parts.model
    at = next(at for at in range(model.rowCount()) if model.row_at(at).name == name)
    view.results.parts.table.selectRow(at)


def test_a_period_that_collects_says_who_has_not_delivered(board, office, qtbot):
    key = terms.begin(office, "示例区", 2026, 9)
    view = board(key)
    assert view.read.part == DELIVERED
    assert view.primary.text() == "计算"
    units = view.delivered.model.rows
    assert {row.unit for row in units} == {"东街道", "西街道", "南街道", "北街道"}
    assert not any(row.ready for row in units)
    terms.give(office, key, MONTH)
    view.session.tasks.changed.emit("assessment")
    qtbot.waitUntil(lambda: all(row.ready for row in view.delivered.model.rows))


def test_a_bar_narrows_the_units_to_its_indicator_and_esc_takes_it_back(board, office, hand):
    view = board(terms.begin(office, "示例区", 2026, 9))
    view.delivered.chart.setFocus()
    QTest.keyClick(view.delivered.chart, Qt.Key.Key_Down)
    QTest.keyClick(view.delivered.chart, Qt.Key.Key_Return)
    label = view.delivered.chart.bars[1].name
    assert view.delivered.told.text().startswith(f"“{label}”")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    hand.settle()
    assert view.isVisible()
    assert "“" not in view.delivered.told.text()


def test_what_blocks_leads_to_those_who_lack_figures(board, scoring, qtbot, hand):
    view = board(scoring)
    assert view.read.part == RESULTS
    assert not view.primary.isEnabled()
    [banner] = view.notices.messages
    banner.actions[0].does()
    hand.settle()
    qtbot.waitUntil(lambda: view.results.conditions.problem is Problem.BLOCKED)
    hand.settle()
    qtbot.waitUntil(lambda: view.results.parts.model.rowCount() == 2)
    assert all(row.blocked for row in view.results.parts.model.rows)


def test_typing_finds_somebody_and_why_tells_every_item(board, scoring, office, qtbot, hand):
    view = board(scoring)
    typed(view.results.search, "赵一")
    QTest.keyClick(view.results.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.results.parts.model.rowCount() == 1)
    qtbot.waitUntil(
        lambda: (
            view.results.why.view.card is not None and view.results.why.view.card.row.name == "赵一"
        )
    )
    own = rows_of(office, scoring)["赵一"]
    told = texts(view.results.why)
    assert any(f"{own.total_milli / 1_000:.2f}" in one for one in told)
    assert "日常巡查走访" in view.results.why.view.card.items[1].label
    assert len(view.results.why.view.card.items) == len(own.points)


def test_the_list_has_a_column_an_item_and_sums_are_those_of_the_result(board, scoring):
    view = board(scoring)
    parts = view.results.parts
    keys = [column.key for column in parts.table.list_columns]
    assert [key for key in keys if key.startswith("item_")][:3] == ["item_A1", "item_A2", "item_A3"]
    row = parts.model.row_at(0)
    shown = {column.key: column.text(row) for column in parts.table.list_columns}
    assert shown["item_A2"] == f"{row.points[1] / 1_000:.2f}"


def test_a_change_is_proposed_with_a_reason_and_counts_once_approved(  # noqa: PLR0917 - fixtures
    board, scoring, office, qtbot, hand, window
):
    view = board(scoring)
    on(view, "赵一")
    before = rows_of(office, scoring)["赵一"].total_milli

    def propose(box: ModerationDialog) -> None:
        typed(box.delta, "-1.5")
        QTest.keyClick(box.reason, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "没有写事由" in "".join(texts(box)))
        typed(box.reason, "两次不服从安排，有谈话记录")
        QTest.keyClick(box.reason, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(ModerationDialog, propose)
    view.deeds.propose_change(view.results.current)
    hand.settle()
    [row] = office.read(lambda work: moderations_of(work, scoring))
    assert (row.delta_milli, row.state) == (-1_500, ModerationState.PROPOSED)
    assert rows_of(office, scoring)["赵一"].total_milli == before

    activate(window, qtbot)
    view.show_part(DECISIONS)
    qtbot.waitUntil(view.decisions.approve.isVisible)
    hand.settle()
    told = re.findall(r"(?:共 |，|^)([0-9]+) 人", view.decisions.told.text())
    assert view.tabs.tabText(DECISIONS) == f"调整和裁定 {sum(map(int, told))}"

    def approve(box: ApproveModerations) -> None:
        box.way.choose("signed")
        QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(ApproveModerations, approve)
    hand.press(view.decisions.approve)
    hand.settle()
    assert rows_of(office, scoring)["赵一"].total_milli == before - 1_500


def test_who_is_left_out_by_hand_has_no_result_and_undo_takes_him_in(  # noqa: PLR0917 - fixtures
    board, scoring, office, hand, qtbot, window
):
    view = board(scoring)
    on(view, "赵一")

    def why(box: AssessmentReason) -> None:
        typed(box.reason, "长期借调市委组织部")
        QTest.keyClick(box.reason, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(AssessmentReason, why)
    view.deeds.leave_out(view.results.current)
    hand.settle()

    def left_out():
        rows = office.read(lambda work: assessees_of(work, scoring))
        return next(row.left_out for row in rows if row.name == "赵一")

    assert left_out() is LeftOut.OTHER
    view.session.undo.undo()
    hand.settle()
    assert left_out() is None


def test_everything_that_is_open_stands_in_one_list(board, scoring, office, qtbot, hand):
    terms.change(office, scoring, 1)
    view = board(scoring)
    found = []

    def look(box: OpenDialog) -> None:
        found.extend(row.kind for row in box.model.rows)
        QTest.keyClick(box.table, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(OpenDialog, look)
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hand.settle()
    assert found[0] == "blocked"
    assert "proposed" in found


def test_a_unit_is_noted_as_signed_in_two_clicks(board, shown, office, qtbot, hand):
    view = board(shown, SHOWN)
    unit = view.shown_part.current
    assert unit.shown == 0

    def sign(box: ShowDialog) -> None:
        assert box.act.hasFocus()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(ShowDialog, sign)
    hand.press(view.shown_part.mark)
    hand.settle()
    found = office.read(lambda work: shown_units(work, shown))
    assert {row.unit for row in found if row.shown == row.of} == {unit.unit}


def test_an_appeal_is_registered_by_keys_and_goes_on_with_enter(  # noqa: PLR0917 - fixtures
    board, shown, office, qtbot, hand, window
):
    view = board(shown, APPEALS)

    def fill(box: FileAppealDialog) -> None:
        assert box.search.hasFocus()
        typed(box.search, "赵一")
        qtbot.waitUntil(lambda: isinstance(box.who.currentData(), int))
        box.content.setFocus()
        typed(box.content, "巡查有照片")
        QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(FileAppealDialog, fill)
    view.add_by_key()
    hand.settle()
    activate(window, qtbot)
    qtbot.waitUntil(lambda: len(view.appeals.model.rows) == 1)
    assert view.tabs.tabText(APPEALS) == "申诉 1"
    view.appeals.table.setFocus()
    QTest.keyClick(view.appeals.table, Qt.Key.Key_Return)
    hand.settle()
    [row] = office.read(lambda work: appeals_of(work, shown))
    assert (row.name, row.state.value) == ("赵一", "reviewing")


def test_a_second_computation_asks_why(board, scoring, office, qtbot, hand):
    view = board(scoring)

    def why(box: AssessmentReason) -> None:
        typed(box.reason, "补报了巡查")
        QTest.keyClick(box.reason, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(AssessmentReason, why)
    view.deeds.compute()
    hand.settle()
    assert view.shown.counts.run_number == 2
    assert "与上次完全一致" in view.notices.messages[0].sentence
    assert view.shown.card.row.state is PeriodState.SCORING
