"""按格测算: what every grid brings its unit in a year, as versions with their differences."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.core.money import format_money
from hrgrid.core.rights import Right
from hrgrid.funding.rules.grant_rows import GrantDifference, GrantRunRow, GrantUnitRow
from hrgrid.funding.rules.words import ActState, GrantState
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import Card, EmptyState
from hrgrid.ui.forms import label
from hrgrid.ui.funding.grant_reading import Grants, RunRead, read_grants, read_run
from hrgrid.ui.funding.words import BUDGETS, money, signed, yuan
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.notices import Notices
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table, row_height

_CHIPS = {GrantState.DRAFT: "warn", GrantState.APPLIED: "ok", GrantState.REPLACED: "mute"}
RUNS: tuple[Column[GrantRunRow], ...] = (
    Column("测算", lambda row: f"{row.area} 第 {row.number} 次", 130, grows=True, strong=True),
    Column("状态", lambda row: row.state.label, 84, chip=lambda row: _CHIPS[row.state]),
    Column("网格", lambda row: f"{row.grid_count:,}", 64, right=True),
    Column("合计（元）", lambda row: money(row.total_fen), 118, right=True),
    Column("算到", lambda row: full_day(row.day), 92, quiet=True, drops=True),
    Column("规则", lambda row: f"第 {row.rule_number} 版", 66, quiet=True, drops=True),
    Column("经办", lambda row: row.made_by, 70, quiet=True, drops=True),
)
UNITS: tuple[Column[GrantUnitRow], ...] = (
    Column("单位", lambda row: row.area, 120, grows=True, strong=True),
    Column("网格", lambda row: f"{row.grids:,}", 70, right=True),
    Column("有人在岗", lambda row: f"{row.staffed:,}", 80, right=True),
    Column("经费（元）", lambda row: money(row.fen), 128, right=True),
)


def _change(row: GrantDifference) -> str:
    return signed((row.after_fen or 0) - (row.before_fen or 0))


def _fen(fen: int | None) -> str:
    return "没有" if fen is None else format_money(fen)


DIFFERENCES: tuple[Column[GrantDifference], ...] = (
    Column("网格", lambda row: row.grid, 130, grows=True, strong=True),
    Column("单位", lambda row: row.unit, 90, quiet=True),
    Column("上次（元）", lambda row: _fen(row.before_fen), 104, right=True),
    Column("这次（元）", lambda row: _fen(row.after_fen), 104, right=True),
    Column("相差", _change, 100, right=True),
    Column("为什么", lambda row: row.why, 160, grows=True, quiet=True),
)  # fmt: skip


class GrantLevel(Level):
    """The computations of the year at the left, the units of one at the right."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAccessibleName("按格测算")
        self.read: Grants | None = None
        self.shown: RunRead | None = None
        self._asked = self._asked_run = 0
        self.rules = Button("规则…", glyph="sliders-horizontal", does=self.open_rules)
        self.items = Button("科目…", does=self.open_items)
        self.differ = Button("和上次比", does=self.turn)
        self.again = Button("重新测算…", does=self.compute)
        self.again.setToolTip("Ctrl+N")
        self.more = Button("更多")
        self.more.setMenu(QMenu(self.more))
        for words, does in (
            ("规则…", self.open_rules),
            ("科目…", self.open_items),
            ("重新测算…", self.compute),
        ):
            self.more.menu().addAction(words, does)
        self.primary = PrimaryButton("", name="下一步", does=self.go_on)
        self.tool_row.addStretch(1)
        for button in (self.items, self.rules, self.differ, self.again, self.more, self.primary):
            self.tool_row.addWidget(button)
        self.notices = Notices()
        self.runs_model: RowsModel[GrantRunRow] = RowsModel(RUNS, self)
        self.table = Table(self.runs_model, "按格测算")
        self.units: RowsModel[GrantUnitRow] = RowsModel(UNITS, self)
        self.unit_table = Table(self.units, "各单位按格经费")
        self.differences: RowsModel[GrantDifference] = RowsModel(DIFFERENCES, self)
        self.difference_table = Table(self.differences, "和上次测算的差异")
        self.told = label("", "body2", wraps=True)
        self.body = QWidget()
        self._row = QHBoxLayout(self.body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._left, inside = panel()
        inside.addWidget(self.table)
        self.card = Card("各单位", " ")
        self.card.column.addWidget(self.told)
        for table in (self.unit_table, self.difference_table):
            self.card.column.addWidget(table, 1)
        self.difference_table.hide()
        self._row.addWidget(self._left, 1)
        self._row.addWidget(self.card, 1)
        self.empty, none = panel()
        none.addWidget(self._make_empty())
        column = QVBoxLayout()
        column.addWidget(self.body, 1)
        column.addWidget(self.empty, 1)
        self.column.addWidget(self.notices)
        self.column.addLayout(column, 1)
        self.body.hide()
        self.empty.hide()
        for tool in (self.differ, self.again, self.primary):
            tool.hide()
        self._connect()

    def _make_empty(self) -> EmptyState:
        told = (
            "按规则给每个在册网格算一年的经费，例如每格 30,000.00 元；整年、按月或按日由规则定。"
            "每次测算都留底，采用以后拟一份“安排到科目”的文件，审批了才计入预算。"
        )
        actions: list[Button] = []
        if self.may_run:
            self.first = PrimaryButton("按格测算…", glyph="plus", does=self.compute)
            actions.append(self.first)
        actions.append(Button("看规则", does=self.open_rules))
        return EmptyState("wallet", "这一年还没有测算过", told, actions)

    def _connect(self) -> None:
        self.table.chosen.connect(lambda _: self._read_run())
        self.unit_table.opened.connect(self._open_unit)
        for keys, does in (("Ctrl+N", self.compute), ("Ctrl+Return", self.go_on)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)
        for table in (self.table, self.unit_table, self.difference_table):
            self.session.look_changed.connect(table.fit)

    @property
    def may_run(self) -> bool:
        """Whether the person may run funding."""
        return self.session.may(Right.RUN_FUNDING)

    def main_control(self) -> QWidget:
        """The list, or the button that begins."""
        if self.body.isHidden() and hasattr(self, "first"):
            return self.first
        return self.table

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window one stands below the other."""
        super().arrange(narrow=narrow)
        direction = QHBoxLayout.Direction
        for folded in (self.items, self.rules):
            folded.setVisible(not narrow)
        self.more.setVisible(narrow)
        # The newest and the one before it stay in sight.
        self._left.setMinimumHeight(3 * row_height() + 2 if narrow else 0)
        self._show_tools()
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the year."""
        self._asked += 1
        asked = self._asked

        def take(read: Grants) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(read_grants(self.session.year), take)

    def _take(self, read: Grants) -> None:
        before = {one.id for one in self.read.runs} if self.read else None
        kept = self.table.current
        self.read = read
        self.say_where(f"{read.year} 年按格测算")
        shown = bool(read.runs)
        (self.empty if shown else self.body).hide()
        (self.body if shown else self.empty).show()
        self.runs_model.show_rows(read.runs)
        ids = [one.id for one in read.runs]
        # One that was just made is what is wanted.
        fresh = before is not None and ids and ids[0] not in before
        if kept is not None and kept.id in ids and not fresh:
            self.table.selectRow(ids.index(kept.id))
        self._show_tools()
        self._read_run()
        self.hand_on_focus()

    def _read_run(self) -> None:
        row = self.table.current
        self._asked_run += 1
        asked = self._asked_run
        if row is None or self.read is None:
            self.units.show_rows([])
            self.differences.show_rows([])
            return

        def take(read: RunRead) -> None:
            if asked == self._asked_run:
                self._show_run(read)

        self.session.tasks.read(read_run(row, self.read.before(row)), take)

    def _show_run(self, read: RunRead) -> None:
        self.shown = read
        self.units.show_rows(read.units)
        self.differences.show_rows(read.differences)
        row, before = read.row, read.before
        parts = [f"{row.grid_count:,} 格共 {yuan(row.total_fen)}。"]
        if before is not None:
            change = row.total_fen - before.total_fen
            count = len(read.differences)
            parts.append(
                f"比第 {before.number} 次{f'相差 {signed(change)} 元' if change else '总数不变'}，"
                f"{f'{count:,} 个网格不同' if count else '各网格都相同'}。"
            )
        self.told.setText("".join(parts))
        self._show_tools()

    # --- tools --------------------------------------------------------------------------------

    def _show_tools(self) -> None:
        row = self.table.current
        read = self.shown
        fits = read is not None and row is not None and read.row.id == row.id
        self.differ.setVisible(bool(fits and read is not None and read.before is not None))
        on_differences = not self.difference_table.isHidden()
        if on_differences and not self.differ.isVisibleTo(self.tools):
            self._turn_to(differences=False)
        on_differences = not self.difference_table.isHidden()
        self.differ.setText("看各单位" if on_differences else "和上次比")
        newest = self.read is not None and bool(self.read.runs) and row == self.read.newest(row)
        adopts = row is not None and row.state is GrantState.DRAFT and newest
        self.again.setVisible(bool(row) and self.may_run and adopts and not self.narrow)
        words = "重新测算…" if row is not None else ""
        if adopts and row is not None:
            words = f"采用第 {row.number} 次测算"
        self.primary.setText(words)
        self.primary.setVisible(bool(words) and self.may_run)
        self.primary.setEnabled(True)
        self.session.off_unless_today(self.primary, self.again)
        self._show_standing()

    def _show_standing(self) -> None:
        messages = []
        waiting = [
            one for one in (self.read.acts if self.read else ()) if one.state is ActState.DRAFT
        ]
        if waiting:
            act = Action("去审批", lambda: self.wanted.emit(BUDGETS, None))
            told = f"“{waiting[0].title}”待审批，审批后才安排到薪酬保障。"
            messages.append(Message(told, Kind.WARN, (act,)))
        self.notices.show_standing(messages)

    def turn(self) -> None:
        """Units, or what differs from the run before."""
        self._turn_to(differences=self.difference_table.isHidden())
        self._show_tools()

    def _turn_to(self, *, differences: bool) -> None:
        shown, hidden = self.difference_table, self.unit_table
        if not differences:
            shown, hidden = hidden, shown
        hidden.hide()
        shown.show()
        self.card.title.setText("和上次的差异" if differences else "各单位")

    # --- deeds --------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Adopt the newest, or compute anew."""
        row = self.table.current
        if row is None or not self.session.is_today() or not self.primary.isVisible():
            return
        if row.state is GrantState.DRAFT:
            from hrgrid.ui.funding.grant_forms import adopt

            adopt(self.session, self.window(), row)
        else:
            self.compute()

    def compute(self) -> None:
        """A new computation."""
        from hrgrid.ui.funding.grant_forms import ComputeDialog

        if self.may_run and self.session.is_today():
            ComputeDialog(self.session, self.window(), self.session.year).exec()

    def open_rules(self) -> None:
        """The rules with their versions."""
        from hrgrid.ui.funding.rule_dialog import open_rules

        open_rules(self.session, self.window())

    def open_items(self) -> None:
        """The items of spending."""
        from hrgrid.ui.funding.items_dialog import open_items

        open_items(self.session, self.window())

    def _open_unit(self, row: GrantUnitRow) -> None:
        from hrgrid.ui.funding.grant_forms import GridsDialog

        if self.shown is not None:
            GridsDialog(self.session, self.window(), self.shown.row, row).exec()
