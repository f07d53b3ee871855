"""The list and the board by clicks and keys: steps, what blocks them, coverage, room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from hrgrid.assessment.queries.coverage_of_year import coverage_year, not_yet
from hrgrid.assessment.rules.words import InspectionState
from hrgrid.assessment.service.inspection_draws import seal_pool
from hrgrid.ui import theme
from hrgrid.ui.inspections.board import DRAW, FINDINGS, PLAN, UNITS, VISITS
from hrgrid.ui.inspections.closing_forms import ClosePlanDialog
from hrgrid.ui.inspections.forms import InspectionReason
from hrgrid.ui.inspections.inspector_form import InspectorsDialog
from hrgrid.ui.inspections.menus import fill_more
from hrgrid.ui.inspections.open_list import OpenListDialog
from hrgrid.ui.inspections.page import coverage_told
from hrgrid.ui.inspections.plan_form import ChangePlanDialog, NewPlanDialog
from hrgrid.ui.inspections.visits_part import FAILED, PENDING
from hrgrid.ui.theme import Mode, TextSize
from tests.assessment.inspected import all_held, drawn, held, planned, rows, staffed
from tests.assessment.inspected import board as board_of
from tests.ui.hands import activate, in_dialog
from tests.ui.inspections.keyboard import CTRL, type_in
from tests.ui.test_shell import laid_out_and_cut

KEY = Qt.Key


def test_an_empty_level_says_what_to_do_and_the_form_comes_filled(level, hand, qtbot):
    shown = level()
    assert shown.empty.isVisible()
    seen = []

    def look(box: NewPlanDialog) -> None:
        seen.append((box.title.text(), int(box.sample.text()), box.why.text()))
        QTest.keyClick(box, KEY.Key_Escape)

    in_dialog(NewPlanDialog, look)
    hand.press(shown.first)
    [(title, sample, why)] = seen
    assert title.endswith("月双随机检查")
    assert sample > 0
    assert "%" in why
    assert shown.rows == []


def test_the_next_inspection_is_like_the_last_with_its_inspectors(level, office, hand, qtbot):
    last = drawn(office, 6, title="2026 年 9 月双随机检查")
    all_held(office, last)
    shown = level()
    shown.show_list()
    hand.settle()

    def make(box: NewPlanDialog) -> None:
        assert box.same_people.isChecked()
        QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(NewPlanDialog, make)
    hand.press(shown.new)
    qtbot.waitUntil(lambda: shown.board.read is not None and shown.board.read.id != last)
    hand.settle()
    new, old = shown.board.read.board, board_of(office, last)
    assert [one.name for one in new.inspectors] == [one.name for one in old.inspectors]
    assert new.items == old.items
    assert new.next_step.code == "seal"


def test_enter_opens_one_and_escape_leads_back(level, office, window, hand, qtbot):
    first, second = planned(office), planned(office, title="第二次")
    shown = level()
    activate(window, qtbot)
    assert {row.id for row in shown.model.rows} == {first, second}
    shown.table.setFocus()
    QTest.keyClick(shown.table, KEY.Key_Return)
    hand.settle()
    assert shown.board.isVisible()
    QTest.keyClick(shown.board, KEY.Key_Escape)
    assert shown.list.isVisible()
    assert shown.table.hasFocus()


def test_what_blocks_leads_to_where_it_is_put_right(board, office, qtbot, hand):
    key = planned(office)
    view = board(key)
    assert view.primary.text() == "录入检查人员"
    [message] = view.notices.messages
    assert "至少要" in message.sentence
    seen = []

    def look(box: InspectorsDialog) -> None:
        seen.append(box._intro.text())
        QTest.keyClick(box, KEY.Key_Escape)

    in_dialog(InspectorsDialog, look)
    message.actions[0].does()
    hand.settle()
    assert seen
    assert view.tabs.currentIndex() == PLAN


def test_a_line_without_a_unit_is_told_and_not_taken(board, office, qtbot, hand):
    view = board(planned(office))

    def paste(box: InspectorsDialog) -> None:
        QGuiApplication.clipboard().setText("陆东一\t东街道\n方西一")
        QTest.keyClick(box.people, KEY.Key_V, CTRL)
        qtbot.waitUntil(lambda: len(box.rows) == 2)
        assert box.told.text().startswith("第 2 行：")
        assert not box.act.isEnabled()
        QTest.keyClick(box.people, KEY.Key_Return, CTRL)
        assert box.isVisible()
        type_in(box.people, " 市委政法委")
        qtbot.waitUntil(box.act.isEnabled)
        QTest.keyClick(box.people, KEY.Key_Return, CTRL)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(InspectorsDialog, paste)
    hand.press(view.primary)
    hand.settle()
    found = {row.name: row.own_unit for row in view.plan.model.rows}
    assert found == {"陆东一": "东街道", "方西一": ""}


def test_inspectors_are_dropped_by_delete_and_put_back(board, office, qtbot, hand, session):
    key = planned(office)
    staffed(office, key)
    view = board(key, PLAN)
    said = []
    session.said.connect(said.append)
    view.plan.table.setFocus()
    QTest.keyClick(view.plan.table, KEY.Key_Home, CTRL)
    QTest.keyClick(view.plan.table, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.drop_people.text() == "去掉 2 人"
    QTest.keyClick(view.plan.table, KEY.Key_Delete)
    hand.settle()
    assert len(view.plan.model.rows) == 4
    said[-1].actions[0].does()
    hand.settle()
    assert {row.name for row in view.plan.model.rows} >= {"陆东一", "陆东二"}
    assert len(view.plan.model.rows) == 6


def test_a_changed_plan_opens_the_sealed_lists(board, office, qtbot, hand):
    key = planned(office)
    staffed(office, key)
    office.write(lambda work: seal_pool(work, key))
    view = board(key)
    assert view.tabs.currentIndex() == DRAW

    def change(box: ChangePlanDialog) -> None:
        box.sample.selectAll()
        type_in(box.sample, "7")
        QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(ChangePlanDialog, change)
    view.show_part(PLAN)
    hand.press(view.change)
    hand.settle()
    board = view.read.board
    assert (board.row.sample, board.seal) == (7, None)
    hand.window.session.undo.undo()
    hand.settle()
    assert view.read.board.row.sample == 6


def test_open_faults_are_carried_over_the_end_only_with_a_reason(board, office, qtbot, hand):
    key = drawn(office, 6)
    held(office, rows(office, key)[0], "on_duty")
    all_held(office, key)
    view = board(key)
    menu = view.more.menu()
    fill_more(view, menu)
    entry = next(one for one in menu.actions() if one.text() == "带着问题办结…")

    def close(box: ClosePlanDialog) -> None:
        assert box.carry.hasFocus()
        QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
        assert box.isVisible()
        type_in(box.carry, "期限在下月")
        QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(ClosePlanDialog, close)
    entry.trigger()
    hand.settle()
    assert view.read.board.row.state is InspectionState.CLOSED
    assert not view.primary.isVisible()
    # What goes on is still put right.
    view.show_part(FINDINGS)
    assert view.fix.isVisible()


def test_a_cancelled_inspection_says_why_and_offers_nothing(board, office, qtbot, hand):
    view = board(planned(office))
    menu = view.more.menu()
    fill_more(view, menu)

    def cancel(box: InspectionReason) -> None:
        type_in(box.reason, "防汛应急响应")
        QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(InspectionReason, cancel)
    next(one for one in menu.actions() if one.text() == "取消这次检查…").trigger()
    hand.settle()
    assert view.notices.messages[0].sentence == "已取消：防汛应急响应。"
    assert not view.primary.isVisible()
    assert not view.add_people.isVisible()


def test_the_visits_are_narrowed_and_counted(board, office, qtbot, hand):
    key = drawn(office, 6)
    held(office, rows(office, key)[0], "on_duty")
    view = board(key, VISITS)
    assert view.tabs.tabText(VISITS) == "检查记录 5"
    view.visits.narrow_to(PENDING)
    assert len(view.visits.order) == 5
    view.visits.narrow_to(FAILED)
    [only] = view.visits.order
    assert only.deducted_milli == 2_000
    QTest.keyClick(view, KEY.Key_F, CTRL)
    assert view.visits.search.hasFocus()
    type_in(view.visits.search, "没有这个人")
    assert view.visits.found_none.isVisible()
    QTest.keyClick(view.visits.search, KEY.Key_Escape)
    assert not view.visits.search.text()
    assert view.isVisible()


def test_a_visit_is_found_by_its_part_of_the_page(level, office, hand, qtbot):
    key = drawn(office, 6)
    wanted = rows(office, key)[4]
    shown = level(f"inspections/{key}/visits/{wanted.id}")
    qtbot.waitUntil(lambda: shown.board.visits.current is not None)
    hand.settle()
    assert shown.board.tabs.currentIndex() == VISITS
    assert shown.board.visits.current.id == wanted.id


def test_everything_that_is_open_is_listed_with_a_way_to_it(board, office, qtbot, hand):
    key = drawn(office, 6)
    held(office, rows(office, key)[0], "on_duty")
    view = board(key, UNITS)

    def choose(box: OpenListDialog) -> None:
        QTest.keyClick(box.table, KEY.Key_Down)
        QTest.keyClick(box.table, KEY.Key_Return)

    in_dialog(OpenListDialog, choose)
    [message] = view.notices.messages
    assert [one.text for one in message.actions] == ["去处理", "全部 2 条"]
    message.actions[1].does()
    assert view.tabs.currentIndex() == FINDINGS


# --- coverage -------------------------------------------------------------------------------------


def test_coverage_counts_everybody_once_and_names_who_is_left(
    level, office, hand, tmp_path, monkeypatch
):
    key = drawn(office, 6)
    all_held(office, key)
    shown = level()
    shown.show_list()
    hand.settle()
    hand.press(shown.covered)
    assert shown.coverage.table.hasFocus()
    year = shown.session.year
    told = office.read(lambda work: coverage_year(work, year))
    assert shown.coverage.model.rows == told.rows
    assert sum(row.seen for row in told.rows) == 6
    street = shown.coverage.table.current
    assert street.left == max(row.left for row in told.rows)
    names = office.read(lambda work: not_yet(work, year, unit_id=street.unit_id))
    hand.qtbot.waitUntil(lambda: list(shown.coverage.people_model.rows) == names)
    assert shown.coverage.street.text() == f"{street.name}　没抽到 {len(names)} 人"
    target = tmp_path / "没抽到.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    hand.press(shown.coverage.names)
    assert target.read_bytes().startswith(b"PK")
    QTest.keyClick(shown.coverage.table, KEY.Key_Escape)
    assert shown.list.isVisible()


def test_the_sentence_of_the_year_says_what_is_needed(office):
    key = drawn(office, 6)
    all_held(office, key)
    year = office.read(lambda work: coverage_year(work, work.today.year))
    told = coverage_told(year)
    assert f"在岗 {year.whole.on_duty} 人，已查 6 人" in told
    assert f"每月至少再抽 {year.a_month} 人" in told


# --- rights, models, room -------------------------------------------------------------------------


def test_on_another_day_nothing_is_offered(board, office, session, hand, qtbot):
    import datetime as dt

    view = board(planned(office), PLAN)
    session.look_at(dt.date.today() - dt.timedelta(days=1))  # noqa: DTZ011 - the desk's day
    hand.settle()
    assert not view.add_people.isVisible()
    assert not view.change.isVisible()
    assert not view.primary.isEnabled()
    session.look_at(None)
    hand.settle()


def test_every_model_behaves(board, office, hand):
    key = drawn(office, 6)
    held(office, rows(office, key)[0], "on_duty")
    view = board(key)
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [
        QAbstractItemModelTester(part, fatal)
        for part in (
            view.plan.model,
            view.draw.strata_model,
            view.draw.teams_model,
            view.visits.model,
            view.findings.model,
            view.units.model,
        )
    ]
    all_held(office, key)
    view.refresh()
    hand.settle()
    assert len(testers) == 6
    assert not view.read.pending


@pytest.mark.parametrize("size", [TextSize.NORMAL, TextSize.LARGEST])
def test_nothing_is_cut_in_a_small_window(board, office, window, hand, size):
    key = drawn(office, 6)
    held(office, rows(office, key)[0], "on_duty")
    view = board(key)
    theme.apply(QApplication.instance(), Mode.LIGHT, size)
    window.session.look_changed.emit()
    # As an edge is dragged: what has no room folds on the way.
    for width in (1_020, 910):
        window.resize(width, 512)
        hand.settle()
    for part in (PLAN, DRAW, VISITS, FINDINGS, UNITS):
        view.show_part(part)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        assert laid_out_and_cut(window.page) == [], part
        assert window.width() <= 910
