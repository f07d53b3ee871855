"""The board of a round: its steps, what blocks the next one, and the parts it is made of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QTabBar, QVBoxLayout, QWidget

from hrgrid.assessment.rules.star_rows import RoundBoard, StarLineFilter
from hrgrid.assessment.rules.star_words import RoundState
from hrgrid.core.rights import Right
from hrgrid.ui import theme
from hrgrid.ui.assessment.menus import add
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import Chip
from hrgrid.ui.forms import clear
from hrgrid.ui.matters.opening import MatterBoard
from hrgrid.ui.matters.words import LOW_BELOW, full_day
from hrgrid.ui.notices import Notices
from hrgrid.ui.page import Turning
from hrgrid.ui.session import Session
from hrgrid.ui.stars.decisions import DecisionsPart
from hrgrid.ui.stars.deeds import StarDeeds
from hrgrid.ui.stars.distribution import DistributionPart
from hrgrid.ui.stars.lines import LinesPart
from hrgrid.ui.stars.papers import StarPapers
from hrgrid.ui.stars.parts import StarPart
from hrgrid.ui.stars.reading import DECISIONS, LINES, Read, read_board
from hrgrid.ui.stars.words import round_chip
from hrgrid.ui.status import Elided
from hrgrid.ui.stepper import Stepper

_TITLES = ("分布", "名单", "裁定")
_STEPS = ("计算", "裁定并列", "审批", "评定")
_AT = {"compute": 0, "decide": 1, "approve": 2, "confirm": 3, "reopen": len(_STEPS)}


class RoundBoardView(MatterBoard):
    """One round; `left` goes back to the list of all."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.read: Read | None = None
        self._id = 0
        self._asked = 0
        self._fresh = True
        self._low = False
        self.deeds = StarDeeds(session, self)
        self.back = LinkButton("全部评定", glyph="caret-left", does=self.left.emit)
        self.title = Elided("", role="strong", px=theme.BODY)
        self._chip = QHBoxLayout()
        self.writing = StarPapers(session, self.deeds, self)
        self.papers = Button("文书", glyph="file-text")
        self.papers.setMenu(QMenu(self.papers))
        self.more = Button("更多")
        self.more.setMenu(QMenu(self.more))
        self.primary = PrimaryButton("", name="下一步", does=self.go_on)
        self.notices = Notices()
        self.stepper = Stepper(_STEPS)
        self.tabs = QTabBar()
        self.distribution = DistributionPart(session, self.deeds)
        self.lines = LinesPart(session, self.deeds)
        self.decisions = DecisionsPart(session, self.deeds)
        self.parts: tuple[StarPart, ...] = (self.distribution, self.lines, self.decisions)
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
        self.deeds.part_wanted.connect(self.show_part)
        self.deeds.lines_wanted.connect(self._show_lines)
        self.papers.menu().aboutToShow.connect(self._offer_papers)
        self.more.menu().aboutToShow.connect(self._fill_more)
        self.session.look_changed.connect(self._renew_look)
        keys: list[tuple[str, Callable[[], object]]]
        keys = [(f"Alt+Shift+{at + 1}", partial(self.show_part, at)) for at in range(len(_TITLES))]
        keys += [("Ctrl+Return", self.go_on), ("Esc", self._escape), ("Ctrl+F", self._find)]
        # The tools stand in the page's head: whoever is at a button of theirs is at the board.
        for place in (self, self.tools):
            for name, does in keys:
                shortcut = QShortcut(QKeySequence(name), place)
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
        self.back.setText("" if narrow else "全部评定")
        self.back.setToolTip("全部评定（Esc）")
        self._show_chip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What stands above the rows gives way as soon as the window is low, not when read anew."""
        super().resizeEvent(event)
        low = self.window().height() < LOW_BELOW
        if low != self._low:
            self._low = low
            self._show_next()

    def _show_chip(self) -> None:
        clear(self._chip)
        if self.read is not None and not self.narrow:
            state = self.read.board.card.row.state
            self._chip.addWidget(Chip(state.label, round_chip(state)))

    def main_control(self) -> QWidget:
        """The first thing of the part on show."""
        control = self.parts[self.tabs.currentIndex()].main_control()
        if control is not None and control.isVisibleTo(self):
            return control
        return self.primary if self.primary.isVisibleTo(self.window()) else self.back

    # --- reading ------------------------------------------------------------------------------

    @property
    def shown(self) -> RoundBoard | None:
        """The board on show."""
        return self.read.board if self.read else None

    def choose(self, round_id: int) -> None:
        """Show a round."""
        if round_id != self._id:
            self._id, self.read, self.deeds.read = round_id, None, None
            self._fresh = True
            self.notices.say(None)
            self.tabs.setCurrentIndex(0)
        self.refresh()

    def refresh(self) -> None:
        """Read the round on show, and the part of it on show."""
        if not self._id:
            return
        self._asked += 1
        asked, round_id, part = self._asked, self._id, self.tabs.currentIndex()

        def take(read: Read) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(lambda work: read_board(work, round_id, part), take)

    def _take(self, read: Read) -> None:
        held = QApplication.focusWidget()
        here = held is not None and (self.isAncestorOf(held) or held is self)
        self.read = self.deeds.read = read
        row = read.board.card.row
        version = f"（第 {row.revision} 版）" if row.revision > 1 else ""
        self.title.show_text(f"{row.title}{version}")
        self._show_chip()
        self.papers.setVisible(self.writing.allowed)
        step = read.board.next
        self.stepper.go(_AT.get(step.code, 0) if step is not None else len(_STEPS))
        self.stepper.setVisible(row.state is not RoundState.CANCELLED)
        self.tabs.setTabText(DECISIONS, f"裁定 {row.at_line:,}" if row.at_line else "裁定")
        self._turning.setCurrentIndex(read.part)
        self.parts[read.part].show_read(read)
        self._show_next()
        self.where_changed.emit(self._where(read.board))
        fresh, self._fresh = self._fresh, False
        lost = here and held is not None and not held.isVisibleTo(self.window())
        if (fresh or lost) and (here or lost or not self._elsewhere(held)):
            self._focus_soon()

    def _where(self, board: RoundBoard) -> str:
        row = board.card.row
        if row.run_number is None:
            return f"星级从 {full_day(row.valid_from)} 起"
        return f"参加 {row.people:,} {row.unit}，有星级 {row.starred:,} {row.unit}"

    def _focus_soon(self) -> None:
        QTimer.singleShot(0, self, lambda: self.main_control().setFocus())

    def _elsewhere(self, held: QWidget | None) -> bool:
        """Whether somebody is at something that has nothing to do with rounds."""
        level = self.parentWidget()
        if held is None or level is None or held is level or not held.isVisible():
            return False
        return not (level.isAncestorOf(held) or self.tools.isAncestorOf(held))

    # --- what comes next ----------------------------------------------------------------------

    def _show_next(self) -> None:
        board = self.shown
        if board is None:
            return
        step = board.next
        rights = (Right.RUN_ASSESSMENT, Right.APPROVE)
        able = step is not None and self.session.may(
            *(rights if step.code in {"approve", "confirm", "reopen"} else rights[:1])
        )
        self.primary.setVisible(able)
        if step is not None:
            self.primary.setText(step.label)
            self.primary.setAccessibleName(step.label)
            self.primary.setEnabled(step.enabled and not self.deeds.busy)
            self.primary.setToolTip("Ctrl+Enter")
            self.session.off_unless_today(self.primary)
        self.notices.show_standing(self._standing(board))

    def _standing(self, board: RoundBoard) -> list[Message]:
        card, messages = board.card, []
        # That nothing is computed yet says the button beside it.
        blockers = [one for one in board.blockers if one.kind != "compute"]
        if blockers:
            first = blockers[0]
            enabled = board.next is not None and board.next.enabled
            links = (Action("去裁定", lambda: self.show_part(DECISIONS)),)
            messages.append(
                Message(
                    f"{first.sentence.rstrip('。')}。",
                    Kind.INFO if enabled else Kind.WARN,
                    links if first.kind == "line" else (),
                )
            )
        if card.newer_rule is not None and self.deeds.open_now:
            told = f"星级办法有了第 {card.newer_rule} 版，这次评定用的是第 {card.rule_number} 版。"
            messages.append(Message(told, Kind.INFO, (Action("改用新版", self.deeds.take_rule),)))
        if card.row.state is RoundState.CONFIRMED and card.approval_words:
            number = f"，{card.document_no}" if card.document_no else ""
            told = f"已评定：{card.approval_words.rstrip('。')}{number}。"
            messages.append(Message(told, Kind.OK))
        if card.row.state is RoundState.CANCELLED:
            messages.append(Message(f"已取消：{card.cancel_reason.rstrip('。')}。", Kind.INFO))
        if self.window().height() >= LOW_BELOW:
            return messages
        # In a low window the rows are worth more; what comes next says the button.
        return [] if self.tabs.currentIndex() == LINES else messages[:1]

    def go_on(self) -> None:
        """The one next step."""
        if self.shown is None or not self.session.is_today():
            return
        step = self.shown.next
        self.notices.say(None)
        if (
            step is not None
            and self.primary.isVisibleTo(self.window())
            and self.primary.isEnabled()
        ):
            self.deeds.do(step.code)

    def _fill_more(self) -> None:
        menu, board, deeds = self.more.menu(), self.shown, self.deeds
        menu.clear()
        if board is None:
            return
        row = board.card.row
        if row.run_number is not None:
            add(menu, "试算：线和名额动一动…", self._what_if)
        if deeds.open_now and row.run_number is not None:
            add(menu, "重新计算", deeds.compute)
        if deeds.open_now and board.card.newer_rule is not None:
            add(menu, f"改用第 {board.card.newer_rule} 版星级办法…", deeds.take_rule)
        add(menu, "星级办法…", self._open_rule)
        menu.addSeparator()
        if deeds.runs and board.may_reopen:
            add(menu, "重开，另立一版…", deeds.reopen)
        if deeds.open_now and board.may_cancel:
            add(menu, "取消这次评定…", deeds.cancel)

    def _what_if(self) -> None:
        self.show_part(0)
        self.distribution.open_what_if()

    def _open_rule(self) -> None:
        from hrgrid.ui.stars.rule_dialog import open_rule

        row = self.deeds.row
        open_rule(self.session, self.window(), row.subject if row else None)

    # --- parts --------------------------------------------------------------------------------

    def show_part(self, at: int) -> None:
        """One of the parts."""
        self.tabs.setCurrentIndex(at)

    def _show_lines(self, wanted: StarLineFilter) -> None:
        self.lines.narrow_to(wanted)
        self.show_part(LINES)

    def _turn(self, at: int) -> None:
        held = QApplication.focusWidget()
        had_focus = held is not None and self._turning.isAncestorOf(held)
        self._turning.setCurrentIndex(at)
        self.refresh()
        if had_focus:
            self._focus_soon()

    def _offer_papers(self) -> None:
        if self.shown is not None:
            self.writing.fill(self.papers.menu(), self.shown)

    def _find(self) -> None:
        self.show_part(LINES)
        self.lines.search.setFocus()

    def _escape(self) -> None:
        """Conditions first, then the round."""
        if not self.parts[self.tabs.currentIndex()].escape():
            self.left.emit()
