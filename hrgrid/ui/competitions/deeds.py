"""What each step of a competition does: at once, or by a dialog over the board."""

from __future__ import annotations

from collections.abc import Callable

from hrgrid.panels.rules.words import PanelState
from hrgrid.training.rules.competition_rows import Blocker
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.base_deeds import Asked
from hrgrid.ui.competitions.event_deeds import EventDeeds
from hrgrid.ui.competitions.open_list import OpenListDialog
from hrgrid.ui.competitions.result_deeds import ResultDeeds


class Deeds(EventDeeds, ResultDeeds):
    """Does steps of the competition on show; refusals go to the page as sentences."""

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
        key = self.key
        self.write(lambda work: services.open_entry(work, key), lambda _: "已开始报名。")

    def _start(self) -> None:
        key = self.key
        self.write(
            lambda work: services.start(work, key),
            lambda _: "比赛开始，规则和项目就此定下。在项目上按 Enter 录分。",
        )

    def _score(self) -> None:
        events = self.read.board.events if self.read else ()
        takes = [one for one in events if one.panel_state is PanelState.OPEN]
        # What lacks marks comes before what only waits to be ended.
        takes.sort(key=lambda one: bool(one.whole) and one.done == one.whole)
        if takes:
            self.open_event(takes[0])

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
        key = self.key
        box.then(
            self._mend,
            lambda: self.write(
                lambda work: services.close_scoring(work, key),
                lambda _: "评分已截止，名次已排出。按 Ctrl+P 打印排名。",
                "正在截止评分",
            ),
        )

    def _mend(self, blocker: Blocker) -> None:
        self.mend_wanted.emit(blocker)

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
        key = self.key
        self.write(
            lambda work: services.rank(work, key), lambda _: "已重新排名。", reason="重新排名"
        )

    def _post(self) -> None:
        key = self.key
        minutes = self.read.board.card.protest_minutes if self.read else 0
        self.write(
            lambda work: services.post(work, key),
            lambda _: f"成绩已张榜，{minutes} 分钟内可以申诉。排名可以上大屏、按 Ctrl+P 打印。",
        )

    def _lock(self) -> None:
        from hrgrid.ui.competitions.approving import LockDialog

        if self.read is not None:
            LockDialog(self.session, self.read.board, self.window).exec()

    def _publish(self) -> None:
        from hrgrid.ui.competitions.approving import PublishDialog

        if self.read is not None:
            PublishDialog(
                self.session, self.key, self.read.board.card.row.title, self.window
            ).exec()

    def _award(self) -> None:
        from hrgrid.ui.competitions.awarding import AwardDialog

        if self.read is not None:
            AwardDialog(self.session, self.read, self.window).exec()

    def _archive(self) -> None:
        key = self.key
        self.write(lambda work: services.archive(work, key), lambda _: "比武已归档。")

    # --- the whole ----------------------------------------------------------------------------

    def change_competition(self) -> None:
        """Title, days, place, next level."""
        from hrgrid.ui.competitions.change_form import ChangeCompetitionDialog

        if self.read is not None:
            ChangeCompetitionDialog(self.session, self.read.board.card, self.window).exec()

    def reopen_results(self) -> None:
        """A posted result is taken down."""
        asked = Asked(
            "退回评分",
            "退回评分",
            "张榜和排名作废，可以再改分；改完重新截止、重新排名、重新张榜。",
            "评委 3 的评分表抄错",
            "已退回评分。在项目的“更多”里重新开放要改的项目。",
        )
        self.with_reason(asked, lambda work: services.reopen_results(work, self.key))

    def back_to_draft(self) -> None:
        """No entries for now."""
        asked = Asked(
            "退回筹备", "退回筹备", "暂停报名，已报的都留着。", "项目要调整", "已退回筹备。"
        )
        self.with_reason(asked, lambda work: services.back_to_draft(work, self.key))

    def cancel(self) -> None:
        """It is not held after all."""
        asked = Asked(
            "取消这场比武",
            "取消比武",
            "取消后不再录分、排名；已有的都留底，不能恢复。",
            "因汛情延期举办",
            "比武已取消。",
            takes_away=True,
        )
        self.with_reason(asked, lambda work: services.cancel(work, self.key))

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
            show_taking(self.session, self.key, self.window)

    def print_ranking(self) -> None:
        """Ctrl+P: the ranking on paper, once it is posted."""
        from hrgrid.training.papers import paper_by_code

        if self.read is None:
            return
        board = self.read.board
        if not paper_by_code("ranking").ready(board.card.row.state):
            self.told.emit(Message("评分截止、排出名次以后才能打印排名。", Kind.INFO))
            return
        self.paper_wanted.emit("ranking")

    def show_hall(self) -> None:
        """The posted ranking, or the points of a running event, on another display."""
        from hrgrid.ui.competitions.hall import open_hall

        if self.read is not None and self.hall_ready:
            open_hall(self, self.read, self.live_events)
