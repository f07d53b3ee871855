"""经济补偿: reckoned while it is typed, with every line of the derivation."""

from __future__ import annotations

import datetime as dt
import re
from functools import partial

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money, parse_money
from hrgrid.exits.queries.rules import exit_rules
from hrgrid.exits.rules.case_forms import SeveranceForm
from hrgrid.exits.rules.case_rows import CaseBoard
from hrgrid.exits.rules.exit_rules import ExitRules
from hrgrid.exits.rules.severance import Severance, reckon
from hrgrid.exits.service.settling import reckon_severance
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import ExitForm, MoneyField, in_row, told_field
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.matters.forms import day_of, named, today_field
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session

_BETWEEN = re.compile(r"[\s、；;，]+")


class MonthsField(TextField):
    """The pay of up to twelve months in a row, parted by blanks; one alone is their average."""

    @property
    def value(self) -> tuple[int, ...]:
        """Fen. Raises UserError naming what cannot be read."""
        parts = [part for part in _BETWEEN.split(self.text().strip()) if part]
        if not parts:
            raise UserError("没有填工资。请填月平均工资，或离岗前各月的工资，用空格隔开")
        if len(parts) > 12:
            raise UserError(f"填了 {len(parts)} 个月的工资，最多十二个月。请只填离岗前十二个月")
        return tuple(parse_money(part) for part in parts)


def _rules(day: dt.date | None, work: UnitOfWork) -> ExitRules:
    """The rules of the last day, which hold the local wages."""
    return exit_rules(work, day or work.today).rules


class SeveranceDialog(ExitForm):
    """Years of service and the pay; what it comes to stands below at once."""

    WIDTH = 560

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        row, card = board.card.row, board.card
        title = f"计算{row.name}的经济补偿"
        super().__init__(session, board, title, "保存计算结果", parent)
        self._minimum: int | None = None
        self._rules: ExitRules | None = None
        self.since = DateField("工作年限从")
        self.until = today_field("到最后在岗日", row.effective_on)
        self.pay = MonthsField("工资（元）", hint="例如：4500，或 4500 4500 4620 …")
        self.average = MoneyField("当地月平均工资（元）", hint="可不填")
        self.since.put(card.engagement_since)
        self._lines = label("", "body2", wraps=True)
        self._sum = label("", "section", wraps=True)
        self._hint = label("", "caption", wraps=True)
        self._average = told_field(self.average, "上年度职工月平均工资，用来核对三倍封顶。")
        pay = told_field(
            self.pay, "应得工资，含奖金和补贴：填月平均数，或离岗前各月的，用空格隔开。"
        )
        if card.severance_fen is not None:
            before = f"上次算的是 {format_money(card.severance_fen)} 元，保存后以这次为准。"
            self.form.addWidget(label(before, "body2", wraps=True))
        self.form.addLayout(in_row(named(self.since), named(self.until), shares=(1, 2)))
        self.form.addWidget(pay)
        self.form.addWidget(self._average)
        for part in (self._lines, self._sum, self._hint):
            self.form.addWidget(part)
        self.since.changed.connect(self._tell)
        self.until.changed.connect(self._ask_rules)
        for money in (self.pay, self.average):
            money.textChanged.connect(lambda _: self._tell())
        self._ask_rules()
        self.pay.setFocus()

    def _ask_rules(self) -> None:
        """The local wages are those of the last day."""
        self.session.tasks.read(partial(_rules, self.until.value), self._take_rules)
        self._tell()

    def _take_rules(self, rules: ExitRules) -> None:
        day = self.until.value
        wage = rules.wage_on(day) if day else None
        self._minimum = wage.minimum_fen if wage else None
        if wage is not None and not self.average.text():
            self.average.put(wage.average_fen)
            if wage.source:
                self._average.show_hint(wage.source)
        self._tell()

    def _reckoned(self) -> Severance | str:
        """The reckoning, or why there is none yet."""
        since, until = self.since.value, self.until.value
        if since is None or until is None or not self.pay.text().strip():
            return "填上起止日期和工资，就看到算出来的数。"
        try:
            form = self._read()
            return reckon(
                since,
                until,
                form.monthly_fen,
                form.local_average_fen,
                minimum_fen=self._minimum,
                months=form.months,
            )
        except UserError as error:
            return f"{error.sentence}。"

    def _tell(self) -> None:
        found = self._reckoned()
        done = isinstance(found, Severance)
        self._lines.setText("\n".join(found.lines[:-1]) if isinstance(found, Severance) else "")
        self._sum.setText(found.lines[-1] if isinstance(found, Severance) else found)
        self._hint.setText(found.hint if isinstance(found, Severance) else "")
        for part in (self._lines, self._hint):
            part.setVisible(done)
        self.refit()

    def _read(self) -> SeveranceForm:
        pay = self.pay.value
        average, since, until = self.average.value_or_none, day_of(self.since), day_of(self.until)
        if len(pay) == 1:
            return SeveranceForm(pay[0], average, since=since, until=until)
        return SeveranceForm(None, average, pay, since, until)

    def go(self) -> None:
        """Kept with how it came about."""
        form, case_id = self.checked(self._read), self.case_id
        if form is None:
            return

        def said(fen: int) -> str:
            return f"{self.name}的经济补偿 {format_money(fen)} 元。"

        self.send(lambda work: reckon_severance(work, case_id, form), said)
