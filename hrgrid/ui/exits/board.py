"""The board of one case: its path, what was done, what happened when, and the one next step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from hrgrid.exits.rules.case_rows import CaseStep
from hrgrid.exits.rules.words import ENDED, ExitState
from hrgrid.ui import theme
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import Card, Chip
from hrgrid.ui.exits.done import sections
from hrgrid.ui.exits.papers import ExitPapers
from hrgrid.ui.exits.rail import PathRail, told
from hrgrid.ui.exits.reading import Read, read_board
from hrgrid.ui.exits.words import NO_GROUND, due, on, state_chip, waits
from hrgrid.ui.focus import holds_focus
from hrgrid.ui.forms import clear, label
from hrgrid.ui.matters.opening import MatterBoard
from hrgrid.ui.matters.parts import entry, facts_grid
from hrgrid.ui.notices import Notices
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided

_WIDEST = "对异议的处理"


class CaseBoardView(MatterBoard):
    """One case; `left` goes back to the list of all."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.read: Read | None = None
        self._id = 0
        self._asked = 0
        self._fresh = True
        self.back = LinkButton("全部事项", glyph="caret-left", does=self.left.emit)
        self.title = Elided("", role="strong", px=theme.BODY)
        self._chip = QHBoxLayout()
        self.papers = Button("文书", glyph="file-text")
        self.papers.setMenu(QMenu(self.papers))
        self.writing = ExitPapers(session, self)
        self.more = Button("更多")
        self.more.setMenu(QMenu(self.more))
        self.primary = PrimaryButton("", name="下一步", does=self.go_on)
        self.notices = Notices()
        self.where = label("", "label", wraps=True)
        self.rail = PathRail()
        self.path = Card("办理路径")
        way = Scroll(inside=True)
        way.column.addWidget(self.rail)
        way.column.addStretch()
        # As wide as its stages, and no wider: what was done needs the room.
        self.path.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._way = way
        self.path.column.addWidget(way, 1)
        self.done = Scroll()
        self.history = Card("办理过程")
        self._happened = Scroll(inside=True)
        self.history.column.addWidget(self._happened, 1)
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.notices)
        column.addWidget(self.where)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.path)
        body.addWidget(self.done, 3)
        body.addWidget(self.history, 2)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        menu = self.more.menu()
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._offer)
        self.session.look_changed.connect(self._fit_rail)
        self.papers.menu().aboutToShow.connect(self._offer_papers)
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Esc", self.left.emit),
            ("Ctrl+Return", self.go_on),
            ("Ctrl+Enter", self.go_on),
        )
        # The tools stand in the page's head: whoever is at a button of theirs is at the board.
        for place in (self, self.tools):
            for pressed, does in keys:
                shortcut = QShortcut(QKeySequence(pressed), place)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(does)

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window a sentence tells the path, and the history gives way."""
        self.narrow = narrow
        self.path.setVisible(not narrow)
        self.where.setVisible(narrow)
        self.history.setVisible(not narrow)
        self.back.setText("" if narrow else "全部事项")
        self.back.setToolTip("全部事项（Esc）")
        self._show_head()

    def main_control(self) -> QWidget:
        """The next step, or what leads back."""
        usable = self.primary.isVisibleTo(self.window()) and self.primary.isEnabled()
        return self.primary if usable else self.back

    # --- reading ------------------------------------------------------------------------------

    def choose(self, case_id: int) -> None:
        """Show a case."""
        if case_id != self._id:
            self._id, self._fresh, self.read = case_id, True, None
            self.notices.say(None)
        self.refresh()

    def refresh(self) -> None:
        """Read the case on show."""
        if not self._id:
            return
        self._asked += 1
        asked = self._asked

        def take(read: Read) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(read_board(self._id), take)

    def _take(self, read: Read) -> None:
        here = holds_focus(self) or holds_focus(self.tools)
        self.read = read
        self._show_head()
        self.rail.show_stages(read.board.stages)
        self._fit_rail()
        self.where.setText(told(read.board.stages))
        self._show_done(read)
        self._show_history(read)
        self._show_next(read)
        self.where_changed.emit(f"{read.row.number} {read.row.name}")
        if self._fresh or (here and not (holds_focus(self) or holds_focus(self.tools))):
            self._fresh = False
            if here or self.isVisibleTo(self.window()):
                QTimer.singleShot(0, self, self._focus)

    def _fit_rail(self) -> None:
        """As wide as its stages with their days, in letters of the size chosen."""
        self.rail.updateGeometry()
        self._way.setMinimumWidth(self.rail.sizeHint().width() + theme.length(14))

    def _focus(self) -> None:
        if self.isVisibleTo(self.window()):
            self.main_control().setFocus()

    def _show_head(self) -> None:
        clear(self._chip)
        if self.read is None:
            return
        row = self.read.row
        self.title.show_text(row.name if self.narrow else f"{row.number}　{row.name}")
        self._chip.addWidget(Chip(row.state.label, state_chip(row.state)))

    def _show_done(self, read: Read) -> None:
        at = self.done.verticalScrollBar().value()
        clear(self.done.column)
        for title, beside, facts in sections(read.board):
            card = Card(title, beside)
            card.column.addLayout(facts_grid(facts, _WIDEST))
            self.done.column.addWidget(card)
        self.done.column.addStretch()
        if not self._fresh:
            QTimer.singleShot(0, self, lambda: self.done.verticalScrollBar().setValue(at))

    def _show_history(self, read: Read) -> None:
        clear(self._happened.column)
        for one in reversed(read.timeline):
            below = "　".join(filter(None, (on(one.on), one.made_by, one.document_no)))
            self._happened.column.addWidget(entry(one.label, below, one.words))
        self._happened.column.addStretch()
        self.history.beside.setText(f"{len(read.timeline)} 条")

    def _show_next(self, read: Read) -> None:
        step = read.board.primary
        self.papers.setVisible(self.writing.allowed)
        self.primary.setVisible(step is not None)
        self.more.setVisible(len(read.board.steps) > 1)
        if step is not None:
            self.primary.setText(step.label)
            self.primary.setAccessibleName(step.label)
            self.primary.setEnabled(step.enabled)
            self.primary.setToolTip(step.why or "Ctrl+Enter")
            self.session.off_unless_today(self.primary)
        self.notices.show_standing(self._standing(read))

    def _standing(self, read: Read) -> list[Message]:
        row, step = read.row, read.board.primary
        if row.state in ENDED:
            reason = read.board.card.end_reason
            watched = f"，{due(row)}" if row.watched else ""
            kind = Kind.OK if row.state is ExitState.IMPROVED else Kind.INFO
            told_ = f"{row.state.label}{watched}。"
            return [Message(told_ + (f"原因：{reason}" if reason else ""), kind)]
        told_ = "；".join(dict.fromkeys(one.sentence for one in read.board.blockers))
        messages = [Message(f"{told_}。", Kind.WARN)] if told_ else []
        if step is not None and step.why and not told_:
            messages.append(Message(f"{step.why}。", Kind.INFO))
        waiting = "，".join(filter(None, (f"已等 {waits(row)}", due(row))))
        if row.overdue:
            messages.append(Message(f"{row.state.label}，{waiting}。", Kind.BAD))
        elif row.state in {ExitState.REVIEWING, ExitState.WARNED}:
            messages.append(Message(NO_GROUND, Kind.INFO))
        return messages

    # --- deeds --------------------------------------------------------------------------------

    def go_on(self) -> None:
        """The next step."""
        step = self.read.board.primary if self.read is not None else None
        if step is not None and step.enabled and self.session.is_today():
            self._do(step)

    def _offer(self) -> None:
        menu = self.more.menu()
        menu.clear()
        if self.read is None:
            return
        for step in self.read.board.steps:
            if step.primary:
                continue
            act = menu.addAction(f"{step.label}…")
            act.setEnabled(step.enabled and self.session.is_today())
            act.setToolTip(step.why)
            act.triggered.connect(lambda _=False, step=step: self._do(step))

    def _offer_papers(self) -> None:
        if self.read is not None:
            self.writing.fill(self.papers.menu(), self.read.board)

    def _do(self, step: CaseStep) -> None:
        from hrgrid.ui.exits.forms import open_step

        if self.read is not None:
            open_step(self.session, self.window(), self.read.board, step.code)
