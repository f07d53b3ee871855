"""批次: all of them in a list, and the board of the one that is open."""

from __future__ import annotations

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
from hrgrid.ui.matters.opening import TableLevel
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.matters.words import full_day, span
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column

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


class BatchLevel(TableLevel[BatchRow, BatchBoard]):
    """The list, or one batch; Esc and 全部批次 lead back to the list."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, BatchBoard(session), COLUMNS, "招录批次", batches)
        self.new = PrimaryButton("新建批次", glyph="plus", does=self.open_new, parent=self)
        self.put_parts((self.list, self.empty), (self.new,))
        self.board.renewed.connect(self.refresh)
        self.on_keys("Ctrl+N", self._new_by_key)

    def make_empty(self) -> QFrame:
        """What a batch is, and where it begins."""
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

    # --- list and board -----------------------------------------------------------------------

    def is_running(self, row: BatchRow) -> bool:
        """Neither closed nor given up."""
        return row.state not in ENDED

    def show_list(self) -> None:
        """All batches."""
        self.turn_to(self.list if self.rows else self.empty)
        self.say_where("批次")

    def show_tools(self, shown: QWidget) -> None:
        """A new one is begun from the list."""
        self.new.setVisible(shown is self.list and self.session.may(Right.RUN_HIRING))
        self.session.off_unless_today(self.new)

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
