"""A running event on its live screen: read, written and read again, the hall follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrgrid.panels.rules.words import EntrantStatus, PanelState
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import CompetitionState, EventKind
from hrgrid.training.rules.competition_rows import EventRow, RunningBoard
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.live import GivenPoint, LiveDialog, LiveScreen, LiveState
from hrgrid.ui.competitions.live_parts import Runner
from hrgrid.ui.competitions.open_list import OpenListDialog
from hrgrid.ui.competitions.words import TOPIC, total_points
from hrgrid.ui.matters.second_screen import HallRow, HallTable, SecondScreen

if TYPE_CHECKING:
    from hrgrid.ui.competitions.base_deeds import BaseDeeds

_VALUES = {EventKind.QUICK_FIRE: (10_000, 20_000), EventKind.RISK: (10_000, 20_000, 30_000)}


def live_state(event: EventRow, board: RunningBoard) -> LiveState:
    """The board of the room as the screen takes it: tiles by number, the newest point first."""
    runners = [
        Runner(
            one.competitor_id,
            one.draw_no or one.number,
            one.name,
            one.unit,
            one.milli,
            one.rank,
            out="" if one.status is EntrantStatus.ENTERED else one.status.label,
        )
        for one in board.lines
    ]
    numbers = {one.entrant_id: one.number for one in runners}
    points = [
        GivenPoint(
            one.id,
            one.round,
            numbers.get(one.competitor_id, one.number),
            one.name,
            one.milli,
            bool(one.undone_reason),
        )
        for one in reversed(board.points)
    ]
    return LiveState(
        board.title,
        event.kind.label,
        tuple(sorted(runners, key=lambda one: one.number)),
        tuple(points),
        board.round,
        board.closed,
    )


def hall_table(board: RunningBoard) -> HallTable:
    """The standing for the hall."""
    rows = tuple(
        HallRow(str(one.rank or ""), one.name, one.unit, total_points(one.milli))
        for one in board.lines
        if one.status is EntrantStatus.ENTERED
    )
    foot = "已截止" if board.closed else "现场实时得分"
    return HallTable(board.title, f"第 {max(1, board.round)} 轮", rows, foot)


class LiveEvent:
    """Opens the screen of an event and keeps it up to date while it stands."""

    def __init__(self, deeds: BaseDeeds, event: EventRow) -> None:
        self.deeds, self.session, self.event = deeds, deeds.session, event
        self.board: RunningBoard | None = None
        self.hall: SecondScreen | None = None
        self.screen = LiveScreen(_VALUES.get(event.kind, (10_000,)))
        self.dialog = LiveDialog(self.screen, deeds.window)
        self.dialog.live = self
        self.on_hall = Button("大屏", glyph="chalkboard-teacher", does=self.show_hall)
        self.leave = Button("收起", glyph="x", does=self.dialog.reject)
        self.end = PrimaryButton("截止记分", glyph="check", does=self._ask_end)
        for button in (self.on_hall, self.leave, self.end):
            button.setAutoDefault(False)
            self.screen.deeds.addWidget(button)
        self._running = deeds.state is CompetitionState.RUNNING
        running = self._running and event.panel_state is PanelState.OPEN
        self.end.setVisible(running)
        self.screen.given.connect(self._give)
        self.screen.undo_wanted.connect(self._undo)
        self.dialog.finished.connect(self._left)

    def open(self) -> None:
        """Show it."""
        self.deeds.covered = True
        self.dialog.open()
        self.screen.setFocus()
        self.read()

    def read(self) -> None:
        """Read it anew."""
        event_id = self.event.id

        def job(work: UnitOfWork) -> RunningBoard:
            from hrgrid.training.queries.competition_events import running_board

            return running_board(work, event_id)

        self.session.tasks.read(job, self._show, failed=self._refuse)

    def _show(self, board: RunningBoard) -> None:
        self.board = board
        state = live_state(self.event, board)
        if not self._running and not board.closed:
            self.screen.notices.say(Message("比赛还没有开始，现在只能看。", Kind.INFO))
        self.screen.show_state(state)
        self.end.setVisible(self._running and not board.closed)
        if self.hall is not None:
            self.hall.show_tables([hall_table(board)])

    def _give(self, competitor_id: int, milli: int, round_no: int) -> None:
        event_id = self.event.id
        self.session.tasks.write(
            lambda work: services.give_points(work, event_id, competitor_id, milli, round_no),
            topic=TOPIC,
            done=lambda _: self._written(),
            failed=self._refuse,
        )

    def _undo(self, point_id: int) -> None:
        self.session.tasks.write(
            lambda work: services.undo_point(work, point_id),
            topic=TOPIC,
            done=lambda _: self._written(),
            failed=self._refuse,
            reason="现场撤销",
        )

    def _written(self) -> None:
        self.screen.notices.say(None)
        self.read()

    def _refuse(self, sentence: str) -> None:
        if sentence:
            self.screen.notices.say(Message(sentence, Kind.BAD))
        self.screen.setFocus()

    def _ask_end(self) -> None:
        count = (
            len([one for one in self.board.points if not one.undone_reason]) if self.board else 0
        )
        told = f"已记 {count} 次分。截止后不再记分，要改得重新开放并写明事由。"
        box = OpenListDialog(f"截止“{self.event.title}”", "截止记分", (), told, self.dialog)
        box.then(lambda _: None, self._end)

    def _end(self) -> None:
        event = self.event
        self.session.tasks.write(
            lambda work: services.close_last_event(work, event.competition_id, event.id),
            topic=TOPIC,
            done=lambda _: self._written(),
            failed=self._refuse,
            title="正在截止记分",
        )

    def show_hall(self) -> None:
        """The standing on another display."""
        if self.board is None:
            return
        if self.hall is None:
            self.hall = SecondScreen([hall_table(self.board)])
            self.hall.destroyed.connect(self._hall_gone)
        self.hall.put_beside(self.dialog)

    def _hall_gone(self) -> None:
        self.hall = None

    def _left(self) -> None:
        self.deeds.uncover()
