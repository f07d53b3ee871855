"""预算: what every unit has for a year, and the papers that changed it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from hrgrid.core.rights import Right
from hrgrid.funding.rules.budget_rows import ActCard, ActRow, BudgetCard, BudgetRow
from hrgrid.funding.rules.words import ActKind, ActState
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.funding.card import FundingCard
from hrgrid.ui.funding.reading import Budgets, read_act, read_budgets, read_card
from hrgrid.ui.funding.words import ACT_CHIPS, money
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.notices import Notices
from hrgrid.ui.page import Turning
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

UNITS: tuple[Column[BudgetRow], ...] = (
    Column("单位", lambda row: "　" * row.depth + row.area, 118, grows=True, strong=True),
    Column("总额（元）", lambda row: money(row.total_fen), 110, right=True),
    Column("分给下级", lambda row: money(row.given_fen), 110, right=True, drops=True),
    Column("已安排", lambda row: money(row.allotted_fen), 110, right=True),
    Column("已支出", lambda row: money(row.spent_fen), 110, right=True),
    Column("结余", lambda row: money(row.left_fen), 110, right=True),
    Column("未分配", lambda row: money(row.free_fen), 110, right=True, drops=True),
)
ACTS: tuple[Column[ActRow], ...] = (
    Column("文件", lambda row: row.title, 200, grows=True, strong=True),
    Column("办到", lambda row: row.state.label, 76, chip=lambda row: ACT_CHIPS[row.state]),
    Column("种类", lambda row: row.kind.label, 92),
    Column("金额（元）", lambda row: money(row.fen), 128, right=True),
    Column("日期", lambda row: full_day(row.day), 96, quiet=True),
    Column("文号", lambda row: row.document_no, 130, quiet=True, drops=True),
    Column("单位", lambda row: row.area, 96, quiet=True, drops=True),
    Column("经办", lambda row: row.made_by, 76, quiet=True, drops=True),
)
_KINDS = (ActKind.ISSUE, ActKind.AMEND, ActKind.GIVE, ActKind.ALLOT, ActKind.TRANSFER)


class BudgetLevel(Level):
    """The tree of units with their sums, or the papers; a card beside either."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAccessibleName("预算")
        self.read: Budgets | None = None
        self._asked = self._asked_card = 0
        self._wanted: int | None = None
        self.by_act = Button("看文件", glyph="file-text", does=self.turn)
        self.more = Button("办文件")
        self.more.setMenu(QMenu(self.more))
        self.more.menu().setToolTipsVisible(True)
        self.primary = PrimaryButton("", name="下一步", does=self.go_on)
        self.tool_row.addStretch(1)
        for button in (self.by_act, self.more, self.primary):
            self.tool_row.addWidget(button)
            button.hide()
        self.notices = Notices()
        self.units: RowsModel[BudgetRow] = RowsModel(UNITS, self)
        self.tree = Table(self.units, "各单位经费")
        self.acts: RowsModel[ActRow] = RowsModel(ACTS, self)
        self.papers = Table(self.acts, "经费文件")
        self.tables = Turning()
        for table in (self.tree, self.papers):
            frame, inside = panel()
            inside.addWidget(table)
            self.tables.addWidget(frame)
            session.look_changed.connect(table.fit)
        self.card = FundingCard()
        self.body = QWidget()
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.tables, 8)
        row.addWidget(self.card, 5)
        self.empty, self._none = panel()
        actions: list[Button] = []
        if self.runs:
            actions.append(PrimaryButton("填年初预算", glyph="plus", does=self.issue))
        told = "先填区级的年初预算和各级出资，审批以后再分给镇街。镇街加起来不会超过区级总额。"
        self._none.addWidget(EmptyState("wallet", "这一年还没有经费预算", told, actions))
        self.column.addWidget(self.notices)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.empty, 1)
        self.body.hide()
        self.empty.hide()
        self._connect()

    def _connect(self) -> None:
        self.tree.chosen.connect(lambda _: self._read_card())
        self.papers.chosen.connect(lambda _: self._choose_paper())
        self.papers.opened.connect(lambda _: self.approve())
        self.more.menu().aboutToShow.connect(self._offer)
        self.card.void.connect(self.void)
        for keys, does in (("Ctrl+N", self._menu), ("Ctrl+Return", self.go_on)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)
        self.more.setToolTip("Ctrl+N")

    # --- what the page asks -------------------------------------------------------------------

    @property
    def runs(self) -> bool:
        """Whether the person may run funding."""
        return self.session.may(Right.RUN_FUNDING)

    @property
    def on_acts(self) -> bool:
        """Whether the papers are on show."""
        return self.tables.currentIndex() == 1

    def main_control(self) -> QWidget:
        """The table on show."""
        if self.body.isHidden():
            return self
        return self.papers if self.on_acts else self.tree

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the card gives way to the table's columns."""
        super().arrange(narrow=narrow)
        self.card.setVisible(not narrow or self.on_acts)

    def choose(self, matter_id: int) -> None:
        """The row of a budget, now or when it has been read."""
        self._wanted = matter_id
        self.tables.setCurrentIndex(0)
        self._select()

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the year."""
        self._asked += 1
        asked = self._asked

        def take(read: Budgets) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(read_budgets(self.session.year), take)

    def _take(self, read: Budgets) -> None:
        kept_unit, kept_act = self.tree.current, self.papers.current
        self.read = read
        self.say_where(f"{read.year} 年预算")
        shown = bool(read.tree or read.acts)
        (self.empty if shown else self.body).hide()
        (self.body if shown else self.empty).show()
        self.units.show_rows(list(read.tree))
        self.acts.show_rows(list(read.acts))
        for table, kept, rows in (
            (self.tree, kept_unit, [one.id for one in read.tree]),
            (self.papers, kept_act, [one.id for one in read.acts]),
        ):
            if kept is not None and kept.id in rows:
                table.selectRow(rows.index(kept.id))
        self._select()
        self._show_tools(read)
        self._read_card()
        self.hand_on_focus()

    def _select(self) -> None:
        ids = [one.id for one in self.units.rows]
        if self._wanted in ids:
            self.tree.selectRow(ids.index(self._wanted))
            self._wanted = None

    def _choose_paper(self) -> None:
        if self.read is not None:
            self._show_tools(self.read)
        self._read_card()

    def _read_card(self) -> None:
        self._asked_card += 1
        asked = self._asked_card
        current = self.papers.current if self.on_acts else self.tree.current
        if current is None:
            self.card.show_nothing()
            return

        def take(card: BudgetCard | ActCard) -> None:
            if asked != self._asked_card:
                return
            if isinstance(card, ActCard):
                self.card.show_act(card, runs=self.runs)
                for button in self.card.buttons.values():
                    self.session.off_unless_today(button)
            else:
                self.card.show_budget(card)

        if self.on_acts:
            self.session.tasks.read(read_act(current.id), take)
        else:
            self.session.tasks.read(read_card(current.id), take)

    # --- tools --------------------------------------------------------------------------------

    def _show_tools(self, read: Budgets) -> None:
        shown = bool(read.tree or read.acts)
        waiting = len(read.waiting)
        self.by_act.setText("看单位" if self.on_acts else f"看文件（{len(read.acts):,}）")
        self.by_act.setVisible(shown)
        self.more.setVisible(shown and self.runs)
        words = ""
        current = self.papers.current
        if self.on_acts and current is not None:
            words = "审批这份文件…" if current.state is ActState.DRAFT else ""
        elif waiting:
            words = f"审批 {waiting:,} 份文件"
        elif shown and self.runs:
            given = any(one.given_fen for one in read.tree)
            words = "安排到科目…" if given else "分给下级…"
        self.primary.setText(words)
        self.primary.setVisible(bool(words))
        self.session.off_unless_today(self.primary, self.more)
        act = Action("去审批", self.go_on)
        told = f"有 {waiting:,} 份经费文件待审批，审批前不计入预算。"
        links = () if self.on_acts else (act,)
        self.notices.show_standing([Message(told, Kind.WARN, links)] if waiting else [])

    def turn(self) -> None:
        """Units or papers."""
        self.tables.setCurrentIndex(0 if self.on_acts else 1)
        self.card.setVisible(not self.narrow or self.on_acts)
        if self.read is not None:
            self._show_tools(self.read)
        self._read_card()
        self.main_control().setFocus()

    def _offer(self) -> None:
        menu = self.more.menu()
        menu.clear()
        for kind in _KINDS:
            entry = menu.addAction(f"{kind.label}…")
            why = self._hinders(kind)
            entry.setEnabled(not why)
            entry.setToolTip(why)
            entry.triggered.connect(lambda _=False, kind=kind: self.open_form(kind))
        menu.addSeparator()
        end = menu.addAction("年终结转或收回…")
        end.setEnabled(self.tree.current is not None)
        end.triggered.connect(lambda _=False: self.end_year())

    def _hinders(self, kind: ActKind) -> str:
        """Why a paper of this kind cannot be made for the unit under the cursor."""
        row = self.tree.current
        if kind is ActKind.ISSUE:
            return ""
        if row is None:
            return "请先填年初预算"
        siblings = [one for one in self.units.rows if one.parent_id == row.parent_id]
        if kind is ActKind.TRANSFER and (row.parent_id is None or len(siblings) < 2):
            return "只在同一个上级的单位之间调剂。请先选一个有平级单位的镇街"
        return ""

    def _menu(self) -> None:
        if self.more.isVisible() and self.more.isEnabled():
            self.more.showMenu()

    # --- deeds --------------------------------------------------------------------------------

    def go_on(self) -> None:
        """The next step: approve what waits, else hand on what is there."""
        if self.read is None or not self.session.is_today() or not self.primary.text():
            return
        if self.on_acts:
            self.approve()
        elif self.read.waiting:
            self._to_waiting()
        else:
            given = any(one.given_fen for one in self.read.tree)
            self.open_form(ActKind.ALLOT if given else ActKind.GIVE)

    def _to_waiting(self) -> None:
        """The first paper that waits, among the papers."""
        if not self.on_acts:
            self.turn()
        states = [one.state for one in self.acts.rows]
        self.papers.selectRow(states.index(ActState.DRAFT))

    def issue(self) -> None:
        """The first paper of a year."""
        self.open_form(ActKind.ISSUE)

    def open_form(self, kind: ActKind) -> None:
        """The form of a paper for the unit under the cursor."""
        from hrgrid.ui.funding import act_forms

        if not self.session.is_today() or not self.runs or self._hinders(kind):
            return
        row, over = self.tree.current, self.window()
        if kind is ActKind.ISSUE or row is None:
            act_forms.IssueDialog(self.session, over, self.session.year).exec()
        elif kind is ActKind.TRANSFER:
            act_forms.TransferDialog(self.session, over, row, self.units.rows).exec()
        else:
            forms = {
                ActKind.AMEND: act_forms.AmendDialog,
                ActKind.GIVE: act_forms.GiveDialog,
                ActKind.ALLOT: act_forms.AllotDialog,
            }
            forms[kind](self.session, over, row).exec()

    def end_year(self) -> None:
        """Draft the paper on what the unit under the cursor left."""
        from hrgrid.ui.funding.year_end import YearEndDialog

        row = self.tree.current
        if row is not None and self.runs and self.session.is_today():
            YearEndDialog(self.session, self.window(), row).exec()

    def approve(self) -> None:
        """Approve the paper under the cursor."""
        from hrgrid.ui.funding.approving import ApproveDialog

        row = self.papers.current
        if row is not None and row.state is ActState.DRAFT and self.session.is_today():
            ApproveDialog(self.session, self.window(), row).exec()

    def void(self) -> None:
        """Void it."""
        from hrgrid.ui.funding.approving import VoidActDialog

        row = self.papers.current
        if row is not None and row.state is ActState.DRAFT and self.session.is_today():
            VoidActDialog(self.session, self.window(), row).exec()
