"""经济补偿: reckoned while it is typed, with every line of the derivation."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.exits.rules.case_forms import SeveranceForm
from hrgrid.exits.rules.case_rows import CaseBoard
from hrgrid.exits.rules.severance import Severance, reckon
from hrgrid.exits.service.settling import reckon_severance
from hrgrid.ui.exits.forms.base import ExitForm, MoneyField, told_field
from hrgrid.ui.forms import label
from hrgrid.ui.matters.forms import beside, day_of, named
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session


class SeveranceDialog(ExitForm):
    """Years of service and the month's pay; what it comes to stands below at once."""

    WIDTH = 540

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        row, card = board.card.row, board.card
        title = f"计算{row.name}的经济补偿"
        super().__init__(session, board, title, "保存计算结果", parent)
        self.since = DateField("工作年限从")
        self.until = DateField("到")
        self.pay = MoneyField("月平均工资（元）")
        self.average = MoneyField("当地月平均工资（元）", hint="可不填")
        self.since.put(card.engagement_since)
        self.until.put(row.effective_on)
        self._lines = label("", "body2", wraps=True)
        self._sum = label("", "section", wraps=True)
        self._hint = label("", "caption", wraps=True)
        before = (
            f"上次算的是 {format_money(card.severance_fen)} 元，保存后以这次为准。"
            if card.severance_fen is not None
            else ""
        )
        told = f"工资按离岗前十二个月的平均数，包括奖金和补贴。{before}"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.since), named(self.until)))
        self.form.addLayout(
            beside(
                named(self.pay),
                told_field(self.average, "上年度职工月平均工资，用来核对三倍封顶。"),
            )
        )
        for part in (self._lines, self._sum, self._hint):
            self.form.addWidget(part)
        for field in (self.since, self.until):
            field.changed.connect(self._tell)
        for money in (self.pay, self.average):
            money.textChanged.connect(lambda _: self._tell())
        self._tell()
        self.pay.setFocus()

    def _reckoned(self) -> Severance | None:
        since, until = self.since.value, self.until.value
        pay = self.pay.readable
        if since is None or until is None or not pay:
            return None
        try:
            return reckon(since, until, pay, self.average.readable)
        except UserError:
            return None

    def _tell(self) -> None:
        found = self._reckoned()
        self._lines.setText("\n".join(found.lines[:-1]) if found else "")
        self._sum.setText(found.lines[-1] if found else "填上工资，就看到算出来的数。")
        self._hint.setText(found.hint if found else "")
        for part in (self._lines, self._hint):
            part.setVisible(found is not None)
        self.fit_soon()

    def _read(self) -> SeveranceForm:
        return SeveranceForm(
            self.pay.value, self.average.value_or_none, day_of(self.since), day_of(self.until)
        )

    def go(self) -> None:
        """Kept with how it came about."""
        form, case_id = self.checked(self._read), self.case_id
        if form is None:
            return

        def said(fen: int) -> str:
            return f"{self.name}的经济补偿 {format_money(fen)} 元。"

        self.send(lambda work: reckon_severance(work, case_id, form), said)
