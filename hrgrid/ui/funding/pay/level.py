"""薪酬: the months of pay, the sheet of the one on show, and its one next step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.core.money import format_money
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.funding.papers.bank_file import write_bank_file
from hrgrid.funding.queries.pay import pay_list
from hrgrid.funding.queries.pay_reading import pay_of
from hrgrid.funding.rules.pay_forms import PayFilter
from hrgrid.funding.rules.pay_rows import PayCard, PayRow, PaySummary, PeriodRow
from hrgrid.funding.rules.words import COMPUTED_IN, PayState
from hrgrid.funding.service.bank_files import make_bank_file
from hrgrid.funding.service.pay_computing import compute_pay
from hrgrid.funding.service.pay_periods import hold_person, lock_pay, review_pay
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.funding.papers import FundingPapers
from hrgrid.ui.funding.pay import forms
from hrgrid.ui.funding.pay.card import PersonCard
from hrgrid.ui.funding.pay.words import (
    CHANGED,
    COLUMNS,
    EVERYBODY,
    HELD,
    PAGE,
    PRIMARY,
    Sheet,
    facts,
    read_months,
    read_sheet,
)
from hrgrid.ui.funding.words import TOPIC
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.saving import Saving, Writing
from hrgrid.ui.session import Session
from hrgrid.ui.stepper import Stepper
from hrgrid.ui.tables import RowsModel, Table

_STATES = list(PayState)


class PayLevel(Level):
    """The months of pay."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAccessibleName("薪酬")
        self.months: list[PeriodRow] = []
        self.period: PeriodRow | None = None
        self._wanted: int | None = None
        self._asked = 0
        self._sheet_asked = 0
        self.saving = Saving(session, self)
        self.papers = FundingPapers(session, self)
        self.which = Choice("月份")
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.more = Button("更多")
        self.more.setMenu(QMenu(self.more))
        self.primary = PrimaryButton("", name="下一步", does=self.go_on)
        self.steps = Stepper([state.label for state in PayState])
        self.told = label("", "label", wraps=True)
        self.search = TextField("找人", hint="姓名、工号")
        self.search.setClearButtonEnabled(True)
        self.shown = Choice(
            "看哪些", [(EVERYBODY, "全部人员"), (HELD, "暂缓发放"), (CHANGED, "与上次计算不同")]
        )
        self.count = label("", "caption")
        self.model: RowsModel[PayRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "薪酬表")
        self.card = PersonCard()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.tool_row.addWidget(self.which)
        self.tool_row.addStretch(1)
        self.tool_row.addWidget(self.more)
        self.tool_row.addWidget(self.primary)
        self.body = QWidget()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.steps)
        column.addWidget(self.told)
        row = QHBoxLayout()
        row.setSpacing(12)
        frame, inside = panel()
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        bar.setSpacing(8)
        bar.addWidget(self.search, 2)
        bar.addWidget(self.shown)
        bar.addStretch(1)
        bar.addWidget(self.count)
        inside.addLayout(bar)
        inside.addWidget(self.table, 1)
        row.addWidget(frame, 5)
        row.addWidget(self.card, 3)
        column.addLayout(row, 1)
        self.first = PrimaryButton("新建薪酬", glyph="plus", does=self.open_new)
        may = self.session.may(Right.RUN_FUNDING)
        self.empty = EmptyState(
            "wallet",
            "还没有月度薪酬",
            "按任职、考核等次、星级、代管和请假算出每个人的薪酬，经复核、审批后发放。",
            [self.first] if may else [],
        )
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.empty, 1)
        self.body.hide()
        self.empty.hide()

    def _connect(self) -> None:
        self.which.activated.connect(lambda _: self._choose_month())
        self.more.menu().aboutToShow.connect(self._offer)
        self.search.textChanged.connect(lambda _: self._read_sheet())
        self.search.returnPressed.connect(self.table.setFocus)
        self.shown.currentIndexChanged.connect(lambda _: self._read_sheet())
        self.table.chosen.connect(self._read_card)
        self.session.look_changed.connect(self.table.fit)

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the months of the year, then the sheet of the one on show."""
        self._asked += 1
        asked = self._asked

        def take(rows: list[PeriodRow]) -> None:
            if asked == self._asked:
                self._take(rows)

        self.session.tasks.read(partial(read_months, self.session.year), take)

    def _take(self, rows: list[PeriodRow]) -> None:
        self.months = rows
        stood = self._wanted or (self.period.id if self.period else 0)
        self._wanted = None
        self.which.fill([(row.id, f"{row.title}　{row.state.label}") for row in rows])
        found = next((row for row in rows if row.id == stood), rows[0] if rows else None)
        self.empty.setVisible(not rows)
        self.body.setVisible(bool(rows))
        self.which.setVisible(bool(rows))
        if found is not None:
            self.which.choose(found.id)
        self._show(found)
        self.hand_on_focus()

    def _choose_month(self) -> None:
        chosen = self.which.currentData()
        self._show(next((row for row in self.months if row.id == chosen), None))

    def choose(self, matter_id: int) -> None:
        """Show a month, now or when they have been read."""
        self._wanted = matter_id
        if self.months:
            self.refresh()

    def _show(self, period: PeriodRow | None) -> None:
        self.period = period
        self.say_where(period.title if period else "薪酬")
        self._show_tools()
        if period is None:
            return
        self.steps.go(_STATES.index(period.state) + (period.state is PayState.LOCKED))
        self.told.setText(facts(period))
        self.told.setVisible(bool(self.told.text()))
        self._read_sheet()

    def _show_tools(self) -> None:
        period = self.period
        self.more.setVisible(period is not None and period.may_handle)
        usable = period is not None and period.state in PRIMARY and self._may(period)
        self.primary.setVisible(usable)
        if period is not None and usable:
            self.primary.setText(PRIMARY[period.state])
            self.primary.setAccessibleName(PRIMARY[period.state])
        self.session.off_unless_today(self.primary, self.more, self.first)

    def _may(self, period: PeriodRow) -> bool:
        if period.state in (PayState.CALCULATED, PayState.REVIEWED):
            return period.may_handle or period.may_approve
        return period.may_handle

    def wanted_people(self) -> PayFilter:
        """What the fields ask for."""
        which = self.shown.currentData()
        return PayFilter(self.search.text(), held=which == HELD, changed=which == CHANGED)

    def _read_sheet(self) -> None:
        if self.period is None:
            return
        self._sheet_asked += 1
        asked, period, wanted = self._sheet_asked, self.period.id, self.wanted_people()

        def take(sheet: Sheet) -> None:
            if asked == self._sheet_asked:
                self.count.setText(f"{sheet.count:,} 人")
                self.model.show_rows(sheet.rows, self._more_after(sheet.rows))

        self.session.tasks.read(partial(read_sheet, period, wanted), take)

    def _more_after(self, rows: list[PayRow]) -> Callable[[], None] | None:
        """What reads the next page by the key of the last row; None at the end."""
        if len(rows) < PAGE or self.period is None:
            return None
        mark = rows[-1].stroke_key, rows[-1].person_id
        asked, period, wanted = self._sheet_asked, self.period.id, self.wanted_people()

        def take(found: list[PayRow]) -> None:
            if asked == self._sheet_asked:
                self.model.add_rows(found, self._more_after(found))

        def more() -> None:
            self.session.tasks.read(lambda work: pay_list(work, period, wanted, mark, PAGE), take)

        return more

    def _read_card(self, row: PayRow | None) -> None:
        if row is None or self.period is None:
            self.card.show_card(None)
            return
        period, person = self.period.id, row.person_id

        def take(card: PayCard) -> None:
            current = self.table.current
            if current is not None and current.person_id == person:
                self.card.show_card(card)

        self.session.tasks.read(lambda work: pay_of(work, period, person), take)

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the strip of steps gives way to the choice's words."""
        super().arrange(narrow=narrow)
        self.steps.setVisible(not narrow)

    def main_control(self) -> QWidget:
        """The sheet, what narrows it, or the first button."""
        if not self.months:
            return self.first if self.first.isVisibleTo(self) else self
        return self.table if self.model.rowCount() else self.search

    # --- deeds --------------------------------------------------------------------------------

    def open_new(self) -> None:
        """A month more."""
        form = forms.OpenForm(self.session, self.window())
        if form.exec() == QDialog.DialogCode.Accepted and isinstance(form.result_value, int):
            self._wanted = form.result_value
            self.refresh()

    def go_on(self) -> None:
        """The one next step of the month on show."""
        period = self.period
        if period is None or not self.primary.isEnabled():
            return
        over = self.window()
        steps: dict[PayState, Callable[[], object]] = {
            PayState.OPEN: self.compute,
            PayState.CALCULATED: lambda: self._write(
                lambda work: review_pay(work, period.id), "已复核，请审批人审批"
            ),
            PayState.REVIEWED: lambda: forms.ApprovePay(self.session, over, period).exec(),
            PayState.APPROVED: lambda: forms.PaidForm(self.session, over, period).exec(),
            PayState.PAID: lambda: self._write(lambda work: lock_pay(work, period.id), "已锁定"),
        }
        steps[period.state]()

    def compute(self) -> None:
        """Compute the month, and say what has changed."""
        if self.period is None:
            return
        period = self.period.id
        self._write(lambda work: compute_pay(work, period), _computed, "正在计算薪酬")

    def _write(
        self,
        job: Callable[[UnitOfWork], Any],
        said: Callable[[Any], str] | str,
        title: str = "正在保存",
    ) -> None:
        def done(came: Any) -> None:
            self.session.say(said if isinstance(said, str) else said(came))

        self.session.tasks.write(job, topic=TOPIC, done=done, title=title)

    def _offer(self) -> None:
        menu = self.more.menu()
        menu.clear()
        period, row = self.period, self.table.current
        if period is None:
            return
        self._offer_month(menu, period)
        if row is not None:
            menu.addSeparator()
            self._offer_person(menu, period, row)
        menu.addSeparator()
        self._offer_papers(menu, period)
        menu.addAction("新建另一个月", self.open_new)

    def _offer_papers(self, menu: QMenu, period: PeriodRow) -> None:
        from hrgrid.funding.papers import Subject

        if self.papers.allowed:
            papers = menu.addMenu("文书")
            papers.setToolTipsVisible(True)
            self.papers.fill(papers, Subject.PERIOD, period.id, period.title, period.state)

    def _offer_month(self, menu: QMenu, period: PeriodRow) -> None:
        session, over = self.session, self.window()
        if period.state is PayState.CALCULATED:
            menu.addAction("重新计算", self.compute)
        if period.state in COMPUTED_IN:
            menu.addAction(
                "补发或冲回之前的月份", lambda: forms.SettleForm(session, over, period).exec()
            )
        if period.state in (PayState.CALCULATED, PayState.REVIEWED):
            menu.addAction("退回", lambda: forms.return_form(session, over, period).exec())
        if period.state not in (*COMPUTED_IN, PayState.REVIEWED):
            file = period.bank_file
            if file is None:
                menu.addAction("生成银行代发文件", lambda: self.save_bank_file(leave_out=False))
                menu.addAction(
                    "生成代发文件，不含没有工资卡的", lambda: self.save_bank_file(leave_out=True)
                )
            else:
                menu.addAction(
                    "作废代发文件", lambda: forms.void_form(session, over, file.id).exec()
                )

    def _offer_person(self, menu: QMenu, period: PeriodRow, row: PayRow) -> None:
        session, over = self.session, self.window()
        if period.state in COMPUTED_IN:
            menu.addAction(
                f"登记{row.name}的手工增减",
                lambda: forms.EntryForm(session, over, period, row).exec(),
            )
            card = self.card.shown
            for entry in card.entries if card and card.row.person_id == row.person_id else ():
                if not entry.withdrawn_why:
                    told = f"{entry.item.label} {format_money(entry.fen)} 元　{entry.reason}"
                    menu.addAction(f"撤回“{entry.reason}”", self._withdrawer(entry.id, told))
            if row.held_back:
                menu.addAction(
                    f"恢复发放{row.name}",
                    lambda: self._write(
                        lambda work: hold_person(work, period.id, row.person_id, ""), "已恢复发放"
                    ),
                )
            else:
                menu.addAction(
                    f"暂缓发放{row.name}",
                    lambda: forms.hold_form(session, over, period, row).exec(),
                )
        elif row.held_back and period.state in (PayState.PAID, PayState.LOCKED):
            menu.addAction(
                f"登记发放{row.name}暂缓的薪酬",
                lambda: forms.PaidForm(session, over, period, row).exec(),
            )
        menu.addAction(f"登记{row.name}的工资卡", lambda: forms.CardForm(session, over, row).exec())

    def _withdrawer(self, entry_id: int, told: str) -> Callable[[], object]:
        return lambda: forms.withdraw_form(self.session, self.window(), entry_id, told).exec()

    def save_bank_file(self, *, leave_out: bool) -> None:
        """Ask where to, then make the file and write it there; both or neither."""
        period = self.period
        if period is None:
            return
        desk = self.session.desk

        def write(path: Path, progress: Progress) -> int:
            def make(work: UnitOfWork) -> int:
                made = make_bank_file(work, period.id, leave_out=leave_out)
                return write_bank_file(made, path)

            return desk.write(make, progress=progress)

        told = "文件里有完整账号，送银行后请删除。"
        name = f"{period.title}银行代发"
        self.saving.save(Writing(name, write, "正在生成代发文件", told, TOPIC))


def _computed(done: PaySummary) -> str:
    parts = [
        f"{done.people:,} 人，实发 {format_money(done.net_fen)} 元",
        f"{done.topped_up} 人补到最低工资" if done.topped_up else "",
        f"{done.capped} 人的扣减到了上限" if done.capped else "",
        f"{done.not_shared} 人不够扣社保" if done.not_shared else "",
        f"与上次不同的 {len(done.differences)} 人" if done.differences else "",
    ]
    return "，".join(filter(None, parts))
