"""A clerk without a mouse: an inspection from nothing to the bulletin, its keys counted."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from hrgrid.assessment.queries.inspection_board import plan_board
from hrgrid.assessment.queries.inspections import PlanFilter, plans
from hrgrid.assessment.queries.visits import visits
from hrgrid.assessment.rules.words import InspectionState, VisitResult
from hrgrid.ui.inspections.closing_forms import BulletinDialog
from hrgrid.ui.inspections.draw_screen import DrawScreen, Scene
from hrgrid.ui.inspections.inspector_form import InspectorsDialog
from hrgrid.ui.inspections.papers import PaperChoices
from hrgrid.ui.inspections.plan_form import NewPlanDialog
from hrgrid.ui.inspections.visit_sheet import VisitSheet
from tests.ui.hands import activate, in_dialog
from tests.ui.inspections.keyboard import CTRL, Keyboard

SAMPLE = 6
INSPECTORS = (
    "陆东一\t东街道\n陆东二\t东街道\n方西一\t西街道\n方西二\t西街道\n"
    "石外一\t市委政法委\n石外二\t市委政法委\n"
)
ENTER = Qt.Key.Key_Return
# 11 for the form and the list, 9 for the draw, 2 a visit and 3 more for a fault, the rest words.
MOST_KEYS = 60


def test_from_nothing_to_the_bulletin_by_keys_alone(hand, level, desk, tmp_path, monkeypatch):
    qtbot, window = hand.qtbot, hand.window
    shown, began = Keyboard(), time.monotonic()
    page = level()
    view = page.board
    activate(window, qtbot)
    qtbot.waitUntil(page.empty.isVisible)
    page.main_control().setFocus()

    def fill(box: NewPlanDialog) -> None:
        assert box.title.hasFocus()
        # Name, number, area, two days, then the sample.
        while not box.sample.hasFocus():
            shown.press(Qt.Key.Key_Tab)
        assert box.sample.text() != "0"
        box.sample.selectAll()
        shown.type(str(SAMPLE))
        shown.press(ENTER)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(NewPlanDialog, fill)
    shown.press(Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: view.read is not None and view.isVisible())
    hand.settle()
    activate(window, qtbot)
    assert view.primary.text() == "录入检查人员"

    def people(box: InspectorsDialog) -> None:
        assert box.people.hasFocus()
        QGuiApplication.clipboard().setText(INSPECTORS)
        shown.press(Qt.Key.Key_V, CTRL)
        qtbot.waitUntil(lambda: len(box.rows) == 6)
        assert box.told.text().startswith("认出 6 人")
        shown.press(ENTER, CTRL)
        qtbot.waitUntil(lambda: not box.isVisible())

    view.main_control().setFocus()
    in_dialog(InspectorsDialog, people)
    shown.press(ENTER, CTRL)
    qtbot.waitUntil(lambda: view.primary.text() == "封存名册" and view.primary.isEnabled())
    hand.settle()
    activate(window, qtbot)
    view.main_control().setFocus()
    shown.press(ENTER, CTRL)
    qtbot.waitUntil(lambda: view.primary.text() == "抽取" and view.primary.isEnabled())
    hand.settle()
    digest = view.read.board.seal.sha256

    shown.press(ENTER, CTRL)
    qtbot.waitUntil(lambda: view.deeds.screen is not None)
    screen: DrawScreen = view.deeds.screen
    activate(screen, qtbot)
    assert screen.scene is Scene.POOL
    assert digest in "".join(screen.accessibleName().split())
    screen.setFocus()
    shown.press(Qt.Key.Key_Space)
    assert screen.seed.hasFocus()
    shown.type("4711")
    shown.press(ENTER)
    shown.type("周立军")
    shown.press(ENTER)
    assert screen.act.hasFocus()
    shown.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: screen.scene is Scene.RESULT)
    assert screen.pages == 3
    drawn = {row.name for row in desk.read(lambda work: visits(work, view.read.id))}
    assert not any(name in screen.accessibleName() for name in drawn)
    shown.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view.deeds.screen is None)
    activate(window, qtbot)
    hand.settle()
    qtbot.waitUntil(lambda: view.primary.text() == "录入检查结果" and view.primary.isEnabled())

    def record(box: VisitSheet) -> None:
        for at in range(SAMPLE):
            qtbot.waitUntil(lambda: box.card is not None and box.card.row.result is None)
            qtbot.waitUntil(lambda: any(line.hasFocus() for line in box.marks.lines))
            before = box.card.row.id
            if at == 1:
                # A fault with its usual words, the rest fine.
                shown.type("1")
                shown.type("2")
                assert box.marks.lines[1].told.hasFocus()
                shown.press(ENTER)
                shown.type("0")
                assert box.points.text() == "扣 1 分"
            else:
                shown.type("0")
            assert box.save.hasFocus()
            shown.press(ENTER, CTRL)
            qtbot.waitUntil(lambda before=before: not box.isVisible() or box.card.row.id != before)
        assert not box.isVisible()

    view.main_control().setFocus()
    in_dialog(VisitSheet, record)
    shown.press(ENTER, CTRL)
    hand.settle()
    activate(window, qtbot)
    qtbot.waitUntil(lambda: view.primary.text() == "登记通报" and view.primary.isEnabled())

    def write(box: PaperChoices) -> None:
        assert box.number.text() == "示政法2026-31"
        shown.press(ENTER)

    target = tmp_path / "通报.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))

    def tell(box: BulletinDialog) -> None:
        assert box.number.hasFocus()
        shown.type("示政法2026-31")
        in_dialog(PaperChoices, write)
        shown.press(ENTER)
        qtbot.waitUntil(lambda: not box.isVisible())

    view.main_control().setFocus()
    in_dialog(BulletinDialog, tell)
    shown.press(ENTER, CTRL)
    qtbot.waitUntil(lambda: view.read.board.row.document_no == "示政法2026-31")
    hand.settle()
    assert target.read_bytes().startswith(b"%PDF")

    [row] = desk.read(lambda work: plans(work, PlanFilter()))
    board = desk.read(lambda work: plan_board(work, row.id))
    rows = desk.read(lambda work: visits(work, row.id))
    assert row.state is InspectionState.DRAWN
    assert (board.seal.sha256, board.seed, board.witnesses) == (digest, "4711", "周立军")
    assert len(rows) == SAMPLE
    assert [one.result for one in rows].count(VisitResult.FAILED) == 1
    assert {one.deducted_milli for one in rows} == {0, 1_000}
    assert row.findings == 1
    assert hand.clicks == 0
    print(f"{shown.keys} keys, {time.monotonic() - began:.1f} s")
    assert shown.keys <= MOST_KEYS
