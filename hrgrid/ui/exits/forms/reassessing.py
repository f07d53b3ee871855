"""再考核 by somebody else, and a warning that is lifted."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text
from hrgrid.exits.rules.case_forms import LiftForm, ReassessForm
from hrgrid.exits.rules.case_rows import CaseBoard
from hrgrid.exits.service.reassessing import lift_warning, reassess
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.competitions.forms import PointsField
from hrgrid.ui.exits.forms.base import ExitForm, Terms, in_row, kept, told_field
from hrgrid.ui.exits.forms.delivery import GivenFields, receipted
from hrgrid.ui.forms import Choice, TextBox, TextField, label
from hrgrid.ui.matters.forms import day_of, filled, named, today_field
from hrgrid.ui.matters.scans import ScanField
from hrgrid.ui.session import Session


class ReassessDialog(ExitForm):
    """Marks, and whether that is enough, told while they are typed; another person assesses."""

    WIDTH = 520

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        row = board.card.row
        super().__init__(session, board, f"登记{row.name}的再考核", "登记再考核", parent)
        done = [one for one in board.remedies if one.done_on is not None]
        entries: list[tuple[object, str]] = [
            (one.id, f"{one.kind.label}，{one.last_day:%Y-%m-%d} 期满") for one in reversed(done)
        ]
        self.which = Choice("针对", entries or [(None, "补训或调岗还没有结果")])
        self.on = today_field("再考核日期")
        self.assessor = TextField("考核人", hint="例如：街道考核组李四")
        self.score = PointsField("得分", hint="例如：72.5")
        self.scheme = TextField("按哪个办法", hint="例如：月度考核办法第 5 条")
        self.note = TextBox("说明", "怎么考的、结果怎样，可不填", 2)
        self.number = TextField("告知书文号", hint="例如：东街考〔2026〕1号")
        self.scan = ScanField("考核材料扫描件", button="附考核材料")
        first = board.card.first_assessor
        hint = f"原来的考核人是{first}，再考核要由另一人来做。" if first else ""
        self._score = told_field(self.score)
        self.form.addLayout(in_row(named(self.which), named(self.on), shares=(3, 2)))
        self.form.addLayout(in_row(told_field(self.assessor, hint), self._score, shares=(3, 2)))
        self.form.addWidget(named(self.scheme))
        self.form.addWidget(named(self.note))
        self.form.addWidget(named(self.number))
        self.form.addWidget(self.scan)
        self.score.textChanged.connect(lambda _: self._judge())
        self.ask_terms()
        self.assessor.setFocus()

    def take_terms(self, _terms: Terms) -> None:
        """From which mark on it is enough."""
        self._judge()

    def _judge(self) -> None:
        if self.terms is None:
            return
        line = self.terms.rules.pass_milli
        try:
            milli = self.score.value_or_none
        except UserError:
            milli = None
        told = f"合格线 {mark_text(line)} 分"
        if milli is not None:
            told += "：合格，可以解除预警" if milli >= line else "：仍不合格"
        self._score.show_hint(told)

    def _read(self) -> ReassessForm:
        remedy = self.which.currentData()
        if not isinstance(remedy, int):
            raise UserError("补训或调岗还没有结果。请先登记补训结果")
        return ReassessForm(
            remedy,
            day_of(self.on),
            filled(self.assessor, "街道考核组李四"),
            self.score.value,
            filled(self.scheme, "月度考核办法"),
            note=self.note.toPlainText().strip(),
            document_no=self.number.text().strip(),
        )

    def go(self) -> None:
        """补训或调岗 → 已再考核."""
        form, case_id, path = self.checked(self._read), self.case_id, self.scan.path
        if form is None:
            return

        def job(work: UnitOfWork) -> bool:
            return reassess(work, case_id, replace(form, scan_sha256=kept(work, path)))

        def said(passed: bool) -> str:
            if passed:
                return f"{self.name}再考核合格，请解除预警。"
            return f"{self.name}再考核仍不合格，可以再安排一次补训，或登记拟退出。"

        self.send(job, said)


class LiftDialog(ExitForm):
    """Why the warning is lifted; he is watched for some months and nothing else follows."""

    WIDTH = 520

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        name = board.card.row.name
        super().__init__(session, board, f"解除对{name}的预警", "解除预警", parent)
        self.on = today_field("解除日期")
        last = board.reassessments[-1] if board.reassessments else None
        offered = f"再考核 {mark_text(last.score_milli)} 分，合格" if last and last.passed else ""
        self.reason = TextField("理由", hint="例如：再考核 78 分，合格", text=offered)
        self.number = TextField("解除通知书文号", hint="可不填")
        self.receipt = GivenFields("解除预警通知书已经送达", self.refit)
        self._told = label("解除后这件事办结，不再往下走。", "body2", wraps=True)
        self.form.addWidget(self._told)
        self.form.addWidget(named(self.reason))
        self.form.addLayout(in_row(named(self.number), named(self.on), shares=(3, 2)))
        self.form.addWidget(self.receipt)
        self.ask_terms()
        self.reason.setFocus()

    def take_terms(self, terms: Terms) -> None:
        """How long he is watched."""
        months = terms.rules.watch_months
        watched = f"；之后观察 {months} 个月" if months else ""
        self._told.setText(f"解除后这件事办结，不再往下走{watched}。")

    def _read(self) -> LiftForm:
        reason = filled(self.reason, "再考核 78 分，合格")
        number = self.number.text().strip()
        return LiftForm(day_of(self.on), reason, number, self.receipt.value(number))

    def go(self) -> None:
        """→ 已解除预警."""
        form, case_id, path = self.checked(self._read), self.case_id, self.receipt.path
        if form is None:
            return

        def job(work: UnitOfWork) -> None:
            given = receipted(work, form.delivery, path)
            lift_warning(work, case_id, replace(form, delivery=given))

        self.send(job, f"已解除对{self.name}的预警。")
