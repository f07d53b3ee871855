"""以前的培训: training of before the takeover, or elsewhere, believed for its evidence."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.courses import hours_in_force
from hrgrid.training.rules.hours import HourRules
from hrgrid.training.service.earlier import EarlierForm, add_earlier, remove_earlier
from hrgrid.ui.forms import TextField, Tick, label
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.matters.scans import ScanField, read_scan
from hrgrid.ui.session import Session
from hrgrid.ui.training.courses import minutes_of
from hrgrid.ui.training.forms import TrainingForm
from hrgrid.ui.training.undoing import Step
from hrgrid.workforce.queries.known import find_person


class EarlierDialog(TrainingForm):
    """One record of one person; his name or number is enough."""

    WIDTH = 480

    def __init__(
        self, session: Session, parent: QWidget, *, person: tuple[int, str] | None = None
    ) -> None:
        super().__init__(session, "登记以前的培训", "登记这次培训", parent)
        self._person = person
        self._rules = HourRules()
        self.who = TextField("谁", hint="姓名或工号", text=person[1] if person else "")
        self.who.setReadOnly(person is not None)
        self.title = TextField("培训名称", hint="例如：2025 年全市网格员轮训")
        self.organiser = TextField("主办单位", hint="例如：市委政法委")
        self.ended_on = today_field("结业日期")
        self.hours = TextField("学时", hint="例如 8 或 4.5")
        self.rotation = Tick("算当年的轮训")
        self.document = TextField("证书或文件号")
        self.scan = ScanField("证书或通知扫描件")
        told = "接手前办的、外单位办的培训，凭证书或文件登记。成批的用“导入以前的培训”。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.who))
        self.form.addLayout(beside(named(self.title), named(self.organiser), shares=(3, 2)))
        self.form.addLayout(beside(named(self.ended_on), named(self.hours), self.rotation))
        self.form.addWidget(named(self.document))
        self.form.addWidget(self.scan)
        self.on_act(self._save)
        session.tasks.read(lambda work: hours_in_force(work, work.today).rules, self._take_rules)
        (self.title if person else self.who).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the name goes on to the title."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.who.hasFocus():
            self.title.setFocus()
            return
        super().keyPressEvent(event)

    def _take_rules(self, rules: HourRules) -> None:
        self._rules = rules

    def _form(self) -> tuple[str, EarlierForm]:
        minutes = minutes_of(self.hours.text(), self._rules)
        if not minutes:
            raise UserError("没有写学时，或学时是 0。请写成 8 或 4.5")
        return filled(self.who, "张三，或工号"), EarlierForm(
            0,
            filled(self.title, "2025 年全市网格员轮训"),
            day_of(self.ended_on),
            minutes,
            self.rotation.isChecked(),
            self.organiser.text().strip(),
            filled(self.document, "苏政法〔2025〕12号，或证书号"),
        )

    def _save(self) -> None:
        given, path = self.checked(self._form), self.scan.path
        if given is None:
            return
        (who, form), person = given, self._person

        def step(work: UnitOfWork) -> Step:
            sha256 = attach(work, *read_scan(path)).sha256 if path else None
            person_id = person[0] if person else find_person(work, who)
            return add_step(replace(form, person_id=person_id, evidence_sha256=sha256))(work)

        said = f"已登记{who}的培训“{form.title}”。"
        self.send_undoable(step, said, f"登记{who}以前的培训")


def add_step(form: EarlierForm) -> Step:
    """A record there; taken back it is away."""

    def step(work: UnitOfWork) -> Step:
        return remove_step(add_earlier(work, form))

    return step


def remove_step(earlier_id: int) -> Step:
    """A record away."""
    return lambda work: add_step(remove_earlier(work, earlier_id))
