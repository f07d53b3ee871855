"""各级意见 from below, and one that is made void."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.exits.rules.case_forms import ConsentForm
from hrgrid.exits.rules.case_rows import CaseBoard
from hrgrid.exits.rules.words import ConsentLevel
from hrgrid.exits.service.consents import add_consent, void_consent
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import ExitForm, Terms, Way, Ways, kept, written
from hrgrid.ui.exits.forms.undoing import Step, offer
from hrgrid.ui.forms import Choice, TextBox, TextField, label
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.matters.scans import ScanField
from hrgrid.ui.session import Session


def _given(case_id: int, form: ConsentForm) -> Step:
    """Registers an opinion; what undoes it makes it void."""

    def step(work: UnitOfWork) -> Step:
        key = add_consent(work, case_id, form)
        return _taken(case_id, key, form)

    return step


def _taken(case_id: int, key: int, form: ConsentForm) -> Step:
    def step(work: UnitOfWork) -> Step:
        void_consent(work, case_id, key, f"撤销登记的{form.level.label}")
        return _given(case_id, form)

    return step


class ConsentDialog(ExitForm):
    """What a level says; the next one from below is offered."""

    WIDTH = 520

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        name = board.card.row.name
        super().__init__(session, board, f"登记{name}退出的各级意见", "登记意见", parent)
        spoken = {one.level: one for one in board.consents if not one.void_reason}
        self._spoken = set(spoken)
        open_ones = [(one, one.label) for one in ConsentLevel if one not in spoken]
        self.level = Choice("哪一级", open_ones)
        self.agrees = Ways("意见", (Way("yes", "同意"), Way("no", "不同意")), "yes")
        self.who = TextField("姓名", hint="例如：王主任")
        self.post = TextField("职务", hint="例如：社区党委书记")
        self.on = today_field("日期")
        self.number = TextField("文号或会议号", hint="可不填")
        self.text = TextBox("意见内容", "不同意的要写理由", 2)
        self.scan = ScanField("意见扫描件", button="附意见原件")
        before = "；".join(
            f"{one.level.label}：{'同意' if one.agrees else '不同意'}（{one.name}）"
            for one in spoken.values()
        )
        told = f"自下而上逐级登记。{before}。" if before else "自下而上逐级登记。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.level), named(self.on), shares=(3, 2)))
        self.form.addWidget(self.agrees)
        self.form.addLayout(beside(named(self.who), named(self.post)))
        self.form.addWidget(named(self.number))
        self.form.addWidget(named(self.text))
        self.form.addWidget(self.scan)
        self.ask_terms()
        self.who.setFocus()

    def take_terms(self, terms: Terms) -> None:
        """Only the levels that the rules ask for of somebody so engaged."""
        asked = terms.rules.levels_of(self.board.card.row.engagement)
        entries: list[tuple[object, str]] = [
            (one, one.label) for one in ConsentLevel if one in asked and one not in self._spoken
        ]
        self.level.fill(entries or [(None, "各级都已登记")])

    def _read(self) -> ConsentForm:
        level = self.level.currentData()
        if not isinstance(level, ConsentLevel):
            raise UserError("各级都已登记。要改请先作废原来的意见")
        agrees = self.agrees.chosen == "yes"
        text = self.text.toPlainText().strip()
        return ConsentForm(
            level,
            agrees,
            filled(self.who, "王主任"),
            filled(self.post, "社区党委书记"),
            day_of(self.on),
            text if agrees else written(self.text, "建议再安排一次补训"),
            self.number.text().strip(),
        )

    def go(self) -> None:
        """Registered; 撤销 in the bar makes it void."""
        form, case_id, path = self.checked(self._read), self.case_id, self.scan.path
        if form is None:
            return

        def job(work: UnitOfWork) -> Step:
            given = replace(form, scan_sha256=kept(work, path))
            return _given(case_id, given)(work)

        def said(inverse: Step) -> str:
            offer(self.session, f"登记{form.level.label}", inverse)
            return f"已登记{form.level.label}：{'同意' if form.agrees else '不同意'}。"

        self.send(job, said)


class VoidConsentDialog(ExitForm):
    """Which level's opinion is void, and why; those above it go with it."""

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        super().__init__(session, board, "作废一级意见", "作废意见", parent, takes_away=True)
        valid = [one for one in board.consents if not one.void_reason]
        entries: list[tuple[object, str]] = [
            (one.id, f"{one.level.label}：{'同意' if one.agrees else '不同意'}（{one.name}）")
            for one in valid
        ]
        self.which = Choice("哪一级", entries or [(None, "没有可以作废的意见")])
        refused = next((one.id for one in valid if not one.agrees), None)
        if refused is not None:
            self.which.choose(refused)
        self.reason = TextField("事由", hint="例如：补充材料后重新征求")
        told = "作废后重新登记；它上面各级的意见一并作废。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.which))
        self.form.addWidget(named(self.reason))
        self.reason.setFocus()

    def _read(self) -> tuple[int, str]:
        key = self.which.currentData()
        if not isinstance(key, int):
            raise UserError("没有可以作废的意见。请刷新后查看")
        return key, filled(self.reason, "补充材料后重新征求")

    def go(self) -> None:
        """It does not count any more."""
        read, case_id = self.checked(self._read), self.case_id
        if read is not None:
            key, reason = read
            self.send(
                lambda work: void_consent(work, case_id, key, reason),
                f"已作废，{self.name}的这一级意见要重新登记。",
                reason=reason,
            )
