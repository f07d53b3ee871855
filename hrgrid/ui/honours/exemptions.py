"""条件破例: asked for one person, approved by the office's policy, taken back with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from hrgrid.accounts.queries import ApprovalState, approval_state
from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import Subject
from hrgrid.core.rights import Right
from hrgrid.honours.queries import CandidateRow
from hrgrid.honours.queries.opinions import ExemptionRow, exemptions
from hrgrid.honours.queries.people import failed_rules
from hrgrid.honours.rules.findings import ExemptionState
from hrgrid.honours.service import (
    Evidence,
    ExemptionForm,
    approve_exemption,
    exemption_subject,
    propose_exemption,
    withdraw_exemption,
)
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.honours.rows_dialog import RowsDialog
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.matters.approving import ApprovalForm, Approved
from hrgrid.ui.matters.forms import MatterForm, ReasonForm, filled, named
from hrgrid.ui.matters.scans import ScanField, read_scan
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column

_CHIPS = {
    ExemptionState.PROPOSED: "warn",
    ExemptionState.APPROVED: "ok",
    ExemptionState.WITHDRAWN: "mute",
}
_COLUMNS: tuple[Column[ExemptionRow], ...] = (
    Column("姓名", lambda row: row.name, 80, strong=True),
    Column("称号", lambda row: row.tier.label, 100),
    Column("破例的条件", lambda row: row.rule, 180, grows=True),
    Column("事由", lambda row: row.reason, 150, drops=True),
    Column("依据", lambda row: row.document_no, 150),
    Column("审批", lambda row: row.approval_words, 150, quiet=True, drops=True),
    Column("状态", lambda row: row.state.label, 76, chip=lambda row: _CHIPS[row.state]),
)


class ExemptionsDialog(RowsDialog[ExemptionRow]):
    """The rules set aside in a campaign."""

    def __init__(self, session: Session, campaign_id: int, parent: QWidget) -> None:
        told = (
            "破例只对一个人的一条、一级有效，批准后在下一次冻结起算数。"
            "要报破例，在候选人的“调整…”里办。"
        )
        super().__init__(session, "条件破例", told, _COLUMNS, parent)
        self._id = campaign_id
        self.approve = self.button("审批…", self._approve, main=True)
        self.withdraw = self.button("撤回…", self._withdraw)
        self.refresh()

    def read(self, work: UnitOfWork) -> Sequence[ExemptionRow]:
        """All, the newest first."""
        return exemptions(work, self._id)

    def offer(self, row: ExemptionRow | None) -> None:
        """Approving what is proposed, taking back what counts."""
        proposed = row is not None and row.state is ExemptionState.PROPOSED
        self.approve.setEnabled(proposed)
        live = row is not None and row.state is not ExemptionState.WITHDRAWN
        self.withdraw.setEnabled(live and self.session.may(Right.RUN_HONOURS))

    def _approve(self) -> None:
        row = self.current
        if row is None:
            return

        def take(state: ApprovalState) -> None:
            self.do(ApproveExemptionForm(self.session, row, state, self))

        key = f"exemption:{row.id}"
        self.session.tasks.read(
            lambda work: approval_state(work, Deed.AWARD, key), take, failed=self.refuse
        )

    def _withdraw(self) -> None:
        if self.current is not None:
            self.do(_WithdrawForm(self.session, self.current, self))


class ProposeExemptionForm(MatterForm):
    """Which of the conditions that somebody does not stand is to be set aside, and why."""

    TOPIC = TOPIC

    def __init__(self, session: Session, row: CandidateRow, parent: QWidget) -> None:
        super().__init__(session, f"报请{row.name}条件破例", "报请审批", parent)
        self._row = row
        self.told = label("正在查他不符合哪些条件……", "body2", wraps=True)
        self.rule = Choice("破例的条件")
        self.reason = TextField("事由", hint="例如：连续三年全市考核第一")
        self.document = TextField("依据", hint="会议号或文号")
        self.scan = ScanField("依据扫描件")
        self.form.addWidget(self.told)
        self.form.addWidget(named(self.rule))
        self.form.addWidget(named(self.reason))
        self.form.addWidget(named(self.document))
        self.form.addWidget(self.scan)
        self.act.setEnabled(False)
        self.on_act(self._propose)
        nomination_id = row.nomination_id
        session.tasks.read(
            lambda work: failed_rules(work, nomination_id), self._show, failed=self.refuse
        )

    def _show(self, failed: list[tuple[str, str]]) -> None:
        self.rule.fill(failed)
        self.act.setEnabled(bool(failed))
        told = "报请后由有权的人审批，批准了才算数。一票否决不能破例。"
        self.told.setText(told if failed else f"{self._row.name}没有可以破例的条件。")
        self.fit_soon()

    def _propose(self) -> None:
        read = self.checked(lambda: (filled(self.reason), filled(self.document)))
        if read is None:
            return
        (reason, document), path = read, self.scan.path
        nomination_id, rule_key = self._row.nomination_id, self.rule.currentData()

        def job(work: UnitOfWork) -> int:
            sha256 = attach(work, *read_scan(path)).sha256 if path else None
            form = ExemptionForm(nomination_id, rule_key, Evidence(document, None, sha256))
            return propose_exemption(work, form)

        self.send(job, "已报请。批准在“更多 → 条件破例”里登记。", reason=reason)


class ApproveExemptionForm(ApprovalForm):
    """One approval; with enough of them the rule is set aside."""

    TOPIC = TOPIC
    RUNS = Right.RUN_HONOURS

    def __init__(
        self, session: Session, row: ExemptionRow, state: ApprovalState, parent: QWidget
    ) -> None:
        told = f"{row.name}“{row.rule}”破例，须有 {state.needed} 人审批。"
        super().__init__(session, "条件破例审批", "批准破例", parent, told)
        self._row = row
        self.show_state(state, may_decide=True)

    def subject(self, work: UnitOfWork) -> Subject:
        """This exemption."""
        return exemption_subject(work, self._row.id)

    def prepare(self) -> Callable[[UnitOfWork], object]:
        """Nothing more is asked."""
        exemption_id = self._row.id
        return lambda work: approve_exemption(work, exemption_id)

    def done_words(self, _came: Approved) -> str:
        """When it counts."""
        return "已批准破例。冻结过的评选要重新计算排名后才生效。"


class _WithdrawForm(ReasonForm):
    TOPIC = TOPIC

    def __init__(self, session: Session, row: ExemptionRow, parent: QWidget) -> None:
        super().__init__(
            session,
            f"撤回{row.name}的条件破例",
            "撤回破例",
            parent,
            told=f"撤回后“{row.rule}”对{row.name}照常审查，算过的名单不变，要重新计算。",
            example="依据有误",
            takes_away=True,
        )
        self._id = row.id
        self.on_act(self._withdraw)

    def _withdraw(self) -> None:
        reason = self.reason_given()
        if reason is None:
            return
        exemption_id = self._id
        self.send(
            lambda work: withdraw_exemption(work, exemption_id), "已撤回破例。", reason=reason
        )
