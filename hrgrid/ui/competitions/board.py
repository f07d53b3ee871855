"""The board of a competition: stages, what blocks the next step, events, people, rankings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QTabBar, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.training.rules.competing import CompetitionState
from hrgrid.training.rules.competition_rows import (
    Blocker,
    CompetitionBoard,
    CompetitorRow,
    EventRow,
)
from hrgrid.ui import theme
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import Chip
from hrgrid.ui.competitions.deeds import Deeds
from hrgrid.ui.competitions.entrants import EntrantsPart
from hrgrid.ui.competitions.event_cards import EventCards
from hrgrid.ui.competitions.menus import fill_entrant, fill_event, fill_more
from hrgrid.ui.competitions.papers import CompetitionPapers
from hrgrid.ui.competitions.prizes import PrizesPart
from hrgrid.ui.competitions.protests import Matter, ProtestsPart
from hrgrid.ui.competitions.ranking import RankingPart
from hrgrid.ui.competitions.reading import Read, read_board
from hrgrid.ui.competitions.words import competition_chip
from hrgrid.ui.forms import clear
from hrgrid.ui.matters.opening import MatterBoard
from hrgrid.ui.matters.words import LOW_BELOW
from hrgrid.ui.notices import Notices
from hrgrid.ui.page import Turning
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.stepper import Stepper

EVENTS, ENTRANTS, RANKING, PRIZES, PROTESTS = range(5)
_TITLES = ("项目", "参赛者", "排名", "奖项", "申诉与复核")
# Where what blocks the next step is put right.
_PARTS = {
    "events": EVENTS, "event": EVENTS, "running": EVENTS, "entrants": ENTRANTS,
    "lots": RANKING, "prizes": PRIZES, "protests": PROTESTS, "rescore": PROTESTS,
}  # fmt: skip


class CompetitionBoardView(MatterBoard):
    """One competition; `left` goes back to the list of all."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.read: Read | None = None
        self._id = 0
        self._asked = 0
        self._fresh = True
        self.deeds = Deeds(session, self)
        self.back = LinkButton("全部比武", glyph="caret-left", does=self.left.emit)
        self.title = Elided("", role="strong", px=theme.BODY)
        self._chip = QHBoxLayout()
        self.papers = Button("文书", glyph="file-text")
        self.papers.setMenu(QMenu(self.papers))
        self.writing = CompetitionPapers(session, self)
        self.hall = Button("大屏", glyph="chalkboard-teacher", does=self.deeds.show_hall)
        self.more = Button("更多")
        self.more.setMenu(QMenu(self.more))
        self.primary = PrimaryButton("", name="下一步", does=self.go_on)
        self.notices = Notices()
        self._steps: tuple[str, ...] = ()
        self.stepper = Stepper(("筹备",))
        self.tabs = QTabBar()
        self.events = EventCards()
        self.entrants = EntrantsPart()
        self.ranking = RankingPart()
        self.prizes = PrizesPart()
        self.protests = ProtestsPart()
        self._turning = Turning()
        self._column = QVBoxLayout(self)
        self._lay_out()
        self._connect()

    # --- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(self.title, 1)
        row.addLayout(self._chip)
        for button in (self.papers, self.hall, self.more, self.primary):
            row.addWidget(button)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("项目、参赛者、排名、奖项、申诉与复核")
        for at, title in enumerate(_TITLES):
            self.tabs.addTab(title)
            self.tabs.setTabToolTip(at, f"Alt+Shift+{at + 1}")
        for part in (self.events, self.entrants, self.ranking, self.prizes, self.protests):
            self._turning.addWidget(part)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.stepper)
        self._column.addWidget(self.notices)
        self._column.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._turning, 1)
        self._add_deeds()

    def _add_deeds(self) -> None:
        deeds = self.deeds
        self.add_event = Button("增加项目…", glyph="plus", does=deeds.add_event)
        self.add_people = Button("加参赛者…", glyph="plus", does=deeds.add_entrants)
        self.change_person = Button("办理", glyph="")
        self.change_person.setMenu(QMenu(self.change_person))
        self.entrants.deeds.addWidget(self.change_person)
        self.entrants.deeds.addWidget(self.add_people)
        self.lots = Button("抽签…", does=deeds.draw_lots)
        self.ranking.deeds.addWidget(self.lots)
        self.set_prizes = Button("奖项和名额…", glyph="pencil-simple", does=deeds.set_prizes)
        self.give = Button("加获奖者…", glyph="plus", does=deeds.give_prize)
        self.certify = Button("签发获奖证书", glyph="certificate", does=deeds.issue_certificates)
        self.prizes.deeds.addWidget(self.certify)
        self.prizes.deeds.addWidget(self.give)
        self.prizes.deeds.addWidget(self.set_prizes)
        self.file_protest = Button("登记申诉…", glyph="plus", does=deeds.file_protest)
        self.rescore = Button("开始复核…", glyph="pencil-simple", does=deeds.rescore)
        self.protests.deeds.addWidget(self.rescore)
        self.protests.deeds.addWidget(self.file_protest)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        self.events.opened.connect(self.deeds.open_event)
        self.events.menu_wanted.connect(lambda event, menu: fill_event(self, menu, event))
        self.entrants.opened.connect(lambda _: self.change_person.showMenu())
        self.entrants.menu_wanted.connect(self._entrant_menu)
        menu = self.change_person.menu()
        menu.aboutToShow.connect(lambda: fill_entrant(self, menu, self.entrants.current))
        self.prizes.opened.connect(self.deeds.open_award)
        self.protests.opened.connect(self._open_matter)
        self.deeds.told.connect(self.notices.say)
        self.deeds.busy_changed.connect(self._show_next)
        self.deeds.mend_wanted.connect(self.mend)
        self.deeds.paper_wanted.connect(self._write_paper)
        self.deeds.ranked.connect(lambda: self.show_part(RANKING))
        self.deeds.uncovered.connect(self._focus_soon)
        self.papers.menu().aboutToShow.connect(self._offer_papers)
        self.more.menu().aboutToShow.connect(lambda: fill_more(self, self.more.menu()))
        self.session.look_changed.connect(self._renew_look)
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Esc", self._escape),
            ("Ctrl+F", self._find),
            ("Ctrl+P", self.deeds.print_ranking),
            ("Ctrl+Return", self.go_on),
            ("Ctrl+Enter", self.go_on),
        ]
        keys += [(f"Alt+Shift+{at + 1}", partial(self.show_part, at)) for at in range(len(_TITLES))]
        # The tools stand in the page's head: whoever is at a button of theirs is at the board.
        for place in (self, self.tools):
            for pressed, does in keys:
                shortcut = QShortcut(QKeySequence(pressed), place)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(does)

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the tables have all the room."""
        self.narrow = narrow
        self.ranking.arrange(narrow=narrow)
        self.back.setText("" if narrow else "全部比武")
        self.back.setToolTip("全部比武（Esc）")
        self.hall.setText("" if narrow else "大屏")
        self.hall.setAccessibleName("排名上大屏")
        self.hall.setToolTip("排名上大屏")

    def _renew_look(self) -> None:
        for table in (
            self.entrants.table, self.ranking.table, self.prizes.table, self.protests.table,
        ):  # fmt: skip
            table.fit()

    def main_control(self) -> QWidget:
        """The first thing of the part on show."""
        part = self.tabs.currentIndex()
        if part == EVENTS and self.events.cards:
            return self.events.cards[0]
        tables = {
            ENTRANTS: self.entrants.table,
            RANKING: self.ranking.table,
            PRIZES: self.prizes.table,
            PROTESTS: self.protests.table,
        }
        table = tables.get(part)
        if table is not None and table.isVisibleTo(self):
            return table
        return self.primary if self.primary.isVisibleTo(self.window()) else self.back

    # --- reading ------------------------------------------------------------------------------

    @property
    def shown(self) -> CompetitionBoard | None:
        """The board on show."""
        return self.read.board if self.read else None

    def choose(self, competition_id: int) -> None:
        """Show a competition."""
        if competition_id != self._id:
            self._id, self._fresh = competition_id, True
            self.notices.say(None)
            self.tabs.setCurrentIndex(EVENTS)
        self.refresh()

    def refresh(self) -> None:
        """Read the competition on show."""
        if not self._id:
            return
        self._asked += 1
        asked, competition_id = self._asked, self._id

        def take(read: Read) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(lambda work: read_board(work, competition_id), take)

    def _take(self, read: Read) -> None:
        held = QApplication.focusWidget()
        here = held is not None and (self.isAncestorOf(held) or held is self)
        self.read = self.deeds.read = read
        board = read.board
        row = board.card.row
        self.title.show_text(f"{row.number} {row.title}")
        clear(self._chip)
        self._chip.addWidget(Chip(row.state.label, competition_chip(row.state)))
        self.papers.setVisible(self.writing.allowed)
        self.hall.setEnabled(self.deeds.hall_ready)
        self._show_steps(board)
        running = row.state is CompetitionState.RUNNING
        self.events.show_events(board.events, running=running)
        self.entrants.titles = {one.code: one.title for one in board.events}
        self.entrants.show_rows(read.competitors)
        self.ranking.show_standings(read.standings)
        self.prizes.show_prizes(read.prizes, read.plan, read.awards, settled=board.card.prizes_set)
        self.protests.show_matters(board.card, read.protests, read.rescores)
        self._show_deeds()
        self._show_next()
        self._say_where()
        lost = here and held is not None and not held.isVisibleTo(self.window())
        if self._fresh or lost:
            self._fresh = False
            if here or lost or not self._elsewhere(held):
                self._focus_soon()

    def _focus_soon(self) -> None:
        QTimer.singleShot(0, self, lambda: self.main_control().setFocus())

    def _elsewhere(self, held: QWidget | None) -> bool:
        """Whether somebody is at something that has nothing to do with competitions."""
        level = self.parentWidget()
        if held is None or level is None or held is level or not held.isVisible():
            return False
        return not (level.isAncestorOf(held) or self.tools.isAncestorOf(held))

    def _show_steps(self, board: CompetitionBoard) -> None:
        labels = tuple(one.label for one in board.stages)
        if labels != self._steps:
            self._steps = labels
            made = Stepper(labels)
            self._column.replaceWidget(self.stepper, made)
            self.stepper.deleteLater()
            self.stepper = made
        at = next((at for at, one in enumerate(board.stages) if one.here), len(labels))
        if board.card.row.state is CompetitionState.ARCHIVED:
            at = len(labels)
        self.stepper.go(at)
        self.stepper.setVisible(board.card.row.state is not CompetitionState.CANCELLED)
        self.stepper.setToolTip("\n".join(f"{one.label}　{one.words}" for one in board.stages))

    def _show_deeds(self) -> None:
        deeds = self.deeds
        open_now = deeds.runs and not deeds.over
        self.add_people.setVisible(open_now and deeds.takes_entrants)
        self.change_person.setVisible(open_now and bool(self.read and self.read.competitors))
        self.lots.setVisible(open_now and bool(self.read and self.read.standings.ties))
        self.set_prizes.setVisible(open_now and not deeds.awarded)
        self.give.setVisible(open_now and deeds.gives)
        lacking = self.read.uncertified if self.read else 0
        self.certify.setVisible(deeds.issues and bool(lacking))
        self.certify.setText(f"签发 {lacking} 张获奖证书")
        self.file_protest.setVisible(open_now and deeds.takes_protests)
        self.rescore.setVisible(deeds.runs and deeds.rescores)
        if self.read is not None and not self.read.competitors:
            self.entrants.say_empty([])

    def _say_where(self) -> None:
        if self.shown is None:
            return
        row = self.shown.card.row
        told = [row.number, f"{row.events} 个项目", f"{row.persons:,} 人参赛"]
        if row.teams:
            told.append(f"{row.teams} 支代表队")
        self.where_changed.emit("，".join(told))

    # --- what comes next ----------------------------------------------------------------------

    def _show_next(self) -> None:
        board = self.shown
        if board is None:
            return
        step = board.next
        self.primary.setVisible(bool(step.code) and self.session.may(*self._rights))
        self.primary.setText(step.label)
        self.primary.setAccessibleName(step.label)
        self.primary.setEnabled(step.enabled and not self.deeds.busy)
        self.primary.setToolTip("Ctrl+Enter")
        self.session.off_unless_today(self.primary)
        self.notices.show_standing(self._standing(board))

    @property
    def _rights(self) -> tuple[Right, ...]:
        if self.shown is not None and self.shown.next.code == "score":
            return (Right.ENTER_MARKS, Right.RUN_TRAINING)
        if self.shown is not None and self.shown.next.code in {"lock", "approve"}:
            return (Right.RUN_TRAINING, Right.APPROVE)
        return (Right.RUN_TRAINING,)

    def _standing(self, board: CompetitionBoard) -> list[Message]:
        card = board.card
        messages = self._away_told()
        # What is away was told, with the way to bring it back.
        for one in [one for one in board.blockers if one.where != "away"][:1]:
            more = len(board.blockers) - 1
            told = f"{one.sentence.rstrip('。')}。"
            links = [Action("去处理", partial(self.mend, one))] if one.where else []
            if more:
                links.append(Action(f"全部 {len(board.blockers)} 条", self.deeds.show_open))
            kind = Kind.INFO if board.next.enabled else Kind.WARN
            messages.append(Message(told, kind, tuple(links)))
        messages += [Message(f"{one.rstrip('。')}。", Kind.INFO) for one in board.notes[:1]]
        if card.row.state is CompetitionState.CANCELLED:
            messages.append(Message(f"已取消：{card.cancel_reason}。", Kind.INFO))
        elif card.row.state is CompetitionState.ARCHIVED:
            messages.append(Message(f"已归档，成绩通报 {card.document_no}。", Kind.OK))
        low = self.window().height() < LOW_BELOW
        # In a low window the rows are worth more than what is only good to know.
        return messages[:1] if low else messages

    def _away_told(self) -> list[Message]:
        """What is out on a laptop; on the laptop itself, that it wants to go back."""
        if self.read is None or not self.read.packages:
            return []
        # Loaded here: few competitions are ever taken away.
        from hrgrid.ui.competitions.taking import away_banner, came_banner

        told = []
        for row in self.read.packages:
            said, act = (came_banner(row), "去送回") if row.came else (away_banner(row), "去收回")
            links = (Action(act, self.deeds.take_away),) if self.deeds.runs else ()
            told.append(Message(said, Kind.INFO, links))
        return told

    def mend(self, blocker: Blocker) -> None:
        """Where what blocks is put right."""
        where, event = blocker.where, self.event_of(blocker.event_id)
        if where in _PARTS:
            self.show_part(_PARTS[where])
        if where in {"event", "running"} and event is not None:
            self.deeds.open_event(event)
            return
        doing = {
            "lots": self.deeds.draw_lots,
            "prizes": self.deeds.set_prizes,
            "rule": self.deeds.change_rule,
            "rescore": self.deeds.rescore,
            "away": self.deeds.take_away,
        }
        if where in doing:
            doing[where]()

    def event_of(self, event_id: int | None) -> EventRow | None:
        """An event on show by its id."""
        events = self.shown.events if self.shown else ()
        return next((one for one in events if one.id == event_id), None)

    def go_on(self) -> None:
        """The one next step, or what stands in its way."""
        if self.shown is None or not self.session.is_today():
            return
        self.notices.say(None)
        if self.primary.isVisibleTo(self.window()) and self.primary.isEnabled():
            self.deeds.do(self.shown.next.code)
        elif self.shown.blockers:
            self.deeds.show_open()

    # --- parts --------------------------------------------------------------------------------

    def show_part(self, at: int) -> None:
        """One of the five parts."""
        self.tabs.setCurrentIndex(at)

    def _turn(self, at: int) -> None:
        held = QApplication.focusWidget()
        had_focus = held is not None and self._turning.isAncestorOf(held)
        self._turning.setCurrentIndex(at)
        if had_focus:
            self._focus_soon()

    def add_by_key(self) -> None:
        """Ctrl+N: an event or entrants, as the part on show."""
        if self.tabs.currentIndex() == EVENTS:
            self.deeds.add_event()
        elif self.tabs.currentIndex() == PROTESTS:
            self.deeds.file_protest()
        else:
            self.deeds.add_entrants()

    def _entrant_menu(self, row: CompetitorRow, place: QPoint) -> None:
        menu = QMenu(self)
        fill_entrant(self, menu, row)
        menu.popup(place)

    def _open_matter(self, matter: Matter) -> None:
        if matter.protest is not None:
            self.deeds.open_protest(matter.protest)
        elif matter.rescore is not None:
            self.deeds.open_rescore(matter.rescore)

    def _offer_papers(self) -> None:
        if self.shown is not None:
            self.writing.fill(self.papers.menu(), self.shown)

    def _write_paper(self, code: str) -> None:
        if self.shown is not None:
            self.writing.write_code(self.shown, code)

    def _find(self) -> None:
        self.show_part(ENTRANTS)
        self.entrants.search.setFocus()

    def _escape(self) -> None:
        """Conditions first, then the competition."""
        if self.entrants.search.text() and self.tabs.currentIndex() == ENTRANTS:
            self.entrants.search.clear()
            self.entrants.table.setFocus()
        else:
            self.left.emit()
