"""Results by keys: what a visit takes and refuses, undo, pictures, and faults until closed."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.assessment.queries.findings import findings, photos_of
from hrgrid.assessment.rules.inspection_rows import FindingFilter
from hrgrid.assessment.rules.words import CheckMark, FindingState, VisitResult
from hrgrid.assessment.service.findings import rectify
from hrgrid.ui.banners import Banner
from hrgrid.ui.inspections.board import FINDINGS, VISITS
from hrgrid.ui.inspections.finding_card import FindingCard
from hrgrid.ui.inspections.finding_forms import CloseFindingsDialog, RectifyDialog
from hrgrid.ui.inspections.visit_sheet import VisitSheet
from tests.assessment.inspected import all_held, drawn, held, rows, today
from tests.ui.hands import in_dialog, let_fall
from tests.ui.inspections.keyboard import type_in

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def plan(office) -> int:
    """Six people drawn, nobody visited."""
    return drawn(office, 6)


@pytest.fixture
def sheet(board, plan, qtbot):
    """Opens the sheet of a visit (by its place in the list), does something in it by real keys."""

    def show(act, at: int = 0):
        view = board(plan, VISITS)
        row = view.visits.order[at]
        view.visits.table.setFocus()
        view.visits.want(row.id)
        done = []

        def within(box: VisitSheet) -> None:
            qtbot.waitUntil(lambda: box.card is not None and box.card.row.id == row.id)
            qtbot.waitUntil(lambda: box.focusWidget() is not None)
            act(box)
            done.append(box)
            if box.isVisible():
                box.reject()

        in_dialog(VisitSheet, within)
        QTest.keyClick(view.visits.table, KEY.Key_Return)
        assert done
        return row

    return show


def refusal(box, qtbot) -> str:
    """The sentence on show; a banner is shown in the next turn only."""

    def shown() -> list[str]:
        return [one.message.sentence for one in box.findChildren(Banner) if one.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1)
    return shown()[0]


def visit(desk, plan: int, visit_id: int):
    return next(row for row in rows(desk, plan) if row.id == visit_id)


def at_line(box, qtbot, at: int) -> None:
    qtbot.waitUntil(lambda: bool(box.marks.lines) and box.marks.lines[at].hasFocus())


def test_three_keys_mark_a_line_and_go_on(sheet, plan, office, qtbot, settle):
    def type_it(box: VisitSheet) -> None:
        at_line(box, qtbot, 0)
        QTest.keyClick(box.focusWidget(), KEY.Key_1)
        at_line(box, qtbot, 1)
        QTest.keyClick(box.focusWidget(), KEY.Key_3)
        at_line(box, qtbot, 2)
        QTest.keyClick(box.focusWidget(), KEY.Key_2)
        line = box.marks.lines[2]
        assert line.told.hasFocus()
        assert line.told.selectedText() == line.item.finding
        type_in(line.told, "报不出本网格户数")
        QTest.keyClick(line.told, KEY.Key_Return)
        at_line(box, qtbot, 3)
        QTest.keyClick(box.focusWidget(), KEY.Key_Up)
        at_line(box, qtbot, 2)
        assert box.points.text() == "扣 2 分"
        QTest.keyClick(box.focusWidget(), KEY.Key_0)
        assert box.save.hasFocus()
        QTest.keyClick(box.save, KEY.Key_Return, CTRL)
        qtbot.waitUntil(lambda: box.card.row.result is None and not box._saving)

    row = sheet(type_it)
    settle()
    saved = visit(office, plan, row.id)
    assert saved.result is VisitResult.FAILED
    assert saved.deducted_milli == 2_000
    assert list(saved.marks.values()).count(CheckMark.UNSEEN) == 1
    [fault] = office.read(lambda work: findings(work, FindingFilter(plan_id=plan)))
    assert fault.content == "报不出本网格户数"


def test_an_empty_sheet_and_a_visit_not_held_without_a_reason_are_refused(
    sheet, plan, office, qtbot, settle
):
    def type_it(box: VisitSheet) -> None:
        at_line(box, qtbot, 0)
        QTest.keyClick(box, KEY.Key_Return, CTRL)
        assert refusal(box, qtbot).startswith("一项都还没有录")
        QTest.keyClick(box, KEY.Key_W, Qt.KeyboardModifier.AltModifier)
        assert box.why_not.hasFocus()
        QTest.keyClick(box, KEY.Key_Return, CTRL)
        qtbot.waitUntil(lambda: refusal(box, qtbot).startswith("没有写为什么没有查成"))
        type_in(box.why_not, "请病假")
        QTest.keyClick(box.why_not, KEY.Key_Return, CTRL)
        qtbot.waitUntil(lambda: not box._saving and box.card.row.result is None)

    row = sheet(type_it)
    settle()
    saved = visit(office, plan, row.id)
    assert (saved.result, saved.note) == (VisitResult.NOT_HELD, "请病假")


def test_a_correction_wants_its_reason_and_undo_takes_it_back(sheet, plan, office, qtbot, hand):
    first = rows(office, plan)[0]
    held(office, first)

    def correct(box: VisitSheet) -> None:
        at_line(box, qtbot, 0)
        QTest.keyClick(box.focusWidget(), KEY.Key_2)
        QTest.keyClick(box, KEY.Key_Return, CTRL)
        assert refusal(box, qtbot).startswith("改已经录的结果要写明为什么改")
        box.reason.setFocus()
        type_in(box.reason, "复核当天不在岗")
        QTest.keyClick(box.reason, KEY.Key_Return, CTRL)
        qtbot.waitUntil(lambda: box.card.row.id != first.id)

    at = next(at for at, row in enumerate(_order(office, plan)) if row.id == first.id)
    sheet(correct, at)
    hand.settle()
    assert visit(office, plan, first.id).result is VisitResult.FAILED
    hand.window.session.undo.undo()
    hand.settle()
    assert visit(office, plan, first.id).result is VisitResult.PASSED
    gone = FindingFilter(plan_id=plan, states=(FindingState.VOID,))
    [fault] = office.read(lambda work: findings(work, gone))
    assert fault.void_reason.startswith("撤销或恢复")


def _order(desk, plan: int):
    return sorted(rows(desk, plan), key=lambda row: (row.team_no, row.draw_order))


def test_control_z_in_the_sheet_takes_back_what_was_saved(sheet, plan, office, qtbot, settle):
    def type_it(box: VisitSheet) -> None:
        first = box.card.row.id
        at_line(box, qtbot, 0)
        QTest.keyClick(box.focusWidget(), KEY.Key_0)
        QTest.keyClick(box, KEY.Key_Return, CTRL)
        qtbot.waitUntil(lambda: box.card.row.id != first)
        settle()
        assert visit(office, plan, first).result is VisitResult.PASSED
        QTest.keyClick(box, KEY.Key_Z, CTRL)
        settle()
        assert visit(office, plan, first).result is None
        QTest.keyClick(box, KEY.Key_PageUp)
        qtbot.waitUntil(lambda: box.card.row.id == first)
        assert box.card.row.result is None

    sheet(type_it)


def photo(folder, name="现场.jpg", colour=(90, 140, 200)):
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(buffer, "JPEG")
    path = folder / name
    path.write_bytes(buffer.getvalue())
    return path


def test_pictures_are_let_fall_and_taken_away_while_typing_goes_on(
    sheet, plan, office, qtbot, tmp_path
):
    def type_it(box: VisitSheet) -> None:
        at_line(box, qtbot, 0)
        QTest.keyClick(box.focusWidget(), KEY.Key_1)
        let_fall(box.photos, photo(tmp_path), photo(tmp_path, "二.jpg", (1, 2, 3)))
        qtbot.waitUntil(lambda: len(box.photos.thumbs) == 2)
        qtbot.waitUntil(lambda: all(one.image is not None for one in box.photos.thumbs))
        # What was typed is still there.
        assert box.marks.lines[0].mark is CheckMark.FINE
        text = tmp_path / "说明.jpg"
        text.write_text("不是照片", encoding="utf-8")
        let_fall(box.photos, text)
        assert refusal(box, qtbot).startswith("“说明.jpg”不是 JPG 或 PNG 照片")
        box.photos.thumbs[0].setFocus()
        QTest.keyClick(box.photos.thumbs[0], KEY.Key_Delete)
        qtbot.waitUntil(lambda: len(box.photos.thumbs) == 1)

    row = sheet(type_it)
    assert len(office.read(lambda work: photos_of(work, row.id))) == 1


# --- faults ---------------------------------------------------------------------------------------


@pytest.fixture
def faulty(plan, office) -> int:
    """Everybody visited, two of them with a fault each."""
    first, second = rows(office, plan)[:2]
    held(office, first, "on_duty")
    held(office, second, "ledger")
    all_held(office, plan)
    return plan


def test_two_faults_are_put_right_and_closed_in_one_go(board, faulty, office, qtbot, hand):
    view = board(faulty, FINDINGS)
    view.findings.table.setFocus()
    QTest.keyClick(view.findings.table, KEY.Key_Home, CTRL)
    QTest.keyClick(view.findings.table, KEY.Key_A, CTRL)
    assert len(view.findings.selected) == 2
    assert view.fix.text() == "登记整改 2 个…"

    def fix(box: RectifyDialog) -> None:
        assert box.text.hasFocus()
        QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
        assert refusal(box, qtbot).startswith("没有写怎样整改的")
        type_in(box.text, "当天补齐")
        type_in(box.by, "社区")
        QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(RectifyDialog, fix)
    hand.press(view.fix)
    hand.settle()
    assert {row.state for row in view.findings.rows} == {FindingState.RECTIFIED}
    view.findings.table.setFocus()
    QTest.keyClick(view.findings.table, KEY.Key_A, CTRL)

    def close(box: CloseFindingsDialog) -> None:
        box.by.selectAll()
        type_in(box.by, "社区")
        QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
        assert "复查要换一个人" in refusal(box, qtbot)
        box.by.selectAll()
        type_in(box.by, "周立军")
        QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(CloseFindingsDialog, close)
    hand.press(view.settle)
    hand.settle()
    states = {
        one.state for one in office.read(lambda work: findings(work, FindingFilter(plan_id=faulty)))
    }
    assert states == {FindingState.CLOSED}


def test_a_picture_after_it_was_put_right_stands_on_the_card(
    board, faulty, office, qtbot, tmp_path
):
    [first, *_] = office.read(lambda work: findings(work, FindingFilter(plan_id=faulty)))
    office.write(lambda work: rectify(work, [first.id], today(office), "补齐", "社区"))
    view = board(faulty, FINDINGS)
    row = next(one for one in view.findings.rows if one.id == first.id)

    def add(box: FindingCard) -> None:
        let_fall(box.photos_after, photo(tmp_path, "整改后.jpg"))
        qtbot.waitUntil(lambda: len(box.photos_after.thumbs) == 1)
        assert box.photos_before.thumbs == []
        assert [button.text() for button in box.acts] == ["退回…", "复查销号…"]
        box.reject()

    in_dialog(FindingCard, add)
    view.findings.table.want(row.id)
    QTest.keyClick(view.findings.table, KEY.Key_Return)
    [kept] = office.read(lambda work: photos_of(work, first.visit_id))
    assert (kept.finding_id, kept.after) == (first.id, True)
