"""Walk-through (b): a trainer without a mouse, from nothing to the posted ranking, keys counted."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hrgrid.training.queries.competition_standings import stored_standings
from hrgrid.training.queries.competitions import competition_list
from hrgrid.training.rules.competing import CompetitionState
from hrgrid.ui.competitions.new_form import NewCompetitionDialog
from hrgrid.ui.competitions.open_list import OpenListDialog
from hrgrid.ui.competitions.scoring import EventScoring
from tests.panels.build import UNITS, name_of
from tests.ui.hands import activate, in_dialog

ENTRANTS, JUDGES = 60, 7
NAME = "2026 年网格员技能比武"
MOST_KEYS = 1_320
CTRL = Qt.KeyboardModifier.ControlModifier


class Keyboard:
    """Presses keys where the focus is, and counts them."""

    def __init__(self, hand) -> None:
        self.hand, self.keys = hand, 0

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        QTest.keyClick(QApplication.focusWidget(), key, modifier)

    def type(self, text: str) -> None:
        """What an input method or the keyboard's digits put in, a key a sign."""
        none = Qt.KeyboardModifier.NoModifier
        for sign in text:
            self.keys += 1
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(
                    QApplication.focusWidget(), QKeyEvent(kind, Qt.Key.Key_unknown, none, sign)
                )


def pasted(count: int = ENTRANTS) -> str:
    """Names and units as Excel puts them on the clipboard, no two alike."""
    rows = [
        f"{name_of(at)}{'一二三四五六七八九十'[at % 10]}\t{UNITS[at % 9]}" for at in range(count)
    ]
    return "姓名\t单位\n" + "\n".join(rows) + "\n"


def mark(entrant: int, judge: int) -> int:
    """Tenths of a point, three digits always."""
    return 850 + (entrant * 37 + judge * 53) % 130


def test_sixty_by_seven_from_nothing_to_the_posted_ranking(hand, level, window, qtbot, desk):
    shown, board, began = Keyboard(hand), level(), time.monotonic()
    activate(window, qtbot)
    board.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    def fill(box: NewCompetitionDialog) -> None:
        assert box.title.hasFocus()
        shown.type(NAME)
        shown.press(Qt.Key.Key_Tab)
        assert box.entrants.hasFocus()
        QGuiApplication.clipboard().setText(pasted())
        shown.press(Qt.Key.Key_V, CTRL)
        assert box.found.text().startswith(f"认出 {ENTRANTS} 人")
        shown.press(Qt.Key.Key_Tab)
        assert box.judges.hasFocus()
        shown.type(str(JUDGES))
        shown.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(NewCompetitionDialog, fill)
    shown.press(Qt.Key.Key_N, CTRL)
    hand.settle()
    hand.settle()
    activate(window, qtbot)
    view = board.board
    qtbot.waitUntil(lambda: view.shown is not None and view.isVisible())
    qtbot.waitUntil(lambda: view.primary.text() == f"开始比赛（{ENTRANTS} 个参赛者）")
    qtbot.waitUntil(lambda: bool(view.events.cards) and view.events.cards[0].hasFocus())

    shown.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: view.primary.text() == "录“现场比武”的分")
    shown.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), EventScoring))
    scoring = QApplication.activeModalWidget()
    activate(scoring, qtbot)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is scoring)
    qtbot.waitUntil(lambda: scoring.view.grid.isVisible() and scoring.view.grid.hasFocus())
    before = shown.keys
    for entrant in range(ENTRANTS):
        for judge in range(JUDGES):
            shown.type(str(mark(entrant, judge)))
    assert shown.keys - before == ENTRANTS * JUDGES * 3
    hand.settle()
    qtbot.waitUntil(lambda: not scoring.view.model.pending)

    asked = []

    def end(box: OpenListDialog) -> None:
        asked.append(box.act.text())
        shown.press(Qt.Key.Key_Return)

    scoring.view.grid.setFocus()
    in_dialog(OpenListDialog, end)
    shown.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not scoring.isVisible())
    activate(window, qtbot)
    assert asked == ["截止评分，排出名次"]
    qtbot.waitUntil(lambda: view.primary.text() == "张榜" and view.primary.isEnabled())
    assert view.ranking.isVisible()
    shown.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(
        lambda: (
            view.shown.card.row.state is CompetitionState.CHECKED
            and not view.deeds.busy
            and view.hall.isEnabled()
        )
    )

    [row] = desk.read(competition_list)
    standings = desk.read(lambda work: stored_standings(work, row.id))
    lines = standings.of("person")
    assert len(lines) == ENTRANTS
    assert lines[0].rank == 1
    assert all(line.published for line in lines)
    assert [one.published for one in view.ranking.model.rows] == [one.published for one in lines]
    assert hand.clicks == 0
    print(f"{shown.keys} keys, {time.monotonic() - began:.1f} s")
    assert shown.keys <= MOST_KEYS
