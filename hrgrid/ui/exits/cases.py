"""退出事项: the cases grouped by how far they are, with what waits longest on top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from hrgrid.core.names.spelling import match_key
from hrgrid.core.rights import Right
from hrgrid.exits.rules.case_rows import CaseFilter, CaseRow
from hrgrid.exits.rules.words import ENDED, ExitState
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.exits.board import CaseBoardView
from hrgrid.ui.exits.reading import read_cases
from hrgrid.ui.exits.words import NO_GROUND, TOPIC, due, state_chip, waits
from hrgrid.ui.forms import Choice, TextField
from hrgrid.ui.matters.grouped import GroupedModel, GroupedTable, Heading
from hrgrid.ui.matters.opening import OpeningLevel
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column

GOING, OVERDUE, MINE, WATCHED, OVER = "going", "overdue", "mine", "watched", "over"
_ORDER = list(ExitState)

# The last that may drop goes first.
COLUMNS: tuple[Column[CaseRow], ...] = (
    Column("姓名", lambda row: row.name, 96, strong=True),
    Column("岗位", lambda row: row.place, 200, grows=True),
    Column("用工", lambda row: row.engagement.label, 84, drops=True),
    Column("状态", lambda row: row.state.label, 130, chip=lambda row: state_chip(row.state)),
    Column("起因", lambda row: row.cause.label, 150, quiet=True, drops=True),
    Column("已等", waits, 66, right=True),
    Column("期限", due, 110, chip=lambda row: "bad" if row.overdue else ""),
    Column("下一步", lambda row: row.step_label, 120),
    Column("经办人", lambda row: row.handler, 80, quiet=True, drops=True),
    Column("编号", lambda row: row.number, 130, quiet=True, drops=True),
)


def _fits(row: CaseRow, which: str, mine: int, text: str) -> bool:
    kinds: dict[str, Callable[[], bool]] = {
        GOING: lambda: row.state not in ENDED,
        OVERDUE: lambda: row.overdue > 0,
        MINE: lambda: row.state not in ENDED and row.handler_id == mine,
        WATCHED: lambda: row.watched,
        OVER: lambda: row.state in ENDED,
    }
    if which in kinds and not kinds[which]():
        return False
    if not text:
        return True
    return (
        match_key(text) in match_key(row.name)
        or text in row.number
        or text in row.staff_number
        or text in row.place
    )


class CasesLevel(OpeningLevel[CaseBoardView]):
    """The list, or the board of one case; Esc on the board leads back."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, CaseBoardView(session))
        self.rows: list[CaseRow] = []
        self._asked = 0
        self._read_once = False
        self._wanted: int | None = None
        self._counts: Counter[ExitState] = Counter()
        self.search = TextField("找退出事项", hint="姓名、工号、编号、网格")
        self.search.setClearButtonEnabled(True)
        self.which = Choice("看哪些")
        self.model: GroupedModel[CaseRow] = GroupedModel(COLUMNS, self._heading, self)
        self.table = GroupedTable(self.model, "退出事项")
        self.table.key_rows_by(lambda row: row.id)
        self.found_none = EmptyState("sign-out", "没有这样的退出事项", "换个条件，或看全部。")
        self.new = PrimaryButton("立案", glyph="plus", does=self.open_new, parent=self)
        self.list = self._make_list()
        self.empty = self._make_empty()
        self.put_parts((self.list, self.empty), (self.new,))
        self.on_keys("Ctrl+N", self.open_new)
        self.on_keys("Ctrl+F", self._find)
        self.table.opened.connect(lambda row: self.show_board(row.id))
        self.table.left.connect(self.search.setFocus)
        self.search.textChanged.connect(lambda _: self._show())
        self.search.returnPressed.connect(self.table.setFocus)
        self.which.currentIndexChanged.connect(lambda _: self._show())
        session.look_changed.connect(self.table.fit)

    # --- building -----------------------------------------------------------------------------

    def _make_list(self) -> QFrame:
        frame, column = panel()
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        bar.setSpacing(8)
        bar.addWidget(self.search, 2)
        bar.addWidget(self.which)
        bar.addStretch(3)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.found_none, 1)
        return frame

    def _make_empty(self) -> QFrame:
        frame, column = panel()
        told = (
            "这里按程序办退出：预警、约谈、补训或调岗、再考核，仍不合格的才拟退出，再核保护情形、"
            f"听申辩、征求工会意见、审批、送达。每一步都有依据和记录。\n{NO_GROUND}"
        )
        actions: list[Button] = []
        if self.runs:
            self.first = PrimaryButton("立案", glyph="plus", does=self.open_new)
            self.session.off_unless_today(self.first)
            actions = [self.first, Button("看预警筛查", does=self._to_warnings)]
        column.addWidget(EmptyState("sign-out", "没有退出事项", told, actions))
        return frame

    @property
    def runs(self) -> bool:
        """Whether the person may run exits."""
        return self.session.may(Right.RUN_EXITS)

    def _to_warnings(self) -> None:
        self.wanted.emit("warnings", None)

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list, and the board where one is open."""
        self._asked += 1
        asked = self._asked

        def take(rows: list[CaseRow]) -> None:
            if asked == self._asked:
                self._take(rows)

        self.session.tasks.read(read_cases(CaseFilter()), take)
        if not self.board.isHidden():
            self.board.refresh()

    def _take(self, rows: Sequence[CaseRow]) -> None:
        self.rows = sorted(rows, key=lambda row: _ORDER.index(row.state))
        self._counts = Counter(row.state for row in rows)
        self._fill_which()
        self._show()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.show_board(wanted)
        elif self.board.isHidden():
            self.show_list()
        self._read_once = True
        self.hand_on_focus()

    def _fill_which(self) -> None:
        mine = self.session.desk.actor.operator_id
        count = {
            key: sum(_fits(row, key, mine, "") for row in self.rows)
            for key in (GOING, OVERDUE, MINE, WATCHED, OVER)
        }
        self.which.fill(
            [
                (GOING, f"在办 {count[GOING]:,}"),
                (OVERDUE, f"逾期 {count[OVERDUE]:,}"),
                (MINE, f"我经办 {count[MINE]:,}"),
                (WATCHED, f"解除后观察 {count[WATCHED]:,}"),
                (OVER, f"已结束 {count[OVER]:,}"),
                ("", f"全部 {len(self.rows):,}"),
            ]
        )

    def _show(self) -> None:
        which, text = self.which.currentData(), self.search.text().strip()
        mine = self.session.desk.actor.operator_id
        shown = [row for row in self.rows if _fits(row, which, mine, text)]
        self.table.keep()
        self.model.show_people(shown)
        self.table.setVisible(bool(shown))
        self.found_none.setVisible(not shown)

    def _heading(self, row: CaseRow) -> Heading:
        return CaseHeading(row.state.value, row.state.label, self._counts[row.state])

    # --- list and board -----------------------------------------------------------------------

    def choose(self, matter_id: int) -> None:
        """Show one, now or when the list has come."""
        if self._read_once:
            self.show_board(matter_id)
        else:
            self._wanted = matter_id

    def show_list(self) -> None:
        """All of them."""
        self.turn_to(self.list if self.rows else self.empty)
        self.say_where("退出事项")

    def show_tools(self, shown: QWidget) -> None:
        """What belongs to the list."""
        self.new.setVisible(shown is self.list and self.runs)
        self.session.off_unless_today(self.new)

    def main_control(self) -> QWidget:
        """The board, the list, what narrows it, or the first button where there is none."""
        if not self.board.isHidden():
            return self.board.main_control()
        if not self.rows:
            return self.first if self.runs else self
        return self.table if self.table.isVisibleTo(self) else self.search

    def _find(self) -> None:
        if self.board.isHidden() and self.rows:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_new(self) -> None:
        """Begin a case."""
        from hrgrid.ui.exits.forms import open_case_form

        if not (self.board.isHidden() and self.runs and self.session.is_today()):
            return
        made = open_case_form(self.session, self.window())
        if made is not None:
            self.session.tasks.changed.emit(TOPIC)
            self.show_board(made)


class CaseHeading(Heading):
    """A state with the number of cases in it."""

    @property
    def told(self) -> str:
        """已约谈　3 件."""
        return f"{self.label}　{self.count or 0:,} 件"
