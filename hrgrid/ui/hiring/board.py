"""The board of a batch: stages with counts, what blocks the next step, who stands where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.hiring.queries.batch_card import BatchCard, batch_card
from hrgrid.hiring.queries.candidate_card import CandidateCard, candidate_card
from hrgrid.hiring.queries.candidates import CandidateRow
from hrgrid.hiring.queries.schemes import scheme_number
from hrgrid.hiring.queries.stages import StageBoard, stage_board
from hrgrid.hiring.queries.standings import ScoreList, ScoreRow, score_list
from hrgrid.hiring.rules.scheme import Scheme
from hrgrid.hiring.rules.words import ENDED, BatchState, RunStage
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import Chip, EmptyState
from hrgrid.ui.forms import clear
from hrgrid.ui.hiring.batch_papers import BatchPapers
from hrgrid.ui.hiring.candidate_deeds import fill_deeds
from hrgrid.ui.hiring.card import CandidateDialog, CandidatePanel
from hrgrid.ui.hiring.deeds import Deeds, Shown
from hrgrid.ui.hiring.menus import fill_more
from hrgrid.ui.hiring.people import CandidateList
from hrgrid.ui.hiring.remedies import remedy
from hrgrid.ui.hiring.words import batch_chip
from hrgrid.ui.matters.opening import MatterBoard
from hrgrid.ui.matters.strip import Stage, StageStrip
from hrgrid.ui.matters.words import LOW_BELOW, span
from hrgrid.ui.notices import Notices
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided


@dataclass(frozen=True)
class Read:
    """A batch with everything that the board tells."""

    card: BatchCard
    board: StageBoard
    scheme: Scheme
    listed: ScoreList | None
    ranked: ScoreList | None


def read_board(work: UnitOfWork, batch_id: int) -> Read:
    """The board in a few statements, however many candidates there are."""
    card = batch_card(work, batch_id)
    return Read(
        card,
        stage_board(work, batch_id),
        scheme_number(work, card.batch.rule_number).scheme,
        score_list(work, batch_id, RunStage.INTERVIEW_LIST),
        score_list(work, batch_id, RunStage.TOTAL),
    )


class BatchBoard(MatterBoard):
    """One batch; `left` goes back to the list of all."""

    renewed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.shown: Shown | None = None
        self.card: BatchCard | None = None
        self.read: Read | None = None
        self._batch_id = 0
        self._asked = 0
        self._wanted: int | None = None
        self.deeds = Deeds(session, self)
        self.back = LinkButton("全部批次", glyph="caret-left", does=self.left.emit)
        self.title = Elided("", role="strong", px=theme.BODY)
        self._chip = QHBoxLayout()
        self.papers = Button("文书", glyph="file-text")
        self.papers.setMenu(QMenu(self.papers))
        self.writing = BatchPapers(session, self)
        self.more = Button("更多")
        self.more.setMenu(QMenu(self.more))
        self.primary = PrimaryButton("", name="下一步", does=self._go_on)
        self.notices = Notices()
        self.strip = StageStrip()
        self.people = CandidateList(session)
        self.panel = CandidatePanel(session)
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
        row.addWidget(self.papers)
        row.addWidget(self.more)
        row.addWidget(self.primary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.strip)
        column.addWidget(self.notices)
        middle = QHBoxLayout()
        middle.setSpacing(10)
        middle.addWidget(self.people, 1)
        middle.addWidget(self.panel)
        column.addLayout(middle, 1)
        self.panel.hide()

    def _connect(self) -> None:
        self.strip.chosen.connect(self._narrow)
        self.people.chosen.connect(self._choose)
        self.people.opened.connect(self._open)
        self.people.left.connect(self._focus_strip)
        self.people.loaded.connect(self._show_empty)
        self.deeds.told.connect(self.notices.say)
        self.deeds.busy_changed.connect(self._show_next)
        self.deeds.stage_wanted.connect(self.strip.choose)
        self.papers.menu().aboutToShow.connect(self._offer_papers)
        self.more.menu().aboutToShow.connect(lambda: fill_more(self, self.more.menu()))
        menu = self.panel.deeds.menu()
        menu.aboutToShow.connect(lambda: fill_deeds(self, menu, self.panel.view.card))
        self.session.look_changed.connect(self._renew_look)
        for keys, does in (
            ("Esc", self._escape),
            ("Ctrl+F", self.people.search.setFocus),
            ("Ctrl+Return", self._open_current),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the card is a dialog."""
        self.narrow = narrow
        self._show_panel()
        self.back.setText("" if narrow else "全部批次")
        self.back.setToolTip("全部批次（Esc）")

    def _show_panel(self) -> None:
        anybody = self.shown is not None and self.shown.board.people > 0
        self.panel.setVisible(anybody and not self.narrow)

    def _renew_look(self) -> None:
        self.people.table.fit()
        self.panel.fit()

    def main_control(self) -> QWidget:
        """The candidates, or what can be done where there are none."""
        if self.people.table.isVisibleTo(self):
            return self.people.table
        offered = [*self.people.none.findChildren(Button), self.primary]
        for button in offered:
            if button.isVisibleTo(self.window()) and button.isEnabled():
                return button
        return self.back

    # --- reading ------------------------------------------------------------------------------

    def choose(self, batch_id: int) -> None:
        """Show a batch."""
        if batch_id != self._batch_id:
            self._batch_id = batch_id
            self.notices.say(None)
            self.strip.choose("")
        self.refresh()

    def refresh(self) -> None:
        """Read the batch on show."""
        if not self._batch_id:
            return
        self._asked += 1
        asked, batch_id = self._asked, self._batch_id

        def take(read: Read) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(lambda work: read_board(work, batch_id), take)

    def _take(self, read: Read) -> None:
        self.read, self.card = read, read.card
        row, board = read.card.batch, read.board
        self.shown = self.deeds.shown = Shown(
            row, board, read.card.positions, read.scheme, read.card.steps
        )
        self.panel.view.scores = self.people.scores = self.scores
        self._show_panel()
        self.title.show_text(f"{row.number} {row.title}")
        self.papers.setVisible(self.writing.allowed)
        clear(self._chip)
        self._chip.addWidget(Chip(row.state.label, batch_chip(row.state)))
        low = self.window().height() < LOW_BELOW and self.narrow
        self.strip.setVisible(not low or bool(board.people))
        self.strip.show_stages(
            [
                Stage(one.key, one.label, one.count, done=one.done, here=one.here)
                for one in board.stages
            ]
        )
        positions = [(one.id, one.title) for one in read.card.positions]
        self.people.show_batch(row.id, board.stages, positions)
        if self._wanted is not None:
            self.people.table.want(self._wanted)
            self._wanted = None
        self.panel.again()
        self._show_next()
        self._say_where()

    @property
    def scores(self) -> Mapping[int, ScoreRow]:
        """The newest line of everybody: of the totals, else of the interview list."""
        found: dict[int, ScoreRow] = {}
        for one in (self.read.listed, self.read.ranked) if self.read else ():
            if one is not None:
                found |= {row.candidate_id: row for row in one.rows}
        return found

    def _say_where(self) -> None:
        if self.shown is None:
            return
        row, board = self.shown.row, self.shown.board
        told = [f"{row.number}", f"{board.places:,} 个网格", f"{board.people:,} 人报名"]
        if board.filled:
            told.append(f"录用 {board.filled:,} 人")
        self.where_changed.emit("，".join(told))

    # --- what comes next ----------------------------------------------------------------------

    def _show_next(self) -> None:
        if self.shown is None:
            return
        step = self.shown.board.next
        able = self.session.may(*self._rights)
        self.primary.setVisible(bool(step.code) and able)
        self.primary.setText(step.label)
        self.primary.setAccessibleName(step.label)
        self.primary.setEnabled(step.enabled and not self.deeds.busy)
        self.session.off_unless_today(self.primary)
        self.notices.show_standing(self._standing())

    @property
    def _rights(self) -> tuple[Right, ...]:
        shown = self.shown
        deciding = shown is not None and (
            shown.row.state is BatchState.DECIDING or shown.board.next.code == "hire_reserve"
        )
        if deciding:
            return (Right.DECIDE_HIRING, Right.APPROVE, Right.RUN_HIRING)
        return (Right.RUN_HIRING,)

    def _standing(self) -> list[Message]:
        if self.shown is None or self.card is None:
            return []
        row, board = self.shown.row, self.shown.board
        # What the next step itself does away with does not stand in its way.
        blocks = not board.next.enabled
        kind, links = (Kind.WARN, remedy(self)) if blocks else (Kind.INFO, ())
        # In a low window the rows are worth more than who is meant by the next step.
        low = self.window().height() < LOW_BELOW
        spoken = board.blockers[:1] if blocks or not low else ()
        messages = [Message(f"{sentence.rstrip('。')}。", kind, links) for sentence in spoken]
        if filled := self.card.filled if row.state not in ENDED else ():
            names = "、".join(filled[:3])
            more = f"等 {len(filled)} 个" if len(filled) > 3 else ""
            told = f"{names}{more}网格已经有人，不用再招。"
            messages.append(Message(told, Kind.WARN, (Action("去处理", self.show_positions),)))
        messages += [Message(f"{one.rstrip('。')}。", Kind.INFO) for one in board.notes[:1]]
        if row.state is BatchState.CANCELLED:
            messages.append(Message(f"已取消：{row.cancel_reason}。", Kind.INFO))
        elif row.state is BatchState.CLOSED:
            kept = f"，落选人员的资料留到 {row.retain_until:%Y-%m-%d}" if row.retain_until else ""
            told = f"已录用 {board.filled:,} 人，{row.document_no}{kept}。"
            messages.append(Message(told, Kind.OK))
        elif row.state is BatchState.PUBLISHED and not messages:
            told = f"公告已发布，报名 {span(row.apply_from, row.apply_to)}。"
            messages.append(Message(told, Kind.INFO))
        return messages

    def _go_on(self) -> None:
        if self.shown is not None and self.shown.board.next.code:
            self.notices.say(None)
            self.deeds.do(self.shown.board.next.code)

    def show_positions(self) -> None:
        """Positions and the grids behind them."""
        from hrgrid.ui.hiring.positions import PositionsDialog

        if self.shown is not None:
            PositionsDialog(self.session, self.shown.row, self.window()).exec()
            self.refresh()

    def _offer_papers(self) -> None:
        if self.shown is not None:
            self.writing.fill(self.papers.menu(), self.shown.row)

    # --- candidates ---------------------------------------------------------------------------

    def _narrow(self, key: str) -> None:
        self.people.narrow(key)

    def _choose(self, row: CandidateRow | None) -> None:
        self.panel.follow(None if row is None else row.id)

    def _open(self, row: CandidateRow) -> None:
        if not self.narrow:
            self.panel.setFocus()
            return
        menu = QMenu(self)
        box = CandidateDialog(self.session, row.id, row.name, menu, self.window())
        box.view.scores = self.scores
        menu.aboutToShow.connect(lambda: fill_deeds(self, menu, box.view.card))
        reread: Callable[[], None] = lambda: box.view.read(row.id)  # noqa: E731
        self.renewed.connect(reread)
        self.session.tasks.changed.connect(lambda _: reread() if box.isVisible() else None)
        box.exec()
        self.renewed.disconnect(reread)
        menu.deleteLater()

    def _open_current(self) -> None:
        if self.panel.isVisible() and self.panel.deeds.isVisible():
            self.panel.deeds.showMenu()

    def open_candidate(self, candidate_id: int, show: Callable[[int], None]) -> None:
        """Somebody's card: his batch first."""

        def take(card: CandidateCard) -> None:
            self._wanted = candidate_id
            show(card.batch_id)

        self.session.tasks.read(lambda work: candidate_card(work, candidate_id), take)

    def _focus_strip(self) -> None:
        if self.strip.buttons:
            self.strip.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _escape(self) -> None:
        """Conditions first, then the batch."""
        if self.people.narrowed or self.strip.key:
            self.strip.choose("")
            self.people.clear_conditions()
        else:
            self.left.emit()

    def _show_empty(self) -> None:
        """The list, or why there is none; whoever was at what goes stays at what comes."""
        held = QApplication.focusWidget()
        here = held is not None and self.people.isAncestorOf(held)
        self._show_list()
        if held is not None and here and not held.isVisibleTo(self):
            QTimer.singleShot(0, self, lambda: self.main_control().setFocus())

    def _show_list(self) -> None:
        if self.shown is None:
            return
        if self.people.model.people:
            self.people.say_empty(None)
        elif self.people.narrowed or self.strip.key:
            actions = [Button("看全部", does=self._escape)]
            told = "换个条件，或看全部。"
            self.people.say_empty(EmptyState("users-three", "没有这样的报名人", told, actions))
        else:
            self.people.say_empty(self._nobody())

    def _nobody(self) -> EmptyState:
        row = self.shown.row if self.shown else None
        runs = self.session.may(Right.RUN_HIRING) and self.session.day is None
        actions: list[Button] = []
        if row is not None and row.state is BatchState.APPLYING and runs:
            actions.append(Button("登记报名…", glyph="plus", does=self.deeds.add_candidate))
            if self.session.may(Right.IMPORT):
                actions.append(
                    Button(
                        "导入报名表",
                        glyph="upload-simple",
                        does=lambda: self.session.go("imports", "candidates"),
                    )
                )
            told = "收到报名表就登记，或把报名的 Excel 导进来，列名不用改。"
            return EmptyState("users-three", "还没有人报名", told, actions)
        if row is not None and row.state is BatchState.DRAFT:
            if runs:
                actions.append(Button("岗位和网格…", does=self.show_positions))
            told = (
                f"现在有 {row.positions} 个岗位、{row.seats:,} 个网格。核对好就发布公告，"
                "发布以后才收报名。"
            )
            return EmptyState("user-plus", "先定岗位和网格，再发公告", told, actions)
        if row is not None and row.state is BatchState.PUBLISHED:
            told = f"报名 {span(row.apply_from, row.apply_to)}。到了日子开始报名。"
            return EmptyState("user-plus", "公告已发布，还没有开始报名", told, actions)
        return EmptyState("users-three", "这个批次没有报名人", "", actions)
