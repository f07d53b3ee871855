"""下发预警, and the talk that follows."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.exits.rules.case_forms import TalkForm, WarnForm
from hrgrid.exits.rules.case_rows import CaseBoard
from hrgrid.exits.service.talks import hold_talk, warn
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import ExitForm, Terms, in_row, kept, written
from hrgrid.ui.exits.forms.delivery import GivenFields, receipted
from hrgrid.ui.forms import TextBox, TextField, Tick, label
from hrgrid.ui.matters.forms import beside, day_of, day_or_none, filled, named, today_field
from hrgrid.ui.matters.scans import ScanField
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session

_TOLD = "预警是提醒，不是处理。排名和分数只作为线索，退出要另有法定依据。"


class WarnDialog(ExitForm):
    """The warning's number and day, where he is asked to come, and its receipt where he has it."""

    WIDTH = 520

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        super().__init__(session, board, f"向{board.card.row.name}下发预警", "下发预警", parent)
        self.on = today_field("预警日期")
        self.number = TextField("预警通知书文号", hint="例如：东街预〔2026〕1号")
        self.talk_on = DateField("约谈日期")
        self.place = TextField("约谈地点", hint="例如：街道二楼会议室")
        self.note = TextBox("备注", "可不填，例如：请带上 2 月的巡查记录")
        self.receipt = GivenFields("通知书已经送达", self.refit)
        self._talk = named(self.talk_on)
        self.form.addWidget(label(_TOLD, "body2", wraps=True))
        self.form.addLayout(beside(named(self.number), named(self.on), shares=(3, 2)))
        self.form.addLayout(in_row(named(self.place), self._talk, shares=(3, 2)))
        self.form.addWidget(named(self.note))
        self.form.addWidget(self.receipt)
        self.on.changed.connect(self._offer)
        self._offered = ""
        self.ask_terms()
        self.number.setFocus()

    def take_terms(self, terms: Terms) -> None:
        """The talk is offered for the last day that the rules leave for it."""
        self._talk.show_hint(f"规则：预警后 {terms.rules.talk_days} 个工作日内")
        self._offer()

    def _offer(self) -> None:
        # A day that somebody typed stays.
        if self.terms and self.on.value and self.talk_on.text() == self._offered:
            self.talk_on.put(self.terms.workdays(self.on.value, self.terms.rules.talk_days))
            self._offered = self.talk_on.text()

    def _read(self) -> WarnForm:
        number = filled(self.number, "东街预〔2026〕1号")
        return WarnForm(
            day_of(self.on),
            number,
            day_or_none(self.talk_on),
            self.place.text().strip(),
            self.note.toPlainText().strip(),
            self.receipt.value(number),
        )

    def go(self) -> None:
        """核实 → 已预警."""
        form, case_id, path = self.checked(self._read), self.case_id, self.receipt.path
        if form is None:
            return

        def job(work: UnitOfWork) -> None:
            warn(work, case_id, replace(form, delivery=receipted(work, form.delivery, path)))

        self.send(job, f"已向{self.name}下发预警，{full_day(form.talk_on)} 前约谈。")


class TalkDialog(ExitForm):
    """Who was present, what was said on both sides; a refusal to sign needs a witness."""

    WIDTH = 520

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        again = bool(board.talks)
        title = f"再次约谈{board.card.row.name}" if again else f"约谈{board.card.row.name}"
        super().__init__(session, board, title, "登记约谈", parent)
        self.on = today_field("约谈日期")
        self.place = TextField("地点", hint="例如：街道二楼会议室")
        self.present = TextField("参加人", text=f"{session.desk.actor.name}、{self.name}")
        self.content = TextBox("谈话内容", "指出了什么、要求改什么、接下来怎么安排", 3)
        self.statement = TextBox("本人说明", "本人怎么说，可不填", 2)
        self.refused = Tick("本人拒绝签字")
        self.witness = TextField("见证人", hint="例如：社区工作者李四")
        self.scan = ScanField("谈话记录扫描件", button="附谈话记录")
        self._witness = QWidget()
        column = QVBoxLayout(self._witness)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(named(self.witness))
        self.form.addLayout(beside(named(self.place), named(self.on), shares=(3, 2)))
        self.form.addWidget(named(self.present))
        self.form.addWidget(named(self.content))
        self.form.addWidget(named(self.statement))
        self.form.addWidget(self.refused)
        self.form.addWidget(self._witness)
        self.form.addWidget(self.scan)
        self._witness.hide()
        self.refused.toggled.connect(self._fold)
        self.place.setFocus()

    def _fold(self, on: bool) -> None:
        self._witness.setVisible(on)
        self.refit()

    def _read(self) -> TalkForm:
        refused = self.refused.isChecked()
        witness = self.witness.text().strip() if refused else ""
        if refused and not witness:
            raise UserError(f"{self.name}拒绝签字，要有见证人。请填上见证人")
        return TalkForm(
            day_of(self.on),
            self.place.text().strip(),
            filled(self.present),
            written(self.content, "指出 2 月巡查次数不够，要求每天巡查一次"),
            self.statement.toPlainText().strip(),
            refused,
            witness,
        )

    def go(self) -> None:
        """已预警 → 已约谈, or one more talk."""
        form, case_id, path = self.checked(self._read), self.case_id, self.scan.path
        if form is None:
            return

        def job(work: UnitOfWork) -> object:
            return hold_talk(work, case_id, replace(form, scan_sha256=kept(work, path)))

        self.send(job, f"已登记与{self.name}的约谈。")
