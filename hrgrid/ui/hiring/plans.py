"""计划: what a year wants to hire, street by street, its approval, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from hrgrid.core.rights import Right
from hrgrid.hiring.queries.plans import LineRow, PlanCard, PlanRow, plan_card, plans
from hrgrid.hiring.rules.words import PlanState
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import Chip, EmptyState
from hrgrid.ui.forms import Choice, clear, label
from hrgrid.ui.hiring.words import plan_chip, plan_name
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.parts import panel, rule
from hrgrid.ui.matters.table_export import save_table
from hrgrid.ui.matters.words import full_day, percent
from hrgrid.ui.notices import Notices
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.tables import Column, RowsModel, Table

COLUMNS: tuple[Column[LineRow], ...] = (
    Column("区域", lambda row: row.name, 130, grows=True, strong=True),
    Column("编制", lambda row: f"{row.count.seats:,}", 60, right=True, drops=True),
    Column("在岗", lambda row: f"{row.count.in_post:,}", 60, right=True, drops=True),
    Column("缺额", lambda row: f"{row.count.vacant:,}", 60, right=True),
    Column("计划招录", lambda row: f"{row.heads:,}", 84, right=True, strong=True),
    Column("储备", lambda row: f"{row.reserve:,}", 56, right=True),
    Column("与缺额不同", lambda row: row.reason, 150, grows=True, quiet=True, drops=True),
    Column("在招", lambda row: f"{row.on_offer:,}", 56, right=True, drops=True),
    Column("拟录用", lambda row: f"{row.proposed:,}", 64, right=True),
    Column("已录用", lambda row: f"{row.hired:,}", 64, right=True, strong=True),
    Column("还差", lambda row: f"{row.left:,}".replace("-", "−"), 56, right=True),
)


@dataclass(frozen=True)
class _Read:
    rows: list[PlanRow]
    card: PlanCard | None


def _read(work: UnitOfWork, plan_id: int | None) -> _Read:
    rows = plans(work)
    known = [row.id for row in rows]
    first = next((row.id for row in rows if row.state is not PlanState.VOID), None)
    wanted = (
        plan_id if plan_id in known else first if first is not None else next(iter(known), None)
    )
    return _Read(rows, None if wanted is None else plan_card(work, wanted))


class PlanLevel(Level):
    """One plan; Enter on a line changes it while the plan is a draft."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.rows: list[PlanRow] = []
        self.card: PlanCard | None = None
        self._chosen: int | None = None
        self._asked = 0
        self.chooser = Choice("换一份计划")
        self._chip = QHBoxLayout()
        self.change = Button("改人数…", glyph="pencil-simple", does=self._change)
        self.more = Button("更多")
        self.more.setMenu(QMenu(self.more))
        self.primary = PrimaryButton("", name="下一步", does=self._go_on)
        self.notices = Notices()
        self.model: RowsModel[LineRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "招录计划")
        self.total = label("", "strong")
        self.told = Elided("", role="crumb", px=theme.LABEL)
        self.export = LinkButton("导出 Excel", glyph="download-simple", does=self._export)
        self._saving = Saving(session, self)
        self._frame, self._empty = self._make_frame(), self._make_empty()
        self._lay_out()
        self.chooser.currentIndexChanged.connect(lambda _: self._choose_entry())
        self.table.opened.connect(lambda _: self._change())
        self.table.chosen.connect(self._tell)
        self.more.menu().aboutToShow.connect(self._fill_more)
        session.look_changed.connect(self.table.fit)

    # --- building -----------------------------------------------------------------------------

    def _make_frame(self) -> QFrame:
        frame, column = panel()
        column.addWidget(self.table, 1)
        column.addWidget(rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 6)
        foot.setSpacing(12)
        foot.addWidget(self.total)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.export)
        column.addLayout(foot)
        return frame

    def _make_empty(self) -> QFrame:
        frame, column = panel()
        told = "计划按缺额每个街道列一行，批准后按它新建批次；招了多少、还差多少，都对着计划看。"
        actions: list[Button] = []
        if self.session.may(Right.RUN_HIRING):
            self.first = PrimaryButton(
                "从缺额拟定计划", glyph="plus", does=lambda: self.wanted.emit("draft", None)
            )
            actions.append(self.first)
        column.addWidget(EmptyState("clipboard-text", "还没有招录计划", told, actions))
        return frame

    def _lay_out(self) -> None:
        self.chooser.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.chooser.setMinimumWidth(theme.length(170))
        self.tool_row.addWidget(self.chooser)
        self.tool_row.addLayout(self._chip)
        self.tool_row.addStretch()
        for part in (self.change, self.more, self.primary):
            self.tool_row.addWidget(part)
        for hidden in (self.chooser, self.change, self.more, self.primary):
            hidden.hide()
        self.column.addWidget(self.notices)
        self.column.addWidget(self._frame, 1)
        self.column.addWidget(self._empty, 1)
        self._frame.hide()
        self._empty.hide()

    # --- reading ------------------------------------------------------------------------------

    def choose(self, plan_id: int) -> None:
        """Show a plan."""
        self._chosen = plan_id
        self.refresh()

    def refresh(self) -> None:
        """Read the plans and the lines of the one on show."""
        self._asked += 1
        asked, chosen = self._asked, self._chosen

        def take(read: _Read) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(lambda work: _read(work, chosen), take)

    def _take(self, read: _Read) -> None:
        self.rows, self.card = read.rows, read.card
        found = read.card is not None
        self._frame.setVisible(found)
        self._empty.setVisible(not found)
        self.arrange(narrow=self.narrow)
        clear(self._chip)
        if read.card is None:
            self.notices.show_standing([])
            self.say_where("计划")
            return
        plan = read.card.plan
        self._chosen = plan.id
        self.chooser.fill([(row.id, plan_name(row.year, row.title)) for row in read.rows])
        self.chooser.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.chooser.choose(plan.id)
        self.chooser.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._chip.addWidget(Chip(plan.state.label, plan_chip(plan.state)))
        at = self.table.current
        self.model.show_rows(read.card.lines)
        ids = [line.id for line in read.card.lines]
        if at is not None and at.id in ids:
            self.table.selectRow(ids.index(at.id))
        hired = f"，已录用 {plan.hired:,} 名" if plan.state is PlanState.APPROVED else ""
        self.total.setText(f"合计招录 {plan.heads:,} 名，储备 {plan.reserve:,} 名{hired}")
        self._show_next(plan)
        self.say_where(f"{plan.year} 年度计划，缺额按 {full_day(plan.as_of)}")
        self.hand_on_focus()

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window changing a line is an entry of 更多."""
        super().arrange(narrow=narrow)
        plan = self.card.plan if self.card else None
        runs = self.session.may(Right.RUN_HIRING)
        draft = plan is not None and plan.state is PlanState.DRAFT
        self.chooser.setVisible(plan is not None)
        self.change.setVisible(draft and runs and not narrow)
        self.more.setVisible(plan is not None)
        self.primary.setVisible(plan is not None and plan.state is not PlanState.VOID)

    def main_control(self) -> QWidget:
        """The lines."""
        return self.table if self.card else self

    def _choose_entry(self) -> None:
        chosen = self.chooser.currentData()
        if isinstance(chosen, int) and chosen != self._chosen:
            self.choose(chosen)

    def _tell(self, row: LineRow | None) -> None:
        if row is None or self.card is None:
            self.told.show_text("")
            return
        share = percent(self.card.plan.reserve_bp)
        why = f"，{row.reason}" if row.reason else ""
        self.told.show_text(
            f"{row.name}：{row.count.arithmetic}，储备按 {share} 为 {row.computed_reserve}{why}"
        )

    # --- what comes next ----------------------------------------------------------------------

    def _show_next(self, plan: PlanRow) -> None:
        messages: list[Message] = []
        approves = self.session.may(Right.RUN_HIRING, Right.DECIDE_HIRING, Right.APPROVE)
        if plan.state is PlanState.DRAFT:
            text = f"批准计划（{plan.heads:,} 名）"
            self.primary.setEnabled(approves and plan.heads > 0)
            if not plan.heads:
                told = "计划一个人也不招。核对各街道的人数，或按缺额重新计算。"
                messages.append(Message(told, Kind.WARN))
        else:
            text = "按计划新建批次"
            self.primary.setEnabled(self.session.may(Right.RUN_HIRING))
            if plan.state is PlanState.APPROVED:
                told = (
                    f"{plan.document_no}，{full_day(plan.decided_on)} 批准。{plan.approval_words}"
                )
                messages.append(Message(f"{told.rstrip('。')}。", Kind.OK))
        if plan.state is PlanState.VOID:
            messages.append(Message(f"已作废：{plan.void_reason}。"))
        self.primary.setText(text)
        self.primary.setAccessibleName(text)
        self.session.off_unless_today(self.primary, self.change)
        self.notices.show_standing(messages)

    def _go_on(self) -> None:
        if self.card is None or not self.session.is_today():
            return
        plan = self.card.plan
        if plan.state is PlanState.APPROVED:
            self.wanted.emit("new_batch", plan)
            return
        from hrgrid.ui.hiring.plan_forms import ApprovePlanDialog

        ApprovePlanDialog(self.session, plan, self.window()).exec()

    def _change(self) -> None:
        from hrgrid.ui.hiring.plan_forms import LineDialog

        row = self.table.current
        card = self.card
        if row is None or card is None or card.plan.state is not PlanState.DRAFT:
            return
        if self.session.is_today() and self.session.may(Right.RUN_HIRING):
            LineDialog(self.session, card.plan, row, self.window()).exec()
            self.table.setFocus()

    def _recount(self) -> None:
        from hrgrid.ui.hiring.plan_forms import RecountDialog

        if self.card is not None:
            RecountDialog(self.session, self.card.plan, self.window()).exec()

    def _void(self) -> None:
        from hrgrid.ui.hiring.plan_forms import VoidPlanDialog

        if self.card is not None:
            VoidPlanDialog(self.session, self.card.plan, self.window()).exec()

    def _export(self) -> None:
        if self.card is not None:
            plan = self.card.plan
            name = f"{plan_name(plan.year, plan.title)} {plan.heads} 名"
            save_table(self._saving, name, COLUMNS, self.card.lines, "招录计划")

    def _fill_more(self) -> None:
        menu = self.more.menu()
        menu.clear()
        if self.card is None:
            return
        plan = self.card.plan
        if self.session.may(Right.RUN_HIRING) and self.session.day is None:
            if plan.state is PlanState.DRAFT:
                menu.addAction("改人数…").triggered.connect(lambda *_: self._change())
                menu.addAction("按缺额重新计算…").triggered.connect(lambda *_: self._recount())
            if plan.state is not PlanState.VOID:
                menu.addAction("作废这份计划…").triggered.connect(lambda *_: self._void())
            again = menu.addAction("另立一份招录计划…")
            again.triggered.connect(lambda *_: self.wanted.emit("draft", None))
        menu.addAction("导出 Excel…").triggered.connect(lambda *_: self._export())
