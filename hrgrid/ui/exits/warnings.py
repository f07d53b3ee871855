"""预警筛查: looks at confirmed results; each names people to look after, never a reason to end."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from hrgrid.core.rights import Right
from hrgrid.exits.rules.rows import LookRow
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.exits.look_board import LookBoardView
from hrgrid.ui.exits.looking import read_looks
from hrgrid.ui.exits.words import NO_GROUND, on
from hrgrid.ui.matters.opening import TableLevel
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.notices import Notices
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column


def look_state(row: LookRow) -> str:
    """How far a look is."""
    if row.void_reason:
        return "已作废"
    if row.stale:
        return "结果有变动"
    return "待处理" if row.open else "已处理"


def _chip(row: LookRow) -> str:
    kinds = {"已作废": "mute", "结果有变动": "warn", "待处理": "info", "已处理": "ok"}
    return kinds[look_state(row)]


COLUMNS: tuple[Column[LookRow], ...] = (
    Column("筛查", lambda row: row.title, 220, strong=True, grows=True),
    Column("状态", look_state, 100, chip=_chip),
    Column("待处理", lambda row: f"{row.open:,}", 70, right=True),
    Column("已立案", lambda row: f"{row.taken_up:,}", 70, right=True),
    Column("不立案", lambda row: f"{row.put_aside:,}", 70, right=True),
    Column("月数不足", lambda row: f"{row.left_out:,}", 76, right=True, drops=True),
    Column("筛查人", lambda row: row.made_by, 80, quiet=True, drops=True),
    Column("筛查日期", lambda row: on(row.made_at.date()), 96, quiet=True, drops=True),
)


class WarningsLevel(TableLevel[LookRow, LookBoardView]):
    """The looks that were kept, or the list of one."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, LookBoardView(session), COLUMNS, "预警筛查", read_looks)
        self.notices = Notices()
        # Laid out first: what is shown without a parent flashes up as a window of its own.
        self.column.addWidget(self.notices)
        self.notices.show_standing([Message(NO_GROUND, Kind.INFO)])
        self.new = PrimaryButton("筛查考核结果", glyph="plus", does=self.open_new, parent=self)
        self.put_parts((self.list, self.empty), (self.new,))
        self.on_keys("Ctrl+N", self.open_new)

    @property
    def runs(self) -> bool:
        """Whether the person may run exits."""
        return self.session.may(Right.RUN_EXITS)

    def make_empty(self) -> QFrame:
        """What a look is for."""
        frame, column = panel()
        told = (
            "筛查从已确认的考核结果里找出该提醒的人：不合格、一票否决、连续靠后。"
            "先看名单和原因，再存下来，逐人决定立案核实还是不立案。"
        )
        actions: list[Button] = []
        if self.runs:
            self.first = PrimaryButton("筛查考核结果", glyph="plus", does=self.open_new)
            self.session.off_unless_today(self.first)
            actions.append(self.first)
        column.addWidget(EmptyState("sign-out", "还没有筛查过", told, actions))
        return frame

    def is_running(self, row: LookRow) -> bool:
        """Whether somebody on it waits for a decision."""
        return bool(row.open) and not row.void_reason

    def show_list(self) -> None:
        """All looks."""
        self.turn_to(self.list if self.rows else self.empty)
        self.say_where("预警筛查")

    def show_tools(self, shown: QWidget) -> None:
        """What belongs to the list."""
        self.new.setVisible(shown is self.list and self.runs)
        self.session.off_unless_today(self.new)

    def main_control(self) -> QWidget:
        """The board, the list, or the first button where there is none."""
        if self.board.isHidden() and not self.rows and self.runs:
            return self.first
        return super().main_control()

    def open_new(self) -> None:
        """Look at results: whom it names is told before anything is kept."""
        from hrgrid.ui.exits.look_form import NewLook

        if not (self.board.isHidden() and self.runs and self.session.is_today()):
            return
        form = NewLook(self.session, self.window())
        form.exec()
        if isinstance(form.result_value, int):
            self.show_board(form.result_value)
