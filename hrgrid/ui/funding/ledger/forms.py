"""Forms of the ledger: an expense, a posting taken back or given up, a month closed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.funding.rules.budget_rows import BudgetRow, ItemRow
from hrgrid.funding.rules.ledger_rows import MonthRow, PostingRow
from hrgrid.funding.rules.posting_forms import EntryForm, PostingForm, month_text
from hrgrid.funding.rules.words import Account, MonthState, PostingKind
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import MoneyField, kept
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.funding.ledger.reading import Spendable, read_spendable
from hrgrid.ui.funding.words import TOPIC, yuan
from hrgrid.ui.matters.forms import (
    MatterForm,
    ReasonForm,
    beside,
    day_of,
    filled,
    named,
    today_field,
)
from hrgrid.ui.matters.scans import ScanField
from hrgrid.ui.session import Session


class ExpenseDialog(MatterForm):
    """记一笔支出: which unit pays how much for what; honour money asks for its document."""

    TOPIC = TOPIC
    WIDTH = 560

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, "记一笔支出", "填好凭证", parent)
        self.units: dict[int, BudgetRow] = {}
        self.items: dict[int, ItemRow] = {}
        self.unit = Choice("用款单位", [(None, "正在读取…")])
        self.item = Choice("经费科目", [(None, "正在读取…")])
        self.amount = MoneyField("金额（元）")
        self.day = today_field("日期")
        self.memo = TextField("摘要", hint="例如：购买网格员马甲 120 件")
        self.document = TextField("文号或票据号", hint="例如：发票 25322000")
        self.award = TextField("批准表彰文号", hint="例如：示例委〔2026〕3 号")
        self.scan = ScanField("附件")
        self.left = label("", "caption", wraps=True)
        self._award = named(self.award, "表彰经费要有批准表彰的文件才能记账")
        self.form.addLayout(beside(named(self.unit), named(self.item)))
        self.form.addWidget(self.left)
        self.form.addLayout(beside(named(self.amount), named(self.day)))
        self.form.addWidget(named(self.memo))
        self.form.addWidget(named(self.document))
        self.form.addWidget(self._award)
        self.form.addWidget(named(self.scan))
        self._award.hide()
        self.on_act(self._go)
        for choice in (self.unit, self.item):
            choice.currentIndexChanged.connect(lambda _: self._tell())
        self.unit.setFocus()
        session.tasks.read(read_spendable(session.year), self._take, failed=self.refuse)

    def _take(self, read: Spendable) -> None:
        self.units = {row.area_id: row for row in read.units}
        self.items = {row.id: row for row in read.items}
        self.unit.fill([(row.area_id, "　" * row.depth + row.area) for row in read.units])
        self.item.fill([(row.id, f"{row.heading.label}：{row.label}") for row in read.items])
        # The topmost hands its money down: who spends is mostly one below.
        if len(read.units) > 1:
            self.unit.choose(read.units[1].area_id)
        self._tell()

    def _tell(self) -> None:
        unit = self.units.get(self.unit.currentData())
        item = self.items.get(self.item.currentData())
        self._award.setVisible(item is not None and item.awards)
        if unit is not None:
            self.left.setText(
                f"{unit.area}已安排到科目 {yuan(unit.allotted_fen)}，"
                f"已支出 {yuan(unit.spent_fen)}。"
            )
        self.fit_soon()

    def _go(self) -> None:
        from hrgrid.funding.service.postings import draft_posting

        unit, item = self.unit.currentData(), self.item.currentData()
        if not isinstance(unit, int) or not isinstance(item, int):
            self.refuse("这一年还没有经费，不能记支出。请先填年初预算并安排到科目")
            return
        given = self.checked(
            lambda: (self.amount.value, day_of(self.day), filled(self.memo, "购买网格员马甲"))
        )
        if given is None:
            return
        fen, day, memo = given
        if not fen:
            self.refuse("金额是 0，不用记账。请填金额")
            return
        if self.items[item].awards and not self.award.text().strip():
            self.refuse("表彰经费没有写批准表彰的文号，不能记账。请填上")
            return
        path, document, award = self.scan.path, self.document.text(), self.award.text()

        def lay(work: UnitOfWork) -> int:
            return draft_posting(
                work,
                PostingForm(
                    PostingKind.EXPENSE,
                    day,
                    unit,
                    memo,
                    (
                        EntryForm(Account.EXPENSE, unit, fen, item_id=item),
                        EntryForm(Account.QUOTA, unit, -fen),
                    ),
                    document_no=document,
                    award_document=award if self.items[item].awards else "",
                    scan_sha256=kept(work, path),
                ),
            )

        self.send(lay, f"已填凭证“{memo}”{yuan(fen)}，等待复核记账。")


class VoidDialog(ReasonForm):
    """A draft is not wanted."""

    TOPIC = TOPIC

    def __init__(self, session: Session, parent: QWidget, row: PostingRow) -> None:
        told = f"“{row.memo}”{yuan(row.debit_fen)}还没有记账。作废后留底，不计入任何合计。"
        super().__init__(
            session, "作废凭证", "作废凭证", parent, told=told, example="重复填制", takes_away=True
        )
        self._row = row
        self.on_act(self._go)

    def _go(self) -> None:
        from hrgrid.funding.service.postings import void_posting

        why = self.reason_given()
        if why is None:
            return
        at = self._row.id
        self.send(lambda work: void_posting(work, at, why), "凭证已作废。")


class ReverseDialog(ReasonForm):
    """红字冲正: the same rows the other way round, dated in an open month."""

    TOPIC = TOPIC

    def __init__(self, session: Session, parent: QWidget, row: PostingRow) -> None:
        told = (
            f"{row.shown}“{row.memo}”{yuan(row.debit_fen)}。记过账的不改也不删，"
            "另记一张方向相反的红字凭证，原来占用的科目经费随之退回。"
        )
        super().__init__(session, "红字冲正", "冲正凭证", parent, told=told, example="单位记错")
        self._row = row
        self.day = today_field("冲正日期")
        self.form.addWidget(named(self.day))
        self.on_act(self._go)

    def _go(self) -> None:
        from hrgrid.funding.service.postings import reverse_posting

        why, day = self.reason_given(), self.checked(lambda: day_of(self.day))
        if why is None or day is None:
            return
        at = self._row.id
        told = f"{self._row.shown}已冲正，另记了一张红字凭证。"
        self.send(lambda work: reverse_posting(work, at, day, why), told)


class LockDialog(MatterForm):
    """结账: the month and all before it take no row any more, for good."""

    TOPIC = TOPIC

    def __init__(self, session: Session, parent: QWidget, months: Sequence[MonthRow]) -> None:
        super().__init__(session, "结账", "结账", parent)
        open_ones = [row for row in months if row.state is MonthState.OPEN]
        self._rows = {row.month: row for row in open_ones}
        self.month = Choice("结到哪个月", [(row.month, month_text(row.month)) for row in open_ones])
        self.told = label("", "body2", wraps=True)
        self.form.addWidget(named(self.month))
        self.form.addWidget(self.told)
        self.month.currentIndexChanged.connect(lambda _: self._tell())
        self.on_act(self._go)
        self._tell()
        self.month.setFocus()

    def _tell(self) -> None:
        month = self.month.currentData()
        rows = [row for row in self._rows.values() if month is not None and row.month <= month]
        waiting = sum(row.waiting for row in rows)
        posted = sum(row.posted for row in rows)
        ending = f"还有 {waiting} 张没有复核记账，要先办完。" if waiting else ""
        self.told.setText(
            f"结账的有 {posted:,} 张凭证。结账后这个月和以前各月不能再记账，"
            f"也不能撤销结账；记错的在以后的月份红字冲正。{ending}"
        )
        self.fit_soon()

    def _go(self) -> None:
        from hrgrid.funding.service.months import lock_month

        month = self.month.currentData()
        if not isinstance(month, int):
            raise UserError("没有可以结账的月份")
        told = f"{month_text(month)}已结账。"
        self.send(lambda work: lock_month(work, month), told)
