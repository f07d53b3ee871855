"""The board of a period: its stages, what blocks the next step, and the parts it is made of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QTabBar, QVBoxLayout, QWidget

from hrgrid.assessment.rules.period_rows import Blocker, PeriodBoard
from hrgrid.assessment.rules.result_rows import Problem
from hrgrid.assessment.rules.words import SETTLED, PeriodState
from hrgrid.core.rights import Right
from hrgrid.ui import theme
from hrgrid.ui.assessment.analysis import AnalysisPart
from hrgrid.ui.assessment.appeals import AppealsPart
from hrgrid.ui.assessment.decisions import DecisionsPart
from hrgrid.ui.assessment.deeds import Deeds
from hrgrid.ui.assessment.delivered import DeliveredPart
from hrgrid.ui.assessment.menus import fill_more
from hrgrid.ui.assessment.papers import PeriodPapers
from hrgrid.ui.assessment.parts import BoardPart
from hrgrid.ui.assessment.reading import (
    APPEALS,
    DECISIONS,
    DELIVERED,
    RESULTS,
    SHOWN,
    Read,
    read_board,
)
from hrgrid.ui.assessment.results import ResultsPart
from hrgrid.ui.assessment.showing import ShownPart
from hrgrid.ui.assessment.words import period_chip
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import Chip
from hrgrid.ui.forms import clear
from hrgrid.ui.matters.opening import MatterBoard
from hrgrid.ui.matters.words import LOW_BELOW, day
from hrgrid.ui.notices import Notices
from hrgrid.ui.page import Turning
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.stepper import Stepper

_TITLES = ("交数据", "结果", "调整和裁定", "本人查看", "申诉", "分析")
_KEYS = ("delivered", "results", "decisions", "shown", "appeals", "analysis")
# Where what blocks the next step is put right.
_PARTS = {
    "delivered": DELIVERED, "results": RESULTS, "results/blocked": RESULTS,
    "results/line": DECISIONS, "results/proposed": DECISIONS, "showing": SHOWN,
    "appeals": APPEALS,
}  # fmt: skip


class PeriodBoardView(MatterBoard):
    """One period; `left` goes back to the list of all."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.read: Read | None = None
        self._id = 0
        self._asked = 0
        self._fresh = True
        # None: the part that the state of the period asks for.
        self._wanted: int | None = None
        self.deeds = Deeds(session, self)
        self.back = LinkButton("全部考核期", glyph="caret-left", does=self.left.emit)
        self.title = Elided("", role="strong", px=theme.BODY)
        self._chip = QHBoxLayout()
        self.papers = Button("文书", glyph="file-text")
        self.papers.setMenu(QMenu(self.papers))
        self.writing = PeriodPapers(session, self)
        self.more = Button("更多")
        self.more.setMenu(QMenu(self.more))
        self.primary = PrimaryButton("", name="下一步", does=self.go_on)
        self.notices = Notices()
        self._steps: tuple[str, ...] = ()
        self.stepper = Stepper(("已建立",))
        self.tabs = QTabBar()
        self.delivered = DeliveredPart(session, self.deeds)
        self.results = ResultsPart(session, self.deeds)
        self.decisions = DecisionsPart(session, self.deeds)
        self.shown_part = ShownPart(session, self.deeds)
        self.appeals = AppealsPart(session, self.deeds)
        self.analysis = AnalysisPart(session, self.deeds)
        self.parts: tuple[BoardPart, ...] = (
            self.delivered, self.results, self.decisions, self.shown_part, self.appeals,
            self.analysis,
        )  # fmt: skip
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
        for button in (self.papers, self.more, self.primary):
            row.addWidget(button)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("、".join(_TITLES))
        for at, title in enumerate(_TITLES):
            self.tabs.addTab(title)
            self.tabs.setTabToolTip(at, f"Alt+Shift+{at + 1}")
        for part in self.parts:
            self._turning.addWidget(part)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.stepper)
        self._column.addWidget(self.notices)
        self._column.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._turning, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        self.deeds.told.connect(self.notices.say)
        self.deeds.busy_changed.connect(self._show_next)
        self.deeds.mend_wanted.connect(self.mend)
        self.deeds.part_wanted.connect(self.show_part)
        self.deeds.other_wanted.connect(lambda key: self.wanted.emit("periods", key))
        self.deeds.level_wanted.connect(lambda key: self.wanted.emit(key, None))
        self.deeds.paper_wanted.connect(self._write_paper)
        self.papers.menu().aboutToShow.connect(self._offer_papers)
        self.more.menu().aboutToShow.connect(lambda: fill_more(self, self.more.menu()))
        self.session.look_changed.connect(self._renew_look)
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Esc", self._escape),
            ("Ctrl+F", self._find),
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

    def _renew_look(self) -> None:
        for part in self.parts:
            part.fit()

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the tables have all the room."""
        self.narrow = narrow
        for part in self.parts:
            part.arrange(narrow=narrow)
        self.back.setText("" if narrow else "全部考核期")
        self._show_chip()
        self.back.setToolTip("全部考核期（Esc）")

    def _show_chip(self) -> None:
        """The state; in a narrow window the steps tell it, and the title has the room."""
        clear(self._chip)
        if self.read is not None and not self.narrow:
            state = self.read.board.card.row.state
            self._chip.addWidget(Chip(state.label, period_chip(state)))

    def main_control(self) -> QWidget:
        """The first thing of the part on show."""
        control = self.parts[self.tabs.currentIndex()].main_control()
        if control is not None and control.isVisibleTo(self):
            return control
        return self.primary if self.primary.isVisibleTo(self.window()) else self.back

    # --- reading ------------------------------------------------------------------------------

    @property
    def shown(self) -> PeriodBoard | None:
        """The board on show."""
        return self.read.board if self.read else None

    def want_part(self, key: str) -> None:
        """The part that the next period shown shall begin with."""
        self._wanted = _KEYS.index(key) if key in _KEYS else None
        if self._wanted is not None:
            self._fresh = False

    def choose(self, period_id: int) -> None:
        """Show a period."""
        if period_id != self._id:
            wanted, kept = self._wanted, self._fresh
            self._id, self.read, self.deeds.read = period_id, None, None
            self._fresh = True
            self._wanted = None if kept else wanted
            self.notices.say(None)
            self.results.forget()
        elif self._wanted is not None:
            self.tabs.setCurrentIndex(self._wanted)
        self.refresh()

    def refresh(self) -> None:
        """Read the period on show, and the part of it on show."""
        if not self._id:
            return
        self._asked += 1
        asked, period_id = self._asked, self._id
        part = self._wanted if self._fresh else self.tabs.currentIndex()

        def take(read: Read) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(lambda work: read_board(work, period_id, part), take)

    def _take(self, read: Read) -> None:
        held = QApplication.focusWidget()
        here = held is not None and (self.isAncestorOf(held) or held is self)
        self.read = self.deeds.read = read
        board = read.board
        row = board.card.row
        version = f"（第 {row.revision} 版）" if row.revision > 1 else ""
        self.title.show_text(f"{row.title}{version}")
        self._show_chip()
        self.papers.setVisible(self.writing.allowed)
        self._show_steps(board)
        fresh, self._fresh, self._wanted = self._fresh, False, None
        self.tabs.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.tabs.setCurrentIndex(read.part)
        self.tabs.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._turning.setCurrentIndex(read.part)
        self._count_tabs(board)
        self.parts[read.part].show_read(read)
        self._show_next()
        self._say_where(board)
        lost = here and held is not None and not held.isVisibleTo(self.window())
        if (fresh or lost) and (here or lost or not self._elsewhere(held)):
            self._focus_soon()

    def _count_tabs(self, board: PeriodBoard) -> None:
        """What waits in a part stands in its tab."""
        counts = board.counts
        waiting = {
            RESULTS: counts.blocked,
            DECISIONS: counts.at_line + counts.proposed,
            APPEALS: counts.appeals_open,
        }
        for at, title in enumerate(_TITLES):
            many = waiting.get(at, 0)
            self.tabs.setTabText(at, f"{title} {many:,}" if many else title)

    def _focus_soon(self) -> None:
        QTimer.singleShot(0, self, lambda: self.main_control().setFocus())

    def _elsewhere(self, held: QWidget | None) -> bool:
        """Whether somebody is at something that has nothing to do with periods."""
        level = self.parentWidget()
        if held is None or level is None or held is level or not held.isVisible():
            return False
        return not (level.isAncestorOf(held) or self.tools.isAncestorOf(held))

    def _show_steps(self, board: PeriodBoard) -> None:
        labels = tuple(one.state.label for one in board.stages)
        if labels != self._steps:
            self._steps = labels
            made = Stepper(labels)
            self._column.replaceWidget(self.stepper, made)
            self.stepper.deleteLater()
            self.stepper = made
        at = next((at for at, one in enumerate(board.stages) if one.here), len(labels))
        if board.card.row.state is PeriodState.LOCKED:
            at = len(labels)
        self.stepper.go(at)
        told = [f"{one.state.label}　{one.words}".rstrip() for one in board.stages]
        self.stepper.setToolTip("\n".join(told))

    def _say_where(self, board: PeriodBoard) -> None:
        counts = board.counts
        told = [f"考核 {counts.assessed:,} 人"]
        if counts.run_number is not None:
            told.append(f"有结果 {counts.computed:,} 人")
        elif board.card.row.due_on is not None:
            told.append(f"{day(board.card.row.due_on)}前报齐")
        self.where_changed.emit("，".join(told))

    # --- what comes next ----------------------------------------------------------------------

    def _show_next(self) -> None:
        board = self.shown
        if board is None:
            return
        step = board.next
        able = step is not None and self.session.may(*self._rights(step.code))
        self.primary.setVisible(able)
        if step is not None:
            self.primary.setText(step.label)
            self.primary.setAccessibleName(step.label)
            self.primary.setEnabled(step.enabled and not self.deeds.busy)
            self.primary.setToolTip("Ctrl+Enter")
            self.session.off_unless_today(self.primary)
        self.notices.show_standing(self._standing(board))

    @staticmethod
    def _rights(code: str) -> tuple[Right, ...]:
        if code in {"approve", "confirm"}:
            return (Right.RUN_ASSESSMENT, Right.APPROVE)
        return (Right.RUN_ASSESSMENT,)

    def _standing(self, board: PeriodBoard) -> list[Message]:
        row, messages = board.card.row, []
        # That nothing is computed yet says the button beside it.
        blockers = [one for one in board.blockers if one.kind != "compute"]
        if blockers:
            first, more = blockers[0], len(blockers) - 1
            enabled = board.next is not None and board.next.enabled
            links = [Action("去处理", partial(self.mend, first))] if first.where else []
            if more:
                links.append(Action(f"全部 {more + 1} 条", self.deeds.show_open))
            kind = Kind.INFO if enabled else Kind.WARN
            messages.append(Message(f"{first.sentence.rstrip('。')}。", kind, tuple(links)))
        for note in board.notes[:1]:
            links = [Action("去看", partial(self.mend, note))] if note.where else []
            messages.append(Message(f"{note.sentence.rstrip('。')}。", Kind.INFO, tuple(links)))
        if row.state in SETTLED and board.card.approval_words:
            number = f"，{board.card.document_no}" if board.card.document_no else ""
            told = f"结果已确认：{board.card.approval_words.rstrip('。')}{number}。"
            messages.append(Message(told, Kind.OK))
        # In a low window the rows are worth more than what is only good to know.
        return messages[:1] if self.window().height() < LOW_BELOW else messages

    def mend(self, blocker: Blocker) -> None:
        """Where what blocks is put right."""
        where = blocker.where
        if where == "results/blocked":
            self.results.narrow_to(Problem.BLOCKED)
        if where in _PARTS:
            self.show_part(_PARTS[where])
        doing = {
            "people": self.deeds.show_people,
            "parts": self.deeds.show_months,
            "approval": self._approve,
            "scheme": self.deeds.take_scheme,
        }
        if where in doing:
            doing[where]()

    def _approve(self) -> None:
        """A result, or a reopening that was asked for."""
        if self.deeds.state in SETTLED:
            self.deeds.reopen()
        else:
            self.deeds.confirm()

    def go_on(self) -> None:
        """The one next step, or what stands in its way."""
        if self.shown is None or not self.session.is_today():
            return
        self.notices.say(None)
        step = self.shown.next
        if (
            step is not None
            and self.primary.isVisibleTo(self.window())
            and self.primary.isEnabled()
        ):
            self.deeds.do(step.code)
        elif self.shown.blockers:
            self.deeds.show_open()

    # --- parts --------------------------------------------------------------------------------

    def show_part(self, at: int) -> None:
        """One of the parts."""
        self.tabs.setCurrentIndex(at)

    def _turn(self, at: int) -> None:
        held = QApplication.focusWidget()
        had_focus = held is not None and self._turning.isAncestorOf(held)
        self._turning.setCurrentIndex(at)
        self.refresh()
        if had_focus:
            self._focus_soon()

    def add_by_key(self) -> None:
        """Ctrl+N: an appeal, where one can be registered."""
        if self.tabs.currentIndex() == APPEALS:
            self.deeds.file_appeal()

    def _offer_papers(self) -> None:
        if self.shown is not None:
            self.writing.fill(self.papers.menu(), self.shown)

    def _write_paper(self, code: str, options: object) -> None:
        if self.shown is not None:
            self.writing.write_code(self.shown, code, options)

    def _find(self) -> None:
        self.show_part(RESULTS)
        self.results.seek()

    def _escape(self) -> None:
        """Conditions first, then the period."""
        if not self.parts[self.tabs.currentIndex()].escape():
            self.left.emit()
