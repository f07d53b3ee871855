"""One line of the settlement: done, said why not, or added."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.exits.rules.case_forms import LineForm, SettleForm
from hrgrid.exits.rules.case_rows import CaseBoard, SettlementRow
from hrgrid.exits.rules.words import SettlementKind
from hrgrid.exits.service.settling import add_line, settle_line, waive_line
from hrgrid.ui.exits.forms.base import ExitForm, MoneyField
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import beside, day_of, day_or_none, filled, named, today_field
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session


class SettleLineDialog(ExitForm):
    """A line is done: when, by whom, and how much where it is money."""

    def __init__(
        self, session: Session, board: CaseBoard, row: SettlementRow, parent: QWidget
    ) -> None:
        super().__init__(session, board, f"办理：{row.label}", "登记已办", parent)
        self._row = row
        self.on = today_field("办理日期")
        self.by = TextField("办理人", text=session.desk.actor.name)
        self.amount = MoneyField("金额（元）", fen=row.amount_fen)
        # What was reckoned is paid as it was reckoned.
        fixed = row.kind is SettlementKind.SEVERANCE and row.amount_fen is not None
        self.amount.setReadOnly(fixed)
        if row.derivation:
            self.form.addWidget(label(row.derivation, "body2", wraps=True))
        self.form.addLayout(beside(named(self.by), named(self.on), shares=(3, 2)))
        self._amount = named(self.amount, "按计算结果支付；要改请先重新计算。" if fixed else "")
        self.form.addWidget(self._amount)
        self._amount.setVisible(row.money or row.amount_fen is not None)
        if row.money and not fixed:
            self.amount.setFocus()
        else:
            self.act.setFocus()

    def _read(self) -> SettleForm:
        money = self._row.money or self._row.amount_fen is not None
        amount = self.amount.value if money else None
        return SettleForm(day_of(self.on), amount, filled(self.by))

    def go(self) -> None:
        """Done."""
        form, case_id, row = self.checked(self._read), self.case_id, self._row
        if form is not None:
            self.send(lambda work: settle_line(work, case_id, row.id, form), f"{row.label}已办。")


class WaiveLineDialog(ExitForm):
    """Why a line is not done."""

    def __init__(
        self, session: Session, board: CaseBoard, row: SettlementRow, parent: QWidget
    ) -> None:
        super().__init__(session, board, f"不办：{row.label}", "登记不办", parent)
        self._row = row
        self.reason = TextField("不办的原因", hint="例如：没有领用物品")
        self.form.addWidget(named(self.reason))
        self.reason.setFocus()

    def go(self) -> None:
        """Said why not."""
        reason = self.checked(lambda: filled(self.reason, "没有领用物品"))
        case_id, row = self.case_id, self._row
        if reason is not None:
            self.send(
                lambda work: waive_line(work, case_id, row.id, reason),
                f"已登记{row.label}不办。",
                reason=reason,
            )


class AddLineDialog(ExitForm):
    """One more thing to settle."""

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        super().__init__(session, board, "结算清单加一项", "加一项", parent)
        self.kind = Choice("类别", [(one, one.label) for one in SettlementKind])
        self.kind.choose(SettlementKind.OTHER)
        self.what = TextField("事项", hint="例如：补发 4 月加班工资")
        self.due = DateField("期限")
        self.due.put(board.card.row.effective_on)
        self.amount = MoneyField("金额（元）", hint="不是钱的不填")
        self.derivation = TextField("怎么算的", hint="例如：3 天 × 200 元")
        self.form.addLayout(beside(named(self.kind), named(self.due)))
        self.form.addWidget(named(self.what))
        self.form.addLayout(beside(named(self.amount), named(self.derivation)))
        self.what.setFocus()

    def _read(self) -> LineForm:
        amount = self.amount.value_or_none
        derivation = self.derivation.text().strip()
        if amount is not None and not derivation:
            raise UserError("填了金额，没有写怎么算的。请补上，例如：3 天 × 200 元")
        return LineForm(
            self.kind.currentData(),
            filled(self.what, "补发 4 月加班工资"),
            day_or_none(self.due),
            amount,
            derivation,
        )

    def go(self) -> None:
        """Added at the end."""
        form, case_id = self.checked(self._read), self.case_id
        if form is not None:
            self.send(lambda work: add_line(work, case_id, form), f"已加“{form.label}”。")
