"""The score grid of an event over its board; the last event that ends closes the scoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrgrid.panels.rules.words import PanelState
from hrgrid.training.rules.competing import CompetitionState
from hrgrid.training.rules.competition_rows import EventRow
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.open_list import OpenListDialog
from hrgrid.ui.competitions.words import TOPIC
from hrgrid.ui.scoring import ScoringDialog

if TYPE_CHECKING:
    from hrgrid.ui.competitions.base_deeds import BaseDeeds


class EventScoring(ScoringDialog):
    """Ctrl+Enter with nothing left asks once, Enter ends it, and the board shows the places."""

    def __init__(self, deeds: BaseDeeds, event: EventRow) -> None:
        super().__init__(deeds.session, event.panel_id, deeds.window, closes=False)
        self.deeds, self.event_row = deeds, event
        running = deeds.state is CompetitionState.RUNNING
        # A competition takes its marks back as a whole: from the board, with what follows.
        self._may_end = running
        self.finish_wanted.connect(self._ask)
        deeds.covered = True
        self.finished.connect(deeds.uncover)

    def _show_state(self, view: object) -> None:
        super()._show_state(view)  # type: ignore[arg-type]
        self.reopen.hide()
        if not getattr(self, "_may_end", True):
            self.close_marks.hide()

    def _ask(self) -> None:
        view = self.view.model.view
        read = self.deeds.read
        if view is None or read is None or not self._may_end:
            return
        others = [
            one.title
            for one in read.board.events
            if one.id != self.event_row.id and one.panel_state is PanelState.OPEN
        ]
        people = len(view.competing)
        last = not others
        told = (
            f"没有缺分。{people} 人的评分表同时定稿，各项都已截止，名次就此排出。"
            if last
            else f"没有缺分。{people} 人的评分表同时定稿；还有{'、'.join(others)}没有截止。"
        )
        act = "截止评分，排出名次" if last else "截止这一项"
        box = OpenListDialog(f"截止“{view.title}”", act, (), told, self)
        box.then(lambda _: None, self._end)

    def _end(self) -> None:
        competition_id, event = self.event_row.competition_id, self.event_row
        self.deeds.session.tasks.write(
            lambda work: services.close_last_event(work, competition_id, event.id),
            topic=TOPIC,
            done=self._ended_with,
            failed=self.view.says.refuse,
            title="正在截止评分",
        )

    def _ended_with(self, last: bool) -> None:
        from hrgrid.ui.banners import Kind, Message

        told = f"“{self.event_row.title}”已截止。"
        if last:
            told = "评分已截止，名次已排出。核对后张榜。"
        self.deeds.told.emit(Message(told, Kind.OK))
        if last:
            self.deeds.ranked.emit()
        self.accept()


def open_scoring(deeds: BaseDeeds, event: EventRow) -> None:
    """Show the grid of an event."""
    EventScoring(deeds, event).open()
