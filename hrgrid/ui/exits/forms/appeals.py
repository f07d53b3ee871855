"""申诉 against a notice, and how it ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.exits.rules.case_forms import AppealAnswer, AppealForm
from hrgrid.exits.rules.case_rows import CaseBoard
from hrgrid.exits.rules.words import ExitAppealState
from hrgrid.exits.service.appeals import decide_appeal, file_appeal
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import ExitForm, Terms, Way, Ways, in_row, kept, told_field, written
from hrgrid.ui.forms import TextBox, TextField, label
from hrgrid.ui.matters.forms import day_of, filled, named, today_field
from hrgrid.ui.matters.scans import ScanField
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session

_UPHELD, _DENIED, _WITHDRAWN = "upheld", "denied", "withdrawn"
_SAYS = {_UPHELD: True, _DENIED: False, _WITHDRAWN: None}


class AppealDialog(ExitForm):
    """What he says against the notice; meanwhile the last day does not come."""

    WIDTH = 520

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        super().__init__(session, board, f"登记{board.card.row.name}的申诉", "登记申诉", parent)
        self.on = today_field("提出日期")
        self.content = TextBox("申诉的理由和要求", "例如：再考核没有按办法进行，要求重新考核", 3)
        self.scan = ScanField("申诉书扫描件", button="附申诉书")
        self._told = label("申诉没有处理完，不办离岗。", "body2", wraps=True)
        self.form.addWidget(self._told)
        self.form.addWidget(named(self.content))
        self.form.addWidget(named(self.on))
        self.form.addWidget(self.scan)
        self.on.changed.connect(self._tell)
        self.ask_terms()
        self.content.setFocus()

    def take_terms(self, _terms: Terms) -> None:
        """Until when it is answered."""
        self._tell()

    def _tell(self) -> None:
        if self.terms is None or self.on.value is None:
            return
        until = self.terms.workdays(self.on.value, self.terms.rules.appeal_days)
        self._told.setText(f"申诉没有处理完，不办离岗。处理期限到 {full_day(until)}。")
        self.refit()

    def _read(self) -> AppealForm:
        return AppealForm(day_of(self.on), written(self.content))

    def go(self) -> None:
        """已送达 → 申诉中."""
        form, case_id, path = self.checked(self._read), self.case_id, self.scan.path
        if form is None:
            return

        def job(work: UnitOfWork) -> int:
            return file_appeal(work, case_id, replace(form, scan_sha256=kept(work, path)))

        self.send(job, f"已登记{self.name}的申诉。")


class DecideAppealDialog(ExitForm):
    """Upheld, denied, withdrawn; with a new last day where the old one has passed."""

    WIDTH = 520

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        row = board.card.row
        super().__init__(session, board, f"处理{row.name}的申诉", "登记处理结果", parent)
        filed = (one for one in board.appeals if one.state is ExitAppealState.FILED)
        self._appeal = next(filed, None)
        self.way = Ways(
            "结论",
            (
                Way(_UPHELD, "申诉成立", "不退出，这件事撤销。"),
                Way(_DENIED, "申诉不成立", "退出继续办。"),
                Way(_WITHDRAWN, "本人撤回", "退出继续办。"),
            ),
        )
        self.on = today_field("处理日期")
        self.finding = TextBox("结论和理由", "查到了什么、依据是什么", 3)
        self.by = TextField("处理人", hint="例如：申诉处理小组")
        self.last = DateField("最后在岗日")
        self.last.put(row.effective_on)
        self._last = told_field(self.last)
        self.scan = ScanField("处理决定扫描件", button="附处理决定")
        if self._appeal is not None:
            told = f"{full_day(self._appeal.filed_on)} 提出：{self._appeal.content.rstrip('。')}。"
            self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(self.way)
        self.form.addLayout(in_row(named(self.by), named(self.on), shares=(3, 2)))
        self.form.addWidget(named(self.finding))
        self.form.addWidget(self._last)
        self.form.addWidget(self.scan)
        self.way.on_choice(self._fold)
        self.on.changed.connect(self._fold)
        self._fold()
        self.way.first().setFocus()

    def _fold(self) -> None:
        goes_on = self.way.chosen in {_DENIED, _WITHDRAWN}
        self._last.setVisible(goes_on)
        planned, on = self.board.card.row.effective_on, self.on.value
        passed = planned is not None and on is not None and planned < on
        if passed and self.last.value == planned:
            self.last.put(on)
        told = f"原定 {full_day(planned)}，申诉期间不算离岗。" if passed else ""
        self._last.show_hint(told)
        self.refit()

    def _read(self) -> tuple[int, AppealAnswer]:
        if self._appeal is None:
            raise UserError("没有等处理的申诉。请刷新后查看")
        way = self.way.chosen
        if not isinstance(way, str):
            raise UserError("没有选结论。请选申诉成立、不成立或本人撤回")
        by = "" if way == _WITHDRAWN else filled(self.by, "申诉处理小组")
        last: dt.date | None = None if way == _UPHELD else day_of(self.last)
        return self._appeal.id, AppealAnswer(
            _SAYS[way], day_of(self.on), written(self.finding), by, last
        )

    def go(self) -> None:
        """申诉中 → 已撤销, or back to 已送达."""
        read, case_id, path = self.checked(self._read), self.case_id, self.scan.path
        if read is None:
            return
        key, form = read

        def job(work: UnitOfWork) -> None:
            given = replace(form, scan_sha256=kept(work, path))
            decide_appeal(work, case_id, key, given)

        if form.upheld:
            said = f"{self.name}的申诉成立，退出事项已撤销。"
        else:
            said = f"已登记处理结果，{self.name}的退出继续办，"
            said += f"最后在岗日 {full_day(form.effective_on)}。"
        self.send(job, said)
