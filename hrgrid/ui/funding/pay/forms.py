"""What is typed for a month of pay: a new one, an entry, an account, an approval, the day paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from hrgrid.core.money import format_money, parse_money
from hrgrid.funding.rules.budget_forms import ApproveForm
from hrgrid.funding.rules.pay import month_words
from hrgrid.funding.rules.pay_forms import AccountForm, PayEntryForm
from hrgrid.funding.rules.pay_rows import PayRow, PeriodRow, SettleSummary
from hrgrid.funding.rules.words import BY_HAND
from hrgrid.funding.service.pay_accounts import set_account
from hrgrid.funding.service.pay_entries import add_entry, settle_difference, withdraw_entry
from hrgrid.funding.service.pay_periods import approve_pay, hold_person, open_pay, return_pay
from hrgrid.funding.service.paying import pay_held, pay_out
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.funding.words import TOPIC
from hrgrid.ui.matters.forms import (
    MatterForm,
    NumberField,
    ReasonForm,
    beside,
    day_of,
    filled,
    named,
    today_field,
)
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.areas import areas_on
from hrgrid.workforce.rules import Level


class PayForm(MatterForm):
    """One deed of pay."""

    TOPIC = TOPIC
    WIDTH = 460


class OpenForm(PayForm):
    """A month for a part of the tree."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, "新建月度薪酬", "新建薪酬", parent)
        today = dt.date.today()  # noqa: DTZ011 - the desk's day
        self.year = NumberField("年份", value=today.year)
        self.month = NumberField("月份", value=today.month)
        self.area = Choice("单位")
        self.form.addWidget(
            label("同一个人一个月只在一处发，上级和下级不能都建。", "body2", wraps=True)
        )
        self.form.addLayout(beside(named(self.year), named(self.month)))
        self.form.addWidget(named(self.area))
        self.on_act(self._go)
        session.tasks.read(
            lambda work: [
                (row.id, "　" * row.level.depth + row.name)
                for row in areas_on(work, work.today, Level.STREET)
            ],
            self.area.fill,
        )

    def _go(self) -> None:
        given = self.checked(lambda: self.year.value * 100 + self.month.value)
        area = self.area.currentData()
        if given is not None and area is not None:
            self.send(lambda work: open_pay(work, given, area), "已新建，请计算薪酬")


class EntryForm(PayForm):
    """Something by hand for somebody."""

    def __init__(self, session: Session, parent: QWidget, period: PeriodRow, row: PayRow) -> None:
        super().__init__(session, f"登记手工增减：{row.name}", "登记增减", parent)
        self._period, self._row = period, row
        self.item = Choice("项目", [(item, item.label) for item in BY_HAND])
        self.amount = TextField("金额（元）", hint="例如：200.00")
        self.reason = TextField("原因", hint="例如：防汛值守补贴")
        self.document = TextField("依据文号", hint="没有可不填")
        told = f"{month_words(period.month)}　{row.area}。扣减也填正数，登记后重新计算才计入。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.item), named(self.amount)))
        self.form.addWidget(named(self.reason))
        self.form.addWidget(named(self.document))
        self.on_act(self._go)

    def _go(self) -> None:
        def read() -> PayEntryForm:
            return PayEntryForm(
                self._row.person_id,
                self._period.month,
                self.item.currentData(),
                parse_money(self.amount.text()),
                filled(self.reason),
                self.document.text().strip(),
            )

        form = self.checked(read)
        if form is not None:
            self.send(lambda work: add_entry(work, form), "已登记，请重新计算薪酬")


class CardForm(PayForm):
    """Somebody's bank account."""

    def __init__(self, session: Session, parent: QWidget, row: PayRow) -> None:
        super().__init__(session, f"登记工资卡：{row.name}", "登记工资卡", parent)
        self._row = row
        self.bank = TextField("开户银行", hint="例如：农商银行东街支行")
        self.holder = TextField("户名", text=row.name)
        self.number = TextField("账号", hint="银行卡正面的数字")
        told = "账号加密保存，只在银行代发文件里出现。"
        self.form.addWidget(label(told, "body2", wraps=True))
        for field in (self.bank, self.holder, self.number):
            self.form.addWidget(named(field))
        self.on_act(self._go)

    def _go(self) -> None:
        form = AccountForm(
            self._row.person_id, self.bank.text(), self.holder.text(), self.number.text()
        )
        self.send(lambda work: set_account(work, form), "工资卡已登记")


class ApprovePay(PayForm):
    """审批, signed in or from paper."""

    def __init__(self, session: Session, parent: QWidget, period: PeriodRow) -> None:
        super().__init__(session, f"审批{period.title}薪酬", "审批薪酬", parent)
        self._period = period
        ways: list[tuple[object, str]] = []
        if period.may_approve:
            ways.append(("signed", f"本人审批（{session.desk.actor.name}）"))
        if period.may_handle:
            ways.append(("paper", "登记纸质批件"))
        self.way = Choice("这次审批", ways)
        self.name = TextField("审批人姓名")
        self.post = TextField("职务")
        self.document = TextField("批件文号或会议号", hint="例如：委务会纪要〔2026〕9号")
        self.on = today_field("批件日期")
        told = (
            f"{period.people:,} 人，实发 {format_money(period.net_fen)} 元。审批后记账，不能再改。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.way))
        self._paper = _row(named(self.name), named(self.post))
        self._number = _row(named(self.document), named(self.on))
        for part in (self._paper, self._number):
            self.form.addWidget(part)
        self.way.currentIndexChanged.connect(lambda _: self._fold())
        self.on_act(self._go)
        self._fold()

    def _fold(self) -> None:
        for part in (self._paper, self._number):
            part.setVisible(self.way.currentData() == "paper")
        self.fit()

    def _go(self) -> None:
        def read() -> ApproveForm:
            if self.way.currentData() != "paper":
                return ApproveForm()
            return ApproveForm(
                filled(self.document), filled(self.name), filled(self.post), day_of(self.on)
            )

        form = self.checked(read)
        if form is not None:
            period = self._period.id
            self.send(lambda work: approve_pay(work, period, form), "已审批，并记入台账")


def _row(*fields: QWidget) -> QWidget:
    """Fields side by side that are shown or not together."""
    part = QWidget()
    row = beside(*fields)
    row.setContentsMargins(0, 0, 0, 0)
    part.setLayout(row)
    return part


class PaidForm(PayForm):
    """The day on which a month, or somebody held back, was paid."""

    def __init__(
        self, session: Session, parent: QWidget, period: PeriodRow, row: PayRow | None = None
    ) -> None:
        who = row.name if row is not None else period.title
        super().__init__(session, f"登记发放：{who}", "登记发放", parent)
        self._period, self._row = period, row
        self.on = today_field("发放日期")
        fen = row.net_fen if row is not None else period.net_fen
        self.form.addWidget(
            label(f"实发 {format_money(fen)} 元，登记后记入台账。", "body2", wraps=True)
        )
        self.form.addWidget(named(self.on))
        self.on_act(self._go)

    def _go(self) -> None:
        on = self.checked(lambda: day_of(self.on))
        if on is None:
            return
        period, row = self._period.id, self._row

        def pay(work: UnitOfWork) -> int:
            return (
                pay_out(work, period, on)
                if row is None
                else pay_held(work, period, row.person_id, on)
            )

        self.send(pay, "已登记发放，并记入台账")


class SettleForm(PayForm):
    """补发 or 冲回 of a month before."""

    def __init__(self, session: Session, parent: QWidget, period: PeriodRow) -> None:
        super().__init__(session, "补发或冲回之前的月份", "计算补发", parent)
        self._period = period
        before = period.month - 1 if period.month % 100 > 1 else period.month - 89
        self.year = NumberField("年份", value=before // 100)
        self.month = NumberField("月份", value=before % 100)
        told = f"按现在的数据重算那个月，与已发的差额列入{month_words(period.month)}。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.year), named(self.month)))
        self.on_act(self._go)

    def _go(self) -> None:
        given = self.checked(lambda: self.year.value * 100 + self.month.value)
        if given is None:
            return
        period = self._period.id

        def said(done: SettleSummary) -> str:
            if not done.people and not done.left:
                return f"{month_words(given)}没有差额"
            told = (
                f"{done.people} 人有差额，补发 {format_money(done.back_fen)} 元，"
                f"冲回 {format_money(-done.reversed_fen)} 元。请重新计算薪酬。"
            )
            return "".join((told, *done.left[:3]))

        self.send(lambda work: settle_difference(work, period, given), said)


def return_form(session: Session, parent: QWidget, period: PeriodRow) -> ReasonForm:
    """退回, with the reason."""
    told = f"{period.title}退回后要重新计算、复核。"
    return _reason_form(
        session, parent, ("退回薪酬", "退回薪酬", told),
        lambda work, why: return_pay(work, period.id, why),
    )  # fmt: skip


def hold_form(session: Session, parent: QWidget, period: PeriodRow, row: PayRow) -> ReasonForm:
    """暂缓, with the reason."""
    told = f"{row.name}照常计算和记账，不列入银行代发，以后另行登记发放。"
    return _reason_form(
        session, parent, (f"暂缓发放：{row.name}", "暂缓发放", told),
        lambda work, why: hold_person(work, period.id, row.person_id, why),
    )  # fmt: skip


def withdraw_form(session: Session, parent: QWidget, entry_id: int, told: str) -> ReasonForm:
    """撤回 an entry, with the reason."""
    return _reason_form(
        session, parent, ("撤回手工增减", "撤回增减", told),
        lambda work, why: withdraw_entry(work, entry_id, why),
    )  # fmt: skip


def void_form(session: Session, parent: QWidget, file_id: int) -> ReasonForm:
    """作废 the file for the bank, with the reason."""
    from hrgrid.funding.service.bank_files import void_bank_file

    told = "只作废没有送银行或被银行退回的文件，已经发放的不要作废。"
    return _reason_form(
        session, parent, ("作废代发文件", "作废文件", told),
        lambda work, why: void_bank_file(work, file_id, why),
    )  # fmt: skip


def _reason_form(
    session: Session,
    parent: QWidget,
    words: tuple[str, str, str],
    deed: Callable[[UnitOfWork, str], object],
) -> ReasonForm:
    title, act, told = words
    form = PayReason(session, title, act, parent, told=told)

    def go() -> None:
        why = form.reason_given()
        if why is not None:
            form.send(lambda work: deed(work, why), f"{title}已办")

    form.on_act(go)
    return form


class PayReason(ReasonForm):
    """A deed of pay with its reason."""

    TOPIC = TOPIC
