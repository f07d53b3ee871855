"""The board of a class: its people by state, its sessions, what blocks the next step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.training.queries.blocking import Blocker
from hrgrid.training.rules.words import SETTLED, ClassState, EnrolmentState
from hrgrid.ui import theme
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import Chip, EmptyState
from hrgrid.ui.forms import clear
from hrgrid.ui.matters.opening import MatterBoard
from hrgrid.ui.matters.strip import Stage, StageStrip
from hrgrid.ui.matters.words import LOW_BELOW, span
from hrgrid.ui.notices import Notices
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.training.class_panel import ClassPanel
from hrgrid.ui.training.class_papers import ClassPapers
from hrgrid.ui.training.deeds import Deeds
from hrgrid.ui.training.member_deeds import fill_member
from hrgrid.ui.training.menus import fill_more
from hrgrid.ui.training.people import MemberList, PersonRow
from hrgrid.ui.training.reading import Board, read_board
from hrgrid.ui.training.words import class_chip

_E, _S = EnrolmentState, ClassState
STAGES = (_E.INVITED, _E.ENROLLED, _E.WAITING, _E.COMPLETED, _E.FAILED)
_HERE = {
    _S.PLANNED: _E.INVITED,
    _S.OPEN: _E.INVITED,
    _S.RUNNING: _E.ENROLLED,
    _S.ENDED: _E.ENROLLED,
    _S.CONFIRMED: _E.COMPLETED,
}


class ClassBoard(MatterBoard):
    """One class; `left` goes back to the list of all."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.shown: Board | None = None
        self._class_id = 0
        self._asked = 0
        self.deeds = Deeds(session, self)
        self.back = LinkButton("全部培训班", glyph="caret-left", does=self.left.emit)
        self.title = Elided("", role="strong", px=theme.BODY)
        self._chip = QHBoxLayout()
        self.sign = Button("登记签到", glyph="list-checks", does=self.deeds.sign_in)
        self.certify = Button("签发结业证书…", glyph="certificate", does=self.deeds.certify)
        self.papers = Button("文书", glyph="file-text")
        self.papers.setMenu(QMenu(self.papers))
        self.writing = ClassPapers(session, self)
        self.more = Button("更多")
        self.more.setMenu(QMenu(self.more))
        self.primary = PrimaryButton("", name="下一步", does=self._go_on)
        self.notices = Notices()
        self.strip = StageStrip()
        self.people = MemberList(session)
        self.panel = ClassPanel(session)
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
        for part in (self.sign, self.certify, self.papers, self.more, self.primary):
            row.addWidget(part)
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
        # Until a class is read nothing stands here that it may not have: with all of it on show the
        # window would grow beyond a small screen.
        self.panel.hide()
        self.strip.hide()
        for button in (self.sign, self.certify, self.papers, self.primary):
            button.hide()

    def _connect(self) -> None:
        self.strip.chosen.connect(self._narrow)
        self.people.chosen.connect(self.panel.show_person)
        self.people.opened.connect(self._offer_member)
        self.people.left.connect(self._focus_strip)
        self.people.changed.connect(self._show_empty)
        self.panel.sessions_wanted.connect(self.deeds.show_sessions)
        self.panel.deeds.menu().aboutToShow.connect(
            lambda: fill_member(self, self.panel.deeds.menu(), self.panel.person)
        )
        self.deeds.told.connect(self.notices.say)
        self.deeds.busy_changed.connect(self._show_next)
        self.papers.menu().aboutToShow.connect(self._offer_papers)
        self.more.menu().aboutToShow.connect(lambda: fill_more(self, self.more.menu()))
        self.session.look_changed.connect(self._renew_look)
        for keys, does in (
            ("Esc", self._escape),
            ("Ctrl+E", self.deeds.sign_in),
            ("Ctrl+Return", self._open_current),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)
        self.sign.setToolTip("登记签到（Ctrl+E）")

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the card beside the list is left out."""
        self.narrow = narrow
        self._show_panel()
        self.back.setText("" if narrow else "全部培训班")
        self.back.setToolTip("全部培训班（Esc）")

    def _show_panel(self) -> None:
        self.panel.setVisible(self.shown is not None and not self.narrow)

    def _renew_look(self) -> None:
        self.people.table.fit()
        self.panel.fit()

    def main_control(self) -> QWidget:
        """The people, or what can be done where there are none."""
        if self.people.table.isVisibleTo(self):
            return self.people.table
        for button in (*self.people.none.findChildren(Button), self.primary):
            if button.isVisibleTo(self.window()) and button.isEnabled():
                return button
        return self.back

    # --- reading ------------------------------------------------------------------------------

    def choose(self, class_id: int) -> None:
        """Show a class."""
        if class_id != self._class_id:
            self._class_id = class_id
            self.notices.say(None)
            self.strip.choose("")
            self.people.forget()
        self.refresh()

    def refresh(self) -> None:
        """Read the class on show."""
        if not self._class_id:
            return
        self._asked += 1
        asked, class_id = self._asked, self._class_id

        def take(read: Board) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(lambda work: read_board(work, class_id), take)

    def _take(self, read: Board) -> None:
        self.shown = self.deeds.shown = read
        row = read.row
        self.title.show_text(f"{row.number} {row.title}")
        self.papers.setVisible(self.writing.allowed)
        enters = self.session.may(Right.RUN_TRAINING, Right.ENTER_MARKS)
        self.sign.setVisible(enters and row.state in {_S.RUNNING, _S.ENDED})
        issues = self.session.may(Right.PRINT_PAPERS) and self.session.may(Right.RUN_TRAINING)
        self.certify.setVisible(issues and self.session.day is None and bool(read.uncertified))
        clear(self._chip)
        self._chip.addWidget(Chip(row.state.label, class_chip(row.state)))
        people = read.people
        low = self.window().height() < LOW_BELOW and self.narrow
        self.strip.setVisible(not low or bool(people))
        self.strip.show_stages(self._stages(read))
        self.people.show_people(read)
        self.panel.show_class(read)
        self._show_panel()
        self._show_next()
        told = [row.number, f"{len(read.card.sessions)} 节课"]
        self.where_changed.emit("，".join([*told, f"{row.held:,} 人"]))

    @staticmethod
    def _stages(read: Board) -> list[Stage]:
        settled = read.row.state in SETTLED
        counts = {state: sum(one.state is state for one in read.people) for state in STAGES}
        here = _HERE.get(read.row.state)
        shown = [
            state
            for state in STAGES
            if counts[state] or state in {_E.INVITED, _E.ENROLLED, _E.COMPLETED}
        ]
        return [
            Stage(
                state.value,
                state.label,
                counts[state],
                done=settled and state is _E.COMPLETED,
                here=state is here and not settled,
            )
            for state in shown
        ]

    # --- what comes next ----------------------------------------------------------------------

    def _show_next(self) -> None:
        if self.shown is None:
            return
        step = self.shown.card.next_step
        able = self.session.may(Right.RUN_TRAINING, Right.APPROVE)
        self.primary.setVisible(step is not None and able)
        if step is not None:
            self.primary.setText(step.label)
            self.primary.setAccessibleName(step.label)
            self.primary.setEnabled(step.enabled and not self.deeds.busy)
            self.session.off_unless_today(self.primary)
        self.notices.show_standing(self._standing())

    def _standing(self) -> list[Message]:
        if self.shown is None:
            return []
        row, card = self.shown.row, self.shown.card
        blocks = card.next_step is not None and not card.next_step.enabled
        kind = Kind.WARN if blocks else Kind.INFO
        messages = [
            Message(f"{one.sentence.rstrip('。')}。", kind, self._remedy(one))
            for one in card.blockers[:2]
        ]
        if row.state is _S.CANCELLED:
            messages.append(Message(f"已取消：{row.cancel_reason}。", Kind.INFO))
        elif row.state in SETTLED:
            told = f"结果已核定：{row.completed:,} 人合格，{row.failed:,} 人不合格"
            version = f"（第 {row.result_version} 版）" if row.result_version > 1 else ""
            messages.append(Message(f"{told}{version}。", Kind.OK))
        return messages

    def _remedy(self, blocker: Blocker) -> tuple[Action, ...]:
        if not self.session.may(Right.RUN_TRAINING, Right.ENTER_MARKS) or self.session.day:
            return ()
        leads = {
            "session": ("排课次", self.deeds.show_sessions),
            "attendance": ("登记签到", self.deeds.sign_in),
            "test": ("录测试成绩", self.deeds.key_tests),
            "document": ("补文号", self.deeds.change),
            "member": ("加参训人员", self.deeds.enrol),
            "approval": ("去审批", self.deeds.approve),
        }
        found = leads.get(blocker.kind)
        return () if found is None else (Action(*found),)

    def _go_on(self) -> None:
        step = self.shown.card.next_step if self.shown else None
        if step is not None:
            self.notices.say(None)
            self.deeds.do(step.code)

    def _offer_papers(self) -> None:
        if self.shown is not None:
            self.writing.fill(self.papers.menu(), self.shown.row)

    # --- people -------------------------------------------------------------------------------

    def _narrow(self, key: str) -> None:
        self.people.narrow(key)

    def _offer_member(self, row: PersonRow) -> None:
        """Enter on somebody: what can be done with him."""
        menu = QMenu(self)
        fill_member(self, menu, row)
        if not menu.isEmpty():
            table = self.people.table
            at = table.visualRect(table.currentIndex()).bottomLeft()
            menu.exec(table.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _open_current(self) -> None:
        if self.people.current is not None:
            self._offer_member(self.people.current)

    def _focus_strip(self) -> None:
        if self.strip.buttons:
            self.strip.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _escape(self) -> None:
        """Conditions first, then the class."""
        if self.people.narrowed or self.strip.key:
            self.strip.choose("")
            self.people.clear_conditions()
        else:
            self.left.emit()

    def _show_empty(self) -> None:
        if self.shown is None:
            return
        if self.people.rows:
            self.people.say_empty(None)
        elif self.people.narrowed:
            actions = [Button("看全部", does=self._escape)]
            empty = EmptyState("users-three", "没有这样的人", "换个条件，或看全部。", actions)
            self.people.say_empty(empty)
        else:
            self.people.say_empty(self._nobody())

    def _nobody(self) -> EmptyState:
        assert self.shown is not None  # noqa: S101 - asked before
        row = self.shown.row
        runs = self.session.may(Right.RUN_TRAINING) and self.session.day is None
        actions: list[Button] = []
        if row.state in SETTLED or row.state is _S.CANCELLED:
            return EmptyState("users-three", "这个班没有参训人员", "", actions)
        if not runs:
            return EmptyState("users-three", "还没有参训人员", "办班的人加了就在这里。", actions)
        if not self.shown.card.sessions:
            actions.append(Button("排课次…", glyph="calendar-blank", does=self.deeds.show_sessions))
        actions.append(Button("加参训人员…", glyph="user-plus", does=self.deeds.enrol))
        told = (
            f"{span(row.first_day, row.last_day)}，{row.capacity:,} 个名额。"
            "按区域和岗位成批加，或从轮训应训名单里加；名额满了自动排候补。"
        )
        return EmptyState("chalkboard-teacher", "排好课次，加参训人员", told, actions)
