"""批次: all of them in a list, and the board of the one that is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from hrgrid.core.rights import Right
from hrgrid.hiring.queries.batches import BatchRow, batches
from hrgrid.hiring.queries.plans import PlanRow
from hrgrid.hiring.rules.words import ENDED
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.hiring.batch_forms import Ground, OpenBatchDialog, read_ground
from hrgrid.ui.hiring.board import BatchBoard
from hrgrid.ui.hiring.words import batch_chip
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.matters.words import full_day, span
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

COLUMNS: tuple[Column[BatchRow], ...] = (
    Column("编号", lambda row: row.number, 90),
    Column("名称", lambda row: row.title, 160, grows=True, strong=True),
    Column("办到", lambda row: row.state.label, 130, chip=lambda row: batch_chip(row.state)),
    Column("网格", lambda row: f"{row.seats:,}", 60, right=True),
    Column("报名", lambda row: f"{row.candidates:,}", 60, right=True),
    Column("录用", lambda row: f"{row.hired:,}", 60, right=True),
    Column("来源", lambda row: row.kind.label, 90, drops=True),
    Column("报名时间", lambda row: span(row.apply_from, row.apply_to), 180, drops=True),
    Column("决定", lambda row: full_day(row.decided_on), 100, drops=True),
)


class BatchLevel(Level):
    """The list, or one batch; Esc and 全部批次 lead back to the list."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.rows: list[BatchRow] = []
        self._asked = 0
        self._open_wanted: int | None = None
        self._first = True
        self.new = PrimaryButton("新建批次", glyph="plus", does=self.open_new, parent=self)
        self.model: RowsModel[BatchRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "招录批次")
        self.board = BatchBoard(session)
        self.list, column = panel()
        column.addWidget(self.table)
        self.empty = self._make_empty()
        self.tool_row.addWidget(self.board.tools, 1)
        self._space = QWidget()
        self.tool_row.addWidget(self._space, 1)
        self.tool_row.addWidget(self.new)
        for part in (self.list, self.board, self.empty):
            self.column.addWidget(part, 1)
            part.hide()
        self.board.tools.hide()
        self.new.hide()
        self.table.opened.connect(lambda row: self.show_batch(row.id))
        self.board.left.connect(self.show_list)
        self.board.where_changed.connect(self.say_where)
        self.board.renewed.connect(self.refresh)
        self._on_keys("Ctrl+N", self._new_by_key)
        session.look_changed.connect(self.table.fit)

    def _on_keys(self, keys: str, does: object) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(does)

    def _make_empty(self) -> QFrame:
        frame, column = panel()
        told = (
            "批次从公告、报名、资格审查、笔试面试、体检政审、公示一直办到录用上岗，"
            "每一步都有依据，谁为什么录用或没录用都说得清。\n先拟定招录计划，批准后按计划新建。"
        )
        actions: list[Button] = []
        if self.session.may(Right.RUN_HIRING):
            self.first = PrimaryButton("新建批次", glyph="plus", does=self.open_new)
            actions.append(self.first)
        actions.append(Button("看缺额", does=lambda: self.wanted.emit("vacancies", None)))
        column.addWidget(EmptyState("user-plus", "还没有招录批次", told, actions))
        return frame

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list, and the board where one is open."""
        self._asked += 1
        asked = self._asked

        def take(rows: list[BatchRow]) -> None:
            if asked == self._asked:
                self._take(rows)

        self.session.tasks.read(batches, take)
        if not self.board.isHidden():
            self.board.refresh()

    def _take(self, rows: list[BatchRow]) -> None:
        self.rows = rows
        current = self.table.current
        self.model.show_rows(rows)
        ids = [row.id for row in rows]
        if current is not None and current.id in ids:
            self.table.selectRow(ids.index(current.id))
        running = [row for row in rows if row.state not in ENDED]
        wanted, self._open_wanted = self._open_wanted, None
        if wanted is not None and wanted in ids:
            self.show_batch(wanted)
        elif self._first and len(running) == 1:
            self.show_batch(running[0].id)
        elif self.board.isHidden():
            self.show_list()
        self._first = False
        self.hand_on_focus()

    def choose(self, batch_id: int) -> None:
        """Show a batch, now or when the list has come."""
        if batch_id in [row.id for row in self.rows]:
            self.show_batch(batch_id)
        else:
            self._open_wanted = batch_id
            self.refresh()

    def show_batch(self, batch_id: int) -> None:
        """The board of one batch."""
        self._show(self.board)
        self.board.choose(batch_id)

    def show_list(self) -> None:
        """All batches."""
        self._show(self.list if self.rows else self.empty)
        self.say_where("批次")

    def _show(self, wanted: QWidget) -> None:
        had_focus = self.isAncestorOf(self.focusWidget() or self)
        for part in (self.list, self.board, self.empty):
            if part is not wanted:
                part.hide()
        wanted.show()
        on_board = wanted is self.board
        self.board.tools.setVisible(on_board)
        self._space.setVisible(not on_board)
        self.new.setVisible(wanted is self.list and self.session.may(Right.RUN_HIRING))
        self.session.off_unless_today(self.new)
        if had_focus:
            self.main_control().setFocus()

    def arrange(self, *, narrow: bool) -> None:
        """Fold the card of the board."""
        super().arrange(narrow=narrow)
        self.board.arrange(narrow=narrow)

    def main_control(self) -> QWidget:
        """The candidates, or the batches."""
        if not self.board.isHidden():
            return self.board.main_control()
        return self.table if self.rows else self

    # --- deeds --------------------------------------------------------------------------------

    def _new_by_key(self) -> None:
        if self.board.isHidden():
            self.open_new()
        else:
            self.board.deeds.add_candidate()

    def open_new(self, chosen: object = None) -> None:
        """A new batch; of an approved plan with its positions and grids."""
        if not (self.session.is_today() and self.session.may(Right.RUN_HIRING)):
            return

        def show(ground: Ground) -> None:
            plan = chosen if isinstance(chosen, PlanRow) else ground.first
            box = OpenBatchDialog(self.session, ground, plan, self.window())
            if box.exec() and box.opened is not None:
                self.choose(box.opened.batch_id)

        self.session.tasks.read(read_ground, show)

    def open_candidate(self, candidate_id: int) -> None:
        """Somebody's card, in his batch."""
        self.board.open_candidate(candidate_id, self.choose)
