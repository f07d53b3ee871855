"""One approval, signed in by its person or recorded from paper, and the deed that it allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.accounts.queries import ApprovalState, approval_state
from hrgrid.accounts.service import PaperApproval, Subject, approve, record_paper_approval
from hrgrid.core.rights import Right
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import MatterForm, beside, day_of, named, today_field
from hrgrid.ui.matters.scans import ScanField, read_scan
from hrgrid.ui.session import Session

SIGNED, PAPER = "signed", "paper"


@dataclass(frozen=True)
class Approved:
    """What came of it: how far the approval is, and whether the deed was done with it."""

    state: ApprovalState
    done: bool
    result: object = None


class ApprovalForm(MatterForm):
    """Records one approval; `deed` is done with it where that is enough and the person may.

    Subclasses put their own fields into `decision` and say in `prepare` what they read from them
    before anything is written; `deed` gets that in the unit of work. Who holds `RUNS` may record
    what was approved on paper.
    """

    RUNS: Right

    def __init__(self, session: Session, title: str, act: str, parent: QWidget, told: str) -> None:
        super().__init__(session, title, act, parent)
        self._act, self._lacks = act, 1
        self.told = label(told, "body2", wraps=True)
        self.way = Choice("这次审批", self._ways())
        self.name = TextField("审批人姓名")
        self.post = TextField("职务")
        self.paper_no = TextField("批件文号或会议号", hint="例如：委务会纪要〔2026〕9号")
        self.approved_on = today_field("批件日期")
        self.scan = ScanField("批件扫描件")
        self._paper = QWidget()
        self._approval = QWidget()
        self.decision = QWidget()
        self.decision_column = QVBoxLayout(self.decision)
        self.decision_column.setContentsMargins(0, 0, 0, 0)
        self.decision_column.setSpacing(8)
        self._lay_out()
        self.way.currentIndexChanged.connect(lambda _: self._fold())
        self.on_act(self._go)

    def _ways(self) -> list[tuple[object, str]]:
        ways: list[tuple[object, str]] = []
        if self.session.may(self.RUNS):
            ways.append((PAPER, "登记纸质批件"))
        if self.session.may(Right.APPROVE):
            ways.append((SIGNED, f"本人审批（{self.session.desk.actor.name}）"))
        return ways

    def _lay_out(self) -> None:
        paper = QVBoxLayout(self._paper)
        paper.setContentsMargins(0, 0, 0, 0)
        paper.setSpacing(8)
        paper.addLayout(beside(named(self.name), named(self.post), shares=(3, 2)))
        paper.addLayout(beside(named(self.paper_no), named(self.approved_on), shares=(3, 2)))
        paper.addWidget(self.scan)
        approval = QVBoxLayout(self._approval)
        approval.setContentsMargins(0, 0, 0, 0)
        approval.setSpacing(8)
        approval.addWidget(named(self.way))
        approval.addWidget(self._paper)
        self.form.addWidget(self.told)
        self.form.addWidget(self._approval)
        self.form.addWidget(self.decision)
        self._paper.setVisible(self.way.currentData() == PAPER)

    def show_state(self, state: ApprovalState | None, *, may_decide: bool) -> None:
        """What was approved before; without it one approval is missing."""
        self._lacks = max(0, state.needed - state.given) if state else 1
        if state is not None and state.given:
            given = f"已有 {state.given} 人审批（{state.words}）。"
            self.told.setText(f"{self.told.text()}{given}")
        self._approval.setVisible(self._lacks > 0)
        decides = may_decide and self._lacks <= 1
        self.decision.setVisible(decides)
        self.act.setText(self._act if decides else "登记审批")
        self.act.setAccessibleName(self.act.text())
        self.act.setEnabled(bool(self._ways()) or decides)
        self._fold()

    def _fold(self) -> None:
        self._paper.setVisible(self.way.currentData() == PAPER)
        self.fit()

    # --- what subclasses say ------------------------------------------------------------------

    def subject(self, work: UnitOfWork) -> Subject:
        """What is approved."""
        raise NotImplementedError

    def prepare(self) -> Callable[[UnitOfWork], object]:
        """Read the fields of the decision; the deed gets done where the approval is complete."""
        raise NotImplementedError

    def done_words(self, _came: Approved) -> str:
        """What to say when it is done."""
        raise NotImplementedError

    # --- doing it -----------------------------------------------------------------------------

    def _read_paper(self) -> PaperApproval:
        return PaperApproval(
            self.name.text(), self.post.text(), day_of(self.approved_on), self.paper_no.text()
        )

    def _go(self) -> None:
        approves = self._lacks > 0
        on_paper = approves and self.way.currentData() == PAPER
        paper = self.checked(self._read_paper) if on_paper else None
        if on_paper and paper is None:
            return
        deed = self.checked(self.prepare) if not self.decision.isHidden() else None
        if deed is None and not self.decision.isHidden():
            return
        path = self.scan.path if on_paper else None

        def job(work: UnitOfWork) -> Approved:
            subject = self.subject(work)
            if paper is not None:
                sha256 = attach(work, *read_scan(path)).sha256 if path else None
                with_scan = PaperApproval(
                    paper.name, paper.post, paper.decided_on, paper.document_no, sha256
                )
                record_paper_approval(work, subject, with_scan)
            elif approves:
                approve(work, subject)
            state = approval_state(work, subject.deed, subject.key)
            if deed is None or not state.complete:
                return Approved(state, done=False)
            return Approved(state, done=True, result=deed(work))

        self.send(job, self._say, title="正在登记审批")

    def _say(self, came: Approved) -> str:
        if came.done:
            return self.done_words(came)
        return f"已登记审批，共须 {came.state.needed} 人，现有 {came.state.given} 人。"
