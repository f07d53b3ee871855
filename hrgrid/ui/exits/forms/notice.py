"""送达通知: the last day in the post, thirty days off or with a month's pay, told while typed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.exits.rules.case_forms import NoticeForm
from hrgrid.exits.rules.case_rows import CaseBoard
from hrgrid.exits.rules.words import NOTICED
from hrgrid.exits.service.notices import notify
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import ExitForm, MoneyField, Terms, Way, Ways, kept, told_field
from hrgrid.ui.exits.forms.delivery import DeliveryFields
from hrgrid.ui.forms import label
from hrgrid.ui.matters.forms import day_of, named
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session

_AHEAD, _PAY = "ahead", "pay"


class NoticeDialog(ExitForm):
    """The notice with its receipt; on some grounds thirty days ahead, or a month's pay instead."""

    WIDTH = 540

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        row = board.card.row
        super().__init__(session, board, f"向{row.name}送达通知", "登记送达", parent)
        self._noticed = row.ground in NOTICED
        self.delivery = DeliveryFields("解除通知书", number="东街解〔2026〕1号")
        self.way = Ways(
            "提前通知",
            (
                Way(_AHEAD, "提前三十日通知"),
                Way(_PAY, "不提前，另付一个月工资（代通知金）"),
            ),
            _AHEAD,
        )
        self.last = DateField("最后在岗日")
        self.pay = MoneyField("代通知金（元）", hint="上一个月的工资，例如：4500.00")
        self._last, self._pay = told_field(self.last), named(self.pay)
        self._told = label("", "strong", wraps=True)
        self.form.addWidget(self.delivery)
        self.form.addWidget(self.way)
        self.form.addWidget(self._pay)
        self.form.addWidget(self._last)
        self.form.addWidget(self._told)
        self.way.setVisible(self._noticed)
        self.way.on_choice(self._fold)
        self.delivery.changed.connect(self._offer)
        self.last.changed.connect(self._tell)
        self.pay.textChanged.connect(lambda _: self._tell())
        self._offered = ""
        self._fold()
        self.ask_terms()
        self.delivery.number.setFocus()

    def take_terms(self, _terms: Terms) -> None:
        """The first lawful day is offered."""
        self._offer()

    @property
    def _pays(self) -> bool:
        return self._noticed and self.way.chosen == _PAY

    def _days(self) -> int:
        """How many days lie between the notice and the last day at least."""
        if not self._noticed or self._pays or self.terms is None:
            return 0
        return self.terms.rules.notice_days

    def _fold(self) -> None:
        self._pay.setVisible(self._pays)
        self._offer()
        self.refit()

    def _offer(self) -> None:
        """A last day that somebody typed stays."""
        if self.terms and self.delivery.day and self.last.text() == self._offered:
            self.last.put(self.delivery.day + dt.timedelta(days=self._days()))
            self._offered = self.last.text()
        self._tell()

    def _tell(self) -> None:
        on, last = self.delivery.day, self.last.value
        if on is None or last is None or self.terms is None:
            self._told.setText("")
            return
        days, asked = (last - on).days, self._days()
        if days < 0:
            told = "最后在岗日早于送达日期。"
        elif days < asked:
            first = on + dt.timedelta(days=asked)
            told = f"只提前 {days} 天，不足 {asked} 天；请推到 {full_day(first)}，或付代通知金。"
        elif self._pays:
            fen = self.pay.readable
            money = f"{format_money(fen)} 元" if fen else "金额还没有填"
            told = f"做到 {full_day(last)}，代通知金 {money}，列入结算清单。"
        else:
            told = f"提前 {days} 天通知，做到 {full_day(last)}。"
        self._told.setText(told)
        self.refit()

    def _read(self) -> NoticeForm:
        given = self.delivery.value()
        last = day_of(self.last)
        if last < given.on:
            raise UserError(
                f"最后在岗日 {last:%Y-%m-%d} 早于送达的 {given.on:%Y-%m-%d}。请核对日期"
            )
        return NoticeForm(given, last, self.pay.value if self._pays else None)

    def go(self) -> None:
        """已批准 → 已送达."""
        form, case_id, path = self.checked(self._read), self.case_id, self.delivery.scan.path
        if form is None:
            return

        def job(work: UnitOfWork) -> None:
            given = replace(form.delivery, scan_sha256=kept(work, path))
            notify(work, case_id, replace(form, delivery=given))

        last = full_day(form.effective_on)
        self.send(job, f"已向{self.name}送达通知，最后在岗日 {last}。")
