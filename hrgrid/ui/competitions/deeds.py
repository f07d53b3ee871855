"""What each step of a competition does: at once, or by a dialog over the board."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from hrgrid.core.rights import Right
from hrgrid.panels.rules.words import PanelState
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import (
    FIXED,
    PREPARING,
    CompetitionState,
    EntrantState,
    RescoreState,
    Side,
)
from hrgrid.training.rules.competition_rows import (
    AwardRow,
    CompetitorRow,
    EventRow,
    ProtestRow,
    RescoreRow,
)
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.event_cards import runs_by_points
from hrgrid.ui.competitions.lots import LotDialog, Tie
from hrgrid.ui.competitions.open_list import OpenListDialog
from hrgrid.ui.competitions.reading import Read
from hrgrid.ui.competitions.second_screen import SecondScreen
from hrgrid.ui.competitions.words import TOPIC
from hrgrid.ui.hiring.batch_forms import ReasonForm
from hrgrid.ui.session import Session

T = TypeVar("T")
_S = CompetitionState
_POSTED = (_S.CHECKED, *FIXED)


class Deeds(QObject):
    """Does steps of the competition on show; refusals go to the page as sentences."""

    told = Signal(object)
    busy_changed = Signal()
    # The places were computed: they are to be seen.
    ranked = Signal()

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self.session, self._over = session, over
        self.read: Read | None = None
        self.hall: SecondScreen | None = None
        self.busy = False

    # --- what is lawful -----------------------------------------------------------------------

    @property
    def _id(self) -> int:
        return self.read.id if self.read else 0

    @property
    def state(self) -> CompetitionState:
        """That of the competition on show."""
        return self.read.board.card.row.state if self.read else _S.DRAFT

    @property
    def window(self) -> QWidget:
        """What dialogs stand over."""
        return self._over.window()

    @property
    def runs(self) -> bool:
        """Whether the person may run it, today."""
        return self.session.may(Right.RUN_TRAINING) and self.session.day is None

    @property
    def over(self) -> bool:
        """Nothing is done any more."""
        return self.state in {_S.ARCHIVED, _S.CANCELLED}

    @property
    def preparing(self) -> bool:
        """The rule and the events may be changed."""
        return self.state in PREPARING

    @property
    def takes_entrants(self) -> bool:
        """Whether somebody may still be entered."""
        return self.state in {*PREPARING, _S.RUNNING}

    @property
    def awarded(self) -> bool:
        """Whether prizes were given."""
        return self.state in {_S.AWARDED, _S.ARCHIVED}

    @property
    def gives(self) -> bool:
        """Whether a prize that is given and not won may be given."""
        return self.awarded and bool(self.read and any(not p.ranking for p in self.read.prizes))

    @property
    def takes_protests(self) -> bool:
        """Whether there is a posted result to protest against."""
        return self.state in {_S.CHECKED, _S.LOCKED, _S.PUBLISHED}

    @property
    def rescores(self) -> bool:
        """Whether a mark is changed by a re-score alone."""
        return self.state in FIXED

    @property
    def hall_ready(self) -> bool:
        """Whether there is something that the hall may see."""
        return self.state in _POSTED or bool(self._live_events)

    @property
    def _live_events(self) -> list[EventRow]:
        events = self.read.board.events if self.read else ()
        return [one for one in events if runs_by_points(one) and one.points]

    # --- the next step ------------------------------------------------------------------------

    def do(self, code: str) -> None:
        """Do the step with this code."""
        doing: dict[str, Callable[[], object]] = {
            "add_events": self.add_event,
            "add_entrants": self.add_entrants,
            "open_entry": self._open_entry,
            "start": self._start,
            "score": self._score,
            "close_scoring": self._close_scoring,
            "rank": self._rank,
            "lots": self.draw_lots,
            "post": self._post,
            "protests": self.show_open,
            "wait": self.show_open,
            "approve": self._lock,
            "lock": self._lock,
            "publish": self._publish,
            "prizes": self.set_prizes,
            "award": self._award,
            "archive": self._archive,
        }
        if self.read is not None and self.session.is_today():
            doing[code]()

    def _open_entry(self) -> None:
        key = self._id
        self.write(lambda work: services.open_entry(work, key), lambda _: "已开始报名。")

    def _start(self) -> None:
        key = self._id
        self.write(
            lambda work: services.start(work, key),
            lambda _: "比赛开始，规则和项目就此定下。在项目上按 Enter 录分。",
        )

    def _score(self) -> None:
        event = next(
            (
                one
                for one in (self.read.board.events if self.read else ())
                if one.panel_state is PanelState.OPEN and (one.done < one.whole or not one.whole)
            ),
            None,
        )
        if event is not None:
            self.open_event(event)

    def _close_scoring(self) -> None:
        if self.read is None:
            return
        people = self.read.board.card.row.persons
        told = (
            f"没有缺分，没有没定的并列，也没有没办完的事。截止后 {people} 人的名次就此排出，"
            "要改分得重新开放并写明事由。"
        )
        box = OpenListDialog(
            "截止评分",
            "截止评分",
            self.read.board.blockers,
            told,
            self.window,
            approvers=self.read.board.approvers,
        )
        key = self._id
        box.then(
            self._mend,
            lambda: self.write(
                lambda work: services.close_scoring(work, key),
                lambda _: "评分已截止，名次已排出。按 Ctrl+P 打印排名。",
                "正在截止评分",
            ),
        )

    def _mend(self, blocker: object) -> None:
        from hrgrid.ui.competitions.board import CompetitionBoardView

        if isinstance(self._over, CompetitionBoardView):
            self._over.mend(blocker)

    def show_open(self) -> None:
        """Everything that stands in the way of the next step."""
        if self.read is None:
            return
        board = self.read.board
        box = OpenListDialog(
            f"{board.next.label}之前要办的事",
            board.next.label,
            board.blockers,
            "没有没办完的事。",
            self.window,
            approvers=board.approvers,
        )
        box.then(self._mend, lambda: self.do(board.next.code))

    def _rank(self) -> None:
        key = self._id
        self.write(
            lambda work: services.rank(work, key), lambda _: "已重新排名。", reason="重新排名"
        )

    def _post(self) -> None:
        key = self._id
        minutes = self.read.board.card.protest_minutes if self.read else 0
        self.write(
            lambda work: services.post(work, key),
            lambda _: f"成绩已张榜，{minutes} 分钟内可以申诉。排名可以上大屏、按 Ctrl+P 打印。",
        )

    def _lock(self) -> None:
        from hrgrid.ui.competitions.approving import LockDialog

        if self.read is not None:
            card = self.read.board.card
            told = f"{card.row.persons} 人、{card.row.events} 个项目的名次。"
            LockDialog(self.session, self._id, card.row.title, told, self.window).exec()

    def _publish(self) -> None:
        from hrgrid.ui.competitions.approving import PublishDialog

        if self.read is not None:
            PublishDialog(
                self.session, self._id, self.read.board.card.row.title, self.window
            ).exec()

    def _award(self) -> None:
        from hrgrid.ui.competitions.awarding import AwardDialog

        if self.read is not None:
            AwardDialog(self.session, self.read, self.window).exec()

    def _archive(self) -> None:
        key = self._id
        self.write(lambda work: services.archive(work, key), lambda _: "比武已归档。")

    # --- events -------------------------------------------------------------------------------

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

        LiveEvent(self.session, event, self.window).open()

    def close_event(self, event: EventRow) -> None:
        """No more marks or points of an event."""
        self.write(
            lambda work: services.close_event(work, event.id),
            lambda _: f"“{event.title}”的评分已截止。",
            "正在截止评分",
        )

    def reopen_event(self, event: EventRow) -> None:
        """Marks again, with a reason."""
        self.with_reason(
            f"重新开放“{event.title}”",
            "重新开放",
            "张榜和排名随之作废，改完要重新截止、重新排名；原来的都留底。",
            "评委 3 的一份评分表抄错",
            lambda work: services.reopen_event(work, event.id),
            f"“{event.title}”已重新开放。",
        )

    def add_event(self) -> None:
        """One more event."""
        from hrgrid.ui.competitions.event_form import EventDialog

        if self.read is not None and self.preparing and self.runs and self.session.is_today():
            taken = [one.code for one in self.read.board.events]
            EventDialog(self.session, self._id, None, None, None, taken, self.window).exec()

    def change_event(self, event: EventRow) -> None:
        """What it is, what it weighs, how its marks count."""
        from hrgrid.panels.rules.rows import PanelView
        from hrgrid.panels.rules.rule import Item
        from hrgrid.ui.competitions.event_form import EventDialog

        def job(work: UnitOfWork) -> PanelView:
            from hrgrid.panels.queries import panel_view

            return panel_view(work, event.panel_id)

        def show(view: PanelView) -> None:
            items = [
                Item(one.code, one.label, one.max_milli, one.step_milli, one.weight_bp)
                for one in view.items
            ]
            EventDialog(
                self.session, self._id, event, view.rule, items, (event.code,), self.window
            ).exec()

        self.session.tasks.read(job, show, failed=self._refused)

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

        JudgesReportDialog(self.session, self._id, event, self.window).exec()

    def change_rule(self) -> None:
        """From events to totals."""
        from hrgrid.ui.competitions.event_form import CompetitionRuleDialog

        if self.read is not None:
            board = self.read.board
            CompetitionRuleDialog(
                self.session,
                self._id,
                board.card.rule,
                board.events,
                self.window,
                fixed=not (self.preparing and self.runs),
            ).exec()

    # --- entrants -----------------------------------------------------------------------------

    def add_entrants(self) -> None:
        """A pasted list."""
        from hrgrid.ui.competitions.entrant_forms import AddEntrantsDialog

        if self.takes_entrants and self.runs and self.session.is_today():
            AddEntrantsDialog(self.session, self._id, self.window).exec()

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

    def remove_entrant(self, row: CompetitorRow) -> None:
        """An entry that was a mistake."""
        self.write(
            lambda work: services.remove_entrant(work, row.id),
            lambda _: f"{row.number} 号 {row.name}已移出名单。",
        )

    # --- rankings, prizes, protests -----------------------------------------------------------

    def draw_lots(self) -> None:
        """Equals whom nothing has parted."""
        if self.read is None or not self.runs:
            return
        standings = self.read.standings
        ties = [
            Tie(one.ranking, one.ranking_title, one.rank, one.numbers, one.names, one.blocks)
            for one in standings.ties
        ]
        if not ties:
            self.told.emit(Message("没有要抽签的并列。"))
            return
        LotDialog(self.session, self._id, ties, standings.input_hash, self.window).exec()

    def set_prizes(self) -> None:
        """How many of each."""
        from hrgrid.ui.competitions.prize_form import PrizesDialog

        if self.read is None or not self.session.is_today():
            return
        read = self.read
        rankings = [(one.ranking, one.title) for one in read.standings.titles]
        PrizesDialog(
            self.session, self._id, read.prizes, rankings, read.proposals, self.window
        ).exec()

    def give_prize(self) -> None:
        """A prize that is given and not won."""
        from hrgrid.ui.competitions.awarding import GiveDialog

        if self.read is not None and self.session.is_today():
            GiveDialog(self.session, self.read, self.window).exec()

    def open_award(self, row: AwardRow) -> None:
        """A prize that is taken back."""
        from hrgrid.ui.competitions.awarding import WithdrawDialog

        if row.id and self.runs and self.session.is_today():
            WithdrawDialog(self.session, row, self.window).exec()

    def issue_certificates(self) -> None:
        """Certificates for the prizes that are held."""
        key = self._id
        self.write(
            lambda work: services.issue_certificates(work, key),
            lambda count: (
                f"已签发 {count} 张获奖证书，在“文书”里打印。"
                if count
                else "获奖证书都已签发，没有新的。"
            ),
            "正在签发证书",
        )

    def file_protest(self) -> None:
        """Within the time, or late with a reason."""
        import datetime as dt

        from hrgrid.ui.competitions.protest_forms import FileProtestDialog
        from hrgrid.ui.competitions.protests import window_told

        if self.read is None or not self.takes_protests or not self.session.is_today():
            return
        card, now = self.read.board.card, dt.datetime.now(dt.UTC)
        late = card.protests_until is not None and card.protests_until <= now
        FileProtestDialog(
            self.session,
            self._id,
            self.read.competitors,
            self.read.board.events,
            window_told(card, now)[0],
            self.window,
            late=late,
        ).exec()

    def open_protest(self, row: ProtestRow) -> None:
        """What becomes of it."""
        from hrgrid.ui.competitions.protest_forms import DecideProtestDialog

        DecideProtestDialog(self.session, row, self.window).exec()

    def rescore(self) -> None:
        """The re-score that is open, or a new one."""
        from hrgrid.ui.competitions.rescore_forms import OpenRescoreDialog

        if self.read is None or not self.session.is_today():
            return
        open_one = next((one for one in self.read.rescores if one.state is RescoreState.OPEN), None)
        if open_one is not None:
            self.show_rescore(open_one.id)
            return
        box = OpenRescoreDialog(self.session, self._id, self.read.protests, self.window)
        if box.exec() and box.opened is not None:
            self.show_rescore(box.opened)

    def open_rescore(self, row: RescoreRow) -> None:
        """One of the list."""
        self.show_rescore(row.id)

    def show_rescore(self, rescore_id: int) -> None:
        """Its changes and what they move."""
        from hrgrid.ui.competitions.rescore import RescoreDialog

        if self.read is not None:
            RescoreDialog(
                self.session, self.read.board, self.read.competitors, rescore_id, self.window
            ).exec()
            self.session.tasks.changed.emit(TOPIC)

    def advance(self) -> None:
        """The first go on to the next level."""
        from hrgrid.ui.competitions.advancing import AdvanceDialog

        if self.read is not None and self.session.is_today():
            AdvanceDialog(self.session, self.read.board, self.window).exec()

    # --- the whole ----------------------------------------------------------------------------

    def change_competition(self) -> None:
        """Title, days, place, next level."""
        from hrgrid.ui.competitions.change_form import ChangeCompetitionDialog

        if self.read is not None:
            ChangeCompetitionDialog(self.session, self.read.board.card, self.window).exec()

    def reopen_results(self) -> None:
        """A posted result is taken down."""
        self.with_reason(
            "退回评分",
            "退回评分",
            "张榜和排名作废，可以再改分；改完重新截止、重新排名、重新张榜。",
            "评委 3 的评分表抄错",
            lambda work: services.reopen_results(work, self._id),
            "已退回评分。在项目的“更多”里重新开放要改的项目。",
        )

    def back_to_draft(self) -> None:
        """No entries for now."""
        self.with_reason(
            "退回筹备",
            "退回筹备",
            "暂停报名，已报的都留着。",
            "项目要调整",
            lambda work: services.back_to_draft(work, self._id),
            "已退回筹备。",
        )

    def cancel(self) -> None:
        """It is not held after all."""
        self.with_reason(
            "取消这场比武",
            "取消比武",
            "取消后不再录分、排名；已有的都留底，不能恢复。",
            "因汛情延期举办",
            lambda work: services.cancel(work, self._id),
            "比武已取消。",
            takes_away=True,
        )

    def show_steps(self) -> None:
        """Who did what when."""
        from hrgrid.ui.competitions.history import StepsDialog

        if self.read is not None:
            card = self.read.board.card
            StepsDialog(card.row.title, card.steps, self.read.lots, self.window).exec()

    def take_away(self) -> None:
        """The file for a laptop, and the way back."""
        from hrgrid.ui.competitions.taking_door import show_taking

        if self.read is not None:
            show_taking(self.session, self._id, self.window)

    def print_ranking(self) -> None:
        """Ctrl+P: the ranking on paper, once it is posted."""
        from hrgrid.ui.competitions.board import CompetitionBoardView

        if self.read is None or not isinstance(self._over, CompetitionBoardView):
            return
        from hrgrid.training.papers import paper_by_code

        board = self.read.board
        if not paper_by_code("ranking").ready(board.card.row.state):
            self.told.emit(Message("评分截止、排出名次以后才能打印排名。", Kind.INFO))
            return
        self._over.writing.write_code(board, "ranking")

    def show_hall(self) -> None:
        """The posted ranking, or the points of a running event, on another display."""
        from hrgrid.ui.competitions.hall import open_hall

        if self.read is not None and self.hall_ready:
            open_hall(self, self.read, self._live_events)

    # --- how it is done -----------------------------------------------------------------------

    def with_reason(
        self,
        title: str,
        act: str,
        told: str,
        example: str,
        job: Callable[[UnitOfWork], object],
        said: str,
        *,
        takes_away: bool = False,
    ) -> None:
        """A deed that asks for nothing but its reason."""
        box = ReasonForm(
            self.session, title, act, self.window, told=told, example=example,
            takes_away=takes_away,
        )  # fmt: skip

        def go() -> None:
            reason = box.reason_given()
            if reason is None:
                return
            self.session.tasks.write(
                job, topic=TOPIC, done=lambda _: box.accept(), failed=box.refuse, reason=reason
            )

        box.on_act(go)
        if box.exec():
            self.told.emit(Message(said, Kind.OK))

    def write(
        self,
        job: Callable[[UnitOfWork], T],
        said: Callable[[T], str],
        title: str = "正在保存",
        *,
        reason: str = "",
        then: tuple[Action, ...] = (),
    ) -> None:
        """Write, and say what was done; meanwhile no other step is begun."""
        self._set_busy(busy=True)

        def came(result: T) -> None:
            self._set_busy(busy=False)
            if sentence := said(result):
                self.told.emit(Message(sentence, Kind.OK, then))

        self.session.tasks.write(
            job, topic=TOPIC, done=came, failed=self._refused, title=title, reason=reason
        )

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit()

    def _refused(self, sentence: str) -> None:
        self._set_busy(busy=False)
        if sentence:
            self.told.emit(Message(sentence, Kind.BAD))
