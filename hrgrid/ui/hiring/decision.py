"""决定录用: one approval and, with it, everybody on the list into his grid at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from hrgrid.accounts.queries import ApprovalState, approval_state
from hrgrid.accounts.service import Subject
from hrgrid.core.rights import Right
from hrgrid.hiring.rules.totals import LotNeeded
from hrgrid.hiring.service.deciding import Decision, DecisionForm, decide, decision_subject
from hrgrid.hiring.service.reserves import hire_reserve, reserve_subject
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.hiring.words import TOPIC
from hrgrid.ui.matters.approving import ApprovalForm, Approved
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.matters.scans import ScanField, read_scan
from hrgrid.ui.session import Session
from hrgrid.workforce.rules import Engagement

# Whoever is hired for a grid full-time has one of these.
_GROUNDS = [(one, one.label) for one in (Engagement.CONTRACT, Engagement.DISPATCH)]


def terms(contract: int, probation: int) -> str:
    """Contract and probation, in months."""
    trial = f"试用期 {probation} 个月" if probation else "没有试用期"
    return f"合同 {contract} 个月，{trial}"


class DecisionDialog(ApprovalForm):
    """The decision with its number, the first day of work, and who employs."""

    TOPIC = TOPIC
    RUNS = Right.RUN_HIRING
    WIDTH = 500

    def __init__(
        self,
        session: Session,
        batch_id: int,
        title: str,
        *,
        people: int,
        months: tuple[int, int],
        parent: QWidget,
        told: str = "",
    ) -> None:
        told = told or (
            f"{title}拟录用 {people:,} 人。录用后每人在自己的网格任职，{terms(*months)}；"
            "全部办成，或者一个都不办。"
        )
        super().__init__(session, "决定录用", f"录用 {people:,} 人", parent, told)
        self._away.setText("不录用")
        self._batch_id, self._title, self._people = batch_id, title, people
        self._stopped: LotNeeded | None = None
        self.document = TextField("录用决定文号", hint="例如：盐南政法〔2026〕18号")
        self.decided_on = today_field("决定日期")
        self.starts_on = today_field("到岗日期")
        self.employer = TextField("用人单位", hint="例如：盐南高新区人力资源公司")
        self.engagement = Choice("聘用方式", _GROUNDS)
        self.paper = ScanField("决定扫描件")
        self.paper.choose.setText("附决定扫描件")
        column = self.decision_column
        column.addLayout(beside(named(self.document), named(self.decided_on), shares=(3, 2)))
        column.addLayout(beside(named(self.employer), named(self.engagement), shares=(3, 2)))
        column.addLayout(beside(named(self.starts_on), QWidget(), shares=(2, 3)))
        column.addWidget(self.paper)
        column.addWidget(
            label("录用后不能撤回。到岗后离开的，按退出办理，缺额自动回来。", "caption", wraps=True)
        )
        self.show_state(None, may_decide=self._may)
        session.tasks.read(self._read_state, self._take_state, failed=self.refuse)
        self.name.setFocus()

    @property
    def _may(self) -> bool:
        return self.session.may(Right.DECIDE_HIRING)

    def _read_state(self, work: UnitOfWork) -> ApprovalState:
        subject = self.subject(work)
        return approval_state(work, subject.deed, subject.key)

    def _take_state(self, state: ApprovalState) -> None:
        self.show_state(state, may_decide=self._may)

    def subject(self, work: UnitOfWork) -> Subject:
        """The list of the batch."""
        return decision_subject(work, self._batch_id)

    def _form(self) -> DecisionForm:
        return DecisionForm(
            filled(self.document, "盐南政法〔2026〕18号"),
            day_of(self.decided_on),
            day_of(self.starts_on),
            filled(self.employer, "盐南高新区人力资源公司"),
            self.engagement.currentData(),
        )

    def prepare(self) -> Callable[[UnitOfWork], object]:
        """Everybody into his grid, in the transaction of the approval."""
        form, path = self._form(), self.paper.path

        def deed(work: UnitOfWork) -> object:
            self._stopped = None
            scan = attach(work, *read_scan(path)).sha256 if path else None
            try:
                return self.carry_out(work, replace(form, scan_sha256=scan))
            except LotNeeded as tie:
                self._stopped = tie
                raise

        return deed

    def refuse(self, sentence: str) -> None:
        """Where reserves are tied nothing was written: lots are drawn, then it is done again."""
        super().refuse(sentence)
        if self._stopped is None:
            return
        from hrgrid.ui.hiring.lots import LotDialog

        tie, self._stopped = self._stopped, None
        if LotDialog(self.session, self._batch_id, tie.ties, tie.names, self).exec():
            self.act.click()

    def carry_out(self, work: UnitOfWork, form: DecisionForm) -> object:
        """What the decision brings about."""
        return decide(work, self._batch_id, form)

    def done_words(self, _came: Approved) -> str:
        """How many were hired, and what is left."""
        done = _came.result
        if not isinstance(done, Decision):
            return ""
        kept = f"，储备 {done.reserves:,} 人" if done.reserves else ""
        rest = "批次已办结" if done.closed else "其余的人有结论后再决定"
        return f"已录用 {done.hired:,} 人{kept}，{rest}。"


class HireReserveDialog(DecisionDialog):
    """The same for one reserve who was called, vetted and shown."""

    def __init__(
        self,
        session: Session,
        reserve_id: int,
        name: str,
        months: tuple[int, int],
        parent: QWidget,
    ) -> None:
        self._reserve_id, self._name = reserve_id, name
        told = f"录用储备人员{name}：在递补的网格任职，{terms(*months)}。"
        super().__init__(session, 0, name, people=1, months=months, parent=parent, told=told)

    def subject(self, work: UnitOfWork) -> Subject:
        """The hire of this one."""
        return reserve_subject(work, self._reserve_id)

    def carry_out(self, work: UnitOfWork, form: DecisionForm) -> object:
        """One post."""
        hire_reserve(work, self._reserve_id, form)
        return None

    def done_words(self, _came: Approved) -> str:
        """Who was hired."""
        return f"已录用{self._name}。"
