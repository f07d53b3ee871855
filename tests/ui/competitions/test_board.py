"""The board by clicks and keys: from the list and back, prizes, protests, re-scores, the hall."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hrgrid.training.queries.competition_prizes import awards_of, prizes_of
from hrgrid.training.queries.competition_standings import protests_of, stored_standings
from hrgrid.training.rules.competing import CompetitionState, ProtestState
from hrgrid.ui.banners import Banner
from hrgrid.ui.competitions.awarding import AwardDialog
from hrgrid.ui.competitions.live import LiveDialog
from hrgrid.ui.competitions.new_form import NewCompetitionDialog
from hrgrid.ui.competitions.outside import OutsideDialog
from hrgrid.ui.competitions.prize_form import PrizesDialog
from hrgrid.ui.competitions.protest_forms import DecideProtestDialog, FileProtestDialog
from hrgrid.ui.competitions.rescore import RescoreDialog
from hrgrid.ui.competitions.rescore_change import ChangeDialog
from hrgrid.ui.competitions.rescore_forms import ApplyRescoreDialog, OpenRescoreDialog
from tests.ui.competitions import contests
from tests.ui.hands import activate, in_dialog


@pytest.fixture
def posted(desk) -> int:
    """Twelve entrants, marked, ranked and posted."""
    key = contests.competition(desk, "姑苏区网格员技能比武")
    contests.start(desk, key)
    contests.mark(desk, key)
    contests.close(desk, key)
    desk.write(lambda work: contests.services.post(work, key))
    return key


@pytest.fixture
def locked(desk, clock) -> int:
    """The same with its result fixed."""
    key = contests.competition(desk, "姑苏区网格员技能比武")
    contests.start(desk, key)
    contests.mark(desk, key)
    contests.close(desk, key)
    contests.lock(desk, clock, key)
    return key


def refusals(box) -> list[str]:
    return [one.message.sentence for one in box.findChildren(Banner) if not one.isHidden()]


def test_a_competition_without_a_name_is_refused_in_the_form(level, window, qtbot, hand):
    shown = level()
    activate(window, qtbot)
    told = []

    def send(box: NewCompetitionDialog) -> None:
        qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(refusals(box)))
        told.extend(refusals(box))
        QTest.keyClick(box, Qt.Key.Key_Escape)

    in_dialog(NewCompetitionDialog, send)
    hand.press(shown.first)
    assert told == ["没有写名称。请补上，例如：2026 年网格员技能比武。"]
    assert shown.rows == []


def test_enter_opens_the_one_and_escape_leads_back(level, desk, window, qtbot, hand):
    contests.competition(desk, "甲")
    contests.competition(desk, "乙")
    shown = level()
    activate(window, qtbot)
    shown.table.setFocus()
    QTest.keyClick(shown.table, Qt.Key.Key_Return)
    hand.settle()
    assert shown.board.isVisible()
    qtbot.waitUntil(lambda: bool(shown.board.events.cards))
    card = shown.board.events.cards[0]
    qtbot.waitUntil(card.hasFocus)
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert shown.table.isVisible()


def test_nothing_is_for_the_hall_before_it_is_posted(board, desk, hand, qtbot):
    key = contests.competition(desk, "姑苏区网格员技能比武")
    contests.start(desk, key)
    contests.mark(desk, key)
    view = board(key)
    assert not view.hall.isEnabled()
    contests.close(desk, key)
    desk.write(lambda work: contests.services.post(work, key))
    view.refresh()
    qtbot.waitUntil(view.hall.isEnabled)
    hand.press(view.hall)
    screen = view.deeds.hall
    assert [row.place for row in screen.shown][:3] == ["1", "2", "3"]
    assert all("申诉" not in row.unit for row in screen.shown)
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view.deeds.hall is None)


def test_a_protest_is_filed_heard_and_decided(board, posted, desk, hand, qtbot):
    view = board(posted, 4)

    def file(box: FileProtestDialog) -> None:
        box.by.setText("领队王兰")
        box.content.setPlainText("评委 3 的分抄错")
        qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(FileProtestDialog, file)
    hand.press(view.file_protest)
    hand.settle()
    qtbot.waitUntil(lambda: view.primary.text() == "办理申诉")

    def decide(box: DecideProtestDialog) -> None:
        if not box.finding.isHidden() and box.finding.isVisible():
            box.finding.setPlainText("与原始评分表核对无误")
            box.by.setText("仲裁组组长李强")
            box.way.choose(ProtestState.DENIED)
        qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible())

    for state in (ProtestState.ACCEPTED, ProtestState.DENIED):
        in_dialog(DecideProtestDialog, decide)
        view.protests.table.setFocus()
        QTest.keyClick(view.protests.table, Qt.Key.Key_Return)
        hand.settle()
        [row] = desk.read(lambda work: protests_of(work, posted))
        assert row.state is state
        qtbot.waitUntil(lambda state=state: view.read.protests[0].state is state)


def test_a_rescore_shows_what_it_moves_before_it_moves_it(board, locked, desk, hand, qtbot):
    view = board(locked, 4)
    before = desk.read(lambda work: stored_standings(work, locked)).of("person")
    last = desk.read(lambda work: stored_standings(work, locked)).of("show")[-1]
    counts = next(at for at in range(1, 8) if at not in {one.seat_no for one in last.dropped})

    def begin(box: OpenRescoreDialog) -> None:
        box.reason.setText("评委 3 的评分表抄错")
        in_dialog(RescoreDialog, collect)
        qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)

    def collect(box: RescoreDialog) -> None:
        qtbot.waitUntil(lambda: box.preview is not None)
        in_dialog(ChangeDialog, change)
        qtbot.mouseClick(box.add, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(box.changes.rows))
        moved = {row.name: row for row in box.moved.rows}
        assert moved[last.name].old_rank == last.rank
        assert desk.read(lambda work: stored_standings(work, locked)).of("person") == before
        in_dialog(ApplyRescoreDialog, apply)
        qtbot.waitUntil(box.apply.isEnabled)
        qtbot.mouseClick(box.apply, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.apply.isVisible())
        box.reject()

    def change(box: ChangeDialog) -> None:
        qtbot.waitUntil(lambda: box.offer is not None)
        box.who.choose(last.competitor_id)
        box.seat.choose(counts)
        box.mark.setText("100")
        box.reason.setText("与原始评分表核对")
        qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible() or bool(refusals(box)))
        assert not box.isVisible(), refusals(box)

    def apply(box: ApplyRescoreDialog) -> None:
        for field, text in ((box.name, "周立军"), (box.post, "主任"), (box.paper_no, "纪要 3 号")):
            field.setText(text)
        qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible() or bool(refusals(box)))
        assert not box.isVisible(), refusals(box)

    in_dialog(OpenRescoreDialog, begin)
    hand.press(view.rescore)
    hand.settle()
    after = desk.read(lambda work: stored_standings(work, locked))
    assert after.run.number == 2
    qtbot.waitUntil(lambda: view.read.standings.run.number == 2)


def test_places_are_typed_and_prizes_given_by_rank(board, locked, desk, hand, qtbot):
    desk.write(
        lambda work: contests.services.publish(work, locked, "苏政法〔2026〕21号", work.today)
    )
    view = board(locked, 3)

    def fill(box: PrizesDialog) -> None:
        qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(refusals(box)))
        assert "名额没有填" in refusals(box)[0]
        for line, places in zip(box.lines, ("1", "2", "3"), strict=True):
            line.ranking.choose("person")
            line.places.setText(places)
        assert box.sum.text() == "共 6 名"
        qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(PrizesDialog, fill)
    hand.press(view.set_prizes)
    hand.settle()
    assert [one.places for one in desk.read(lambda work: prizes_of(work, locked))] == [1, 2, 3]
    qtbot.waitUntil(lambda: view.primary.text() == "颁奖（6 个）")

    def give(box: AwardDialog) -> None:
        qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(AwardDialog, give)
    hand.press(view.primary)
    hand.settle()
    held = desk.read(lambda work: awards_of(work, locked))
    assert sorted(one.rank for one in held) == [1, 2, 3, 4, 5, 6]
    qtbot.waitUntil(lambda: view.shown.card.row.state is CompetitionState.AWARDED)


def test_points_by_keys_stand_in_the_book_and_can_be_taken_back(board, desk, hand, qtbot):
    key = contests.competition(desk, "姑苏区抢答赛", (contests.QUICK,), people=8, teams=True)
    contests.start(desk, key)
    view = board(key)
    card = view.events.cards[0]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), LiveDialog))
    box = QApplication.activeModalWidget()
    qtbot.waitUntil(lambda: len(box.part.tiles) == 2)
    QTest.keyClicks(box.part, "21")
    qtbot.waitUntil(lambda: box.live.board is not None and len(box.live.board.points) == 1)
    QTest.keyClicks(box.part, "2-2")
    qtbot.waitUntil(lambda: len(box.live.board.points) == 2)
    assert box.part.tiles[1].runner.milli == -10_000
    QTest.keyClick(box.part, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: box.part.tiles[1].runner.milli == 10_000)
    box.reject()
    hand.settle()


def test_a_small_window_keeps_its_size_from_the_list_to_a_board(level, board, desk, window, hand):
    key = contests.competition(desk, "姑苏区网格员技能比武")
    contests.start(desk, key)
    window.resize(910, 512)
    level().show_list()
    hand.settle()
    for part in range(5):
        board(key, part)
        assert (window.width(), window.height()) == (910, 512), part


def test_the_cards_of_events_are_as_high_as_what_they_say(board, desk, window, hand):
    key = contests.competition(desk, "姑苏区网格员技能比武")
    window.resize(1920, 1080)
    shown = board(key)
    for card in shown.events.cards:
        assert card.height() <= card.sizeHint().height() + 4


def test_the_cards_of_events_are_as_wide_as_each_other(board, desk, window, hand):
    three = contests.competition(desk, "三项比武", contests.USUAL_EVENTS)
    window.resize(1920, 1080)
    widths = [card.width() for card in board(three).events.cards]
    assert len(widths) == 3
    assert max(widths) - min(widths) <= 1


def test_without_a_result_from_outside_the_list_says_what_belongs_there(level, window, hand):
    level()
    box = OutsideDialog(window.session, window)
    box.show()
    hand.settle()
    assert not box.table.isVisible()
    assert box.none.text().startswith("还没有外部成绩")
    box.search.setText("王晓娟")
    hand.settle()
    assert box.none.text().startswith("没有这样的外部成绩")
    box.reject()
