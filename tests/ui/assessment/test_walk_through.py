"""Walk-through (a), assessment run: a new period, the districts' files dropped, computed."""

from __future__ import annotations

import time

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from hrgrid.assessment.queries.periods import periods
from hrgrid.assessment.queries.results import results
from hrgrid.assessment.rules.result_rows import ResultFilter, ResultState
from hrgrid.assessment.rules.shipped import INDICATORS
from hrgrid.assessment.rules.words import PeriodState
from hrgrid.ui.assessment.new_form import NewPeriodDialog
from hrgrid.ui.imports.page import MAPPING, OUTCOME, REVIEW
from tests.assessment.office import ASSESSED
from tests.exchange.samples import book
from tests.ui.assessment import terms
from tests.ui.hands import activate, in_dialog

MOST_CLICKS = 9
LABELS = {one.code: one.label for one in INDICATORS}
HEADINGS = ["月份", "姓名", "指标", "数值", "总数"]


def workbooks(folder, month="2026-09"):
    """What each street sends: a row a figure."""
    paths = []
    for street, names in ASSESSED.items():
        rows = [
            [month, name, LABELS[code], one.amount_milli // 1_000, (one.base_milli or 0) // 1_000]
            for name in names
            for code, one in terms.figures(name).items()
        ]
        cells = [[*row[:4], row[4] or None] for row in rows]
        paths.append(book(folder / f"{street} 9月考核数据.xlsx", [HEADINGS, *cells]))
    return paths


def drop(hand, target, paths) -> None:
    """One movement of the mouse: counted as a click."""
    hand.clicks += 1
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    held = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    enter = QDragEnterEvent(target.rect().center(), *held)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(target.rect().center()), *held))
    hand.settle()


def before(desk, clock):
    """August is settled: September is as August was."""
    key = terms.begin(desk, "示例区", 2026, 8)
    terms.give(desk, key, 202608)
    terms.score(desk, key)
    terms.decide(desk, key)
    terms.show(desk, key)
    from hrgrid.assessment.service.periods import open_appeals

    desk.write(lambda work: open_appeals(work, key))
    terms.settle(desk, clock, key, lock=True)


def test_a_month_from_nothing_to_its_results(  # noqa: PLR0917 - fixtures
    hand, window, office, clock, qtbot, tmp_path
):
    before(office, clock)
    files, began, keys = workbooks(tmp_path), time.monotonic(), 0
    activate(window, qtbot)
    hand.press(window.navigation.button("assessment"))
    hand.settle()
    level = window.page.periods
    qtbot.waitUntil(level.new.isVisible)

    def enter(box: NewPeriodDialog) -> None:
        assert box.act.hasFocus()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(NewPeriodDialog, enter)
    keys += 1
    hand.press(level.new)
    board = level.board
    qtbot.waitUntil(lambda: board.isVisible() and board.shown is not None)
    activate(window, qtbot)
    assert board.shown.card.row.title.startswith("2026 年 9 月")
    assert board.shown.card.row.state is PeriodState.COLLECTING
    assert board.shown.card.row.assessed == sum(map(len, ASSESSED.values()))

    drop(hand, window.page, files)
    imports = window.page
    qtbot.waitUntil(lambda: imports.files.primary.isVisible() and imports.files.primary.isEnabled())
    hand.press(imports.files.primary)
    if imports.step == MAPPING:
        hand.press(imports.mapping.primary)
    assert imports.step == REVIEW
    hand.press(imports.review.primary)
    assert imports.step == OUTCOME
    links = window.messages.findChildren(QPushButton)
    hand.press(next(one for one in links if one.text() == "看考核"))
    hand.settle()
    qtbot.waitUntil(lambda: board.isVisible() and board.primary.isEnabled())
    activate(window, qtbot)
    assert board.primary.text() == "计算"
    hand.press(board.primary)
    qtbot.waitUntil(lambda: board.shown.counts.run_number == 1)
    hand.settle()

    newest = office.read(periods)[0]
    rows = office.read(lambda work: results(work, ResultFilter(newest.id), limit=1_000))
    scored = [row for row in rows if row.state is ResultState.SCORED]
    assert {row.name for row in scored} == {name for own in ASSESSED.values() for name in own}
    board.show_part(1)
    qtbot.waitUntil(lambda: board.results.parts is not None)
    hand.settle()
    assert board.results.parts.model.rowCount() == len(rows)
    print(f"{hand.clicks} clicks, {keys} keys, {time.monotonic() - began:.1f} s")
    assert hand.clicks <= MOST_CLICKS
