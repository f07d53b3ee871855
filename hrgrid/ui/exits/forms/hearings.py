"""告知 and 陈述申辩: he is told what is meant to happen, and what he says to it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.exits.rules.case_forms import Delivery, HearForm, TellForm
from hrgrid.exits.rules.case_rows import CaseBoard, HearingRow
from hrgrid.exits.service.hearings import HEARD, LAPSED, WAIVED, hear, tell_person
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import ExitForm, Terms, Way, Ways, kept, written
from hrgrid.ui.exits.forms.delivery import DeliveryFields
from hrgrid.ui.forms import TextBox, label
from hrgrid.ui.matters.forms import day_of, named, today_field
from hrgrid.ui.matters.scans import ScanField
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.session import Session


class TellDialog(ExitForm):
    """The paper of the proposal reached him; until when he may speak is told at once."""

    WIDTH = 520

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        super().__init__(session, board, f"告知{board.card.row.name}拟退出", "登记告知", parent)
        self.delivery = DeliveryFields("拟解除告知书", number="东街告〔2026〕1号")
        self._until = label("", "strong", wraps=True)
        told = "告知书写明依据、事实和本人可以陈述申辩的期限。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(self.delivery)
        self.form.addWidget(self._until)
        self.delivery.changed.connect(self._tell)
        self.ask_terms()
        self.delivery.number.setFocus()

    def take_terms(self, _terms: Terms) -> None:
        """Until when he may speak."""
        self._tell()

    def _tell(self) -> None:
        day = self.delivery.day
        if self.terms is None or day is None:
            self._until.setText("")
            return
        days = self.terms.rules.hearing_days
        until = self.terms.workdays(day, days)
        self._until.setText(f"本人可以陈述申辩到 {full_day(until)}（{days} 个工作日）。")

    def go(self) -> None:
        """From now on he may speak."""
        given, case_id, fields = self.checked(self.delivery.value), self.case_id, self.delivery
        if given is None:
            return
        path = fields.scan.path

        def job(work: UnitOfWork) -> object:
            made: Delivery = replace(given, scan_sha256=kept(work, path))
            return tell_person(work, case_id, TellForm(made))

        self.send(job, f"已告知{self.name}。")


class HearDialog(ExitForm):
    """He was heard, waived it, or let the days lapse; the last only when they are over."""

    WIDTH = 520

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        row = board.card.row
        super().__init__(session, board, f"{row.name}的陈述申辩", "登记陈述申辩", parent)
        waits: HearingRow | None = next((one for one in board.hearings if not one.how), None)
        until = full_day(waits.until) if waits else ""
        told_on = full_day(waits.told_on) if waits else ""
        self.how = Ways(
            "陈述申辩",
            (
                Way(HEARD, "已听取"),
                Way(WAIVED, "本人书面放弃"),
                Way(LAPSED, "逾期没有提出", until and f"期限到 {until}，过了这天才能选。"),
            ),
            HEARD,
        )
        self.on = today_field("日期")
        self.statement = TextBox("本人陈述申辩的内容", "本人怎么说、提出什么请求和材料", 3)
        self.finding = TextBox("核实结果", "逐条核实的情况，采纳了什么", 2)
        self.scan = ScanField("陈述申辩材料扫描件", button="附申辩材料")
        self._statement, self._finding = named(self.statement), named(self.finding)
        if told_on:
            self.form.addWidget(label(f"{told_on} 告知，期限到 {until}。", "body2", wraps=True))
        self.form.addWidget(self.how)
        self.form.addWidget(named(self.on))
        self.form.addWidget(self._statement)
        self.form.addWidget(self._finding)
        self.form.addWidget(self.scan)
        self._until = waits.until if waits else None
        lapsed = self.how.buttons[LAPSED]
        lapsed.setEnabled(False)
        self.how.on_choice(self._fold)
        self.ask_terms()
        self._fold()
        self.how.first().setFocus()

    def take_terms(self, terms: Terms) -> None:
        """Whether the days are over."""
        over = self._until is not None and terms.today > self._until
        self.how.buttons[LAPSED].setEnabled(over)

    def _fold(self) -> None:
        how = self.how.chosen
        self._statement.setVisible(how != LAPSED)
        self._finding.setVisible(how == HEARD)
        self.scan.setVisible(how != LAPSED)
        self.refit()

    def _read(self) -> HearForm:
        how = self.how.chosen
        if not isinstance(how, str):
            raise UserError("没有选怎么听取的。请选一项")
        if how == HEARD:
            statement = written(self.statement, "家里有病人，请求再给一次机会")
            finding = written(self.finding, "经核实，两次考核无误，请求不采纳")
            return HearForm(how, day_of(self.on), statement, finding)
        words = self.statement.toPlainText().strip() if how == WAIVED else ""
        return HearForm(how, day_of(self.on), words)

    def go(self) -> None:
        """已核保护情形 → 已听取申辩."""
        form, case_id = self.checked(self._read), self.case_id
        if form is None:
            return
        path = self.scan.path if form.how != LAPSED else None

        def job(work: UnitOfWork) -> None:
            hear(work, case_id, replace(form, scan_sha256=kept(work, path)))

        self.send(job, f"已登记{self.name}的陈述申辩。")
