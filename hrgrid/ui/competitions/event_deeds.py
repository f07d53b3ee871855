"""What is done with events and entrants of a competition."""

from __future__ import annotations

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import EntrantState, Side
from hrgrid.training.rules.competition_rows import CompetitorRow, EventRow
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.base_deeds import Asked, BaseDeeds
from hrgrid.ui.competitions.event_cards import runs_by_points
from hrgrid.ui.competitions.words import TOPIC


class EventDeeds(BaseDeeds):
    """Forms and screens of single events, and of who competes in them."""

    def open_event(self, event: EventRow) -> None:
        """The score grid of an event, or its live screen."""
        if runs_by_points(event):
            self.open_live(event)
            return
        from hrgrid.ui.competitions.scoring import open_scoring

        open_scoring(self, event)

    def open_live(self, event: EventRow) -> None:
        """Points by keys, question by question."""
        from hrgrid.ui.competitions.live_event import LiveEvent

        LiveEvent(self, event).open()

    def close_event(self, event: EventRow) -> None:
        """No more marks or points of an event."""
        self.write(
            lambda work: services.close_event(work, event.id),
            lambda _: f"“{event.title}”的评分已截止。",
            "正在截止评分",
        )

    def reopen_event(self, event: EventRow) -> None:
        """Marks again, with a reason."""
        asked = Asked(
            f"重新开放“{event.title}”",
            "重新开放",
            "张榜和排名随之作废，改完要重新截止、重新排名；原来的都留底。",
            "评委 3 的一份评分表抄错",
            f"“{event.title}”已重新开放。",
        )
        self.with_reason(asked, lambda work: services.reopen_event(work, event.id))

    def add_event(self) -> None:
        """One more event."""
        from hrgrid.ui.competitions.event_form import EventDialog, EventGiven

        if self.read is not None and self.preparing and self.runs and self.session.is_today():
            taken = [one.code for one in self.read.board.events]
            EventDialog(self.session, self.key, EventGiven(), self.window, taken).exec()

    def change_event(self, event: EventRow) -> None:
        """What it is, what it weighs, how its marks count."""
        from hrgrid.panels.rules.rows import PanelView
        from hrgrid.panels.rules.rule import Item
        from hrgrid.ui.competitions.event_form import EventDialog, EventGiven

        def job(work: UnitOfWork) -> PanelView:
            from hrgrid.panels.queries import panel_view

            return panel_view(work, event.panel_id)

        def show(view: PanelView) -> None:
            items = [
                Item(one.code, one.label, one.max_milli, one.step_milli, one.weight_bp)
                for one in view.items
            ]
            given = EventGiven(event, view.rule, tuple(items))
            EventDialog(self.session, self.key, given, self.window, (event.code,)).exec()

        self.session.tasks.read(job, show, failed=self.refused)

    def remove_event(self, event: EventRow) -> None:
        """An event that is not held."""
        self.write(
            lambda work: services.remove_event(work, event.id),
            lambda _: f"项目“{event.title}”已去掉。",
        )

    def show_judges(self, event: EventRow) -> None:
        """Seats, recusals."""
        from hrgrid.ui.competitions.judges import JudgesDialog

        JudgesDialog(self.session, event.panel_id, event.title, self.window).exec()
        self.session.tasks.changed.emit(TOPIC)

    def draw(self, event: EventRow) -> None:
        """Numbers by lot."""
        from hrgrid.ui.competitions.entrant_forms import DrawDialog

        DrawDialog(self.session, event, self.window).exec()

    def show_times(self, event: EventRow) -> None:
        """Times taken, and what overtime costs."""
        from hrgrid.ui.competitions.times import TimesDialog

        TimesDialog(self.session, event, self.window).exec()
        self.session.tasks.changed.emit(TOPIC)

    def show_report(self, event: EventRow) -> None:
        """Spread, agreement, own-unit bias of the judges of an event."""
        from hrgrid.ui.competitions.judges_report import JudgesReportDialog

        JudgesReportDialog(self.session, self.key, event, self.window).exec()

    def change_rule(self) -> None:
        """From events to totals."""
        from hrgrid.ui.competitions.event_form import CompetitionRuleDialog

        if self.read is not None:
            board = self.read.board
            CompetitionRuleDialog(
                self.session,
                self.key,
                board.card.rule,
                board.events,
                self.window,
                fixed=not (self.preparing and self.runs),
            ).exec()

    def add_entrants(self) -> None:
        """A pasted list."""
        from hrgrid.ui.competitions.entrant_forms import AddEntrantsDialog

        if self.takes_entrants and self.runs and self.session.is_today():
            AddEntrantsDialog(self.session, self.key, self.window).exec()

    def set_state(self, row: CompetitorRow, state: EntrantState) -> None:
        """Out, or back in."""
        from hrgrid.ui.competitions.entrant_forms import OutDialog

        OutDialog(self.session, row, state, self.window).exec()

    def set_event_status(self, row: CompetitorRow) -> None:
        """Absent in one event."""
        from hrgrid.ui.competitions.entrant_forms import AbsentDialog

        if self.read is not None:
            fits = [one for one in self.read.board.events if one.side is row.side]
            AbsentDialog(self.session, row, fits, self.window).exec()

    def change_entrant(self, row: CompetitorRow) -> None:
        """Name, unit, team, guest."""
        from hrgrid.ui.competitions.entrant_forms import ChangeEntrantDialog

        if self.read is not None:
            teams = [one for one in self.read.competitors if one.side is Side.TEAM]
            ChangeEntrantDialog(self.session, row, teams, self.window).exec()

    def step_in(self, row: CompetitorRow) -> None:
        """A substitute for a regular member, from either of the two."""
        from hrgrid.ui.competitions.step_in_form import StepInDialog, partners

        if self.read is not None and self.session.is_today():
            others = partners(row, self.read.competitors)
            StepInDialog(self.session, row, others, self.window).exec()

    def remove_entrant(self, row: CompetitorRow) -> None:
        """An entry that was a mistake."""
        self.write(
            lambda work: services.remove_entrant(work, row.id),
            lambda _: f"{row.number} 号 {row.name}已移出名单。",
        )
